import { type Expression, type Kysely, type SqlBool, sql, type Transaction } from "kysely";
import type { Departure } from "../core/directory/departure.ts";
import { chunks } from "./chunks.ts";
import { readJson } from "./json.ts";
import { sent } from "./prepared.ts";
import * as json from "./json.ts";
import type { DepartureLineRow } from "./tables-lines.ts";
import type { Tables } from "./tables.ts";

/** What lists and counts ask of departures, narrow enough to be gone through as a whole. It goes with the departure. */
export async function putDepartureLines(db: Transaction<Tables>, departures: readonly Departure[]): Promise<void> {
  for (const some of chunks(departures)) {
    const seenBy = await evidenceOf(
      db,
      some.map(({ id }) => id),
    );
    const rows = some.map((one) => lineOf(one, seenBy.get(one.id)));
    await insertLines(db, rows);
  }
}

const insertLines = sent((db, rows: readonly DepartureLineRow[]) => db.insertInto("departure_lines").values(rows));

interface SeenBy {
  readonly evidence: string;
  readonly event: number;
}

/** A departure is found by the change of the same digest, which is kept before it. */
async function evidenceOf(db: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlyMap<string, SeenBy>> {
  const changes = ids.map((id) => `c-${id.slice(2)}`);
  const rows = await db.selectFrom("changes").select(["id", "evidence"]).where("id", "in", changes).execute();
  return new Map(
    rows.map(({ id, evidence }) => {
      const { by, event } = readJson(json.evidence, evidence, "changes.evidence");
      return [`d-${id.slice(2)}`, { evidence: by, event: Number(event !== undefined) }];
    }),
  );
}

function lineOf(departure: Departure, seenBy: SeenBy | undefined): DepartureLineRow {
  const { id, at, accounts, change, confirmed, observed, lastKnown, reversed } = departure;
  const [account] = accounts;
  const name = account?.name ?? account?.email ?? account?.id ?? "";
  const { location, locationFrom, team = null, timezone = null, handle } = lastKnown;
  return {
    departure: id,
    directory: account?.directory ?? "",
    since: at.notBefore,
    at: at.notAfter,
    change,
    confirmed: Number(confirmed),
    observed: Number(observed),
    back: Number(reversed !== undefined),
    kind: lastKnown.kind ?? account?.kind ?? null,
    place: location,
    place_stated: Number(location !== null && locationFrom !== "timezone"),
    team,
    timezone,
    evidence: seenBy?.evidence ?? null,
    event: seenBy?.event ?? 0,
    name: searchable(name),
    words: searchable([name, account?.email, handle, team].filter((word) => word != null).join("\n")),
  };
}

/** As it is looked for: without case and accents. */
function searchable(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[łøđ]/g, (letter) => ({ ł: "l", ø: "o", đ: "d" })[letter] ?? letter);
}

/** Whether a line holds each of these words. */
export function holdsWords(column: Expression<string>, words: string): Expression<SqlBool>[] {
  return searchable(words)
    .split(/\s+/u)
    .filter((word) => word !== "")
    .slice(0, 8)
    .map((word) => sql<SqlBool>`instr(${column}, ${word}) > 0`);
}
