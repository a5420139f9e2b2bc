import { describe, expect, it } from "vitest";
import { countOf, daysOf, firstDayOf, isBlank } from "./cells.ts";

describe("days", () => {
  it.each([
    ["1/2/22 - 3/4/22", "2022-01-02", "2022-03-04"],
    ["03-11-20\n thru\n03-13-20", "2020-03-11", "2020-03-13"],
    ["1/2/2022 and 2/3/2022", "2022-01-02", "2022-02-03"],
    ["04/22/2022, 09/30/2022, 12/21/22", "2022-04-22", "2022-12-21"],
    ["12/31/24, 9/27/24, 8/30/24", "2024-08-30", "2024-12-31"],
    ["2020-03-23 00:00:00", "2020-03-23", "2020-03-23"],
    ["Jan 13, 2022", "2022-01-13", "2022-01-13"],
    ["44727", "2022-06-15", "2022-06-15"],
    ["8/2017-12/2018", "2017-08", "2018-12"],
    ["7/27/2018 - 8/2018", "2018-07-27", "2018-08"],
    ["11/3 - 12/4/22", "2022-11-03", "2022-12-04"],
    ["5/62011", "2011-05-06", "2011-05-06"],
    ["12/31//2015", "2015-12-31", "2015-12-31"],
    ["Start 12/1/10 End 9/2011", "2010-12-01", "2011-09"],
    ["Starting 7/15/2011", "2011-07-15", null],
    ["3/16/2020 (REVISED) 10/22/2020 11/26/2020", "2020-11-26", "2020-11-26"],
    ["5/6/98", "1998-05-06", "1998-05-06"],
  ])("%j", (cell, from, to) => {
    expect(daysOf(cell)).toEqual({ from, to });
  });

  it.each(["", "-", "N/A", "TBD", "Unknown at this time", "To be determined"])("%j says none", (cell) => {
    expect(daysOf(cell)).toBeNull();
  });

  it.each([
    "2/30/2022",
    "13/1/2022",
    "4/8/20/20",
    "11/03",
    "4th quarter of this year",
    "19088",
    "3030-08-23 00:00:00",
    "Temp layoff",
  ])("%j is not understood, and not guessed", (cell) => {
    expect(daysOf(cell)).toBeUndefined();
  });

  it("of a notice the first is its day, whatever a revision adds", () => {
    expect(firstDayOf("4/1/2020 (REVISED) 10/22/2020")).toBe("2020-04-01");
    expect(firstDayOf("NOTE: possible event 10/22/2010")).toBe("2010-10-22");
  });
});

describe("counts", () => {
  const none = { count: null, low: null, high: null, qualifier: null, expected: null, revised: null };
  it.each([
    ["1,200", { count: 1200, low: 1200, high: 1200, qualifier: "exact" }],
    ["60.0", { count: 60, low: 60, high: 60, qualifier: "exact" }],
    ["*1689", { count: 1689, low: 1689, high: 1689, qualifier: "exact" }],
    ["8 additional", { count: 8, low: 8, high: 8, qualifier: "exact" }],
    ["50-60", { low: 50, high: 60, qualifier: "range" }],
    ["1100-1200 (MD,DC,VA)", { low: 1100, high: 1200, qualifier: "range" }],
    ["60 to 70 in Maryland", { low: 60, high: 70, qualifier: "range" }],
    ["approx. 150", { count: 150, qualifier: "approx" }],
    ["up to 80", { count: 80, high: 80, qualifier: "up_to" }],
    ["at least 80", { count: 80, low: 80, qualifier: "at_least" }],
    ["200+", { count: 200, low: 200, qualifier: "at_least" }],
    ["fewer than 50", { count: 50, high: 49, qualifier: "under" }],
    ["Starting with 35 leading up to several hundred by December 2013", { count: 35, low: 35, qualifier: "at_least" }],
    ["Initially 110 (Possibly as high as 160)", { low: 110, high: 160, qualifier: "range", expected: 160 }],
    ["5 (revised 7)", { count: 7, low: 7, high: 7, qualifier: "exact", revised: 7 }],
    ["7 (revised from 5)", { count: 7, low: 7, high: 7, qualifier: "exact", revised: 7 }],
    ["103 (REVISED) 10/22/2020 108", { count: 108, low: 108, high: 108, qualifier: "exact", revised: 108 }],
  ])("%j", (cell, figure) => {
    expect(countOf(cell)).toEqual({ ...none, ...figure });
  });

  it.each(["", "TBD", "Unknown", "-", "0", "Total 35 (At this time, number impacted at this location is unknown.)"])(
    "%j is no figure",
    (cell) => {
      expect(countOf(cell)).toEqual(none);
    },
  );

  it.each(["9 50", "10, 20 and 30", "60-50", "a few", "12345678", "1.5"])(
    "%j is not understood, and not guessed",
    (cell) => {
      expect(countOf(cell)).toBeUndefined();
    },
  );

  it("a blank is never a zero", () => {
    expect(["", "N/A", "TBA", "not provided"].every(isBlank)).toBe(true);
    expect(isBlank("0")).toBe(false);
  });
});
