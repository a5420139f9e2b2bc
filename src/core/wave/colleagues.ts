// Whom to ask for next, one by one, while a wave goes on: whoever shares a team, a manager, a place or a room with people who have
// just left. A hint where to look and nothing more: what is told of an account is what the tool answers about it.
import type { Attributes } from "../directory/account.ts";
import type { RosterEntry } from "../directory/roster.ts";
import { type Instant, MINUTE } from "../time.ts";
import { groupsOf } from "./groups.ts";
import { isHere } from "./population.ts";

/** Who left so long ago, as far as was found, says nothing of today's colleagues. */
export const FRESH = 30 * MINUTE;
/** Nobody is asked for again within this time: the answer would mostly be the same. */
const AGAIN = 5 * MINUTE;
/** One who leaves is everyday; two of one circle within half an hour are not. */
const LEAVERS = 2;
/** The circle has to lose so many times the share that the whole directory loses: else everybody would be a colleague. */
const TIMES = 3;
/** A larger circle says nothing of who in it is next. */
const LARGEST = 1000;

/** Somebody whose leaving was found lately. */
export interface FreshLeaver {
  readonly at: Instant;
  readonly lastKnown: Attributes;
}

/** Who is here, by circle (a team, a manager's people, a place, a channel, a user group). */
export interface Circles {
  /** How many are here. */
  readonly staff: number;
  readonly of: ReadonlyMap<string, readonly string[]>;
}

/** @param entries the roster */
export function circlesOf(entries: Iterable<RosterEntry>): Circles {
  const of = new Map<string, string[]>();
  let staff = 0;
  for (const entry of entries) {
    if (!isHere(entry)) continue;
    staff++;
    for (const circle of circlesIn(entry.account.attributes)) {
      const members = of.get(circle);
      if (members === undefined) of.set(circle, [entry.account.id]);
      // One more than the largest tells that it is too large.
      else if (members.length <= LARGEST) members.push(entry.account.id);
    }
  }
  for (const [circle, { length }] of of) if (length > LARGEST) of.delete(circle);
  return { staff, of };
}

function circlesIn(attributes: Attributes): string[] {
  const { manager, channels = [], groups = [] } = attributes;
  return [
    ...groupsOf(attributes, manager == null ? [] : [manager]),
    ...channels.map((id) => `channel:${id}`),
    ...groups.map((id) => `group:${id}`),
  ];
}

/** What is known of who was asked for and who is known to have gone since the roster was read. */
export interface AskedSoFar {
  /** When each was last asked for. */
  readonly asked: ReadonlyMap<string, Instant>;
  readonly gone: ReadonlySet<string>;
}

/**
 * The ids to ask for next, the likeliest to have left first: the share of the circle that has left, times how long ago each was
 * last looked at. The order is the same for the same input. Empty where nobody has fresh leavers around them.
 * @param most how many, by the budget of calls
 */
export function colleaguesToAsk(
  leavers: readonly FreshLeaver[],
  { staff, of }: Circles,
  { asked, gone }: AskedSoFar,
  now: Instant,
  most: number,
): string[] {
  const fresh = leavers.filter(({ at }) => now - at < FRESH);
  const lost = new Map<string, number>();
  for (const { lastKnown } of fresh)
    for (const circle of circlesIn(lastKnown)) lost.set(circle, (lost.get(circle) ?? 0) + 1);
  const usual = fresh.length / Math.max(1, staff);
  const scores = new Map<string, number>();
  for (const [circle, left] of lost) {
    const members = of.get(circle) ?? [];
    // Some of those who left are still among the members, who were counted before.
    const here = members.filter((id) => !gone.has(id));
    const share = left / (left + here.length);
    if (left < LEAVERS || share < TIMES * usual) continue;
    for (const id of here) {
      const age = Math.min(FRESH, now - (asked.get(id) ?? -Infinity));
      if (age < AGAIN) continue;
      scores.set(id, Math.max(scores.get(id) ?? 0, share * age));
    }
  }
  return [...scores]
    .toSorted(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([id]) => id);
}
