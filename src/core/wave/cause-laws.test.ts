import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HEALTHS } from "../directory/health.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../time.ts";
import { type Cause, causeOf, CAUSES, type Ended } from "./cause.ts";

const NINE = Date.UTC(2026, 10, 23, 9);
const SYNC = { kind: "app", id: "A0SYNC" } as const;
const admin = (n: number) => ({ kind: "person", id: `U${n}` }) as const;

function causeAt(departures: readonly Ended[], now: number): Cause {
  return causeOf({ departures, where: [], plans: [], readings: [], now }).cause;
}

const actor = fc.record({
  kind: fc.constantFrom("person" as const, "app" as const),
  id: fc.constantFrom("U1", "U2", "U3"),
});
const anyEnded: fc.Arbitrary<Ended> = fc.record(
  {
    change: fc.constantFrom("deactivated" as const, "removed" as const, "erased" as const, "demoted" as const),
    confirmed: fc.boolean(),
    at: fc.integer({ min: 0, max: 3 * DAY }).map((after) => NINE + after),
    since: fc.option(fc.integer({ min: -DAY, max: 0 }).map((before) => NINE + before)),
    kind: fc.constantFrom("human" as const, "guest" as const),
    guestExpires: fc.option(fc.integer({ min: -2 * DAY, max: 4 * DAY }).map((after) => NINE + after)),
    updated: fc.integer({ min: -DAY, max: 4 * DAY }).map((after) => NINE + after),
    actor,
    reversed: fc.integer({ min: 0, max: 12 * DAY }).map((after) => NINE + 3 * DAY + after),
    moved: fc.boolean(),
    belongs: fc.boolean(),
  },
  { requiredKeys: ["change", "confirmed", "at", "since"] },
);
const anyEvidence = fc.record({
  departures: fc.array(anyEnded, { minLength: 1, maxLength: 40 }),
  where: fc.array(fc.record({ left: fc.nat(20) }), { maxLength: 3 }),
  plans: fc.array(
    fc.record({ id: fc.uuid(), from: fc.constant(NINE), until: fc.integer({ min: 0, max: DAY }).map((n) => NINE + n) }),
    { maxLength: 3 },
  ),
  readings: fc.array(fc.constantFrom(...HEALTHS), { maxLength: 5 }),
  now: fc.integer({ min: 0, max: 30 * DAY }).map((after) => NINE + 3 * DAY + after),
});

/** The causes in the order in which they were found, each once for as long as it stayed. */
function course(causes: readonly Cause[]): Cause[] {
  return causes.filter((cause, i) => cause !== causes[i - 1]);
}

describe("any wave", () => {
  it("is the same in any order of its departures", () => {
    fc.assert(
      fc.property(anyEvidence, fc.infiniteStream(fc.nat()), (evidence, random) => {
        const keys = new Map(evidence.departures.map((one) => [one, random.next().value]));
        const departures = evidence.departures.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        expect(causeOf({ ...evidence, departures })).toEqual(causeOf(evidence));
      }),
    );
  });

  it("a plan takes no reason away", () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const bare = causeOf({ ...evidence, plans: [] });
        const { cause, reasons } = causeOf(evidence);
        expect(reasons.filter(({ reason: which }) => which !== "plan")).toEqual(bare.reasons);
        expect([bare.cause, "planned"]).toContain(cause);
        expect(CAUSES).toContain(cause);
      }),
    );
  });

  it("what speaks for its cause is told first, the strongest first", () => {
    const strengths = ["weak", "clear", "strong"];
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const { cause, reasons } = causeOf({ ...evidence, plans: [] });
        const ranks = reasons.map(({ speaks }) => (speaks?.for === cause ? strengths.indexOf(speaks.strength) + 1 : 0));
        expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
        if (cause !== "unknown") expect(ranks[0]).toBeGreaterThan(0);
      }),
    );
  });

  it("shows nobody: neither what is known of people nor who did it, nor the words of a plan", () => {
    const canary = fc.stringMatching(/^[a-z]{4}$/).map((text) => `canary-${text}`);
    fc.assert(
      fc.property(anyEvidence, canary, (evidence, name) => {
        const told = {
          ...evidence,
          departures: evidence.departures.map((one) => ({
            ...one,
            id: name,
            name,
            stated: name,
            lastKnown: { email: name },
            ...(one.actor === undefined ? {} : { actor: { ...one.actor, id: name, name } }),
          })),
          where: evidence.where.map((place) => ({ ...place, by: "manager", value: name })),
          plans: evidence.plans.map((plan) => ({ ...plan, about: name })),
        };
        expect(JSON.stringify(causeOf(told))).not.toContain(name);
      }),
    );
  });

  it("has reasons that add up", () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        for (const one of causeOf(evidence).reasons) {
          expect(one.of).toBe(evidence.departures.length);
          for (const [key, value] of Object.entries(one)) {
            if (typeof value !== "number") continue;
            expect(value).toBeGreaterThanOrEqual(0);
            if (!["since", "after", "span", "readings", "places", "left"].includes(key))
              expect(value).toBeLessThanOrEqual(one.of);
          }
        }
      }),
    );
  });
});

