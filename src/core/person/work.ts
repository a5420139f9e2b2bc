import { shortDigest } from "../digest.ts";
import type { Instant } from "../time.ts";
import type { Clusters, ConflictReason, Group } from "./clusters.ts";
import type { Linkable } from "./keys.ts";
import type { AccountRef, Belonging, Bond, GroundKind } from "./person.ts";

/** Accounts that a strong ground would put together, and why they are not; or that are together though something speaks against it. */
export interface Conflict {
  readonly reason: ConflictReason;
  readonly by: GroundKind;
  /** The key that they share; of several the first. */
  readonly value?: string;
  readonly accounts: readonly AccountRef[];
}

/** What goes through the steps of linking; accounts are numbers, in the order of their directories and ids. */
export interface Work {
  readonly all: readonly Linkable[];
  readonly clusters: Clusters;
  readonly kept: ReadonlyMap<number, Belonging>;
  /** Who was taken out of where whom is. */
  readonly out: ReadonlyMap<number, ReadonlySet<number>>;
  /** Those that stand. */
  readonly bonds: Map<number, Bond>;
  readonly bondMembers: Map<string, number[]>;
  /** By a root that the cluster has, or had. */
  readonly names: Map<number, Name>;
  readonly conflicts: Conflict[];
  /** Ids that are given. */
  readonly taken: Set<string>;
  readonly now: Instant;
}

export interface Name {
  readonly id: string;
  readonly since: Instant;
  /** `had`: it is a bond's, and the accounts of the bond were called so; `bond`: a bond's; `no`: of what acts or the mapping hold together. */
  readonly sure: (typeof SURE)[number];
}

/** Persons keep the ids that they had: that of a bond, of several the oldest's. What is taken apart has the ids of its bonds again. */
export function giveNames(work: Work): void {
  const { clusters, kept, bonds, names } = work;
  const since = new Map<string, Instant>();
  for (const { bond } of kept.values()) {
    if (bond !== undefined) since.set(bond.id, Math.min(bond.ground.since, since.get(bond.id) ?? Infinity));
  }
  const taken = new Set(since.keys());
  for (const one of work.all.keys()) {
    const { person, ground } = kept.get(one) ?? {};
    const root = clusters.root(one);
    const bond = bonds.get(one);
    if (bond !== undefined) {
      const sure = bond.id === person ? "had" : "bond";
      name(work, root, { id: bond.id, since: since.get(bond.id) ?? work.now, sure });
    }
    if (person === undefined || taken.has(person) || clusters.isAlone(one)) continue;
    // An id that no bond has goes with whoever comes first of those who had it, so that one person alone has it.
    taken.add(person);
    name(work, root, { id: person, since: ground?.since ?? work.now, sure: "no" });
  }
  for (const [root, given] of names) names.set(root, { ...given, sure: given.sure === "no" ? "no" : "bond" });
}

const SURE = ["no", "bond", "had"] as const;

/** Of two names that of a bond stays, and of two bonds that of the older. */
export function name({ names }: Work, root: number, given: Name): void {
  const before = names.get(root);
  const order =
    before === undefined
      ? 1
      : SURE.indexOf(given.sure) - SURE.indexOf(before.sure) ||
        before.since - given.since ||
        (given.id < before.id ? 1 : -1);
  if (order > 0) names.set(root, given);
}

/** Made of who came first and when: another start gives another id. */
export function newId({ all, now, taken }: Work, founder: number): string {
  for (let again = 0; ; again++) {
    const about = JSON.stringify([all[founder]?.directory, all[founder]?.id, now, again]);
    const id = `p-${shortDigest(about)}`;
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}

/** Accounts by a key that several of them have. */
export function sharing(all: readonly Linkable[], by: "employee_id" | "email"): Group[] {
  const holders = new Map<string, number[]>();
  for (const [i, { employeeId, email }] of all.entries()) {
    const value = by === "email" ? email : employeeId;
    if (value === undefined) continue;
    const before = holders.get(value);
    if (before === undefined) holders.set(value, [i]);
    else before.push(i);
  }
  return [...holders].flatMap(([value, members]) => (members.length > 1 ? [{ value, members }] : []));
}
