import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RollcallError } from "../errors.ts";
import { DAY } from "../time.ts";
import {
  type Announced,
  announcedFrom,
  type Band,
  compare,
  type Ended,
  expectationOf,
  observe,
  QUALIFIERS,
  windowOf,
} from "./announced.ts";

const ON = Date.UTC(2026, 0, 27);
const NOW = ON + 7 * DAY;
const NONE = { mean: 0, sd: 0 };

const claim = (more: Partial<Announced>): Announced => ({ qualifier: "exact", on: ON, ...more });
const bandOf = (more: Partial<Announced>, headcount?: number) => expectationOf(claim(more), headcount).band;
const staff = (n: number, more: Partial<Ended> = {}): Ended[] =>
  Array.from({ length: n }, () => ({ at: ON + DAY, confirmed: true, back: false, ...more }));

/** What is said of so many staff departures, and of others, by seven days after the announcement. */
function compared(more: Partial<Announced>, ended: readonly Ended[], attrition = NONE, now = NOW, headcount?: number) {
  const announced = claim(more);
  const observed = observe(ended, windowOf(announced, now), attrition);
  return { observed, ...compare(announced, expectationOf(announced, headcount), observed) };
}

describe("a claim as a band", () => {
  it.each([
    ["exact", { low: 700, high: 700, expected: 700 }],
    ["approx", { low: 665, high: 735, expected: 700 }],
    ["at_least", { low: 700, high: null }],
    ["up_to", { low: 0, high: 700 }],
    ["under", { low: 0, high: 699 }],
  ] as const)("700, %s, is %j", (qualifier, band) => {
    expect(bandOf({ count: 700, qualifier })).toEqual(band);
  });

  it.each([
    ["exact", { low: 705, high: 705, expected: 705 }],
    ["approx", { low: 658, high: 752, expected: 705 }],
    ["at_least", { low: 705, high: null }],
    ["up_to", { low: 0, high: 705 }],
    ["under", { low: 0, high: 704 }],
  ] as const)("15 %% of 4,700, %s, is %j", (qualifier, band) => {
    expect(bandOf({ percent: 15, qualifier }, 4700)).toEqual(band);
  });

  it("about 15 %, about 700 is the count, with the percentage beside it and the base that both imply", () => {
    expect(expectationOf(claim({ percent: 15, count: 700, qualifier: "approx" }), 4700)).toEqual({
      band: { low: 665, high: 735, expected: 700 },
      byPercent: { low: 658, high: 752, expected: 705, base: 4700, from: "headcount" },
      implied: { base: 4667, low: 4375, high: 5000 },
    });
  });

  it("a headcount that both figures cannot be of is flagged, and the figures stay as they are", () => {
    const both = claim({ percent: 15, count: 700, qualifier: "approx" });
    for (const [headcount, differs] of [
      [4374, 4374],
      [4375, undefined],
      [5000, undefined],
      [5001, 5001],
    ]) {
      const { band, implied } = expectationOf(both, headcount);
      expect(implied?.differs).toBe(differs);
      expect(band).toEqual({ low: 665, high: 735, expected: 700 });
    }
    expect(expectationOf(both).implied).toEqual({ base: 4667, low: 4375, high: 5000 });
    expect(expectationOf(claim({ percent: 1, count: 7 }), 99_999).implied).toEqual({ base: 700, low: 350, high: null });
    expect(expectationOf(claim({ percent: 100, count: 40 }), 40).implied).toEqual({ base: 40, low: 40, high: 41 });
  });

  it("a percentage is of the base that the claim names, else of the observed headcount, else of nothing", () => {
    expect(bandOf({ percent: 10, base: 1200 }, 4700)).toEqual({ low: 120, high: 120, expected: 120 });
    expect(expectationOf(claim({ percent: 10, base: 1200 }), 4700).byPercent).toMatchObject({ from: "claim" });
    expect(expectationOf(claim({ percent: 10 }))).toEqual({});
  });

  it("a range is its two numbers, and vague words are their bounds or nothing", () => {
    expect(bandOf({ low: 7000, high: 9000, qualifier: "range" })).toEqual({ low: 7000, high: 9000 });
    expect(bandOf({ low: 200, high: 900, qualifier: "vague" })).toEqual({ low: 200, high: 900 });
    expect(bandOf({ low: 200, qualifier: "vague" })).toEqual({ low: 200, high: null });
    expect(bandOf({ high: 900, qualifier: "vague" })).toEqual({ low: 0, high: 900 });
    expect(expectationOf(claim({ qualifier: "vague" }), 4700)).toEqual({});
    expect(expectationOf(claim({ low: 600, high: 800, percent: 15, qualifier: "range" }), 4700)).toMatchObject({
      band: { low: 600, high: 800 },
      implied: { low: 3750, high: 5715 },
    });
  });

  it("a share that is no whole number of people is rounded outward, and what binary loses is nobody", () => {
    expect(bandOf({ percent: 15 }, 4667)).toEqual({ low: 700, high: 701, expected: 700 });
    expect(bandOf({ percent: 1.1 }, 3000)).toEqual({ low: 33, high: 33, expected: 33 });
    expect(bandOf({ count: 7, qualifier: "approx" })).toEqual({ low: 6, high: 8, expected: 7 });
    expect(bandOf({ percent: 100, qualifier: "approx" }, 40)).toEqual({ low: 39, high: 40, expected: 40 });
  });
});

