// What is stated of an account outside of its record, as numbers that are others where it is something else.
import { hash } from "node:crypto";
import type { Account, Attributes } from "../core/directory/account.ts";
import type { MembershipLists } from "./print-port.ts";

/** Rows of another source (people.csv) that are laid over accounts. */
export interface OverlayRows {
  /** Which value of an account it finds its row by. */
  readonly by: string;
  /** That value; undefined where it has none. */
  readonly keyOf: (account: Account) => string | undefined;
  readonly rows: ReadonlyMap<string, Attributes>;
}

/** Eight bytes, which are combined with others by exclusive or. */
export type Digest = readonly [number, number];

export interface Beside {
  /** Whether there is nothing of the kind: prints are those of records alone. */
  readonly isNothing: boolean;
  /** Of a list that is one of several: the same record is something else in another one. */
  ofList(name: string): Digest;
  /** @param row as `rowOf` has it */
  digestOf(record: string, account: string, row: string | undefined): Digest;
  /** What a word becomes by which a record names somebody, in whatever case; it has no tab. */
  nameOf(word: string): string;
  /** By what its row is found again once the account is not parsed; undefined where it can have none. */
  rowOf(account: Account): string | undefined;
  /** Whether lists say who is in which channel; where none does, nobody is in any. */
  readonly hasChannels: boolean;
  channelsOf(record: string, account: string): readonly string[];
}

export const NO_DIGEST: Digest = [0, 0];
/** 72 bits of a row's key, or of a name. */
const WORD_DIGITS = 12;

/**
 * @param key of the prints: who does not know it can arrange no memberships or rows that look like others. Each membership is hashed by
 *   itself, so that it costs a hash for each channel and not for each account.
 */
export function besideBy(key: Buffer, lists: MembershipLists, overlaid: OverlayRows | undefined): Beside {
  const secret = hash("sha256", key, "hex");
  const hashOf = (...of: readonly unknown[]): Buffer => hash("sha256", secret + JSON.stringify(of), "buffer");
  const digest = (...of: readonly unknown[]): Digest => {
    const bytes = hashOf(...of);
    return [bytes.readInt32LE(0), bytes.readInt32LE(4)];
  };
  const refOf = (of: "key" | "name", word: string): string =>
    hashOf(of, word).toString("base64url").slice(0, WORD_DIGITS);
  const names = new Map<string, string>();
  const rows = new Map<string, Digest>();
  for (const [word, row] of overlaid?.rows ?? []) rows.set(refOf("key", word), digest("row", row));
  const given = (["channels", "groups"] as const).flatMap((kind) => {
    const list = lists[kind];
    return list === undefined ? [] : [{ kind, list, digests: new Map<string, Digest>() }];
  });
  return {
    isNothing: given.length === 0 && overlaid === undefined,
    ofList: (name) => digest("list", name),
    digestOf(record, account, row) {
      if (given.length === 0 && row === undefined) return NO_DIGEST;
      let [low, high] = (row === undefined ? undefined : rows.get(row)) ?? NO_DIGEST;
      for (const { kind, list, digests } of given) {
        for (const id of membershipsIn(list, record, account)) {
          const one = digests.get(id) ?? digest(kind, id);
          digests.set(id, one);
          low ^= one[0];
          high ^= one[1];
        }
      }
      return [low, high];
    },
    nameOf(word) {
      // A few hundred managers are named by everybody.
      const name = names.get(word) ?? refOf("name", word.toLowerCase());
      names.set(word, name);
      return name;
    },
    rowOf(account) {
      const word = overlaid?.keyOf(account);
      return word === undefined ? undefined : refOf("key", word);
    },
    hasChannels: lists.channels !== undefined,
    channelsOf: (record, account) =>
      lists.channels === undefined ? [] : membershipsIn(lists.channels, record, account),
  };
}

/** Lists may name somebody by their record's id or by their account's. */
function membershipsIn(
  list: ReadonlyMap<string, readonly string[]>,
  record: string,
  account: string,
): readonly string[] {
  return list.get(record) ?? list.get(account) ?? [];
}
