import { CompiledQuery, type Kysely } from "kysely";
import { REMEMBERED } from "./offboarding.ts";
import { send } from "./send.ts";
import type { Tables } from "./tables.ts";

const FROM = "rollcall.touched_from";

/** Keeps in the transaction, which has touched nothing yet, a number below which it will note nothing. */
export function touching(db: Kysely<Tables>): Promise<void> {
  return send(db, CompiledQuery.raw(`select set_config('${FROM}', last_value::text, true) from touched_mark_seq`));
}

/**
 * Gives what a transaction noted numbers above all that there are. One transaction at a time does so, as the last before it ends: so
 * whoever has seen a number has seen all below it, although numbers are given as rows are written.
 */
export const RENUMBERING = `with forgotten as (
      delete from touched where mark <= (select max(mark) from touched) - ${REMEMBERED} and mark < current_setting('${FROM}')::bigint)
    update touched set mark = nextval('touched_mark_seq')
    where mark >= current_setting('${FROM}')::bigint and xmin = pg_current_xact_id()::xid`;
