// Reporting units: the one division of the staff of a directory by which everything that is not a name is told.
import { shortDigest } from "../digest.ts";
import { whereabouts } from "../directory/account.ts";
import type { RosterEntry } from "../directory/roster.ts";
import { RollcallError } from "../errors.ts";
import { isHere, whoIs } from "../wave/population.ts";
import { clustersOf, type Cell, type Cluster } from "./merge.ts";

/** Somebody who is counted, by account id. Null where the directory states none. */
export interface Member {
  readonly id: string;
  readonly team: string | null;
  readonly place: string | null;
}

/** A unit as an audience may know it: places and teams, and how many people it had when it was made. Holds nobody's id. */
export interface Unit {
  /** `u-…`, a digest of what it is made of. */
  readonly id: string;
  /** Of teams and places alone, never of a manager. */
  readonly name: string;
  /** What was merged into it, in order. */
  readonly parts: readonly Cell[];
  /** Frozen: who leaves is still counted in it, and who moves stays with it. */
  readonly headcount: number;
}

/** A division of people into units, and who is in which. Made once; those who join later are divided by a partition of their own. */
export interface Partition {
  readonly directory: string;
  readonly units: readonly Unit[];
  /** Unit id by account id. */
  readonly unitOf: ReadonlyMap<string, string>;
}

export interface Sizes {
  /** The largest k of all ledgers over these units. */
  readonly k: number;
  /** How many people a unit should have; units of 20 show only half of a cut by 15 %. */
  readonly target?: number;
}

/** Where nothing else is set; docs/disclosure.md has what units of other sizes can show. */
export const TARGET = 80;
/** With fewer, single people show in the counts of authorised readers too (design, section 6). */
export const LEAST_K = 5;

/** The fewest people that a unit may ever have: max(4k, 20) (design, section 6). */
export function leastOf(k: number): number {
  return Math.max(4 * k, 20);
}

/**
 * The staff who are here, as units count them. A team or place that is called after somebody of the directory is none, and
 * nor is an address: names of units are shown to those who may know no names.
 * @param entries the whole roster
 */
export function membersOf(entries: Iterable<RosterEntry>): Member[] {
  const all = [...entries];
  const people = new Set(all.flatMap(({ account }) => fullName(account.attributes.name)));
  const shown = (value: string | null | undefined): string | null => {
    const text = value?.trim() ?? "";
    return text === "" || text.includes("@") || people.has(text.toLowerCase()) ? null : text;
  };
  return all
    .filter((entry) => isHere(entry) && whoIs(entry.account.attributes) === "staff")
    .map(({ account: { id, attributes } }) => ({
      id,
      team: shown(attributes.team),
      place: shown(whereabouts(attributes).location),
    }));
}

/** One word is as often a place as a person ("Paris", "Austin"), so that only whole names are taken for somebody's. */
function fullName(name: string | null | undefined): string[] {
  const text = name?.trim().toLowerCase() ?? "";
  return text.includes(" ") ? [text] : [];
}

/**
 * The base partition: cells of team and place, the smallest merged into its sibling (another place of the same team) until
 * every unit has enough people; teams that stay too small are "Other teams" together, by place. It looks at nothing but how
 * many people are where, so that it tells nothing of who leaves. There are no units where there are fewer people than one
 * may have.
 * @param members in any order; each account once
 * @throws RollcallError `bad_setting` where k or the target is too small, `fault` where an account is there twice
 */
export function partition(directory: string, members: readonly Member[], sizes: Sizes): Partition {
  return divided(directory, members, checked(sizes), 0);
}

/**
 * The partition of those who joined after the last one: undefined until they are enough for a unit of the size that is aimed
 * at, since a unit stays as small as it was made.
 * @param before the base partition, and those that were made since
 * @param pool everybody who joined and is in none of them, as first seen, **those who have left again among them**: when a unit
 *   is made, and how large, must depend on who joined and never on who left (trust.md, R-D1)
 * @throws RollcallError as `partition`, and `fault` where somebody is in a unit already
 */
export function joinedLater(
  before: readonly [Partition, ...Partition[]],
  pool: readonly Member[],
  sizes: Sizes,
): Partition | undefined {
  const { floor, least } = checked(sizes);
  if (pool.some(({ id }) => before.some(({ unitOf }) => unitOf.has(id)))) throw countedTwice();
  return pool.length < least ? undefined : divided(before[0].directory, pool, { floor, least }, before.length);
}

interface Bounds {
  /** No unit ever has fewer. */
  readonly floor: number;
  /** Units are merged until they have as many, as far as there are that many people. */
  readonly least: number;
}

function checked({ k, target }: Sizes): Bounds {
  if (!Number.isInteger(k) || k < LEAST_K) {
    throw new RollcallError("bad_setting", `k is ${k}: counts are safe from a whole number of ${LEAST_K} on.`);
  }
  const floor = leastOf(k);
  if (target !== undefined && !(Number.isInteger(target) && target >= floor)) {
    throw new RollcallError(
      "bad_setting",
      `Units of ${target} people are too small for k = ${k}: set ${floor} or more.`,
    );
  }
  return { floor, least: Math.max(floor, target ?? TARGET) };
}

function divided(directory: string, members: readonly Member[], bounds: Bounds, generation: number): Partition {
  if (new Set(members.map(({ id }) => id)).size < members.length) throw countedTwice();
  const clusters = members.length < bounds.floor ? [] : clustersOf(members, bounds.least);
  const units = new Map<Cluster, Unit>(
    clusters.map((cluster) => [cluster, unitFrom(directory, cluster, generation)] as const),
  );
  const home = new Map(clusters.flatMap((cluster) => cluster.parts.map((part) => [keyOf(part), cluster] as const)));
  const where = members.flatMap((member) => {
    const unit = units.get(home.get(keyOf(member)) as Cluster);
    return unit === undefined ? [] : [[member.id, unit.id] as const];
  });
  return { directory, units: [...units.values()], unitOf: new Map(where) };
}

function unitFrom(directory: string, { parts, headcount, name }: Cluster, generation: number): Unit {
  const about = JSON.stringify([directory, generation, parts.map(({ team, place }) => [team, place])]);
  const joined = generation === 0 ? "" : `Joined later${generation === 1 ? "" : ` (${generation})`}: `;
  return {
    id: `u-${shortDigest(about)}`,
    name: joined + name,
    parts,
    headcount,
  };
}

function countedTwice(): RollcallError {
  return new RollcallError("fault", "An account was to be counted twice: each account is in one unit.");
}

function keyOf({ team, place }: Cell): string {
  return JSON.stringify([team, place]);
}
