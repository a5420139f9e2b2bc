import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, iso, MINUTE, parseDuration, parseInstant, SECOND } from "./time.ts";

describe("reading a time", () => {
  it.each([
    ["2010", "2010-01-01T00:00:00.000Z"],
    ["2010-03", "2010-03-01T00:00:00.000Z"],
    ["2010-03-15", "2010-03-15T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    [" 2010-03-15 ", "2010-03-15T00:00:00.000Z"],
    ["2010-03-15T10:30", "2010-03-15T10:30:00.000Z"],
    ["2010-03-15 10:30:05", "2010-03-15T10:30:05.000Z"],
    ["2010-03-15T10:30:05.25Z", "2010-03-15T10:30:05.250Z"],
    ["2010-03-15T10:30:05.123456789Z", "2010-03-15T10:30:05.123Z"],
    ["2010-03-15T00:30:00+02:00", "2010-03-14T22:30:00.000Z"],
    ["2010-03-15T22:30:00-0700", "2010-03-16T05:30:00.000Z"],
  ])("%s is %s", (text, expected) => {
    expect(iso(parseInstant(text) ?? Number.NaN)).toBe(expected);
  });

  it.each([
    "",
    "today",
    "15.03.2010",
    "2010-3-5",
    "10-03-15",
    "2010-13",
    "2010-00-10",
    "2010-02-30",
    "2023-02-29",
    "2010-04-31",
    "2010-03-15T25:00",
    "2010-03-15T10",
    "2010-03-15T10:61",
    "2010-03-15T10:30:05+99:99",
    "2010-03Z",
    "1268611200",
    "2010-03-15T10:30:05Z and more",
  ])("%j is no time", (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it("every instant that is written is read again", () => {
    const instant = fc.integer({ min: Date.UTC(0, 0, 1), max: Date.UTC(9999, 11, 31) });
    fc.assert(
      fc.property(instant, (at) => {
        expect(parseInstant(iso(at))).toBe(at);
      }),
    );
  });
});

describe("reading a duration", () => {
  it.each([
    ["30s", 30 * SECOND],
    ["5m", 5 * MINUTE],
    ["1h", HOUR],
    ["7d", 7 * DAY],
    ["0s", 0],
    ["090m", 90 * MINUTE],
    ["999999d", 999_999 * DAY],
  ])("%s is %d ms", (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each(["", "5", "m", "5 m", "5M", "1w", "1.5h", "-5m", "1h30m", "1000000s", "5m\n", "PT5M"])(
    "%j is no duration",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

it("the units stand in each other", () => {
  expect([MINUTE / SECOND, HOUR / MINUTE, DAY / HOUR]).toEqual([60, 60, 24]);
});
