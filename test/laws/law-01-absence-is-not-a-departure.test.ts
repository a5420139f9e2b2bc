import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Change, CHANGE_KINDS } from "../../src/core/directory/change.ts";
import { departuresFrom } from "../../src/core/directory/departure.ts";
import { accounts, snapshotAt } from "../support/arbitraries.ts";
import { DIRECTORY, deactivate, hour, kinds, people, reading, watch, without } from "../support/directory.ts";

const staff = people(300);
const ids = staff.map(({ id }) => id);

describe("where a tool flags those who left, an absence is never a departure", () => {
  it("whoever is missing from whatever readings, however often", () => {
    fc.assert(
      fc.property(snapshotAt(0), fc.array(accounts, { maxLength: 6 }), (first, later) => {
        const seen = watch("proves nothing");
        seen.take(first);
        for (const [n, list] of later.entries()) seen.take(reading(list, hour(n + 1)));
        for (const departure of seen.departures()) expect(departure.change).toBe("deactivated");
      }),
    );
  });

  it("half of a list that ends early, one account or ten raise questions at most (FA-1)", () => {
    for (const gone of [1, 10, 150]) {
      const seen = watch("proves nothing");
      seen.take(reading(staff, hour(0)));
      const steps = [1, 2, 3].map((n) => seen.take(reading(staff.slice(gone), hour(n))));
      expect(new Set(steps.flatMap((step) => kinds(step.changes)))).toEqual(new Set(gone > 15 ? [] : ["missing"]));
      expect(seen.departures()).toEqual([]);
    }
  });
});

describe("where a tool shows departures by absence alone", () => {
  it("a departure takes a second complete, healthy reading to be sure", () => {
    const seen = watch("counts");
    seen.take(reading(staff, hour(0)));
    seen.take(reading(without(staff, "U7"), hour(1)));
    expect(seen.departures()).toMatchObject([{ confirmed: false }]);
    seen.take(reading(without(staff, "U7"), hour(2)));
    expect(seen.departures()).toMatchObject([{ confirmed: true, at: { notBefore: hour(0), notAfter: hour(1) } }]);
  });

  it("a reading that is not healthy neither tells an absence nor confirms one", () => {
    const seen = watch("counts");
    seen.take(reading(staff, hour(0), { scopes: ["read:org"] }));
    seen.take(reading(without(staff, "U7"), hour(1), { scopes: ["read:org"] }));
    const doubtful = [
      reading([], hour(2)),
      reading(staff.slice(150), hour(3)),
      reading(without(staff, "U7", "U8"), hour(4), { scopes: [] }),
    ];
    for (const snapshot of doubtful) expect(seen.take(snapshot).changes).toEqual([]);
    expect(seen.departures()).toMatchObject([{ confirmed: false }]);
  });
});

it("of all changes, only positive evidence or a counted absence that carries what was last known is a departure", () => {
  const of = (change: Change["change"]): Change => ({
    change,
    directory: DIRECTORY,
    at: { notBefore: hour(0), notAfter: hour(1) },
    account: { id: "U1" },
    evidence: { by: "flag", readings: 1 },
    confirmed: true,
    lastKnown: { location: null, locationFrom: null },
  });
  const departures = CHANGE_KINDS.filter(
    (change) => departuresFrom([of(change)], new Map(), { demotion: true }).length > 0,
  );
  expect(departures).toEqual(["deactivated", "removed"]);
});

it("the evidence says which it was", () => {
  const seen = watch("counts");
  seen.take(reading(staff, hour(0)));
  const { changes } = seen.take(reading(without(deactivate(staff, "U1"), "U2"), hour(1)));
  expect(changes.map(({ evidence }) => evidence)).toMatchObject([
    { by: "flag", stated: "deleted: true" },
    { by: "absence" },
  ]);
  expect(ids).toContain(changes[1]?.account.id);
});
