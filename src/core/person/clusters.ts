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
   * @param ground `said`: somebody may put two accounts of a directory together, or two employee ids. `kept`: what was linked stays
   * so where employee ids are learnt later that differ.
   */
  merge(groups: readonly Group[], ground: "said" | "kept" | "key"): Outcome[] {
    const meeting = new Map<number, number>();
    const meet = (root: number): number => {
      let top = root;
      for (let up = meeting.get(top); up !== undefined && up !== top; up = meeting.get(top)) top = up;
      meeting.set(root, top);
      return top;
    };
    for (const { members } of groups) {
      const [first, ...others] = members;
      if (first === undefined) continue;
      const top = meet(this.root(first));
      for (const other of others) meeting.set(meet(this.root(other)), top);
      meeting.set(top, top);
    }
    const together = Map.groupBy(meeting.keys(), meet);
    const mine = Map.groupBy(groups, ({ members }) => meet(this.root(members[0] ?? 0)));
    const outcomes: Outcome[] = [];
    for (const [top, roots] of together) {
      const about = { groups: mine.get(top) ?? [], roots };
      const reason = roots.length === 1 ? undefined : this.#fault(roots, ground);
      if (reason === undefined) for (const root of roots) this.#join(top, root);
      outcomes.push(reason === undefined ? about : { ...about, reason });
    }
    return outcomes;
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
    const all = new Set(members.flat());
    for (const one of all) {
      const apart = this.#apart.get(one);
      if (apart !== undefined && [...apart].some((other) => all.has(other))) return "kept apart";
    }
    if (ground !== "key") return undefined;
    const ids = members
      .map((some) => new Set(some.flatMap((one) => this.#accounts[one]?.employeeId ?? [])))
      .filter((some) => some.size > 0);
    const differ = ids.some((a, i) => ids.slice(i + 1).some((b) => a.isDisjointFrom(b)));
    return differ ? "employee ids differ" : undefined;
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

function find(parent: Int32Array, start: number): number {
  let at = start;
  for (let up = parent[at] ?? at; up !== at; up = parent[at] ?? at) {
    const above = parent[up] ?? up;
    parent[at] = above;
    at = above;
  }
  return at;
}
