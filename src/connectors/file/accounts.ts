import type { KnownRecords } from "../../app/ports.ts";
import type { Account } from "../../core/directory/account.ts";
import { completeSnapshot, type PartialSnapshot, type Snapshot } from "../../core/directory/snapshot.ts";
import { packing } from "../../files/packed-accounts.ts";
import type { Instant } from "../../core/time.ts";

/** How a reading ended: at the format's own end marker, or before it. */
export type Ending =
  | { readonly complete: true; readonly endMarker: string; readonly notes: readonly string[] }
  | {
      readonly complete: false;
      readonly health: PartialSnapshot["health"];
      readonly reason: string;
      readonly notes: readonly string[];
    };

/** Accounts as they are read; the ending is known when the last one has been. */
export type Accounts = AsyncGenerator<Account, Ending, undefined>;

export async function snapshotOf(
  accounts: Accounts,
  directory: string,
  takenAt: Instant,
  known?: KnownRecords,
): Promise<Snapshot> {
  const read = packing();
  let next = await accounts.next();
  for (; next.done !== true; next = await accounts.next()) read.push(next.value);
  const ending = next.value;
  const base = { directory, startedAt: takenAt, takenAt, notes: ending.notes };
  if (ending.complete) {
    const whole = known?.whole(read.whole()) ?? { accounts: read.whole(), notes: [] };
    const notes = [...ending.notes, ...whole.notes];
    return completeSnapshot({ ...base, ...whole, notes, endMarker: ending.endMarker });
  }
  const accountsRead = known?.listed ?? read.length;
  return { ...base, complete: false, health: ending.health, reason: ending.reason, accountsRead };
}

/** `1 row has …` or `3 rows have …`; nothing for none. */
export function counted(count: number, one: string, many: string): string[] {
  if (count === 0) return [];
  return [count === 1 ? `1 ${one}` : `${count} ${many}`];
}
