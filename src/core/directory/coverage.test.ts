import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../time.ts";
import { coverageOf, gapIn } from "./coverage.ts";

const at = (minutes: number): number => minutes * MINUTE;
const sweep = (minutes: number) => ({ startedAt: at(minutes), takenAt: at(minutes + 1) });
const LONGEST = at(15);

describe("what covered a span of time", () => {
  it("sweeps cover what lies between them while they follow each other as usual", () => {
    const spans = coverageOf([sweep(0), sweep(5), sweep(10)], [], LONGEST, { since: at(0), until: at(11) });
    expect(spans).toEqual([{ since: at(0), until: at(11), events: false, sweeps: true }]);
  });

  it("a longer pause between two sweeps is covered by nothing", () => {
    const spans = coverageOf([sweep(0), sweep(60)], [], LONGEST, { since: at(0), until: at(61) });
    expect(spans.map(({ sweeps }) => sweeps)).toEqual([true, false, true]);
    expect(spans[1]).toMatchObject({ since: at(1), until: at(60) });
  });

  it("events cover a pause of the sweeps as long as they could arrive", () => {
    const listening = [{ since: at(0), until: at(40) }];
    const spans = coverageOf([sweep(0), sweep(60)], listening, LONGEST, { since: at(0), until: at(61) });
    expect(gapIn(spans, { notBefore: at(0), notAfter: at(61) })).toEqual({ since: at(40), until: at(60) });
  });

  it("before the first reading there is nothing to miss", () => {
    const spans = coverageOf([sweep(60)], [], LONGEST, { since: 0, until: at(61) });
    expect(gapIn(spans, { notBefore: null, notAfter: at(61) })).toBeUndefined();
  });

  it("a gap beside the interval is none of it", () => {
    const spans = coverageOf([sweep(0), sweep(60), sweep(65)], [], LONGEST, { since: 0, until: at(66) });
    expect(gapIn(spans, { notBefore: at(60), notAfter: at(66) })).toBeUndefined();
  });

  const span = fc
    .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 100 }))
    .map(([since, length]) => ({ since: at(since), until: at(since + length) }));
  const readings = fc.array(
    span.map(({ since, until }) => ({ startedAt: since, takenAt: until })),
    { maxLength: 12 },
  );

  it("the spans follow each other without a hole, whatever was read and heard, in any order", () => {
    fc.assert(
      fc.property(readings, fc.array(span, { maxLength: 8 }), (sweeps, listening) => {
        const spans = coverageOf(sweeps, listening, LONGEST, { since: 0, until: 10 * HOUR });
        expect(spans[0]?.since).toBe(0);
        expect(spans.at(-1)?.until).toBe(10 * HOUR);
        for (const [i, one] of spans.slice(1).entries()) expect(one.since).toBe(spans[i]?.until);
        expect(
          coverageOf(sweeps.toReversed(), listening.toReversed(), LONGEST, { since: 0, until: 10 * HOUR }),
        ).toEqual(spans);
      }),
    );
  });

  it("each moment is covered by events exactly where one of the spans in which they could arrive holds it", () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), fc.integer({ min: 0, max: 599 }), (listening, minute) => {
        const moment = at(minute) + 1;
        const spans = coverageOf([], listening, LONGEST, { since: 0, until: 10 * HOUR });
        const mine = spans.find(({ since, until }) => since <= moment && moment < until);
        expect(mine?.events).toBe(listening.some(({ since, until }) => since <= moment && moment < until));
      }),
    );
  });
});
