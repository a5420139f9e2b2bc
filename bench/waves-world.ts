// Seeded organisations and their ordinary departures. Nothing here is taken from the detector: its rates, factors and hours
// are others, and days and groups vary in ways that it does not assume.
import type { Attributes } from "../src/core/directory/account.ts";
import { DAY, HOUR, type Instant, MINUTE } from "../src/core/time.ts";
import { type GroupKey, groupsOf, type Headcounts, headcounts, managersOf } from "../src/core/wave/groups.ts";

/** The settings of the generator, as the output states them. */
export const GENERATED = {
  /** Sunday to Saturday. */
  weekday: [0.04, 1.15, 1.0, 0.95, 1.1, 1.75, 0.06],
  /** The last working day and the first of a month. */
  monthEnd: 4,
  monthStart: 1.8,
  guestMonthEnd: 5,
  /** Hours of the day (UTC) with their weights; the rest of the day shares 4 %. */
  hours: { from: 7, to: 18, peakFrom: 15, peakTo: 17, peak: 2.2, otherwise: 0.04 },
  /** Of 100 departures so many take somebody of their team along, on average 40 minutes later. */
  pairs: 0.06,
  pairGap: 40 * MINUTE,
  /** Days differ by chance (Gamma, coefficient of variation), the year by season, teams by nature (log-normal). */
  dayNoise: 0.25,
  season: 0.2,
  teamNoise: 0.45,
  guestShare: 0.1,
  guestAttrition: 0.7,
} as const;

export const START = Date.UTC(2024, 0, 8);

export type Random = () => number;

