import { type Kysely, sql } from "kysely";
import type { StoreReader } from "../app/ports.ts";
import type { Gap } from "../core/directory/coverage.ts";
import type { HeldEvent } from "../core/directory/event.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { defined } from "../core/defined.ts";
import type { Instant } from "../core/time.ts";
import { chunks } from "./chunks.ts";
import { toEvent, toListening } from "./rows-event.ts";
import { prepared } from "./prepared.ts";
import { departuresFound } from "./reader-departures.ts";
import { ENTRY, toEntry } from "./rows.ts";
import type { Tables } from "./tables.ts";
import { withinTransaction } from "./within.ts";

type EventFilter = Parameters<StoreReader["events"]>[0];
type ListeningFilter = Parameters<StoreReader["listening"]>[0];

const entriesOf = prepared((db, directory: string, ids: readonly string[]) =>
  db.selectFrom("roster").select(ENTRY).where("directory", "=", directory).where("account_id", "in", ids),
);
const markOf = prepared((db, directory: string) =>
  db.selectNoFrom(({ selectFrom }) => [
    selectFrom("directories").select("revision").where("id", "=", directory).as("revision"),
    selectFrom("inbox")
      .select(({ fn }) => fn.max("seq").as("newest"))
      .where("directory", "=", directory)
      .as("inbox"),
  ]),
);
const heardSince = prepared((db, directory: string, since: Instant) =>
  db
    .selectFrom("inbox")
    .select(({ fn }) => [
      fn.countAll<number>().as("count"),
      fn.min("received_at").as("first"),
      fn.max("received_at").as("last"),
    ])
    .where("directory", "=", directory)
    .where("received_at", ">=", since)
    // What a log is asked for says nothing of whether the tool pushes.
    .where("source", "!=", "log"),
);
const unheardOf = prepared((db, within: Gap & { readonly directory: string; readonly limit: number }) => {
  const { directory, since, until, limit } = within;
  return db
    .selectFrom(departuresFound(db, { directory, since, until, limit }).as("found"))
    .innerJoin("departure_accounts", "departure_accounts.departure", "found.id")
    .select(["not_before", "not_after"])
    .where("position", "=", 0)
    .where("observed", "=", 1)
    .where("not_before", "is not", null)
    .where(({ not, exists, selectFrom, ref }) =>
      not(
        exists(
          selectFrom("inbox")
            .select("seq")
            .where("inbox.directory", "=", directory)
            .whereRef("inbox.account", "=", "departure_accounts.account_id")
            // So said, SQLite goes by the account, and not through all that has come since.
            .where(sql<number>`coalesce(received_at, null)`, ">=", ref("not_before"))
            .where("source", "!=", "log"),
        ),
      ),
    );
});
const listeningWhere = prepared((db, { directory, since }: ListeningFilter) => {
  let found = db.selectFrom("listening").selectAll().orderBy("since").orderBy("id");
  if (directory !== undefined) found = found.where("directory", "=", directory);
  return since === undefined ? found : found.where("until", ">=", since);
});
const eventsWithin = prepared((db, filter: Omit<EventFilter, "accounts">) => selectEvents(db, filter));

type Live = "entries" | "watermark" | "readSince" | "events" | "heard" | "unheard" | "listening";

/** What is read of single accounts, of the inbox, and of the time in which events could arrive; each sees one state. */
export function liveReader(connection: () => Kysely<Tables>): Pick<StoreReader, Live> {
  return {
    async entries(directory, ids) {
      if (ids.length === 0) return new Map();
      return withinTransaction(connection(), async (db) => {
        const found = new Map<string, RosterEntry>();
        for (const some of chunks([...new Set(ids)])) {
          for (const row of (await entriesOf(db, directory, some)).rows) found.set(row.account_id, toEntry(row));
        }
        return found;
      });
    },

    async watermark(directory) {
      const [row] = (await markOf(connection(), directory)).rows;
      return { revision: row?.revision ?? 0, inbox: row?.inbox ?? 0 };
    },

    async readSince(directory, revision) {
      const found = connection().selectFrom("roster").select(ENTRY).where("directory", "=", directory);
      return (await found.where("revision", ">", revision).execute()).map(toEntry);
    },

    async events(filter) {
      const { accounts, limit, ...others } = filter;
      if (accounts === undefined) {
        return (await eventsWithin(connection(), defined({ ...others, limit }))).rows.map(toEvent);
      }
      return withinTransaction(connection(), async (db) => {
        const found: HeldEvent[] = [];
        for (const some of chunks([...new Set(accounts)])) {
          found.push(...(await selectEvents(db, { ...filter, accounts: some }).execute()).map(toEvent));
        }
        return found.toSorted((a, b) => a.seq - b.seq).slice(0, limit);
      });
    },

    async heard(directory, since) {
      const [row] = (await heardSince(connection(), directory, since)).rows;
      const { count = 0, first, last } = row ?? {};
      return { count, ...(first == null ? {} : { first }), ...(last == null ? {} : { last }) };
    },

    async unheard(directory, within, limit) {
      const { rows } = await unheardOf(connection(), { ...within, directory, limit });
      return rows.map(({ not_before: since, not_after: until }) => ({ since: since ?? until, until }));
    },

    async listening(filter) {
      return (await listeningWhere(connection(), defined(filter))).rows.map(toListening);
    },
  };
}

/** @param filter with no more accounts than go into one statement */
function selectEvents(db: Kysely<Tables>, filter: EventFilter) {
  const { directory, accounts, state, dueBy, upTo, since, limit } = filter;
  let found = db.selectFrom("inbox").selectAll().orderBy("seq");
  if (directory !== undefined) found = found.where("directory", "=", directory);
  if (accounts !== undefined) found = found.where("account", "in", accounts);
  if (state !== undefined) found = found.where("state", "=", state);
  if (dueBy !== undefined) found = found.where("due_at", "<=", dueBy);
  if (upTo !== undefined) found = found.where("seq", "<=", upTo);
  if (since !== undefined) found = found.where("received_at", ">=", since);
  return limit === undefined ? found : found.limit(limit);
}
