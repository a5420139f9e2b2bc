import { sql, type Transaction } from "kysely";
import { dialectOf } from "../dialect.ts";
import { heldIn, teachWords } from "../postgres-words.ts";
import type { Tables } from "../tables.ts";

/**
 * What PostgreSQL does for each account that is written. What is read out of its attributes one trigger reads, once, where six columns
 * that are generated each had the text parsed three times; and what was changed is told by what two sets do not have in common,
 * for which the server needs no guess of how many there are.
 */
export const rosterRead = { version: 26, name: "roster read", up };

const COLUMNS = ["location", "team", "timezone", "employee_id", "verified_email", "low_handle"] as const;
const INTO = COLUMNS.map((column) => `new.${column}`).join(", ");
const TEXTS = ["location", "team", "timezone", '"employeeId"', "email", "handle"];

/** As the columns were generated until now (migrations 14 and 17). */
const read = (from: string): string => `
  select a.location, a.team, a.timezone, nullif(lower(trim(a."employeeId")), ''),
    case when a."emailVerified"::text in ('true', '1', '"1"') then nullif(lower(trim(a.email)), '') end,
    nullif(lower(trim(a.handle)), '')
  into ${INTO}
  from json_to_record(${from}::json) as a ("emailVerified" json, ${TEXTS.map((text) => `${text} text collate "C"`).join(", ")});`;

const READ = `
  begin
    ${read("new.attributes")}
    return new;
  exception when others then
    begin
      ${read(heldIn("new.attributes"))}
    exception when others then
      -- What is damaged is told by whoever reads it, and does not stand in the way of writing.
      select null, null, null, null, null, null into ${INTO};
    end;
    return new;
  end`;

const STATE = ["status", "presence", "kind", "attributes", "updated"];
const changed = (columns: readonly string[], from: "fresh" | "stale", than: "fresh" | "stale"): string => {
  const all = ["directory", "account_id", ...columns].join(", ");
  return `(select ${all} from ${from} except select ${all} from ${than}) as changed`;
};

const NOTES: Readonly<Record<string, string>> = {
  touched_by_state: `
    insert into touched (directory, account_id) select directory, account_id from ${changed(STATE, "fresh", "stale")};`,
  touched_by_other_person: `
    insert into touched (directory, account_id) select r.directory, r.account_id from roster r
      join ${changed(["person"], "fresh", "stale")} on r.directory = changed.directory and r.account_id = changed.account_id;
    insert into touched (directory, account_id) select p.directory, p.account_id from person_accounts p
      where p.person in (select changed.person from ${changed(["person"], "stale", "fresh")});`,
};

async function up(db: Transaction<Tables>): Promise<void> {
  if (dialectOf(db) === "sqlite") return;
  // They had failed for text with a NUL, and with them the writing of whoever has one.
  await teachWords(db);
  const run = (text: string) => sql.raw(text).execute(db);
  for (const column of COLUMNS) await run(`alter table roster alter column ${column} drop expression`);
  await run(`create function roster_read() returns trigger language plpgsql as $body$ ${READ} $body$`);
  await run("create trigger roster_read before insert on roster for each row execute function roster_read()");
  await run(`create trigger roster_read_anew before update of attributes on roster for each row
    when (old.attributes is distinct from new.attributes) execute function roster_read()`);
  for (const [name, does] of Object.entries(NOTES))
    await run(`create or replace function ${name}() returns trigger language plpgsql set search_path from current
      as $$ begin ${does} return null; end $$`);
}
