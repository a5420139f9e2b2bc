import type { Linkable } from "./keys.ts";

/** Why accounts were not put together, though a strong ground says that they belong together. */
export const CONFLICT_REASONS = ["one directory", "employee ids differ", "kept apart"] as const;
export type ConflictReason = (typeof CONFLICT_REASONS)[number];

/** Accounts, by their numbers, that something says are one person's. */
export interface Group {
  readonly members: readonly number[];
  /** The key that they share. */
  readonly value?: string;
}

/** What a step of putting together came to, for one set of groups that hang together. */
export interface Outcome {
  readonly groups: readonly Group[];
  /** One account of each of the clusters that there were. */
  readonly roots: readonly number[];
  /** Set where nothing was put together. */
  readonly reason?: ConflictReason;
}

/** Accounts by number, in clusters that only ever grow, and never by an order: whatever hangs together is judged as a whole. */
export class Clusters {
  readonly #accounts: readonly Linkable[];
  /** Accounts that somebody keeps apart, both ways. */
  readonly #apart: ReadonlyMap<number, ReadonlySet<number>>;
  readonly #parent: Int32Array;
  /** The next of the same cluster, round and round. */
  readonly #next: Int32Array;

  constructor(accounts: readonly Linkable[], apart: ReadonlyMap<number, ReadonlySet<number>>) {
    this.#accounts = accounts;
    this.#apart = apart;
    this.#parent = Int32Array.from(accounts.keys());
    this.#next = Int32Array.from(accounts.keys());
  }

  root(account: number): number {
    return find(this.#parent, account);
  }

  isAlone(account: number): boolean {
    return this.#next[account] === account;
  }

  members(account: number): number[] {
    const found = [account];
    for (let at = this.#next[account] ?? account; at !== account; at = this.#next[at] ?? account) found.push(at);
    return found;
  }

  /**
   * Puts the members of each group together, unless what would then be one cluster breaks a rule: then all of the groups that
   * hang together are left as they are.
   * @returns only what was not together before
   * @param ground `said`: somebody may put two accounts of a directory together, or two employee ids. `kept`: what was linked stays
   * so where employee ids are learnt later that differ.
   */
  merge(groups: readonly Group[], ground: "said" | "kept" | "key"): Outcome[] {
    const meeting = new Map<number, number>();
    const pending: { readonly group: Group; readonly root: number }[] = [];
    for (const group of groups) {
      const [first = 0, ...others] = group.members;
      const root = this.root(first);
      // What is together already is nothing to be judged.
      if (others.every((other) => this.root(other) === root)) continue;
      pending.push({ group, root });
      const top = topOf(meeting, root);
      for (const other of others) meeting.set(topOf(meeting, this.root(other)), top);
      meeting.set(top, top);
    }
    const together = new Map<number, { groups: Group[]; roots: number[] }>();
    for (const { group, root } of pending) {
      const top = topOf(meeting, root);
      const mine = together.get(top);
      if (mine === undefined) together.set(top, { groups: [group], roots: [] });
      else mine.groups.push(group);
    }
    for (const root of meeting.keys()) together.get(topOf(meeting, root))?.roots.push(root);
    return [...together].map(([top, { groups: of, roots }]) => {
      const reason = this.#fault(roots, ground);
      if (reason !== undefined) return { groups: of, roots, reason };
      for (const root of roots) this.#join(top, root);
      return { groups: of, roots };
    });
  }

  /** Whether putting these together would break a rule, whatever else is put together. */
  isAgainst(members: readonly number[], ground: "said" | "kept" | "key"): boolean {
    const roots = [...new Set(members.map((one) => this.root(one)))];
    return roots.length > 1 && this.#fault(roots, ground) !== undefined;
  }

  #fault(roots: readonly number[], ground: "said" | "kept" | "key"): ConflictReason | undefined {
    const members = roots.map((root) => this.members(root));
    if (ground !== "said") {
      const seen = new Map<string, number>();
      for (const [cluster, some] of members.entries()) {
        for (const one of some) {
          const { directory = "" } = this.#accounts[one] ?? {};
          if ((seen.get(directory) ?? cluster) !== cluster) return "one directory";
          seen.set(directory, cluster);
        }
      }
    }
    if (this.#apart.size > 0) {
      const all = new Set(members.flat());
      for (const one of all) if (this.#apart.get(one)?.isDisjointFrom(all) === false) return "kept apart";
    }
    return ground === "key" && this.#differ(members) ? "employee ids differ" : undefined;
  }

  /** Whether two of the clusters have employee ids, and none in common. */
  #differ(clusters: readonly (readonly number[])[]): boolean {
    const ids = clusters
      .map((some) => some.flatMap((one) => this.#accounts[one]?.employeeId ?? []))
      .filter((some) => some.length > 0);
    return ids.some((a, i) => ids.slice(i + 1).some((b) => !a.some((id) => b.includes(id))));
  }

  #join(a: number, b: number): void {
    const [one, other] = [this.root(a), this.root(b)];
    if (one === other) return;
    this.#parent[other] = one;
    const after = this.#next[one] ?? one;
    this.#next[one] = this.#next[other] ?? other;
    this.#next[other] = after;
  }
}

/** Where what meets this root comes to. */
function topOf(meeting: Map<number, number>, root: number): number {
  let top = root;
  for (let up = meeting.get(top); up !== undefined && up !== top; up = meeting.get(top)) top = up;
  meeting.set(root, top);
  return top;
}

function find(parent: Int32Array, start: number): number {
  let at = start;
  for (let up = parent[at] ?? at; up !== at; up = parent[at] ?? at) {
    const above = parent[up] ?? up;
    parent[at] = above;
    at = above;
  }
  return at;
}
