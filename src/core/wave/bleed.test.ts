import { describe, expect, it } from "vitest";
import { DAY } from "../time.ts";
import { type Bleed, bled, bleedMargin } from "./bleed.ts";

const ORDINARY = { level: 0.1, uncertainty: 0.04, dispersion: 1.2, headcount: 300 };
const START: Bleed = { score: 0, since: 0, at: 0 };

function after(days: number, each: number): Bleed {
  let bleed = START;
  for (let day = 1; day <= days; day++) bleed = bled(bleed, day * DAY, 1, each, ORDINARY);
  return bleed;
}

describe("the sum that finds a slow bleed", () => {
  it("stays where ordinary days leave it, and rises beyond its threshold with twice the bleed that it is tuned for", () => {
    expect(after(300, 0.1).score).toBeLessThan(0.2);
    expect(bleedMargin(after(20, 1.2), ORDINARY, 1)).toBeGreaterThan(0);
    expect(bleedMargin(after(1, 1.2), ORDINARY, 1)).toBeLessThan(0);
  });

  it("is never below zero, and knows since when it has been above", () => {
    const rested = bled(after(5, 1.2), 100 * DAY, 95, 0, ORDINARY);
    expect(rested).toMatchObject({ score: 0, since: 100 * DAY });
    expect(after(5, 1.2).since).toBe(DAY);
  });

  it("the less sure the level is, or the more counts vary, the slower it rises", () => {
    const score = (change: Partial<typeof ORDINARY>) => bled(START, DAY, 1, 2, { ...ORDINARY, ...change }).score;
    expect(score({ uncertainty: 0.25 })).toBeLessThan(score({}));
    expect(score({ dispersion: 2 })).toBeLessThan(score({}));
  });
});
