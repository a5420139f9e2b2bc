import { type Kysely, sql } from "kysely";
import { REMEMBERED } from "./offboarding.ts";
import type { Tables } from "./tables.ts";

/** A number below which this transaction, which has touched nothing yet, will note nothing. */
export async function touching(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ last: number }>`select last_value as last from touched_mark_seq`.execute(db);
  return rows[0]?.last ?? 0;
}

/**
 * The statements that give what a transaction noted numbers above all that there are. One transaction at a time does so, as the last
 * before it ends: so whoever has seen a number has seen all below it, although numbers are given as rows are written.
 */
export function renumbering(from: number): string {
  if (!Number.isSafeInteger(from)) throw new RangeError("a mark is a whole number");
  return `with forgotten as (
      delete from touched where mark <= (select max(mark) from touched) - ${REMEMBERED} and mark < ${from})
    update touched set mark = nextval('touched_mark_seq')
    where mark >= ${from} and xmin = pg_current_xact_id()::xid`;
}
