// What is remembered of ordinary days: counts of the last two months, and what was learnt from the days before. Plain data,
// a few hundred numbers however large the organisation; every function gives a new value.
import { DAY, HOUR, type Instant, MINUTE, SECOND } from "../time.ts";
import { type DayNumber, dayOf, hourOf, isWeekend, type Turn, turnOf, weekdayOf } from "./calendar.ts";

/** A ratio that is learnt: how many were seen where so many were expected. Both fade with time. */
export interface Learnt {
  readonly seen: number;
  readonly expected: number;
}

/**
 * Near how many others each departure lay, by SCALES, less what chance would bring, summed up over departures. People who
 * leave in pairs show here, and days that differ for reasons of their own.
 */
export interface Company {
  readonly departures: number;
  readonly organisation: readonly number[];
  /** Within the smallest group that the departed was in. */
  readonly group: readonly number[];
  /** How many others a day were expected when each of them left. */
  readonly others: number;
}

interface DayRecord {
  readonly day: DayNumber;
  readonly count: number;
  /** In a wave, or nobody could see: it says nothing of ordinary days. */
  readonly leftOut?: true;
  /** Departures by hour of the day, and their company; kept until the guard band has passed. */
  readonly hours?: readonly number[];
  readonly company?: Company;
}

export interface Baseline {
  /** Consecutive, the oldest first; the last is the one that runs. */
  readonly days: readonly DayRecord[];
  /** Departures and days (weighted by their factors) that are older than `days`. */
  readonly long: Learnt;
  readonly weekdays: readonly Learnt[];
  readonly turns: Readonly<Record<Turn, Learnt>>;
  readonly hours: { readonly working: readonly number[]; readonly weekend: readonly number[] };
  readonly company: Company;
}

/** Between a window and its baseline, so that a wave that begins slowly does not hide itself (EARS C2). */
export const GUARD_DAYS = 2;
/** Four of each weekday; the most robust length in Xing et al. 2009. */
export const BASELINE_DAYS = 28;
/** The longest window, the guard band and its baseline, and the days that they cut. */
const KEPT_DAYS = 30 + GUARD_DAYS + BASELINE_DAYS + 4;
/** How near is near: up to this long before (milliseconds). */
export const SCALES = [
  SECOND,
  10 * SECOND,
  MINUTE,
  5 * MINUTE,
  20 * MINUTE,
  HOUR,
  4 * HOUR,
  12 * HOUR,
  DAY,
  7 * DAY,
] as const;

/** Half-lives. Each weekday and each turn of the month is met seldom, so these two count meetings, not days. */
const LEVEL_HALF_LIFE_DAYS = 365;
const HOURS_HALF_LIFE_DAYS = 120;
const WEEKDAY_HALF_LIFE_WEEKS = 26;
const TURN_HALF_LIFE_MONTHS = 12;
const COMPANY_HALF_LIFE_DAYS = 180;
/**
 * A day's departures count as having had so many others near them at most, or as many as an ordinary day has, so that one wave
 * does not make the next invisible.
 */
const MOST_COMPANY = 10;

const NONE: Learnt = { seen: 0, expected: 0 };
const NO_HOURS: readonly number[] = Array.from({ length: 24 }, () => 0);
const NOBODY: readonly number[] = SCALES.map(() => 0);
const NO_COMPANY: Company = { departures: 0, organisation: NOBODY, group: NOBODY, others: 0 };

/** Nothing learnt yet. */
export function emptyBaseline(began: Instant): Baseline {
  return {
    days: [{ day: dayOf(began), count: 0 }],
    long: NONE,
    weekdays: Array.from({ length: 7 }, () => NONE),
    turns: { first: NONE, last: NONE },
    hours: { working: NO_HOURS, weekend: NO_HOURS },
    company: NO_COMPANY,
  };
}

export function today(baseline: Baseline): DayNumber {
  return baseline.days.at(-1)?.day ?? 0;
}

/** One departure more, in the middle of the time in which it may have been. @param company by SCALES */
export function counted(baseline: Baseline, departed: Interval, company: Omit<Company, "departures">): Baseline {
  const at = middle(departed);
  return onDay(baseline, dayOf(at), (record) => {
    const { hours = NO_HOURS, company: before = NO_COMPANY } = record;
    return {
      ...record,
      count: record.count + 1,
      hours: hours.with(hourOf(at), (hours[hourOf(at)] ?? 0) + 1),
      company: {
        departures: before.departures + 1,
        organisation: added(before.organisation, company.organisation),
        group: added(before.group, company.group),
        others: before.others + company.others,
      },
    };
  });
}

interface Interval {
  readonly since: Instant;
  readonly at: Instant;
}

/** A sweep at midnight finds those who left on the day before. */
function middle({ since, at }: Interval): Instant {
  return since + Math.floor((at - since) / 2);
}

/** One less on the day on which a departure had been counted, where that day is still kept. */
export function uncounted(baseline: Baseline, departed: Interval): Baseline {
  return onDay(baseline, dayOf(middle(departed)), (record) => ({ ...record, count: Math.max(0, record.count - 1) }));
}

