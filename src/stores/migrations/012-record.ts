import type { CreateTableBuilder, Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** The public record of job cuts. */
export const record = { version: 12, name: "record", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await columns(
    schema.createTable("documents").addColumn("id", "text", (column) => column.primaryKey()),
    {
      texts: ["source", "key", "hash", "reader"],
      nullable: ["address", "title", "publisher", "published", "language"],
      integers: ["suppressed"],
    },
  )
    .addColumn("taken_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("claims")
    .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("document", "text", (column) => column.notNull().references("documents.id"))
    .addColumn("layoff", "text", (column) => column.notNull())
    .addColumn("claim", "text", (column) => column.notNull())
    .addColumn("replaced_at", "bigint")
    .execute();
  await schema.createIndex("claims_by_document").on("claims").column("document").execute();
  await schema.createIndex("claims_by_layoff").on("claims").column("layoff").execute();
  await columns(
    schema.createTable("companies").addColumn("id", "text", (column) => column.primaryKey()),
    {
      texts: ["name", "name_key", "first_word"],
      nullable: ["domain", "country", "industry"],
    },
  ).execute();
  await schema.createIndex("companies_by_name").on("companies").column("name_key").execute();
  await schema.createIndex("companies_by_word").on("companies").column("first_word").execute();
  await schema
    .createTable("company_aliases")
    .addColumn("name_key", "text", (column) => column.primaryKey())
    .addColumn("company", "text", (column) => column.notNull().references("companies.id"))
    .execute();
  await columns(
    schema.createTable("layoffs").addColumn("id", "text", (column) => column.primaryKey()),
    {
      texts: ["company", "name", "name_key", "kind", "status", "derivation"],
      nullable: [
        "date",
        "since_day",
        "until_day",
        "day",
        "month",
        "year",
        "country",
        "industry",
        "industry_key",
        "location",
        "merged_into",
      ],
      integers: ["suppressed", "undecided", "empty", "standing", ...SUMMED],
    },
  )
    .addColumn("count", "integer")
    .addColumn("low", "integer")
    .addColumn("high", "integer")
    .addColumn("size", "integer")
    .addColumn("base", "integer")
    .addColumn("percent", "real")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  for (const [name, on] of LAYOFF_INDEXES)
    await schema
      .createIndex(name)
      .on("layoffs")
      .columns([...on])
      .execute();
  await columns(
    schema
      .createTable("layoff_asks")
      .addColumn("layoff", "text", (column) => column.notNull().references("layoffs.id"))
      .addColumn("candidate", "text", (column) => column.notNull().references("layoffs.id")),
    { texts: ["reasons_for", "reasons_against"], nullable: ["decided"] },
  )
    .addColumn("asked_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("layoff_asks_key", ["layoff", "candidate"])
    .execute();
  await schema.createIndex("layoff_asks_by_candidate").on("layoff_asks").column("candidate").execute();
  await columns(
    schema
      .createTable("layoff_acts")
      .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
      .addColumn("id", "text", (column) => column.notNull().unique()),
    { texts: ["act", "subject", "claims"], nullable: ["other", "why", "undone_by"] },
  )
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("layoff_acts_by_subject").on("layoff_acts").column("subject").execute();
  await schema.createIndex("layoff_acts_by_other").on("layoff_acts").column("other").execute();
  await columns(
    schema
      .createTable("shelf")
      .addColumn("document", "text", (column) => column.notNull().references("documents.id"))
      .addColumn("position", "integer", (column) => column.notNull()),
    { texts: ["why", "quote"], nullable: ["company", "period", "country", "industry"] },
  )
    .addColumn("count", "integer")
    .addColumn("low", "integer")
    .addColumn("high", "integer")
    .addPrimaryKeyConstraint("shelf_key", ["document", "position"])
    .execute();
  await columns(
    schema.createTable("pages").addColumn("address", "text", (column) => column.primaryKey()),
    { texts: ["reader"], nullable: ["etag", "last_modified"] },
  )
    .addColumn("read_at", "bigint", (column) => column.notNull())
    .execute();
}

const UNITS = ["day", "month", "year", "country", "industry", "kind"] as const;

/** What a layoff adds to sums. */
const SUMMED = ["sum_low", "sum_high", "open_ended", "unfigured"] as const;

/** For lists in each order, for who may be of one round, and for sums, which read nothing but an index. */
const LAYOFF_INDEXES = [
  ["layoffs_by_company", ["company", "since_day"]],
  ["layoffs_by_name", ["name_key"]],
  ["layoffs_by_date", ["since_day", "id"]],
  ["layoffs_by_size", ["size", "id"]],
  ["layoffs_by_time", ["created_at", "id"]],
  ["layoffs_by_country", ["country", "since_day"]],
  ["layoffs_by_industry", ["industry_key", "since_day"]],
  ["layoffs_by_kind", ["kind", "since_day"]],
  ["layoffs_by_status", ["status", "since_day"]],
  ["layoffs_sum_by_day", ["standing", "day", ...SUMMED, "undecided"]],
  ["layoffs_sum_by_month", ["standing", "month", ...SUMMED, "undecided"]],
  ["layoffs_sum_by_year", ["standing", "year", ...SUMMED, "undecided"]],
  ["layoffs_sum_by_country", ["standing", "country", ...SUMMED, "undecided"]],
  ["layoffs_sum_by_industry", ["standing", "industry", ...SUMMED, "undecided"]],
  ["layoffs_sum_by_kind", ["kind", "standing", ...SUMMED, "undecided"]],
  ["layoffs_sum_of_time", ["standing", "since_day", "until_day", ...UNITS, ...SUMMED, "undecided"]],
] as const;

function columns<T extends string, C extends string>(
  table: CreateTableBuilder<T, C>,
  of: {
    readonly texts?: readonly string[];
    readonly nullable?: readonly string[];
    readonly integers?: readonly string[];
  },
): CreateTableBuilder<T, string> {
  let built: CreateTableBuilder<T, string> = table;
  for (const name of of.texts ?? []) built = built.addColumn(name, "text", (column) => column.notNull());
  for (const name of of.nullable ?? []) built = built.addColumn(name, "text");
  for (const name of of.integers ?? []) built = built.addColumn(name, "integer", (column) => column.notNull());
  return built;
}
