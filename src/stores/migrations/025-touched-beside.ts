import { sql, type Transaction } from "kysely";
import { dialectOf } from "../dialect.ts";
import type { Tables } from "../tables.ts";

/**
 * Where several transactions write at a time, none waits for another to note what it touches: rows are only added, by a statement and not
 * by a row, an account may be there more than once, and what is older than is remembered goes when transactions get their last numbers
 * (postgres-touched.ts).
 */
export const touchedBeside = { version: 25, name: "touched beside", up };

/** Of whom the roster keeps nothing, nothing is noted. */
const noted = (from: string): string =>
  `insert into touched (directory, account_id) select r.directory, r.account_id from roster r join ${from};`;
const of = (rows: string): string => `${rows} on r.directory = ${rows}.directory and r.account_id = ${rows}.account_id`;
const mates = `
  insert into touched (directory, account_id) select p.directory, p.account_id from person_accounts p
    where p.person in (select stale.person from stale);`;
const STATE = ["status", "presence", "kind", "attributes", "updated"];
const isOther = (columns: readonly string[]): string =>
  columns.map((column) => `stale.${column} is distinct from fresh.${column}`).join(" or ");
const changed = (columns: readonly string[]): string =>
  `fresh join stale on stale.directory = fresh.directory and stale.account_id = fresh.account_id and (${isOther(columns)})`;

interface Trigger {
  readonly after: string;
  readonly does: string;
}

const NEW = "referencing new table as fresh";
const OLD = "referencing old table as stale";
const BOTH = "referencing old table as stale new table as fresh";

const TRIGGERS: Readonly<Record<string, Trigger>> = {
  touched_by_account: {
    after: `insert on roster ${NEW}`,
    does: "insert into touched (directory, account_id) select directory, account_id from fresh;",
  },
  touched_by_state: {
    after: `update on roster ${BOTH}`,
    does: `insert into touched (directory, account_id) select fresh.directory, fresh.account_id from ${changed(STATE)};`,
  },
  // Without a word of whom.
  touched_by_erasure: {
    after: `delete on roster ${OLD}`,
    does: `
      if exists (select from stale) then
        delete from touched t using stale where t.directory = stale.directory and t.account_id = stale.account_id;
        delete from touched where directory is null;
        insert into touched (directory) values (null);
      end if;`,
  },
  touched_by_departure: {
    after: `insert on departure_accounts ${NEW}`,
    does: noted(`${of("fresh")} and fresh.position = 0`),
  },
  touched_by_no_departure: {
    after: `delete on departure_accounts ${OLD}`,
    does: noted(`${of("stale")} and stale.position = 0`),
  },
  touched_by_person: { after: `insert on person_accounts ${NEW}`, does: noted(of("fresh")) },
  touched_by_other_person: {
    after: `update on person_accounts ${BOTH}`,
    does: `
      insert into touched (directory, account_id) select r.directory, r.account_id from roster r
        join fresh on r.directory = fresh.directory and r.account_id = fresh.account_id
        join stale on stale.directory = fresh.directory and stale.account_id = fresh.account_id and (${isOther(["person"])});
      insert into touched (directory, account_id) select p.directory, p.account_id from person_accounts p
        where p.person in (select stale.person from ${changed(["person"])});`,
  },
  touched_by_no_person: { after: `delete on person_accounts ${OLD}`, does: `${noted(of("stale"))} ${mates}` },
};

async function up(db: Transaction<Tables>): Promise<void> {
  if (dialectOf(db) === "sqlite") return;
  await db.schema.alterTable("touched").dropConstraint("touched_key").execute();
  await db.schema.createIndex("touched_by_account").on("touched").columns(["directory", "account_id"]).execute();
  for (const [name, { after, does }] of Object.entries(TRIGGERS)) {
    const table = after.split(" ")[2] ?? "";
    await sql.raw(`drop trigger ${name} on ${table}`).execute(db);
    await sql
      .raw(
        `create or replace function ${name}() returns trigger language plpgsql set search_path from current
          as $$ begin ${does} return null; end $$`,
      )
      .execute(db);
    await sql.raw(`create trigger ${name} after ${after} for each statement execute function ${name}()`).execute(db);
  }
}
