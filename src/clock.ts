import type { Clock } from "./app/ports.ts";
import { RollcallError } from "./core/errors.ts";
import type { Instant } from "./core/time.ts";

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now(), sleep: pause };

/** A clock that starts at `start` and runs `speed` times as fast as the machine's; its sleeps are as much shorter. */
export function fastClock(start: Instant, speed: number): Clock {
  const origin = performance.now();
  return {
    now: () => Math.round(start + (performance.now() - origin) * speed),
    sleep: (ms, signal) => pause(ms / speed, signal),
  };
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
