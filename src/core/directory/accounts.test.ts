import fc from "fast-check";
import { expect, it } from "vitest";
import { accounts as some } from "../../../test/support/arbitraries.ts";
import type { Account } from "./account.ts";
import { type Accounts, accountsOf, lastOfEach, piecesOf } from "./accounts.ts";

const text = (accounts: Iterable<Account>): string => JSON.stringify([...accounts]);

/** The same list, as one that has each of them when it is asked for. */
const lazily = (list: readonly Account[]): Accounts => accountsOf(list.length, () => list.values());

it("an account that is listed again is there once, where it comes first, as it is stated last", () => {
  let repeated = 0;
  fc.assert(
    fc.property(some, fc.array(fc.nat(20)), (list, again) => {
      const repeats = again.flatMap((at, i): Account[] => {
        const one = list[at];
        return one === undefined ? [] : [{ ...one, attributes: { name: `as stated at ${i}` } }];
      });
      repeated += repeats.length;
      const all = [...list, ...repeats, ...list.slice(-1)];
      const once = [...new Map(all.map((account) => [account.id, account])).values()];
      expect(lastOfEach(all)).toEqual(once);
      expect(text(lastOfEach(lazily(all)))).toBe(text(once));
      expect(text(lastOfEach(lazily(all)))).toHaveLength(text(once).length);
      expect(lastOfEach(lazily(all))).toHaveLength(once.length);
      expect(lastOfEach(list)).toBe(list);
    }),
  );
  expect(repeated).toBeGreaterThan(50);
});

it("pieces of a list are as long as is asked for, but for the last one", () => {
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 5 }), (list, size) => {
      const pieces = [...piecesOf(lazily(list), size)];
      expect(pieces.flat()).toEqual(list);
      expect(pieces.slice(0, -1).every(({ length }) => length === size)).toBe(true);
      expect(pieces.every(({ length }) => length > 0 && length <= size)).toBe(true);
    }),
  );
});
