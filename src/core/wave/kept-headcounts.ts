// How many people are in which group, kept beside the roster: counting anew would read everybody for each who leaves.
import type { RosterEntry } from "../directory/roster.ts";
import { type GroupKey, type Grouping, GROUPINGS, groupingOf, groupsOf, type Headcounts } from "./groups.ts";
import { isHere, type Population, WHO, whoIs } from "./population.ts";
import type { Who } from "./wave.ts";

/** Of a directory in which nobody names a manager: whose tree somebody is in depends on the records of others. */
export type KeptHeadcounts = Readonly<
  Record<Who, { readonly total: number; readonly of: Readonly<Record<string, number>> }>
>;

/** An account's entry before and after; undefined before, where it is new. */
export type Moved = readonly [before: RosterEntry | undefined, after: RosterEntry];

/** Of a directory that nobody is in. */
export const NOBODY: KeptHeadcounts = { staff: { total: 0, of: {} }, guests: { total: 0, of: {} } };

/** @returns undefined where somebody names a manager */
export function keptHeadcounts(entries: Iterable<RosterEntry>): KeptHeadcounts | undefined {
  return movedHeadcounts(
    NOBODY,
    Iterator.from(entries).map((entry): Moved => [undefined, entry]),
  );
}

/** The same after these changes; undefined where it was, and where somebody names a manager now. */
export function movedHeadcounts(kept: KeptHeadcounts | undefined, moved: Iterable<Moved>): KeptHeadcounts | undefined {
  if (kept === undefined) return undefined;
  const counts = { staff: counting(kept.staff), guests: counting(kept.guests) };
  for (const [before, after] of moved) {
    if (hasManager(after)) return undefined;
    if (before !== undefined) add(counts, before, -1);
    add(counts, after, 1);
  }
  const { staff, guests } = counts;
  return {
    staff: { total: staff.total, of: Object.fromEntries(staff.of) },
    guests: { total: guests.total, of: Object.fromEntries(guests.of) },
  };
}

interface Counting {
  total: number;
  readonly of: Map<string, number>;
}

function counting({ total, of }: KeptHeadcounts[Who]): Counting {
  return { total, of: new Map(Object.entries(of)) };
}

function add(counts: Record<Who, Counting>, entry: RosterEntry, by: 1 | -1): void {
  if (!isHere(entry)) return;
  const { attributes } = entry.account;
  const mine = counts[whoIs(attributes)];
  mine.total += by;
  for (const key of groupsOf(attributes, [])) {
    const now = (mine.of.get(key) ?? 0) + by;
    if (now === 0) mine.of.delete(key);
    else mine.of.set(key, now);
  }
}

function hasManager({ account: { attributes } }: RosterEntry): boolean {
  return Boolean(attributes.manager);
}

export function populationFrom(kept: KeptHeadcounts): Population {
  const [staff, guests] = WHO.map((who) => headcountsFrom(kept[who])) as [Headcounts, Headcounts];
  return { here: { staff, guests }, groupsOf: (_, attributes) => groupsOf(attributes, []) };
}

function headcountsFrom({ total, of }: KeptHeadcounts[Who]): Headcounts {
  const groups = Object.fromEntries(GROUPINGS.map((by) => [by, 0])) as Record<Grouping, number>;
  const counts = new Map(Object.entries(of) as [GroupKey, number][]);
  for (const key of counts.keys()) groups[groupingOf(key)]++;
  return { total, of: counts, groups };
}
