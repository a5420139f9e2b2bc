import { type Kysely, sql } from "kysely";
import type { RecordReader } from "../app/ports.ts";
import { canonicalLink } from "../core/record/link.ts";
import { prepared } from "./prepared.ts";
import { documentRows, documentsAt, hiddenIds, LAYOFF_COLUMNS, sourced } from "./record-states.ts";
import { questionReader } from "./questions.ts";
import { recordView } from "./record-view.ts";
import { toCauses, toClaim, toCompany, toDocument, toLayoff, toNonEvent, toShelved } from "./rows-record.ts";
import type { Tables } from "./tables.ts";
import { withinTransaction } from "./within.ts";

const layoffsOfCompanies = prepared((db, companies: readonly string[]) => standingOf(db, companies));

const layoffsOfTime = prepared((db, companies: readonly string[], since: string, until: string) =>
  standingOf(db, companies).where((eb) =>
    eb.or([eb("since_day", "is", null), eb.and([eb("since_day", "<=", until), eb("until_day", ">=", since)])]),
  ),
);

function standingOf(db: Kysely<Tables>, companies: readonly string[]) {
  return db.selectFrom("layoffs").selectAll().where("company", "in", companies).where("merged_into", "is", null);
}

const claimsOfDocument = prepared((db, document: string) =>
  db.selectFrom("claims").selectAll().where("document", "=", document).orderBy("seq"),
);

const shelfOfDocument = prepared((db, document: string) =>
  db.selectFrom("shelf").selectAll().where("document", "=", document).orderBy("position"),
);

/** Each way by its own index. */
const companiesCalled = prepared(
  (db, keys: readonly string[], firstWords: readonly string[], ciks: readonly string[]) =>
    db
      .selectFrom("companies")
      .selectAll()
      .where((eb) =>
        eb.or([
          eb("name_key", "in", keys),
          ...(firstWords.length === 0 ? [] : [eb("first_word", "in", firstWords)]),
          ...(ciks.length === 0 ? [] : [eb("cik", "in", ciks)]),
          eb(
            "id",
            "in",
            eb.selectFrom("company_aliases").select("company").where("company_aliases.name_key", "in", keys),
          ),
        ]),
      )
      .orderBy("id"),
);

