// The detector: takes departures as they are confirmed, and says when a wave opens, goes on and closes.
import { DAY, type Instant } from "../time.ts";
import {
  type Baseline,
  counted,
  emptyBaseline,
  GUARD_DAYS,
  nextDay,
  relearnt,
  today,
  uncounted,
  without,
} from "./baseline.ts";
import { type Bleed, bled } from "./bleed.ts";
import { dayOf } from "./calendar.ts";
import { companyOf, goesOn, ordinaryIn, signalsIn, standingIn, startOf, type View } from "./counting.ts";
import { type Expectation, expectation } from "./expectation.ts";
import type { Headcounts } from "./groups.ts";
import { createRecent, type Departed, type Recent, RECENT } from "./recent.ts";
import { alarmsOf, priorOf, type WaveRules } from "./rules.ts";
import type { Signal } from "./scan.ts";
import { describe, type OpenWave, step, type Wave, type Who } from "./wave.ts";

/** All that a detector knows; JSON. Days and factors, and the departures of the last 31 days or of the wave that is open. */
export interface Saved {
  readonly who: Who;
  readonly began: Instant;
  /** When it began to watch, or the last wave closed: who was taken by then is in no window any more. */
  readonly floor: Instant;
  readonly now: Instant;
  readonly baseline: Baseline;
  readonly recent: readonly Departed[];
  readonly bleed: Bleed;
  readonly wave?: OpenWave;
}

export type Turn =
  | { readonly turn: "opened" | "closed"; readonly at: Instant; readonly wave: Wave }
  | { readonly turn: "updated"; readonly at: Instant };

export interface Detector {
  /**
   * Departures that have been confirmed, of one population, in any order; one that was given before changes nothing.
   * @param here those who are still there after them.
   */
  readonly take: (departed: readonly Departed[], here: Headcounts) => Turn[];
  /** Departures that were taken back: the people are among `here` again. */
  readonly takeBack: (ids: readonly string[], at: Instant, here: Headcounts) => Turn[];
  /** Time passes, which closes waves. */
  readonly pass: (at: Instant, here: Headcounts) => Turn[];
  /** The wave that is open, as it is now. */
  readonly wave: (here: Headcounts) => Wave | undefined;
  readonly saved: () => Saved;
}

/** What is known of a detector's first instant. */
export function newborn(who: Who, began: Instant): Saved {
  return {
    who,
    began,
    floor: began,
    now: began,
    baseline: emptyBaseline(began),
    recent: [],
    bleed: { score: 0, since: began, at: began },
  };
}

/** Beyond this an interval says nothing of the day, and its days nothing of ordinary ones (milliseconds). */
const TOO_WIDE = GUARD_DAYS * DAY;
/**
 * The sum of the slow bleed holds no doubt of what is expected, so that it begins when each weekday has been seen once; before,
 * there are the windows, which do.
 */
const BLEED_FROM = 7 * DAY;

