import { DatabaseSync } from "node:sqlite";
import { sqliteKysely } from "../sqlite-dialect.ts";
import type { Tables } from "../tables.ts";
import { migrate } from "./index.ts";

/** The source of `whole.ts`: the statements that make at once what all migrations of today make of a new SQLite store. */
export async function wholeSource(): Promise<string> {
  const database = new DatabaseSync(":memory:");
  try {
    const db = sqliteKysely<Tables>({ database, begin: "begin immediate", path: ":memory:" });
    await migrate(db, ":memory:");
    const text = statementsOf(database).replaceAll(/[\\`]|\$\{/g, String.raw`\$&`);
    return `// Written by \`npm run schema\`: what the migrations make of a new SQLite store, in one go.\nexport const WHOLE = \`\n${text}\`;\n`;
  } finally {
    database.close();
  }
}

/** All that stands in a database, as statements that write it anew. */
export function statementsOf(database: DatabaseSync): string {
  const made = database
    .prepare(
      "select type, name, sql from sqlite_schema where sql is not null and name not like 'sqlite!_%' escape '!' order by rowid",
    )
    .all();
  const version = Number(database.prepare("pragma user_version").get()?.["user_version"]);
  // What is done at every change of a row comes after the rows.
  const parts = Map.groupBy(made, ({ type }) => type === "trigger");
  return [
    ...(parts.get(false) ?? []).map(({ sql }) => `${String(sql)};\n`),
    ...made.filter(({ type }) => type === "table").flatMap(({ name }) => rowsOf(database, String(name))),
    ...(parts.get(true) ?? []).map(({ sql }) => `${String(sql)};\n`),
    ...(version === 0 ? [] : [`PRAGMA user_version = ${version};\n`]),
  ].join("");
}

function rowsOf(database: DatabaseSync, table: string): string[] {
  const columns = database
    .prepare("select name from pragma_table_info(?)")
    .all(table)
    .map(({ name }) => `"${String(name)}"`);
  const values = columns.map((column) => `quote(${column})`).join(" || ', ' || ");
  const rows = database.prepare(`select ${values} as "row" from "${table}" order by rowid`).all();
  return rows.map(({ row }) => `INSERT INTO "${table}" (${columns.join(", ")}) VALUES (${String(row)});\n`);
}
