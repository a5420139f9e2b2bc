import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absence, accounts, snapshotAt } from "../../../test/support/arbitraries.ts";
import { deactivate, hour, people, person, reading, rosterOf, without } from "../../../test/support/directory.ts";
import type { Account } from "./account.ts";
import { compare, type Comparison, isSettled, unsettled } from "./compare.ts";
import { confirm, toAskFor, toConfirm, toReadBack, weighFound } from "./confirm.ts";
import { placesOf } from "./place.ts";
import { advance, type Roster } from "./roster.ts";
import { type CompleteSnapshot, completeSnapshot, listedIn, withAccounts, withFresher } from "./snapshot.ts";

/** What somebody who takes a reading for comparing does with it, and all that comes out. */
function taken(
  roster: Roster,
  snapshot: CompleteSnapshot,
  mode: "counts" | "proves nothing",
  asked: readonly Account[] = [],
): object {
  const first = compare(roster, snapshot, mode);
  const read = withFresher(snapshot, asked);
  const compared = compare(roster, read, mode);
  const missing = toAskFor(compared);
  const found = withAccounts(
    read,
    missing.filter(isEven).map((id) => person(id)),
    hour(9),
  );
  const weighed = weighFound(compare(roster, found, mode), 1, missing.length);
  const ids = toReadBack(weighed);
  const said = confirm(weighed, roster, ids, { accounts: ids.filter(isEven).map((id) => person(id)), at: hour(9) });
  const { entries, ...next } = advance(roster, found, said);
  // Whoever was read since stands behind the others then, and in their place where they were parsed.
  const ordered = (one: Comparison): Comparison => (asked.length === 0 ? one : sorted(one));
  return {
    first,
    compared: ordered(compared),
    listed: listedIn(found).size,
    again: toConfirm(ordered(weighed)),
    said: ordered(said),
    unsettled: new Set(unsettled({ ...next, entries })),
    places: placesOf(found),
    last: next.last,
    known: entries.size + (next.leftOut ?? 0),
  };
}

function isEven(id: string): boolean {
  return Number(id.slice(1)) % 2 === 0;
}

function sorted({ verdict, changes, entries }: Comparison): Comparison {
  const byId = (a: { account: { id: string } }, b: { account: { id: string } }): number =>
    a.account.id.localeCompare(b.account.id);
  return { verdict, changes: changes.toSorted(byId), entries: entries.toSorted(byId) };
}

/** The same roster and reading, with those of the settled for whom `isNot` holds not parsed, and with those of them for whom `isOut` holds not loaded. */
function lean(
  roster: Roster,
  snapshot: CompleteSnapshot,
  isNot: (id: string) => boolean,
  isOut: (id: string) => boolean,
): { readonly roster: Roster; readonly snapshot: CompleteSnapshot } {
  const unchanged = new Set(
    snapshot.accounts.flatMap((account) => {
      const entry = roster.entries.get(account.id);
      return entry !== undefined && isSettled(entry, account) && isNot(account.id) ? [account.id] : [];
    }),
  );
  const entries = new Map([...roster.entries].filter(([id]) => !unchanged.has(id) || !isOut(id)));
  const parsed = snapshot.accounts.filter(({ id }) => !unchanged.has(id));
  const read = completeSnapshot({ ...snapshot, accounts: parsed, endMarker: "end of file" });
  const unchangedIn = snapshot.accounts.flatMap(({ id, attributes: { channels } }) =>
    unchanged.has(id) && channels !== undefined ? [[id, channels] as const] : [],
  );
  return {
    roster: { ...roster, entries, leftOut: roster.entries.size - entries.size },
    snapshot: { ...read, unchanged, unchangedIn },
  };
}

const some = fc.uniqueArray(fc.integer({ min: 0, max: 8 }), { maxLength: 9 }).map((numbers) => {
  const ids = new Set(numbers.map((n) => `U${n}`));
  return (id: string) => ids.has(id);
});

/** A reading in which each account is as one of two others has it. */
const partly = fc.tuple(snapshotAt(0), snapshotAt(1), some, some).map(([a, b, isOther, isGone]) => {
  const mixed = new Map(a.accounts.map((one) => [one.id, one]));
  for (const one of b.accounts) if (isOther(one.id)) mixed.set(one.id, one);
  const left = [...mixed.values()].filter(({ id }) => !isGone(id));
  return { a, c: reading(left.length === 0 ? a.accounts : left, hour(5)) };
});

/** Of whom everybody can be spared, and is: those that come by chance are few. */
const MANY = reading(people(150), hour(0));
const NOBODY = (): boolean => false;

