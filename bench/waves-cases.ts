// What is injected into an ordinary year, and what each case is called.
import { DAY, HOUR, type Instant, MINUTE } from "../src/core/time.ts";
import { isMonthEnd, type Leaving, type Population, type Random, workingShape } from "./waves-world.ts";

export interface Case {
  readonly name: string;
  readonly who: "staff" | "guests";
  /** The first instant of it on or after midnight of a day; undefined where it does not begin on that day. */
  readonly begins: (day: Instant) => Instant | undefined;
  /** How long it takes (milliseconds); `working`: within working hours only. */
  readonly lasts: number;
  readonly working: boolean;
  /** Who may leave in it, as indices of people, and how many of them do. */
  readonly among: (population: Population) => readonly number[];
  readonly count: (population: Population) => number;
  /** They come back after so long (milliseconds). */
  readonly back?: number;
  /** Each office is watched by itself by the bound, since it does not know which one it will be. */
  readonly offices?: true;
}

const share =
  (of: number) =>
  ({ people }: Population): number =>
    Math.round(of * people.length);
const everybody = ({ people }: Population): number[] => people.map((_, i) => i);
const workday =
  (hour: number) =>
  (day: Instant): Instant | undefined => {
    const weekday = new Date(day).getUTCDay();
    return weekday === 0 || weekday === 6 ? undefined : day + hour * HOUR;
  };

export const CASES: readonly Case[] = [
  {
    name: "15 % in six hours",
    who: "staff",
    begins: workday(10),
    lasts: 6 * HOUR,
    working: false,
    among: everybody,
    count: share(0.15),
  },
  {
    name: "15 % in three days",
    who: "staff",
    begins: workday(8),
    lasts: 3 * DAY,
    working: true,
    among: everybody,
    count: share(0.15),
  },
  {
    name: "3 % over ten working days",
    who: "staff",
    begins: workday(8),
    lasts: 10 * DAY,
    working: true,
    among: everybody,
    count: share(0.03),
  },
  {
    name: "12 of an office of 14",
    who: "staff",
    begins: workday(9),
    lasts: 8 * HOUR,
    working: false,
    among: ({ offices }) => offices[0] ?? [],
    count: () => 12,
    offices: true,
  },
  {
    name: "40 guests at the month's end",
    who: "guests",
    begins: (day) => (isMonthEnd(day) ? day + 18 * HOUR : undefined),
    lasts: MINUTE,
    working: false,
    among: everybody,
    count: () => 40,
  },
  {
    name: "25 % by a sync, and back",
    who: "staff",
    begins: workday(11),
    lasts: 10 * MINUTE,
    working: false,
    among: everybody,
    count: share(0.25),
    back: 90 * MINUTE,
  },
];

/** Its departures, in order. `lasts` counts working days where it is `working`. */
export function injected(one: Case, population: Population, begins: Instant, next: Random): Leaving[] {
  const among = [...one.among(population)];
  const count = one.count(population);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(next() * (among.length - i));
    [among[i], among[j]] = [among[j] ?? 0, among[i] ?? 0];
  }
  return among
    .slice(0, count)
    .map((who) => ({
      who,
      at: one.working ? workingInstant(begins, one.lasts / DAY, next) : begins + next() * one.lasts,
    }))
    .map(({ who, at }) => ({ who, at: Math.floor(at) }))
    .toSorted((a, b) => a.at - b.at);
}

function workingInstant(begins: Instant, days: number, next: Random): Instant {
  const midnight = begins - (begins % DAY);
  let rest = Math.floor(next() * days);
  for (let day = midnight; ; day += DAY) {
    if (workingShape(day + 12 * HOUR) > 0 && rest-- === 0) return day + (8 + 9 * next()) * HOUR;
  }
}
