import {
  type ExpressionBuilder,
  type ExpressionWrapper,
  type Kysely,
  type SelectQueryBuilder,
  sql,
  type SqlBool,
} from "kysely";
import type { RecordReader } from "../app/ports.ts";
import { nameKey } from "../core/record/company.ts";
import { RollcallError } from "../core/errors.ts";
import type { Layoff, LayoffFilter, LayoffOrder, RecordedDocument, SourcedClaim } from "../core/record/layoff.ts";
import { allOf } from "../core/record/totals.ts";
import { folded } from "../core/record/words.ts";
import { chunks } from "./chunks.ts";
import {
  fromLayoff,
  STANDING,
  toAct,
  toAsk,
  toClaim,
  toCompany,
  toDocument,
  toLayoff,
  toNonEvent,
  toShelved,
} from "./rows-record.ts";
import type { ClaimRow, LayoffRow } from "./tables-record.ts";
import type { Tables } from "./tables.ts";
import { withinTransaction } from "./within.ts";

/** What is read of the public record of job cuts. */
export function recordReader(connection: () => Kysely<Tables>): RecordReader {
  return {
    async recordedDocument(id) {
      const row = await connection().selectFrom("documents").selectAll().where("id", "=", id).executeTakeFirst();
      return row && toDocument(row);
    },

    async recordSize() {
      const count = (table: "documents" | "layoffs" | "layoff_asks") =>
        connection()
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as("n"));
      const documents = await count("documents").executeTakeFirstOrThrow();
      const layoffs = await count("layoffs").where("standing", "!=", STANDING.gone).executeTakeFirstOrThrow();
      const asks = await count("layoff_asks").where("decided", "is", null).executeTakeFirstOrThrow();
      return { documents: documents.n, layoffs: layoffs.n, asks: asks.n };
    },

    async layoffs({ order = "date", limit, after, ...filter }) {
      const { column } = ORDERS[order];
      const last = after && fromLayoff(after);
      const isNarrow = narrows(filter);
      return withinTransaction(connection(), async (db) => {
        const listed = (comes: (eb: Where) => readonly Condition[], most: number) => {
          const found = db
            .selectFrom("layoffs")
            .select("id")
            .where("standing", "!=", STANDING.gone)
            .where((eb) => eb.and([...conditions(eb, filter), ...comes(eb)]));
          return inOrder(found, order, isNarrow).limit(most).execute();
        };
        const ids = await listed((eb) => (last === undefined ? [] : [comesAfter(eb, order, last)]), limit);
        // What has none comes last of all; no index gives both at once.
        if (last !== undefined && last[column] !== null && ids.length < limit)
          ids.push(...(await listed((eb) => [eb(column, "is", null)], limit - ids.length)));
        const rows = new Map<string, Layoff>();
        for (const some of chunks(ids.map(({ id }) => id))) {
          const found = await db.selectFrom("layoffs").selectAll().where("id", "in", some).execute();
          for (const row of found) rows.set(row.id, toLayoff(row));
        }
        return ids.flatMap(({ id }) => rows.get(id) ?? []);
      });
    },

    async layoffsById(ids) {
      const rows = [];
      for (const some of chunks([...new Set(ids)])) {
        rows.push(...(await connection().selectFrom("layoffs").selectAll().where("id", "in", some).execute()));
      }
      return rows.map(toLayoff);
    },

    async layoffsNear(companies, since, until) {
      if (companies.length === 0) return [];
      const rows = await connection()
        .selectFrom("layoffs")
        .selectAll()
        .where("company", "in", companies)
        .where("merged_into", "is", null)
        .where((eb) =>
          since === null || until === null
            ? eb.lit(true)
            : eb.or([
                eb("since_day", "is", null),
                eb.and([eb("since_day", "<=", until), eb("until_day", ">=", since)]),
              ]),
        )
        .orderBy("created_at")
        .orderBy("id")
        .execute();
      return rows.map(toLayoff);
    },

    async claimsOf(layoffs, replaced = false) {
      return withinTransaction(connection(), async (db) => {
        const rows = [];
        for (const some of chunks([...new Set(layoffs)])) {
          const found = db.selectFrom("claims").selectAll().where("layoff", "in", some);
          rows.push(...(await (replaced ? found : found.where("replaced_at", "is", null)).execute()));
        }
        return sourced(
          db,
          rows.toSorted((a, b) => a.seq - b.seq),
        );
      });
    },

    async claimsIn(document) {
      const found = connection().selectFrom("claims").selectAll().where("document", "=", document);
      return (await found.where("replaced_at", "is", null).orderBy("seq").execute()).map(toClaim);
    },

    async claim(id) {
      return withinTransaction(connection(), async (db) => {
        const rows = await db.selectFrom("claims").selectAll().where("id", "=", id).execute();
        return (await sourced(db, rows))[0];
      });
    },

    async layoffTotals(by, filter) {
      // By kind all of them are shown, also the kinds that no other sum counts.
      const found = connection().selectFrom("layoffs");
      const standing =
        by === "kind" ? found.where("standing", "!=", STANDING.gone) : found.where("standing", "=", STANDING.counted);
      const rows = await standing
        .select([`${by} as key`, ...SUMS])
        .where((eb) => eb.and(conditions(eb, filter)))
        .groupBy(narrows(filter) ? unindexed(by) : by)
        .orderBy(by)
        .execute();
      return rows;
    },

    async selection(filter) {
      const rows = await connection()
        .selectFrom("layoffs")
        .select(["standing", ...SUMS])
        .where("standing", "!=", STANDING.gone)
        .where((eb) => eb.and(conditions(eb, filter)))
        .groupBy("standing")
        .execute();
      const listed = rows.reduce((sum, { layoffs }) => sum + layoffs, 0);
      const counted = rows.filter(({ standing }) => standing === STANDING.counted);
      return { listed, counted: allOf(counted.map((sums) => ({ ...sums, key: null }))) };
    },

    async recordState() {
      const row = await connection().selectFrom("record_state").select("revision").executeTakeFirstOrThrow();
      return row.revision;
    },

    async sourcesTaken() {
      return connection()
        .selectFrom("documents")
        .select(({ fn }) => [
          "source",
          fn.countAll<number>().as("documents"),
          fn.min("taken_at").as("firstTaken"),
          fn.max("taken_at").as("lastTaken"),
          fn.max("published").as("published"),
        ])
        .groupBy("source")
        .orderBy("source")
        .execute();
    },

    async aliasesOf(company) {
      const found = connection().selectFrom("company_aliases").select("name_key").where("company", "=", company);
      return (await found.orderBy("name_key").execute()).map((row) => row.name_key);
    },

    async asks({ layoff, limit }) {
      const found = connection().selectFrom("layoff_asks").selectAll().orderBy("asked_at").orderBy("layoff");
      const mine =
        layoff === undefined
          ? found.where("decided", "is", null)
          : found.where((eb) => eb.or([eb("layoff", "=", layoff), eb("candidate", "=", layoff)]));
      return (await (limit === undefined ? mine : mine.limit(limit)).execute()).map(toAsk);
    },

    async acts(subjects) {
      const found = connection().selectFrom("layoff_acts").selectAll();
      const mine = found.where((eb) => eb.or([eb("subject", "in", subjects), eb("other", "in", subjects)]));
      return (await mine.orderBy("seq").execute()).map(toAct);
    },

    async companiesNamed(keys, firstWords) {
      const found = connection()
        .selectFrom("companies")
        .selectAll()
        .where((eb) =>
          eb.or([
            eb("name_key", "in", keys),
            eb("first_word", "in", firstWords),
            eb(
              "id",
              "in",
              eb.selectFrom("company_aliases").select("company").where("company_aliases.name_key", "in", keys),
            ),
          ]),
        );
      return (await found.orderBy("id").execute()).map(toCompany);
    },

    async company(id) {
      const row = await connection().selectFrom("companies").selectAll().where("id", "=", id).executeTakeFirst();
      return row && toCompany(row);
    },

    async companyAliases() {
      const rows = await connection()
        .selectFrom("company_aliases")
        .innerJoin("companies", "companies.id", "company_aliases.company")
        .select(["company_aliases.name_key as alias", "companies.name_key as key"])
        .execute();
      return new Map(rows.map(({ alias, key }) => [alias, key]));
    },

    async readPage(address) {
      const row = await connection().selectFrom("pages").selectAll().where("address", "=", address).executeTakeFirst();
      if (row === undefined) return undefined;
      const { reader, etag, last_modified: lastModified, read_at: readAt } = row;
      return { address, reader, etag, lastModified, readAt };
    },

    async shelf({ limit, offset = 0, why }) {
      return withinTransaction(connection(), async (db) => {
        const found = db
          .selectFrom("shelf")
          .innerJoin("documents", "documents.id", "shelf.document")
          .selectAll("shelf")
          .orderBy("documents.published", "desc")
          .orderBy("shelf.document")
          .orderBy("position")
          .limit(limit)
          .offset(offset);
        const rows = await (why === undefined ? found : found.where("why", "=", why)).execute();
        const known = await documentsOf(db, rows);
        return rows.map((row) => ({ ...toNonEvent(row), document: known(row.document) }));
      });
    },

    async shelfSize() {
      const found = connection()
        .selectFrom("shelf")
        .select(({ fn }) => ["why", fn.countAll<number>().as("n")]);
      return new Map((await found.groupBy("why").execute()).map(({ why, n }) => [toShelved(why), n]));
    },
  };
}

