// The staircase (design, section 6): what is published of each unit, which only ever rises, and in long steps.
import { shortDigest } from "../digest.ts";
import { RollcallError } from "../errors.ts";
import type { Instant } from "../time.ts";
import type { Settled } from "./settled.ts";
import type { Partition, Unit } from "./units.ts";

declare const ledger: unique symbol;

/** What has been published of a unit. */
interface Step {
  /** 0, or at least one step and at most headcount − k. */
  readonly value: number;
  /** The number of the release that published it; 0 for none. */
  readonly since: number;
  /** It never changes again, because an official total would tell the rest (`withTotal`). */
  readonly frozen: boolean;
}

/**
 * What one audience has been told, for all time. Only this module makes one, and what an audience sees is made of nothing
 * else. `departures`: a staircase over settled leavers. `ledger`: a staircase over what such a ledger has published.
 */
export interface Ledger<Over extends "departures" | "ledger" = "departures" | "ledger"> {
  readonly over: Over;
  readonly k: number;
  /** By how much a unit has to rise to be published anew: k, and over another ledger more (`openOver`). */
  readonly step: number;
  readonly units: readonly Unit[];
  /** `p-…`, a digest of the units by name and headcount, by which copies of a report are held against each other (trust.md, R-D9). */
  readonly partition: string;
  /** By unit id; every unit has one. */
  readonly published: ReadonlyMap<string, Step>;
  /** How many releases there were. */
  readonly release: number;
  /** When the last one was; null before the first. */
  readonly at: Instant | null;
  /** How many official totals the audience is taken to know. */
  readonly totals: number;
  readonly [ledger]: true;
}

/** A ledger as it is kept: plain data, without anybody's id. */
export type StoredLedger = Omit<Ledger, "published" | "partition" | typeof ledger> & {
  readonly published: readonly (Step & { readonly unit: string })[];
};

/** Below this, k to headcount − k holds nothing (trust.md, section 1.3: the hard floor). */
const FLOOR = 2;

/**
 * A ledger over settled leavers, with nothing published.
 * @throws RollcallError `bad_setting` where k is no whole number from 2 on or a unit has fewer than 2k people, `fault` where a
 *   unit is there twice
 */
export function openLedger(units: readonly Unit[], k: number): Ledger<"departures"> {
  return opened(units, { k, step: k }, "departures");
}

/**
 * A ledger for more readers, over what `first` publishes and never over leavers: two staircases over leavers tell exact
 * small differences (6 here and 10 there is 4).
 *
 * It rises by k + (k of `first`) − 1, not by k. `first` never stands between a count and the next k − 1, so that a rise to P tells that
 * before it there were not more than P − (k of `first`): from 0 to 10 over a ledger of 5, that at the first release there
 * were 5 at most, and that 5 to 10 have left since. With the longer step at least k counts are possible there.
 * @throws RollcallError `bad_setting` where k is less than that of `first`, or a unit has fewer than 2k people
 */
export function openOver(first: Ledger<"departures">, k: number): Ledger<"ledger"> {
  if (k < first.k) {
    throw new RollcallError("bad_setting", `k is ${k} over a ledger of k = ${first.k}: set ${first.k} or more.`);
  }
  return opened(first.units, { k, step: k + first.k - 1 }, "ledger");
}

/**
 * The next release of a ledger over leavers: what rose by k or more is published, as long as k people of the unit or more are
 * not told of; everything else stays, whatever the reason.
 * @throws RollcallError `fault` where it is not later than the last release
 */
export function released(before: Ledger<"departures">, settled: Settled): Ledger<"departures"> {
  return climbed(before, settled.at, (unit) => settled.counts.get(unit) ?? 0);
}

/**
 * The release of a ledger over another, which had its own before.
 * @throws RollcallError `fault` where it is not later than the last release, or `first` does not have the same units
 */
export function releasedOver(before: Ledger<"ledger">, first: Ledger<"departures">): Ledger<"ledger"> {
  if (first.at === null || before.units.some(({ id }) => !first.published.has(id))) {
    throw new RollcallError("fault", "A ledger was to be released over one that had no release of the same units.");
  }
  return climbed(before, first.at, (unit) => first.published.get(unit)?.value ?? 0);
}

/** The same ledger with the units of people who joined later; what has been published of the others stays. */
export function withUnits<Over extends "departures" | "ledger">(
  before: Ledger<Over>,
  { units }: Partition,
): Ledger<Over> {
  return withPublished(before, checkedUnits([...before.units, ...units], before.k), before.published);
}

/**
 * A ledger after an official total that everybody may know (a notice to the authorities, a press release), as of its last
 * release. By it a reader bounds each unit by the others: at least the total less the most of the others, at most the total
 * less the least of them. Where that leaves every unit that stands below what it may be all of its k possible counts, nothing
 * has been told and all goes on; otherwise those units are frozen, since a later release of one would tell of the others.
 * A second total freezes them always (the difference of two totals is a count of its own), and of a ledger over another any
 * total freezes every unit, since its readers may not know what the other withholds. What is out cannot be recalled.
 *
 * The most of a unit is taken as published + k − 1 although almost everybody may have left it: later releases may rule that out.
 * @param low at least so many left, of those who are counted
 * @param high at most so many; the same as `low` for an exact figure
 * @throws RollcallError `usage` where it is no range of whole numbers, or nothing has been released yet
 */
