// The record's tables as they stood: today's rows, or of another moment those that held then, today's or past ones.
import { type Kysely, type SelectQueryBuilder, sql } from "kysely";
import type { RecordedDocument, SourcedClaim } from "../core/record/layoff.ts";
import { RollcallError } from "../core/errors.ts";
import type { Instant } from "../core/time.ts";
import { chunks } from "./chunks.ts";
import { prepared } from "./prepared.ts";
import { toClaim, toDocument } from "./rows-record.ts";
import type { ClaimRow, DocumentRow, LayoffRow, RecordTables } from "./tables-record.ts";
import type { Tables } from "./tables.ts";

/** Every column by name, so that the compiler asks for a new one here. */
const LAYOFF: Readonly<Record<keyof LayoffRow, true>> = {
  id: true,
  company: true,
  name: true,
  name_key: true,
  date: true,
  since_day: true,
  until_day: true,
  day: true,
  month: true,
  year: true,
  country: true,
  industry: true,
  location: true,
  kind: true,
  status: true,
  count: true,
  low: true,
  high: true,
  percent: true,
  base: true,
  size: true,
  industry_key: true,
  sum_low: true,
  sum_high: true,
  open_ended: true,
  unfigured: true,
  derivation: true,
  merged_into: true,
  suppressed: true,
  undecided: true,
  empty: true,
  standing: true,
  sources: true,
  created_at: true,
  changed_at: true,
};
export const LAYOFF_COLUMNS = Object.keys(LAYOFF) as readonly (keyof LayoffRow)[];

export type Layoffs = SelectQueryBuilder<Tables, "layoffs", object>;

/**
 * Layoffs to be asked for, one row each.
 * @param at undefined for today
 * @param hidden whether those are there too that are suppressed today, of which no list and no sum has any
 */
export function layoffsAt(db: Kysely<Tables>, at: Instant | undefined, hidden = false): Layoffs {
  if (at === undefined) return db.selectFrom("layoffs");
  // Nearly every row is in question: through an index of some columns each would be looked up one by one.
  const others = LAYOFF_COLUMNS.filter((column) => column !== "standing");
  const standing = sql<number>`coalesce(standing, null)`.as("standing");
  const { today, past } = statesAt(db, at, hidden);
  // The columns are those of the table, under its name.
  return db.selectFrom(
    today
      .select([...others, standing])
      .unionAll(past.select([...others, standing]))
      .as("layoffs"),
  );
}

/** The rows of today and the earlier ones that held then, apart from each other: each table has its own indexes. */
export function statesAt(
  db: Kysely<Tables>,
  at: Instant,
  hidden = false,
): { readonly today: Layoffs; readonly past: Layoffs } {
  const today = db.selectFrom("layoffs").where(unindexed("changed_at"), "<=", at);
  // Under the name of the table whose columns it has.
  const past = db.selectFrom("layoffs_past as layoffs").where("changed_at", "<=", at).where("until_at", ">", at);
  return { today, past: hidden ? past : past.where("id", "not in", hiddenIds(db)) };
}

/** The layoffs that are suppressed, and those that went into one that is. */
export function hiddenIds(db: Kysely<Tables>) {
  return db
    .withRecursive("hidden(id)", (cte) =>
      cte
        .selectFrom("layoffs")
        .select("id")
        // As a literal, for which there is an index.
        .where((eb) => eb("suppressed", "=", eb.lit(1)))
        .union(cte.selectFrom("layoffs").innerJoin("hidden", "layoffs.merged_into", "hidden.id").select("layoffs.id")),
    )
    .selectFrom("hidden")
    .select("id");
}

export const layoffsOfIds = prepared((db, ids: readonly string[]) =>
  db.selectFrom("layoffs").selectAll().where("id", "in", ids),
);

const claimsOfLayoffs = prepared((db, layoffs: readonly string[]) =>
  db.selectFrom("claims").selectAll().where("layoff", "in", layoffs),
);