describe("every band", () => {
  const pointed = fc.constantFrom("exact", "approx", "at_least", "up_to", "under" as const);
  const people = fc.integer({ min: 1, max: 20_000 });
  const share = fc.integer({ min: 1, max: 1000 }).map((tenths) => tenths / 10);
  const end = ({ high }: Band) => high ?? Infinity;
  const given = (band: Band | undefined): Band => band ?? expect.fail("no band");

  it("is monotone in its figure", () => {
    fc.assert(
      fc.property(pointed, people, people, share, share, people, (qualifier, a, b, p, q, headcount) => {
        const pairs = [
          [bandOf({ count: Math.min(a, b), qualifier }), bandOf({ count: Math.max(a, b), qualifier })],
          [
            bandOf({ percent: Math.min(p, q), qualifier }, headcount),
            bandOf({ percent: Math.max(p, q), qualifier }, headcount),
          ],
          [bandOf({ percent: p, qualifier }, Math.min(a, b)), bandOf({ percent: p, qualifier }, Math.max(a, b))],
        ];
        for (const [small, large] of pairs) {
          expect(given(large).low).toBeGreaterThanOrEqual(given(small).low);
          expect(end(given(large))).toBeGreaterThanOrEqual(end(given(small)));
        }
      }),
    );
  });

  it("holds that of any narrower qualifier, and its low is never above its high", () => {
    const wider = [
      ["exact", "approx"],
      ["exact", "at_least"],
      ["exact", "up_to"],
      ["under", "up_to"],
    ] as const;
    fc.assert(
      fc.property(fc.constantFrom(...wider), people, share, people, ([narrow, wide], count, percent, headcount) => {
        for (const [figure, of] of [
          [{ count }, undefined],
          [{ percent }, headcount],
        ] as const) {
          const inner = given(bandOf({ ...figure, qualifier: narrow }, of));
          const outer = given(bandOf({ ...figure, qualifier: wide }, of));
          expect(outer.low).toBeLessThanOrEqual(inner.low);
          expect(end(outer)).toBeGreaterThanOrEqual(end(inner));
          for (const one of [inner, outer]) {
            expect(one.low).toBeLessThanOrEqual(end(one));
            expect([one.low, one.high ?? 0].every(Number.isSafeInteger)).toBe(true);
          }
        }
      }),
    );
  });

  it("of an exact count is that count", () => {
    fc.assert(
      fc.property(people, (count) => {
        expect(bandOf({ count })).toEqual({ low: count, high: count, expected: count });
      }),
    );
  });
});

