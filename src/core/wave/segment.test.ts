import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../time.ts";
import { clearestSpan } from "./segment.ts";

/** One departure a day is usual. */
const usual = { level: () => 1 / DAY, begun: (from: number) => from, ended: (to: number) => to };

describe("when a wave began and ended", () => {
  it("is where its departures crowd, with the usual ones before and after left out", () => {
    const crowd = Array.from({ length: 12 }, (_, i) => 10 * DAY + i * 20 * MINUTE);
    const times = [2 * DAY, 5 * DAY, ...crowd, 13 * DAY, 15 * DAY];
    expect(clearestSpan(times, usual)).toEqual({ start: 10 * DAY, end: 10 * DAY + 11 * 20 * MINUTE });
  });

  it("a night within a wave does not divide it", () => {
    const evening = Array.from({ length: 20 }, (_, i) => 16 * HOUR + i * 6 * MINUTE);
    const morning = Array.from({ length: 20 }, (_, i) => 32 * HOUR + i * 6 * MINUTE);
    expect(clearestSpan([...evening, ...morning], usual)).toEqual({ start: evening[0], end: morning.at(-1) });
  });

  it("lies between the first and the last departure, however many there are", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 * DAY }), { minLength: 1, maxLength: 900 }), (some) => {
        const times = some.toSorted((a, b) => a - b);
        const { start, end } = clearestSpan(times, usual);
        expect(start).toBeGreaterThanOrEqual(times[0] ?? 0);
        expect(end).toBeLessThanOrEqual(times.at(-1) ?? 0);
        expect(start).toBeLessThanOrEqual(end);
      }),
      { numRuns: 50 },
    );
  });
});
