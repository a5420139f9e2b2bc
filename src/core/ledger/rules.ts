import { HOUR, type Instant, MINUTE } from "../time.ts";

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

/** No reading lasts longer, whatever it finds. */
const READING = 15 * MINUTE;

/**
 * From when on a release is told: at a full hour after it was due. How long a reading lasts says whether it found somebody gone (it
 * asks for them again), so that a message that comes with its end would tell; by the hour it has ended, whatever it found.
 * @param seenFrom when the reading began that the release waited for
 */
export function toldFrom(at: Instant, seenFrom: Instant): Instant {
  return at + Math.max(1, Math.ceil((seenFrom + READING - at) / HOUR)) * HOUR;
}
