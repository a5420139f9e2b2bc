import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Departure } from "../directory/departure.ts";
import { HOUR } from "../time.ts";
import { type Leaver, settledLeavers, settling } from "./settled.ts";
import type { Partition } from "./units.ts";

const ids = ["U1", "U2", "U3", "U4"];
const staff: Partition = {
  directory: "acme",
  units: [{ id: "u-1", name: "Everyone", parts: [], headcount: 4 }],
  unitOf: new Map(ids.map((id) => [id, "u-1"])),
};

/** In hours, like everything here. */
function left(id: string, at: number, more: Partial<Departure> & { readonly back?: number } = {}): Departure {
  const { back, ...rest } = more;
  return {
    id: `d-${id}-${at}`,
    at: { notBefore: (at - 1) * HOUR, notAfter: at * HOUR },
    accounts: [{ directory: "acme", id }],
    change: "deactivated",
    confirmed: true,
    observed: true,
    lastKnown: { location: null, locationFrom: null },
    ...(back === undefined
      ? {}
      : { reversed: { at: { notBefore: at * HOUR, notAfter: back * HOUR }, change: "reactivated" } }),
    ...rest,
  };
}

function count(departures: readonly Departure[], at: number, after?: number): number {
  const when = { at: at * HOUR, ...(after === undefined ? {} : { after: after * HOUR }) };
  return settledLeavers([staff], departures, when).counts.get("u-1") ?? 0;
}

describe("a departure", () => {
  it("has settled a day after it was known, or as long after as is set", () => {
    expect([33, 34].map((at) => count([left("U1", 10)], at))).toEqual([0, 1]);
    expect([14, 15].map((at) => count([left("U1", 10)], at, 5))).toEqual([0, 1]);
  });

  it("of somebody who is back by then is none, and of somebody who comes back later stays one", () => {
    expect(count([left("U1", 10, { back: 34 })], 100)).toBe(0);
    expect(count([left("U1", 10, { back: 35 })], 100)).toBe(1);
  });

  it("is counted once for each account, only where it is confirmed, and only of who is in a unit of this directory", () => {
    expect(count([left("U1", 10, { back: 50 }), left("U1", 60)], 100)).toBe(1);
    expect(count([left("U1", 10, { confirmed: false })], 100)).toBe(0);
    expect(count([left("U9", 10), left("U1", 10, { accounts: [{ directory: "beta", id: "U1" }] })], 100)).toBe(0);
  });

  it("settles within 1 hour to 7 days", () => {
    for (const after of [0, 0.5, 169, Number.NaN]) expect(() => count([], 10, after)).toThrow("1h to 7d");
    expect(count([left("U1", 10)], 10 + 168, 168)).toBe(1);
  });
});

it("settled counts of one history never fall, and are those that were known at the time", () => {
  const history = fc.array(
    fc.record({
      id: fc.constantFrom(...ids),
      at: fc.integer({ min: 0, max: 200 }),
      stays: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(history, (all) => {
      const departures = all.map(({ id, at, stays }) => left(id, at, stays === undefined ? {} : { back: at + stays }));
      const unordered = departures.toReversed();
      let before = 0;
      for (let now = 0; now <= 400; now += 7) {
        const known = departures
          .filter(({ at }) => at.notAfter <= now * HOUR)
          .map(({ reversed, ...rest }) =>
            reversed !== undefined && reversed.at.notAfter <= now * HOUR ? { ...rest, reversed } : rest,
          );
        const here = count(departures, now);
        expect(here).toBeGreaterThanOrEqual(before);
        expect(count(known, now)).toBe(here);
        expect(count(unordered, now)).toBe(here);
        before = here;
      }
    }),
    { numRuns: 60 },
  );
});

it("who left and has no departure any more counts as before, under any word, also after a release has counted them", () => {
  const all = fc.array(
    fc.record({
      id: fc.constantFrom(...ids),
      at: fc.integer({ min: 1, max: 200 }),
      stays: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
      kept: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  const unitOf = new Map([...staff.unitOf, ...ids.map((id) => [`x-${id}`, "u-1"] as const)]);
  // Nobody of whom something is kept goes by two words.
  const wordOf = (id: string, gone: ReadonlySet<string>): string => (gone.has(id) ? `x-${id}` : id);
  fc.assert(
    fc.property(all, fc.integer({ min: 0, max: 400 }), (history, now) => {
      const departures = history.map(({ id, at, stays }) =>
        left(id, at, stays === undefined ? {} : { back: at + stays }),
      );
      const gone = new Set(history.flatMap(({ id, kept }) => (kept ? [] : [id])));
      const mine = (departure: Departure): string => departure.accounts[0]?.id ?? "";
      let leavers = departures
        .filter((departure) => gone.has(mine(departure)))
        .map((departure): Leaver => ({
          member: wordOf(mine(departure), gone),
          at: departure.at.notAfter,
          back: departure.reversed?.at.notAfter ?? null,
        }));
      const kept = departures.filter((departure) => !gone.has(mine(departure)));
      const when = { at: now * HOUR, after: 24 * HOUR };
      const counted = () => settledLeavers([{ ...staff, unitOf }], kept, when, leavers).counts.get("u-1") ?? 0;
      expect(counted()).toBe(count(departures, now));
      leavers = leavers.map((one) =>
        settling(one, when.at, when.after) === "settled" ? { ...one, at: 0, back: null } : one,
      );
      expect(counted()).toBe(count(departures, now));
    }),
    { numRuns: 100 },
  );
});
