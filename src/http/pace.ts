import type { Clock } from "../app/ports.ts";
import { type Instant, MINUTE, SECOND } from "../core/time.ts";

/** At most so many calls in any so many milliseconds. */
export interface Rate {
  readonly calls: number;
  readonly perMs: number;
}

/** How many seconds so many calls take: the first `perMinute` come at once, and as many again at each full minute. */
export function pacedSeconds(calls: number, perMinute: number): number {
  return (Math.floor((calls - 1) / perMinute) * MINUTE) / SECOND;
}

/** How fast a list is read: calls a minute, and records a page. */
export interface PagePace {
  readonly perMinute: number;
  readonly pageSize: number;
}

/** How many seconds a list of so many records takes, a page a call. @param more calls beside its pages */
export function listSeconds({ perMinute, pageSize }: PagePace, records: number, more: number): number {
  return pacedSeconds(Math.max(1, Math.ceil(records / pageSize)) + more, perMinute);
}

/** Keeps calls within rate limits, key by key (a key is what the other side counts by: directory and method). */
export interface Pace {
  /**
   * Runs `work` so that at most so many calls of `key` fall into any 60 seconds (a number), or into any span of the rate,
   * one at a time. Calls below that are not held up at all: a small workspace is read at once, and a large one at the full
   * budget.
   */
  run<T>(key: string, rate: number | Rate, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Holds every call of `key` back for `ms`, as a Retry-After asks. */
  pause(key: string, ms: number): void;
}

interface Lane {
  /** When the last calls ended, oldest first. */
  ended: Instant[];
  /** Pauses that were asked for: from when on, and for how long. */
  pauses: { readonly from: Instant; readonly ms: number }[];
  turn: Promise<unknown>;
}

export function createPace(clock: Clock): Pace {
  const lanes = new Map<string, Lane>();
  const laneOf = (key: string): Lane => {
    const lane = lanes.get(key) ?? { ended: [], pauses: [], turn: Promise.resolve() };
    lanes.set(key, lane);
    return lane;
  };

  const inTurn = async <T>(lane: Lane, rate: Rate, work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    for (let wait = waitOf(lane, rate, clock.now()); wait > 0; wait = waitOf(lane, rate, clock.now())) {
      await clock.sleep(wait, signal);
    }
    try {
      return await work();
    } finally {
      // The end and not the beginning: the other side counted the call somewhere between the two.
      lane.ended.push(clock.now());
      lane.ended = lane.ended.slice(-rate.calls);
    }
  };

  return {
    run: (key, wanted, work, signal) => {
      const lane = laneOf(key);
      const rate = typeof wanted === "number" ? { calls: wanted, perMs: MINUTE } : wanted;
      const mine = lane.turn.then(() => inTurn(lane, rate, work, signal));
      lane.turn = mine.catch(() => undefined);
      return mine;
    },
    pause: (key, ms) => {
      laneOf(key).pauses.push({ from: clock.now(), ms });
    },
  };
}

function waitOf(lane: Lane, { calls, perMs }: Rate, now: Instant): number {
  // What is later than now was before the clock was set back: as if it were now, it holds up no call for longer than it was to.
  lane.ended = lane.ended.map((at) => Math.min(at, now));
  lane.pauses = lane.pauses
    .map(({ from, ms }) => ({ from: Math.min(from, now), ms }))
    .filter(({ from, ms }) => from + ms > now);
  const full = lane.ended.length >= calls ? lane.ended[lane.ended.length - calls] : undefined;
  return Math.max(full === undefined ? 0 : full + perMs - now, ...lane.pauses.map(({ from, ms }) => from + ms - now));
}

const paces = new WeakMap<Clock, Pace>();

/** The one pace of a clock: readings that follow one another share the other side's counters, so they share ours. */
export function paceOf(clock: Clock): Pace {
  const pace = paces.get(clock) ?? createPace(clock);
  paces.set(clock, pace);
  return pace;
}
