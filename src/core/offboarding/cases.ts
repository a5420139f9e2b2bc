// Of whom the off-boarding check has anything to say, whatever the time: all others are not looked at again until something of them changes.
import type { Instant } from "../time.ts";
import type { Owner } from "./check.ts";
import { hasEnded, type Held, holdingOf, isHuman } from "./holding.ts";
import type { OffboardingRules } from "./rules.ts";

/** Somebody with all their accounts, as they are kept. An account that is linked to no other has no person. */
export interface Case {
  /** `p-…` */
  readonly person?: string;
  readonly accounts: readonly Held[];
}

/** An account by its directory and what the tool calls it. */
export interface HeldRef {
  readonly directory: string;
  readonly account: string;
}

/** False of those of whom `checkOf` says nothing, at any time and whenever directories are read. */
function mayMatter({ person, accounts }: Case, { leads, guests }: Pick<OffboardingRules, "leads" | "guests">): boolean {
  if (person !== undefined && accounts.some(hasEnded)) return true;
  if (leads.length === 0 || accounts.some(({ directory }) => leads.includes(directory))) return false;
  return accounts.some((one) => {
    return !hasEnded(one) && one.presence === "present" && isHuman(one) && (one.kind !== "guest" || guests);
  });
}

/** When the last healthy reading of each directory began, and when accounts came lately, by directory and account. */
export interface Readings {
  readonly seen: ReadonlyMap<string, Instant | null>;
  readonly since: ReadonlyMap<string, ReadonlyMap<string, Instant>>;
}

export function ownerOf({ person, accounts }: Case, { seen, since }: Readings): Owner {
  const holdings = accounts.map((one) => {
    const came = since.get(one.directory)?.get(one.account);
    const about = { seen: seen.get(one.directory) ?? null };
    return holdingOf(one, came === undefined ? about : { ...about, since: came });
  });
  return person === undefined ? { holdings } : { person, holdings };
}

export function heldKey({ directory, account }: HeldRef): string {
  // The alias of a directory has no line break.
  return `${directory}\n${account}`;
}

/** Those who may matter, each by any of their accounts. */
export class Cases {
  readonly #rules: Pick<OffboardingRules, "leads" | "guests">;
  /** By the key of each of their accounts: the key under which they are. */
  readonly #keys = new Map<string, string>();
  readonly #all = new Map<string, Case>();

  constructor(rules: Pick<OffboardingRules, "leads" | "guests">) {
    this.#rules = rules;
  }

  values(): Iterable<Case> {
    return this.#all.values();
  }

  has(ref: HeldRef): boolean {
    return this.#keys.has(heldKey(ref));
  }

  /** Takes out whoever has one of these accounts. @returns the accounts that they had, which are to be read anew */
  drop(refs: readonly HeldRef[]): HeldRef[] {
    const gone: HeldRef[] = [];
    for (const ref of refs) {
      const key = this.#keys.get(heldKey(ref));
      const found = key === undefined ? undefined : this.#all.get(key);
      if (key === undefined || found === undefined) continue;
      this.#all.delete(key);
      for (const one of found.accounts) {
        this.#keys.delete(heldKey(one));
        gone.push(one);
      }
    }
    return gone;
  }

  /** Keeps them, if they may matter. Whoever had one of their accounts before has to be dropped first. */
  put(one: Case): void {
    const [first] = one.accounts;
    if (first === undefined || !mayMatter(one, this.#rules)) return;
    const key = one.person ?? heldKey(first);
    this.#all.set(key, one);
    for (const account of one.accounts) this.#keys.set(heldKey(account), key);
  }
}