describe("what has been observed", () => {
  it("is confirmed staff departures less attrition and returns: 431 less 14 and 5 is 412", () => {
    const { net, confirmed, back } = observe(
      [...staff(426), ...staff(5, { back: true })],
      { from: ON, to: NOW },
      { mean: 14, sd: 4 },
    );
    expect({ net, confirmed, back }).toEqual({ net: { low: 404, high: 420, expected: 412 }, confirmed: 431, back: 5 });
  });

  it("leaves out and counts apart what is unconfirmed, and guests, externals, bots and services", () => {
    const others = [
      ...staff(3, { confirmed: false }),
      ...staff(1, { confirmed: false, back: true }),
      ...(["guest", "external", "bot", "service", "service"] as const).flatMap((kind) => staff(1, { kind })),
    ];
    const { confirmed, net, leftOut } = observe(
      [...staff(2, { kind: "human" }), ...others],
      { from: ON, to: NOW },
      NONE,
    );
    expect({ confirmed, net: net.expected, leftOut }).toEqual({
      confirmed: 2,
      net: 2,
      leftOut: { unconfirmed: 3, outside: 2, bots: 3 },
    });
  });

  it("counts from the announcement's day to now, or from the start of a wave that began before it", () => {
    const announced = claim({ count: 1 });
    expect(windowOf(announced, NOW)).toEqual({ from: ON, to: NOW });
    expect(windowOf(announced, NOW, ON - DAY)).toEqual({ from: ON - DAY, to: NOW });
    expect(windowOf(announced, NOW, ON + DAY)).toEqual({ from: ON, to: NOW });
    expect(windowOf(announced, ON - DAY)).toEqual({ from: ON, to: ON });
    const at = [ON - 1, ON, NOW, NOW + 1].flatMap((time) => staff(1, { at: time }));
    expect(observe(at, { from: ON, to: NOW }, NONE).confirmed).toBe(2);
  });

  it("is never less than nobody, nor more than have stayed away, and without attrition exactly those", () => {
    const number = fc.integer({ min: 0, max: 60 });
    const amount = fc.double({ min: 0, max: 50, noNaN: true });
    fc.assert(
      fc.property(number, number, amount, amount, (stay, back, mean, sd) => {
        const ended = [...staff(stay), ...staff(back, { back: true })];
        const { net, confirmed } = observe(ended, { from: ON, to: NOW }, { mean, sd });
        expect(confirmed).toBe(stay + back);
        expect(0 <= net.low && net.low <= net.expected && net.expected <= net.high && net.high <= stay).toBe(true);
        expect(observe(ended, { from: ON, to: NOW }, NONE).net).toEqual({ low: stay, high: stay, expected: stay });
      }),
    );
  });
});

describe("the comparison", () => {
  const about700 = { percent: 15, count: 700, qualifier: "approx" } as const;

  it("of bands that do not meet says by how much, and as shares what is there so far", () => {
    const ended = [...staff(426), ...staff(5, { back: true })];
    const { relation, gap, share } = compared(about700, ended, { mean: 14, sd: 4 });
    expect({ relation, gap }).toEqual({ relation: "below", gap: 245 });
    expect(share?.low).toBeCloseTo(404 / 735, 9);
    expect(share?.high).toBeCloseTo(420 / 665, 9);
  });

  it.each([
    [664, "below"],
    [665, "within"],
    [735, "within"],
    [736, "above"],
  ])("of %i with about 700 is %s", (n, relation) => {
    expect(compared(about700, staff(n)).relation).toBe(relation);
  });

  it("is within where the bands only touch, since attrition may have been less", () => {
    expect(compared(about700, staff(680), { mean: 20, sd: 0 }).relation).toBe("below");
    expect(compared(about700, staff(680), { mean: 20, sd: 2.5 }).relation).toBe("within");
    expect(compared(about700, staff(760), { mean: 20, sd: 2 }).relation).toBe("above");
    expect(compared(about700, staff(760), { mean: 20, sd: 2.5 }).relation).toBe("within");
  });

  it("of words that set no end, or name nothing to compare with, stays open", () => {
    expect(compared({ count: 200, qualifier: "at_least" }, staff(199))).toMatchObject({
      relation: "below",
      gap: 1,
      share: { low: 0 },
    });
    expect(compared({ count: 200, qualifier: "at_least" }, staff(2000)).relation).toBe("open");
    expect(compared({ qualifier: "vague" }, staff(2000))).toMatchObject({ relation: "open", explanations: [] });
    expect(compared({ percent: 15 }, staff(2000)).relation).toBe("open");
    expect(compared({ count: 200, qualifier: "up_to" }, []).relation).toBe("within");
  });

  it("of no departures is never above, and of one more never a step back", () => {
    const figure = fc.integer({ min: 1, max: 60 });
    const order = ["below", "within", "open", "above"];
    const figures = fc.record({ qualifier: fc.constantFrom(...QUALIFIERS), count: figure, more: fc.nat({ max: 30 }) });
    fc.assert(
      fc.property(figures, fc.nat({ max: 80 }), fc.double({ min: 0, max: 20, noNaN: true }), (one, n, mean) => {
        const bounded = one.qualifier === "range" || one.qualifier === "vague";
        const figureOf = bounded ? { low: one.count, high: one.count + one.more } : { count: one.count };
        const relation = (ended: readonly Ended[]) =>
          compared({ ...figureOf, qualifier: one.qualifier }, ended, { mean, sd: mean / 3 }).relation;
        expect(relation([])).not.toBe("above");
        expect(order.indexOf(relation(staff(n + 1)))).toBeGreaterThanOrEqual(order.indexOf(relation(staff(n))));
      }),
    );
  });
});

