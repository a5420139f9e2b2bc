import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../time.ts";
import { type Counter, type EndedAccount, legalCounters, RULES, type RuleId } from "./counters.ts";

const NOW = Date.UTC(2026, 10, 27, 15);

/** Accounts that ended in one place, so many days ago each; each was seen open the hour before. */
function ended(daysAgo: readonly number[], more: Partial<EndedAccount> = {}): EndedAccount[] {
  return daysAgo.map((ago) => ({ since: NOW - ago * DAY - HOUR, at: NOW - ago * DAY, location: "Kraków", ...more }));
}

const today = (n: number) => Array.from({ length: n }, () => 0);

/** The counter of one rule, where `left` ended in Kraków and so many are still there and everywhere. */
function counterOf(rule: RuleId, left: readonly EndedAccount[], stillThere: number, total = 5000): Counter | undefined {
  const here = { total, at: new Map([["Kraków", stillThere]]) };
  return legalCounters(left, here, NOW).establishments[0]?.counters.find((one) => one.rule === rule);
}

describe("the thresholds of 98/59/EC", () => {
  it.each([
    [20, null],
    [21, 10],
    [99, 10],
    [100, 10],
    [101, 11],
    [110, 11],
    [111, 12],
    [299, 30],
    [300, 30],
    [5000, 30],
  ])("(i) of %i staff, within 30 days: %j", (headcount, threshold) => {
    expect(counterOf("eu_i", ended([0]), headcount - 1)).toMatchObject({ headcount, threshold, count: 1 });
  });

  it("(ii) counts from 20 within 90 days, however few are there", () => {
    expect(counterOf("eu_ii", ended([0]), 2)).toMatchObject({ days: 90, threshold: 20, remaining: 19 });
    expect(counterOf("eu_ii", ended(today(19)), 5000)?.remaining).toBe(1);
    expect(counterOf("eu_ii", ended(today(20)), 5000)?.remaining).toBe(0);
    expect(counterOf("eu_ii", ended(today(25)), 5000)?.remaining).toBe(0);
  });
});

describe("the thresholds of WARN", () => {
  it.each([
    [51, 50],
    [151, 50],
    [152, 51],
    [200, 66],
    [1000, 330],
    [1515, 500],
    [3000, 500],
  ])("a mass layoff among %i counts from %i", (headcount, threshold) => {
    expect(counterOf("warn_layoff", ended([0]), headcount - 1)?.threshold).toBe(threshold);
    expect(counterOf("warn_closing", ended([0]), headcount - 1)?.threshold).toBe(50);
  });

  it("names no number for an employer of fewer than 100, those who left since included", () => {
    expect(counterOf("warn_closing", ended([0, 1]), 90, 97)).toMatchObject({ threshold: null, remaining: null });
    expect(counterOf("warn_closing", ended([0, 1]), 90, 98)).toMatchObject({ threshold: 50, remaining: 48 });
    expect(counterOf("warn_layoff_90", ended([0]), 90, 98)?.threshold).toBeNull();
  });

  it("takes groups together that are too small within 30 days, within 90", () => {
    const left = ended([...today(30), ...today(30).map(() => 60)]);
    expect(counterOf("warn_layoff", left, 90)).toMatchObject({ count: 30, remaining: 20 });
    expect(counterOf("warn_layoff_90", left, 90)).toMatchObject({
      count: 60,
      headcount: 150,
      threshold: 50,
      remaining: 0,
    });
  });
});

describe("a period", () => {
  it("has 30 days, the first and the last counted, whatever the hour", () => {
    const ends = (daysApart: number) => {
      const midnight = NOW - 15 * HOUR;
      const early = ended([0], { at: midnight - daysApart * DAY });
      return counterOf("eu_i", [...early, ...ended([0])], 40)?.count;
    };
    expect([ends(28), ends(29), ends(30)]).toEqual([2, 2, 1]);
  });

  it("may lie anywhere in the last 90 days, and says which it is and how many were there before it", () => {
    const left = [...ended([80, 70, 60, 52]), ...ended([3, 2])];
    expect(counterOf("eu_i", left, 35)).toEqual({
      rule: "eu_i",
      days: 30,
      from: NOW - 80 * DAY,
      to: NOW - 52 * DAY,
      count: 4,
      maybeEarlier: 0,
      headcount: 41,
      threshold: 10,
      remaining: 6,
    });
  });

  it("ends no earlier than 90 days ago, today counted", () => {
    expect(counterOf("eu_i", ended([89]), 40)?.count).toBe(1);
    expect(counterOf("eu_i", ended([118]), 40)?.count).toBe(1);
    expect(counterOf("eu_i", ended([119]), 40)).toBeUndefined();
    expect(counterOf("eu_ii", ended([178]), 40)?.count).toBe(1);
    expect(legalCounters(ended([179]), { total: 40, at: new Map() }, NOW).establishments).toEqual([]);
  });

  it("is the nearest to its threshold: 50 of 150 are enough, though 60 of 210 were not", () => {
    const left = [...ended(today(60).map(() => 60)), ...ended(today(50))];
    expect(counterOf("warn_layoff", left, 100)).toMatchObject({ from: NOW, count: 50, headcount: 150, remaining: 0 });
  });

  it("counts an account by the day by which it had ended, and says how many may have ended before", () => {
    const left = [
      ...ended([2, 3]),
      ...ended([1], { since: null }),
      ...ended([1], { since: NOW - 200 * DAY }),
      ...ended([1], { since: NOW - 10 * DAY }),
    ];
    expect(counterOf("eu_i", left, 40)).toMatchObject({ count: 5, maybeEarlier: 2 });
  });

  it("holds nothing that ends later than now", () => {
    expect(legalCounters(ended([-1, -1 / 24]), { total: 40, at: new Map() }, NOW)).toMatchObject({
      establishments: [],
      unplaced: 0,
    });
  });
});

