import { type Kysely, sql } from "kysely";
import type { DepartureFilter } from "../app/ports.ts";
import { defined } from "../core/defined.ts";
import type { Departure } from "../core/directory/departure.ts";
import { chunks } from "./chunks.ts";
import { prepared } from "./prepared.ts";
import { toDeparture } from "./rows.ts";
import type { DepartureAccountRow, DepartureRow, Tables } from "./tables.ts";

type Filter = DepartureFilter & { readonly ids?: readonly string[] };

/**
 * Departures with their accounts, in one statement. `since` is included and `until` is not, so that months add up.
 * @param filter.ids no more than go into one statement, and so with `accounts`
 */
export async function departuresWhere(db: Kysely<Tables>, filter: Filter): Promise<Departure[]> {
  const { ids, accounts } = filter;
  const isShort = ids === undefined && accounts === undefined;
  const { rows } = isShort
    ? await departuresWithin(db, defined(filter))
    : await db.executeQuery(selectDepartures(db, filter));
  return assembled(rows);
}

const departuresWithin = prepared((db, filter: Filter) => selectDepartures(db, filter));

function selectDepartures(db: Kysely<Tables>, filter: Filter) {
  return db
    .selectFrom(departuresFound(db, filter).as("found"))
    .innerJoin("departure_accounts", "departure_accounts.departure", "found.id")
    .selectAll()
    .orderBy("not_after", "desc")
    .orderBy("id")
    .orderBy("position");
}

/** Newest first. */
export function departuresFound(db: Kysely<Tables>, filter: Filter) {
  let found = db.selectFrom("departures").selectAll().orderBy("not_after", "desc").orderBy("id");
  if (filter.ids !== undefined) found = found.where("id", "in", filter.ids);
  if (filter.since !== undefined) found = found.where("not_after", ">=", filter.since);
  if (filter.until !== undefined) found = found.where("not_after", "<", filter.until);
  if (filter.incident !== undefined) found = found.where("id", "in", toldBy(db, filter.incident));
  if (filter.limit !== undefined) found = found.limit(filter.limit);
  const { directory, account, accounts = account === undefined ? undefined : [account] } = filter;
  if (accounts !== undefined) {
    let whose = db.selectFrom("departure_accounts").select("departure").where("account_id", "in", accounts);
    if (directory !== undefined) whose = whose.where("directory", "=", directory);
    found = found.where("id", "in", whose);
  } else if (directory !== undefined) {
    found = found.where(({ exists, selectFrom }) =>
      exists(
        selectFrom("departure_accounts")
          .select("position")
          .whereRef("departure", "=", "departures.id")
          // So said, SQLite does not go by the directory's accounts, of which there may be a hundred times as many.
          .where(sql`coalesce(departure_accounts.directory, null)`, "=", directory),
      ),
    );
  }
  return found;
}

/** The same of however many accounts. */
export async function departuresOf(
  db: Kysely<Tables>,
  accounts: readonly string[],
  { limit, ...filter }: DepartureFilter,
): Promise<Departure[]> {
  const found = new Map<string, Departure>();
  for (const some of chunks([...new Set(accounts)])) {
    for (const one of await departuresWhere(db, { ...filter, accounts: some })) found.set(one.id, one);
  }
  const newestFirst = (a: Departure, b: Departure): number =>
    b.at.notAfter - a.at.notAfter || (a.id < b.id ? -1 : Number(a.id > b.id));
  return [...found.values()].toSorted(newestFirst).slice(0, limit);
}

const personsOf = prepared((db, departures: readonly string[]) =>
  db
    .selectFrom("departure_accounts")
    .innerJoin("person_accounts", (join) =>
      join
        .onRef("person_accounts.directory", "=", "departure_accounts.directory")
        .onRef("person_accounts.account_id", "=", "departure_accounts.account_id"),
    )
    .select(["departure", "person"])
    .where("position", "=", 0)
    .where("departure", "in", departures),
);

/**
 * With the person to whom the first account is linked. Apart from `departuresWhere`, by which also a migration reads that knows no
 * persons yet.
 */
export async function withPersons(db: Kysely<Tables>, departures: readonly Departure[]): Promise<Departure[]> {
  const persons = new Map<string, string>();
  for (const some of chunks(departures)) {
    const ids = some.map(({ id }) => id);
    const { rows } = await personsOf(db, ids);
    for (const { departure, person } of rows) if (person !== null) persons.set(departure, person);
  }
  return departures.map((departure) => ({ ...departure, ...defined({ person: persons.get(departure.id) }) }));
}

function assembled(rows: readonly (DepartureRow & DepartureAccountRow)[]): Departure[] {
  const byId = new Map<string, [DepartureRow, DepartureAccountRow[]]>();
  for (const row of rows) {
    const [, accounts] = byId.get(row.id) ?? [row, []];
    accounts.push(row);
    byId.set(row.id, [row, accounts]);
  }
  return [...byId.values()].map(([row, accounts]) => toDeparture(row, accounts));
}

/** The ids of what the incident tells. */
export function toldBy(db: Kysely<Tables>, incident: string) {
  return db.selectFrom("incident_items").select("item").where("incident", "=", incident);
}
