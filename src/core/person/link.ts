import type { Instant } from "../time.ts";
import { Clusters, type ConflictReason, type Group, type Outcome } from "./clusters.ts";
import { employeeKey, type Linkable } from "./keys.ts";
import { type Conflict, giveNames, name, newId, sharing, type Work } from "./work.ts";
import { type AccountRef, type Act, type Belonging, type Bond, byRef, type GroundKind, refKey } from "./person.ts";

/** One row of the mapping that the settings name. */
export interface Mapped {
  readonly account: AccountRef;
  /** As the row calls the account; it is kept, so that a new handle does not undo what the row says. */
  readonly text: string;
  readonly is: { readonly account: AccountRef; readonly text: string } | { readonly employeeId: string };
}

export interface Linking {
  readonly accounts: Iterable<Linkable>;
  readonly kept: readonly Belonging[];
  readonly acts: readonly Act[];
  readonly mapping: readonly Mapped[];
  readonly now: Instant;
}

export interface Linked {
  /** Ordered by directory and id. */
  readonly belongings: readonly Belonging[];
  readonly conflicts: readonly Conflict[];
}

/**
 * Who is one person, by strong grounds alone and the surest first: what somebody said, the mapping, what was linked before, equal
 * employee ids, equal e-mail addresses that tools vouch for. Grounds of one kind are weighed together, so that the order of accounts
 * decides nothing; where they contradict each other or a surer one, nothing is linked by them, and that is told.
 * Accounts that nothing connects with the others (see `app/link-persons.ts`) may be linked by themselves, with the same result.
 */
export function link(linking: Linking): Linked {
  let found = linkOnce(linking);
  const overruled = new Map(found.overruled.map((one) => [JSON.stringify(one), one]));
  // What a later ground links may settle what an earlier one could not, and whoever is linked otherwise than before leaves a bond
  // behind, which may fit then. Each round settles one such thing at least.
  for (let rounds = 0; found.conflicts.length > 0 && rounds < 8; rounds++) {
    const again = linkOnce({ ...linking, kept: found.belongings });
    for (const one of again.overruled) overruled.set(JSON.stringify(one), one);
    const same = JSON.stringify(again.belongings) === JSON.stringify(found.belongings);
    found = again;
    if (same) break;
  }
  // That a bond was overruled is told, though it may be gone by now.
  for (const one of found.conflicts) overruled.set(JSON.stringify(one), one);
  return { belongings: found.belongings, conflicts: [...overruled.values()] };
}

function linkOnce({
  accounts,
  kept,
  acts,
  mapping,
  now,
}: Linking): Linked & { readonly overruled: readonly Conflict[] } {
  const sorted = [...accounts].toSorted(byRef);
  const numbers = new Map(sorted.map((one, i) => [refKey(one), i]));
  const numberOf = (ref: AccountRef): number | undefined => numbers.get(refKey(ref));
  const all = withMappedIds(sorted, mapping, numberOf);
  const { apart, out } = separations(acts, numberOf);
  const work: Work = {
    all,
    clusters: new Clusters(all, apart),
    kept: new Map(kept.flatMap((one) => pairs(numberOf(one), one))),
    out,
    bonds: new Map(),
    bondMembers: new Map(),
    names: new Map(),
    conflicts: [],
    taken: new Set(kept.flatMap(({ person, bond }) => [person ?? "", bond?.id ?? ""])),
    now,
  };
  const since = byAct(work, acts, numberOf);
  const texts = byMapping(work, mapping, numberOf);
  asBefore(work);
  const overruled = [...work.conflicts];
  giveNames(work);
  byKey(work, "employee_id");
  byKey(work, "email");
  doubt(work);
  return { belongings: belongings(work, since, texts), conflicts: work.conflicts, overruled };
}

function pairs<T>(key: number | undefined, value: T): (readonly [number, T])[] {
  return key === undefined ? [] : [[key, value]];
}

/** What the mapping says counts as the account's employee id, whatever the tool says. */
function withMappedIds(
  all: readonly Linkable[],
  mapping: readonly Mapped[],
  numberOf: (ref: AccountRef) => number | undefined,
): readonly Linkable[] {
  const ids = new Map(
    mapping.flatMap(({ account, is }) => {
      return "employeeId" in is ? pairs(numberOf(account), employeeKey(is.employeeId)) : [];
    }),
  );
  if (ids.size === 0) return all;
  return all.map((one, i) => {
    const employeeId = ids.get(i);
    return employeeId === undefined ? one : { ...one, employeeId };
  });
}

