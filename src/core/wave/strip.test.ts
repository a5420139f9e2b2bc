import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, type Instant, MINUTE } from "../time.ts";
import { emptyBaseline } from "./baseline.ts";
import { expectation, predictive, PRIORS } from "./expectation.ts";
import { type Strip, stripOf } from "./strip.ts";

type Input = Parameters<typeof stripOf>[0];

/** A Tuesday. */
const NOON = Date.UTC(2026, 10, 24, 12);

function strip(some: Partial<Input> & Pick<Input, "span">): Strip {
  const usual = { between: (from: Instant, to: Instant) => ({ mean: (to - from) / DAY, uncertainty: 0.1 }) };
  return stripOf({ departed: [], waves: [], dispersion: () => 1.2, ...usual, ...some });
}

const at = (instant: Instant, late = 0) => ({ since: instant - late, at: instant });
const before = (to: Instant, length: number) => ({ from: to - length, to });

const instant = fc.integer({ min: Date.UTC(1969, 0), max: Date.UTC(2040, 0) });
const length = fc.oneof(...[HOUR, DAY, 30 * DAY, 3000 * DAY].map((most) => fc.integer({ min: 1, max: most })));
const span = fc.record({ from: instant, length }).map((some) => ({ from: some.from, to: some.from + some.length }));
/** In, near and at the ends of a span. */
const spanWithTimes = span.chain((one) =>
  fc.record({
    span: fc.constant(one),
    times: fc.array(
      fc.oneof(fc.constantFrom(one.from, one.to), fc.integer({ min: one.from - HOUR, max: one.to + HOUR })),
      { maxLength: 80 },
    ),
    bins: fc.integer({ min: 2, max: 200 }),
  }),
);

describe("the bins of a strip", () => {
  it("hold each departure in the span once, where its interval ends", () => {
    fc.assert(
      fc.property(spanWithTimes, ({ times, bins, ...one }) => {
        const made = strip({ ...one, bins, departed: times.map((time) => at(time, 10 * MINUTE)) });
        const inSpan = times.filter((time) => time >= one.span.from && time <= one.span.to);
        expect(made.bins.reduce((sum, { count }) => sum + count, 0)).toBe(inSpan.length);
        for (const [i, { from, to, count }] of made.bins.entries()) {
          const isLast = i === made.bins.length - 1;
          expect(count).toBe(inSpan.filter((time) => time >= from && (time < to || (isLast && time === to))).length);
        }
      }),
    );
  });

  it("cover the span without a gap, are as few as asked for, and as wide as each other but for the ends", () => {
    fc.assert(
      fc.property(spanWithTimes, ({ span: { from, to }, bins: most }) => {
        const { bins, width } = strip({ span: { from, to }, bins: most });
        expect(bins.length).toBeLessThanOrEqual(most);
        expect([bins[0]?.from, bins.at(-1)?.to]).toEqual([from, to]);
        for (const [i, bin] of bins.entries()) {
          expect(bin.to).toBeGreaterThan(bin.from);
          if (i > 0) expect(bin.from).toBe(bins[i - 1]?.to);
          if (i > 0 && i < bins.length - 1) expect(bin.to - bin.from).toBe(width);
        }
      }),
    );
  });

  it("are of lengths that people count in, the finest that fits", () => {
    const lengths = [HOUR, 4 * HOUR, DAY, 14 * DAY, 90 * DAY, 365 * DAY].map(
      (one) => strip({ span: before(NOON, one) }).width,
    );
    expect(lengths).toEqual([MINUTE, 5 * MINUTE, 30 * MINUTE, 12 * HOUR, 2 * DAY, 7 * DAY]);
    // One bin more than would fit, since none begins with the span.
    expect(strip({ span: before(NOON, HOUR), bins: 60 }).bins).toHaveLength(60);
    expect(strip({ span: before(NOON + 1, HOUR), bins: 60 }).width).toBe(5 * MINUTE);
    expect(strip({ span: before(NOON, 9000 * DAY) }).width % (7 * DAY)).toBe(0);
  });

  it("begin at midnight and on the hour in UTC, and those of weeks on Mondays", () => {
    const inner = (one: number) => strip({ span: before(NOON + 13, one) }).bins.slice(1);
    expect(inner(14 * DAY).every(({ from }) => from % (12 * HOUR) === 0)).toBe(true);
    expect(inner(DAY).every(({ from }) => from % (30 * MINUTE) === 0)).toBe(true);
    expect(inner(365 * DAY).map(({ from }) => new Date(from).getUTCDay())).toEqual(Array(52).fill(1));
  });

  it("say how many departures are less sure in time than a bin is wide", () => {
    const span30 = before(NOON, DAY);
    const departed = [at(NOON - 1, 30 * MINUTE), at(NOON - 1, 31 * MINUTE), { since: null, at: NOON - HOUR }];
    expect(strip({ span: span30, departed }).vague).toBe(2);
    expect(strip({ span: span30, departed: [at(NOON + 1, DAY)] }).vague).toBe(0);
  });
});

/** Term by term, from the recurrence of the distribution. */
function atMost(k: number, { mean, size }: { mean: number; size: number }): number {
  const isPoisson = size === Number.POSITIVE_INFINITY;
  let p = isPoisson ? Math.exp(-mean) : Math.exp(-size * Math.log1p(mean / size));
  let sum = 0;
  for (let j = 0; j <= k; j++) {
    sum += p;
    p *= (isPoisson ? mean : ((size + j) * mean) / (size + mean)) / (j + 1);
  }
  return sum;
}

