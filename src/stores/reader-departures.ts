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

/** The same, with the person to whom the first account is linked; a migration reads by the other that knows no persons yet. */
export async function departuresKnown(db: Kysely<Tables>, filter: Filter): Promise<Departure[]> {
  const { ids, accounts } = filter;
  const isShort = ids === undefined && accounts === undefined;
  const { rows } = isShort ? await knownWithin(db, defined(filter)) : await db.executeQuery(selectKnown(db, filter));
  return assembled(rows);
}

const knownWithin = prepared((db, filter: Filter) => selectKnown(db, filter));

function selectKnown(db: Kysely<Tables>, filter: Filter) {
  return selectDepartures(db, filter).select(({ selectFrom }) =>
    selectFrom("person_accounts")
      .select("person")
      .whereRef("person_accounts.directory", "=", "departure_accounts.directory")
      .whereRef("person_accounts.account_id", "=", "departure_accounts.account_id")
      .as("person"),
  );
}

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

/** `departuresKnown` of however many accounts. */
export async function departuresOf(
  db: Kysely<Tables>,
  accounts: readonly string[],
  { limit, ...filter }: DepartureFilter,
): Promise<Departure[]> {
  const found = new Map<string, Departure>();
  for (const some of chunks([...new Set(accounts)])) {
    for (const one of await departuresKnown(db, { ...filter, accounts: some })) found.set(one.id, one);
  }
  const newestFirst = (a: Departure, b: Departure): number =>
    b.at.notAfter - a.at.notAfter || (a.id < b.id ? -1 : Number(a.id > b.id));
  return [...found.values()].toSorted(newestFirst).slice(0, limit);
}

/** A row of the join, which has the person where it was asked for. */
type Joined = DepartureRow & DepartureAccountRow & { readonly person?: string | null };

function assembled(rows: readonly Joined[]): Departure[] {
  const byId = new Map<string, [first: Joined, accounts: DepartureAccountRow[]]>();
  for (const row of rows) {
    const [, accounts] = byId.get(row.id) ?? [row, []];
    accounts.push(row);
    byId.set(row.id, [row, accounts]);
  }
  return [...byId.values()].map(([row, accounts]) => ({
    ...toDeparture(row, accounts),
    ...(row.person == null ? {} : { person: row.person }),
  }));
}

/** The ids of what the incident tells. */
export function toldBy(db: Kysely<Tables>, incident: string) {
  return db.selectFrom("incident_items").select("item").where("incident", "=", incident);
}