function separations(acts: readonly Act[], numberOf: (ref: AccountRef) => number | undefined) {
  const apart = new Map<number, Set<number>>();
  const out = new Map<number, Set<number>>();
  const add = (to: Map<number, Set<number>>, from: number, other: number): void => {
    to.set(from, (to.get(from) ?? new Set<number>()).add(other));
  };
  for (const { act, account, other } of acts) {
    const [one, two] = [numberOf(account), numberOf(other)];
    if (act !== "unlink" || one === undefined || two === undefined) continue;
    add(apart, one, two);
    add(apart, two, one);
    add(out, one, two);
  }
  return { apart, out };
}

/** Puts together what may be, and notes as conflicts what may not. @returns what was put together */
function put(work: Work, by: GroundKind, groups: readonly Group[], ground: "said" | "kept" | "key"): Outcome[] {
  const outcomes = work.clusters.merge(groups, ground);
  for (const { reason, groups: of } of outcomes) if (reason !== undefined) note(work, reason, by, of);
  return outcomes.filter(({ reason }) => reason === undefined);
}

function note({ all, conflicts }: Work, reason: ConflictReason, by: GroundKind, groups: readonly Group[]): void {
  const members = [...new Set(groups.flatMap((group) => group.members))].toSorted((a, b) => a - b);
  const value = groups.map((group) => group.value ?? "").toSorted()[0];
  const accounts = members.flatMap((one) => {
    const account = all[one];
    return account === undefined ? [] : [{ directory: account.directory, id: account.id }];
  });
  conflicts.push({ reason, by, ...(value ? { value } : {}), accounts });
}

/** @returns since when somebody has said of an account where it belongs */
function byAct(
  work: Work,
  acts: readonly Act[],
  numberOf: (ref: AccountRef) => number | undefined,
): ReadonlyMap<number, Instant> {
  const since = new Map<number, Instant>();
  const groups: Group[] = [];
  for (const { act, account, other, at } of acts) {
    const [one, two] = [numberOf(account), numberOf(other)];
    if (act !== "link" || one === undefined || two === undefined) continue;
    groups.push({ members: [one, two] });
    for (const each of [one, two]) since.set(each, Math.min(at, since.get(each) ?? at));
  }
  put(work, "act", groups, "said");
  return since;
}

/** @returns how the mapping calls an account */
function byMapping(
  work: Work,
  mapping: readonly Mapped[],
  numberOf: (ref: AccountRef) => number | undefined,
): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  const groups: Group[] = [];
  const ids = new Set<string>();
  for (const { account, text, is } of mapping) {
    const one = numberOf(account);
    if (one === undefined) continue;
    texts.set(one, text);
    if ("employeeId" in is) {
      const id = employeeKey(is.employeeId);
      if (id !== undefined) ids.add(id);
      continue;
    }
    const other = numberOf(is.account);
    if (other === undefined) continue;
    texts.set(other, texts.get(other) ?? is.text);
    groups.push({ members: [one, other], value: text });
  }
  for (const group of ids.size === 0 ? [] : sharing(work.all, "employee_id")) {
    // Whose the id is has to be clear: of two accounts of a directory only one may be meant.
    if (ids.has(group.value ?? "") && isOneEach(work.all, group.members)) groups.push(group);
  }
  put(work, "mapping", groups, "said");
  return texts;
}

function isOneEach(all: readonly Linkable[], members: readonly number[]): boolean {
  return new Set(members.map((one) => all[one]?.directory)).size === members.length;
}

/** What was linked by a key stays linked, whatever has become of the key, unless somebody or the mapping says otherwise. */
function asBefore(work: Work): void {
  const { clusters } = work;
  const bonded = [...work.kept].flatMap(([one, { bond }]) => (bond === undefined ? [] : [{ one, bond }]));
  const groups = [...Map.groupBy(bonded, ({ bond }) => bond.id).values()].map((some): Group => {
    return { members: some.map(({ one }) => one) };
  });
  const usual = withoutThoseOut(work, groups);
  // One that contradicts what was said takes no other with it, and one that waits none that stands.
  const [fitting, odd] = partition(usual, ({ members }) => !clusters.isAgainst(members, "kept"));
  const [stood, waited] = partition(fitting, ({ members }) => members.some((one) => isStanding(work.kept.get(one))));
  for (const some of [stood, waited, odd]) {
    put(work, "email", some, "kept");
    for (const { members } of some) {
      const root = clusters.root(members[0] ?? 0);
      if (members.length < 2 || members.some((one) => clusters.root(one) !== root)) continue;
      for (const one of members) {
        const bond = work.kept.get(one)?.bond;
        if (bond !== undefined) setBond(work, one, bond);
      }
    }
  }
}

function isStanding(kept: Belonging | undefined): boolean {
  return kept?.bond !== undefined && kept.ground !== undefined && kept.ground.by === kept.bond.ground.by;
}

function partition<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}

