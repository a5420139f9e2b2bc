// How many people of each unit have left for good: what the staircase climbs on, and nobody is shown.
import type { Departure } from "../directory/departure.ts";
import { RollcallError } from "../errors.ts";
import { DAY, HOUR, type Instant } from "../time.ts";
import type { Partition } from "./units.ts";

declare const settled: unique symbol;
/** Settled leavers at one instant. Goes into a release and nowhere else: what an audience sees is made of ledgers. */
export interface Settled {
  readonly at: Instant;
  /** By unit id; a unit that nobody left is missing. */
  readonly counts: ReadonlyMap<string, number>;
  readonly [settled]: true;
}

/** Shorter, and a fault that is put right the same day is counted; longer, and a week is over before anybody hears (trust.md, R-D8). */
const SETTLES = { least: HOUR, most: 7 * DAY, usual: DAY } as const;

/**
 * The people who left: accounts of the directory that is counted, confirmed, that long ago. Who came back before that never
 * left; who came back after it stays counted, so that the counts of one history never fall. Who leaves twice is one leaver.
 * @param partitions the base partition, and those of people who joined later
 * @param after how long a departure has to stand (milliseconds), from when it was known
 * @throws RollcallError `bad_setting` where `after` is not 1 hour to 7 days
 */
export function settledLeavers(
  partitions: readonly Partition[],
  departures: Iterable<Departure>,
  { at, after = SETTLES.usual }: { readonly at: Instant; readonly after?: number },
): Settled {
  if (!(after >= SETTLES.least && after <= SETTLES.most)) {
    throw new RollcallError("bad_setting", "A departure settles within 1h to 7d: set a time between them.");
  }
  const left = new Map<string, Set<string>>();
  for (const departure of departures) {
    if (!hasSettled(departure, at, after)) continue;
    for (const account of departure.accounts) {
      for (const { directory, unitOf } of partitions) {
        const unit = directory === account.directory ? unitOf.get(account.id) : undefined;
        if (unit === undefined) continue;
        left.set(unit, (left.get(unit) ?? new Set()).add(account.id));
      }
    }
  }
  const counts = new Map([...left].map(([unit, who]) => [unit, who.size] as const));
  return { at, counts } as unknown as Settled;
}

/** By when things were known, not when they happened: what was known at a release is known ever after. */
function hasSettled({ confirmed, at, reversed }: Departure, now: Instant, after: number): boolean {
  const then = at.notAfter + after;
  return confirmed && then <= now && (reversed === undefined || reversed.at.notAfter > then);
}
