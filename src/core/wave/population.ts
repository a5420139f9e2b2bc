// Who is counted: staff and guests of one directory, as the roster has them, and the groups that each of them is in.
import type { Attributes } from "../directory/account.ts";
import type { Departure } from "../directory/departure.ts";
import { ERASED } from "../directory/erased.ts";
import type { RosterEntry } from "../directory/roster.ts";
import { mayLeave } from "../directory/step.ts";
import { type GroupKey, groupsOf, type Headcounts, headcounts, managersOf } from "./groups.ts";
import type { Departed } from "./recent.ts";
import type { Who } from "./wave.ts";

export const WHO = ["staff", "guests"] as const satisfies readonly Who[];

/** Those who are here, by population, and in which groups somebody is or was. */
export interface Population {
  readonly here: Readonly<Record<Who, Headcounts>>;
  readonly groupsOf: (id: string, attributes: Attributes) => GroupKey[];
}

/** @param entries the roster, of people and others */
export function populationOf(entries: Iterable<RosterEntry>): Population {
  const people = [...entries];
  const chain = managersOf(people.map(({ account }) => account));
  const known = new Set(people.map(({ account }) => account.id));
  // A manager without an account is known by a name alone, and what is kept of incidents holds no names. Whose account is not
  // kept any more is still somebody's manager.
  const managers = (id: string): string[] => chain(id).filter((manager) => known.has(manager) || manager === ERASED);
  const groups = (id: string, attributes: Attributes): GroupKey[] => groupsOf(attributes, managers(id));
  const here: Record<Who, GroupKey[][]> = { staff: [], guests: [] };
  for (const entry of people) {
    const { account } = entry;
    if (isHere(entry)) here[whoIs(account.attributes)].push(groups(account.id, account.attributes));
  }
  return { here: { staff: headcounts(here.staff), guests: headcounts(here.guests) }, groupsOf: groups };
}

/** A person whose account is in use. */
export function isHere({ account, presence }: RosterEntry): boolean {
  return presence !== "removed" && account.status === "active" && mayLeave(account);
}

/** Whoever the tool says nothing of counts as staff. */
export function whoIs({ kind }: Pick<Attributes, "kind">): Who {
  return kind === "guest" ? "guests" : "staff";
}

/**
 * A departure as a wave counts it; undefined where it is not confirmed, where it was before the first reading, or where nobody
 * can say after when it was.
 */
export function departedOf(departure: Departure, population: Population): Departed | undefined {
  const { id, at, accounts, lastKnown, confirmed, observed } = departure;
  const [account] = accounts;
  if (!confirmed || !observed || at.notBefore === null || account === undefined) return undefined;
  return { id, since: at.notBefore, at: at.notAfter, groups: population.groupsOf(account.id, lastKnown) };
}
