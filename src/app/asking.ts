import type { Instant } from "../core/time.ts";
import { type Asked, type Purpose, stillCounted } from "../core/wave/spare.ts";
import type { Clock } from "./ports.ts";

/** What this process asks of a directory account by account. */
export interface Asking {
  /** What the tool still counts. */
  readonly asked: (now: Instant) => readonly Asked[];
  /** Somebody is being asked for who confirms a reading, or to whom an event points. */
  readonly isConfirming: () => boolean;
  readonly during: <T>(accounts: number, purpose: Purpose, work: () => Promise<T>) => Promise<T>;
}

/** By clock, as the pace of the calls is: tests run several processes of ours in one. */
const all = new WeakMap<Clock, Map<string, Asking>>();

export function askingOf({ clock }: { readonly clock: Clock }, directory: string): Asking {
  const mine = all.get(clock) ?? new Map<string, Asking>();
  all.set(clock, mine);
  const known = mine.get(directory) ?? createAsking(clock);
  mine.set(directory, known);
  return known;
}

function createAsking(clock: Clock): Asking {
  let asked: Asked[] = [];
  let confirming = 0;
  return {
    asked: (now) => (asked = stillCounted(asked, now)),
    isConfirming: () => confirming > 0,
    during: async (accounts, purpose, work) => {
      const at = clock.now();
      asked = [...stillCounted(asked, at), { at, accounts, purpose }];
      const counts = purpose === "confirming" ? 1 : 0;
      confirming += counts;
      try {
        return await work();
      } finally {
        confirming -= counts;
      }
    },
  };
}