/** Leaves out the days from `from` to `to`, as far as they are kept. */
export function without(baseline: Baseline, from: DayNumber, to: DayNumber): Baseline {
  const inside = ({ day, leftOut }: DayRecord): boolean => day >= from && day <= to && leftOut !== true;
  if (!baseline.days.some(inside)) return baseline;
  return {
    ...baseline,
    days: baseline.days.map((record) => (inside(record) ? { ...record, leftOut: true as const } : record)),
  };
}

/** Takes the days since `from` for ordinary ones again, as far as they are kept. */
export function relearnt(baseline: Baseline, from: DayNumber): Baseline {
  return {
    ...baseline,
    days: baseline.days.map(({ leftOut, ...record }) =>
      leftOut && record.day < from ? { ...record, leftOut } : record,
    ),
  };
}

function onDay(baseline: Baseline, day: DayNumber, change: (record: DayRecord) => DayRecord): Baseline {
  const index = day - (baseline.days[0]?.day ?? 0);
  const record = baseline.days[index];
  return record === undefined ? baseline : { ...baseline, days: baseline.days.with(index, change(record)) };
}

/** What an ordinary day was believed to be when one was learnt from. */
export interface Belief {
  /** Departures on a day of factor 1, from the days before `day` and the guard band. */
  readonly level: (day: DayNumber) => number;
  readonly weekday: (day: DayNumber) => number;
  readonly turn: (day: DayNumber) => number;
}

/**
 * The next day begins. The day that leaves the guard band teaches the factors, the hours and the dispersion; the one that
 * leaves the last two months teaches the level of the long run.
 */
export function nextDay(baseline: Baseline, belief: Belief): Baseline {
  const begun = [...baseline.days, { day: today(baseline) + 1, count: 0 }];
  const settling = begun.length - 1 - (GUARD_DAYS + 1);
  const settled = begun[settling];
  const learnt = settled === undefined ? baseline : learn(baseline, settled, belief);
  if (settled !== undefined) begun[settling] = bare(settled);
  const [oldest] = begun;
  if (begun.length <= KEPT_DAYS || oldest === undefined) return { ...learnt, days: begun };
  const factor = belief.weekday(oldest.day) * belief.turn(oldest.day);
  return {
    ...learnt,
    days: begun.slice(1),
    long: oldest.leftOut ? learnt.long : faded(learnt.long, LEVEL_HALF_LIFE_DAYS, oldest.count, factor),
  };
}

function learn(before: Baseline, record: DayRecord, belief: Belief): Baseline {
  const { day, count, leftOut } = record;
  const [level, weekday, turn] = [belief.level(day), weekdayOf(day), turnOf(day)];
  const ordinary = level * belief.weekday(day) * belief.turn(day);
  const baseline = learnPattern(before, record, ordinary);
  if (leftOut) return baseline;
  return {
    ...baseline,
    weekdays: baseline.weekdays.with(
      weekday,
      faded(baseline.weekdays[weekday] ?? NONE, WEEKDAY_HALF_LIFE_WEEKS, count, level * belief.turn(day)),
    ),
    turns:
      turn === undefined
        ? baseline.turns
        : {
            ...baseline.turns,
            [turn]: faded(baseline.turns[turn], TURN_HALF_LIFE_MONTHS, count, level * belief.weekday(day)),
          },
  };
}

/**
 * When in a day people leave, and in what company. The day of a wave teaches that too, with the weight of an ordinary day, or
 * a tool that does all its removals in one minute of the night would raise an alarm every night for ever.
 * @param ordinary departures of such a day
 */
function learnPattern(baseline: Baseline, record: DayRecord, ordinary: number): Baseline {
  const { day, count, hours, company, leftOut } = record;
  if (hours === undefined || company === undefined) return baseline;
  const weight = leftOut ? Math.min(1, ordinary / Math.max(1, count)) : 1;
  const shape = isWeekend(day) ? "weekend" : "working";
  const keep = 0.5 ** (1 / HOURS_HALF_LIFE_DAYS);
  const most = Math.max(MOST_COMPANY, ordinary) * company.departures;
  const weighed = (sums: readonly number[]): number[] => sums.map((sum) => weight * Math.min(most, sum));
  return {
    ...baseline,
    hours: {
      ...baseline.hours,
      [shape]: baseline.hours[shape].map((seen, hour) => seen * keep + weight * (hours[hour] ?? 0)),
    },
    company: fadedCompany(baseline.company, {
      departures: weight * company.departures,
      organisation: weighed(company.organisation),
      group: weighed(company.group),
      others: weight * company.others,
    }),
  };
}

function faded({ seen, expected }: Learnt, halfLife: number, more: number, moreExpected: number): Learnt {
  const keep = 0.5 ** (1 / halfLife);
  return { seen: seen * keep + more, expected: expected * keep + moreExpected };
}

function fadedCompany(before: Company, more: Company): Company {
  const keep = 0.5 ** (1 / COMPANY_HALF_LIFE_DAYS);
  const fade = (sums: readonly number[], extra: readonly number[]): number[] =>
    sums.map((sum, i) => sum * keep + (extra[i] ?? 0));
  return {
    departures: before.departures * keep + more.departures,
    organisation: fade(before.organisation, more.organisation),
    group: fade(before.group, more.group),
    others: before.others * keep + more.others,
  };
}

function bare({ day, count, leftOut }: DayRecord): DayRecord {
  return leftOut ? { day, count, leftOut } : { day, count };
}

function added(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value + (b[i] ?? 0));
}