describe("accounts that state what they stated before are not read", () => {
  it("whichever of the settled are left out, verdict, changes and entries are the same, and so is all that follows", () => {
    let spared = 0;
    fc.assert(
      fc.property(
        partly,
        fc.array(snapshotAt(2), { maxLength: 2 }),
        accounts,
        absence,
        some,
        some,
        ({ a, c }, between, asked, mode, isParsed, isLoaded) => {
          const readings = [...between, a].map((one, i) => ({ ...one, startedAt: hour(i), takenAt: hour(i) }));
          const roster = rosterOf(mode, ...readings);
          // Who was read since is no longer what the list says: the roster has them loaded, and parsed they are anyway.
          const isAsked = (id: string): boolean => asked.some((one) => one.id === id);
          const less = lean(
            roster,
            c,
            (id) => !isParsed(id),
            (id) => !isLoaded(id) && !isAsked(id),
          );
          spared += less.roster.leftOut ?? 0;
          const fresher = asked.filter(({ id }) => roster.entries.has(id) || c.accounts.some((one) => one.id === id));
          expect(taken(less.roster, less.snapshot, mode, fresher)).toEqual(taken(roster, c, mode, fresher));
        },
      ),
      {
        numRuns: 501,
        examples: [
          [{ a: MANY, c: { ...MANY, startedAt: hour(5), takenAt: hour(5) } }, [], [], "counts", NOBODY, NOBODY],
        ],
      },
    );
    expect(spared).toBeGreaterThan(100);
  });

  it("what is kept of a reading is settled by the same statement, unless it waits", () => {
    fc.assert(
      fc.property(snapshotAt(0), snapshotAt(1), absence, (a, b, mode) => {
        const { entries } = rosterOf(mode, a, b, { ...b, startedAt: hour(2), takenAt: hour(2) });
        for (const account of b.accounts) {
          const entry = entries.get(account.id);
          expect(entry !== undefined && isSettled(entry, account)).toBe(true);
        }
      }),
    );
  });

  it("a channel is emptied where most have gone from it, of all who were in it and not of those alone who were read", () => {
    const inside = (gone: number): Account[] =>
      people(12).map((one, i) => ({ ...one, attributes: { ...one.attributes, channels: i < gone ? [] : ["C1"] } }));
    const roster = rosterOf("counts", reading(inside(0), hour(0)));
    for (const [gone, quiet] of [
      [5, undefined],
      [7, "channel archived, gone or emptied"],
    ] as const) {
      const now = reading(inside(gone), hour(1));
      const less = lean(
        roster,
        now,
        () => true,
        () => true,
      );
      expect(less.snapshot.accounts).toHaveLength(gone);
      const { changes } = compare(less.roster, less.snapshot, "counts");
      expect(changes.map((change) => change.quiet)).toEqual(Array.from({ length: gone }, () => quiet));
      expect(taken(less.roster, less.snapshot, "counts")).toEqual(taken(roster, now, "counts"));
    }
  });

  it("whoever waits for another look, is not listed, or states something else is not settled", () => {
    const [one] = people(1);
    const account = one as Account;
    const entry = { account, presence: "present" } as const;
    expect(isSettled(entry, account)).toBe(true);
    expect(isSettled({ ...entry, presence: "missing" }, account)).toBe(false);
    const pending = { change: "removed", at: { notBefore: null, notAfter: 0 }, told: true } as const;
    expect(isSettled({ ...entry, pending }, account)).toBe(false);
    expect(isSettled(entry, person(account.id, { team: "Data" }))).toBe(false);
    expect(isSettled(entry, person(account.id, { channels: [] }))).toBe(false);
  });

  it.each([
    ["a fall", 40, 0],
    ["new ids", 90, 95],
    ["a few who left", 5, 3],
    ["everybody new", 300, 300],
  ])("a large reading is judged the same: %s", (_, gone, come) => {
    const all = people(300);
    const roster = rosterOf("counts", reading(all, hour(0)));
    const ids = all.slice(0, gone).map(({ id }) => id);
    const left = deactivate(without(all, ...ids), "U299", "U298");
    const now = reading([...left, ...Array.from({ length: come }, (__, i) => person(`N${i}`))], hour(1));
    const less = lean(
      roster,
      now,
      () => true,
      (id) => !id.endsWith("7"),
    );
    expect(taken(less.roster, less.snapshot, "counts")).toEqual(taken(roster, now, "counts"));
  });

  it("a list in which nothing has changed is not an empty one", () => {
    const all = people(3);
    const roster = rosterOf("counts", reading(all, hour(0)));
    const { verdict } = compare(
      { ...roster, entries: new Map(), leftOut: 3 },
      { ...reading([], hour(1)), unchanged: new Set(all.map(({ id }) => id)) },
      "counts",
    );
    expect(verdict.health).toBe("ok");
  });
});
