// What the baseline says of any span of time: how many departures are expected in it, and how sure that is.
import { DAY, HOUR, type Instant } from "../time.ts";
import {
  type Baseline,
  BASELINE_DAYS,
  type Belief,
  type Company,
  GUARD_DAYS,
  type Learnt,
  SCALES,
  today,
} from "./baseline.ts";
import { type DayNumber, dayOf, isWeekend, type Turn, turnOf, weekdayOf } from "./calendar.ts";
import type { Course } from "./segment.ts";
import type { Expected } from "./tail.ts";

/** What is believed before anything was seen. Each is a plain guess with a weight, and gives way to what is seen. */
export interface Prior {
  /** Departures a year, as a share of headcount. */
  readonly attrition: number;
  /** How many times an ordinary day the days at the turn of a month are. */
  readonly turn: Readonly<Record<Turn, number>>;
}

/**
 * Staff: the middle of what companies report (8 to 20 % a year). Guests come and go with projects, and their contracts end
 * with a month.
 */
export const PRIORS = {
  staff: { attrition: 0.12, turn: { first: 2, last: 3 } },
  guests: { attrition: 0.5, turn: { first: 2, last: 4 } },
} as const satisfies Record<string, Prior>;

/** Attrition of 5 to 25 % a year lies within about one standard deviation of the prior: a Gamma of shape 4, 50 %. */
const ATTRITION_SHAPE = 4;
/** How well the long run tells the present month, however long it was: a Gamma of shape 12, 29 %. */
const LONG_RUN_SHAPE = 12;
/** Sunday to Saturday: some tools are tidied at weekends. */
export const WEEKDAY_PRIOR = [0.3, 1.28, 1.28, 1.28, 1.28, 1.28, 0.3] as const;
/** Weights of the priors, in departures that were expected. */
const WEEKDAY_WEIGHT = 6;
const TURN_WEIGHT = 4;
/** Months differ, so that no number of them makes a turn of the month certain: 20 %. */
const TURN_SHAPE_AT_MOST = 25;
/** Departures that the even day, which is believed at first, weighs, over its 24 hours. */
const HOURS_WEIGHT = 24;
/** Others near a departure (SCALES) beyond chance: 1 to 8 people in a hundred leave with somebody. Weight in departures. */
const COMPANY_PRIOR = [0.01, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.055, 0.06, 0.08] as const;
const COMPANY_WEIGHT = 30;
/** Friends leave with so many others at most; who leaves near more is removed with them, in a batch. */
const FRIENDS = 0.1;
/** And days are busier than others in some hours by chance: less than this share of a day is no batch. */
const LEAST_BATCH = 0.1;
/** What is believed of batches weighs so many pairs of departures of one day. */
const BATCHES_WEIGHT = 10;
/** Days differ for reasons of their own, by 20 % or so, whatever is learnt: what is due on Friday may be done on Thursday. */
const DAY_NOISE = 0.2 ** 2;

/** Departures expected in a span, over the whole population. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
  readonly mean: number;
  /** How unsure the mean is: its variance over its square. */
  readonly uncertainty: number;
}

/** A span that ends with a departure. */
export interface SpanUpTo extends Span {
  /** What may be expected in it where nothing is known yet of batches. */
  readonly most: number;
}

export interface Expectation extends Belief {
  /** Departures on an ordinary day, by the days before `day` and the guard band; `uncertainty` as in a Span. */
  readonly levelOn: (day: DayNumber) => { readonly level: number; readonly uncertainty: number };
  /** Within the days that are kept, the one that runs among them. */
  readonly between: (from: Instant, to: Instant) => Span;
  /** The means of the same, for who asks for all spans between many instants. */
  readonly course: Course;
  /**
   * Up to a departure. A tool that removes a day's leavers at once has its whole day in any minute that has one of them, so
   * that the evidence of a batch is its day's count against what is expected of the day.
   */
  readonly upTo: (at: Instant, from: Instant) => SpanUpTo;
  /** Departures in a span, were there no batches. */
  readonly apart: (from: Instant, to: Instant) => number;
  /** Ordinary days between two instants: nights, weekends count for little, the turn of a month for more. */
  readonly exposure: (from: Instant, to: Instant) => number;
  /** The ratio of variance to mean in a span of this length (milliseconds) with this mean, at least 1. */
  readonly dispersion: (of: "organisation" | "group", length: number, mean: number) => number;
}

