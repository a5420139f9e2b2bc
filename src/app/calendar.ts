import { Cron } from "croner";
import type { Instant } from "../core/time.ts";

/** Times of day as `HH:MM` in an IANA time zone. */
export interface QuietHours {
  readonly from: string;
  readonly until: string;
  readonly timezone: string;
}

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export interface Digest {
  readonly at: string;
  readonly days: readonly (typeof WEEKDAYS)[number][];
  readonly timezone: string;
}

/** The end of the quiet hours that `at` falls into; undefined outside of them. A change of the clocks moves both ends with it. */
export function quietUntil({ from, until, timezone }: QuietHours, at: Instant): Instant | undefined {
  const [begin, end] = [next(from, "*", timezone, at), next(until, "*", timezone, at)];
  // Within them, the next boundary is their end.
  return end < begin ? end : undefined;
}

export function nextDigest({ at, days, timezone }: Digest, after: Instant): Instant {
  return next(at, days.join(","), timezone, after);
}

function next(time: string, days: string, timezone: string, after: Instant): Instant {
  const [hour, minute] = time.split(":").map(Number);
  const at = new Cron(`${minute} ${hour} * * ${days}`, { timezone }).nextRun(new Date(after));
  if (at === null) throw new Error(`there is no ${time} in ${timezone}`);
  return at.getTime();
}