describe("what would explain a gap", () => {
  const hundred = { count: 100 } as const;
  const whys = (ended: readonly Ended[], days: number, mean = 0) =>
    compared(hundred, ended, { mean, sd: 0 }, ON + days * DAY).explanations.map(({ why }) => why);

  it("is consultation before 45 days and notice before 60 have passed, and neither after", () => {
    expect(whys(staff(10), 7)).toEqual(["consultation", "notice", "vacancies"]);
    expect(whys(staff(10), 44.9)).toEqual(["consultation", "notice", "vacancies"]);
    expect(whys(staff(10), 45)).toEqual(["notice", "vacancies"]);
    expect(whys(staff(10), 60)).toEqual(["vacancies"]);
    expect(compared(hundred, staff(10)).explanations[0]).toEqual({
      why: "consultation",
      passed: 7,
      least: 30,
      days: 45,
    });
  });

  it("is whoever is left out or taken off, with their numbers, only where there are any", () => {
    const ended = [
      ...staff(20),
      ...staff(4, { back: true }),
      ...staff(3, { confirmed: false }),
      ...staff(12, { kind: "guest" }),
      ...staff(2, { kind: "bot" }),
    ];
    expect(compared(hundred, ended, { mean: 5.2, sd: 1 }, ON + 90 * DAY).explanations).toEqual([
      { why: "unconfirmed", count: 3 },
      { why: "outside", count: 12 },
      { why: "vacancies" },
      { why: "gross", count: 4 },
      { why: "attrition", count: 5 },
    ]);
  });

  it("is a net figure or more voluntary leavers where there were more, whatever time has passed", () => {
    expect(whys([...staff(150), ...staff(12, { kind: "guest" })], 7, 3)).toEqual(["net", "voluntary"]);
  });

  it("is nothing where there is no gap", () => {
    expect(whys(staff(100), 7)).toEqual([]);
  });
});

describe("what somebody enters", () => {
  const refusal = (named: Partial<Parameters<typeof announcedFrom>[0]>): string => {
    try {
      announcedFrom({ on: ON, ...named });
    } catch (error) {
      if (error instanceof RollcallError && error.code === "usage") return error.message;
      throw error;
    }
    return expect.fail("it was taken");
  };

  it("is kept as it stands, on the day, under the qualifier's own name", () => {
    expect(announcedFrom({ percent: 15, count: 700, qualifier: "about", on: ON + 3600 })).toEqual({
      percent: 15,
      count: 700,
      qualifier: "approx",
      on: ON,
    });
    expect(announcedFrom({ count: 700, base: 4700, on: ON })).toEqual({
      count: 700,
      base: 4700,
      qualifier: "exact",
      on: ON,
    });
    expect(announcedFrom({ low: 200, high: 900, on: ON }).qualifier).toBe("range");
    expect(announcedFrom({ low: 200, qualifier: "several", on: ON })).toEqual({ low: 200, qualifier: "vague", on: ON });
    expect(announcedFrom({ qualifier: "vague", on: ON })).toEqual({ qualifier: "vague", on: ON });
  });

  it.each(["at least", "At-Least", " at_least "])("may write %j", (qualifier) => {
    expect(announcedFrom({ count: 200, qualifier, on: ON }).qualifier).toBe("at_least");
  });

  it.each([
    [{}, "no figure is named"],
    [{ percent: 0 }, "percent is 0"],
    [{ percent: 100.1 }, "percent is 100.1"],
    [{ percent: Number.NaN }, "percent is NaN"],
    [{ count: 0 }, "count is 0"],
    [{ count: 1.5 }, "count is 1.5"],
    [{ low: -1, high: 5 }, "low is -1"],
    [{ percent: 15, base: 0 }, "base is 0"],
    [{ low: 9, high: 8 }, "low is 9 and high is 8"],
    [{ low: 9 }, "a range is named by two numbers"],
    [{ low: 8, high: 9, count: 8, qualifier: "range" }, "a range is named by two numbers"],
    [{ qualifier: "range", percent: 15 }, "a range is named by two numbers"],
    [{ count: 8, low: 7 }, "low and high are the bounds"],
    [{ low: 8, high: 9, qualifier: "about" }, "low and high are the bounds"],
    [{ count: 8, qualifier: "vague" }, "is not vague"],
    [{ count: 8, qualifier: "constructor" }, "this qualifier is not known"],
    [{ count: 8, on: Number.NaN }, "the day of the announcement"],
  ])("is refused in one sentence where it is %j", (named, words) => {
    expect(refusal(named)).toContain(words);
    expect(refusal(named)).toMatch(/^The announcement cannot be taken: [^\n]+\.$/);
  });
});
