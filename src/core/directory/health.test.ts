import { describe, expect, it } from "vitest";
import {
  account,
  deactivate,
  hour,
  kinds,
  people,
  person,
  reading,
  rosterOf,
  watch,
  without,
} from "../../../test/support/directory.ts";
import type { Account } from "./account.ts";
import { assess } from "./health.ts";
import type { CompleteSnapshot } from "./snapshot.ts";

const first = (count: number, more: Partial<CompleteSnapshot> = {}) =>
  rosterOf("counts", reading(people(count), hour(0), more));
const ids = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `U${from + i}`);
const newcomers = (count: number, of: (i: number) => object = () => ({})): Account[] =>
  Array.from({ length: count }, (_, i) => person(`W${i}`, of(i)));

describe("what a reading is", () => {
  it("the first is what it is, as long as it lists anybody", () => {
    expect(assess(rosterOf("counts"), reading(people(1), hour(0)))).toEqual({
      health: "ok",
      reasons: [],
      believe: "everything",
    });
    expect(assess(rosterOf("counts"), reading([], hour(0)))).toMatchObject({ health: "empty", believe: "nothing" });
  });

  it.each([
    [12, 10, "ok"],
    [12, 11, "short"],
    [200, 10, "ok"],
    [200, 11, "short"],
    [4700, 235, "ok"],
    [4700, 236, "short"],
  ])("of %i accounts %i that are not listed make it %s", (count, gone, health) => {
    const verdict = assess(first(count), reading(people(count).slice(gone), hour(1)));
    expect(verdict.health).toBe(health);
    expect(verdict.believe).toBe(health === "ok" ? "everything" : "presence");
    expect(verdict.reasons).toHaveLength(health === "ok" ? 0 : 1);
  });

  it("any number that are flagged as gone are not missing from it", () => {
    expect(assess(first(200), reading(deactivate(people(200), ...ids(0, 150)), hour(1))).health).toBe("ok");
  });

  it("an answer of another workspace is believed in nothing, however much it looks like ours", () => {
    const known = first(40, { identity: "T1" });
    expect(assess(known, reading(people(40), hour(1), { identity: "T2" }))).toMatchObject({
      health: "wrong_workspace",
      believe: "nothing",
    });
    expect(assess(known, reading([], hour(1), { identity: "T2" })).health).toBe("wrong_workspace");
    expect(assess(known, reading(people(40), hour(1), { identity: "T1" })).health).toBe("ok");
    expect(assess(known, reading(people(40), hour(1))).health).toBe("ok");
  });

  it("one that is dated before the last says nothing of what came after", () => {
    expect(assess(first(40), reading(people(40), hour(-1)))).toMatchObject({ health: "malformed", believe: "nothing" });
    expect(assess(first(40), reading(people(40), hour(0))).health).toBe("ok");
  });
});

describe("a scope that is lost", () => {
  const known = first(40, { scopes: ["users:read", "users:read.email"] });

  it("is named, and what the list says is believed", () => {
    const verdict = assess(known, reading(people(40), hour(1), { scopes: ["users:read"] }));
    expect(verdict).toMatchObject({ health: "scope_lost", believe: "everything" });
    expect(verdict.reasons[0]).toContain("users:read.email");
  });

  it("may be why accounts are not listed: nobody is called gone until it is back, however often the list is read", () => {
    const seen = watch("counts");
    const scopes = ["read:org"];
    seen.take(reading(people(40), hour(0), { scopes }));
    for (const n of [1, 2, 3]) {
      const { verdict, told } = seen.take(reading(people(38), hour(n), { scopes: [] }));
      expect({ health: verdict.health, told }).toEqual({ health: "scope_lost", told: [] });
    }
    const { told } = seen.take(reading(people(39), hour(4), { scopes }));
    expect(told).toMatchObject([
      { change: "removed", account: { id: "U39" }, at: { notBefore: hour(0), notAfter: hour(1) } },
    ]);
  });

  it("beside a fall is a reason of that", () => {
    const verdict = assess(known, reading(people(20), hour(1), { scopes: [] }));
    expect(verdict.health).toBe("short");
    expect(verdict.reasons).toHaveLength(2);
  });

  it("is not one that is new, nor one that a reading says nothing of", () => {
    expect(
      assess(known, reading(people(40), hour(1), { scopes: ["users:read", "users:read.email", "x"] })).health,
    ).toBe("ok");
    expect(assess(known, reading(people(40), hour(1))).health).toBe("ok");
  });
});

describe("ids that were replaced", () => {
  it("wholesale, whoever they belong to", () => {
    expect(assess(first(100), reading(newcomers(100), hour(1)))).toMatchObject({
      health: "ids_replaced",
      believe: "nothing",
    });
    expect(assess(first(100), reading([...people(40), ...newcomers(30)], hour(1))).health).toBe("ids_replaced");
  });

  it("in part, where the new ones have the addresses, handles or names of those that are gone", () => {
    for (const field of ["email", "handle", "name"]) {
      const known = people(200).map((one, i) => person(one.id, { [field]: `v${i}` }));
      const after = [...known.slice(30), ...newcomers(15, (i) => ({ [field]: `v${i}` }))];
      const before = rosterOf("counts", reading(known, hour(0)));
      expect(assess(before, reading(after, hour(1))).health).toBe("ids_replaced");
      // One fewer than half of them, and a name that is the same as an address.
      expect(assess(before, reading(after.slice(0, -1), hour(1))).health).toBe("short");
      const mixed = [
        ...known.slice(30),
        ...newcomers(15, (i) => ({ [field === "name" ? "handle" : "name"]: `v${i}` })),
      ];
      expect(assess(before, reading(mixed, hour(1))).health).toBe("short");
    }
  });

  it("but a year's turnover between two dumps is people leaving and joining, as far as one reading may say so", () => {
    const known = people(200).map((one, i) => person(one.id, { email: `${i}@example.com` }));
    const after = [...known.slice(40), ...newcomers(40, (i) => ({ email: `new${i}@example.com` }))];
    expect(assess(rosterOf("counts", reading(known, hour(0))), reading(after, hour(1))).health).toBe("short");
  });

  it("and a few who come back under new ids are rehires (FA-14)", () => {
    const known = people(200).map((one, i) => person(one.id, { email: `${i}@example.com` }));
    const after = [...known.slice(5), ...newcomers(5, (i) => ({ email: `${i}@example.com` }))];
    expect(assess(rosterOf("counts", reading(known, hour(0))), reading(after, hour(1))).health).toBe("ok");
  });

  it("nobody leaves and nobody joins by it", () => {
    const seen = watch("counts");
    seen.take(reading(people(100), hour(0)));
    for (const n of [1, 2]) expect(seen.take(reading(newcomers(100), hour(n))).changes).toEqual([]);
    expect(kinds(seen.take(reading(people(100), hour(3))).changes)).toEqual([]);
  });
});

it("a purge of those who had left long ago makes one doubtful reading, not one after the other", () => {
  const seen = watch("counts");
  const had = Array.from({ length: 60 }, (_, i) => account(`X${i}`, {}, "deactivated"));
  seen.take(reading([...people(100), ...had], hour(0)));
  const healths = [1, 2, 3].map(
    (n) => seen.take(reading(without(people(100), n > 2 ? "U0" : ""), hour(n))).verdict.health,
  );
  expect(healths).toEqual(["short", "ok", "ok"]);
  expect(seen.departures().filter(({ observed }) => observed)).toMatchObject([
    { change: "removed", at: { notBefore: hour(2) } },
  ]);
});
