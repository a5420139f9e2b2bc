import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Account } from "../core/directory/account.ts";
import { type Accounts, accountsOf } from "../core/directory/accounts.ts";

/** So many stay as they are: some 50 MB, and what packing takes, a third of what it takes to read an account, is spared. */
const LOOSE = 100_000;
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
 * piece at a time, and made anew whenever somebody goes through the list. One that is not so long is an array.
 * @param loose so many of the first are not put away
 */
export function packing(loose = LOOSE): Packing {
  const first: Account[] = [];
  const pieces: Buffer[] = [];
  let last: Account[] = [];
  return {
    get length() {
      return first.length + pieces.length * PIECE + last.length;
    },
    push(account) {
      if (first.length < loose) {
        first.push(account);
        return;
      }
      if (last.length === PIECE) {
        pieces.push(deflateRawSync(JSON.stringify(last), { level: 1 }));
        last = [];
      }
      last.push(account);
    },
    whole() {
      if (last.length === 0) return first;
      return accountsOf(this.length, function* () {
        yield* first;
        for (const piece of pieces) yield* JSON.parse(inflateRawSync(piece).toString()) as Account[];
        yield* last;
      });
    },
  };
}
