import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deactivate, hour, kinds, people, reading, stripped, watch, without } from "../support/directory.ts";

const staff = people(300);
const ids = staff.map(({ id }) => id);
/** A wave: 15 % of everybody. */
const wave = ids.slice(100, 145);

describe("absences", () => {
  it("a list that is short and then whole again tells nothing", () => {
    const seen = watch("counts");
    const steps = [staff, staff.slice(150), staff].map((list, n) => seen.take(reading(list, hour(n))));
    expect(steps.map(({ verdict }) => verdict.health)).toEqual(["ok", "short", "ok"]);
    expect(steps.flatMap(({ changes }) => changes)).toEqual([]);
    expect([...seen.roster().entries.values()].some(({ pending }) => pending !== undefined)).toBe(false);
  });

  it("a fall that the next reading agrees with is told then, confirmed, with the interval in which it happened", () => {
    const seen = watch("counts");
    seen.take(reading(staff, hour(0)));
    const short = seen.take(reading(without(staff, ...wave), hour(1)));
    expect(short).toMatchObject({ verdict: { health: "short" }, told: [] });
    const { verdict, told } = seen.take(reading(without(staff, ...wave, "U299"), hour(2)));
    expect(verdict.health).toBe("ok");
    const confirmed = told.filter((change) => change.confirmed);
    expect(confirmed.map(({ account }) => account.id)).toEqual(wave);
    expect(confirmed.every(({ at }) => at.notBefore === hour(0) && at.notAfter === hour(1))).toBe(true);
    // Who is missing for the first time waits, and left since the last reading that was believed.
    expect(told.filter((change) => !change.confirmed)).toMatchObject([
      { account: { id: "U299" }, at: { notBefore: hour(0), notAfter: hour(2) } },
    ]);
  });

  it("half of a list, another half each time, never confirms anybody", () => {
    // Each reading leaves out one of three parts, never the same as the one before.
    const steps = fc.array(fc.constantFrom(1, 2), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.nat(2), steps, (start, turns) => {
        const seen = watch("counts");
        seen.take(reading(staff, hour(0)));
        let part = start;
        for (const [n, turn] of turns.entries()) {
          const { verdict, changes } = seen.take(
            reading(
              staff.filter((_, i) => i % 3 !== part),
              hour(n + 1),
            ),
          );
          expect({ health: verdict.health, changes }).toEqual({ health: "short", changes: [] });
          part = (part + turn) % 3;
        }
        expect(seen.take(reading(staff, hour(99))).changes).toEqual([]);
        expect(seen.departures()).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("a list that is cut at any place, once, tells nothing of anybody but those who really left", () => {
    fc.assert(
      fc.property(fc.nat(staff.length), fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 8 }), (end, gone) => {
        const seen = watch("counts");
        const after = without(staff, ...gone);
        const cut = seen.take(reading(staff, hour(0))) && seen.take(reading(after.slice(0, end), hour(1)));
        // A cut that loses no more than ten looks like ten people leaving; it is told as not confirmed, and taken back.
        expect(cut.verdict.health === "ok" ? [] : cut.changes).toEqual([]);
        expect(cut.changes.every(({ confirmed }) => !confirmed)).toBe(true);
        for (const n of [2, 3]) seen.take(reading(after, hour(n)));
        const standing = seen.departures().filter(({ reversed }) => reversed === undefined);
        expect(new Set(standing.map(({ accounts }) => accounts[0]?.id))).toEqual(new Set(gone));
        expect(standing.every(({ confirmed }) => confirmed)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("empty lists confirm nobody, however many", () => {
    const seen = watch("counts");
    seen.take(reading(staff, hour(0)));
    seen.take(reading(without(staff, ...wave), hour(1)));
    for (const n of [2, 3]) {
      expect(seen.take(reading([], hour(n)))).toMatchObject({
        verdict: { health: "empty", believe: "nothing" },
        changes: [],
      });
    }
    expect(seen.take(reading(staff, hour(4))).changes).toEqual([]);
  });
});

describe("flags", () => {
  const agrees = (of: readonly string[]) => ({
    at: hour(1),
    accounts: staff.filter(({ id }) => of.includes(id)).map(stripped),
  });

  it("a wave that is flagged is told within the same reading, confirmed by asking again", () => {
    const seen = watch("proves nothing");
    seen.take(reading(staff, hour(0)));
    const { verdict, told } = seen.take(reading(deactivate(staff, ...wave), hour(1)), agrees);
    expect(verdict.health).toBe("ok");
    expect(told.map(({ change, confirmed }) => [change, confirmed])).toEqual(wave.map(() => ["deactivated", true]));
  });

  it("a wave that is flagged in a list that is short is told too; who is only missing is not", () => {
    const seen = watch("counts");
    seen.take(reading(staff, hour(0)));
    const { verdict, told } = seen.take(reading(deactivate(staff, ...wave).slice(60), hour(1)), agrees);
    expect(verdict.health).toBe("short");
    expect(told.map(({ account }) => account.id)).toEqual(wave);
  });

  it("flags that asking again contradicts are a malformed reading and no wave", () => {
    const seen = watch("proves nothing");
    seen.take(reading(staff, hour(0)));
    const active = { at: hour(1), accounts: staff };
    const { verdict, changes } = seen.take(reading(deactivate(staff, ...wave), hour(1)), active);
    expect({ health: verdict.health, changes }).toEqual({ health: "malformed", changes: [] });
    expect(seen.take(reading(staff, hour(2))).changes).toEqual([]);
  });
});

describe("another list altogether", () => {
  it("of another workspace, with other ids, or without anybody, tells of nobody; the next good one tells the truth", () => {
    const strangers = people(300).map((one) => ({ ...one, id: `W${one.id}` }));
    const bad = [
      [reading(staff, hour(1), { identity: "T2" }), "wrong_workspace"],
      [reading(strangers, hour(1)), "ids_replaced"],
      [reading([], hour(1)), "empty"],
      [reading(staff.slice(0, 20), hour(1)), "short"],
      [reading(staff, hour(-5)), "malformed"],
      [reading(staff, hour(1), { scopes: [] }), "scope_lost"],
    ] as const;
    for (const [snapshot, health] of bad) {
      for (const absence of ["counts", "proves nothing"] as const) {
        const seen = watch(absence);
        seen.take(reading(staff, hour(0), { identity: "T1", scopes: ["users:read"] }));
        const { verdict, changes } = seen.take(snapshot);
        expect({ health: verdict.health, changes }).toEqual({ health, changes: [] });
        const next = seen.take(
          reading(deactivate(staff, "U5", "U6"), hour(2), { identity: "T1", scopes: ["users:read"] }),
        );
        expect(kinds(next.told)).toEqual(["deactivated", "deactivated"]);
      }
    }
  });
});
