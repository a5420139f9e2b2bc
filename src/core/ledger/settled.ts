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

/**
 * Somebody who left and of whom nothing else is kept: what was counted stays counted, and what would have been counted at the
 * next release is (`settling`).
 */
export interface Leaver {
  /** In place of the account's id, in the partition too. */
  readonly member: string;
  /** The departure's `notAfter`; 0 once a release has counted it. */
  readonly at: Instant;
  /** When they were back; null where they never were. */
  readonly back: Instant | null;
}

/** Shorter, and a fault that is put right the same day is counted; longer, and a week is over before anybody hears (trust.md, R-D8). */
export const SETTLES = { least: HOUR, most: 7 * DAY, usual: DAY } as const;

/**
 * The people who left: accounts of the directory that is counted, confirmed, that long ago. Who came back before that never
 * left; who came back after it stays counted, so that the counts of one history never fall. Who leaves twice is one leaver.
 * @param partitions the base partition, and those of people who joined later
 * @param after how long a departure has to stand (milliseconds), from when it was known
 * @param leavers whoever left and has no departure any more
 * @throws RollcallError `bad_setting` where `after` is not 1 hour to 7 days
 */
export function settledLeavers(
  partitions: readonly Partition[],
  departures: Iterable<Departure>,
  { at, after = SETTLES.usual }: { readonly at: Instant; readonly after?: number },
  leavers: readonly Leaver[] = [],
): Settled {
  if (!(after >= SETTLES.least && after <= SETTLES.most)) {
    throw new RollcallError("bad_setting", "A departure settles within 1h to 7d: set a time between them.");
  }
  const left = new Map<string, Set<string>>();
  const count = (id: string, { unitOf }: Partition): void => {
    const unit = unitOf.get(id);
    if (unit !== undefined) left.set(unit, (left.get(unit) ?? new Set()).add(id));
  };
  for (const departure of departures) {
    if (!departure.confirmed || settling(spanOf(departure), at, after) !== "settled") continue;
    for (const account of departure.accounts) {
      for (const one of partitions) if (one.directory === account.directory) count(account.id, one);
    }
  }
  for (const leaver of leavers) {
    if (settling(leaver, at, after) === "settled") for (const one of partitions) count(leaver.member, one);
  }
  const counts = new Map([...left].map(([unit, who]) => [unit, who.size] as const));
  return { at, counts } as unknown as Settled;
}

function spanOf({ at, reversed }: Departure): Pick<Leaver, "at" | "back"> {
  return { at: at.notAfter, back: reversed?.at.notAfter ?? null };
}

/**
 * Whether leaving counts at a release, by when things were known and not when they happened: what was known at a release is known
 * ever after. `never`: they were back before it had settled.
 */
export function settling(
  { at, back }: Pick<Leaver, "at" | "back">,
  now: Instant,
  after: number,
): "settled" | "not yet" | "never" {
  const then = at + after;
  if (back !== null && back <= then) return "never";
  return then <= now ? "settled" : "not yet";
}
