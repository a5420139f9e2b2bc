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

/** Columns of text that hold words of ours, by which the server may plan. */
const WORDS = "directory kind status presence state change readers action source audience destination type who".split(
  " ",
);

/**
 * Has the server take no samples of what may be people's: it keeps some values of each column beside the tables, where nothing that
 * is erased would be sought, and plans with them. What it needs to know of such a column, an index says.
 */
export async function withoutSamples(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{
    table: string;
    column: string;
  }>`select c.relname::text as "table", a.attname::text as "column"
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.atttypid = 'text'::regtype
      and coalesce(a.attstattarget, -1) <> 0 and a.attname not in (${sql.join(WORDS)})`.execute(db);
  if (rows.length === 0) return;
  await db.transaction().execute(async (step) => {
    for (const { table, column } of rows)
      await sql`alter table ${sql.table(table)} alter column ${sql.ref(column)} set statistics 0`.execute(step);
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
