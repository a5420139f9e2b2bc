import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Attributes } from "../directory/account.ts";
import type { RosterEntry } from "../directory/roster.ts";
import { joinedLater, type Member, membersOf, partition, type Partition } from "./units.ts";

function people(
  ...cells: readonly (readonly [team: string | null, place: string | null, headcount: number])[]
): Member[] {
  return cells.flatMap(([team, place, headcount], cell) =>
    Array.from({ length: headcount }, (_, n) => ({ id: `${cell}.${n}`, team, place })),
  );
}

const SIZES = { k: 5, target: 20 };

/** Name and headcount of each unit. */
function shape({ units }: Partition): [string, number][] {
  return units.map(({ name, headcount }) => [name, headcount]);
}

const cell = fc.record({
  team: fc.option(fc.constantFrom("A", "B", "C", "D"), { nil: null }),
  place: fc.option(fc.constantFrom("Oslo", "Lagos", "Lima"), { nil: null }),
});
const staff = fc
  .array(cell, { maxLength: 400 })
  .map((cells): Member[] => cells.map((one, n) => ({ id: `U${n}`, ...one })));
const sizes = fc.constantFrom({ k: 5, target: 20 }, { k: 5, target: 33 }, { k: 5 }, { k: 10, target: 40 });

describe("units", () => {
  it("are the places of a team where each has enough people", () => {
    const found = partition(
      "acme",
      people(["Sales", "Oslo", 20], ["Sales", "Lagos", 25], ["Design", "Oslo", 30]),
      SIZES,
    );
    expect(shape(found)).toEqual([
      ["Design", 30],
      ["Sales (Lagos)", 25],
      ["Sales (Oslo)", 20],
    ]);
  });

  it("merge the smallest place of a team into its next smallest", () => {
    const found = partition(
      "acme",
      people(["Sales", "Oslo", 30], ["Sales", "Lima", 12], ["Sales", "Lagos", 9], ["Ops", "Oslo", 20]),
      SIZES,
    );
    expect(shape(found)).toEqual([
      ["Ops", 20],
      ["Sales (Lagos, Lima)", 21],
      ["Sales (Oslo)", 30],
    ]);
  });

  it("are other teams, by place, of teams that are too small", () => {
    const small = ["A", "B", "C"].flatMap((team) => [[team, "Oslo", 8] as const, [team, "Lima", 7] as const]);
    expect(shape(partition("acme", people(["Sales", "Oslo", 50], ...small), SIZES))).toEqual([
      ["Other teams (Lima)", 21],
      ["Other teams (Oslo)", 24],
      ["Sales", 50],
    ]);
  });

  it("are other teams where these are just enough together", () => {
    const found = partition("acme", people(["Sales", "Oslo", 50], ["Ops", "Oslo", 12], ["Legal", "Oslo", 8]), SIZES);
    expect(shape(found)).toEqual([
      ["Other teams", 20],
      ["Sales", 50],
    ]);
  });

  it("are merged by name where they have as many people", () => {
    const four = (["Oslo", "Lima", "Quito", "Lagos"] as const).map((place) => ["Sales", place, 10] as const);
    for (const listed of [four, four.toReversed(), four.toSorted(([, a], [, b]) => (a < b ? -1 : 1))]) {
      const { units } = partition("acme", people(...listed, ["Ops", "Oslo", 20]), SIZES);
      expect(units.map(({ name }) => name)).toEqual(["Ops", "Sales (Lagos, Lima)", "Sales (Oslo, Quito)"]);
    }
  });

  it("take in other teams where these are too few together", () => {
    expect(
      shape(partition("acme", people(["Sales", "Oslo", 50], ["Ops", "Oslo", 30], ["Legal", "Oslo", 3]), SIZES)),
    ).toEqual([
      ["Ops and other teams", 33],
      ["Sales", 50],
    ]);
  });

  it("are one of everybody where there are fewer than are aimed at, and none where there are fewer than may be", () => {
    expect(shape(partition("acme", people(["A", "Oslo", 12], ["B", "Oslo", 13]), { k: 5 }))).toEqual([
      ["Everyone", 25],
    ]);
    const few = partition("acme", people(["A", "Oslo", 19]), { k: 5 });
    expect(shape(partition("acme", people(["A", "Oslo", 20]), { k: 5 }))).toEqual([["Everyone", 20]]);
    expect(few.units).toEqual([]);
    expect(few.unitOf.size).toBe(0);
  });

  it("have max(4k, 20) people at least, and hold everybody exactly once", () => {
    fc.assert(
      fc.property(staff, sizes, (members, size) => {
        const { units, unitOf } = partition("acme", members, size);
        const floor = Math.max(4 * size.k, 20);
        for (const { id, headcount } of units) {
          expect(headcount).toBeGreaterThanOrEqual(units.length > 1 ? (size.target ?? 80) : floor);
          expect([...unitOf.values()].filter((unit) => unit === id).length).toBe(headcount);
        }
        expect(unitOf.size).toBe(members.length < floor ? 0 : members.length);
        expect(new Set(units.map(({ name }) => name)).size).toBe(units.length);
      }),
    );
  });

  it("are the same in whatever order people are listed", () => {
    fc.assert(
      fc.property(
        staff.chain((members) =>
          fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
        ),
        sizes,
        ([members, shuffled], size) => {
          const [one, other] = [partition("acme", members, size), partition("acme", shuffled, size)];
          expect(other.units).toEqual(one.units);
          expect(Object.fromEntries(other.unitOf)).toEqual(Object.fromEntries(one.unitOf));
        },
      ),
    );
  });

  it("are refused where k or the target is too small, or an account is there twice", () => {
    const all = people(["A", "Oslo", 40]);
    expect(() => partition("acme", all, { k: 4 })).toThrow("k is 4");
    expect(() => partition("acme", all, { k: 10, target: 39 })).toThrow("set 40 or more");
    expect(() => partition("acme", [...all, ...all], SIZES)).toThrow("in one unit");
  });
});

