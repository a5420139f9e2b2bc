// Ordinary years, for false alarms; and cases, for delays.
import { DAY, HOUR, type Instant, MINUTE } from "../src/core/time.ts";
import { createDetector, type Detector, newborn, type Saved } from "../src/core/wave/detect.ts";
import type { GroupKey, Headcounts } from "../src/core/wave/groups.ts";
import type { Departed } from "../src/core/wave/recent.ts";
import type { Wave } from "../src/core/wave/wave.ts";
import { createBound, createFixedRule, type Knows, KNOWS } from "./waves-bound.ts";
import { type Case, CASES, injected } from "./waves-cases.ts";
import {
  type Leaving,
  ordinary,
  organisation,
  type Organisation,
  type Population,
  random,
  START,
} from "./waves-world.ts";

export const ATTRITION = [0.05, 0.1, 0.17, 0.25] as const;
const WHO = ["staff", "guests"] as const;
/** Ordinary days before a case, and how long afterwards it is watched. */
const BEFORE_DAYS = 150;
const AFTER_DAYS = 45;

export interface Quiet {
  readonly attrition: number;
  readonly years: number;
  readonly alarms: Readonly<Record<(typeof WHO)[number], number>>;
  readonly fixed: number;
}

/** Years without a wave, each from a detector's first day on. */
export function quietYears(people: number, attrition: number, years: number): Quiet {
  const alarms = { staff: 0, guests: 0 };
  let fixed = 0;
  for (let year = 0; year < years; year++) {
    const seed = 1_000 * people + 100 * year + Math.round(attrition * 100);
    const company = organisation(people, attrition, seed);
    const next = random(seed + 1);
    for (const who of WHO) {
      const population = company[who];
      const leaving = ordinary(population, START, 365, next);
      const detector = createDetector(newborn(who, START));
      for (const one of departed(population, leaving)) {
        alarms[who] += detector.take([one], population.here).filter(({ turn }) => turn === "opened").length;
      }
      if (who === "staff") fixed += fixedAlarms(leaving);
    }
  }
  return { attrition, years, alarms, fixed };
}

/** How departures come to be known, other than as they happen: when, and not before when they were. */
export const ARRIVALS: Readonly<Record<string, (at: Instant) => Pick<Departed, "since" | "at">>> = {
  "hourly sweeps": (at) => swept(at, HOUR),
  "daily sweeps": (at) => swept(at, DAY),
  "removed at 18:00, in a minute": (at) => {
    const done = at - (at % DAY) + 18 * HOUR + (at % MINUTE);
    return { since: done, at: done };
  },
};

function swept(at: Instant, every: number): Pick<Departed, "since" | "at"> {
  const found = Math.ceil(at / every) * every;
  // A sweep takes a minute, and the one before may have passed somebody just before they left.
  return { since: found - every - MINUTE, at: found };
}

/** False alarms of a population, with other ways of knowing. */
export function alarmsWith(
  arrival: (typeof ARRIVALS)[string],
  people: number,
  attrition: number,
  years: number,
): number {
  let alarms = 0;
  for (let year = 0; year < years; year++) {
    const population = organisation(people, attrition, 9_000_000 + year).staff;
    const detector = createDetector(newborn("staff", START));
    const seen = [...departed(population, ordinary(population, START, 365, random(9_500_000 + year)))]
      .map((one) => ({ ...one, ...arrival(one.at) }))
      .toSorted((a, b) => a.at - b.at);
    for (const [, together] of Map.groupBy(seen, ({ at }) => at)) {
      alarms += detector.take(together, population.here).filter(({ turn }) => turn === "opened").length;
    }
  }
  return alarms;
}

/** Alarms a day apart. */
function fixedAlarms(leaving: readonly Leaving[]): number {
  const rule = createFixedRule();
  let alarms = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const { at } of leaving) {
    if (!rule.take(at) || at - last < DAY) continue;
    alarms++;
    last = at;
  }
  return alarms;
}

function* departed(population: Population, leaving: Iterable<Leaving>): Generator<Departed> {
  let n = 0;
  for (const { at, who } of leaving)
    yield { id: `d${n++}-${at}`, since: at, at, groups: population.people[who]?.groups ?? [] };
}

/** How much of a case had happened, and for how long it had run, when something was said. */
export interface Delay {
  readonly departures: number;
  readonly minutes: number;
}

export interface Outcome {
  readonly detector: Delay | undefined;
  readonly bound: Readonly<Record<Knows, Delay | undefined>>;
  readonly fixed: Delay | undefined;
  /** How the detector had it when it opened, and when it closed. */
  readonly opened: Wave | undefined;
  readonly closed: Wave | undefined;
  /** Waves of the other population within two days, and further ones of the same until the end. */
  readonly others: number;
  readonly again: number;
}

/** An organisation after its first months, with what its detectors know by then. */
export interface Settled {
  readonly company: Organisation;
  readonly seed: number;
  readonly before: Readonly<Record<(typeof WHO)[number], readonly Leaving[]>>;
  readonly saved: Readonly<Record<(typeof WHO)[number], Saved>>;
}

export function settled(people: number, attrition: number, seed: number): Settled {
  const company = organisation(people, attrition, seed);
  const next = random(seed + 1);
  const [staff, guests] = WHO.map((who) => {
    const detector = createDetector(newborn(who, START));
    const population = company[who];
    const before = ordinary(population, START, BEFORE_DAYS, next);
    for (const one of departed(population, before)) detector.take([one], population.here);
    detector.pass(START + BEFORE_DAYS * DAY, population.here);
    // As it would be read from a store.
    return { before, saved: JSON.parse(JSON.stringify(detector.saved())) as Saved };
  });
  if (staff === undefined || guests === undefined) throw new Error("Each population has a detector.");
  return {
    company,
    seed,
    before: { staff: staff.before, guests: guests.before },
    saved: { staff: staff.saved, guests: guests.saved },
  };
}

