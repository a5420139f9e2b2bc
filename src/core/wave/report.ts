import type { Cause, Reason } from "./cause.ts";
import type { Wave } from "./wave.ts";

/** A wave as it is told: what it was when it was last looked at, and what it looks like, with the reasons. */
export interface WaveState extends Omit<Wave, "signal" | "members"> {
  readonly cause: Cause;
  readonly reasons: readonly Reason[];
  /** Planned changes that overlap with it, by id. */
  readonly plans: readonly string[];
}

/** A wave that has grown by less than this share since it was last told is told at the next whole reading. */
const GROWN = 0.05;

/** Whether there is enough that is new to tell it at once. */
export function isNews(before: WaveState | undefined, after: WaveState): boolean {
  if (before === undefined || after.closed !== undefined || before.cause !== after.cause) return true;
  if ((before.back === 0) !== (after.back === 0)) return true;
  const places = ({ where }: WaveState): string => JSON.stringify(where.map(({ by, value }) => [by, value]));
  if (places(before) !== places(after)) return true;
  return Math.abs(after.size - before.size) > GROWN * before.size || after.back - before.back > GROWN * after.size;
}

/** Whether it would read differently. */
export function isChanged(before: WaveState | undefined, after: WaveState): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}
