import { describe, expect, it } from "vitest";
import { type Announced, compare, type Ended, expectationOf, observe, windowOf } from "../core/record/announced.ts";
import { DAY } from "../core/time.ts";
import { announcedLines } from "./announced.ts";

const ON = Date.UTC(2026, 0, 27);
const NONE = { mean: 0, sd: 0 };

const staff = (n: number, more: Partial<Ended> = {}): Ended[] =>
  Array.from({ length: n }, () => ({ at: ON, confirmed: true, back: false, ...more }));

interface Situation {
  readonly ended?: readonly Ended[];
  readonly attrition?: { readonly mean: number; readonly sd: number };
  readonly headcount?: number;
  readonly days?: number;
  readonly waveStart?: number;
}

function linesOf(claim: Partial<Announced>, situation: Situation = {}): string[] {
  const { ended = [], attrition = NONE, headcount, days = 7, waveStart } = situation;
  const announced: Announced = { qualifier: "exact", on: ON, ...claim };
  const observed = observe(ended, windowOf(announced, ON + days * DAY, waveStart), attrition);
  const expectation = expectationOf(announced, headcount);
  return announcedLines(announced, expectation, observed, compare(announced, expectation, observed));
}

const about700 = { percent: 15, count: 700, qualifier: "approx" } as const;

