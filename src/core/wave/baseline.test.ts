import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../time.ts";
import { type Baseline, counted, emptyBaseline, nextDay, SCALES, today, uncounted, without } from "./baseline.ts";
import { isWeekend, turnOf } from "./calendar.ts";
import { expectation, predictive, PRIORS } from "./expectation.ts";

/** A Monday. */
const BEGAN = Date.UTC(2026, 0, 5);
const PEOPLE = 1000;
const ALONE = { organisation: SCALES.map(() => 0), group: SCALES.map(() => 0), others: 0 };
const exactly = (at: number) => ({ since: at, at });

const expects = (baseline: Baseline) => expectation(baseline, PRIORS.staff, PEOPLE);

/** Days with so many departures each, at 10 o'clock. */
function lived(days: number, on: (day: number) => number, from = emptyBaseline(BEGAN)): Baseline {
  let baseline = from;
  for (let i = 0; i < days; i++) {
    const day = today(baseline);
    for (let n = on(day); n > 0; n--) baseline = counted(baseline, exactly(day * DAY + 10 * HOUR), ALONE);
    baseline = nextDay(baseline, expects(baseline));
  }
  return baseline;
}

const now = (baseline: Baseline): number => today(baseline) * DAY;

describe("what is expected of ordinary days", () => {
  it("on day one it is the annual rate, unsure by half", () => {
    const { level, uncertainty } = expects(emptyBaseline(BEGAN)).levelOn(BEGAN / DAY);
    expect(level).toBeCloseTo((PRIORS.staff.attrition * PEOPLE) / 365, 9);
    expect(Math.sqrt(uncertainty)).toBe(0.5);
  });

  it("after two months it is what was seen, and surer", () => {
    const baseline = lived(60, () => 2);
    const { mean, uncertainty } = expects(baseline).between(now(baseline) - 7 * DAY, now(baseline));
    expect(mean).toBeGreaterThan(11);
    expect(mean).toBeLessThan(17);
    expect(Math.sqrt(uncertainty)).toBeLessThan(0.3);
  });

  it("the course of many spans has the mean of each of them", () => {
    const { between, course } = expects(lived(60, (day) => (isWeekend(day) ? 0 : 3)));
    const instants = Array.from({ length: 40 }, (_, i) => BEGAN + 30 * DAY + i * 13 * HOUR);
    for (const from of instants)
      for (const to of instants.filter((at) => at > from))
        expect(course.level(from) * (course.ended(to) - course.begun(from))).toBe(between(from, to).mean);
  });

  it("the days of a window, and two before it, do not count into its own expectation", () => {
    const quiet = lived(50, () => 1);
    const busy = lived(10, () => 9, quiet);
    const still = lived(10, () => 1, quiet);
    const level = (baseline: Baseline, ago: number) => expects(baseline).levelOn(today(baseline) - ago).level;
    // Only what weekdays were learnt to be differs.
    expect(level(busy, 8) / level(still, 8)).toBeGreaterThan(0.8);
    expect(level(busy, 8) / level(still, 8)).toBeLessThan(1.25);
    expect(level(busy, 0)).toBeGreaterThan(2 * level(still, 0));
  });

  it("the months' turns, weekdays and hours are learnt", () => {
    const year = lived(365, (day) => (isWeekend(day) ? 0 : turnOf(day) === "last" ? 12 : 2));
    const { turn, weekday, between } = expects(year);
    const [friday, sunday] = [today(year) - 1, today(year) - 3].map((day) => weekday(day));
    expect(turn(Date.UTC(2027, 3, 30) / DAY)).toBeGreaterThan(4);
    expect(friday).toBeGreaterThan(1);
    expect(sunday).toBeGreaterThan(0);
    const noon = (hour: number) => between(now(year) + hour * HOUR, now(year) + (hour + 1) * HOUR).mean;
    expect(noon(10)).toBeGreaterThan(5 * noon(3));
  });

  it("a wave that was left out leaves no trace", () => {
    const quiet = lived(50, () => 1);
    const wave = lived(5, () => 80, quiet);
    const day = today(wave);
    const after = lived(20, () => 1, without(wave, day - 5, day));
    const never = lived(25, () => 1, quiet);
    const ratio = expects(after).levelOn(today(after)).level / expects(never).levelOn(today(never)).level;
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  });

  it("a whole is its parts: a span is as long as its parts", () => {
    const baseline = lived(40, (day) => day % 3);
    const { exposure } = expects(baseline);
    const at = fc.integer({ min: 0, max: 35 * DAY }).map((ago) => now(baseline) - ago);
    fc.assert(
      fc.property(at, at, at, (a, b, c) => {
        const [from, middle, to] = [a, b, c].toSorted((x, y) => x - y) as [number, number, number];
        expect(exposure(from, middle) + exposure(middle, to)).toBeCloseTo(exposure(from, to), 9);
        expect(exposure(from, to)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("more people are never expected to lose fewer", () => {
    const baseline = lived(40, (day) => day % 3);
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 10 ** 6 }), fc.integer({ min: 1, max: 30 * DAY }), (people, length) => {
        const mean = (of: number) =>
          expectation(baseline, PRIORS.staff, of).between(now(baseline) - length, now(baseline)).mean;
        expect(mean(2 * people)).toBeGreaterThanOrEqual(mean(people));
      }),
    );
  });

  it("those who leave in company make counts vary more, at the scales at which they do", () => {
    const together = { ...ALONE, organisation: SCALES.map((scale) => Number(scale >= HOUR)) };
    let [alone, paired] = [lived(30, () => 1), lived(30, () => 1)];
    for (let i = 0; i < 40; i++) {
      alone = nextDay(counted(alone, exactly(now(alone)), ALONE), expects(alone));
      paired = nextDay(counted(paired, exactly(now(paired)), together), expects(paired));
    }
    const of = (baseline: Baseline, length: number) => expects(baseline).dispersion("organisation", length, 0);
    expect(of(paired, DAY)).toBeGreaterThan(of(alone, DAY) + 0.5);
    expect(of(paired, MINUTE)).toBe(of(alone, MINUTE));
    expect(of(alone, MINUTE)).toBeGreaterThanOrEqual(1);
  });

  it("who came back is not counted, and memory stays small", () => {
    const baseline = lived(400, () => 1);
    expect(JSON.stringify(baseline).length).toBeLessThan(10_000);
    const last = baseline.days.at(-2);
    expect(uncounted(baseline, exactly(now(baseline) - 1)).days.at(-2)?.count).toBe((last?.count ?? 0) - 1);
  });
});

/** Forty leave a day in a batch, or each by themselves. @param near how many others were near each of them */
function fortyADay(days: number, near: number, hourOn: (day: number) => number = () => 18): Baseline {
  const company = { organisation: SCALES.map(() => near), group: ALONE.group, others: 40 };
  let baseline = emptyBaseline(BEGAN);
  for (let i = 0; i < days; i++) {
    const at = now(baseline) + hourOn(i) * HOUR;
    for (let n = 0; n < 40; n++) baseline = counted(baseline, exactly(at + n), company);
    baseline = nextDay(baseline, expects(baseline));
  }
  return baseline;
}

describe("where a day's leavers are removed at once", () => {
  const [batches, alone] = [fortyADay(60, 19.5), fortyADay(60, 0)];
  const evening = (baseline: Baseline): number => now(baseline) + 18 * HOUR + 30_000;
  const wholeDay = (baseline: Baseline): number => {
    const { level, weekday, turn } = expects(baseline);
    return level(today(baseline)) * weekday(today(baseline)) * turn(today(baseline));
  };
  const lastMinute = (baseline: Baseline) => expects(baseline).upTo(evening(baseline), evening(baseline) - MINUTE);

  it("a minute that has one of them is expected to have the whole day, and elsewhere it is not", () => {
    expect(lastMinute(batches).mean / wholeDay(batches)).toBeGreaterThan(0.75);
    expect(lastMinute(batches).mean / wholeDay(batches)).toBeLessThan(1.05);
    expect(lastMinute(alone).mean).toBeLessThan(1);
    expect(expects(batches).apart(evening(batches) - MINUTE, evening(batches))).toBeLessThan(1);
  });

  it("so it is where the batch comes at another hour each day", () => {
    const anyHour = fortyADay(60, 19.5, (day) => 7 + ((day * 3) % 12));
    expect(lastMinute(anyHour).mean / wholeDay(anyHour)).toBeGreaterThan(0.75);
  });

  it("hours that are busier than others by chance are no batch", () => {
    const busy = fortyADay(60, 1.6);
    const { upTo, apart } = expects(busy);
    const [from, to] = [evening(busy) - 10 * MINUTE, evening(busy)];
    expect(upTo(to, from).mean).toBe(apart(from, to));
  });

  it("two friends who leave within an hour are no batch, where nobody else leaves that day", () => {
    let friends = emptyBaseline(BEGAN);
    for (let i = 0; i < 60; i++) {
      const company = { organisation: SCALES.map(() => 0.08), group: ALONE.group, others: 0.05 };
      friends = nextDay(counted(friends, exactly(now(friends) + 10 * HOUR), company), expects(friends));
    }
    const { upTo, apart } = expects(friends);
    const [from, to] = [now(friends) + 9.5 * HOUR, now(friends) + 10.5 * HOUR];
    expect(upTo(to, from).mean).toBe(apart(from, to));
  });

  it("a count varies no more for that, since it is expected", () => {
    const of = (baseline: Baseline, length: number) => expects(baseline).dispersion("organisation", length, 0);
    for (const length of [MINUTE, HOUR]) expect(of(batches, length)).toBeLessThan(3.5);
    expect(of(batches, DAY)).toBeGreaterThan(10);
  });

  it("before it is known it may be so, which the odds do not say", () => {
    const { mean, most } = lastMinute(emptyBaseline(BEGAN));
    const day = (PRIORS.staff.attrition * PEOPLE) / 365;
    expect(most).toBeGreaterThan(0.5 * day);
    expect(mean).toBeLessThan(0.01 * day);
    expect(lastMinute(alone).most).toBeLessThan(1);
  });

  it("the evening's batch belongs to its day, whenever in the hour it comes", () => {
    const { between, level, exposure } = expects(batches);
    for (const minutes of [1, 30, 59]) {
      const at = now(batches) + 18 * HOUR + minutes * MINUTE;
      expect(between(at - 12 * HOUR, at).mean / wholeDay(batches)).toBeGreaterThan(0.75);
      expect((level(today(batches)) * exposure(at - DAY, at)) / wholeDay(batches)).toBeGreaterThan(0.9);
    }
  });

  it("those whom a sweep at midnight finds left on the day before", () => {
    const baseline = nextDay(
      nextDay(emptyBaseline(BEGAN), expects(emptyBaseline(BEGAN))),
      expects(emptyBaseline(BEGAN)),
    );
    const swept = { since: now(baseline) - DAY - MINUTE, at: now(baseline) };
    expect(counted(baseline, swept, ALONE).days.map(({ count }) => count)).toEqual([0, 1, 0]);
    expect(uncounted(counted(baseline, swept, ALONE), swept).days.map(({ count }) => count)).toEqual([0, 0, 0]);
  });
});

describe("the predictive distribution", () => {
  it("has the variance that dispersion and uncertainty make", () => {
    const { mean, size } = predictive(5, 0.1, 1.4);
    expect(mean + mean ** 2 / size).toBeCloseTo(1.4 * 5 + 0.1 * 25, 12);
    expect(predictive(5, 0, 1).size).toBe(Number.POSITIVE_INFINITY);
  });
});
