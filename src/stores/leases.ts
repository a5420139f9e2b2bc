import type { Kysely, Transaction } from "kysely";
import type { Lease } from "../app/ports.ts";
import type { Instant } from "../core/time.ts";
import type { Tables } from "./tables.ts";

interface Taken {
  readonly acquired: boolean;
  readonly lease: Lease;
}

/** What stands in the way of `wanted`: an unexpired lease of somebody else. */
export async function heldByAnother(db: Kysely<Tables>, wanted: Lease, now: Instant): Promise<Lease | undefined> {
  const held = await find(db, wanted.name);
  return held === undefined || held.holder === wanted.holder || held.until <= now ? undefined : held;
}

/** Takes the lease, or renews it: then it keeps its `since`. */
export async function take(db: Transaction<Tables>, wanted: Lease, now: Instant): Promise<Taken> {
  const other = await heldByAnother(db, wanted, now);
  if (other !== undefined) return { acquired: false, lease: other };
  const held = await find(db, wanted.name);
  const lease = { ...wanted, since: held?.holder === wanted.holder ? held.since : wanted.since };
  const { name, ...rest } = lease;
  const insert = db.insertInto("leases").values({ name, ...rest });
  await insert.onConflict((conflict) => conflict.column("name").doUpdateSet(rest)).execute();
  return { acquired: true, lease };
}

export async function release(db: Transaction<Tables>, name: string, holder: string): Promise<void> {
  await db.deleteFrom("leases").where("name", "=", name).where("holder", "=", holder).execute();
}

async function find(db: Kysely<Tables>, name: string): Promise<Lease | undefined> {
  const row = await db.selectFrom("leases").selectAll().where("name", "=", name).executeTakeFirst();
  return row && { ...row };
}
