import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/core/directory/compare.ts";
import { absence, accounts, snapshotAt } from "../support/arbitraries.ts";
import {
  hour,
  kinds,
  people,
  person,
  reading,
  rosterOf,
  stripped,
  told,
  watch,
  without,
} from "../support/directory.ts";

const staff = people(30);
const ann = person("U0", { team: "Data" });

it("the roster holds everybody who was ever in a list that was believed", () => {
  fc.assert(
    fc.property(fc.array(accounts, { minLength: 1, maxLength: 6 }), absence, (lists, mode) => {
      const roster = rosterOf(mode, ...lists.map((list, n) => reading(list, hour(n))));
      expect(new Set(roster.entries.keys())).toEqual(new Set(lists.flat().map(({ id }) => id)));
    }),
  );
});

it("a reading between that was not believed makes no difference to the next", () => {
  fc.assert(
    fc.property(snapshotAt(0), accounts, absence, (a, b, mode) => {
      const [before, empty, foreign] = [
        rosterOf(mode, a),
        reading([], hour(1)),
        reading(people(3), hour(0.5), { identity: "T2" }),
      ];
      const known = { ...before, identity: "T1" };
      const seen = [empty, foreign].reduce((roster, snapshot) => {
        const comparison = compare(roster, snapshot, mode);
        expect(comparison).toMatchObject({ changes: [], entries: [] });
        return roster;
      }, known);
      const next = reading(b, hour(2), { identity: "T1" });
      expect(compare(seen, next, mode)).toEqual(compare(known, next, mode));
    }),
  );
});

describe("somebody who was out of the list for a while", () => {
  it("is known again when they come back, however many readings later: no joining, and the same attributes", () => {
    const seen = watch("counts");
    const lists = [[ann, ...staff.slice(1)], ...Array.from({ length: 5 }, () => staff.slice(1)), staff];
    const steps = lists.map((list, n) => seen.take(reading(list, hour(n))));
    expect(steps.map((step) => kinds(step.told))).toEqual([[], ["removed"], ["removed"], [], [], [], ["returned"]]);
    expect(seen.roster().entries.get("U0")?.account.attributes.team).toBe("Data");
  });

  it("and is found deactivated then, left; comparing with the last list alone would say nothing", () => {
    const seen = watch("proves nothing");
    const lists = [staff, without(staff, "U0"), without(staff, "U0"), [...staff.slice(1), stripped(person("U0"))]];
    const steps = lists.map((list, n) => seen.take(reading(list, hour(n))));
    expect(kinds(steps.at(-1)?.told ?? [])).toEqual(["deactivated"]);
  });
});

it("somebody who left long ago and is deactivated in every list since has left once", () => {
  const gone = [...staff.slice(1), stripped(person("U0"))];
  const roster = rosterOf("proves nothing", reading(staff, hour(0)), reading(gone, hour(1)), reading(gone, hour(2)));
  expect(told(compare(roster, reading(gone, hour(3)), "proves nothing"))).toEqual([]);
});