/** What is read of the public record of job cuts. */
export function recordReader(connection: () => Kysely<Tables>): RecordReader {
  return {
    ...recordView(connection),

    ...questionReader(connection),

    recordAt: (at) => recordView(connection, at),

    async historySince() {
      const row = await connection().selectFrom("record_state").select("history_since").executeTakeFirstOrThrow();
      return row.history_since;
    },

    async corrections({ limit, offset = 0, layoff, at, since }) {
      return withinTransaction(connection(), async (db) => {
        const columns = [...LAYOFF_COLUMNS, "causes"] as const;
        const hidden = hiddenIds(db);
        // Each table by its own index of corrections, and then both together.
        const today = db
          .selectFrom("layoffs")
          .select([...columns, sql<number | null>`null`.as("until_at")])
          .where((eb) => eb("corrects", "=", eb.lit(1)))
          .where("id", "not in", hidden)
          .$if(layoff !== undefined, (some) => some.where("id", "=", layoff ?? ""))
          .$if(at !== undefined, (some) => some.where("changed_at", "=", at ?? 0))
          .$if(since !== undefined, (some) => some.where("changed_at", ">=", since ?? 0));
        const past = db
          .selectFrom("layoffs_past")
          .select([...columns, sql<number | null>`until_at`.as("until_at")])
          .where((eb) => eb("corrects", "=", eb.lit(1)))
          .where("id", "not in", hidden)
          .$if(layoff !== undefined, (some) => some.where("id", "=", layoff ?? ""))
          .$if(at !== undefined, (some) => some.where("changed_at", "=", at ?? 0))
          .$if(since !== undefined, (some) => some.where("changed_at", ">=", since ?? 0));
        const most = Math.min(limit + offset, Number.MAX_SAFE_INTEGER);
        const found = [
          ...(await today.orderBy("changed_at", "desc").orderBy("id").limit(most).execute()),
          ...(await past.orderBy("changed_at", "desc").orderBy("id").limit(most).execute()),
        ]
          .toSorted((one, other) => other.changed_at - one.changed_at || (one.id < other.id ? -1 : 1))
          .slice(offset, most);
        const corrected = [];
        for (const { until_at, causes, ...row } of found) {
          const before = await db
            .selectFrom("layoffs_past")
            .selectAll()
            .where("id", "=", row.id)
            .where("until_at", "=", row.changed_at)
            .executeTakeFirst();
          if (before === undefined) continue;
          const version = { layoff: toLayoff(row), until: until_at, causes: toCauses(causes) };
          corrected.push({ before: toLayoff(before), version });
        }
        return corrected;
      });
    },

    async suppressed() {
      return withinTransaction(connection(), async (db) => {
        const layoffs = db
          .selectFrom("layoffs")
          .selectAll()
          .where((eb) => eb("suppressed", "=", eb.lit(1)))
          .orderBy("id");
        const documents = db
          .selectFrom("documents")
          .selectAll()
          .where((eb) => eb("suppressed", "=", eb.lit(1)))
          .orderBy("id");
        const addresses = db.selectFrom("suppressed_addresses").selectAll().orderBy("link");
        return {
          layoffs: (await layoffs.execute()).map(toLayoff),
          documents: (await documents.execute()).map(toDocument),
          addresses: (await addresses.execute()).map(({ link, since_at: since }) => ({ link, since })),
        };
      });
    },

    async isSuppressedAddress(link) {
      const found = connection().selectFrom("suppressed_addresses").select("link").where("link", "=", link);
      return (await found.executeTakeFirst()) !== undefined;
    },

    async layoffIds(after, limit) {
      const found = connection().selectFrom("layoffs").select("id").where("id", ">", after);
      const rows = await found.where("merged_into", "is", null).orderBy("id").limit(limit).execute();
      return rows.map(({ id }) => id);
    },

    async readings() {
      return connection()
        .selectFrom("documents")
        .select(({ fn }) => ["source", "reader", fn.countAll<number>().as("documents")])
        .groupBy(["source", "reader"])
        .orderBy("source")
        .orderBy("reader")
        .execute();
    },

    async pagesReadBefore(reader) {
      const pages = connection().selectFrom("pages").select("address").where("reader", "!=", reader);
      const articles = connection()
        .selectFrom("documents")
        .select(sql<string>`address`.as("address"))
        .where("source", "=", "article")
        .where("reader", "!=", reader)
        .where("address", "is not", null);
      return (await pages.union(articles).orderBy("address").execute()).map(({ address }) => address);
    },

    async documentsFrom(link) {
      const [host = ""] = link.split(/[/?]/, 1);
      const near = connection().selectFrom("documents").selectAll().where("address", "like", `%${host}%`);
      const documents = (await near.orderBy("id").execute()).map(toDocument);
      return documents.filter(({ address }) => canonicalLink(address) === link);
    },

    async droppedIn(document) {
      const rows = await connection()
        .selectFrom("claims_past")
        .selectAll()
        .where("document", "=", document)
        .where("ended", "=", "dropped")
        .where((eb) => eb("id", "not in", eb.selectFrom("claims").select("claims.id").where("document", "=", document)))
        .orderBy("until_at", "desc")
        .orderBy("seq")
        .execute();
      const last = new Map<string, (typeof rows)[number]>();
      for (const row of rows) if (!last.has(row.id)) last.set(row.id, row);
      return [...last.values()].map((row) => toClaim(row, row.until_at));
    },

    async recordedDocument(id) {
      const row = await connection().selectFrom("documents").selectAll().where("id", "=", id).executeTakeFirst();
      return row && toDocument(row);
    },

    async recordedDocuments(ids) {
      return withinTransaction(connection(), async (db) => [...(await documentRows(db, ids)).values()].map(toDocument));
    },

    async layoffsNear(companies, since, until) {
      if (companies.length === 0) return [];
      const db = connection();
      const found =
        since === null || until === null
          ? await layoffsOfCompanies(db, companies)
          : await layoffsOfTime(db, companies, since, until);
      const rows = found.rows.toSorted((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1));
      return rows.map(toLayoff);
    },

    async claimsIn(document) {
      return (await claimsOfDocument(connection(), document)).rows.map((row) => toClaim(row));
    },

    async claim(id) {
      return withinTransaction(connection(), async (db) => {
        const rows = await db.selectFrom("claims").selectAll().where("id", "=", id).execute();
        return (
          await sourced(
            db,
            rows.map((row) => toClaim(row)),
            undefined,
          )
        )[0];
      });
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

    async companiesNamed(keys, firstWords, cik = null) {
      const { rows } = await companiesCalled(connection(), keys, firstWords, cik === null ? [] : [cik]);
      return rows.map(toCompany);
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
          .orderBy("documents.published", (by) => by.desc().nullsLast())
          .orderBy("shelf.document")
          .orderBy("position")
          .limit(limit)
          .offset(offset);
        const rows = await (why === undefined ? found : found.where("why", "=", why)).execute();
        const known = await documentsAt(db, rows);
        return rows.map((row) => ({ ...toNonEvent(row), document: known(row.document) }));
      });
    },

    async shelfIn(document) {
      return (await shelfOfDocument(connection(), document)).rows.map(toNonEvent);
    },

    async shelfSize() {
      const found = connection()
        .selectFrom("shelf")
        .select(({ fn }) => ["why", fn.countAll<number>().as("n")]);
      return new Map((await found.groupBy("why").execute()).map(({ why, n }) => [toShelved(why), n]));
    },
  };
}
