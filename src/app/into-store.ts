import type { Store } from "./ports.ts";
import { type ReadingRules, takeReading } from "./take-reading.ts";
import type { Taker } from "./taker.ts";

/** Where dated readings go that a store takes. */
export function intoStore(store: Store, rules: ReadingRules): Taker {
  return {
    take: (snapshot) => takeReading(store, snapshot, rules),
    roster: (directory) => store.roster(directory),
  };
}
