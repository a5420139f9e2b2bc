import type { Interval } from "../time.ts";
import { type Account, type Attributes, type Kind, whereabouts } from "./account.ts";
import type { Departure } from "./departure.ts";
import type { RosterEntry } from "./roster.ts";

/** Whom departures are counted against: an account, or `many` that are alike in all of this and need no id. */
export interface Colleague extends Pick<RosterEntry, "presence"> {
  readonly account: {
    readonly id?: string;
    readonly status: Account["status"];
    readonly attributes: Pick<Attributes, "kind" | "location" | "team" | "timezone">;
  };
  readonly many?: number;
}

/** How many left of how many. */
export interface Share {
  readonly value: string;
  readonly left: number;
  readonly of: number;
}

/** Departures taken together: how many, from where, when, against the headcount of the same place. */
export interface Tally {
  /** People who are not guests; whoever the tool says nothing of counts as staff. */
  readonly staff: number;
  readonly guests: number;
  readonly unconfirmed: number;
  readonly cameBack: number;
  /** Staff who were there before the departures. */
  readonly headcount: number;
  readonly at: Interval;
  /** Of staff, the most departures first; places and teams that are not known come as `unknown`. */
  readonly places: readonly Share[];
  readonly teams: readonly Share[];
  /** Where the places were read: `field Office`, `timezone`, the most frequent first. */
  readonly placesFrom: readonly string[];
}

const UNKNOWN = "unknown";

/** The accounts of those who left. */
export function leaversOf(departures: readonly Departure[]): string[] {
  return departures.flatMap(({ accounts }) => accounts.slice(0, 1).map(({ id }) => id));
}

/**
 * @param departures of one directory; at least one.
 * @param colleagues the roster after them, for the headcounts; of the others than those who left it is enough that they are counted
 */
export function tally(departures: readonly Departure[], colleagues: Iterable<Colleague>): Tally {
  const staff = departures.filter((departure) => isStaff(departure.accounts[0]?.kind));
  const guests = departures.filter((departure) => departure.accounts[0]?.kind === "guest").length;
  const leaving = new Set<string | undefined>(leaversOf(staff.filter(({ reversed }) => reversed === undefined)));
  const told = new Set<string | undefined>(leaversOf(staff));
  const places = new Map<string, number>();
  const teams = new Map<string, number>();
  let headcount = 0;
  for (const colleague of colleagues) {
    const { account, many = 1 } = colleague;
    const { kind, team } = account.attributes;
    if (!isStaff(kind)) continue;
    // Leavers are not active any more, and those whose removal waits still are; each counts once.
    if (!isHere(colleague) && !leaving.has(account.id)) continue;
    headcount += many;
    // Who came back is among those who left, and counts once as well.
    if (told.has(account.id)) continue;
    count(places, whereabouts(account.attributes).location, many);
    count(teams, team, many);
  }
  const from = new Map<string, number>();
  for (const { lastKnown } of staff) count(from, lastKnown.locationFrom);
  const earliest = departures.map(({ at }) => at.notBefore);
  return {
    staff: staff.length,
    guests,
    unconfirmed: departures.filter(({ confirmed }) => !confirmed).length,
    cameBack: departures.filter(({ reversed }) => reversed !== undefined).length,
    headcount,
    at: {
      notBefore: earliest.includes(null) ? null : Math.min(...(earliest as number[])),
      notAfter: Math.max(...departures.map(({ at }) => at.notAfter)),
    },
    places: shares(
      staff.map(({ lastKnown }) => lastKnown.location),
      places,
    ),
    teams: shares(
      staff.map(({ lastKnown }) => lastKnown.team),
      teams,
    ),
    placesFrom: [...from].toSorted((a, b) => b[1] - a[1]).flatMap(([value]) => (value === UNKNOWN ? [] : [value])),
  };
}

export function isHere({ account, presence }: Colleague): boolean {
  return account.status === "active" && presence !== "removed";
}

function isStaff(kind: Kind | undefined): boolean {
  return kind === undefined || kind === "human";
}

function shares(values: readonly (string | null | undefined)[], remaining: ReadonlyMap<string, number>): Share[] {
  const left = new Map<string, number>();
  for (const value of values) count(left, value);
  return [...left]
    .map(([value, n]) => ({ value, left: n, of: n + (remaining.get(value) ?? 0) }))
    .toSorted((a, b) => b.left - a.left || a.value.localeCompare(b.value));
}

function count(counts: Map<string, number>, value: string | null | undefined, many = 1): void {
  const key = value ?? UNKNOWN;
  counts.set(key, (counts.get(key) ?? 0) + many);
}
