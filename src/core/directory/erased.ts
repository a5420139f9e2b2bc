// Accounts of which nothing is kept any more: a keyed hash of the id stays, so that no reading brings them back.
import { createHmac, type KeyObject } from "node:crypto";
import type { Account, Attributes } from "./account.ts";
import type { Accounts } from "./accounts.ts";
import { defined } from "../defined.ts";
import type { Actor } from "./event.ts";

/** What stands where a record named somebody of whom nothing is kept. No tool's id, address or handle looks like it. */
export const ERASED = "(erased)";

export const ERASURE_REASONS = ["erased", "expired"] as const;
/** `erased`: somebody asked for it, or the tool signalled it. `expired`: the period for people who left is over. */
export type ErasureReason = (typeof ERASURE_REASONS)[number];

/** What stays of an account. */
export interface Tombstone {
  /** Whether the account was in use then: it stays out for good, while one that had ended may begin anew. */
  readonly inUse: boolean;
  readonly why: ErasureReason;
  /** ISO day, in UTC. */
  readonly day: string;
}

/** The hash under which an account is known that is not kept. @param key of 32 bytes, which is never in the store */
export function accountHash(key: KeyObject, directory: string, id: string): string {
  return keyed(key, ["account", directory, id]);
}

/** The same for a word by which records of others go on naming somebody: a name, a handle, an address. */
export function wordHash(key: KeyObject, directory: string, word: string): string {
  return keyed(key, ["word", directory, word.toLowerCase()]);
}

/** By which key hashes are, without telling it. */
export function keyId(key: KeyObject): string {
  return keyed(key, ["key"]).slice(0, 8);
}

/** Node makes a key object of bytes each time, which takes eight times as long as the hash. */
function keyed(key: KeyObject, about: readonly string[]): string {
  return createHmac("sha256", key).update(JSON.stringify(about)).digest("base64");
}

/** The attributes in which a record names somebody else. */
const NAMING = ["manager", "invitedBy"] as const satisfies readonly (keyof Attributes)[];

/** The words by which these records name others, each once. */
export function wordsIn(records: Iterable<Attributes>): string[] {
  const words = new Set<string>();
  for (const attributes of records) {
    for (const field of NAMING) {
      const word = attributes[field];
      if (word != null && word !== ERASED) words.add(word);
    }
  }
  return [...words];
}

/** The same record with nobody named for whom `isErased` holds; the very same where none was. */
export function withoutNaming<T extends Attributes>(attributes: T, isErased: (word: string) => boolean): T {
  const named = NAMING.filter((field) => {
    const word = attributes[field];
    return word != null && word !== ERASED && isErased(word);
  });
  if (named.length === 0) return attributes;
  return { ...attributes, ...Object.fromEntries(named.map((field) => [field, ERASED])) };
}

/** Who did something, as it is kept where nothing of them is. */
export function withoutActor(actor: Actor, isErased: (id: string) => boolean): Actor {
  return isErased(actor.id) ? { kind: actor.kind, id: ERASED } : actor;
}

/** What is known of accounts and words that readings may bring back. */
export interface Erased {
  readonly tombstones: ReadonlyMap<string, Tombstone>;
  readonly words: ReadonlySet<string>;
}

/** Accounts as they may be taken in. */
export interface Filtered {
  readonly accounts: Accounts;
  /** Ids that had a tombstone, and are in use again after all. */
  readonly back: readonly string[];
  /** By the id of an account that was left out: words by which others among these name it, not known as such so far. */
  readonly learnt: ReadonlyMap<string, readonly string[]>;
  /** What those are called who were left out, in lower case. */
  readonly called: ReadonlySet<string>;
  /** Whether a word names somebody of whom nothing is kept, be it that they are in use again. */
  isDoubted(word: string): boolean;
}

/** Where nothing is known of anybody. */
export function nobodyErased(accounts: Accounts): Filtered {
  return { accounts, back: [], learnt: new Map(), called: new Set(), isDoubted: () => false };
}

/**
 * Accounts without those of which nothing is kept, before anybody judges or compares them. One that had ended and that the
 * tool now states to be in use is a new one.
 * @param erased of these accounts, and of the words by which they name others
 */
export function withoutErased(accounts: Accounts, { tombstones, words }: Erased): Filtered {
  const isOut = ({ id, status }: Account): boolean => {
    const tombstone = tombstones.get(id);
    return tombstone !== undefined && (tombstone.inUse || (status !== "active" && status !== "invited"));
  };
  const left = accounts.filter((account) => !isOut(account));
  const out = accounts.length === left.length ? [] : accounts.filter(isOut);
  const learnt = learntFrom(left, out);
  const ofTheirs = new Set([...learnt.values()].flat());
  const returned = left.filter(({ id }) => tombstones.has(id));
  const back = returned.map(({ id }) => id);
  const again = new Set(returned.flatMap(({ id, attributes }) => [id.toLowerCase(), ...callings(attributes)]));
  const isDoubted = (word: string): boolean => words.has(word) || ofTheirs.has(word) || tombstones.has(word);
  const isErased = (word: string): boolean => !again.has(word.toLowerCase()) && isDoubted(word);
  return {
    accounts: left.map((account) => {
      const attributes = withoutNaming(account.attributes, isErased);
      return attributes === account.attributes ? account : { ...account, attributes };
    }),
    back,
    learnt,
    called: new Set(out.flatMap(({ attributes }) => callings(attributes))),
    isDoubted,
  };
}

function learntFrom(left: readonly Account[], out: readonly Account[]): Map<string, readonly string[]> {
  const named = wordsIn(left.map(({ attributes }) => attributes));
  if (out.length === 0 || named.length === 0) return new Map();
  const others = new Set(left.flatMap((account) => [account.id.toLowerCase(), ...callings(account.attributes)]));
  const found = new Map<string, readonly string[]>();
  for (const { id, attributes } of out) {
    const theirs = new Set(callings(attributes).filter((word) => !others.has(word)));
    const words = named.filter((word) => theirs.has(word.toLowerCase()));
    if (words.length > 0) found.set(id, words);
  }
  return found;
}

/** What a record calls the person whom it is of, in lower case. */
export function callings({ name, handle, email }: Attributes): string[] {
  return Object.values(defined({ name, handle, email })).flatMap((word) =>
    word === null || word === "" ? [] : [word.toLowerCase()],
  );
}
