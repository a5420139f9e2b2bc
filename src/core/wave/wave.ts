// The wave as a value: how it opens, goes on and closes, and what is said of it.
import { DAY, HOUR, type Instant } from "../time.ts";
import type { Headcounts } from "./groups.ts";
import type { Departed } from "./recent.ts";
import { improbability, type Scope, type Signal } from "./scan.ts";
import { clearestSpan, type Course } from "./segment.ts";
import { type Place, placesOf } from "./where.ts";

export type Who = "staff" | "guests";

/** What is kept while a wave is open. */
export interface OpenWave {
  readonly opened: Instant;
  /** The one that opened it. */
  readonly signal: Signal;
  readonly start: Instant;
  /** Where it has been seen, for knowing whether it goes on. */
  readonly scopes: readonly Scope[];
  readonly unusualAt: Instant;
  /** Who left in it and came back. */
  readonly back: readonly Departed[];
}

type Ending = "quiet" | "returned" | "lasting";

export interface Wave {
  readonly who: Who;
  readonly opened: Instant;
  readonly closed?: { readonly at: Instant; readonly why: Ending };
  /** Before this the first departure that stands out had not happened, and before `last` the last; by `end` it had. */
  readonly start: Instant;
  readonly last: Instant;
  readonly end: Instant;
  /** Departures in it, with those who came back. */
  readonly size: number;
  readonly back: number;
  /** Of the places that it is in, or of everybody where it is in none more than elsewhere; before it. */
  readonly headcount: number;
  readonly share: number;
  /** Departures an hour, from its start to its end. */
  readonly rate: number;
  /** Departures of ordinary days in the same time among the same people. */
  readonly expected: number;
  readonly where: readonly Place[];
  /** Whether there were more departures than usual outside `where` too. */
  readonly elsewhere: boolean;
  /** The departures in it, by id, those who came back among them. */
  readonly members: readonly string[];
  readonly signal: Signal;
}

/** What the detector saw at one instant. */
export interface Seen {
  readonly at: Instant;
  /** The clearest first. */
  readonly signals: readonly Signal[];
  /** Whether what was seen in a wave's scopes lately is still more than usual. */
  readonly unusual: boolean;
  /** Ordinary days since it last was. */
  readonly quietFor: number;
  /** Departures in it who have not come back. */
  readonly standing: number;
}

/** A wave opens at odds of millions to one and goes on at odds of a hundred to one. */
const STILL_UNUSUAL = Math.log(0.01);
/**
 * It closes after so many days without, both by the clock and in ordinary days: weekends, in which nobody leaves, do not close
 * it, and neither does the turn of a month, which is worth several.
 */
const QUIET_DAYS = 3;
/** What lasts longer is how things are now, and the baseline learns it. */
const LONGEST = 60 * DAY;
/** Outside its places a wave is elsewhere too, if what left there is less probable than this. */
const ELSEWHERE = Math.log(0.001);
/** The windows in which it is judged whether it goes on (milliseconds); a bleed, though seen within hours, has days of nobody. */
const GOES_ON = { least: { window: DAY, bleed: 3 * DAY }, most: 7 * DAY } as const;

/** The window in which a wave that this signal opened is seen to go on: as slow as it came, within bounds. */
export function windowOf({ signal }: OpenWave): number {
  return Math.min(GOES_ON.most, Math.max(GOES_ON.least[signal.how], signal.window));
}

export function isStillUnusual(count: number, mean: number, uncertainty: number, dispersion: number): boolean {
  // It is asked at each departure, so that a window has as many chances as it has ordinary departures.
  return (
    count > 1 && improbability({ count, mean, uncertainty, dispersion }) <= STILL_UNUSUAL - Math.log(Math.max(1, mean))
  );
}

export type Step =
  | { readonly turn: "none" }
  | { readonly turn: "opened" | "updated"; readonly wave: OpenWave }
  | { readonly turn: "closed"; readonly wave: OpenWave; readonly why: Ending };

