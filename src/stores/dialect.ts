import { type Kysely, PostgresAdapter } from "kysely";
import type { Tables } from "./tables.ts";

/** Which database is behind `db`: for the few things that the two do not do in the same words. */
export function dialectOf(db: Kysely<Tables>): "postgres" | "sqlite" {
  return db.getExecutor().adapter instanceof PostgresAdapter ? "postgres" : "sqlite";
}
