import { dayOf } from "../core/wave/calendar.ts";
import type { WaveRules } from "../core/wave/rules.ts";
import { type Band, bandOf } from "../core/wave/strip.ts";
import type { Who } from "../core/wave/wave.ts";
import { DAY, type Instant, MINUTE } from "../core/time.ts";
import type { StoreReader } from "./ports.ts";
import { remembered } from "./remembered.ts";
import { leftIn, usualOf } from "./usual.ts";

/** How many left in a span that ends now, beside what is usual in it. */
export interface Beat {
  /** How many days it goes back; 0 for the day that runs. */
  readonly days: number;
  readonly from: Instant;
  readonly left: number;
  /** Undefined where nothing is known of what is usual. */
  readonly expected: Band | undefined;
}

export interface Pulse {
  readonly directory: string;
  readonly who: Who;
  readonly headcount: number;
  readonly beats: readonly Beat[];
}

const BEATS = [0, 7, 28] as const;

/** Confirmed departures of today, of a week and of four, as waves count them, against the band of the baseline; counted anew each minute. */
export async function pulseOf(
  store: StoreReader,
  directory: string,
  who: Who,
  now: Instant,
  rules: WaveRules,
): Promise<Pulse> {
  const asked = { directory, what: JSON.stringify(["pulse", who, rules]), when: Math.floor(now / MINUTE) };
  return remembered(store, asked, () => pulseAt(store, directory, who, now, rules));
}

async function pulseAt(
  store: StoreReader,
  directory: string,
  who: Who,
  now: Instant,
  rules: WaveRules,
): Promise<Pulse> {
  const times = (await leftIn(store, directory, who, { from: now - 28 * DAY, to: now })).map(({ at }) => at);
  const { headcount, between, dispersion } = await usualOf(store, directory, who, rules);
  const bandSince = (from: Instant): Band | undefined => {
    const usual = between(from, now);
    return usual === undefined ? undefined : bandOf(usual, dispersion(now - from, usual.mean));
  };
  const beats = BEATS.map((days): Beat => {
    const from = days === 0 ? dayOf(now) * DAY : now - days * DAY;
    return { days, from, left: times.filter((at) => at > from).length, expected: bandSince(from) };
  });
  return { directory, who, headcount, beats };
}
