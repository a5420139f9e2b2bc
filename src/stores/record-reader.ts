import type { ExpressionBuilder, ExpressionWrapper, Kysely, SqlBool } from "kysely";
import type { LayoffPage, RecordReader } from "../app/ports.ts";
import { nameKey } from "../core/record/company.ts";
import { RollcallError } from "../core/errors.ts";
import type { LayoffFilter, RecordedDocument, SourcedClaim } from "../core/record/layoff.ts";
import { folded } from "../core/record/words.ts";
import { chunks } from "./chunks.ts";
import { STANDING, toAct, toAsk, toClaim, toCompany, toDocument, toLayoff, toNonEvent } from "./rows-record.ts";
import type { ClaimRow } from "./tables-record.ts";
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
      const found = connection()
        .selectFrom("layoffs")
        .selectAll()
        .where("standing", "!=", STANDING.gone)
        .where((eb) => eb.and([...conditions(eb, filter), ...(after === undefined ? [] : [comesAfter(eb, after)])]));
      const ordered = {
        date: () => found.orderBy("since_day", "desc").orderBy("id", "desc"),
        count: () => found.orderBy("size", "desc").orderBy("id", "desc"),
        company: () => found.orderBy("name_key").orderBy("since_day", "desc").orderBy("id", "desc"),
        added: () => found.orderBy("created_at", "desc").orderBy("id", "desc"),
      }[order]();
      return (await ordered.limit(limit).execute()).map(toLayoff);
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
        .select([
          `${by} as key`,
          ({ fn }) => fn.countAll<number>().as("layoffs"),
          ({ fn }) => fn.sum<number>("sum_low").as("low"),
          ({ fn }) => fn.sum<number>("sum_high").as("high"),
          ({ fn }) => fn.sum<number>("open_ended").as("openEnded"),
          ({ fn }) => fn.sum<number>("unfigured").as("unfigured"),
          ({ fn }) => fn.sum<number>("undecided").as("undecided"),
        ])
        .where((eb) => eb.and(conditions(eb, filter)))
        .groupBy(by)
        .orderBy(by)
        .execute();
      return rows;
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

    async shelf({ limit, why }) {
      return withinTransaction(connection(), async (db) => {
        const found = db
          .selectFrom("shelf")
          .innerJoin("documents", "documents.id", "shelf.document")
          .selectAll("shelf")
          .orderBy("documents.published", "desc")
          .orderBy("shelf.document")
          .orderBy("position")
          .limit(limit);
        const rows = await (why === undefined ? found : found.where("why", "=", why)).execute();
        const known = await documentsOf(db, rows);
        return rows.map((row) => ({ ...toNonEvent(row), document: known(row.document) }));
      });
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

type Where = ExpressionBuilder<Tables, "layoffs">;
type Condition = ExpressionWrapper<Tables, "layoffs", SqlBool>;

function conditions(eb: Where, filter: LayoffFilter): Condition[] {
  const { company, since, until, country, industry, kind, status, min } = filter;
  return [
    ...(company === undefined ? [] : [company.startsWith("co-") ? eb("company", "=", company) : named(eb, company)]),
    ...(since === undefined ? [] : [eb("until_day", ">=", since)]),
    ...(until === undefined ? [] : [eb("since_day", "<=", until)]),
    ...(country === undefined ? [] : [eb("country", "=", country)]),
    ...(industry === undefined ? [] : [eb("industry_key", "=", folded(industry))]),
    ...(kind === undefined ? [] : [eb("kind", "=", kind)]),
    ...(status === undefined ? [] : [eb("status", "=", status)]),
    ...(min === undefined ? [] : [eb("low", ">=", min)]),
  ];
}

function comesAfter(eb: Where, { since, id }: NonNullable<LayoffPage["after"]>): Condition {
  if (since !== null) return eb(eb.refTuple("since_day", "id"), "<", eb.tuple(since, id ?? ""));
  return eb.and([eb("since_day", "is", null), ...(id === undefined ? [] : [eb("id", "<", id)])]);
}

/** Names whose key begins with that of the name that was given; found through the index. */
function named(eb: Where, company: string): Condition {
  const key = nameKey(company);
  return eb.and([eb("name_key", ">=", key), eb("name_key", "<", `${key}\u{10ffff}`)]);
}
