import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Expected, logGamma, logProbability, logSurvival } from "./tail.ts";

const poisson = (mean: number): Expected => ({ mean, size: Number.POSITIVE_INFINITY });
const survival = (k: number, of: Expected): number => Math.exp(logSurvival(k, of));

const mean = fc.double({ min: 1e-6, max: 300, noNaN: true });
const size = fc.double({ min: 0.05, max: 1e6, noNaN: true });
const expected = fc.oneof(mean.map(poisson), fc.record({ mean, size }));

describe("the tails", () => {
  it("are those of the tables", () => {
    expect(survival(3, poisson(1))).toBeCloseTo(1 - 2.5 / Math.E, 14);
    // Abramowitz and Stegun, table 26.7: the chi-square distribution with 2k degrees of freedom.
    expect(survival(10, poisson(4))).toBeCloseTo(0.0081322428, 9);
    expect(survival(1, poisson(1e-9))).toBeCloseTo(1e-9, 17);
    expect(survival(5, { mean: 3, size: 1 })).toBeCloseTo(0.75 ** 5, 14);
  });

  it("keep their digits at 1e-30 and beyond", () => {
    // P(X >= 30) for a mean of 1 is 1/(30! e) (1 + 1/31 + 1/(31 × 32) + …).
    const first = -1 - logGamma(31);
    const more = 1 + 1 / 31 + 1 / (31 * 32) + 1 / (31 * 32 * 33) + 1 / (31 * 32 * 33 * 34);
    expect(logSurvival(30, poisson(1))).toBeCloseTo(first + Math.log(more), 6);
    expect(logSurvival(30, poisson(1)) / Math.LN10).toBeLessThan(-32);
    // A geometric distribution has its tail in closed form, however far out.
    expect(logSurvival(500, { mean: 1, size: 1 })).toBeCloseTo(500 * Math.log(0.5), 9);
  });

  it("the Gamma function is the factorial, and the root of π at a half", () => {
    expect(Math.exp(logGamma(6))).toBeCloseTo(120, 9);
    expect(Math.exp(logGamma(0.5))).toBeCloseTo(Math.sqrt(Math.PI), 13);
    expect(logGamma(171)).toBeCloseTo(
      Array.from({ length: 170 }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b),
      9,
    );
  });

  it("as many or more is exactly as many, and one more or more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), expected, (k, of) => {
        const parts = Math.exp(logProbability(k, of)) + survival(k + 1, of);
        expect(survival(k, of)).toBeCloseTo(parts, 11);
      }),
    );
  });

  it("all probabilities sum up to one, and by k to the mean", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 30, noNaN: true }),
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        (m, s) => {
          let [sum, weighted] = [0, 0];
          for (let k = 0; k < 3000; k++) {
            const p = Math.exp(logProbability(k, { mean: m, size: s }));
            sum += p;
            weighted += k * p;
          }
          expect(sum).toBeCloseTo(1, 9);
          expect(weighted / m).toBeCloseTo(1, 6);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("a higher count is never more probable, nor a lower mean, nor a count less sure of its mean far out", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), mean, size, (k, m, s) => {
        const at = logSurvival(k, { mean: m, size: s });
        expect(logSurvival(k + 1, { mean: m, size: s })).toBeLessThanOrEqual(at + 1e-9);
        expect(logSurvival(k, { mean: m * 1.1, size: s })).toBeGreaterThanOrEqual(at - 1e-9);
        const far = Math.ceil(3 * m + 3);
        expect(logSurvival(far, { mean: m, size: s })).toBeGreaterThanOrEqual(logSurvival(far, poisson(m)) - 1e-9);
      }),
    );
  });

  it("a negative binomial that is sure of its mean is the Poisson distribution", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0.01, max: 30, noNaN: true }), (k, m) => {
        expect(logSurvival(k, { mean: m, size: 1e10 })).toBeCloseTo(logSurvival(k, poisson(m)), 5);
      }),
    );
  });

  it("nothing is expected: nothing is certain, something is impossible", () => {
    expect(logSurvival(0, poisson(0))).toBe(0);
    expect(logSurvival(1, poisson(0))).toBe(Number.NEGATIVE_INFINITY);
  });
});
