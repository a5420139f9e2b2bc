import fc from "fast-check";
import { expect, it } from "vitest";
import { accounts as some } from "../../test/support/arbitraries.ts";
import type { Account } from "../core/directory/account.ts";
import { type Accounts, mapped } from "../core/directory/accounts.ts";
import { packing } from "./packed-accounts.ts";

/** As a tool that has many of them lists them. */
const many = fc.tuple(some, fc.constantFrom(0, 1, 999, 1000, 1001, 2345)).map(([few, length]): Account[] => {
  if (few.length === 0) return [];
  return Array.from({ length }, (_, i) => {
    const one = few[i % few.length] as Account;
    return { ...one, id: `${one.id}.${i}` };
  });
});

/** Of which more than a piece is put away. */
const LONG = Array.from({ length: 1100 }, (_, i): Account => ({ id: `U${i}`, status: "active", attributes: {} }));

/** Thousands of objects are sooner compared as text. */
const text = (accounts: Iterable<Account>): string => JSON.stringify([...accounts]);

function packed(accounts: Iterable<Account>, loose: number): Accounts {
  const all = packing(loose);
  for (const account of accounts) all.push(account);
  return all.whole();
}

it("a long list of accounts that was put away is the list that it was made of, however often it is gone through", () => {
  let longest = 0;
  fc.assert(
    fc.property(many, fc.constantFrom(0, 1, 1500), (list, loose) => {
      longest = Math.max(longest, list.length - loose);
      const put = packed(list, loose);
      expect(put).toHaveLength(list.length);
      expect(text(put)).toBe(text(list));
      expect(text(put)).toBe(text(list));
      const isEven = ({ id }: Account): boolean => Number(id.split(".").at(-1)) % 2 === 0;
      const none = (): boolean => false;
      expect(put.map(({ id }) => id).join()).toBe(list.map(({ id }) => id).join());
      expect(put.flatMap(({ id }) => [id, id]).join()).toBe(list.flatMap(({ id }) => [id, id]).join());
      expect(text(put.filter(isEven))).toBe(text(list.filter(isEven)));
      expect(put.find(isEven)).toEqual(list.find(isEven));
      expect(put.find(none)).toBeUndefined();
      expect([put.some(isEven), put.some(none)]).toEqual([list.some(isEven), false]);
      expect([put.every(isEven), put.every(none)]).toEqual([list.every(isEven), list.length === 0]);
      const renamed = (account: Account): Account => ({ ...account, attributes: { name: "N." } });
      expect(text(mapped(put, renamed))).toBe(text(list.map(renamed)));
      expect(mapped(put, renamed)).toHaveLength(list.length);
    }),
    { numRuns: 15, examples: [[LONG, 0]] },
  );
  expect(longest).toBeGreaterThan(1000);
});
