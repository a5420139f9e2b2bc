import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, type Instant, type Interval, MINUTE } from "../time.ts";
import {
  ASKED_FOR,
  checkOf,
  departureIn,
  directoriesOf,
  directoryOf,
  findingsOf,
  knownTo,
  type Owner,
} from "./check.ts";
import type { End, Holding } from "./holding.ts";
import { limitOf, type OffboardingRules } from "./rules.ts";
import { type Standing, timelineOf } from "./timeline.ts";

const NINE = Date.UTC(2026, 10, 23, 9);
const RULES: OffboardingRules = {
  leads: ["okta"],
  limits: new Map([["slack", HOUR]]),
  usual: DAY,
  settle: HOUR,
  guests: false,
};

function used(directory: string, seen: Instant | null, more: Partial<Holding> = {}): Holding {
  return { directory, account: `${directory}-1`, kind: "human", state: "in_use", seen, ...more };
}

function gone(directory: string, at: Interval, more: Partial<End> = {}): Holding {
  const end: End = { departure: `d-${directory}`, at, change: "deactivated", confirmed: true, observed: true, ...more };
  return { directory, account: `${directory}-1`, kind: "human", state: "ended", seen: at.notAfter, end };
}

const between = (notBefore: Instant | null, notAfter: Instant): Interval => ({ notBefore, notAfter });
/** Left Okta between nine and ten past nine. */
const LEFT = gone("okta", between(NINE, NINE + 10 * MINUTE));
const DUE = { slack: NINE + 10 * MINUTE + HOUR, github: NINE + 10 * MINUTE + DAY };

function standing(holding: Holding, now: Instant, start: Holding = LEFT): Standing | undefined {
  const steps = timelineOf("p-1", [holding, start], RULES, now)?.steps ?? [];
  return steps.find((step) => step.holding.directory === holding.directory)?.standing;
}

function checked(holdings: readonly Holding[], now: Instant, more: Partial<OffboardingRules & Owner> = {}) {
  const { person = "p-1", ...rules } = more;
  const led = [holdings.find(({ directory }) => directory === "okta")?.seen ?? now];
  return checkOf([{ person, holdings }], { ...RULES, ...rules }, { now, led, acknowledged: new Map() });
}

describe("somebody who has left the leading directory", () => {
  it("has an account that is overdue once a healthy reading that began after the limit shows it in use", () => {
    expect(standing(used("slack", DUE.slack), DUE.slack + MINUTE)).toBe("overdue");
    expect(standing(used("github", DUE.github), DUE.github + MINUTE)).toBe("overdue");
  });

  it("is within the limit until it is over, tool by tool", () => {
    expect(standing(used("slack", DUE.slack - MINUTE), DUE.slack - 1)).toBe("within");
    expect(standing(used("github", DUE.slack), DUE.slack + MINUTE)).toBe("within");
  });

  it("is not called overdue, nor fine, by a directory that nobody has read since", () => {
    expect(standing(used("slack", DUE.slack - 1), DUE.slack + 9 * DAY)).toBe("unknown");
    expect(standing(used("slack", null), DUE.slack + 9 * DAY)).toBe("unknown");
    expect(standing({ ...used("slack", DUE.slack + DAY), state: "missing" }, DUE.slack + 9 * DAY)).toBe("unknown");
  });

  it("was cut off in time, or late, or nobody can say, since the readings lie on both sides of the limit", () => {
    expect(standing(gone("slack", between(NINE, DUE.slack)), DUE.slack + DAY)).toBe("in_time");
    expect(standing(gone("slack", between(NINE - DAY, NINE - HOUR)), DUE.slack + DAY)).toBe("in_time");
    expect(standing(gone("slack", between(DUE.slack, DUE.slack + 5 * MINUTE)), DUE.slack + DAY)).toBe("late");
    expect(standing(gone("slack", between(DUE.slack - 1, DUE.slack + 1)), DUE.slack + DAY)).toBe("ended");
    expect(standing(gone("slack", between(null, DUE.slack + 1), { observed: false }), DUE.slack + DAY)).toBe("ended");
  });

  it("counts as in use where the end is not confirmed", () => {
    const end = (at: Interval): Holding => gone("slack", at, { confirmed: false });
    expect(standing(end(between(DUE.slack, DUE.slack + MINUTE)), DUE.slack + HOUR)).toBe("overdue");
    expect(standing(end(between(NINE, NINE + MINUTE)), DUE.slack + HOUR)).toBe("unknown");
    expect(standing(end(between(NINE, NINE + MINUTE)), DUE.slack - MINUTE)).toBe("within");
  });

  it("is not hurried while it is not confirmed that they left", () => {
    const perhaps = gone("okta", between(NINE, NINE + 10 * MINUTE), { confirmed: false });
    expect(standing(used("slack", DUE.slack), DUE.slack + MINUTE, perhaps)).toBe("unknown");
    expect(standing(used("slack", DUE.slack), DUE.slack - MINUTE, perhaps)).toBe("within");
  });

  it("left with the last of several accounts there; while one is in use, they belong", () => {
    const other = { ...gone("okta", between(NINE + DAY, NINE + DAY + 1)), account: "okta-2" };
    const seen = timelineOf("p-1", [LEFT, other, used("slack", DUE.slack)], RULES, DUE.slack + HOUR);
    expect(seen?.by).toEqual(other);
    expect(seen?.steps.map((step) => step.standing)).toEqual(["left", "left", "within"]);
    const still = used("okta", NINE + DAY, { account: "okta-2" });
    expect(timelineOf("p-1", [LEFT, still, used("slack", DUE.slack)], RULES, DUE.slack + DAY)).toBeUndefined();
    expect(timelineOf("p-1", [LEFT, { ...still, state: "missing" }], RULES, DUE.slack + DAY)).toBeUndefined();
  });

  it("is judged by the first leading directory in which they have an account", () => {
    const rules = { ...RULES, leads: ["hr", "okta"] };
    const atWork = [used("hr", NINE + DAY), LEFT, used("slack", NINE + DAY)];
    expect(timelineOf("p-1", atWork, rules, NINE + DAY)).toBeUndefined();
    expect(timelineOf("p-1", [LEFT, used("slack", NINE + DAY)], rules, NINE + DAY)?.by.directory).toBe("okta");
    const left = gone("hr", between(NINE, NINE + 1));
    const all = timelineOf("p-1", [left, used("okta", NINE + 9 * DAY)], rules, NINE + 9 * DAY);
    expect(all?.steps.map(({ holding, standing: s }) => [holding.directory, s])).toEqual([
      ["hr", "left"],
      ["okta", "overdue"],
    ]);
  });

  it("where no directory leads, left when the first tool shows it", () => {
    const rules = { ...RULES, leads: [] };
    const first = gone("github", between(NINE - DAY, NINE - HOUR));
    const seen = timelineOf("p-1", [LEFT, first, used("slack", NINE + DAY)], rules, NINE + DAY);
    expect([seen?.by.directory, seen?.steps.map((step) => step.standing)]).toEqual([
      "github",
      ["left", "in_time", "overdue"],
    ]);
    const old = gone("github", between(null, NINE - 900 * DAY), { observed: false });
    expect(timelineOf("p-1", [old, used("slack", NINE)], rules, NINE)).toBeUndefined();
  });
});

