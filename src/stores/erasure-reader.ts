import { type ExpressionBuilder, type Kysely, type RawBuilder, sql, type SqlBool } from "kysely";
import type { LeftDay, StoreReader, ToForget } from "../app/ports.ts";
import { chunks } from "./chunks.ts";
import { readJson, wordOf } from "./json.ts";
import * as json from "./json.ts";
import { prepared } from "./prepared.ts";
import { departuresWhere } from "./reader-departures.ts";
import { toEvent } from "./rows-event.ts";
import { ENTRY, toChange, toEntry } from "./rows.ts";
import type { Tables } from "./tables.ts";
import { withinTransaction } from "./within.ts";

type Reads =
  | "naming"
  | "accountsBy"
  | "toForget"
  | "countLeft"
  | "members"
  | "leavers"
  | "leftDays"
  | "departuresOver"
  | "recordsAbout";

const who = wordOf(["staff", "guests"]);

/** As JSON columns hold a manager or an inviter that somebody stated. */
const NAMES = ['"manager":"', '"invitedBy":"'];

/** Tens of thousands of rows are looked through, for which `like` takes several times as long. */
function names(column: string): RawBuilder<SqlBool>[] {
  return NAMES.map((text) => sql<SqlBool>`instr(${sql.ref(column)}, ${text}) > 0`);
}

/** What is asked before people are let go of: where they are found, who is due, and where others' records name them. */
export function erasureReader(connection: () => Kysely<Tables>): Pick<StoreReader, Reads> {
  return {
    async naming(directory) {
      return withinTransaction(connection(), async (db) => {
        const entries = await db
          .selectFrom("roster")
          .selectAll()
          .where("directory", "=", directory)
          .where(({ or }) => or(names("attributes")))
          .execute();
        const changes = await db
          .selectFrom("changes")
          .selectAll()
          .where("directory", "=", directory)
          .where(({ or }) => or(["before", "after", "last_known"].flatMap(names)))
          .execute();
        const departures = await db
          .selectFrom("departures")
          .select("id")
          .where(({ or, eb }) => or([...names("last_known"), eb("actor", "is not", null)]))
          .where("id", "in", ({ selectFrom }) =>
            selectFrom("departure_accounts").select("departure").where("directory", "=", directory),
          )
          .execute();
        const events = await db
          .selectFrom("inbox")
          .selectAll()
          .where("directory", "=", directory)
          .where("actor", "is not", null)
          .execute();
        const found = [];
        for (const some of chunks(departures)) {
          found.push(...(await departuresWhere(db, { ids: some.map(({ id }) => id) })));
        }
        return {
          entries: entries.map(toEntry),
          changes: changes.map(toChange),
          departures: found,
          events: events.map(toEvent),
        };
      });
    },

    async accountsBy(word, directory) {
      let found = connection().selectFrom("roster").select(ENTRY).orderBy("directory").orderBy("account_id");
      if (directory !== undefined) found = found.where("directory", "=", directory);
      found =
        "id" in word
          ? found.where("account_id", "=", word.id)
          : found.where(sql<boolean>`instr(attributes, ${`"email":${JSON.stringify(word.email.toLowerCase())}`}) > 0`);
      return (await found.execute()).map((row) => ({ directory: row.directory, entry: toEntry(row) }));
    },

    async toForget(directory, which, limit) {
      const { rows } =
        which === "all"
          ? await connection().executeQuery(firstDue(connection(), directory, which, limit))
          : await firstDueBy(connection(), directory, which, limit);
      return rows.map((row) => row.account_id);
    },

    async countLeft(directory, before) {
      const found = gone(connection(), directory).where(leftAt, "<", before);
      return (await found.select(({ fn }) => fn.countAll<number>().as("count")).executeTakeFirst())?.count ?? 0;
    },

    async members(directory, ids) {
      return withinTransaction(connection(), async (db) => {
        const found = new Map<string, { readonly since: number; readonly waiting: boolean }>();
        for (const some of chunks(ids)) {
          for (const [table, waiting] of [
            ["joiners", true],
            // Last: whoever is in a unit does not wait for one.
            ["partition_members", false],
          ] as const) {
            const mine = db.selectFrom(table).select(["account_id", "since"]).where("directory", "=", directory);
            for (const { account_id, since } of await mine.where("account_id", "in", some).execute()) {
              found.set(account_id, { since, waiting });
            }
          }
        }
        return found;
      });
    },

    async leavers(directory) {
      const found = connection().selectFrom("leavers").select(["member", "at", "back"]);
      return (await found.where("directory", "=", directory).orderBy("member").orderBy("at").execute()).map((row) => ({
        ...row,
      }));
    },

    async leftDays(directory) {
      const found = connection().selectFrom("left_days").selectAll().where("directory", "=", directory);
      return (await found.orderBy("day").orderBy("who").execute()).map((row): LeftDay => ({
        day: row.day,
        who: who(row.who, "left_days.who"),
        count: row.count,
      }));
    },

    async departuresOver(directory, before, limit) {
      return withinTransaction(connection(), async (db) => {
        const rows = await db
          .selectFrom("departures")
          .innerJoin("departure_accounts", "departure_accounts.departure", "departures.id")
          .innerJoin("roster", (join) =>
            join
              .onRef("roster.directory", "=", "departure_accounts.directory")
              .onRef("roster.account_id", "=", "departure_accounts.account_id"),
          )
          .select(["departures.id", "departures.reversed"])
          .where("departure_accounts.directory", "=", directory)
          .where("departure_accounts.position", "=", 0)
          .where("departures.not_after", "<", before)
          .where(({ or, eb }) =>
            or([eb("departures.reversed", "is not", null), eb("departures.change", "=", "demoted")]),
          )
          .where("roster.status", "in", HERE)
          .where("roster.presence", "=", "present")
          .where(({ not }) => not(held()))
          .execute();
        const over = rows.filter(({ reversed }) => {
          return reversed === null || readJson(json.reversed, reversed, "departures.reversed").at.notAfter < before;
        });
        return departuresWhere(db, { ids: over.slice(0, limit).map(({ id }) => id) });
      });
    },

    async recordsAbout(things) {
      const meant = new Set(things);
      const naming = connection()
        .selectFrom("record_payloads")
        .select(["seq", "detail"])
        .where("detail", "like", '%"what":"%')
        .orderBy("seq");
      return (await naming.execute()).flatMap(({ seq, detail }) => {
        const { what } = readJson(json.detail, detail, "record_payloads.detail");
        return typeof what === "string" && meant.has(what) ? [seq] : [];
      });
    },
  };
}

