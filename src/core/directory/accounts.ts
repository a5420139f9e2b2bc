import type { Account } from "./account.ts";

/** Accounts of a list, in its order: an array, or what has each of them when it is asked for. */
export interface Accounts extends Iterable<Account> {
  readonly length: number;
  map<T>(of: (account: Account) => T): T[];
  flatMap<T>(of: (account: Account) => readonly T[]): T[];
  filter(keep: (account: Account) => boolean): Account[];
  find(is: (account: Account) => boolean): Account | undefined;
  some(is: (account: Account) => boolean): boolean;
  every(is: (account: Account) => boolean): boolean;
}

/** The same list with something else in the place of each account. */
export function mapped(accounts: Accounts, of: (account: Account) => Account): Accounts {
  if (Array.isArray(accounts)) return accounts.map(of);
  return accountsOf(accounts.length, () => Iterator.from(accounts).map(of));
}

/** @param each begins anew each time */
export function accountsOf(length: number, each: () => IteratorObject<Account>): Accounts {
  return {
    length,
    [Symbol.iterator]: () => each()[Symbol.iterator](),
    map: (of) => each().map(of).toArray(),
    flatMap: (of) => each().flatMap(of).toArray(),
    filter: (keep) => each().filter(keep).toArray(),
    find: (is) => each().find(is),
    some: (is) => each().some(is),
    every: (is) => each().every(is),
  };
}

/** Pieces of the list, in order, of so many accounts each. */
export function* piecesOf(accounts: Accounts, size: number): Generator<readonly Account[]> {
  let piece: Account[] = [];
  for (const account of accounts) {
    piece.push(account);
    if (piece.length < size) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

/** Each account once, with what the list says of it last, in the place where it says it first. */
export function lastOfEach(accounts: Accounts): Accounts {
  const seen = new Set<string>();
  const again = new Map<string, Account>();
  let different = 0;
  for (const account of accounts) {
    seen.add(account.id);
    // By how many there are: to ask for each one before takes as long again.
    if (seen.size === different) again.set(account.id, account);
    else different++;
  }
  if (again.size === 0) return accounts;
  const once = accountsOf(seen.size, function* () {
    const gone = new Set<string>();
    for (const account of accounts) {
      const last = again.get(account.id);
      if (last === undefined || !gone.has(account.id)) yield last ?? account;
      if (last !== undefined) gone.add(account.id);
    }
  });
  return Array.isArray(accounts) ? [...once] : once;
}
