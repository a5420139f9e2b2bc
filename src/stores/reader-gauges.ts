import { type Kysely, sql } from "kysely";
import type { StoreReader } from "../app/ports.ts";
import { EVENT_STATES } from "../core/directory/event.ts";
import { NOTIFICATION_STATES } from "../core/notification/notification.ts";
import { dialectOf } from "./dialect.ts";
import type { Tables } from "./tables.ts";
import { withinTransaction } from "./within.ts";

/** How much there is of what a monitor watches. */
export function gaugesReader(connection: () => Kysely<Tables>): Pick<StoreReader, "gauges"> {
  return {
    async gauges() {
      return withinTransaction(connection(), async (db) => {
        const count = { of: sql<number>`count(*)`.as("count") };
        const told = await db.selectFrom("notifications").select(["state", count.of]).groupBy("state").execute();
        const inbox = await db
          .selectFrom("inbox")
          .select(["state", count.of])
          // Of those that are settled there are as many as ever came.
          .where("state", "!=", "settled")
          .groupBy("state")
          .execute();
        const readings = await db
          .selectFrom("sweeps")
          .select(["directory", "health", count.of])
          .groupBy(["directory", "health"])
          .execute();
        const { rows } = await SIZE[dialectOf(db)].execute(db);
        return {
          deliveries: new Map(NOTIFICATION_STATES.map((state) => [state, countOf(told, state)])),
          inbox: new Map(
            EVENT_STATES.filter((state) => state !== "settled").map((state) => [state, countOf(inbox, state)]),
          ),
          readings,
          bytes: rows[0]?.bytes ?? 0,
        };
      });
    },
  };
}

const SIZE = {
  sqlite: sql<{ bytes: number }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`,
  postgres: sql<{ bytes: number }>`select coalesce(sum(pg_total_relation_size(c.oid)), 0) as bytes from pg_class c
    join pg_namespace n on n.oid = c.relnamespace where n.nspname = current_schema() and c.relkind = 'r'`,
};

function countOf(rows: readonly { readonly state: string; readonly count: number }[], state: string): number {
  return rows.find((row) => row.state === state)?.count ?? 0;
}