describe("an establishment", () => {
  const here = { total: 5000, at: new Map([["Kraków", 40]]) };

  it("is a stated place; accounts without one are counted apart, from the first day that was looked at", () => {
    const left = [
      ...ended([0, 5]),
      ...ended([1, 100], { location: null }),
      ...ended([1], { location: " " }),
      ...ended([300], { location: null }),
    ];
    const counters = legalCounters(left, here, NOW);
    expect(counters.establishments.map(({ location }) => location)).toEqual(["Kraków"]);
    expect(counters).toMatchObject({ unplaced: 3, since: Date.UTC(2026, 5, 2), elsewhere: 0 });
  });

  it.each([
    [["PL"], RULES.slice(0, 2)],
    [["no"], RULES.slice(0, 2)],
    [["US"], RULES.slice(2)],
    [["PL", null], RULES.slice(0, 2)],
    [["PL", "US"], RULES],
    [[null], RULES],
  ])("where %j is stated as its country has the rules %j", (countries, rules) => {
    const left = countries.flatMap((country) => ended([0], { country }));
    expect(legalCounters(left, here, NOW).establishments[0]?.counters.map(({ rule }) => rule)).toEqual(rules);
  });

  it("in a country of neither law is counted as such and has no counters", () => {
    expect(legalCounters(ended([0], { country: "JP" }), here, NOW)).toMatchObject({ establishments: [], elsewhere: 1 });
  });

  it("comes first where it is nearer to a threshold", () => {
    const at = new Map([
      ["Kraków", 40],
      ["Berlin", 400],
      ["Aachen", 40],
    ]);
    const left = [
      ...ended([1, 2], { location: "Aachen" }),
      ...ended(today(12)),
      ...ended(today(14), { location: "Berlin" }),
    ];
    const { establishments } = legalCounters(left, { total: 500, at }, NOW);
    expect(establishments.map(({ location }) => location)).toEqual(["Kraków", "Berlin", "Aachen"]);
  });
});

describe("all counters", () => {
  const account = fc.record({
    ago: fc.integer({ min: 0, max: 200 }),
    place: fc.constantFrom("Kraków", "Berlin", null),
  });
  const world = fc.record({
    all: fc.array(account, { maxLength: 120 }),
    kraków: fc.integer({ min: 0, max: 400 }),
    berlin: fc.integer({ min: 0, max: 30 }),
  });
  const accountsOf = (all: readonly { ago: number; place: string | null }[]) =>
    all.flatMap(({ ago, place }) => ended([ago], { location: place }));

  it("hold what counting day by day finds: no period has more to its threshold", () => {
    fc.assert(
      fc.property(world, ({ all, kraków, berlin }) => {
        const here = {
          // Below 100 the employer is none to WARN, in some periods and not in others.
          total: kraków + berlin + 100,
          at: new Map([
            ["Kraków", kraków],
            ["Berlin", berlin],
          ]),
        };
        for (const { location, counters } of legalCounters(accountsOf(all), here, NOW).establishments) {
          const ago = all.flatMap((one) => (one.place === location ? [one.ago] : []));
          const stillThere = here.at.get(location) ?? 0;
          for (const { rule, days, count, headcount, remaining, from, to } of counters) {
            const periods = Array.from({ length: 90 }, (_, last) => ({
              count: ago.filter((day) => day >= last && day < last + days).length,
              headcount: stillThere + ago.filter((day) => day < last + days).length,
            })).filter((period) => period.count > 0);
            expect(periods).toContainEqual({ count, headcount });
            expect(to - from).toBeLessThan(days * DAY);
            if (rule === "eu_ii" || rule.startsWith("warn_closing"))
              expect(count).toBe(Math.max(...periods.map((period) => period.count)));
            if (rule !== "eu_i") continue;
            const distances = periods.map(({ count: n, headcount: h }) =>
              h <= 20 ? Infinity : Math.max(0, h < 100 ? 10 - n : h < 300 ? Math.ceil(h / 10) - n : 30 - n),
            );
            expect(remaining ?? Infinity).toBe(Math.min(...distances));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("do not depend on an order, and account for everybody who was looked at", () => {
    fc.assert(
      fc.property(world, ({ all, kraków, berlin }) => {
        const here = {
          total: kraków + berlin,
          at: new Map([
            ["Kraków", kraków],
            ["Berlin", berlin],
          ]),
        };
        const found = legalCounters(accountsOf(all), here, NOW);
        expect(legalCounters(accountsOf(all.toReversed()), here, NOW)).toEqual(found);
        expect(found.unplaced).toBe(all.filter(({ ago, place }) => place === null && ago < 179).length);
        const places = new Set(all.flatMap(({ ago, place }) => (place === null || ago >= 179 ? [] : [place])));
        expect(new Set(found.establishments.map(({ location }) => location))).toEqual(places);
      }),
      { numRuns: 100 },
    );
  });
});
