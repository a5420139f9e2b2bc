import { sql, type Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** What pages of the public record are narrowed to, ordered by and known to have changed by. */
export const recordPages = { version: 15, name: "record-pages", up };

async function up(db: Transaction<Tables>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("record_state")
    .addColumn("revision", "bigint", (column) => column.notNull())
    .execute();
  await db.insertInto("record_state").values({ revision: 0 }).execute();
  await schema
    .alterTable("layoffs")
    .addColumn("sources", "text", (column) => column.notNull().defaultTo("  "))
    .execute();
  await schema
    .alterTable("layoffs")
    .addColumn("changed_at", "bigint", (column) => column.notNull().defaultTo(0))
    .execute();
  await db
    .updateTable("layoffs")
    .set(({ ref }) => ({ changed_at: ref("created_at") }))
    .execute();
  for (const [layoff, kinds] of await kindsOf(db)) {
    const sources = ` ${[...kinds].toSorted().join(" ")} `;
    await db.updateTable("layoffs").set({ sources }).where("id", "=", layoff).execute();
  }
  for (const [name, on] of INDEXES)
    await schema
      .createIndex(name)
      .on("layoffs")
      .columns([...on])
      .execute();
  await schema.dropIndex("layoffs_by_name").execute();
  await schema
    .createIndex("documents_by_source")
    .on("documents")
    .columns(["source", "taken_at", "published"])
    .execute();
}

const INDEXES = [
  ["layoffs_by_name_and_id", ["name_key", "id"]],
  ["layoffs_by_percent", ["percent", "id"]],
  ["layoffs_by_change", ["changed_at", "id"]],
  // Whatever is narrowed, ordered or added up is found in it alone.
  [
    "layoffs_lists",
    [
      "standing",
      "since_day",
      "until_day",
      "country",
      "industry_key",
      "kind",
      "status",
      "low",
      "size",
      "percent",
      "sources",
      "company",
      "name_key",
      "created_at",
      "changed_at",
      "month",
      "year",
      "industry",
      "sum_low",
      "sum_high",
      "open_ended",
      "unfigured",
      "undecided",
      "id",
    ],
  ],
] as const;

/** The part of a source's name before its colon, of each claim in force. */
async function kindsOf(db: Transaction<Tables>): Promise<Map<string, Set<string>>> {
  const kinds = new Map<string, Set<string>>();
  const rows = await db
    .selectFrom("claims")
    .innerJoin("documents", "documents.id", "claims.document")
    .select(["claims.layoff", "documents.source"])
    .where(sql<boolean>`claims.replaced_at is null`)
    .execute();
  for (const { layoff, source } of rows) {
    const own = kinds.get(layoff) ?? new Set();
    kinds.set(layoff, own.add(source.split(":", 1)[0] ?? source));
  }
  return kinds;
}
