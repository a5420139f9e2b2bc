import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from "kysely";
import { z } from "zod";
import type { Alike, DepartureOrder, DeparturesAsked, DeparturesReader } from "../app/ports.ts";
import { defined } from "../core/defined.ts";
import { KINDS, whereabouts } from "../core/directory/account.ts";
import { type Colleague, isHere } from "../core/directory/tally.ts";
import { chunks } from "./chunks.ts";
import { holdsWords } from "./departure-lines.ts";
import { presence, read, status } from "./json.ts";
import { prepared } from "./prepared.ts";
import { departuresKnown, toldBy } from "./reader-departures.ts";
import type { Tables } from "./tables.ts";
import { withinTransaction } from "./within.ts";
import { once } from "../core/once.ts";

const anyKind = once(() => z.enum(KINDS));
const kinds = once(() => anyKind().nullable());

/** Whoever is here, counted by all that tallies ask of them; in the order of the index: to sort everybody into groups takes twice as long. */
const SHARED = ["kind", "location", "team", "timezone"] as const;
const alikeHere = (db: Kysely<Tables>, directory: string, by: readonly (typeof SHARED)[number][]) =>
  db
    .selectFrom("roster")
    .select(by)
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("directory", "=", directory)
    .where("status", "=", "active")
    .where("presence", "in", ["present", "missing"])
    .groupBy(by);
const hereOf = prepared((db, directory: string) => alikeHere(db, directory, SHARED));
const accountsOf = prepared((db, directory: string, ids: readonly string[]) =>
  db
    .selectFrom("roster")
    .select(["account_id", "status", "presence", ...SHARED])
    .where("directory", "=", directory)
    .where("account_id", "in", ids),
);
type Shared = Pick<Selectable<Tables["roster"]>, (typeof SHARED)[number]>;

/** Lists and counts of departures and of whoever is here, made by the database. */
export function linesReader(connection: () => Kysely<Tables>): DeparturesReader {
  return {
    async listDepartures(asked, { order, skip, limit }) {
      return withinTransaction(connection(), async (db) => {
        const found = inOrder(linesWhere(db, asked).select("departure"), order).offset(skip).limit(limit);
        const ids = (await found.execute()).map(({ departure }) => departure);
        const known = new Map<string, Awaited<ReturnType<typeof departuresKnown>>[number]>();
        for (const some of chunks(ids)) {
          for (const one of await departuresKnown(db, { ids: some })) known.set(one.id, one);
        }
        return ids.flatMap((id) => known.get(id) ?? []);
      });
    },

    async countDepartures(asked) {
      const row = await linesWhere(connection(), asked)
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .executeTakeFirst();
      return row?.count ?? 0;
    },

    async departedFrom(directory, by, limit) {
      // From one value to the next along the index, rather than over all departures.
      const column = sql.ref(by);
      const next = (after: ReturnType<typeof sql>) =>
        sql`select min(${column}) from departure_lines where directory = ${directory} and ${column} ${after}`;
      const found = await sql<{ value: string }>`
        with recursive found(value) as (
          ${next(sql`is not null`)} union all select (${next(sql`> found.value`)}) from found where value is not null)
        select value from found where value is not null limit ${limit}`.execute(connection());
      return found.rows.map(({ value }) => value);
    },

    async leavings(directory, { from, to }) {
      const rows = await connection()
        .selectFrom("departure_lines")
        .select(["since", "at", "kind", "place", "place_stated", "confirmed", "back"])
        .where("directory", "=", directory)
        .where("at", ">=", from)
        .where("at", "<=", to)
        .where("observed", "=", 1)
        .execute();
      // Of tens of thousands of rows there are five kinds.
      const words = new Set(rows.flatMap((row) => row.kind ?? []));
      const known = new Map([...words].map((word) => [word, read(anyKind, word, "departure_lines.kind")]));
      return rows.map(({ since, at, kind: word, place, place_stated: stated, confirmed, back }) => ({
        since,
        at,
        ...defined({ kind: word === null ? undefined : known.get(word) }),
        place: stated === 1 ? place : null,
        confirmed: confirmed === 1,
        back: back === 1,
      }));
    },

    async peopleHere(directory, by) {
      const columns = by === undefined ? [] : by === "place" ? (["location", "timezone"] as const) : [by];
      const alike = alikeHere(connection(), directory, by === undefined ? ["kind"] : SHARED);
      const rows = await connection()
        .selectFrom(alike.as("alike"))
        .select(["kind", ...columns])
        .select(sql<number>`cast(sum(n) as integer)`.as("count"))
        .groupBy(["kind", ...columns])
        .execute();
      return rows.flatMap(({ kind: word, count, ...selected }) => {
        const kind = read(kinds, word, "roster.kind");
        if (!MAY_LEAVE.has(kind)) return [];
        // What was not asked for is in no row, whatever the types of the query say.
        const of: { readonly [C in "location" | "team" | "timezone"]?: string | null } = selected;
        const { location = null, team = null, timezone = null } = of;
        if (by !== "place") return [{ kind, value: by === "team" ? team : timezone, count }];
        const { location: value, locationFrom } = whereabouts({ location, timezone });
        return [{ kind, value, ...suggestedBy(value !== null && locationFrom === "timezone"), count }];
      });
    },

    async colleagues(directory, ids) {
      return withinTransaction(connection(), async (db) => {
        const others = new Map<string, Shared & { n: number }>();
        for (const row of (await hereOf(db, directory)).rows) others.set(sharedBy(row), row);
        const found: Colleague[] = [];
        for (const some of chunks(ids)) {
          for (const row of (await accountsOf(db, directory, some)).rows) {
            const account = {
              id: row.account_id,
              status: status(row.status, "roster.status"),
              attributes: attributesOf(row),
            };
            const one = { account, presence: presence(row.presence, "roster.presence") };
            found.push(one);
            const alike = others.get(sharedBy(row));
            // Who stands here as an account is none of the others.
            if (alike !== undefined && isHere(one)) alike.n--;
          }
        }
        for (const { n, ...shared } of others.values()) {
          const account = { status: "active" as const, attributes: attributesOf(shared) };
          if (n > 0) found.push({ account, presence: "present", many: n });
        }
        return found;
      });
    },

    async peopleGone(directory, by, { since, now, unit }) {
      const ago = sql<number>`cast((${now} - at) / ${unit} as integer)`;
      const rows = await connection()
        .selectFrom("departure_lines")
        .select(["kind", `${by} as value`, "place_stated"])
        .select(({ fn }) => [ago.as("ago"), fn.countAll<number>().as("count")])
        .where("directory", "=", directory)
        .where("at", ">", since)
        .where("at", "<=", now)
        .where("observed", "=", 1)
        .where("confirmed", "=", 1)
        .where("back", "=", 0)
        .groupBy(["kind", by, "place_stated", sql.ref("ago")])
        .execute();
      return rows.map(({ kind, value, place_stated: stated, ago: units, count }) => ({
        kind: read(kinds, kind, "departure_lines.kind"),
        value,
        ...suggestedBy(by === "place" && value !== null && stated === 0),
        ago: units,
        count,
      }));
    },

    async news(directories) {
      return withinTransaction(connection(), async (db) => {
        const parts: unknown[] = [];
        for (const table of ["sweeps", "changes", "inbox", "incidents"] as const) {
          let newest = db.selectFrom(table).select("seq").orderBy("seq", "desc").limit(1);
          if (directories !== undefined) newest = newest.where("directory", "in", directories);
          parts.push((await newest.executeTakeFirst())?.seq);
        }
        let revised = db.selectFrom("directories").select(({ fn }) => fn.sum("revision").as("n"));
        let told = db.selectFrom("incidents").select(({ fn }) => fn.max("updated_at").as("n"));
        let heard = db.selectFrom("listening").select(({ fn }) => fn.count("ended").as("n"));
        if (directories !== undefined) {
          revised = revised.where("id", "in", directories);
          told = told.where("directory", "in", directories);
          heard = heard.where("directory", "in", directories);
        }
        let erased = db.selectFrom("tombstones").select(({ fn }) => fn.max("seq").as("n"));
        if (directories !== undefined) erased = erased.where("directory", "in", directories);
        const failed = db.selectFrom("notifications").select(({ fn }) => fn.countAll().as("n"));
        for (const one of [revised, told, heard, erased, failed.where("state", "=", "failed")]) {
          parts.push((await one.executeTakeFirst())?.n);
        }
        return JSON.stringify(parts);
      });
    },
  };
}

