// A CUSUM over the whole population, for what is too slow for any window.
import type { Instant } from "../time.ts";
import { ALARMS_A_YEAR } from "./scan.ts";

/** The sum, and since when it has been above zero. Plain data. */
export interface Bleed {
  readonly score: number;
  readonly since: Instant;
  /** Up to when time has been taken off. */
  readonly at: Instant;
}

/** The bleed that it is tuned for: 2.5 % of headcount over ten ordinary days. Faster and somewhat slower ones are found too. */
const BLEED_A_DAY = 0.025 / 10;

export interface Ordinary {
  /** Departures on an ordinary day. */
  readonly level: number;
  /** How unsure the level is: its variance over its square. */
  readonly uncertainty: number;
  /** Variance over mean of a day's count. */
  readonly dispersion: number;
  readonly headcount: number;
}

/**
 * Takes `departures` at `at`, after a time of `exposure` ordinary days without any: the logarithm of how much likelier
 * they are with a bleed than without, never below zero.
 */
export function bled(bleed: Bleed, at: Instant, exposure: number, departures: number, ordinary: Ordinary): Bleed {
  const { level, more } = rates(ordinary);
  const { dispersion } = ordinary;
  const rested = Math.max(0, bleed.score - (more * exposure) / dispersion);
  const score = rested + (departures * Math.log1p(more / level)) / dispersion;
  return { score, since: rested === 0 ? at : bleed.since, at };
}

/** How far the sum is above the threshold. By Lorden's bound it gets there once in e^threshold ordinary departures. */
export function bleedMargin({ score }: Bleed, ordinary: Ordinary, alarms: number): number {
  return score - Math.log(Math.max(1, (rates(ordinary).level * 365) / (alarms * ALARMS_A_YEAR.bleed)));
}

/** The level is taken one standard deviation higher than it is believed to be. */
function rates({ level, uncertainty, headcount }: Ordinary): { level: number; more: number } {
  return { level: level * (1 + Math.sqrt(uncertainty)), more: BLEED_A_DAY * headcount };
}
