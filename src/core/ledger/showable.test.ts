import { describe, expect, it } from "vitest";
import { showable } from "./showable.ts";

function shown(headcount: number, k: number, cut: number, over?: number): number {
  const [one] = showable([headcount], over === undefined ? { k } : { k, over }, [cut]);
  return one?.shown ?? Number.NaN;
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
