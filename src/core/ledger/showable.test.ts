import { describe, expect, it } from "vitest";
import { DAY } from "../time.ts";
import { openLedger, openOver, released, releasedOver } from "./ledger.ts";
import type { Settled } from "./settled.ts";
import { showable } from "./showable.ts";

function shown(headcount: number, k: number, cut: number, over?: number): number {
  const [one] = showable([headcount], over === undefined ? { k } : { k, over }, [cut]);
  return one?.shown ?? Number.NaN;
}

/** What both ledgers show of a unit in the end, by how many leave it, one between any two releases. */
function shownOf(headcount: number, k: number, anyone: number): { first: number; second: number }[] {
  let first = openLedger([{ id: "u-0", name: "Everyone", parts: [], headcount }], k);
  let second = openOver(first, anyone);
  return Array.from({ length: headcount + 1 }, (_, left) => {
    first = released(first, { at: left * DAY, counts: new Map([["u-0", left]]) } as unknown as Settled);
    second = releasedOver(second, first);
    return { first: first.published.get("u-0")?.value ?? 0, second: second.published.get("u-0")?.value ?? 0 };
  });
}

/** The chances that so many leave, by adding up binomials over the rates of a Beta distribution: another way than the one under test. */
function chances(headcount: number, cut: number): number[] {
  const spread = (1 - cut) / (cut * 0.95 ** 2) - 1;
  const found = Array.from({ length: headcount + 1 }, () => 0);
  const POINTS = 20_000;
  for (let point = 0; point < POINTS; point++) {
    const rate = ((point + 0.5) / POINTS) ** (1 / (cut * spread));
    let chance = (1 - rate) ** headcount * (1 - rate) ** ((1 - cut) * spread - 1);
    for (let left = 0; left <= headcount; left++) {
      found[left] = (found[left] ?? 0) + chance;
      chance *= ((headcount - left) / (left + 1)) * (rate / (1 - rate));
    }
  }
  const all = found.reduce((sum, one) => sum + one, 0);
  return found.map((one) => one / all);
}

describe("what units can show of a cut", () => {
  /** Measured in simulations of 4,700 people (trust.md, section 1.3). */
  it.each([
    [0.15, 5, [0.51, 0.73, 0.85, 0.93]],
    [0.15, 10, [0.13, 0.45, 0.68, 0.83]],
    [0.05, 5, [0.15, 0.39, 0.61, 0.78]],
    [0.05, 10, [0.01, 0.09, 0.3, 0.55]],
  ])("of %d with k = %i is what was measured for units of 20, 40, 80 and 160, within 5 points", (cut, k, measured) => {
    for (const [n, headcount] of [20, 40, 80, 160].entries()) {
      expect(Math.abs(shown(headcount, k, cut) - (measured[n] ?? 0))).toBeLessThan(0.05);
    }
  });

  it.each([
    [40, 0.05],
    [40, 0.15],
    [85, 0.15],
  ])("is what the ledgers show of a unit of %i and a cut of %d that they meet one by one", (headcount, cut) => {
    const ends = shownOf(headcount, 5, 10);
    const share = (of: "first" | "second"): number =>
      chances(headcount, cut).reduce((sum, chance, left) => sum + chance * (ends[left]?.[of] ?? 0), 0) /
      (headcount * cut);
    expect(shown(headcount, 5, cut)).toBeCloseTo(share("first"), 2);
    expect(shown(headcount, 10, cut, 5)).toBeCloseTo(share("second"), 2);
  });

  it("grows with the units and with the cut, and is less with a larger k or over another ledger", () => {
    expect(shown(160, 5, 0.15)).toBeGreaterThan(shown(80, 5, 0.15));
    expect(shown(80, 5, 0.3)).toBeGreaterThan(shown(80, 5, 0.15));
    expect(shown(80, 10, 0.15)).toBeLessThan(shown(80, 5, 0.15));
    expect(shown(80, 10, 0.15, 5)).toBeLessThan(shown(80, 10, 0.15));
  });

  it("is a share of all units together, each by its size", () => {
    const [both] = showable([20, 80], { k: 5 }, [0.15]);
    expect(both?.shown).toBeCloseTo((20 * shown(20, 5, 0.15) + 80 * shown(80, 5, 0.15)) / 100, 10);
  });

  it("is nothing where there are no units, or none in which k could be told, and a share in large ones", () => {
    expect(showable([], { k: 5 }, [0.1, 0.3])).toEqual([
      { cut: 0.1, shown: 0 },
      { cut: 0.3, shown: 0 },
    ]);
    expect(shown(9, 5, 0.3)).toBe(0);
    expect(shown(60_000, 5, 0.3)).toBeGreaterThan(0.99);
    expect(shown(60_000, 5, 0.3)).toBeLessThan(1);
  });

  it("is not asked of a cut that is none, or of more than half", () => {
    for (const cut of [0, 0.51, Number.NaN]) expect(() => shown(80, 5, cut)).toThrow("at most 0.5");
  });
});
