import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { account, deactivate, hour, person, reading, rosterOf, watch } from "../../../test/support/directory.ts";
import { DAY, HOUR } from "../time.ts";
import type { Account, Attributes } from "./account.ts";
import { compare, review } from "./compare.ts";
import { departuresFrom } from "./departure.ts";
import { placeBook, type Restoration, restoration, troubles } from "./restore.ts";
import { type Place, placesOf } from "./place.ts";
import type { Channel } from "./snapshot.ts";

const word = fc.constantFrom("x1", "x2", "x3", "x4", "x5");
const ids = fc.uniqueArray(word).map((values) => values.toSorted());
const known = fc.option(ids, { nil: undefined });

interface Step {
  readonly accounts: readonly Account[];
  readonly channels?: readonly Channel[];
  readonly after?: number;
}

/** What these readings, an hour apart unless told otherwise, make of the account U1. */
function packOf(...steps: readonly Step[]): Restoration | undefined {
  const seen = watch("proves nothing");
  let at = hour(0);
  let places: Place[] = [];
  for (const { accounts, channels, after = HOUR } of steps) {
    at += after;
    const snapshot = reading(accounts, at, channels === undefined ? {} : { channels });
    seen.take(snapshot);
    const now = placesOf(snapshot);
    const listed = new Set(now.map(({ id }) => id));
    places = [...places.filter(({ id }) => !listed.has(id)), ...now];
  }
  const all = troubles(seen.departures());
  const trouble = all.at(-1);
  const newest = trouble?.at(-1);
  if (trouble === undefined || newest === undefined) return undefined;
  const entry = seen.roster().entries.get("U1");
  return restoration("slack:acme", "U1", trouble, newest, entry, placeBook(places));
}

/** One person with these attributes, deactivated, and back with those. */
function cameBack(had: Attributes, has: Attributes): Restoration | undefined {
  const before = [person("U1", had)];
  return packOf(
    { accounts: before },
    { accounts: deactivate(before, "U1") },
    { accounts: [account("U1", { kind: "human", ...has })] },
  );
}

function lines(pack: Restoration | undefined, kind: string): string[] {
  return (pack?.things ?? []).flatMap((one) => (one.kind === kind ? [`${one.id} ${one.restore}`] : []));
}

const open = (...names: readonly string[]): Channel[] => names.map((id) => ({ id, name: `n-${id}`, archived: false }));

