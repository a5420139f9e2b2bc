import { RollcallError } from "../core/errors.ts";
import type { Context } from "./context.ts";

/** Does `work` again and again, each time after the pause that it gives, until the signal aborts. */
export async function repeat(
  { clock, signal }: Context,
  work: () => Promise<number>,
  /** Gives a signal that cuts the pause short. */
  early?: () => AbortSignal,
): Promise<void> {
  for (;;) {
    if (signal?.aborted === true) return;
    // Asked for before the work: what rings during it is not slept through.
    const woken = early?.();
    const pause = await work();
    try {
      await clock.sleep(Math.max(0, pause), signal, woken);
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== "interrupted") throw error;
    }
  }
}

/** Wakes those who wait for something that others do. */
export interface Bell {
  readonly ring: () => void;
  /** A signal that aborts at the next ring. */
  readonly heard: () => AbortSignal;
}

/** Without a reason of ours each ring would make an error, with a stack that nobody reads. */
const RUNG = Symbol("rung");

export function createBell(): Bell {
  // Made where somebody waits: most rings wake nobody.
  let next: AbortController | undefined;
  return {
    ring: () => {
      const rung = next;
      next = undefined;
      rung?.abort(RUNG);
    },
    heard: () => (next ??= new AbortController()).signal,
  };
}

/** Lets so many through at once; who comes later waits, in the order of coming. */
export interface Gate {
  /** @returns what to call once the way is free for the next; calling it again does nothing */
  readonly enter: () => Promise<() => void>;
}

export function createGate(places: number): Gate {
  const waiting: (() => void)[] = [];
  let free = places;
  return {
    enter: async () => {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        const next = waiting.shift();
        if (next === undefined) free++;
        else next();
      };
    },
  };
}
