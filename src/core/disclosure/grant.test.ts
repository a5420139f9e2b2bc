import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY } from "../time.ts";
import { audienceAt, endOf, furthest, type Grant, standing } from "./grant.ts";

const grant: Grant = { alias: "identity", who: "Identity team", reason: "verify off-boarding", until: "2027-02-24" };
const END = Date.UTC(2027, 1, 25);

describe("a right to names", () => {
  it("holds through the end of its last day in UTC, and is spoken of from 14 days before on", () => {
    expect(endOf(grant)).toBe(END);
    const at = [-14 * DAY - 1, -14 * DAY, -1, 0, DAY].map((away) => standing(grant, END + away));
    expect(at).toEqual(["holds", "ends soon", "ends soon", "over", "over"]);
  });

  it("of a day that is none is over", () => {
    for (const until of ["", "2027-02-30", "never"]) expect(standing({ ...grant, until }, 0)).toBe("over");
  });

  it("is for a year at the most, also over a leap day", () => {
    expect(furthest(Date.UTC(2026, 1, 24, 23, 59))).toBe("2027-02-24");
    expect(furthest(Date.UTC(2027, 5, 1))).toBe("2028-06-01");
    expect(furthest(Date.UTC(2028, 1, 29))).toBe("2029-03-01");
  });

  it("leaves an audience of counts once it is over; an audience without one stays what it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: -400 * DAY, max: 400 * DAY }), (away) => {
        const now = END + away;
        expect(audienceAt({ audience: "named", grant }, now)).toBe(away < 0 ? "named" : "counts");
        expect(audienceAt({ audience: "named" }, now)).toBe("named");
        expect(audienceAt({ audience: "counts" }, now)).toBe("counts");
      }),
    );
  });
});
