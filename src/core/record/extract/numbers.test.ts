import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantitiesOf } from "./numbers.ts";
import { tokensOf } from "./tokens.ts";

/** What the grammar reads in a text: sort, number or bounds, qualifier. */
function read(text: string): string[] {
  return quantitiesOf(tokensOf(text)).map(({ sort, value, low, high, qualifier }) =>
    [sort, value ?? `${low}..${high}`, qualifier].join(" "),
  );
}

describe("a figure keeps its words", () => {
  it.each([
    ["16,000 roles", "count 16000 exact"],
    ["1.5k people", "count 1500 exact"],
    ["roughly 2.3 million workers", "count 2300000 approx"],
    ["two thousand eight hundred jobs", "count 2800 exact"],
    ["one hundred and twenty-five staff", "count 125 exact"],
    ["a dozen editors", "count 12 exact"],
    ["two dozen people", "count 24 exact"],
    ["dozens of engineers", "count 24..99 vague"],
    ["several hundred employees", "count 200..999 vague"],
    ["thousands of jobs", "count 2000..9999 vague"],
    ["about 700 roles", "count 700 approx"],
    ["more than 200 people", "count 200 at_least"],
    ["at least another 40 jobs", "count 40 at_least"],
    ["up to 1,200 jobs", "count 1200 up_to"],
    ["nearly 90 people", "count 90 under"],
    ["fewer than 50 people", "count 50 under"],
    ["1,000+ jobs", "count 1000 at_least"],
    ["3,000-plus jobs", "count 3000 at_least"],
    ["north of 400 jobs", "count 400 at_least"],
    ["in the neighbourhood of 35 people", "count 35 approx"],
    ["200 or thereabouts", "count 200 approx"],
    ["7,000 to 9,000 jobs", "count 7000..9000 range"],
    ["800-950 jobs", "count 800..950 range"],
    ["between 60 and about 80 people", "count 60..80 range"],
    ["15% of staff", "share 15 exact"],
    ["about 7.5 per cent of staff", "share 7.5 approx"],
    ["10 to 15 percent of staff", "share 10..15 range"],
    ["a third of staff", "share 33.33 exact"],
    ["almost one-fifth of staff", "share 20 under"],
    ["three quarters of staff", "share 75 exact"],
    ["half of its staff", "share 50 exact"],
    ["one in 10 workers", "share 10 exact"],
    ["two out of every five workers", "share 40 exact"],
    ["halving its workforce", "share 50 exact"],
    ["its entire staff", "share 100 exact"],
  ])("%s", (text, figure) => {
    expect(read(text)).toEqual([figure]);
  });

  it.each([
    ["$1.2bn in costs", "money"],
    ["£40m", "money"],
    ["10.3 billion euros", "money"],
    ["in 2012", "time"],
    ["on 27 January", "time"],
    ["March 3", "time"],
    ["within 18 months", "time"],
    ["a 45-day consultation", "time"],
    ["Channel 4", "name"],
    ["23andMe", "name"],
  ])("%s counts nobody: %s", (text, sort) => {
    expect(read(text).map((one) => one.split(" ")[0])).toEqual([sort]);
  });

  it("a year is a number of people where people follow", () => {
    expect(read("cut 2,000 jobs in 2024")).toEqual(["count 2000 exact", "time 2024 exact"]);
    expect(read("some 1,950 jobs")).toEqual(["count 1950 approx"]);
  });

  it("one of many is no figure, and one employee is", () => {
    expect(read("one of the largest banks")).toEqual([]);
    expect(read("one employee")).toEqual(["count 1 exact"]);
  });

  it("from one number to another are two states, no range", () => {
    expect(read("from 142 to 160 people")).toEqual(["count 142 exact", "count 160 exact"]);
  });
});

describe("every number", () => {
  const words = (n: number): string => {
    const small =
      "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
        " ",
      );
    const tens = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
    if (n < 20) return small[n] ?? "";
    if (n < 100) return `${tens[Math.floor(n / 10)]}${n % 10 === 0 ? "" : `-${small[n % 10]}`}`;
    if (n < 1000) return `${small[Math.floor(n / 100)]} hundred${n % 100 === 0 ? "" : ` and ${words(n % 100)}`}`;
    return `${words(Math.floor(n / 1000))} thousand${n % 1000 === 0 ? "" : n % 1000 < 100 ? ` and ${words(n % 1000)}` : ` ${words(n % 1000)}`}`;
  };

  it("that is written in words is read as what it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 999_999 }), (n) => {
        expect(read(`${words(n)} jobs`)).toEqual([`count ${n} exact`]);
      }),
    );
  });

  it("that is written in digits with groups is read as what it is, with any qualifier", () => {
    const qualifiers = fc.constantFrom(
      ["", "exact"],
      ["about ", "approx"],
      ["more than ", "at_least"],
      ["as many as ", "up_to"],
      ["fewer than ", "under"],
    );
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9_999_999 }), qualifiers, (n, [before, qualifier]) => {
        expect(read(`${before}${n.toLocaleString("en-US")} jobs`)).toEqual([`count ${n} ${qualifier}`]);
      }),
    );
  });

  it("overlaps no other, and stands within the text", () => {
    const piece = fc.constantFrom(
      "two",
      "hundred",
      "and",
      "a",
      "dozen",
      "half",
      "16,000",
      "7",
      "%",
      "per",
      "cent",
      "to",
      "-",
      "about",
      "one",
      "in",
      "third",
      "between",
      "$",
      "bn",
      "another",
      "jobs",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const tokens = tokensOf(pieces.join(" "));
        let end = 0;
        for (const { from, to } of quantitiesOf(tokens)) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(tokens.length);
          end = to;
        }
      }),
    );
  });
});
