import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY } from "../time.ts";
import {
  type Ledger,
  ledgerFrom,
  openLedger,
  openOver,
  released,
  releasedOver,
  storedOf,
  withTotal,
  withUnits,
} from "./ledger.ts";
import type { Settled } from "./settled.ts";
import type { Unit } from "./units.ts";

function units(...headcounts: readonly number[]): Unit[] {
  return headcounts.map((headcount, n) => ({ id: `u-${n}`, name: `team ${n}`, parts: [], headcount }));
}

/** What has settled by a day, of each unit in order. */
function settled(day: number, ...counts: readonly number[]): Settled {
  return { at: day * DAY, counts: new Map(counts.map((count, n) => [`u-${n}`, count])) } as unknown as Settled;
}

function values({ published }: Ledger): number[] {
  return [...published.values()].map(({ value }) => value);
}

/** What one unit publishes, release by release. */
function course(headcount: number, k: number, counts: readonly number[]): number[] {
  let ledger = openLedger(units(headcount), k);
  return counts.map((count, n) => {
    ledger = released(ledger, settled(n + 1, count));
    return values(ledger)[0] ?? -1;
  });
}

describe("a release", () => {
  it("publishes a count that rose by k or more, and holds every other", () => {
    expect(course(40, 5, [0, 4, 5, 9, 10, 14, 17])).toEqual([0, 0, 5, 5, 10, 10, 17]);
  });

  it("holds what would leave fewer than k people of the unit untold", () => {
    expect(course(20, 5, [14, 15, 16, 20])).toEqual([14, 14, 14, 14]);
    expect(course(20, 5, [16])).toEqual([0]);
    expect(course(20, 5, [15])).toEqual([15]);
  });

  it("never lowers what was published, although counts fall where records were erased", () => {
    expect(course(40, 5, [10, 3, 12, 15])).toEqual([10, 10, 10, 15]);
  });

  it("is later than the one before", () => {
    const ledger = released(openLedger(units(20), 5), settled(2, 6));
    expect(() => released(ledger, settled(2, 12))).toThrow("not later");
    expect(ledger).toMatchObject({ release: 1, at: 2 * DAY });
  });

  it("publishes k to headcount − k of each unit or nothing, and no less than the release before, whatever happens", () => {
    const histories = fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 12 });
    fc.assert(
      fc.property(histories, fc.constantFrom(2, 5, 10), (history, k) => {
        let first = openLedger(units(40, 60), k);
        let second = openOver(first, 2 * k);
        for (const [n, counts] of history.entries()) {
          const before = [first, second] as const;
          first = released(first, settled(n + 1, ...counts));
          second = releasedOver(second, first);
          for (const [is, was] of [
            [first, before[0]],
            [second, before[1]],
          ] as const) {
            for (const [unit, { value }] of is.published) {
              const headcount = is.units.find(({ id }) => id === unit)?.headcount ?? 0;
              const rose = value - (was.published.get(unit)?.value ?? 0);
              expect(rose === 0 || rose >= is.step).toBe(true);
              expect(value === 0 || value <= headcount - is.k).toBe(true);
            }
          }
          for (const [unit, { value }] of second.published) {
            expect(value).toBeLessThanOrEqual(first.published.get(unit)?.value ?? 0);
          }
        }
      }),
    );
  });

  it("of one unit does not depend on any other, nor on their order", () => {
    const counts = fc.array(fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }), { maxLength: 6 });
    fc.assert(
      fc.property(counts, (history) => {
        const three = units(20, 25, 30);
        let together = openLedger(three, 5);
        let turned = openLedger(three.toReversed(), 5);
        for (const [n, now] of history.entries()) {
          together = released(together, settled(n + 1, ...now));
          turned = released(turned, settled(n + 1, ...now));
        }
        const alone = three.map(
          ({ headcount }, n) =>
            course(
              headcount,
              5,
              history.map((now) => now[n] ?? 0),
            ).at(-1) ?? 0,
        );
        expect(values(together)).toEqual(alone);
        expect(values(turned)).toEqual(alone.toReversed());
      }),
    );
  });
});

describe("a ledger over another", () => {
  it("rises by k and the other's k − 1, and follows what the other published and not who left", () => {
    let first = openLedger(units(60), 5);
    let second = openOver(first, 10);
    const shown = [6, 10, 13, 14, 18, 20, 24].map((count, n) => {
      first = released(first, settled(n + 1, count));
      second = releasedOver(second, first);
      return [values(first)[0], values(second)[0]];
    });
    expect(shown).toEqual([
      [6, 0],
      [6, 0],
      [13, 0],
      [13, 0],
      [18, 18],
      [18, 18],
      [24, 18],
    ]);
  });

  it("is refused with a smaller k, without a release of the other, and of other units", () => {
    const first = openLedger(units(60), 5);
    expect(() => openOver(first, 4)).toThrow("set 5 or more");
    expect(() => releasedOver(openOver(first, 10), first)).toThrow("no release of the same units");
    const wider = openOver(openLedger(units(60, 60), 5), 10);
    expect(() => releasedOver(wider, released(first, settled(1, 0)))).toThrow("no release of the same units");
  });
});

