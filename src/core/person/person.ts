import type { Instant } from "../time.ts";

/** An account over all directories. */
export interface AccountRef {
  /** The alias of its directory. */
  readonly directory: string;
  readonly id: string;
}

/**
 * What an account is known by to be the person's. `employee_id` and `email` are keys that it shared with another of the
 * accounts; `mapping` is a row of the settings, `act` what somebody said by `rollcall persons link`. Nothing weaker links.
 */
export const GROUNDS = ["act", "mapping", "employee_id", "email"] as const;
export type GroundKind = (typeof GROUNDS)[number];

export interface Ground {
  readonly by: GroundKind;
  /** The key as it was when it linked (an employee id, an e-mail address): it may have changed since, and the link stays. */
  readonly value?: string;
  /** When it was linked so. */
  readonly since: Instant;
}

/** An account as one of a person's. */
interface PersonAccount extends AccountRef {
  readonly ground: Ground;
}

/**
 * Accounts believed to be one human across directories. There are two at least: an account that is linked with no other is nobody's
 * but its own. Bots and service accounts are never among them.
 */
export interface Person {
  /** `p-…`: stays as it is whatever is linked or renamed later. */
  readonly id: string;
  /** Ordered by directory and id; more than one of a directory only where somebody said so. */
  readonly accounts: readonly PersonAccount[];
}

/** What strong keys have put together, and the key by which the account came to it: it stays when the key changes. */
export interface Bond {
  /** Of the form of a person's id. */
  readonly id: string;
  readonly ground: Ground;
}

/** What is kept of an account that is linked, or would be if nobody had said otherwise. */
export interface Belonging extends AccountRef {
  /** Undefined where somebody took it out: its bond is kept, so that this can be taken back. */
  readonly person?: string;
  /** Set with `person`. */
  readonly ground?: Ground;
  readonly bond?: Bond;
}

/** What somebody said of two accounts; it stands until it is taken back. */
export interface Act {
  /** `l-…` */
  readonly id: string;
  readonly at: Instant;
  /** `unlink` takes `account` out of where `other` is, and keeps the two apart. */
  readonly act: "link" | "unlink";
  readonly account: AccountRef;
  readonly other: AccountRef;
}

/** One word for the account, the same for no other. */
export function refKey({ directory, id }: AccountRef): string {
  // The alias of a directory has no line break.
  return `${directory}\n${id}`;
}

export function byRef(a: AccountRef, b: AccountRef): number {
  if (a.directory !== b.directory) return a.directory < b.directory ? -1 : 1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

/** The persons that belongings amount to, in the order of their first accounts. */
export function personsOf(belongings: readonly Belonging[]): Person[] {
  const byPerson = new Map<string, PersonAccount[]>();
  for (const { directory, id, person, ground } of belongings.toSorted(byRef)) {
    if (person === undefined || ground === undefined) continue;
    const accounts = byPerson.get(person);
    if (accounts === undefined) byPerson.set(person, [{ directory, id, ground }]);
    else accounts.push({ directory, id, ground });
  }
  return [...byPerson].flatMap(([id, accounts]) => (accounts.length > 1 ? [{ id, accounts }] : []));
}

/** What stays of belongings once others of the same persons and bonds are gone: nobody belongs to themselves alone. */
export function lessened(rest: readonly Belonging[]): Belonging[] {
  const persons = Map.groupBy(rest, ({ person }) => person);
  const bonds = Map.groupBy(rest, ({ bond }) => bond?.id);
  return rest.map(({ directory, id, person, ground, bond }) => ({
    directory,
    id,
    ...(person === undefined || ground === undefined || (persons.get(person)?.length ?? 0) < 2
      ? {}
      : { person, ground }),
    ...(bond === undefined || (bonds.get(bond.id)?.length ?? 0) < 2 ? {} : { bond }),
  }));
}