/** Mulberry32. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function normal(next: Random): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Marsaglia and Tsang, for shapes from 1. */
function gamma(shape: number, next: Random): number {
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(next);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - next()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

function poisson(mean: number, next: Random): number {
  let count = 0;
  for (let sum = -Math.log(1 - next()); sum < mean; sum -= Math.log(1 - next())) count++;
  return count;
}

interface Person {
  readonly id: string;
  readonly groups: readonly GroupKey[];
  readonly team: number;
  readonly office: number;
}

export interface Population {
  readonly people: readonly Person[];
  readonly here: Headcounts;
  /** Indices of people. */
  readonly teams: readonly (readonly number[])[];
  readonly offices: readonly (readonly number[])[];
  /** How many times as many leave, by person; the greatest is 1. */
  readonly weight: readonly number[];
  readonly attrition: number;
  readonly monthEnd: number;
}

export interface Organisation {
  readonly size: number;
  readonly staff: Population;
  readonly guests: Population;
}

const CITIES = ["Europe/Warsaw", "America/New_York", "Europe/Berlin", "Asia/Tokyo", "Europe/London", "America/Chicago"];
const TEAM = 9;
const SPAN_OF_CONTROL = 8;
/** The office that loses 12 of 14. */
export const SMALL_OFFICE = { name: "Kraków", people: 14 } as const;

export function organisation(size: number, attrition: number, seed: number): Organisation {
  const next = random(seed);
  const guests = Math.round(Math.max(60, size * GENERATED.guestShare));
  return {
    size,
    staff: population(staffOf(size, next), attrition, GENERATED.monthEnd, next),
    guests: population(guestsOf(guests), GENERATED.guestAttrition, GENERATED.guestMonthEnd, next),
  };
}

function staffOf(size: number, next: Random): { attributes: Attributes; team: number; office: number }[] {
  const sizes: number[] = [SMALL_OFFICE.people];
  for (let rest = size - SMALL_OFFICE.people; rest > 0; rest -= sizes.at(-1) ?? rest) {
    // Offices from a dozen to a tenth of everybody, most of them small.
    sizes.push(Math.min(rest, Math.round(12 + (size / 10) * next() ** 2)));
  }
  let i = 0;
  let team = 0;
  return sizes.flatMap((people, office) =>
    Array.from({ length: people }, (_, seat) => {
      if (seat % TEAM === 0) team++;
      const index = i++;
      return {
        office,
        team: team - 1,
        attributes: {
          email: `p${index}@example.com`,
          location: office === 0 ? SMALL_OFFICE.name : `Office ${office}`,
          timezone: CITIES[office % CITIES.length] ?? "UTC",
          team: `Team ${team}`,
          manager: index === 0 ? null : `S${Math.floor((index - 1) / SPAN_OF_CONTROL)}`,
        },
      };
    }),
  );
}

/** Agencies of about forty, each with three who invited them. */
function guestsOf(count: number): { attributes: Attributes; team: number; office: number }[] {
  return Array.from({ length: count }, (_, i) => {
    const agency = Math.floor(i / 40);
    return {
      office: agency,
      team: Math.floor(i / 13),
      attributes: { email: `g${i}@agency${agency}.example`, invitedBy: `S${Math.floor(i / 13)}` },
    };
  });
}

function population(
  made: { attributes: Attributes; team: number; office: number }[],
  attrition: number,
  monthEnd: number,
  next: Random,
): Population {
  const accounts = made.map(({ attributes }, i) => ({ id: `S${i}`, attributes }));
  const managers = managersOf(accounts);
  const people = made.map(({ attributes, team, office }, i): Person => {
    const id = `S${i}`;
    return { id, team, office, groups: groupsOf(attributes, managers(id)) };
  });
  const teams: number[][] = [];
  const offices: number[][] = [];
  for (const [i, { team, office }] of people.entries()) {
    (teams[team] ??= []).push(i);
    (offices[office] ??= []).push(i);
  }
  const ofTeam = teams.map(() => Math.exp(GENERATED.teamNoise * normal(next)));
  const most = Math.max(...ofTeam);
  return {
    people,
    here: headcounts(people.map(({ groups }) => groups)),
    teams,
    offices,
    weight: people.map(({ team }) => (ofTeam[team] ?? 1) / most),
    attrition,
    monthEnd,
  };
}

/** How many times an ordinary hour of the week this one is; its mean over a week is 1. */
function shapeAt(at: Instant): number {
  return hourShape(at) * weekdayShape(at);
}

function hourShape(at: Instant): number {
  const { from, to, peakFrom, peakTo, peak, otherwise } = GENERATED.hours;
  const hour = (at % DAY) / HOUR;
  if (hour < from || hour >= to) return (24 * otherwise) / (24 - (to - from));
  const weights = to - from - (peakTo - peakFrom) + peak * (peakTo - peakFrom);
  return (24 * (1 - otherwise) * (hour >= peakFrom && hour < peakTo ? peak : 1)) / weights;
}

const WEEKDAY_MEAN = GENERATED.weekday.reduce((sum, factor) => sum + factor, 0) / 7;

function weekdayShape(at: Instant): number {
  return (GENERATED.weekday[new Date(at).getUTCDay()] ?? 1) / WEEKDAY_MEAN;
}

/** Whether it is a month's last working day. */
export function isMonthEnd(at: Instant): boolean {
  const date = new Date(at);
  const [day, weekday] = [date.getUTCDate(), date.getUTCDay()];
  if (weekday === 0 || weekday === 6) return false;
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return day + (weekday === 5 ? 2 : 0) >= last;
}

function dayFactor(at: Instant, monthEnd: number): number {
  const season = 1 + GENERATED.season * Math.sin((2 * Math.PI * (at - START)) / (365 * DAY));
  const first = new Date(at).getUTCDate() === 1 ? GENERATED.monthStart : 1;
  // Twelve days in 261 are the last of a month, and their extra departures are among those of the year.
  return (season * first * (isMonthEnd(at) ? monthEnd : 1)) / (1 + (12 * (monthEnd - 1)) / 261);
}

/** The true rate of departures (a millisecond), without the noise of days, which nobody can know. */
export function trueRate({ people, attrition, monthEnd }: Population, at: Instant): number {
  return ((people.length * attrition) / (365 * DAY)) * shapeAt(at) * dayFactor(at, monthEnd);
}

/** The true number of departures of a day. */
export function trueDay({ people, attrition, monthEnd }: Population, day: Instant): number {
  return ((people.length * attrition) / 365) * weekdayShape(day) * dayFactor(day, monthEnd);
}

/** A working hour's share of a wave that lasts for days; the mean over a week is 1. */
export function workingShape(at: Instant): number {
  const weekday = new Date(at).getUTCDay();
  const hour = (at % DAY) / HOUR;
  return weekday === 0 || weekday === 6 || hour < 8 || hour >= 17 ? 0 : (24 / 9) * (7 / 5);
}

export interface Leaving {
  readonly at: Instant;
  /** An index of people. */
  readonly who: number;
}

/** Ordinary departures, in order. Somebody takes the place of each at once, so that the organisation stays as it is. */
export function ordinary(of: Population, from: Instant, days: number, next: Random): Leaving[] {
  const leaving: Leaving[] = [];
  const until = from + days * DAY;
  const shape = 1 / GENERATED.dayNoise ** 2;
  for (let day = from; day < until; day += DAY) {
    const noise = gamma(shape, next) / shape;
    const mean =
      (((of.people.length * of.attrition) / 365) * weekdayShape(day) * dayFactor(day, of.monthEnd) * noise) /
      (1 + GENERATED.pairs);
    for (let i = poisson(mean, next); i > 0; i--) {
      const who = pick(of, next);
      const at = day + timeOfDay(next);
      leaving.push({ at, who });
      if (next() >= GENERATED.pairs) continue;
      const team = of.teams[of.people[who]?.team ?? 0] ?? [];
      const mate = team[Math.floor(next() * team.length)] ?? who;
      const gap = -Math.log(1 - next()) * GENERATED.pairGap;
      if (mate !== who && at + gap < until) leaving.push({ at: Math.round(at + gap), who: mate });
    }
  }
  return leaving.toSorted((a, b) => a.at - b.at);
}

function pick({ people, weight }: Population, next: Random): number {
  for (;;) {
    const who = Math.floor(next() * people.length);
    if (next() < (weight[who] ?? 1)) return who;
  }
}

function timeOfDay(next: Random): number {
  const most = (24 / (GENERATED.hours.to - GENERATED.hours.from)) * GENERATED.hours.peak;
  for (;;) {
    const at = Math.floor(next() * DAY);
    if (next() * most < hourShape(at)) return at;
  }
}
