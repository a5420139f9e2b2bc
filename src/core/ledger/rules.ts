import type { Instant } from "../time.ts";

/** For whom there is a ledger: those who are authorised to read small counts, and anyone at all. */
export const READERS = ["authorised", "anyone"] as const;
export type Readers = (typeof READERS)[number];

/** How the staff of one directory are counted. */
export interface CountRules {
  /** The alias of the directory whose staff are counted: one, so that linking accounts later changes nothing published. */
  readonly headcount: string;
  /** From one release to the next, in milliseconds. */
  readonly cadence: number;
  /** After how long a departure counts, in milliseconds. */
  readonly settle: number;
  /** k of what authorised readers see. */
  readonly k: number;
  /** k of what anyone may see. */
  readonly anyone: number;
}

/**
 * The last instant by `now` at which a release was due: multiples of the cadence since the first, whatever happened meanwhile,
 * so that the time of a release tells nothing (design, section 6).
 */
export function lastDue(first: Instant, cadence: number, now: Instant): Instant {
  return first + Math.floor((now - first) / cadence) * cadence;
}
