import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PERIODS, seriesOf } from "./series.ts";
import { allOf, type Total, totalOf } from "./totals.ts";

const total = (key: string | null, low: number | null): Total => totalOf(key, [{ low, high: low, undecided: false }]);

describe("a series of sums", () => {
  it("has no gap, and keeps apart what has no date", () => {
    const { periods, undated } = seriesOf([total("2025-11", 5), total("2026-02", 7), total(null, 9)], "month", 99);
    expect(periods.map(({ key, low }) => [key, low])).toEqual([
      ["2025-11", 5],
      ["2025-12", 0],
      ["2026-01", 0],
      ["2026-02", 7],
    ]);
    expect(undated.low).toBe(9);
  });

  it("adds months up to quarters and years", () => {
    const months = [total("2025-12", 1), total("2026-01", 2), total("2026-03", 4), total("2026-04", 8)];
    expect(seriesOf(months, "quarter", 9).periods.map(({ key, low }) => [key, low])).toEqual([
      ["2025-Q4", 1],
      ["2026-Q1", 6],
      ["2026-Q2", 8],
    ]);
    expect(seriesOf(months, "year", 9).periods.map(({ key, low }) => [key, low])).toEqual([
      ["2025", 1],
      ["2026", 14],
    ]);
  });

  it("loses nothing, whatever is cut off before it", () => {
    const month = fc.tuple(fc.integer({ min: 1990, max: 2030 }), fc.integer({ min: 1, max: 12 }));
    const key = fc.option(
      month.map(([year, of]) => `${year}-${String(of).padStart(2, "0")}`),
      { nil: null },
    );
    const totals = fc.array(fc.tuple(key, fc.option(fc.nat({ max: 99 }), { nil: null })));
    fc.assert(
      fc.property(totals, fc.constantFrom(...PERIODS), fc.integer({ min: 1, max: 50 }), (some, period, most) => {
        const all = some.map(([at, low]) => total(at, low));
        const { periods, before, undated } = seriesOf(all, period, most);
        expect(periods.length).toBeLessThanOrEqual(most);
        expect(allOf([...periods, before, undated])).toEqual(allOf(all));
      }),
    );
  });
});