describe("the lines on what was announced and what has been observed", () => {
  it("show the claim in its words, its band, what was observed of it and what may explain the rest", () => {
    const ended = [
      ...staff(426),
      ...staff(5, { back: true }),
      ...staff(3, { confirmed: false }),
      ...staff(12, { kind: "guest" }),
      ...staff(1, { kind: "bot" }),
    ];
    expect(linesOf(about700, { ended, attrition: { mean: 14.2, sd: 4 }, headcount: 4700 })).toEqual([
      "announced: about 15 %, about 700, on 27 Jan 2026",
      "that is: 665 to 735 departures (15 % ± 1 point of 4,700 staff accounts is 658 to 752)",
      "observed: 412 by 3 Feb 2026 (431 confirmed, 14 ± 8 expected anyway, 5 back)",
      "left out: 3 not confirmed yet, 12 guests and externals, 1 bot or service account",
      "so far: 54 to 64 % of what was announced",
      "may explain the rest: consultation, which takes 30 to 45 days where it is due (Europe): 7 days have passed so far; " +
        "notice of 60 days where it is due (US WARN), with accounts still open: 7 days have passed so far; 3 not confirmed yet; " +
        "12 contractors and guests, if the figure counts them; vacancies that are closed: nobody's account ends; " +
        "5 who came back, if the figure counts whoever is told to go; " +
        "14 expected anyway, if the figure counts those who leave of their own accord",
    ]);
  });

  it("flag a headcount that the two figures do not fit, and no other", () => {
    expect(linesOf(about700, { headcount: 6100 })).toContain(
      "to check: 700 and 15 % would be of 4,667 (4,375 to 5,000 at ± 1 point), and there were 6,100 staff accounts",
    );
    expect(linesOf(about700, { headcount: 5000 }).join("\n")).not.toContain("to check");
    expect(linesOf({ percent: 15, low: 600, high: 800, qualifier: "range" }, { headcount: 9000 })).toContain(
      "to check: 600 to 800 and 15 % would be of 3,750 to 5,715 at ± 1 point, and there were 9,000 staff accounts",
    );
  });

  it.each([
    [{ count: 700 }, "announced: 700, on 27 Jan 2026", "that is: 700 departures"],
    [{ count: 1 }, "announced: 1, on 27 Jan 2026", "that is: 1 departure"],
    [{ count: 200, qualifier: "at_least" }, "announced: at least 200,", "that is: 200 or more departures"],
    [{ count: 700, qualifier: "up_to" }, "announced: up to 700,", "that is: up to 700 departures"],
    [{ count: 700, qualifier: "under" }, "announced: fewer than 700,", "that is: up to 699 departures"],
    [{ low: 7000, high: 9000, qualifier: "range" }, "announced: 7,000 to 9,000,", "that is: 7,000 to 9,000 departures"],
    [
      { percent: 12.5, qualifier: "under", base: 4000 },
      "announced: under 12.5 %, of 4,000,",
      "that is: up to 499 departures (12.5 % of 4,000)",
    ],
    [
      { low: 200, high: 900, qualifier: "vague" },
      "announced: no figure, only vague words, taken as 200 to 900,",
      "that is: 200 to 900 departures",
    ],
    [
      { percent: 15, qualifier: "approx" },
      "announced: about 15 %,",
      "that is: 658 to 752 departures (15 % ± 1 point of 4,700 staff accounts)",
    ],
  ] as const)("keep the words of %j", (claim, announced, meaning) => {
    const [first, second] = linesOf(claim, { headcount: 4700 });
    expect(first).toMatch(new RegExp(`^${announced}`));
    expect(second).toBe(meaning);
  });

  it("say that nothing can be compared, and why, and compare nothing", () => {
    expect(linesOf({ qualifier: "vague" }, { ended: staff(12) })).toEqual([
      "announced: no figure, only vague words, on 27 Jan 2026",
      "that is: nothing that can be compared, since no number is named",
      "observed: 12 by 3 Feb 2026 (12 confirmed)",
      "so far: not compared",
    ]);
    expect(linesOf({ percent: 15 })[1]).toBe("that is: nothing that can be compared, since the headcount is not known");
  });

  it.each([
    [about700, 0, "so far: nothing of what was announced"],
    [about700, 664, "so far: 90 to 99 % of what was announced"],
    [about700, 700, "so far: within what was announced, as far as its words and the count tell"],
    [about700, 747, "so far: at least 12 more than was announced"],
    [{ count: 200 }, 100, "so far: 50 % of what was announced"],
    [{ count: 200, qualifier: "at_least" }, 120, "so far: at most 60 % of what was announced"],
    [
      { count: 200, qualifier: "at_least" },
      900,
      "so far: no fewer than the least that was announced, which names no most",
    ],
    [{ count: 200, qualifier: "up_to" }, 3, "so far: no more than was announced, which names no least number"],
  ] as const)("show of %j, where %i have left, a band and no verdict", (claim, n, words) => {
    expect(linesOf(claim, { ended: staff(n) })).toContain(words);
  });

  it("say of what names no most that its least is near, where it is reached only if attrition was less", () => {
    const situation = { ended: staff(205), attrition: { mean: 8, sd: 3 } };
    expect(linesOf({ count: 200, qualifier: "at_least" }, situation)).toContain(
      "so far: near the least that was announced, which names no most",
    );
  });

  it('do not say that there were no more than "up to" so many where there may have been', () => {
    const situation = { ended: staff(205), attrition: { mean: 6, sd: 3 } };
    expect(linesOf({ count: 200, qualifier: "up_to" }, situation)).toContain(
      "so far: within what was announced, as far as its words and the count tell",
    );
  });

  it("say since when, where the wave began before the announcement, and what may explain that there were more", () => {
    const lines = linesOf({ count: 5 }, { ended: staff(9, { at: ON - 2 * DAY }), waveStart: ON - 3 * DAY, days: 1 });
    expect(lines).toContain("observed: 9 since 24 Jan 2026 by 28 Jan 2026 (9 confirmed)");
    expect(lines.at(-1)).toBe(
      "may explain the difference: a net figure, with new posts taken off; more people than usual who leave of their own accord",
    );
  });

  it("name no consultation or notice whose time has passed", () => {
    expect(linesOf({ count: 100 }, { ended: staff(9), days: 70 }).at(-1)).toBe(
      "may explain the rest: vacancies that are closed: nobody's account ends",
    );
    expect(linesOf({ count: 100 }, { ended: staff(9), days: 1 }).at(-1)).toContain("1 day has passed so far");
  });
});