/** These claims with their documents. */
async function sourced(db: Kysely<Tables>, rows: readonly (ClaimRow & { seq: number })[]): Promise<SourcedClaim[]> {
  const known = await documentsOf(db, rows);
  return rows.map((row) => ({ ...toClaim(row), source: known(row.document) }));
}

async function documentsOf(
  db: Kysely<Tables>,
  rows: readonly { readonly document: string }[],
): Promise<(id: string) => RecordedDocument> {
  const found = new Map<string, RecordedDocument>();
  for (const some of chunks([...new Set(rows.map(({ document }) => document))])) {
    const documents = await db.selectFrom("documents").selectAll().where("id", "in", some).execute();
    for (const one of documents) found.set(one.id, toDocument(one));
  }
  return (id) => {
    const document = found.get(id);
    if (document !== undefined) return document;
    throw new RollcallError("store_damaged", "The store has a claim whose document is not there: restore the store.");
  };
}

/** What a layoff adds, added up. */
const SUMS = [
  sql<number>`count(*)`.as("layoffs"),
  sql<number>`sum(sum_low)`.as("low"),
  sql<number>`sum(sum_high)`.as("high"),
  sql<number>`sum(open_ended)`.as("openEnded"),
  sql<number>`sum(unfigured)`.as("unfigured"),
  sql<number>`sum(undecided)`.as("undecided"),
] as const;

