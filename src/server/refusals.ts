import type { LiveEvent } from "../app/live.ts";
import type { Clock } from "../app/ports.ts";
import { MINUTE } from "../core/time.ts";

type Refused = Extract<LiveEvent, { readonly event: "refused" }>;

/** Counts requests that were refused, by the reason, which is a sentence of ours with nothing of the request in it. */
export interface Refusals {
  readonly add: (why: string) => void;
  /** Says what has not been said yet, and nothing more. */
  readonly close: () => void;
}

/** Each reason is told when it first occurs, and from then on once a minute with what has come since. */
export function createRefusals(clock: Pick<Clock, "every">, tell: (refused: Refused) => void): Refusals {
  const counts = new Map<string, number>();
  const sayAll = (): void => {
    for (const [error, requests] of counts) {
      if (requests === 0) counts.delete(error);
      else {
        counts.set(error, 0);
        tell({ event: "refused", requests, error });
      }
    }
  };
  const stop = clock.every(MINUTE, sayAll);
  return {
    add: (why) => {
      const count = counts.get(why);
      counts.set(why, (count ?? -1) + 1);
      if (count === undefined) tell({ event: "refused", requests: 1, error: why });
    },
    close: () => {
      stop();
      sayAll();
    },
  };
}
