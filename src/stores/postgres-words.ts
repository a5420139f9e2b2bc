import { type Kysely, sql } from "kysely";
import { ESCAPE } from "./postgres-values.ts";
import type { Tables } from "./tables.ts";

/**
 * JSON with what it escapes and PostgreSQL's text cannot hold as it is elsewhere (postgres-values.ts): NUL as what stands for it, and half of
 * a pair as a mark.
 */
export function heldIn(text: string): string {
  const escaped = (character: string, as: string, within: string): string =>
    String.raw`regexp_replace(${within}, '(?<!\\)((?:\\\\)*)\\u${character}', '\1${as}', 'g')`;
  return escaped("0000", `${ESCAPE}0`, escaped("d[89a-f][0-9a-f]{2}", "\uFFFD", text));
}

/**
 * Three functions of SQLite's with which the tables are defined and asked, so that both databases have one text. What is damaged
 * is told by whoever reads it, and does not stand in the way of writing: the two of JSON never fail.
 */
const WORDS = [
  `create or replace function instr(whole text, part text) returns integer
    language sql immutable strict parallel safe as 'select strpos(whole, part)'`,
  `create or replace function json_valid(given text) returns boolean
    language plpgsql immutable parallel safe as $$
    begin
      return given is not null and given::json is not null;
    exception when others then return false;
    end $$`,
  `create or replace function json_extract(given text, path text) returns text
    language plpgsql immutable strict parallel safe as $$
    declare
      key text := substr(path, 3);
      found json;
    begin
      begin
        found := given::json -> key;
      exception when others then
        given := ${heldIn("given")};
        found := given::json -> key;
      end;
      return case json_typeof(found) when 'boolean' then case found::text when 'true' then '1' else '0' end
        else given::json ->> key end;
    exception when others then return null;
    end $$`,
];

export async function teachWords(db: Kysely<Tables>): Promise<void> {
  for (const one of WORDS) await sql.raw(one).execute(db);
}