/** In use: what is asked of `inUse`, in the words of the database. */
const HERE = ["active", "invited"];

/** Accounts that have ended, or that no list has any more. */
function gone(db: Kysely<Tables>, directory: string) {
  return db
    .selectFrom("roster")
    .where("roster.directory", "=", directory)
    .where(({ or, eb }) => or([eb("roster.status", "not in", HERE), eb("roster.presence", "!=", "present")]));
}

/**
 * When they left: by the departure that stands, else by what ended the account, else by its last modification; of what nobody
 * dates, nobody knows how long ago it was.
 */
const leftAt = sql<number>`coalesce(
  (select max(d.not_after) from departures d join departure_accounts a on a.departure = d.id
    where a.directory = roster.directory and a.account_id = roster.account_id and d.reversed is null),
  (select max(c.not_after) from changes c where c.directory = roster.directory and c.account_id = roster.account_id
    and c.change in ('deactivated', 'removed', 'invite_revoked', 'erased', 'missing')),
  roster.updated, 0)`;

/** What is told of an account: its departures and its changes. */
const itemsOf = sql`(select a.departure from departure_accounts a
    where a.directory = roster.directory and a.account_id = roster.account_id
  union all select c.id from changes c where c.directory = roster.directory and c.account_id = roster.account_id)`;

/** Somebody is still to be told of the account; what is told of a wave is about nobody. */
const waits = sql<boolean>`exists (select 1 from incident_items i join notifications n on n.incident = i.incident
  join incidents w on w.id = i.incident and w.kind != 'waves'
  where n.state = 'waiting' and i.item in ${itemsOf})`;

/** Of a wave that goes on: what it looks like is asked of its departures. */
const inWave = sql<boolean>`exists (select 1 from incident_items i join incidents w on w.id = i.incident
  where w.kind = 'waves' and w.closed = 0 and i.item in ${itemsOf})`;

const erasedSince = sql<number>`(select max(c.not_after) from changes c
  where c.directory = roster.directory and c.account_id = roster.account_id and c.change = 'erased')`;

function due(db: Kysely<Tables>, directory: string, which: ToForget) {
  if (which === "all") return db.selectFrom("roster").where("roster.directory", "=", directory);
  if ("left" in which) {
    return gone(db, directory)
      .where(leftAt, "<", which.left)
      .where(({ not }: ExpressionBuilder<Tables, "roster">) => not(waits))
      .where(({ not }: ExpressionBuilder<Tables, "roster">) => not(inWave));
  }
  return db
    .selectFrom("roster")
    .where("roster.directory", "=", directory)
    .where("roster.status", "=", "erased")
    .where(({ or, not, eb }) => or([not(waits), eb(erasedSince, "<", which.erased)]));
}

function firstDue(db: Kysely<Tables>, directory: string, which: ToForget, limit: number) {
  // So said, SQLite goes by who is erased, mostly nobody, and not through the whole roster in its order: that is asked each minute.
  const isOfFew = which !== "all" && "erased" in which;
  const order = isOfFew ? sql<string>`coalesce(roster.account_id, null)` : sql.ref("roster.account_id");
  return due(db, directory, which).select("roster.account_id").orderBy(order).limit(limit);
}

const firstDueBy = prepared((db, directory: string, which: Exclude<ToForget, "all">, limit: number) =>
  firstDue(db, directory, which, limit),
);

/** As `waits` and `inWave`, of one departure. */
function held() {
  return sql<boolean>`exists (select 1 from incident_items i join incidents w on w.id = i.incident
    left join notifications n on n.incident = i.incident and n.state = 'waiting'
    where i.item = departures.id and case when w.kind = 'waves' then w.closed = 0 else n.id is not null end)`;
}