function linesWhere(db: Kysely<Tables>, asked: DeparturesAsked) {
  const { directories, since, until, place, team, incident, change, state, evidence, words = "", after } = asked;
  let found = db.selectFrom("departure_lines");
  if (directories !== undefined) found = found.where("directory", "in", directories);
  if (since !== undefined) found = found.where("at", ">=", since);
  if (until !== undefined) found = found.where("at", "<", until);
  if (after !== undefined) {
    // Said twice, so that the index of times is gone along.
    found = found
      .where("at", "<=", after.at)
      .where(({ or, eb }) => or([eb("at", "<", after.at), eb("departure", "<", after.id)]));
  }
  if (place !== undefined) found = found.where("place", "=", place);
  if (team !== undefined) found = found.where("team", "=", team);
  if (incident !== undefined) found = found.where("departure", "in", toldBy(db, incident));
  if (change !== undefined) found = found.where("change", "=", change);
  if (evidence === "event") found = found.where("event", "=", 1);
  else if (evidence !== undefined) found = found.where("evidence", "=", evidence);
  if (state === "before") found = found.where("observed", "=", 0);
  else if (state !== undefined) {
    found = found.where("observed", "=", 1).where("back", "=", Number(state === "returned"));
    if (state !== "returned") found = found.where("confirmed", "=", Number(state === "confirmed"));
  }
  return found.where((where) => where.and(holdsWords(where.ref("words"), words)));
}

/** With the newest first among equals, and whoever has none of what is sorted by last. */
function inOrder<Row>(found: SelectQueryBuilder<Tables, "departure_lines", Row>, order: DepartureOrder) {
  if (order === "oldest") return found.orderBy("at").orderBy("departure");
  if (order === "newest") return found.orderBy("at", "desc").orderBy("departure", "desc");
  if (order === "returned") found = found.orderBy("back", "desc");
  const sorted =
    order === "name" || order === "returned"
      ? found.orderBy("name")
      : found.orderBy(sql.ref(order), sql`asc nulls last`);
  return sorted.orderBy("at", "desc").orderBy("departure");
}

/** People, guests, and those of whom the tool says nothing; as `mayLeave` has it. */
const MAY_LEAVE: ReadonlySet<string | null> = new Set([null, "human", "guest"]);

function sharedBy({ kind, location, team, timezone }: Shared): string {
  return JSON.stringify([kind, location, team, timezone]);
}

function attributesOf({ kind, location, team, timezone }: Shared): Colleague["account"]["attributes"] {
  const known = read(kinds, kind, "roster.kind");
  return { ...(known === null ? {} : { kind: known }), location, team, timezone };
}

function suggestedBy(isZone: boolean): Pick<Alike, "suggested"> {
  return isZone ? { suggested: true } : {};
}
