import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Account } from "../core/directory/account.ts";
import { type Accounts, accountsOf } from "../core/directory/accounts.ts";

/** So many are put away at a time. */
const PIECE = 1000;

/** Takes in accounts as they are read. */
export interface Packing {
  readonly length: number;
  push(account: Account): void;
  /** Once all are in. */
  whole(): Accounts;
}

/**
 * As objects a million accounts take half a gigabyte, and their collector its time: those of a long list are put away as packed JSON, a
 * piece at a time, and made anew whenever somebody goes through the list. A short list is an array.
 */
export function packing(): Packing {
  const pieces: Buffer[] = [];
  let last: Account[] = [];
  return {
    get length() {
      return pieces.length * PIECE + last.length;
    },
    push(account) {
      if (last.length === PIECE) {
        pieces.push(deflateRawSync(JSON.stringify(last), { level: 1 }));
        last = [];
      }
      last.push(account);
    },
    whole() {
      if (pieces.length === 0) return last;
      return accountsOf(this.length, function* () {
        for (const piece of pieces) yield* JSON.parse(inflateRawSync(piece).toString()) as Account[];
        yield* last;
      });
    },
  };
}