describe("somebody who belongs and is gone from a tool", () => {
  const lost = gone("slack", between(NINE, NINE + MINUTE));
  const later = NINE + 2 * HOUR;

  it("is asked about once the leading directory was read again and still has them", () => {
    expect(checked([used("okta", later), lost], later).accidents).toHaveLength(1);
    expect(checked([used("okta", NINE + HOUR), lost], later).accidents).toEqual([]);
    expect(checked([used("okta", null), lost], later).accidents).toEqual([]);
    expect(checked([LEFT, lost], later).accidents).toEqual([]);
  });

  it("is not, where they have another account there, are a guest, or nobody looked when it happened", () => {
    const okta = used("okta", later);
    expect(checked([okta, lost, used("slack", later, { account: "slack-2" })], later).accidents).toEqual([]);
    expect(checked([okta, { ...lost, kind: "guest" }], later).accidents).toEqual([]);
    expect(checked([okta, { ...lost, kind: "bot" }], later).accidents).toEqual([]);
    for (const more of [{ observed: false }, { confirmed: false }, { change: "demoted" as const }]) {
      expect(checked([okta, gone("slack", between(NINE, NINE + MINUTE), more)], later).accidents).toEqual([]);
    }
  });

  it("is asked about for a month and not for ever", () => {
    const end = NINE + MINUTE;
    expect(checked([used("okta", end + ASKED_FOR), lost], end + ASKED_FOR).accidents).toHaveLength(1);
    expect(checked([used("okta", end + ASKED_FOR), lost], end + ASKED_FOR + 1).accidents).toEqual([]);
  });
});

describe("an account that no leading directory vouches for", () => {
  const slack = used("slack", NINE);
  const orphans = (holdings: readonly Holding[], led: Instant | null, more: Partial<OffboardingRules> = {}) =>
    checkOf([{ person: "p-1", holdings }], { ...RULES, ...more }, { now: NINE, led: [led], acknowledged: new Map() })
      .orphans;

  it("is one of nobody, or of somebody whom it does not have", () => {
    expect(orphans([slack], NINE)).toMatchObject([{ ground: "nobody" }]);
    expect(orphans([slack, used("github", NINE)], NINE)).toMatchObject([{ ground: "not_led" }, { ground: "not_led" }]);
    expect(orphans([slack, used("okta", NINE)], NINE)).toEqual([]);
    expect(orphans([slack, LEFT], NINE)).toEqual([]);
  });

  it("is of a human; guests only where the settings say so", () => {
    for (const kind of ["bot", "service", "external"] as const) expect(orphans([{ ...slack, kind }], NINE)).toEqual([]);
    expect(orphans([{ ...slack, kind: "guest" }], NINE)).toEqual([]);
    expect(orphans([{ ...slack, kind: "guest" }], NINE, { guests: true })).toHaveLength(1);
  });

  it("is none as long as the leading directory was not read since it came, or never", () => {
    expect(orphans([{ ...slack, since: NINE + 1 }], NINE)).toEqual([]);
    expect(orphans([{ ...slack, since: NINE }], NINE)).toHaveLength(1);
    expect(orphans([slack], null)).toEqual([]);
    expect(
      checkOf([{ holdings: [slack] }], { ...RULES, leads: [] }, { now: NINE, led: [], acknowledged: new Map() })
        .orphans,
    ).toEqual([]);
  });

  it("is none that has ended", () => {
    expect(orphans([gone("slack", between(NINE, NINE))], NINE)).toEqual([]);
  });
});

