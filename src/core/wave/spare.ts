// How many accounts may be asked for one by one on suspicion alone, where what confirms a reading or follows an event is counted by the same
// limit and comes first.
import { type Instant, MINUTE } from "../time.ts";

/** What asking for an account is for. */
export type Purpose = "confirming" | "suspicion";

/** Accounts that were asked for one by one. */
export interface Asked {
  readonly at: Instant;
  readonly accounts: number;
  readonly purpose: Purpose;
}

/** Where people leave, more do: for each account that was asked for to confirm it, so many are within a minute, itself counted. */
const EXPECTED = 2;

/** Those that a tool still counts. What is later than now was before the clock was set back. */
export function stillCounted(asked: readonly Asked[], now: Instant): Asked[] {
  return asked.filter(({ at }) => at <= now && now - at < MINUTE);
}

/**
 * What of the calls of a minute is left for suspicion. Whatever confirms takes from it, and as much again for what is to be confirmed
 * next, so that after each look all that is between `perMinute` and the tool's own limit is free beside.
 * @returns how many accounts may be asked for now; and where none may, in how many milliseconds one may
 */
export function spareCalls(
  asked: readonly Asked[],
  perMinute: number,
  now: Instant,
): { readonly accounts: number; readonly after: number } {
  const counted = stillCounted(asked, now);
  let left = perMinute - counted.reduce((sum, one) => sum + weightOf(one), 0);
  if (left > 0) return { accounts: left, after: 0 };
  for (const one of counted.toSorted((a, b) => a.at - b.at)) {
    left += weightOf(one);
    if (left > 0) return { accounts: 0, after: one.at + MINUTE - now };
  }
  return { accounts: 0, after: MINUTE };
}

function weightOf({ accounts, purpose }: Asked): number {
  return purpose === "confirming" ? EXPECTED * accounts : accounts;
}
