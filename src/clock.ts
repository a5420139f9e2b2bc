import type { Clock } from "./app/ports.ts";
import { RollcallError } from "./core/errors.ts";
import type { Instant } from "./core/time.ts";

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now(), sleep: pause, every };

/**
 * A clock that starts at `start` and moves only by what is slept, `speed` times as fast as the machine's. The machine's own
 * work takes none of its time, so that a slow machine lives through the same day as a fast one.
 */
export function fastClock(start: Instant, speed: number): Clock {
  let now = start;
  return {
    now: () => now,
    sleep: async (ms, signal) => {
      const until = now + ms;
      await pause(ms / speed, signal);
      now = Math.max(now, until);
    },
    // By the machine's clock: what is to be done now and then is to be done for a process, which lives in its time.
    every,
  };
}

function every(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms).unref();
  return () => clearInterval(timer);
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new RollcallError("interrupted", "Interrupted while waiting: what was read completely is kept."));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}
