import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absence, accounts, attributes, snapshotAt } from "../../../test/support/arbitraries.ts";
import {
  account,
  type Absence,
  applied,
  hour,
  kinds,
  reading,
  rosterOf,
  told,
} from "../../../test/support/directory.ts";
import { defined } from "../defined.ts";
import { type Account, merge } from "./account.ts";
import { compare, type Comparison } from "./compare.ts";
import { idOf } from "./departure.ts";

/** What one reading after the baseline of `before` says. */
function after(before: readonly Account[], now: readonly Account[], mode: Absence): Comparison {
  return compare(rosterOf(mode, reading(before, hour(0))), reading(now, hour(1)), mode);
}

describe("the laws of comparing", () => {
  it("a reading compared with its own roster differs in nothing", () => {
    fc.assert(
      fc.property(snapshotAt(0), absence, (a, mode) => {
        const { changes, entries } = compare(rosterOf(mode, a), a, mode);
        expect({ changes, entries }).toEqual({ changes: [], entries: [] });
      }),
    );
  });

  it("the same reading taken once more tells nothing the second time, whatever came before", () => {
    fc.assert(
      fc.property(snapshotAt(0), snapshotAt(1), snapshotAt(2), absence, (a, b, c, mode) => {
        const roster = rosterOf(mode, a, b, c, c);
        const again = compare(roster, c, mode);
        expect(told(again)).toEqual([]);
        expect(rosterOf(mode, a, b, c, c, c).entries).toEqual(roster.entries);
      }),
    );
  });

  it("the changes of (a, b), applied to a, give b, with a's value wherever b states none, but for the channels and groups of whoever comes back", () => {
    fc.assert(
      fc.property(accounts, accounts, absence, (a, b, mode) => {
        const before = new Map(a.map((one) => [one.id, one]));
        const result = applied(a, after(a, b, mode).changes);
        for (const now of b) {
          if (now.status !== "active" && now.status !== "invited") continue;
          const known = before.get(now.id);
          expect(result.get(now.id)?.status).toBe(now.status);
          const { channels, groups, ...rest } = known?.attributes ?? {};
          const wasHere = known?.status === "active" || known?.status === "invited";
          const kept = wasHere ? defined({ channels, groups }) : {};
          expect(result.get(now.id)?.attributes).toEqual(merge({ ...rest, ...kept }, now.attributes));
        }
      }),
    );
  });

  it("a leaver keeps what was known while they were here, whatever the tool says of them now", () => {
    fc.assert(
      fc.property(attributes, attributes, (before, now) => {
        const { changes, entries } = after([account("U1", before)], [account("U1", now, "deactivated")], "counts");
        expect(kinds(changes)).toEqual(["deactivated"]);
        expect(entries[0]?.account).toEqual(account("U1", before, "deactivated"));
      }),
    );
  });

  it("the entries are what the changes make of the accounts", () => {
    fc.assert(
      fc.property(accounts, accounts, absence, (a, b, mode) => {
        const { changes, entries } = after(a, b, mode);
        const settled = changes.filter(({ confirmed, change }) => confirmed || change === "missing");
        const result = applied(a, settled);
        for (const { account: now, presence } of entries) {
          expect(result.get(now.id)?.status).toBe(now.status);
          expect(result.get(now.id)?.attributes).toEqual(now.attributes);
          expect(presence === "present" || b.every(({ id }) => id !== now.id)).toBe(true);
        }
      }),
    );
  });

  it("no two changes of one reading have the same id", () => {
    fc.assert(
      fc.property(snapshotAt(0), snapshotAt(1), snapshotAt(2), absence, (a, b, c, mode) => {
        const { changes } = compare(rosterOf(mode, a, b), c, mode);
        expect(new Set(changes.map((change) => idOf("c", change))).size).toBe(changes.length);
      }),
    );
  });

  it("no interval ends before it begins, and none ends after the reading", () => {
    fc.assert(
      fc.property(snapshotAt(0), snapshotAt(1), snapshotAt(2), absence, (a, b, c, mode) => {
        for (const { at } of compare(rosterOf(mode, a, b), c, mode).changes) {
          expect(at.notBefore ?? -Infinity).toBeLessThanOrEqual(at.notAfter);
          expect(at.notAfter).toBeLessThanOrEqual(hour(2));
        }
      }),
    );
  });

  it("what is told, and its order, hang on who is in the roster and not on its order", () => {
    fc.assert(
      fc.property(snapshotAt(0), snapshotAt(1), absence, (a, b, mode) => {
        const roster = rosterOf(mode, a);
        const turned = { ...roster, entries: new Map([...roster.entries].toReversed()) };
        expect(compare(turned, b, mode)).toEqual(compare(roster, b, mode));
      }),
    );
  });

  it("comparing changes neither the roster nor the reading", () => {
    fc.assert(
      fc.property(snapshotAt(0), snapshotAt(1), absence, (a, b, mode) => {
        const roster = rosterOf(mode, a);
        const copies = structuredClone({ roster, b });
        compare(roster, b, mode);
        expect({ roster, b }).toEqual(copies);
      }),
    );
  });
});
