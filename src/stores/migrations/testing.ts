import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { sqliteDialect, type Statement } from "../sqlite-dialect.ts";
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
  const dialect = sqliteDialect({ database, begin: "begin immediate", path, onStatement });
  try {
    await migrate(new Kysely<Tables>({ dialect }), path, migrations);
  } finally {
    database.close();
  }
}
