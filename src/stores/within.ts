import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** Does work of several statements so that all of them see one state: in the transaction that is open, or in one of its own. */
export function withinTransaction<T>(db: Kysely<Tables>, work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}
