import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY } from "../time.ts";
import { dayOf, hourOf, isWeekend, turnOf, weekdayOf } from "./calendar.ts";

const day = (text: string) => dayOf(Date.parse(`${text}T15:30:00Z`));

describe("days", () => {
  it("have the weekday and the hour that the calendar gives them", () => {
    expect(weekdayOf(day("2026-01-25"))).toBe(0);
    expect(weekdayOf(day("2026-01-30"))).toBe(5);
    expect([day("2026-01-30"), day("2026-01-31"), day("2026-02-01")].map(isWeekend)).toEqual([false, true, true]);
    expect(hourOf(Date.parse("2026-01-30T15:30:00Z"))).toBe(15);
  });

  it("the first of a month is the calendar's, whichever month", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), (one) => {
        expect(turnOf(one) === "first").toBe(new Date(one * DAY).getUTCDate() === 1);
      }),
    );
  });

  it("turn the month on its last working day, its last day and its first", () => {
    // January 2026 ends on a Saturday.
    expect(
      ["2026-01-29", "2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02"].map((one) => turnOf(day(one))),
    ).toEqual([undefined, "last", "last", "first", undefined]);
    // May 2026 ends on a Sunday, June on a Tuesday.
    expect(
      ["2026-05-29", "2026-05-30", "2026-05-31", "2026-06-29", "2026-06-30"].map((one) => turnOf(day(one))),
    ).toEqual(["last", undefined, "last", undefined, "last"]);
  });
});