type Where = ExpressionBuilder<Tables, "layoffs">;
type Condition = ExpressionWrapper<Tables, "layoffs", SqlBool>;

function conditions(eb: Where, filter: LayoffFilter): Condition[] {
  const { company, since, until, country, industry, kind, status, min, search, source, figure } = filter;
  return [
    ...(company === undefined ? [] : [company.startsWith("co-") ? eb("company", "=", company) : named(eb, company)]),
    ...(since === undefined ? [] : [eb("until_day", ">=", since)]),
    // Half of all days are before most days: not through an index of days.
    ...(until === undefined ? [] : [eb(unindexed("since_day"), "<=", until)]),
    ...(country === undefined ? [] : [eb("country", "=", country)]),
    ...(industry === undefined ? [] : [eb("industry_key", "=", folded(industry))]),
    ...(kind === undefined ? [] : [eb("kind", "=", kind)]),
    ...(status === undefined ? [] : [eb("status", "=", status)]),
    ...(min === undefined ? [] : [eb("low", ">=", min)]),
    ...(search === undefined ? [] : [called(eb, search)]),
    ...(source === undefined ? [] : [eb("sources", "like", `% ${source} %`)]),
    ...(figure === undefined ? [] : [eb("low", figure ? "is not" : "is", null)]),
  ];
}

/** What a list is ordered by, and which of two comes first. */
const ORDERS = {
  date: { column: "since_day", first: "desc" },
  count: { column: "size", first: "desc" },
  company: { column: "name_key", first: "asc" },
  percent: { column: "percent", first: "desc" },
  added: { column: "created_at", first: "desc" },
  changed: { column: "changed_at", first: "desc" },
} as const satisfies Readonly<
  Record<LayoffOrder, { readonly column: keyof LayoffRow; readonly first: "asc" | "desc" }>
>;

/** The column as it is, and by no index of its own. */
function unindexed(column: keyof LayoffRow) {
  return sql<string | null>`coalesce(${sql.ref(column)}, null)`;
}

/** Whether anything is left out. */
function narrows(filter: LayoffFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/**
 * Everything is walked through by the index of its order. What a filter leaves is found first and ordered then: through an order's
 * index, rows that are not wanted would be looked up one by one.
 */
function inOrder<T>(found: SelectQueryBuilder<Tables, "layoffs", T>, order: LayoffOrder, isNarrow: boolean) {
  const { column, first } = ORDERS[order];
  const by = found.orderBy(isNarrow ? unindexed(column) : column, first);
  return order === "company" ? by.orderBy("id") : by.orderBy("id", "desc");
}

function comesAfter(eb: Where, order: LayoffOrder, last: LayoffRow): Condition {
  const { column, first } = ORDERS[order];
  const value = last[column];
  const further = first === "asc" ? ">" : "<";
  if (value === null) return eb.and([eb(column, "is", null), eb("id", further, last.id)]);
  return eb(eb.refTuple(column, "id"), further, eb.tuple(value, last.id));
}

/** Names that hold what was given, or of which another name does. */
function called(eb: Where, search: string): Condition {
  const key = folded(search).replaceAll(" ", "");
  if (key === "") return eb.lit(false);
  const holds = `%${key}%`;
  return eb.or([
    eb("name_key", "like", holds),
    eb(
      "company",
      "in",
      eb.selectFrom("company_aliases").select("company").where("company_aliases.name_key", "like", holds),
    ),
  ]);
}

/** Names whose key begins with that of the name that was given; found through the index. */
function named(eb: Where, company: string): Condition {
  const key = nameKey(company);
  return eb.and([eb("name_key", ">=", key), eb("name_key", "<", `${key}\u{10ffff}`)]);
}
