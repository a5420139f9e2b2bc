import type { Kysely, Transaction } from "kysely";
import type { Lease } from "../app/ports.ts";
import type { Instant } from "../core/time.ts";
import { prepared } from "./prepared.ts";
import type { Tables } from "./tables.ts";

interface Taken {
  readonly acquired: boolean;
  readonly lease: Lease;
}

const leaseOf = prepared((db, name: string) => db.selectFrom("leases").selectAll().where("name", "=", name));
const putLease = prepared((db, lease: Lease) => {
  const { name, ...rest } = lease;
  const insert = db.insertInto("leases").values({ name, ...rest });
  return insert.onConflict((conflict) => conflict.column("name").doUpdateSet(rest));
});
const updateLease = prepared((db, values: Partial<Lease>, name: string, holder: string, epoch: number) =>
  db.updateTable("leases").set(values).where("name", "=", name).where("holder", "=", holder).where("epoch", "=", epoch),
);

/** Nobody's name: the row of a lease that was given back stays, so that its epochs are counted on. */
const NOBODY = "";

/**
 * What stands in the way of `wanted`: an unexpired lease of somebody else. One that runs on for twice as long as anybody takes
 * a lease was dated by a clock that was ahead, and would block everybody until that time; its epoch still fences its holder.
 */
export async function heldByAnother(
  db: Kysely<Tables>,
  wanted: Omit<Lease, "epoch">,
  now: Instant,
): Promise<Lease | undefined> {
  return hindrance(await find(db, wanted.name), wanted, now);
}

function hindrance(held: Lease | undefined, wanted: Omit<Lease, "epoch">, now: Instant): Lease | undefined {
  if (held === undefined || held.holder === NOBODY || held.holder === wanted.holder) return undefined;
  const ahead = held.until - now > 2 * (wanted.until - now);
  return held.until <= now || ahead ? undefined : held;
}

/** Takes the lease with its next epoch. */
export async function take(db: Transaction<Tables>, wanted: Omit<Lease, "epoch">, now: Instant): Promise<Taken> {
  const held = await find(db, wanted.name);
  const other = hindrance(held, wanted, now);
  if (other !== undefined) return { acquired: false, lease: other };
  const epoch = (held?.epoch ?? 0) + 1;
  const { name, ...rest } = { ...wanted, epoch };
  await putLease(db, { name, ...rest });
  return { acquired: true, lease: { name, ...rest } };
}

/** @returns whether it was still this holder's, in this epoch */
export async function renew(db: Transaction<Tables>, lease: Lease, until: Instant): Promise<boolean> {
  return update(db, lease, { until });
}

export async function release(db: Transaction<Tables>, lease: Lease): Promise<void> {
  await update(db, lease, { holder: NOBODY, until: 0 });
}

async function update(
  db: Transaction<Tables>,
  { name, holder, epoch }: Lease,
  values: { readonly holder?: string; readonly until: Instant },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await updateLease(db, values, name, holder, epoch);
  return numAffectedRows > 0n;
}

async function find(db: Kysely<Tables>, name: string): Promise<Lease | undefined> {
  const [row] = (await leaseOf(db, name)).rows;
  return row && { ...row };
}
