import type { Clock } from "../app/ports.ts";
import { type Instant, MINUTE } from "../core/time.ts";

/** Keeps calls within rate limits, key by key (a key is what the other side counts by: directory and method). */
export interface Pace {
  /**
   * Runs `work` so that at most `perMinute` calls of `key` fall into any 60 seconds, one at a time. Calls below that are
   * not held up at all: a small workspace is read at once, and a large one at the full budget.
   */
  run<T>(key: string, perMinute: number, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Holds every call of `key` back for `ms`, as a Retry-After asks. */
  pause(key: string, ms: number): void;
}

interface Lane {
  /** When the last calls ended, oldest first. */
  ended: Instant[];
  pausedUntil: Instant;
  turn: Promise<unknown>;
}

export function createPace(clock: Clock): Pace {
  const lanes = new Map<string, Lane>();
  const laneOf = (key: string): Lane => {
    const lane = lanes.get(key) ?? { ended: [], pausedUntil: -Infinity, turn: Promise.resolve() };
    lanes.set(key, lane);
    return lane;
  };

  const inTurn = async <T>(lane: Lane, perMinute: number, work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    for (let wait = waitOf(lane, perMinute, clock.now()); wait > 0; wait = waitOf(lane, perMinute, clock.now())) {
      await clock.sleep(wait, signal);
    }
    try {
      return await work();
    } finally {
      // The end and not the beginning: the other side counted the call somewhere between the two.
      lane.ended.push(clock.now());
      lane.ended = lane.ended.slice(-perMinute);
    }
  };

  return {
    run: (key, perMinute, work, signal) => {
      const lane = laneOf(key);
      const mine = lane.turn.then(() => inTurn(lane, perMinute, work, signal));
      lane.turn = mine.catch(() => undefined);
      return mine;
    },
    pause: (key, ms) => {
      const lane = laneOf(key);
      lane.pausedUntil = Math.max(lane.pausedUntil, clock.now() + ms);
    },
  };
}

function waitOf(lane: Lane, perMinute: number, now: Instant): number {
  const full = lane.ended.length >= perMinute ? lane.ended[lane.ended.length - perMinute] : undefined;
  return Math.max(full === undefined ? 0 : full + MINUTE - now, lane.pausedUntil - now);
}

const paces = new WeakMap<Clock, Pace>();

/** The one pace of a clock: readings that follow one another share the other side's counters, so they share ours. */
export function paceOf(clock: Clock): Pace {
  const pace = paces.get(clock) ?? createPace(clock);
  paces.set(clock, pace);
  return pace;
}
