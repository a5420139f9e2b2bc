import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../time.ts";
import { type Asked, type Purpose, spareCalls } from "./spare.ts";

const NOW = 10 * MINUTE;
const PER_MINUTE = 60;
const asked = fc.array(
  fc.record({
    at: fc.integer({ min: NOW - 2 * MINUTE, max: NOW + MINUTE }),
    accounts: fc.integer({ min: 1, max: 20 }),
    purpose: fc.constantFrom("confirming" as const, "suspicion" as const),
  }),
);

/** How many of the calls fall into the minute up to then, as the tool counts. */
function inMinute(calls: readonly Asked[], at: number, purpose?: Purpose): number {
  const counted = calls.filter((one) => one.at <= at && at - one.at < MINUTE);
  return counted.reduce((sum, one) => sum + (purpose === undefined || one.purpose === purpose ? one.accounts : 0), 0);
}

describe("what may be asked for on suspicion", () => {
  it("leaves to who confirms as much again as was confirmed, and what the limit has beyond it, whatever was asked before", () => {
    fc.assert(
      fc.property(asked, (calls) => {
        const { accounts } = spareCalls(calls, PER_MINUTE, NOW);
        const then = [...calls, { at: NOW, accounts, purpose: "suspicion" as const }];
        const taken = inMinute(then, NOW) + inMinute(then, NOW, "confirming");
        if (accounts > 0) expect(taken).toBe(PER_MINUTE);
        else expect(taken).toBeGreaterThanOrEqual(PER_MINUTE);
      }),
      { numRuns: 1000 },
    );
  });

  it("is nothing for as long as it says, and then something", () => {
    fc.assert(
      fc.property(asked, (calls) => {
        const past = calls.filter(({ at }) => at <= NOW);
        const { accounts, after } = spareCalls(past, PER_MINUTE, NOW);
        if (accounts > 0) {
          expect(after).toBe(0);
          return;
        }
        expect(after).toBeGreaterThan(0);
        expect(after).toBeLessThanOrEqual(MINUTE);
        expect(spareCalls(past, PER_MINUTE, NOW + after - 1).accounts).toBe(0);
        expect(spareCalls(past, PER_MINUTE, NOW + after).accounts).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it("is all of it, minute by minute, where nobody confirms anything", () => {
    const calls: Asked[] = [];
    for (let now = NOW; now < NOW + 10 * MINUTE; now += 10 * SECOND) {
      const accounts = Math.min(10, spareCalls(calls, PER_MINUTE, now).accounts);
      if (accounts > 0) calls.push({ at: now, accounts, purpose: "suspicion" });
    }
    for (let now = NOW + MINUTE; now < NOW + 10 * MINUTE; now += SECOND) expect(inMinute(calls, now)).toBe(PER_MINUTE);
  });

  it("is not held up by what was asked before the clock was set back", () => {
    expect(spareCalls([{ at: NOW + 60 * MINUTE, accounts: 1000, purpose: "confirming" }], PER_MINUTE, NOW)).toEqual({
      accounts: PER_MINUTE,
      after: 0,
    });
  });

  it("is nothing where nothing is left to suspicion", () => {
    expect(spareCalls([], 0, NOW)).toEqual({ accounts: 0, after: MINUTE });
  });
});