/** @param rules of the organisation; what is saved holds under any */
export function createDetector(known: Saved, rules: WaveRules = {}): Detector {
  const { who, began } = known;
  const recent = createRecent(known.recent);
  let { floor, now, baseline, bleed, wave } = known;
  // By when they were taken, not by when they may have left: who is found after a wave has closed may have left before.
  const takenAfter = (at: Instant): Recent => createRecent(recent.all().filter((one) => one.at > at));
  let fresh = takenAfter(floor);
  let compiled: { headcount: number; value: Expectation } | undefined;

  const expected = (here: Headcounts): Expectation => {
    if (compiled?.headcount !== here.total) {
      // Where all have left, what one person would do is expected: of nobody no count has a probability.
      compiled = { headcount: here.total, value: expectation(baseline, priorOf(who, rules), Math.max(1, here.total)) };
    }
    return compiled.value;
  };
  /** Beyond a count on the day that runs, which is in the guard band. */
  const relearn = (learnt: Baseline): void => {
    if (learnt !== baseline) compiled = undefined;
    baseline = learnt;
  };

  const viewAt = (at: Instant, here: Headcounts): View => ({
    at,
    began,
    floor,
    recent,
    fresh,
    expected: expected(here),
    alarms: alarmsOf(who, rules),
    here,
  });

  const moveTo = (at: Instant, here: Headcounts): Turn[] => {
    const turns: Turn[] = [];
    while (today(baseline) < dayOf(at)) {
      const midnight = (today(baseline) + 1) * DAY;
      now = Math.max(now, midnight);
      restBleed(midnight, 0, here);
      relearn(nextDay(baseline, expected(here)));
      if (wave !== undefined) relearn(without(baseline, today(baseline), today(baseline)));
      for (const some of [recent, fresh]) some.forgetBefore(Math.min(midnight - RECENT, wave?.start ?? midnight));
      turns.push(...settle(midnight, [], here).filter(({ turn }) => turn !== "updated"));
    }
    now = Math.max(now, at);
    return turns;
  };

  const restBleed = (at: Instant, departures: number, here: Headcounts): void => {
    if (at < began + BLEED_FROM) bleed = { score: 0, since: at, at };
    else bleed = bled(bleed, at, expected(here).exposure(bleed.at, at), departures, ordinaryIn(viewAt(at, here)));
  };

  /** All departures of one instant: their order among themselves changes nothing. */
  const takeAt = (at: Instant, departed: readonly Departed[], here: Headcounts): Turn[] => {
    const turns = moveTo(at, here);
    const clamped = departed
      .map((one) => ({ ...one, at, since: Math.min(at, Math.max(one.since, at - RECENT + DAY)) }))
      .filter((one) => recent.add(one));
    if (clamped.length === 0) return turns;
    for (const one of clamped) fresh.add(one);
    restBleed(at, clamped.length, here);
    for (const one of clamped) {
      if (at - one.since > TOO_WIDE) relearn(without(baseline, dayOf(one.since), dayOf(at)));
      else baseline = counted(baseline, one, companyOf(viewAt(at, here), one));
    }
    // A wave of everybody cannot become wider.
    const signals = wave?.scopes.includes("organisation") ? [] : signalsIn(viewAt(at, here), clamped, bleed);
    return [...turns, ...settle(at, signals, here)];
  };

  const settle = (at: Instant, signals: readonly Signal[], here: Headcounts): Turn[] => {
    const open = wave;
    const view = viewAt(at, here);
    const seen = {
      at,
      signals,
      unusual: open !== undefined && open.scopes.some((scope) => goesOn(view, open, scope)),
      quietFor: open === undefined ? 0 : view.expected.exposure(open.unusualAt, at),
      standing: open === undefined ? 0 : standingIn(view, open),
    };
    const next = step(open, seen, (signal) => startOf(view, signal));
    if (next.turn === "none") return [];
    if (next.turn === "closed") return [close(next.wave, { at, why: next.why }, here)];
    wave = next.wave;
    if (next.turn === "updated") return [{ turn: "updated", at }];
    relearn(without(baseline, dayOf(wave.start), dayOf(at)));
    return [{ turn: "opened", at, wave: describeNow(wave, here) }];
  };

  const close = (open: OpenWave, closed: NonNullable<Wave["closed"]>, here: Headcounts): Turn => {
    const closing = describeNow(open, here, closed);
    wave = undefined;
    floor = closed.at;
    fresh = takenAfter(floor);
    bleed = { score: 0, since: closed.at, at: Math.max(bleed.at, closed.at) };
    if (closed.why === "lasting") relearn(relearnt(baseline, dayOf(open.start)));
    return { turn: "closed", at: closed.at, wave: closing };
  };

  const describeNow = (open: OpenWave, here: Headcounts, closed?: Wave["closed"]): Wave => {
    const { between, course, dispersion } = expected(here);
    const varies = (mean: number): number => dispersion("organisation", DAY, mean);
    const departed = fresh.since(open.start);
    return describe(open, { who, departed, here, between, course, dispersion: varies }, closed);
  };

  return {
    take: (departed, here) =>
      [...Map.groupBy(departed, ({ at }) => Math.max(at, now, floor + 1))]
        .toSorted(([a], [b]) => a - b)
        .flatMap(([at, some]) => takeAt(at, some, here)),
    takeBack: (ids, at, here) => {
      const turns = moveTo(Math.max(at, now), here);
      const back = ids.flatMap((id) => recent.remove(id) ?? []);
      for (const departed of back) {
        fresh.remove(departed.id);
        relearn(uncounted(baseline, departed));
      }
      const open = wave;
      if (open === undefined || back.length === 0) return turns;
      wave = { ...open, back: [...open.back, ...back.filter(({ since }) => since >= open.start)] };
      return [...turns, ...settle(now, [], here)];
    },
    pass: (at, here) =>
      at > now
        ? moveTo(at, here)
            .concat(settle(at, [], here))
            .filter(({ turn }) => turn !== "updated")
        : [],
    wave: (here) => (wave === undefined ? undefined : describeNow(wave, here)),
    saved: () => ({
      who,
      began,
      floor,
      now,
      baseline,
      recent: [...recent.all()],
      bleed,
      ...(wave === undefined ? {} : { wave }),
    }),
  };
}
