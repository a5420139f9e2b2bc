import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../core/time.ts";
import { nextDigest, quietUntil, WEEKDAYS } from "./calendar.ts";

const NIGHT = { from: "22:00", until: "07:00", timezone: "Europe/Warsaw" };
const utc = (text: string): number => Date.parse(`${text}:00Z`);

describe("quiet hours", () => {
  it("hold until their end, over midnight too, in their own time zone", () => {
    expect(quietUntil(NIGHT, utc("2026-11-23T20:59"))).toBeUndefined();
    expect(quietUntil(NIGHT, utc("2026-11-23T21:00"))).toBe(utc("2026-11-24T06:00"));
    expect(quietUntil(NIGHT, utc("2026-11-24T05:59"))).toBe(utc("2026-11-24T06:00"));
    expect(quietUntil(NIGHT, utc("2026-11-24T06:00"))).toBeUndefined();
    expect(quietUntil({ ...NIGHT, from: "12:00", until: "13:00" }, utc("2026-11-24T11:30"))).toBe(
      utc("2026-11-24T12:00"),
    );
  });

  it("are an hour longer or shorter in the nights in which the clocks change", () => {
    // Warsaw: 29 March 2026, 02:00 to 03:00; 25 October 2026, 03:00 to 02:00.
    expect(quietUntil(NIGHT, utc("2026-03-28T21:00"))).toBe(utc("2026-03-29T05:00"));
    expect(quietUntil(NIGHT, utc("2026-10-24T20:00"))).toBe(utc("2026-10-25T06:00"));
    const missing = { from: "01:00", until: "02:30", timezone: "Europe/Warsaw" };
    const end = quietUntil(missing, utc("2026-03-29T00:30")) ?? 0;
    expect(end - utc("2026-03-29T00:30")).toBeLessThanOrEqual(HOUR);
  });

  it("always end, within a day, outside of themselves", () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const text = (at: number): string =>
      `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
    const zone = fc.constantFrom("UTC", "Europe/Warsaw", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata");
    fc.assert(
      fc.property(minute, minute, zone, fc.integer({ min: 0, max: 366 * 24 * 60 }), (from, until, timezone, after) => {
        fc.pre(from !== until);
        const at = utc("2026-01-01T00:00") + after * MINUTE;
        const quiet = { from: text(from), until: text(until), timezone };
        const end = quietUntil(quiet, at);
        if (end === undefined) return;
        expect(end).toBeGreaterThan(at);
        expect(end - at).toBeLessThanOrEqual(DAY + HOUR);
        expect(quietUntil(quiet, end)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe("a digest", () => {
  it("comes at its time on its days", () => {
    const digest = { at: "09:00", timezone: "Europe/Warsaw" };
    expect(nextDigest({ ...digest, days: WEEKDAYS }, utc("2026-11-23T07:59"))).toBe(utc("2026-11-23T08:00"));
    expect(nextDigest({ ...digest, days: WEEKDAYS }, utc("2026-11-23T08:00"))).toBe(utc("2026-11-24T08:00"));
    // 27 November 2026 is a Friday.
    expect(nextDigest({ ...digest, days: ["mon"] }, utc("2026-11-27T12:00"))).toBe(utc("2026-11-30T08:00"));
  });
});
