import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QUALIFIERS } from "./announced.ts";
import { CLAIM_KINDS, CLAIM_STATUSES, SCOPES } from "./claim.ts";
import { derive } from "./figure.ts";
import { claimOf } from "./testing.ts";
import { bandOf, type Weighed } from "./weighed.ts";

let made = 0;
const claim = (more: Partial<Weighed> = {}): Weighed => ({
  id: `cl-${++made}`,
  source: `feed:${made}`,
  published: "2026-03-10",
  ...claimOf(more),
  ...more,
});

/** What is derived, with the claims by their place in the list. */
function derived(...claims: readonly Weighed[]) {
  const { decided, setAside, ...rest } = derive(claims);
  const place = (id: string): number => claims.findIndex((one) => one.id === id);
  return { ...rest, decided: decided.map(place), aside: setAside.map(({ claim: id, why }) => [place(id), why]) };
}

describe("the figure of a layoff", () => {
  it("of one claim is its own, in its own words", () => {
    expect(derived(claim({ count: 700, qualifier: "approx", percent: 15 }))).toMatchObject({
      count: 700,
      low: 665,
      high: 735,
      percent: 15,
      decided: [0],
      aside: [],
    });
    expect(derived(claim({ low: 200, qualifier: "at_least" }))).toMatchObject({ count: null, low: 200, high: null });
    expect(derived(claim({ low: 200, high: 999, qualifier: "vague" }))).toMatchObject({ low: 200, high: 999 });
  });

  it("that nobody names is none, and not nought", () => {
    expect(derived(claim(), claim({ percent: 15 }))).toMatchObject({
      count: null,
      low: null,
      high: null,
      percent: 15,
      decided: [],
      aside: [
        [0, "no_figure"],
        [1, "no_figure"],
      ],
    });
  });

  it("is of the newest of the most exact claims, and its bounds reach over those that contradict it", () => {
    expect(
      derived(
        claim({ count: 700, published: "2026-03-10" }),
        claim({ count: 735, published: "2026-03-11" }),
        claim({ low: 200, high: 999, qualifier: "vague", published: "2026-03-12" }),
      ),
    ).toMatchObject({
      count: 735,
      low: 700,
      high: 735,
      decided: [1],
      aside: [
        [0, "older"],
        [2, "less_exact"],
      ],
    });
  });

  it("of bounds that agree is what all of them allow", () => {
    const both = derived(claim({ low: 200, qualifier: "at_least" }), claim({ high: 500, qualifier: "up_to" }));
    expect(both).toMatchObject({ count: null, low: 200, high: 500 });
  });

  it("of one source is what it said last", () => {
    const amended = derived(
      claim({ source: "warn:wa", count: 98 }),
      claim({ source: "warn:wa", count: 120, published: "2026-04-01" }),
    );
    expect(amended).toMatchObject({ count: 120, low: 120, high: 120, aside: [[0, "superseded"]] });
  });

  it("is of the whole where somebody tells it, and at least of all parts where nobody does", () => {
    const [oslo, bergen] = [
      claim({ scope: "site", location: "Oslo", count: 32 }),
      claim({ scope: "site", location: "Bergen", count: 31 }),
    ];
    expect(derived(oslo, claim({ count: 400 }), bergen)).toMatchObject({
      count: 400,
      aside: [
        [0, "part"],
        [2, "part"],
      ],
    });
    expect(derived(oslo, bergen)).toMatchObject({ count: null, low: 63, high: null, decided: [0, 1] });
    expect(derived(oslo)).toMatchObject({ count: 32, low: 32, high: 32 });
    const later = claim({ scope: "site", location: "Oslo", count: 40, published: "2026-03-20" });
    expect(derived(oslo, bergen, later)).toMatchObject({ low: 71, aside: [[0, "superseded"]] });
  });

  it("is not of an earlier event, a rumour, a net change, contractors or a running total, where there is another", () => {
    const stated = claim({ count: 100 });
    for (const [more, why] of [
      [{ background: true, date: "2024" }, "background"],
      [{ status: "rumoured" }, "rumour"],
      [{ net: true }, "net"],
      [{ scope: "contractors" }, "contractors"],
      [{ measure: "total" }, "running_total"],
      [{ kind: "furlough" }, "other_kind"],
      [{ status: "proposed" }, "less_sure"],
    ] as const) {
      const other = claim({ count: 900, published: "2026-03-30", ...more });
      expect(derived(stated, other)).toMatchObject({ count: 100, decided: [0], aside: [[1, why]] });
    }
  });

  it("is of a rumour where there is nothing else, and stays one", () => {
    expect(derived(claim({ count: 50, status: "rumoured" }))).toMatchObject({ count: 50, status: "rumoured" });
  });

  it("that was denied last is denied, and comes back with a later announcement", () => {
    const rumour = claim({ count: 50, status: "rumoured" });
    const denial = claim({ status: "denied", published: "2026-03-11" });
    expect(derived(rumour, denial).status).toBe("denied");
    expect(derived(rumour, denial, claim({ count: 60, published: "2026-03-12" }))).toMatchObject({
      status: "announced",
      count: 60,
    });
  });

  it("has the earliest day, as exactly as somebody says it", () => {
    expect(derived(claim({ date: "2026-03" }), claim({ date: "2026-03-12" }), claim({ date: "2026-05-01" })).date).toBe(
      "2026-03-12",
    );
    expect(derived(claim({ date: "2026-02" }), claim({ date: "2026-03-12" })).date).toBe("2026-02");
    expect(derived(claim({ published: "2026-03-10T08:00:00Z" })).date).toBe("2026-03-10");
    expect(derived(claim({ published: null })).date).toBeNull();
  });
});

describe("every derivation", () => {
  const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
  const people = fc.integer({ min: 1, max: 5000 });
  const any = fc
    .record({
      source: fc.constantFrom("a", "b"),
      published: nullable(fc.constantFrom("2026-03-10", "2026-03-11", "2026-04-01")),
      kind: fc.constantFrom(...CLAIM_KINDS),
      status: fc.constantFrom(...CLAIM_STATUSES),
      scope: fc.constantFrom(...SCOPES),
      location: nullable(fc.constantFrom("Oslo", "Bergen")),
      measure: fc.constantFrom("increment", "total" as const),
      net: fc.boolean(),
      background: fc.boolean(),
      date: nullable(fc.constantFrom("2026", "2026-03", "2026-03-09")),
      count: nullable(people),
      low: nullable(people),
      percent: nullable(fc.integer({ min: 1, max: 100 })),
      base: nullable(people),
      qualifier: nullable(fc.constantFrom(...QUALIFIERS)),
    })
    .map((more) => claim(more.low === null ? more : { ...more, high: more.low + 10 }));

  it("has every claim decide, or says why not; a figure comes from a claim that has one, and low is never above high", () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 6 }), (claims) => {
        const { decided, setAside, low, high, count } = derive(claims);
        const ids = [...decided, ...setAside.map((one) => one.claim)].toSorted();
        expect(ids).toEqual(claims.map(({ id }) => id).toSorted());
        expect(low === null).toBe(decided.length === 0);
        if (low === null) expect({ count, high }).toEqual({ count: null, high: null });
        else expect(low).toBeLessThanOrEqual(high ?? Infinity);
        for (const id of decided) {
          const one = claims.find((each) => each.id === id);
          expect(one === undefined ? undefined : bandOf(one)).toBeDefined();
        }
      }),
    );
  });
});