export function withTotal<Over extends "departures" | "ledger">(
  before: Ledger<Over>,
  { low, high }: { readonly low: number; readonly high: number },
): { readonly ledger: Ledger<Over>; readonly frozen: readonly Unit[] } {
  if (!(Number.isInteger(low) && Number.isInteger(high) && low >= 0 && low <= high)) {
    throw new RollcallError("usage", `A total of ${low} to ${high} is no range of whole numbers: state one.`);
  }
  if (before.release === 0)
    throw new RollcallError("usage", "Nothing has been released yet: state the total afterwards.");
  const { k, over, totals, published } = before;
  const known = [...published.values()].reduce((sum, { value }) => sum + value, 0);
  // Of a unit that the last release of leavers published, the count is known to the reader anyway.
  const open = before.units.filter(({ id }) => over === "ledger" || published.get(id)?.since !== before.release);
  const tellsNothing =
    over === "departures" && totals === 0 && high - known >= k - 1 && low - known <= (k - 1) * (open.length - 1);
  const after = { ...before, totals: totals + 1 };
  if (tellsNothing) return { ledger: after, frozen: [] };
  const steps = new Map(published);
  for (const { id } of open) steps.set(id, { ...stepOf(before, id), frozen: true });
  return { ledger: { ...after, published: steps }, frozen: open };
}

export function storedOf({ over, k, step, units, published, release, at, totals }: Ledger): StoredLedger {
  const rows = [...published].map(([unit, of]) => ({ unit, ...of }));
  return { over, k, step, units, published: rows, release, at, totals };
}

/**
 * A ledger as it was kept.
 * @param over what it has to be over
 * @throws RollcallError `store_damaged` where it holds what no releases can have made
 */
export function ledgerFrom<Over extends "departures" | "ledger">(over: Over, stored: StoredLedger): Ledger<Over> {
  const { published, units, k, step, release, ...rest } = stored;
  const steps = new Map(published.map(({ unit, ...of }) => [unit, of] as const));
  const sound = ({ id, headcount }: Unit): boolean => {
    const { value = -1, since = -1 } = steps.get(id) ?? {};
    if (value === 0) return since === 0;
    return Number.isInteger(value) && value >= step && value <= headcount - k && since >= 1 && since <= release;
  };
  const whole = step >= k && steps.size === published.length && steps.size === units.length && units.every(sound);
  if (stored.over !== over || !whole) {
    throw new RollcallError(
      "store_damaged",
      "The ledger in the store is not one that releases made: restore the store.",
    );
  }
  return withPublished({ ...rest, k, step, release } as unknown as Ledger<Over>, checkedUnits(units, k), steps);
}

function opened<Over extends "departures" | "ledger">(
  units: readonly Unit[],
  { k, step }: { readonly k: number; readonly step: number },
  over: Over,
): Ledger<Over> {
  if (!Number.isInteger(k) || k < 2) {
    throw new RollcallError("bad_setting", `k is ${k}: it has to be a whole number from 2 on.`);
  }
  const blank = { over, k, step, units: [], published: new Map(), release: 0, at: null, totals: 0 };
  return withPublished(blank as unknown as Ledger<Over>, checkedUnits(units, k), new Map());
}

function climbed<Over extends "departures" | "ledger">(
  before: Ledger<Over>,
  at: Instant,
  countOf: (unit: string) => number,
): Ledger<Over> {
  if (before.at !== null && at <= before.at) {
    throw new RollcallError("fault", "A release was to be made that is not later than the one before.");
  }
  const release = before.release + 1;
  const steps = before.units.map(({ id, headcount }) => {
    const step = stepOf(before, id);
    const count = countOf(id);
    const climbs = !step.frozen && count - step.value >= before.step && count <= headcount - before.k;
    return [id, climbs ? { ...step, value: count, since: release } : step] as const;
  });
  return { ...before, published: new Map(steps), release, at };
}

function withPublished<Over extends "departures" | "ledger">(
  before: Ledger<Over>,
  units: readonly Unit[],
  published: ReadonlyMap<string, Step>,
): Ledger<Over> {
  const nothing: Step = { value: 0, since: 0, frozen: false };
  return {
    ...before,
    units,
    partition: digestOf(units),
    published: new Map(units.map(({ id }) => [id, published.get(id) ?? nothing] as const)),
  };
}

function checkedUnits(units: readonly Unit[], k: number): readonly Unit[] {
  if (new Set(units.map(({ id }) => id)).size < units.length) {
    throw new RollcallError("fault", "A unit was to be counted twice in one ledger.");
  }
  const small = units.find(({ headcount }) => !(headcount >= FLOOR * k));
  if (small !== undefined) {
    throw new RollcallError(
      "bad_setting",
      `${small.name} has ${small.headcount} people: k = ${k} needs ${FLOOR * k} or more.`,
    );
  }
  return units;
}

function digestOf(units: readonly Unit[]): string {
  const about = JSON.stringify(units.map(({ name, headcount }) => [name, headcount]));
  return `p-${shortDigest(about)}`;
}

function stepOf(of: Ledger, unit: string): Step {
  return of.published.get(unit) ?? { value: 0, since: 0, frozen: false };
}
