import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributes } from "../../../test/support/arbitraries.ts";
import { lastKnown, merge, whereabouts } from "./account.ts";

describe("merging what is known with what is stated", () => {
  it("a value that is not stated keeps the one before; null is a statement", () => {
    expect(merge({ name: "Ann", team: "Data" }, { team: null })).toEqual({ name: "Ann", team: null });
    expect(merge({ team: "Data" }, { team: undefined })).toEqual({ team: "Data" });
  });

  it("stating the same twice, or nothing, adds nothing", () => {
    fc.assert(
      fc.property(attributes, attributes, (a, b) => {
        expect(merge(a, {})).toEqual(a);
        expect(merge(merge(a, b), b)).toEqual(merge(a, b));
      }),
    );
  });
});

describe("where somebody was", () => {
  it.each([
    [{ location: "Oslo", locationFrom: "people.csv", timezone: "Europe/Warsaw" }, "Oslo", "people.csv"],
    [{ location: "Oslo" }, "Oslo", "directory"],
    [{ location: null, timezone: "Europe/Warsaw" }, "Warsaw", "timezone"],
    [{ timezone: "America/Argentina/Buenos_Aires" }, "Buenos Aires", "timezone"],
    [{ timezone: "America/New_York" }, "New York", "timezone"],
    [{ timezone: "Etc/GMT+1" }, null, null],
    [{ timezone: "UTC" }, null, null],
    [{ timezone: null }, null, null],
    [{}, null, null],
  ])("%j is %s, by %s", (stated, location, locationFrom) => {
    expect(whereabouts(stated)).toEqual({ location, locationFrom });
    expect(lastKnown(stated)).toEqual({ ...stated, location, locationFrom });
  });
});
