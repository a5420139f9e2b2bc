import { sql, type Transaction } from "kysely";
import { dialectOf } from "../dialect.ts";
import type { Tables } from "../tables.ts";

/**
 * Which accounts became different, so that the off-boarding check looks at them alone; what of it was acknowledged; and keys that
 * contradict each other, which the next reading finds by linking everybody.
 */
export const offboarding = { version: 19, name: "offboarding", up };

/** More than a reading touches on most days; whoever missed more looks at everybody. */
const REMEMBERED = 50_000;

/**
 * Notes accounts as the last that were touched. Not by `insert or replace`: inside of a trigger the conflict clause of the statement
 * that fired it takes its place.
 */
const touch = (from: string, where: string): string => `
  delete from touched where (directory, account_id) in (select directory, account_id from ${from} where ${where});
  insert into touched (directory, account_id) select directory, account_id from ${from} where ${where};
  delete from touched where mark <= (select max(mark) from touched) - ${REMEMBERED};`;
/** Of whom the roster keeps nothing, nothing is noted. */
const account = (row: "new" | "old"): string =>
  touch("roster", `directory = ${row}.directory and account_id = ${row}.account_id`);
/** The others of a person that an account goes away from. */
const mates = touch("person_accounts", "person = old.person");

/** Which rows it is about, what it looks at, and what it does. */
interface Trigger {
  readonly after: string;
  readonly when?: string;
  readonly does: string;
}

const different = (columns: readonly string[]): string =>
  columns.map((column) => `old.${column} is distinct from new.${column}`).join(" or ");

const TRIGGERS: Readonly<Record<string, Trigger>> = {
  touched_by_account: { after: "insert on roster", does: account("new") },
  touched_by_state: {
    after: "update on roster",
    when: different(["status", "presence", "kind", "attributes", "updated"]),
    does: account("new"),
  },
  // Without a word of whom.
  touched_by_erasure: {
    after: "delete on roster",
    does: `
    delete from touched where directory = old.directory and account_id = old.account_id;
    delete from touched where directory is null;
    insert into touched (directory) values (null);`,
  },
  touched_by_departure: { after: "insert on departure_accounts", when: "new.position = 0", does: account("new") },
  touched_by_no_departure: { after: "delete on departure_accounts", when: "old.position = 0", does: account("old") },
  touched_by_person: { after: "insert on person_accounts", does: account("new") },
  touched_by_other_person: {
    after: "update on person_accounts",
    when: different(["person"]),
    does: `${account("new")} ${mates}`,
  },
  touched_by_no_person: { after: "delete on person_accounts", does: `${account("old")} ${mates}` },
};

/** PostgreSQL has what a trigger does in a function, which finds the tables wherever it is called from. */
async function createTrigger(db: Transaction<Tables>, name: string, { after, when, does }: Trigger): Promise<void> {
  const on = `create trigger ${name} after ${after}`;
  const only = when === undefined ? "" : `when (${when})`;
  if (dialectOf(db) === "sqlite") {
    await sql.raw(`${on} for each row ${only} begin ${does} end`).execute(db);
    return;
  }
  const body = `begin ${does} return null; end`;
  await sql
    .raw(`create function ${name}() returns trigger language plpgsql set search_path from current as $$ ${body} $$`)
    .execute(db);
  await sql.raw(`${on} for each row ${only} execute function ${name}()`).execute(db);
}

async function up(db: Transaction<Tables>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("touched")
    .addColumn("mark", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("directory", "text")
    .addColumn("account_id", "text")
    .addUniqueConstraint("touched_key", ["directory", "account_id"])
    .execute();
  for (const [name, trigger] of Object.entries(TRIGGERS)) await createTrigger(db, name, trigger);
  await schema
    .createTable("acknowledgements")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("who", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("departure", "text")
    .addUniqueConstraint("acknowledgements_key", ["directory", "account_id", "departure"])
    .execute();
  await schema
    .createTable("person_conflicts")
    .addColumn("conflict", "text", (column) => column.notNull())
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("ground", "text", (column) => column.notNull())
    .addColumn("value", "text")
    .addPrimaryKeyConstraint("person_conflicts_key", ["conflict", "directory", "account_id"])
    .execute();
  await schema
    .createIndex("person_conflicts_by_account")
    .on("person_conflicts")
    .columns(["directory", "account_id"])
    .execute();
  await db.deleteFrom("person_linking").execute();
}