/** @param headcount of the population, for the prior. Holds for the day that runs in `baseline`. */
export function expectation(baseline: Baseline, prior: Prior, headcount: number): Expectation {
  const factors = factorsOf(baseline, prior);
  const level = levels(baseline, (prior.attrition * headcount) / 365, factors);
  const sums = exposures(baseline, factors);
  const hours = { working: shares(baseline.hours.working), weekend: shares(baseline.hours.weekend) };
  const shareOf = (day: DayNumber) => (isWeekend(day) ? hours.weekend : hours.working);
  const before = (at: Instant, which: Exposures): number => {
    const day = dayOf(at);
    return which.before(day) + which.on(day) * shareOf(day).before((at - day * DAY) / HOUR);
  };
  // When in its hour a batch comes is not known: whatever has a part of that hour may hold it.
  const batch = batches(baseline.company, HOUR);
  const edge = (at: Instant, whole: Instant, which: Exposures): number =>
    batch === 0 ? before(at, which) : (1 - batch) * before(at, which) + batch * before(whole, which);
  const begun = (at: Instant, which: Exposures): number => edge(at, Math.floor(at / HOUR) * HOUR, which);
  const ended = (at: Instant, which: Exposures): number => edge(at, Math.ceil(at / HOUR) * HOUR, which);
  const exposed = (from: Instant, to: Instant, which: Exposures): number => ended(to, which) - begun(from, which);
  const exposure = (from: Instant, to: Instant): number => ended(to, sums.all) - ended(from, sums.all);
  const between = (from: Instant, to: Instant): Span => {
    const inAll = exposed(from, to, sums.all);
    const { mean, shape } = level(dayOf(from) - GUARD_DAYS);
    const turns = (["first", "last"] as const).map((turn) => {
      const share = inAll > 0 ? exposed(from, to, sums[turn]) / inAll : 0;
      return share ** 2 / Math.min(TURN_SHAPE_AT_MOST, TURN_WEIGHT + baseline.turns[turn].seen);
    });
    const hour = to - from < DAY ? shareOf(dayOf(to)).uncertainty(from, to) : 0;
    const ofWeekday = baseline.weekdays[weekdayOf(dayOf(to))]?.seen ?? 0;
    const day = Math.min(1, DAY / (to - from)) / (WEEKDAY_WEIGHT + ofWeekday);
    const uncertainty = 1 / shape + day + (turns[0] ?? 0) + (turns[1] ?? 0) + hour;
    return { from, to, mean: mean * inAll, uncertainty };
  };
  return {
    ...factors,
    level: (day) => level(day - GUARD_DAYS).mean,
    levelOn: (day) => {
      const { mean, shape } = level(day - GUARD_DAYS);
      return { level: mean, uncertainty: 1 / shape };
    },
    exposure,
    dispersion: (of, length, mean) => {
      // What makes days differ also makes company, so that the larger of the two is both.
      const noise = DAY_NOISE * Math.min(1, DAY / length);
      return Math.max(dispersion(baseline.company, of, length), 1 + noise * mean);
    },
    between,
    course: {
      level: (from) => level(dayOf(from) - GUARD_DAYS).mean,
      begun: (from) => begun(from, sums.all),
      ended: (to) => ended(to, sums.all),
    },
    apart: (from, to) => level(dayOf(from) - GUARD_DAYS).mean * (before(to, sums.all) - before(from, sums.all)),
    upTo: (at, from) => {
      const span = between(from, at);
      if (at - from >= DAY) return { ...span, most: span.mean };
      const length = Math.min(at - from, HOUR);
      const more = Math.max(0, level(dayOf(from) - GUARD_DAYS).mean * exposure(at - DAY, at) - span.mean);
      const share = batches(baseline.company, length);
      const mean = span.mean + share * more;
      return { ...span, mean, most: span.mean + batches(baseline.company, length, 1) * more };
    },
  };
}

/** The negative binomial with this mean and uncertainty of it. @param ratio of variance to mean, were the mean sure */
export function predictive(mean: number, uncertainty: number, ratio: number): Expected {
  // variance = ratio × mean + uncertainty × mean², and mean² / size is what it has above the mean.
  const excess = (ratio - 1) / mean + uncertainty;
  return { mean, size: excess > 0 ? 1 / excess : Number.POSITIVE_INFINITY };
}

type Factors = Pick<Belief, "weekday" | "turn">;

function factorsOf(baseline: Baseline, prior: Prior): Factors {
  const raw = baseline.weekdays.map((learnt, i) => shrunk(learnt, WEEKDAY_PRIOR[i] ?? 1, WEEKDAY_WEIGHT));
  const mean = raw.reduce((sum, factor) => sum + factor, 0) / 7;
  const turns = {
    first: shrunk(baseline.turns.first, prior.turn.first, TURN_WEIGHT),
    last: shrunk(baseline.turns.last, prior.turn.last, TURN_WEIGHT),
  };
  return {
    weekday: (day) => (raw[weekdayOf(day)] ?? 1) / mean,
    turn: (day) => {
      const turn = turnOf(day);
      return turn === undefined ? 1 : turns[turn];
    },
  };
}

function shrunk({ seen, expected }: Learnt, prior: number, weight: number): number {
  return (weight * prior + seen) / (weight + expected);
}

interface Level {
  /** Departures on a day of factor 1. */
  readonly mean: number;
  /** Of the Gamma distribution that says how sure that is. */
  readonly shape: number;
}

