import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import pg from "pg";
import { connectionTo, type PostgresPlace } from "../postgres.ts";
import { postgresDialect } from "../postgres-dialect.ts";
import { teachWords } from "../postgres-words.ts";
import { sqliteKysely } from "../sqlite-dialect.ts";
import type { Statement } from "../sqlite-statements.ts";
import type { Tables } from "../tables.ts";
import { migrate, type Migration, MIGRATIONS } from "./index.ts";

/** The real migrations and two more, so that "between two versions" is tested from the first version on. */
export const AND_MORE: readonly Migration[] = [...MIGRATIONS, more(1), more(2)];

function more(offset: number): Migration {
  return {
    version: (MIGRATIONS.at(-1)?.version ?? 0) + offset,
    name: "more",
    async up({ schema }) {
      await schema.createTable(`more_${offset}`).addColumn("x", "text").execute();
      await schema.alterTable("leases").addColumn(`more_${offset}`, "text").execute();
    },
  };
}

/** Brings the file at `path` to the last of these migrations, and no further. */
export async function migrateFile(
  path: string,
  migrations: readonly Migration[],
  onStatement: (statement: Statement) => void = () => undefined,
): Promise<void> {
  const database = new DatabaseSync(path);
  const db = sqliteKysely<Tables>({ database, begin: "begin immediate", path, onStatement });
  try {
    await migrate(db, path, migrations);
  } finally {
    database.close();
  }
}

/** Makes a store in a schema that is not there yet, of the last of these migrations, and has it hold what these statements write. */
export async function migratePostgres(
  place: PostgresPlace,
  migrations: readonly Migration[],
  written: string,
): Promise<void> {
  const pool = new pg.Pool({ ...connectionTo(place), max: 1 });
  try {
    const db = new Kysely<Tables>({ dialect: postgresDialect({ pool, name: place.schema }, "write", place.schema) });
    await sql`create schema ${sql.id(place.schema)}`.execute(db);
    await teachWords(db);
    await migrate(db, place.schema, migrations);
    await sql.raw(written).execute(db);
  } finally {
    await pool.end();
  }
}
