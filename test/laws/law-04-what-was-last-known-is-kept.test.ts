import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Attributes, lastKnown, merge } from "../../src/core/directory/account.ts";
import { attributes } from "../support/arbitraries.ts";
import { account, hour, kinds, person, reading, stripped, watch } from "../support/directory.ts";

const other = person("U9");
const humanly = attributes.map((stated): Attributes => ({ ...stated, kind: "human" }));

it("what is said of a leaver is all that was ever stated while they were here, the last statement of each", () => {
  fc.assert(
    fc.property(
      fc.array(humanly, { minLength: 1, maxLength: 5 }),
      attributes,
      fc.boolean(),
      (stated, leaving, byAbsence) => {
        const seen = watch(byAbsence ? "counts" : "proves nothing");
        for (const [n, each] of stated.entries()) seen.take(reading([account("U1", each), other], hour(n)));
        const gone = byAbsence ? [other] : [account("U1", leaving, "deactivated"), other];
        seen.take(reading(gone, hour(stated.length)));
        const known = stated.reduce(merge);
        expect(seen.departures().map((departure) => departure.lastKnown)).toEqual([lastKnown(known)]);
        expect(seen.roster().entries.get("U1")?.account.attributes).toEqual(known);
      },
    ),
  );
});

it("what the tool says of somebody after they left changes nothing of it, and tells nothing", () => {
  fc.assert(
    fc.property(humanly, fc.array(attributes, { minLength: 1, maxLength: 4 }), (known, later) => {
      const seen = watch("proves nothing");
      seen.take(reading([account("U1", known), other], hour(0)));
      seen.take(reading([stripped(account("U1", known)), other], hour(1)));
      for (const [n, each] of later.entries()) {
        expect(seen.take(reading([account("U1", each, "deactivated"), other], hour(n + 2))).changes).toEqual([]);
      }
      expect(seen.roster().entries.get("U1")?.account.attributes).toEqual(known);
    }),
  );
});

it("a field that a record does not state any more is unknown, never false, while somebody is here too (FA-2, FA-12)", () => {
  fc.assert(
    fc.property(attributes, (known) => {
      const seen = watch("proves nothing");
      seen.take(reading([account("U1", known)], hour(0)));
      expect(seen.take(reading([account("U1")], hour(1))).changes).toEqual([]);
      expect(seen.roster().entries.get("U1")?.account.attributes).toEqual(known);
    }),
  );
});

describe("an example", () => {
  const ann = person("U1", {
    timezone: "Europe/Warsaw",
    location: "Office 4",
    team: "Data",
    channels: ["C1"],
    title: "Analyst",
  });

  it("time zone, office, team, title, role and channels are said of somebody of whose record nothing is left", () => {
    const seen = watch("proves nothing");
    seen.take(reading([ann, other], hour(0)));
    const { told } = seen.take(reading([{ id: "U1", status: "deactivated", attributes: {} }, other], hour(1)));
    expect(kinds(told)).toEqual(["deactivated"]);
    expect(seen.departures()[0]?.lastKnown).toEqual({ ...ann.attributes, locationFrom: "directory" });
  });

  it("erasure takes the person's data from the roster, and leaves the departure what it said", () => {
    const seen = watch("proves nothing");
    seen.take(reading([ann, other], hour(0)));
    seen.take(reading([stripped(ann), other], hour(1)));
    const { told } = seen.take(reading([account("U1", { name: "Deactivated User" }, "erased"), other], hour(2)));
    expect(kinds(told)).toEqual(["erased"]);
    expect(seen.roster().entries.get("U1")?.account.attributes).toEqual({});
    expect(seen.departures()).toMatchObject([{ lastKnown: { team: "Data" } }]);
  });
});
