// The groups in which a wave is looked for, and the naming of those that explain one.
import { type Attributes, whereabouts } from "../directory/account.ts";
import { ZONES } from "./zones.ts";

/** From the plainest word for a place to the least: of two groups that explain a wave equally well, the earlier is named. */
export const GROUPINGS = ["location", "team", "manager", "country", "timezone", "domain", "inviter"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** `location:Kraków`. The value of `manager` and `inviter` is an account id, or what the tool wrote where it is nobody's. */
export type GroupKey = `${Grouping}:${string}`;

/** Whether groups are called after somebody: their value is personal data. */
export function isPerson(by: Grouping): boolean {
  return by === "manager" || by === "inviter";
}

export function groupingOf(key: GroupKey): Grouping {
  return key.slice(0, key.indexOf(":")) as Grouping;
}

export function valueOf(key: GroupKey): string {
  return key.slice(key.indexOf(":") + 1);
}

/** Those who are here now, of one population (staff or guests). */
export interface Headcounts {
  readonly total: number;
  readonly of: ReadonlyMap<GroupKey, number>;
  /** How many groups there are to look at, by grouping. */
  readonly groups: Readonly<Record<Grouping, number>>;
}

/** @param people the groups of each. */
export function headcounts(people: Iterable<readonly GroupKey[]>): Headcounts {
  const of = new Map<GroupKey, number>();
  const groups = Object.fromEntries(GROUPINGS.map((by) => [by, 0])) as Record<Grouping, number>;
  let total = 0;
  for (const keys of people) {
    total++;
    for (const key of keys) {
      const before = of.get(key) ?? 0;
      of.set(key, before + 1);
      if (before === 0) groups[groupingOf(key)]++;
    }
  }
  return { total, of, groups };
}

/** The same people without these, by the groups of each. */
export function lessened(here: Headcounts, people: readonly (readonly GroupKey[])[]): Headcounts {
  if (people.length === 0) return here;
  const of = new Map(here.of);
  for (const key of people.flat()) of.set(key, Math.max(0, (of.get(key) ?? 0) - 1));
  return { ...here, total: Math.max(0, here.total - people.length), of };
}

/** @param managers from the nearest up, as `managersOf` gives them. */
export function groupsOf(attributes: Attributes, managers: readonly string[]): GroupKey[] {
  const { timezone, team, email, invitedBy } = attributes;
  const { location, locationFrom } = whereabouts(attributes);
  const country = timezone == null ? undefined : countryOf(timezone);
  const domain = email?.split("@")[1];
  const keys: GroupKey[] = managers.map((manager) => `manager:${manager}` as const);
  // A place that the time zone names is the time zone.
  if (location !== null && locationFrom !== "timezone") keys.push(`location:${location}`);
  if (country !== undefined) keys.push(`country:${country}`);
  if (timezone != null) keys.push(`timezone:${timezone}`);
  if (team != null) keys.push(`team:${team}`);
  if (domain) keys.push(`domain:${domain}`);
  if (invitedBy != null) keys.push(`inviter:${invitedBy}`);
  return keys;
}

interface Person {
  readonly id: string;
  readonly attributes: Pick<Attributes, "name" | "handle" | "email" | "manager">;
}

/** Deeper trees are cut; a line of command that runs in a circle ends where it meets itself. */
const DEEPEST = 16;

/**
 * Everybody's managers from the nearest up, by account id, so that a manager's group is their whole tree. A directory names
 * a manager by id, e-mail address, handle or name; who is nobody's account is still a group of those who name them.
 */
export function managersOf(people: readonly Person[]): (id: string) => string[] {
  if (!people.some(({ attributes }) => Boolean(attributes.manager))) return () => [];
  const known = new Map<string, string>();
  const above = new Map<string, string>();
  for (const word of ["name", "handle", "email"] as const) {
    for (const { id, attributes } of people) {
      const value = attributes[word];
      if (value != null) known.set(value.toLowerCase(), id);
    }
  }
  for (const { id } of people) known.set(id.toLowerCase(), id);
  for (const { id, attributes } of people) {
    const { manager } = attributes;
    if (manager) above.set(id, known.get(manager.toLowerCase()) ?? manager);
  }
  return (id) => {
    const chain: string[] = [];
    for (let next = above.get(id); next !== undefined && next !== id; next = above.get(next)) {
      if (chain.includes(next) || chain.length === DEEPEST) break;
      chain.push(next);
    }
    return chain;
  };
}

let countries: Map<string, string> | undefined;

/** The country (ISO 3166) that alone has this time zone. */
function countryOf(timezone: string): string | undefined {
  countries ??= zonesToCountries();
  return countries.get(timezone);
}

function zonesToCountries(): Map<string, string> {
  return new Map(
    ZONES.trim()
      .split("\n")
      .flatMap((line) => {
        const [country = "", ...zones] = line.split(" ");
        return zones.map((zone): [string, string] => [zone, country]);
      }),
  );
}