/** Claims of these layoffs that are in force, or were at another moment. */
export async function claimsAt(
  db: Kysely<Tables>,
  layoffs: readonly string[],
  at: Instant | undefined,
): Promise<readonly SourcedClaim[]> {
  const rows: (ClaimRow & { seq: number })[] = [];
  for (const some of chunks([...new Set(layoffs)])) {
    const today = (await claimsOfLayoffs(db, some)).rows;
    rows.push(...today.filter(({ since_at }) => at === undefined || since_at <= at));
    if (at !== undefined) {
      const past = db.selectFrom("claims_past").selectAll().where("layoff", "in", some);
      rows.push(...(await past.where("since_at", "<=", at).where("until_at", ">", at).execute()));
    }
  }
  return sourced(
    db,
    rows.map((row) => toClaim(row)),
    at,
  );
}

/** What documents of these layoffs said before, and what of that was no longer so at this moment. */
export async function replacedClaims(
  db: Kysely<Tables>,
  layoffs: readonly string[],
  at: Instant | undefined,
): Promise<readonly SourcedClaim[]> {
  const found: SourcedClaim[] = [];
  for (const some of chunks([...new Set(layoffs)])) {
    const all = db.selectFrom("claims_past").selectAll().where("layoff", "in", some).where("ended", "!=", "moved");
    const rows = await (at === undefined ? all : all.where("until_at", "<=", at))
      .orderBy("until_at")
      .orderBy("seq")
      .execute();
    found.push(
      ...(await sourced(
        db,
        rows.map((row) => toClaim(row, row.until_at)),
        at,
      )),
    );
  }
  return found;
}

/** These claims with their documents, in the order in which they were kept. */
export async function sourced(
  db: Kysely<Tables>,
  claims: readonly Omit<SourcedClaim, "source">[],
  at: Instant | undefined,
): Promise<SourcedClaim[]> {
  const known = await documentsAt(db, claims, at);
  return claims.map((claim) => ({ ...claim, source: known(claim.document) })).toSorted((a, b) => a.seq - b.seq);
}

const documentsOfIds = prepared((db, ids: readonly string[]) =>
  db.selectFrom("documents").selectAll().where("id", "in", ids),
);

/** Those of these ids, as they are shown today. */
export async function documentRows(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RecordTables["documents"]>> {
  const found = new Map<string, RecordTables["documents"]>();
  for (const some of chunks(ids)) for (const row of (await documentsOfIds(db, some)).rows) found.set(row.id, row);
  return found;
}

/** Documents as they were shown then; what is suppressed today is suppressed at every moment. */
export async function documentsAt(
  db: Kysely<Tables>,
  rows: readonly { readonly document: string }[],
  at?: Instant,
): Promise<(id: string) => RecordedDocument> {
  const ids = [...new Set(rows.map(({ document }) => document))];
  const found = new Map<string, DocumentRow>(await documentRows(db, ids));
  if (at === undefined) return documentIn(found);
  for (const some of chunks(ids)) {
    const past = db.selectFrom("documents_past").selectAll().where("id", "in", some);
    for (const one of await past.where("until_at", ">", at).where("since_at", "<=", at).execute())
      found.set(one.id, { ...one, suppressed: Math.max(one.suppressed, found.get(one.id)?.suppressed ?? 0) });
  }
  return documentIn(found);
}

function documentIn(found: ReadonlyMap<string, DocumentRow>): (id: string) => RecordedDocument {
  return (id) => {
    const document = found.get(id);
    if (document !== undefined) return toDocument(document);
    throw new RollcallError("store_damaged", "The store has a claim whose document is not there: restore the store.");
  };
}

/** The column as it is, and by no index of its own. */
export function unindexed(column: keyof LayoffRow) {
  return sql<string | number | null>`coalesce(${sql.ref(column)}, null)`;
}