/** Tells which accounts are linked by a key though employee ids that were learnt later differ. */
function doubt(work: Work): void {
  for (const members of work.bondMembers.values()) {
    const stating = members.filter((one) => work.all[one]?.employeeId !== undefined);
    const ids = new Set(stating.map((one) => work.all[one]?.employeeId));
    if (ids.size > 1) note(work, "employee ids differ", "employee_id", [{ members: stating }]);
  }
}

function setBond({ bonds, bondMembers }: Work, account: number, bond: Bond): void {
  bonds.set(account, bond);
  const members = bondMembers.get(bond.id);
  if (members === undefined) bondMembers.set(bond.id, [account]);
  else members.push(account);
}

/** Each group without whoever was taken out of where another of it is. */
function withoutThoseOut({ out }: Work, groups: readonly Group[]): Group[] {
  if (out.size === 0) return [...groups];
  return groups.map((group) => {
    const all = new Set(group.members);
    return { ...group, members: group.members.filter((one) => out.get(one)?.isDisjointFrom(all) ?? true) };
  });
}

/** Links accounts that share a key, and bonds them, so that they stay linked. */
function byKey(work: Work, by: "employee_id" | "email"): void {
  const { clusters, names, now } = work;
  const groups = withoutThoseOut(work, sharing(work.all, by)).filter(({ members }) => members.length > 1);
  for (const { roots, groups: of } of put(work, by, groups, "key")) {
    const root = clusters.root(roots[0] ?? 0);
    const known = roots.flatMap((one) => names.get(one) ?? []);
    names.delete(root);
    for (const one of known) name(work, root, one);
    for (const group of of.toSorted((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0))) {
      const id = bondTogether(work, by, group, names.get(root)?.id);
      if (names.get(root)?.sure !== "bond") names.set(root, { id, since: now, sure: "bond" });
    }
  }
}

/** @returns the id of the bond that all of the group have from now on: the oldest that one of them had, else a new one */
function bondTogether(work: Work, by: GroundKind, { members, value }: Group, called: string | undefined): string {
  const { bonds, bondMembers, now } = work;
  const had = members.flatMap((one) => bonds.get(one) ?? []);
  const oldest = had.toSorted((a, b) => a.ground.since - b.ground.since || (a.id < b.id ? -1 : 1))[0];
  const id = oldest?.id ?? (called === undefined || bondMembers.has(called) ? newId(work, members[0] ?? 0) : called);
  for (const other of new Set(had.map((bond) => bond.id))) {
    if (other === id) continue;
    const moved = bondMembers.get(other) ?? [];
    bondMembers.delete(other);
    for (const one of moved) setBond(work, one, { ground: { by, since: now }, ...bonds.get(one), id });
  }
  const ground = { by, ...(value === undefined ? {} : { value }), since: now };
  for (const one of members) if (!bonds.has(one)) setBond(work, one, { id, ground });
  return id;
}

function belongings(
  work: Work,
  acts: ReadonlyMap<number, Instant>,
  texts: ReadonlyMap<number, string>,
): readonly Belonging[] {
  const { all, clusters, kept, bonds, names, now } = work;
  const idle = new Map<string, number>();
  for (const [one, { bond }] of kept) {
    if (bond !== undefined && !bonds.has(one)) idle.set(bond.id, (idle.get(bond.id) ?? 0) + 1);
  }
  const found: Belonging[] = [];
  for (const [i, { directory, id }] of all.entries()) {
    const before = kept.get(i);
    const standing = bonds.get(i);
    // What is overruled waits, as long as there is somebody with whom it would put this account together again.
    const waiting = before?.bond;
    const others =
      waiting === undefined ? 0 : (idle.get(waiting.id) ?? 0) - 1 + (work.bondMembers.get(waiting.id)?.length ?? 0);
    const bond = standing ?? (others > 0 ? waiting : undefined);
    const members = clusters.members(i);
    if (members.length === 1) {
      if (bond !== undefined) found.push({ directory, id, bond });
      continue;
    }
    const root = clusters.root(i);
    const person = names.get(root) ?? { id: newId(work, Math.min(...members)), since: now, sure: "no" as const };
    names.set(root, person);
    const ground = standing?.ground ?? declaredGround(i, before, acts, texts, now);
    found.push({ directory, id, person: person.id, ground, ...(bond === undefined ? {} : { bond }) });
  }
  return found;
}

function declaredGround(
  account: number,
  before: Belonging | undefined,
  acts: ReadonlyMap<number, Instant>,
  texts: ReadonlyMap<number, string>,
  now: Instant,
) {
  const at = acts.get(account);
  if (at !== undefined) return { by: "act", since: at } as const;
  const value = texts.get(account);
  const same = before?.ground?.by === "mapping" && before.ground.value === value ? before.ground.since : now;
  return { by: "mapping", ...(value === undefined ? {} : { value }), since: same } as const;
}
