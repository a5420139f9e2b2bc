// What the detector is held against: a CUSUM that knows the true rates before and during each case, and the rule of thumb.
import { DAY, HOUR, type Instant, MINUTE } from "../src/core/time.ts";
import { PRIORS } from "../src/core/wave/expectation.ts";
import { type Case, CASES } from "./waves-cases.ts";
import {
  type Leaving,
  ordinary,
  organisation,
  type Population,
  random,
  START,
  trueDay,
  trueRate,
  workingShape,
} from "./waves-world.ts";

/** Whether it knows how many leave in ordinary times, or has them from the 28 days before, as the detector does. */
export type Knows = "rate" | "shape";
export const KNOWS = ["rate", "shape"] as const satisfies readonly Knows[];

interface Bound {
  /** The highest score that this departure brings. */
  readonly take: (leaving: Leaving) => number;
}

/**
 * One CUSUM over the population, or one an office: S = max(0, S + ln(1 + added / ordinary)) less what was added in time. It
 * knows how many will leave and in what time, and the hours, weekdays, seasons and ends of months of ordinary departures; not
 * on which day the case begins. It takes departures for independent: the noise of days and who leaves in pairs are in its
 * threshold only, since that is measured. Where many leave each day (60,000 people) it is not the best there could be.
 */
export function createBound(one: Case, population: Population, knows: Knows): Bound {
  const believed = knows === "rate" ? () => 1 : estimate(one, population);
  const scores = new Map<number, { score: number; at: Instant }>();
  const length = one.working ? (one.lasts / DAY) * WORKING_DAY : one.lasts;
  const share = one.count(population) / one.among(population).length;
  const total = population.weight.reduce((sum, weight) => sum + weight, 0);
  const offices = population.offices.map((people) => ({
    people: people.length,
    weight: people.reduce((sum, who) => sum + (population.weight[who] ?? 1), 0) / total,
  }));
  return {
    take: ({ at, who }) => {
      const office = one.offices === undefined ? -1 : (population.people[who]?.office ?? -1);
      const { people, weight } = offices[office] ?? { people: population.people.length, weight: 1 };
      // 40 guests are 40 however many there are.
      const added = (office === -1 ? one.count(population) : share * people) / length;
      const before = scores.get(office) ?? { score: 0, at };
      const raised = one.working ? working(at) - working(before.at) : at - before.at;
      const rested = Math.max(0, before.score - added * raised);
      const now = one.working && workingShape(at) === 0 ? 0 : added;
      const score = rested + Math.log1p(now / (trueRate(population, at) * weight * believed(at)));
      scores.set(office, { score, at });
      return score;
    },
  };
}

const WORKING_DAY = 9 * HOUR;
const [BASELINE_DAYS, GUARD_DAYS, PRIOR_SHAPE] = [28, 2, 4];

/** How many times the true rate is believed: by 28 days, two days ago, and before any by the detector's first guess. */
function estimate({ who }: Case, population: Population): (at: Instant) => number {
  const first = dayOf(START);
  const prior = (PRIOR_SHAPE * population.attrition) / PRIORS[who].attrition;
  const seen: number[] = [];
  let known = { day: -1, ratio: 1 };
  return (at) => {
    const day = dayOf(at);
    seen[day - first] = (seen[day - first] ?? 0) + 1;
    if (known.day === day) return known.ratio;
    let [count, expected] = [PRIOR_SHAPE, prior];
    for (let i = Math.max(first, day - GUARD_DAYS - BASELINE_DAYS); i < day - GUARD_DAYS; i++) {
      count += seen[i - first] ?? 0;
      expected += trueDay(population, i * DAY);
    }
    known = { day, ratio: count / expected };
    return known.ratio;
  };
}

function dayOf(at: Instant): number {
  return Math.floor(at / DAY);
}

/** Working time since 1970 (milliseconds). */
function working(at: Instant): number {
  const day = Math.floor(at / DAY);
  // 1970-01-01 was a Thursday: counted from the Monday before.
  const since = day + 3;
  const whole = Math.floor(since / 7) * 5 + Math.min(5, since % 7);
  const today = since % 7 < 5 ? Math.min(WORKING_DAY, Math.max(0, at - day * DAY - 8 * HOUR)) : 0;
  return whole * WORKING_DAY + today;
}

/** Ordinary years that thresholds are found in: more than the detector's, since they are cheap. */
const YEARS = 40;
/** An alarm stands for three days, as a wave of the detector does at least. */
const STANDS = 3 * DAY;

/** A threshold with so many false alarms a year. */
type Threshold = (one: Case, knows: Knows, alarmsAYear: number) => number;

export function thresholds(people: number, attrition: number): Threshold {
  const company = organisation(people, attrition, 5_000_000);
  const found = new Map<string, number[]>();
  for (let year = 0; year < YEARS; year++) {
    for (const who of ["staff", "guests"] as const) {
      const leaving = ordinary(company[who], START, 365, random(5_000_001 + 2 * year + Number(who === "guests")));
      for (const one of CASES.filter((some) => some.who === who)) {
        for (const knows of KNOWS) {
          const key = `${one.name} ${knows}`;
          found.set(key, (found.get(key) ?? []).concat(peaks(one, company[who], leaving, knows)));
        }
      }
    }
  }
  for (const [key, scores] of found) found.set(key, scores.toSorted((a, b) => b - a).slice(0, 5 * YEARS));
  return (one, knows, alarmsAYear) => found.get(`${one.name} ${knows}`)?.[Math.floor(alarmsAYear * YEARS)] ?? 0;
}

/** The highest scores of separate excursions, so that a threshold between two of them has so many false alarms. */
function peaks(one: Case, population: Population, leaving: readonly Leaving[], knows: Knows): number[] {
  const bound = createBound(one, population, knows);
  const found: { score: number; at: Instant }[] = [];
  for (const departure of leaving) {
    const score = bound.take(departure);
    const last = found.at(-1);
    if (last !== undefined && departure.at - last.at < STANDS) {
      if (score > last.score) last.score = score;
    } else found.push({ score, at: departure.at });
  }
  return found.map(({ score }) => score);
}

/** More than 5 in 10 minutes (Splunk's rule for accounts disabled). */
export function createFixedRule(): { readonly take: (at: Instant) => boolean } {
  let recent: Instant[] = [];
  return {
    take: (at) => {
      recent = [...recent.filter((before) => at - before < 10 * MINUTE), at].slice(-6);
      return recent.length > 5;
    },
  };
}
