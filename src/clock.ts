import { onceAborted, type Signals } from "./core/aborted.ts";
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
    sleep: async (ms, ...signals) => {
      const until = now + ms;
      await pause(ms / speed, ...signals);
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

/** The same each time: loops are woken again and again, and nobody reads the stack that each error would be made with. */
const WOKEN = new RollcallError("interrupted", "Interrupted while waiting: what was read completely is kept.");

async function pause(ms: number, ...signals: Signals): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const forget = onceAborted(signals, () => reject(WOKEN));
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    forget();
  }
}