describe("people who join later", () => {
  it("are units of their own once they are enough, with names and ids of their own", () => {
    const pool = people(["Sales", "Oslo", 20], ["Ops", "Oslo", 20]);
    const named = (of: string): Member[] => pool.map(({ id, ...rest }) => ({ id: `${of} ${id}`, ...rest }));
    const base = partition("acme", pool, SIZES);
    expect(joinedLater([base], named("b").slice(0, 19), SIZES)).toBeUndefined();
    expect(joinedLater([base], named("b").slice(0, 20), SIZES)?.units[0]).toMatchObject({ headcount: 20 });
    const joined = joinedLater([base], named("b"), SIZES);
    expect(joined?.units.map(({ name }) => name)).toEqual(["Joined later: Ops", "Joined later: Sales"]);
    const again = joined === undefined ? undefined : joinedLater([base, joined], named("c"), SIZES);
    expect(again?.units.map(({ name }) => name)).toEqual(["Joined later (2): Ops", "Joined later (2): Sales"]);
    expect(() => joinedLater([base], pool.slice(0, 1), SIZES)).toThrow("in one unit");
    const ids = [base, joined, again].flatMap((one) => one?.units.map(({ id }) => id) ?? []);
    expect(new Set(ids).size).toBe(6);
  });
});

describe("those who are counted", () => {
  function entry(id: string, attributes: Attributes, status: "active" | "deactivated" = "active"): RosterEntry {
    return { account: { id, status, attributes }, presence: "present" };
  }

  it("are the staff who are here, without guests, bots and those who have left", () => {
    const entries = [
      entry("U1", { kind: "human", team: "Sales", location: "Oslo" }),
      entry("U2", { kind: "guest", team: "Sales" }),
      entry("U3", { kind: "bot" }),
      entry("U4", { team: "Sales" }, "deactivated"),
      entry("U5", { team: " ", timezone: "Europe/Warsaw" }),
    ];
    expect(membersOf(entries)).toEqual([
      { id: "U1", team: "Sales", place: "Oslo" },
      { id: "U5", team: null, place: "Warsaw" },
    ]);
  });

  it("are in no team that is called after somebody, who may have left, or is an address", () => {
    const entries = [
      entry("U1", { name: "Ann Lee", team: "Sales" }, "deactivated"),
      entry("U2", { name: "Bo", team: "ann lee" }),
      entry("U3", { name: "Oslo", team: "a@acme.example", location: "Oslo" }),
    ];
    expect(membersOf(entries)).toEqual([
      { id: "U2", team: null, place: null },
      { id: "U3", team: null, place: "Oslo" },
    ]);
  });
});