/** A way in which accounts end: one like the other, so far apart, seen so long after the last. */
const way = fc.record({
  gap: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 10 * SECOND }),
    fc.integer({ min: 10 * SECOND, max: 6 * HOUR }),
  ),
  later: fc.integer({ min: MINUTE, max: 4 * DAY }),
  pause: fc.integer({ min: SECOND, max: DAY }),
  change: fc.constantFrom("deactivated" as const, "removed" as const, "erased" as const, "demoted" as const),
  confirmed: fc.boolean(),
  knows: fc.boolean(),
  expires: fc.option(fc.integer({ min: -2 * DAY, max: 2 * DAY })),
  actors: fc.constantFrom([], [SYNC], [admin(1)], [admin(1), admin(2)], [SYNC, admin(1)]),
  back: fc.option(fc.integer({ min: MINUTE, max: 9 * DAY })),
  moved: fc.constantFrom(undefined, true, false),
});

function inThisWay(how: typeof way extends fc.Arbitrary<infer W> ? W : never, n: number): Ended[] {
  return Array.from({ length: n }, (_, i) => {
    const at = NINE + i * how.gap;
    const by = how.actors[i % Math.max(1, how.actors.length)];
    return {
      since: at - how.pause,
      at,
      change: how.change,
      confirmed: how.confirmed,
      kind: how.expires === null ? "human" : "guest",
      ...(how.expires === null ? {} : { guestExpires: at + how.expires }),
      ...(how.knows ? { updated: at } : {}),
      ...(by === undefined ? {} : { actor: by }),
      ...(how.back === null ? {} : { reversed: at + how.back }),
      ...(how.moved === undefined ? {} : { moved: how.moved }),
    };
  });
}

function later(one: Ended, by: number): Ended {
  const times = ["since", "at", "updated", "reversed", "guestExpires"] as const;
  const moved = times.flatMap((name) => (one[name] == null ? [] : [[name, one[name] + by]]));
  return { ...one, ...(Object.fromEntries(moved) as Partial<Ended>) };
}

describe("as a wave goes on", () => {
  it("one more departure of the same kind never brings a cause back that was given up", () => {
    fc.assert(
      fc.property(way, (how) => {
        const causes = Array.from({ length: 40 }, (_, n) => {
          const departures = inThisWay(how, n + 3);
          return causeAt(departures, NINE + (n + 2) * how.gap + how.later);
        });
        const stages = course(causes);
        expect(new Set(stages).size, stages.join(" → ")).toBe(stages.length);
      }),
      { numRuns: 400 },
    );
  });

  it("nor, but for fewer than one wave in fifty, where those before it were of any other kind", () => {
    const pairs = fc.sample(fc.tuple(way, way, fc.integer({ min: 1, max: 12 })), { numRuns: 1000, seed: 7 });
    const back = pairs.filter(([first, then, n]) => {
      const before = inThisWay(first, n);
      const more = inThisWay(then, 40).map((one) => later(one, n * first.gap));
      const now = NINE + n * first.gap + 40 * then.gap + then.later;
      const stages = course(more.map((_, i) => causeAt([...before, ...more.slice(0, i + 1)], now)));
      return new Set(stages).size < stages.length;
    });
    expect(back.length).toBeLessThan(pairs.length / 50);
  });

  it("as time passes and nobody comes back, what was clear stays clear", () => {
    fc.assert(
      fc.property(way, fc.integer({ min: 3, max: 40 }), (how, n) => {
        const departures = inThisWay({ ...how, back: null }, n);
        const causes = Array.from({ length: 100 }, (_, hours) =>
          causeAt(departures, NINE + n * how.gap + hours * HOUR),
        );
        const stages = course(causes);
        expect(stages.length <= 2 && (stages.length < 2 || stages[0] === "unknown"), stages.join(" → ")).toBe(true);
      }),
    );
  });
});
