// Windows, and when a count in one of them is a signal: improbable, at least three, a share of headcount.
import { DAY, HOUR, type Instant, MINUTE, SECOND } from "../time.ts";
import type { Span } from "./expectation.ts";
import { predictive } from "./expectation.ts";
import { type GroupKey, groupingOf, GROUPINGS, type Headcounts } from "./groups.ts";
import { logSurvival } from "./tail.ts";

/**
 * Each at most some times the one before, closest where waves are: between two of them little is lost. Below five minutes
 * there is only what happens at once, as when a sync removes thousands.
 */
export const WINDOWS = [
  SECOND,
  3 * SECOND,
  10 * SECOND,
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  12 * HOUR,
  DAY,
  3 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
] as const;

/** A wave is three people at least, whatever the odds. */
export const LEAST = 3;
/**
 * And a share of headcount: of an organisation one in 20,000 within hours (3 of 60,000), when it is the pace that tells, and
 * one in 1,000 within days; of a group one in 20.
 */
const LEAST_SHARE = { hours: 5e-5, days: 1e-3, group: 0.05 } as const;
/** And three times what was expected, so that a drift of the seasons in a large organisation, however certain, is none. */
const LEAST_RATIO = 3;

/**
 * False alarms a year that the thresholds are set for, per population: in windows below four hours, in longer ones, in groups,
 * and of the sum that finds a slow bleed. Windows and groups overlap, and short windows alarm far more seldom than they may,
 * since three is three; so these are nominal, chosen such that what is measured stays below one in two years at each size
 * (`npm run bench -- waves`: 0.3 to 0.5).
 */
export const ALARMS_A_YEAR = { quick: 2, slow: 0.1, groups: 0.8, bleed: 0.2 } as const;
const SLOW_FROM = 4 * HOUR;
const SLOW_WINDOWS = WINDOWS.filter((window) => window >= SLOW_FROM).length;
const YEAR = 365 * DAY;

export type Scope = "organisation" | GroupKey;

export interface Signal {
  readonly scope: Scope;
  /** The slow bleed is found by a sum over time, everything else in a window. */
  readonly how: "window" | "bleed";
  readonly from: Instant;
  readonly at: Instant;
  /** Milliseconds. */
  readonly window: number;
  readonly count: number;
  readonly expected: number;
  /** ln of how probable such a count, or a higher one, is in such a window of ordinary days. */
  readonly logP: number;
  /** How far `logP` lies below the threshold: the clearest signal has the most. */
  readonly margin: number;
}

/** What is counted in one window of one scope. */
export interface Counted {
  readonly scope: Scope;
  readonly span: Span;
  /** Milliseconds. */
  readonly window: number;
  readonly count: number;
  /** Those who were there before. */
  readonly of: number;
  /** Expected departures, how unsure that is, and the ratio of variance to mean. */
  readonly mean: number;
  readonly uncertainty: number;
  readonly dispersion: number;
}

/** Whether a count is worth the exact tail. */
export function isEnough(scope: Scope, window: number, count: number, of: number, mean: number): boolean {
  const share = scope !== "organisation" ? LEAST_SHARE.group : window < DAY ? LEAST_SHARE.hours : LEAST_SHARE.days;
  return count >= LEAST && count >= share * of && count >= LEAST_RATIO * mean;
}

/** @param alarms how many times the usual number of false alarms is allowed */
export function signalOf(counted: Counted, here: Headcounts, alarms: number): Signal | undefined {
  const { scope, span, window, count, of, mean } = counted;
  if (!isEnough(scope, window, count, of, mean)) return undefined;
  const logP = improbability(counted);
  const margin = limit(scope, window, count, here) + Math.log(alarms) - logP;
  if (margin < 0) return undefined;
  return { scope, how: "window", from: span.from, at: span.to, window, count, expected: mean, logP, margin };
}

/** ln P(as many or more). */
export function improbability({
  count,
  mean,
  uncertainty,
  dispersion,
}: Pick<Counted, "count" | "mean" | "uncertainty" | "dispersion">): number {
  return logSurvival(count, predictive(mean, uncertainty, dispersion));
}

/**
 * ln of the probability below which a count is a signal. Windows of one length that slide over a year reach k by chance about
 * (year / length) × k × P(k or more) times where departures are independent, and without the factor k where they come in
 * clusters, as the smallest counts do. P is set so that these add up, over windows and groups, to what is allowed.
 */
export function limit(scope: Scope, window: number, count: number, here: Headcounts): number {
  const allowed =
    scope === "organisation"
      ? window < SLOW_FROM
        ? ALARMS_A_YEAR.quick / (WINDOWS.length - SLOW_WINDOWS)
        : ALARMS_A_YEAR.slow / SLOW_WINDOWS
      : ALARMS_A_YEAR.groups / WINDOWS.length / groupingsIn(here) / Math.max(1, here.groups[groupingOf(scope)]);
  return Math.log(allowed * (window / YEAR)) - Math.log(Math.max(1, count / LEAST));
}

function groupingsIn(here: Headcounts): number {
  return Math.max(1, GROUPINGS.filter((by) => here.groups[by] > 0).length);
}