describe("what has to be given back", () => {
  it("is all that they had and have not, and nothing that they did not have, whatever they had and have", () => {
    fc.assert(
      fc.property(known, known, known, known, (channelsHad, channelsHas, groupsHad, groupsHas) => {
        const state = (channels?: string[], groups?: string[]): Attributes => ({
          ...(channels === undefined ? {} : { channels }),
          ...(groups === undefined ? {} : { groups }),
        });
        const pack = cameBack(state(channelsHad, groupsHad), state(channelsHas, groupsHas));
        const sides = [
          ["channel", channelsHad, channelsHas],
          ["group", groupsHad, groupsHas],
        ] as const;
        for (const [kind, had, has] of sides) {
          const things = (pack?.things ?? []).filter((one) => one.kind === kind);
          const restored = things.flatMap(({ id, restore }) =>
            restore === "yes" || restore === "unknown" ? [id] : [],
          );
          expect(things.map(({ id }) => id).toSorted()).toEqual(had ?? []);
          expect([...new Set([...restored, ...(has ?? [])])]).toEqual(expect.arrayContaining(had ?? []));
          if (has !== undefined) expect(restored.filter((id) => has.some((one) => one === id))).toEqual([]);
          expect(things.every(({ restore }) => restore !== "unknown")).toBe(has !== undefined || things.length === 0);
          expect(pack?.unknown.includes(kind)).toBe(had === undefined);
        }
      }),
    );
  });

  it("is not known, and not nothing, where nobody had read the channels", () => {
    expect(cameBack({ groups: [] }, { channels: [], groups: [] })).toMatchObject({ unknown: ["channel"] });
    expect(lines(cameBack({}, { channels: [] }), "channel")).toEqual([]);
  });

  it("is asked for at the next reading, where the return was read from the account alone", () => {
    const before = [person("U1", { channels: ["C1"], role: "admin" })];
    const gone = rosterOf("proves nothing", reading(before, hour(0)), reading(deactivate(before, "U1"), hour(1)));
    const { changes, entries } = review(gone, gone.entries, [person("U1")], hour(2));
    const left = compare(
      rosterOf("proves nothing", reading(before, hour(0))),
      reading(deactivate(before, "U1"), hour(1)),
      "proves nothing",
    );
    const [departure] = departuresFrom(left.changes, new Map(), { demotion: false });
    if (departure === undefined) throw new Error("Nobody left.");
    const [back] = departuresFrom(changes, new Map([["U1", departure]]), { demotion: false });
    const pack = restoration("slack:acme", "U1", [departure], back ?? departure, entries[0], placeBook([]));
    expect(pack.back).toMatchObject({ change: "reactivated" });
    expect(lines(pack, "channel")).toEqual(["C1 unknown"]);
    expect(lines(pack, "role")).toEqual(["admin yes"]);
  });

  it("waits for whoever is still gone, whose roster keeps what they had", () => {
    const before = [person("U1", { channels: ["C1"], role: "admin" })];
    const pack = packOf({ accounts: before }, { accounts: deactivate(before, "U1") });
    expect(pack).not.toHaveProperty("back");
    expect(lines(pack, "channel")).toEqual(["C1 when back"]);
    expect(lines(pack, "role")).toEqual(["admin when back"]);
    expect(pack?.things.map(({ has }) => has)).toEqual([false, false]);
  });

  it("does not send anybody into a channel that has been archived since, or is not listed any more", () => {
    const before = [person("U1", { channels: ["C1", "C2", "C3"] })];
    const pack = packOf(
      { accounts: before, channels: open("C1", "C2", "C3") },
      { accounts: deactivate(before, "U1"), channels: open("C1", "C2", "C3") },
      {
        accounts: [person("U1", { channels: [] })],
        channels: [...open("C1"), { id: "C2", name: "n-C2", archived: true, private: true }],
      },
    );
    expect(pack?.things.slice(1)).toEqual([
      { kind: "channel", id: "C1", name: "n-C1", has: false, restore: "yes" },
      { kind: "channel", id: "C2", name: "n-C2", private: true, ended: "archived", has: false, restore: "ended" },
      { kind: "channel", id: "C3", name: "n-C3", ended: "not listed", has: false, restore: "ended" },
    ]);
  });

  it.each([
    ["admin", "member", "yes"],
    ["admin", "admin", "no"],
    ["admin", "owner", "no"],
    ["member", "guest", "yes"],
    ["keeper of keys", "member", "yes"],
    ["keeper of keys", null, "yes"],
  ])("of a role: %s, who is now %s: %s", (had, has, restore) => {
    expect(lines(cameBack({ role: had }, { role: has }), "role")).toEqual([`${had} ${restore}`]);
  });
});

describe("a sync that takes somebody out again and again", () => {
  const had = { channels: ["C1", "C2"], role: "admin" };
  const bare = person("U1", { channels: [] });
  const [left, back]: readonly [Step, Step] = [{ accounts: deactivate([bare], "U1") }, { accounts: [bare] }];

  it("leaves what they had before the first time to be restored", () => {
    const pack = packOf({ accounts: [person("U1", had)] }, left, back, left, back);
    expect(pack?.departures).toHaveLength(2);
    expect(lines(pack, "channel")).toEqual(["C1 yes", "C2 yes"]);
    expect(lines(pack, "role")).toEqual(["admin yes"]);
  });

  it("is another matter after more than a week", () => {
    const pack = packOf({ accounts: [person("U1", had)] }, left, back, { ...left, after: 8 * DAY }, back);
    expect(pack?.departures).toHaveLength(1);
    expect(lines(pack, "channel")).toEqual([]);
  });
});
