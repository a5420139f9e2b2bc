import { sql, type Transaction } from "kysely";
import { dialectOf } from "../dialect.ts";
import type { Tables } from "../tables.ts";

/**
 * Lists of the record that begin with the largest, and end with those that have none: SQLite goes along the indexes backwards, in
 * PostgreSQL that would begin with those that have none, and every layoff was sorted for each page.
 */
export const lastFirst = { version: 27, name: "last first", up };

const INDEXES = [
  ["layoffs_by_date", "since_day"],
  ["layoffs_by_size", "size"],
  ["layoffs_by_percent", "percent"],
  ["layoffs_by_time", "created_at"],
  ["layoffs_by_change", "changed_at"],
] as const;

async function up(db: Transaction<Tables>): Promise<void> {
  if (dialectOf(db) === "sqlite") return;
  for (const [name, column] of INDEXES) {
    await db.schema.dropIndex(name).execute();
    await sql`create index ${sql.ref(name)} on layoffs (${sql.ref(column)} desc nulls last, id desc)`.execute(db);
  }
}