describe("what has to be done", () => {
  it("is of the directory of the account, and speaks of the leading one too", () => {
    const later = DUE.slack + HOUR;
    const [overdue] = findingsOf(checked([LEFT, used("slack", DUE.slack)], later));
    const [accident] = findingsOf(checked([used("okta", later), gone("slack", between(NINE, NINE + 1))], later));
    if (overdue === undefined || accident === undefined) throw new Error("nothing was found");
    expect([overdue, accident].map(directoryOf)).toEqual(["slack", "slack"]);
    expect([overdue, accident].map(directoriesOf)).toEqual([
      ["okta", "slack"],
      ["okta", "slack"],
    ]);
    // By the departure it is known again: of the person, or of the account.
    expect([overdue, accident].map(departureIn)).toEqual(["d-okta", "d-slack"]);
  });
});

describe("somebody who may know names of some directories alone", () => {
  const now = DUE.github + HOUR;
  const all = checked([LEFT, used("slack", now), used("github", now)], now);
  const only = (...mine: string[]) => knownTo(all, RULES.leads, (directory) => mine.includes(directory));

  it("sees the accounts of theirs, and nothing of where others left", () => {
    expect(findingsOf(only("okta", "slack")).map(directoryOf)).toEqual(["slack"]);
    expect(only("okta", "slack").timelines[0]?.steps).toHaveLength(2);
    expect(only("slack", "github").timelines).toEqual([]);
  });

  it("does not learn that somebody is unknown to a directory that is not theirs", () => {
    const orphan = checked([used("slack", now), used("github", now)], now);
    expect(knownTo(orphan, RULES.leads, (directory) => directory === "slack").orphans).toEqual([]);
    expect(knownTo(orphan, RULES.leads, (directory) => directory !== "github").orphans).toHaveLength(1);
    const accident = checked([used("okta", now), gone("slack", between(NINE, NINE + 1))], now);
    expect(knownTo(accident, RULES.leads, (directory) => directory === "slack").accidents).toEqual([]);
  });
});

describe("any person", () => {
  const instant = fc.integer({ min: 0, max: 100 }).map((n) => NINE + n * HOUR);
  const holding = fc.record({
    directory: fc.constantFrom("okta", "slack", "github"),
    account: fc.constantFrom("1", "2"),
    kind: fc.constantFrom("human" as const, "guest" as const, "bot" as const),
    seen: fc.option(instant),
    end: fc.option(
      fc.record({
        at: fc
          .tuple(fc.option(instant), instant)
          .map(([from, to]) => between(from === null ? null : Math.min(from, to), to)),
        change: fc.constantFrom("deactivated" as const, "removed" as const),
        confirmed: fc.boolean(),
        observed: fc.boolean(),
        departure: fc.constantFrom("d-1", "d-2"),
      }),
    ),
    missing: fc.boolean(),
  });
  const holdings = fc.uniqueArray(holding, {
    selector: ({ directory, account }) => `${directory} ${account}`,
    maxLength: 5,
  });

  it("is called overdue only on a healthy reading after the limit, and nobody is overdue and asked about at once", () => {
    fc.assert(
      fc.property(holdings, instant, (all, now) => {
        const theirs = all.map(({ end, missing, ...one }): Holding => {
          if (end === null) return { ...one, state: missing ? "missing" : "in_use" };
          return { ...one, state: "ended", end };
        });
        const check = checked(theirs, now);
        for (const { by, steps } of check.timelines) {
          for (const { holding: one, due, standing: said } of steps) {
            expect(due).toBe(by.end.at.notAfter + limitOf(RULES, one.directory));
            if (said === "overdue") {
              expect(by.end.confirmed).toBe(true);
              expect(one.end?.at.notBefore ?? one.seen ?? 0).toBeGreaterThanOrEqual(due);
            }
            if (said === "in_time" || said === "late") expect(one.state).toBe("ended");
            if (said === "within") expect(now).toBeLessThan(due);
          }
        }
        if (check.timelines.length > 0) expect(check.accidents).toEqual([]);
        for (const { lost, belongs } of check.accidents) {
          expect(belongs.seen ?? 0).toBeGreaterThanOrEqual(lost.end.at.notAfter + RULES.settle);
        }
      }),
    );
  });
});