/** The level by the 28 days before a day, given the long run, given the prior. @param prior departures a day */
function levels(baseline: Baseline, prior: number, factors: Factors): (until: DayNumber) => Level {
  const { long, days } = baseline;
  const longShape = Math.min(LONG_RUN_SHAPE, ATTRITION_SHAPE + long.seen);
  const longMean = (ATTRITION_SHAPE + long.seen) / (ATTRITION_SHAPE / prior + long.expected);
  const first = days[0]?.day ?? 0;
  const counted: number[] = [0];
  const exposed: number[] = [0];
  for (const [i, { day, count, leftOut }] of days.entries()) {
    counted.push((counted[i] ?? 0) + (leftOut ? 0 : count));
    exposed.push((exposed[i] ?? 0) + (leftOut ? 0 : factors.weekday(day) * factors.turn(day)));
  }
  const known = new Map<DayNumber, Level>();
  return (until) => {
    const found = known.get(until);
    if (found !== undefined) return found;
    const end = clamp(until - first, 0, days.length - 1);
    const start = clamp(until - BASELINE_DAYS - first, 0, days.length - 1);
    const seen = (counted[end] ?? 0) - (counted[start] ?? 0);
    const exposure = (exposed[end] ?? 0) - (exposed[start] ?? 0);
    const level = { mean: (longShape + seen) / (longShape / longMean + exposure), shape: longShape + seen };
    known.set(until, level);
    return level;
  };
}

interface Exposures {
  readonly on: (day: DayNumber) => number;
  /** On all kept days before it. */
  readonly before: (day: DayNumber) => number;
}

function exposures(baseline: Baseline, factors: Factors): Record<"all" | Turn, Exposures> {
  const first = baseline.days[0]?.day ?? 0;
  const whole = (day: DayNumber): number => factors.weekday(day) * factors.turn(day);
  const summed = (on: (day: DayNumber) => number): Exposures => {
    const sums = [0];
    for (let day = first; day <= today(baseline) + 1; day++) sums.push((sums.at(-1) ?? 0) + on(day));
    return { on, before: (day) => sums[clamp(day - first, 0, sums.length - 1)] ?? 0 };
  };
  return {
    all: summed(whole),
    first: summed((day) => (turnOf(day) === "first" ? whole(day) : 0)),
    last: summed((day) => (turnOf(day) === "last" ? whole(day) : 0)),
  };
}

interface HourShares {
  /** The share of a day's departures before this time. @param hours 0 to 24, with fractions */
  readonly before: (hours: number) => number;
  readonly uncertainty: (from: Instant, to: Instant) => number;
}

/** The shape of a day: a Dirichlet distribution over its hours, even at first. */
function shares(seen: readonly number[]): HourShares {
  const total = HOURS_WEIGHT + seen.reduce((sum, n) => sum + n, 0);
  const upTo = [0];
  for (const n of seen) upTo.push((upTo.at(-1) ?? 0) + (HOURS_WEIGHT / 24 + n) / total);
  const before = (hours: number): number => {
    const hour = Math.min(23, Math.floor(hours));
    const [a, b] = [upTo[hour] ?? 0, upTo[hour + 1] ?? 1];
    return a + (b - a) * (hours - hour);
  };
  return {
    before,
    uncertainty: (from, to) => {
      // Of the whole hours that the span touches, since within an hour nothing is known.
      const start = Math.floor((from - dayOf(to) * DAY) / HOUR);
      const end = Math.ceil((to - dayOf(to) * DAY) / HOUR);
      const share = before(end) - (start < 0 ? 0 : before(start));
      return share > 0 ? (1 - share) / (share * (total + 1)) : 0;
    },
  };
}

/**
 * The share of a day's departures that a batch has: of the others of their day, how many lie within this time of those who
 * leave, before or after. @param prior what is believed before anything was seen
 */
function batches(company: Company, length: number, prior = 0): number {
  const near = (company.organisation[scaleOf(length)] ?? 0) - FRIENDS * company.departures;
  const share = (BATCHES_WEIGHT * prior + 2 * Math.max(0, near)) / (BATCHES_WEIGHT + company.others);
  return Math.min(1, Math.max(0, (share - LEAST_BATCH) / (1 - LEAST_BATCH)));
}

function scaleOf(length: number): number {
  const at = SCALES.findIndex((scale) => scale >= length);
  return at === -1 ? SCALES.length - 1 : at;
}

function dispersion(company: Company, of: "organisation" | "group", length: number): number {
  const scale = scaleOf(length);
  // What batches explain is expected: it is no chance.
  const batch = of === "group" || length >= DAY ? 0 : (batches(company, Math.min(length, HOUR)) * company.others) / 2;
  const near = (company[of][scale] ?? 0) - batch;
  const mean = (COMPANY_WEIGHT * (COMPANY_PRIOR[scale] ?? 0) + near) / (COMPANY_WEIGHT + company.departures);
  // The variance of a count is its mean and twice its pairs beyond chance (Ripley's K).
  return 1 + 2 * Math.max(0, mean);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
