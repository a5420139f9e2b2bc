import { sql, type Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** What the record said before. What a store of an earlier version holds is taken as having been so from its beginning. */
export const history = { version: 18, name: "history", up };

/** The moments at which a store of an earlier version may have changed its record. */
const MOMENTS = [
  ["documents", "taken_at"],
  ["layoffs", "created_at"],
  ["layoffs", "changed_at"],
  ["layoff_acts", "at"],
  ["layoff_asks", "asked_at"],
] as const;

async function up(db: Transaction<Tables>): Promise<void> {
  const { schema } = db;
  await schema.alterTable("documents").addColumn("raw", "text").execute();
  await addNumber(db, "documents", "since_at", sql`taken_at`);
  await addNumber(db, "claims", "since_at", sql`(select taken_at from documents where documents.id = claims.document)`);
  await addNumber(db, "layoff_asks", "since_at", sql`asked_at`);
  await addNumber(db, "company_aliases", "since_at", sql`0`);
  await schema
    .alterTable("layoffs")
    .addColumn("causes", "text", (column) => column.notNull().defaultTo("[]"))
    .execute();
  await sql`update layoffs set causes = ${UNKNOWN}`.execute(db);
  await addNumber(db, "layoffs", "corrects", sql`0`);

  for (const table of ["documents", "claims", "layoffs", "layoff_asks", "company_aliases"] as const)
    await createPast(db, table);
  await schema
    .alterTable("claims_past")
    .addColumn("ended", "text", (column) => column.notNull().defaultTo("replaced"))
    .execute();
  await sql`insert into claims_past (id, seq, document, layoff, claim, since_at, until_at)
    select id, seq, document, layoff, claim, since_at, replaced_at from claims where replaced_at is not null`.execute(
    db,
  );
  await sql`delete from claims where replaced_at is not null`.execute(db);
  await schema.alterTable("claims").dropColumn("replaced_at").execute();
  await schema.alterTable("claims_past").dropColumn("replaced_at").execute();
  await firstStates(db);

  await schema
    .createTable("suppressed_addresses")
    .addColumn("link", "text", (column) => column.primaryKey())
    .addColumn("since_at", "bigint", (column) => column.notNull())
    .execute();
  for (const [table, columns] of INDEXES)
    await schema
      .createIndex(`${table}_by_${columns[0]}`)
      .on(table)
      .columns([...columns])
      .execute();
  for (const table of ["documents", "layoffs"] as const)
    await schema
      .createIndex(`${table}_suppressed`)
      .on(table)
      .column("id")
      .where(sql<boolean>`suppressed = 1`)
      .execute();
  await schema
    .createIndex("layoffs_by_merge")
    .on("layoffs")
    .column("merged_into")
    .where("merged_into", "is not", null)
    .execute();
  for (const table of ["layoffs", "layoffs_past"] as const)
    await schema
      .createIndex(`${table}_corrections`)
      .on(table)
      .column("changed_at")
      .where(sql<boolean>`corrects = 1`)
      .execute();

  const moments = MOMENTS.map(([table, column]) => sql`select ${sql.ref(column)} as at from ${sql.table(table)}`);
  const last = sql`(select coalesce(max(at), 0) from (${sql.join(moments, sql` union all `)}) as moments)`;
  await addNumber(db, "record_state", "changed_at", last);
  await addNumber(db, "record_state", "history_since", last);
}

const UNKNOWN = JSON.stringify([{ why: "unknown", by: null }]);

const INDEXES = [
  ["documents_past", ["id", "until_at"]],
  ["claims_past", ["layoff", "until_at"]],
  ["claims_past", ["document"]],
  ["claims_past", ["id"]],
  ["layoffs_past", ["id", "changed_at"]],
  // Whatever is narrowed, ordered or added up of another moment is found in it alone, as in `layoffs_lists` that of today.
  [
    "layoffs_past",
    [
      "until_at",
      "changed_at",
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
      "day",
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
  ["layoff_asks_past", ["layoff"]],
  ["layoff_asks_past", ["candidate"]],
] as const;

async function addNumber(
  db: Transaction<Tables>,
  table: string,
  column: string,
  value: ReturnType<typeof sql>,
): Promise<void> {
  await db.schema
    .alterTable(table)
    .addColumn(column, "bigint", (made) => made.notNull().defaultTo(0))
    .execute();
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${value}`.execute(db);
}

/** A table of the same columns, without keys and references, and until when each row was so. */
async function createPast(db: Transaction<Tables>, table: string): Promise<void> {
  const known = (await db.introspection.getTables()).find(({ name }) => name === table);
  let made = db.schema.createTable(`${table}_past`);
  for (const { name, dataType, isNullable } of known?.columns ?? [])
    made = made.addColumn(name, sql.raw(dataType), (column) =>
      isNullable && name !== "id" ? column : column.notNull(),
    );
  await made.addColumn("until_at", "bigint", (column) => column.notNull()).execute();
}

/** Of a layoff that has changed since it was made only its last state is known: it stands for the earlier ones too. */
async function firstStates(db: Transaction<Tables>): Promise<void> {
  const known = (await db.introspection.getTables()).find(({ name }) => name === "layoffs");
  const others = (known?.columns ?? []).map(({ name }) => name).filter((name) => name !== "changed_at");
  const columns = sql.join(others.map((name) => sql.ref(name)));
  await sql`insert into layoffs_past (${columns}, changed_at, until_at)
    select ${columns}, created_at, changed_at from layoffs where created_at < changed_at`.execute(db);
}