/** @param threshold of the bounds. @returns undefined where a wave was open before */
export function runCase(one: Case, settlement: Settled, threshold: (knows: Knows) => number): Outcome | undefined {
  const { company, seed, before, saved } = settlement;
  const next = random(seed + 2 + CASES.indexOf(one));
  const midnight = START + BEFORE_DAYS * DAY;
  const begins = beginning(one, midnight + Math.floor(next() * 20) * DAY);
  const days = (begins - midnight) / DAY + AFTER_DAYS;
  const population = company[one.who];
  const wave = injected(one, population, begins, next);
  const usual = ordinary(population, midnight, Math.ceil(days), next);
  const stream = [
    ...usual.map((leaving) => ({ ...leaving, part: false })),
    ...wave.map((leaving) => ({ ...leaving, part: true })),
  ];
  stream.sort((a, b) => a.at - b.at);
  const rule = createFixedRule();
  const fixed = delayOf(({ at }) => rule.take(at), stream, begins);
  const [rate, shape] = KNOWS.map((knows) => {
    const bound = createBound(one, population, knows);
    for (const leaving of before[one.who]) bound.take(leaving);
    return delayOf((leaving) => bound.take(leaving) > threshold(knows), stream, begins);
  });
  const watched = watch(createDetector(saved[one.who]), one, population, stream, begins);
  if (watched === undefined) return undefined;
  return { fixed, bound: { rate, shape }, ...watched, others: otherWaves(one, company, saved, begins, next) };
}

function beginning(one: Case, from: Instant): Instant {
  for (let day = from; ; day += DAY) {
    const begins = one.begins(day);
    if (begins !== undefined) return begins;
  }
}

type Part = Leaving & { readonly part: boolean };

/** When the first of these was said, from the case's first departure on. */
function delayOf(says: (leaving: Leaving) => boolean, stream: readonly Part[], begins: Instant): Delay | undefined {
  let departures = 0;
  for (const leaving of stream) {
    if (leaving.part) departures++;
    if (says(leaving) && departures > 0) return { departures, minutes: (leaving.at - begins) / MINUTE };
  }
  return undefined;
}

/** Undefined where a wave was open before. */
function watch(detector: Detector, one: Case, population: Population, stream: readonly Part[], begins: Instant) {
  const headcount = changing(population.here);
  const found: { detector: Delay | undefined; opened: Wave | undefined; closed: Wave | undefined; again: number } = {
    detector: undefined,
    opened: undefined,
    closed: undefined,
    again: 0,
  };
  let departures = 0;
  let waiting: Departed[] = [];
  let n = 0;
  for (const { at, who, part } of stream) {
    const person = population.people[who];
    if (person === undefined) continue;
    if (part && departures === 0 && detector.wave(headcount) !== undefined) return undefined;
    if (part) {
      departures++;
      headcount.leave(person.groups);
    }
    const departure = { id: `w${n++}`, since: at, at, groups: person.groups };
    // Those who come back do so as slowly as they went, a minute's worth at a time.
    const [first] = waiting;
    if (one.back !== undefined && first !== undefined && at >= first.at + one.back) {
      for (const minute of Map.groupBy(waiting, (left) => Math.floor(left.at / MINUTE)).values()) {
        for (const { groups } of minute) headcount.join(groups);
        const turns = detector.takeBack(
          minute.map(({ id }) => id),
          (minute.at(-1)?.at ?? at) + one.back,
          headcount,
        );
        for (const turn of turns) if (turn.turn === "closed") found.closed ??= turn.wave;
      }
      waiting = [];
    }
    if (part) waiting.push(departure);
    for (const turn of detector.take([departure], headcount)) {
      if (turn.turn === "opened" && departures > 0) {
        if (found.opened !== undefined) found.again++;
        found.opened ??= turn.wave;
        found.detector ??= { departures, minutes: (at - begins) / MINUTE };
      }
      if (turn.turn === "closed" && departures > 0) found.closed ??= turn.wave;
    }
  }
  // In a small organisation nobody may have left since.
  for (const turn of detector.pass(begins + AFTER_DAYS * DAY, headcount)) {
    if (turn.turn === "closed") found.closed ??= turn.wave;
  }
  return found;
}

/** Headcounts that change as people leave and come back. */
function changing(
  from: Headcounts,
): Headcounts & { leave(groups: readonly GroupKey[]): void; join(groups: readonly GroupKey[]): void } {
  const of = new Map(from.of);
  const add = (groups: readonly GroupKey[], more: number): void => {
    counts.total += more;
    for (const key of groups) of.set(key, (of.get(key) ?? 0) + more);
  };
  const counts = {
    total: from.total,
    of,
    groups: from.groups,
    leave: (groups: readonly GroupKey[]) => add(groups, -1),
    join: (groups: readonly GroupKey[]) => add(groups, 1),
  };
  return counts;
}

function otherWaves(
  one: Case,
  company: Organisation,
  saved: Settled["saved"],
  begins: Instant,
  next: () => number,
): number {
  const who = one.who === "staff" ? "guests" : "staff";
  const population = company[who];
  const midnight = START + BEFORE_DAYS * DAY;
  const detector = createDetector(saved[who]);
  let opened = 0;
  for (const departure of departed(
    population,
    ordinary(population, midnight, Math.ceil((begins - midnight) / DAY) + 2, next),
  )) {
    const turns = detector.take([departure], population.here);
    opened += turns.filter(({ turn, at }) => turn === "opened" && at >= begins).length;
  }
  return opened;
}