describe("units", () => {
  it("with fewer than 2k people, or that are there twice, are refused", () => {
    expect(() => openLedger(units(9), 5)).toThrow("team 0 has 9 people");
    expect(() => openLedger([...units(20), ...units(20)], 5)).toThrow("twice");
    for (const k of [1, 2.5, Number.NaN]) expect(() => openLedger(units(20), k)).toThrow("whole number from 2 on");
  });

  it("of people who joined later begin at nothing and change nothing of the others", () => {
    const ledger = released(openLedger(units(20), 5), settled(1, 7));
    const later = { directory: "acme", units: units(20, 30).slice(1), unitOf: new Map<string, string>() };
    const wider = withUnits(ledger, later);
    expect(values(wider)).toEqual([7, 0]);
    expect(values(released(wider, settled(2, 8, 9)))).toEqual([7, 9]);
    expect(() => withUnits(wider, later)).toThrow("twice");
  });
});

describe("an official total", () => {
  const ledger = released(openLedger(units(20, 20, 20, 20), 5), settled(1, 8, 4, 0, 3));

  it("that leaves every unit all of its possible counts freezes nothing", () => {
    // 8 are told; 4 to 8 more among three units of 0 to 4 can be any of these in each.
    for (const total of [12, 16]) expect(withTotal(ledger, { low: total, high: total }).frozen).toEqual([]);
    const after = withTotal(ledger, { low: 15, high: 15 }).ledger;
    expect(values(released(after, settled(2, 13, 6, 0, 3)))).toEqual([13, 6, 0, 0]);
  });

  it("that bounds one freezes all that stood, and not what this release told exactly", () => {
    for (const total of [11, 17, 8, 40]) {
      const { ledger: after, frozen } = withTotal(ledger, { low: total, high: total });
      expect(frozen.map(({ id }) => id)).toEqual(["u-1", "u-2", "u-3"]);
      expect(values(released(after, settled(2, 13, 9, 9, 9)))).toEqual([13, 0, 0, 0]);
    }
  });

  it("that is a range freezes as little as the range tells", () => {
    expect(withTotal(ledger, { low: 8, high: 30 }).frozen).toEqual([]);
    expect(withTotal(ledger, { low: 17, high: 30 }).frozen.length).toBe(3);
  });

  it("that is the second, or meets a ledger over another, freezes always", () => {
    const { ledger: once } = withTotal(ledger, { low: 15, high: 15 });
    expect(withTotal(once, { low: 15, high: 15 }).frozen.length).toBe(3);
    const over = releasedOver(openOver(ledger, 10), ledger);
    expect(withTotal(over, { low: 8, high: 30 }).frozen.length).toBe(4);
  });

  it("freezes in a ledger over another even what that release published, which may have stood in the other for long", () => {
    const first = released(openLedger(units(60, 60), 5), settled(1, 20, 0));
    const over = releasedOver(openOver(first, 10), first);
    expect(values(over)).toEqual([20, 0]);
    expect(withTotal(over, { low: 24, high: 24 }).frozen.length).toBe(2);
  });

  it("is refused before the first release, and where it is no range", () => {
    expect(() => withTotal(openLedger(units(20), 5), { low: 1, high: 1 })).toThrow("Nothing has been released yet");
    for (const [low, high] of [
      [2, 1],
      [-1, 3],
      [1.5, 2],
    ] as const) {
      expect(() => withTotal(ledger, { low, high })).toThrow("no range");
    }
  });
});

describe("a ledger that was kept", () => {
  it("is the same when it is read again, and goes on the same", () => {
    const ledger = withTotal(released(openLedger(units(20, 40), 5), settled(1, 8, 3)), { low: 9, high: 9 }).ledger;
    const again = ledgerFrom("departures", JSON.parse(JSON.stringify(storedOf(ledger))));
    expect(again).toEqual(ledger);
    const next = settled(2, 15, 30);
    expect(released(again, next)).toEqual(released(ledger, next));
  });

  it("is refused where no releases can have made it", () => {
    const stored = storedOf(released(openLedger(units(20), 5), settled(1, 8)));
    const [row] = stored.published;
    if (row === undefined) throw new Error("nothing was kept");
    expect(() => ledgerFrom("ledger", stored)).toThrow("not one that releases made");
    expect(() => ledgerFrom("departures", { ...stored, step: 4 })).toThrow("not one that releases made");
    for (const published of [[], [row, row], [{ ...row, value: 4 }], [{ ...row, value: 16 }], [{ ...row, since: 2 }]]) {
      expect(() => ledgerFrom("departures", { ...stored, published })).toThrow("not one that releases made");
    }
  });
});