describe("the expected band", () => {
  it("is the central 90 % of the predictive distribution", () => {
    const mean = fc.double({ min: 0.001, max: 150, noNaN: true });
    const uncertainty = fc.double({ min: 0, max: 2, noNaN: true });
    const ratio = fc.double({ min: 1, max: 5, noNaN: true });
    fc.assert(
      fc.property(mean, uncertainty, ratio, (m, unsure, r) => {
        const between = () => ({ mean: m, uncertainty: unsure });
        const { bins } = strip({ span: before(NOON, MINUTE), between, dispersion: () => r });
        const { low, high } = bins[0]?.expected ?? { low: -1, high: -1 };
        const distribution = predictive(m, unsure, r);
        expect(bins[0]?.expected?.mean).toBe(m);
        // The recurrence has twelve digits; where a sum is a hair from the limit either side is right.
        expect(atMost(low, distribution)).toBeGreaterThanOrEqual(0.05 - 1e-9);
        expect(atMost(low - 1, distribution)).toBeLessThan(0.05 + 1e-9);
        expect(atMost(high, distribution)).toBeGreaterThanOrEqual(0.95 - 1e-9);
        expect(atMost(high - 1, distribution)).toBeLessThan(0.95 + 1e-9);
      }),
    );
  });

  it("is asked for each bin as long as it is, and dispersion with it", () => {
    const asked: number[] = [];
    const { bins } = strip({
      span: { from: NOON - 45 * MINUTE, to: NOON + 10 * HOUR },
      bins: 12,
      between: (from, to) => ({ mean: (to - from) / HOUR, uncertainty: 0 }),
      dispersion: (one) => {
        asked.push(one);
        return 1;
      },
    });
    expect(bins.map(({ expected }) => expected?.mean)).toEqual([0.75, ...Array(10).fill(1)]);
    expect(asked).toEqual([45 * MINUTE, ...Array(10).fill(HOUR)]);
  });

  it("is unknown where nothing is known, and nothing where nothing can come", () => {
    const between = (from: Instant) => (from < NOON - DAY ? undefined : { mean: 0, uncertainty: 0.1 });
    const { bins } = strip({ span: before(NOON, 2 * DAY), between, bins: 4 });
    const none = { mean: 0, low: 0, high: 0 };
    expect(bins.map(({ expected }) => expected)).toEqual([undefined, undefined, none, none]);
  });

  it("comes from what the detector expects", () => {
    const expected = expectation(emptyBaseline(NOON - 10 * DAY), PRIORS.staff, 4700);
    const { bins } = strip({
      span: before(NOON - 10 * DAY, 10 * HOUR),
      between: expected.between,
      dispersion: (one, mean) => expected.dispersion("organisation", one, mean),
    });
    expect(bins.every((bin) => (bin.expected?.mean ?? 0) > 0)).toBe(true);
  });
});

describe("the waves of a strip", () => {
  const DAY_AROUND = { from: NOON - DAY / 2, to: NOON + DAY / 2 };
  const hoursIn = (made: Strip) =>
    made.bins.filter(({ inWave }) => inWave).map(({ from }) => (from - DAY_AROUND.from) / HOUR);
  const shade = (waves: Input["waves"], departed: Input["departed"] = []) =>
    strip({ span: DAY_AROUND, bins: 24, waves, departed });

  it("are in the bins that they have a part of, and in no other", () => {
    expect(hoursIn(shade([]))).toEqual([]);
    expect(hoursIn(shade([{ start: NOON, end: NOON }]))).toEqual([12]);
    expect(hoursIn(shade([{ start: NOON - 1, end: NOON + HOUR - 1 }]))).toEqual([11, 12]);
    expect(hoursIn(shade([{ start: NOON + 9 * HOUR, end: NOON + DAY }]))).toEqual([21, 22, 23]);
    expect(hoursIn(shade([{ start: DAY_AROUND.to, end: DAY_AROUND.to }]))).toEqual([23]);
  });

  it("reach as far as is shown while they are open", () => {
    expect(hoursIn(shade([{ start: NOON + 8 * HOUR, end: NOON + 8 * HOUR, open: true }]))).toEqual([20, 21, 22, 23]);
    expect(hoursIn(shade([{ start: NOON - 9 * DAY, end: NOON - 8 * DAY, open: true }]))).toHaveLength(24);
    expect(shade([{ start: NOON - 9 * DAY, end: NOON - 8 * DAY }]).waves).toEqual([]);
    expect(shade([{ start: NOON + 2 * DAY, end: NOON + 2 * DAY, open: true }]).waves).toEqual([]);
  });

  it("reach to where their last departure is counted, however long ago somebody had looked", () => {
    const wave = { start: NOON, end: NOON + 1 };
    const departed = [at(NOON + 3 * HOUR, 3 * HOUR), at(NOON + 9 * HOUR, MINUTE), at(NOON + HOUR, 2 * HOUR)];
    const made = shade([wave], departed);
    expect(hoursIn(made)).toEqual([12, 13, 14, 15]);
    expect(made.waves).toEqual([{ start: NOON, end: NOON + 3 * HOUR }]);
  });

  it("are in order", () => {
    const [a, b] = [NOON + HOUR, NOON - HOUR].map((start) => ({ start, end: start }));
    expect(shade([a, b].flatMap((wave) => wave ?? [])).waves).toEqual([b, a]);
  });
});