/** The next state of a wave, or of none. A signal during a wave belongs to it: there is one at a time. */
export function step(wave: OpenWave | undefined, seen: Seen, start: (signal: Signal) => Instant): Step {
  const { at, signals, unusual, quietFor, standing } = seen;
  const [signal] = signals;
  if (wave === undefined) {
    if (signal === undefined) return { turn: "none" };
    const scopes = signals.map(({ scope }) => scope);
    return {
      turn: "opened",
      wave: { opened: at, signal, start: start(signal), scopes: unique(scopes), unusualAt: at, back: [] },
    };
  }
  if (!unusual && wave.back.length > standing) return { turn: "closed", wave, why: "returned" };
  if (at - wave.opened >= LONGEST) return { turn: "closed", wave, why: "lasting" };
  const quiet = quietFor >= QUIET_DAYS && at - wave.unusualAt >= QUIET_DAYS * DAY;
  if (!unusual && quiet) return { turn: "closed", wave, why: "quiet" };
  const scopes = unique([...wave.scopes, ...signals.map(({ scope }) => scope)]);
  return { turn: "updated", wave: { ...wave, scopes, unusualAt: unusual ? at : wave.unusualAt } };
}

function unique(scopes: readonly Scope[]): Scope[] {
  return [...new Set(scopes)];
}

/** What a wave is described from. */
export interface Around {
  readonly who: Who;
  /** Everybody who left since shortly before it started, without those who came back. */
  readonly departed: readonly Departed[];
  readonly here: Headcounts;
  /** Expected departures of the whole population, and how they vary. */
  readonly between: (from: Instant, to: Instant) => { readonly mean: number; readonly uncertainty: number };
  readonly course: Course;
  /** @param mean of a part of them */
  readonly dispersion: (mean: number) => number;
}

/** @param closed when and why, where it is over. */
export function describe(wave: OpenWave, around: Around, closed?: Wave["closed"]): Wave {
  const { who, here, between, course, dispersion } = around;
  const everybody = [...around.departed, ...wave.back].toSorted((a, b) => a.since - b.since);
  const total = here.total + around.departed.length;
  const inWave = everybody.filter(({ since }) => since >= wave.start);
  const where = placesOf(
    inWave.map(({ groups }) => groups),
    here,
    wave.back.map(({ groups }) => groups),
  );
  const inside = where.length === 0 ? inWave : inWave.filter((departed) => isIn(departed, where));
  const placed = where.reduce((sum, { of }) => sum + of, 0);
  const latest = inWave.at(-1)?.at ?? wave.opened;
  const outside = between(wave.start, latest);
  const expectedOutside = outside.mean * Math.max(0, 1 - placed / total);
  const elsewhere =
    where.length === 0 ||
    improbability({
      count: inWave.length - inside.length,
      mean: expectedOutside,
      uncertainty: outside.uncertainty,
      dispersion: dispersion(expectedOutside),
    }) <= ELSEWHERE;
  const members = elsewhere ? inWave : inside;
  const headcount = elsewhere ? total : Math.min(total, placed);
  const part = headcount / total;
  const { start, end: last } = clearestSpan(
    members.map(({ since }) => since),
    course,
    part,
  );
  const standing = members.filter(({ since }) => since >= start && since <= last);
  const size = standing.length;
  const end = standing.reduce((until, { at }) => Math.max(until, at), last);
  const isBack = new Set(wave.back);
  return {
    who,
    opened: wave.opened,
    ...(closed === undefined ? {} : { closed }),
    start,
    last,
    end,
    size,
    back: members.filter((departed) => isBack.has(departed)).length,
    headcount,
    share: size / headcount,
    rate: size / Math.max(1, (end - start) / HOUR),
    expected: between(start, end).mean * part,
    where,
    elsewhere,
    members: standing.map(({ id }) => id).toSorted(),
    signal: wave.signal,
  };
}

function isIn({ groups }: Departed, where: readonly Place[]): boolean {
  return where.some(({ by, value }) => groups.includes(`${by}:${value}`));
}
