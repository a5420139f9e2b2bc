import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** The tables of the store: whatever is in its schema. */
async function tablesOf(db: Kysely<Tables>): Promise<readonly string[]> {
  return (await db.introspection.getTables()).map(({ name }) => name);
}

/**
 * Builds every table anew, so that no file of the database holds what was deleted. Its write-ahead log, archives of it and replicas
 * are the server's: what they keep, and for how long, whoever runs it decides (docs/retention.md).
 */
export async function overwrite(db: Kysely<Tables>): Promise<void> {
  const tables = await tablesOf(db);
  await db.connection().execute(async (one) => {
    await sql`set statement_timeout = 0`.execute(one);
    try {
      for (const table of tables) await sql`vacuum (full, analyze) ${sql.table(table)}`.execute(one);
    } finally {
      await sql`reset statement_timeout`.execute(one);
    }
  });
}

/** Reads every row, by which the server looks at every page of the tables, and asks for indexes that it knows to be unfinished. */
export async function integrityOf(db: Kysely<Tables>, name: string): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const table of await tablesOf(db)) {
    try {
      await sql`select sum(length(whole::text)) from ${sql.table(table)} as whole`.execute(db);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      faults.push(`${name}: ${table}: ${error.message}`);
    }
  }
  const broken = await sql<{ name: string }>`select c.relname::text as name from pg_index i
    join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and not (i.indisvalid and i.indisready)`.execute(db);
  return [...faults, ...broken.rows.map((row) => `${name}: the index ${row.name} is not whole: reindex it`)];
}
