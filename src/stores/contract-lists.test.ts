import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DepartureOrder, DeparturesAsked, GroupedBy } from "../app/departures-port.ts";
import type { Store } from "../app/ports.ts";
import type { Departure } from "../core/directory/departure.ts";
import { leaversOf, tally } from "../core/directory/tally.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { account, anyId } from "../../test/support/arbitraries.ts";
import { change, STORES, sweep } from "./testing.ts";

function left(id: string, at: number, more: Partial<Departure> & { readonly name?: string; readonly of?: string }) {
  const { name = id, of = "a", ...rest } = more;
  const departure: Departure = {
    id: `d-${id}`,
    at: { notBefore: at - 5, notAfter: at },
    accounts: [{ directory: of, id: `U-${id}`, name, email: `${id}@acme.example`, kind: "human" }],
    change: "deactivated",
    confirmed: true,
    observed: true,
    lastKnown: { kind: "human", location: "Kraków", locationFrom: "field Office", team: "Blue" },
    ...rest,
  };
  return departure;
}

const known = (
  location: string | null,
  team: string | null,
  locationFrom = "field Office",
): Departure["lastKnown"] => ({
  kind: "human",
  location,
  locationFrom,
  team,
});

const ALL: readonly Departure[] = [
  left("1", 100, { name: "Łucja Müller" }),
  left("2", 90, { name: "Bo Chen", lastKnown: known("Berlin", "Red") }),
  left("3", 80, { of: "b", change: "removed", lastKnown: known("Berlin", null) }),
  left("4", 70, { confirmed: false, lastKnown: known("Warsaw", "Blue", "timezone") }),
  left("5", 60, { reversed: { at: { notBefore: 61, notAfter: 65 }, change: "reactivated" } }),
  left("6", 50, { observed: false, at: { notBefore: null, notAfter: 50 } }),
  left("7", 40, { lastKnown: { ...known(null, null), kind: "guest" } }),
];

function here(id: string, attributes: RosterEntry["account"]["attributes"], more: Partial<RosterEntry> = {}) {
  const entry: RosterEntry = { account: { id, status: "active", attributes }, presence: "present", ...more };
  return entry;
}

function listsContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} lists and counts`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      await store.transaction(async (writer) => {
        await writer.putSweep(sweep("s-1", "a", 100, true));
        const by = (id: string, evidence: object) => ({
          ...change(`c-${id}`, "s-1", `U-${id}`),
          evidence: { by: "flag" as const, readings: 1, ...evidence },
        });
        await writer.putChanges([by("1", { event: { type: "user_change", receivedAt: 99 } }), by("2", {})]);
        await writer.putChanges([by("3", { by: "absence" })]);
        await writer.putDepartures(ALL);
      });
    });
    afterEach(() => store.close());

    const listed = async (asked: DeparturesAsked, order: DepartureOrder = "newest", skip = 0, limit = 50) => {
      const found = await store.listDepartures(asked, { order, skip, limit });
      return found.map(({ id }) => id.slice(2)).join("");
    };

    it("departures in each order, page by page", async () => {
      expect(await listed({})).toBe("1234567");
      expect(await listed({}, "newest", 2, 3)).toBe("345");
      expect(await listed({}, "oldest")).toBe("7654321");
      expect(await listed({}, "name")).toBe("3456721");
      expect(await listed({}, "place")).toBe("2315647");
      expect(await listed({}, "team")).toBe("1456237");
      expect(await listed({}, "returned")).toBe("5346721");
      expect(await store.listDepartures({}, { order: "newest", skip: 0, limit: 50 })).toStrictEqual(ALL);
    });

    it.each<[string, DeparturesAsked, string]>([
      ["of some directories", { directories: ["b"] }, "3"],
      ["of none", { directories: [] }, ""],
      ["from a time on", { since: 80 }, "123"],
      ["up to before a time", { until: 60 }, "67"],
      ["that come after one", { after: { at: 80, id: "d-3" } }, "4567"],
      ["that come after one of the same time that is not there any more", { after: { at: 80, id: "d-3x" } }, "34567"],
      ["of a place", { place: "Berlin" }, "23"],
      ["of a team", { team: "Blue" }, "1456"],
      ["of a change", { change: "removed" }, "3"],
      ["that are confirmed and stand", { state: "confirmed" }, "1237"],
      ["that are not confirmed", { state: "unconfirmed" }, "4"],
      ["that were taken back", { state: "returned" }, "5"],
      ["of before the first reading", { state: "before" }, "6"],
      ["that an event pointed to", { evidence: "event" }, "1"],
      ["that a flag shows", { evidence: "flag" }, "12"],
      ["that absence shows", { evidence: "absence" }, "3"],
      ["of somebody, whatever the case and the accents", { words: "MULLER lucja" }, "1"],
      ["of an address", { words: "2@acme" }, "2"],
      ["of a team by a part of its word", { words: "re chen" }, "2"],
      ["of words that mean something to a pattern", { words: "%" }, ""],
      ["of everything at once", { directories: ["a", "b"], place: "Berlin", since: 85, words: "bo" }, "2"],
    ])("departures %s, and how many they are", async (_, asked, ids) => {
      expect(await listed(asked)).toBe(ids);
      expect(await store.countDepartures(asked)).toBe(ids.length);
    });

    it("departures that an incident tells", async () => {
      await store.transaction(async (writer) => {
        await writer.putIncident({
          id: "i-1",
          kind: "waves",
          group: "waves a staff",
          directory: "a",
          openedAt: 1,
          updatedAt: 2,
          version: 1,
          closed: false,
        });
        await writer.putIncidentItems("i-1", [
          { id: "d-2", version: 1 },
          { id: "d-4", version: 1 },
        ]);
      });
      expect(await listed({ incident: "i-1" })).toBe("24");
      expect(await listed({ incident: "i-1", state: "confirmed" })).toBe("2");
    });

    it("a departure as it was put last, and none that was deleted", async () => {
      const [first] = ALL;
      if (first === undefined) return;
      await store.transaction(async (writer) => {
        await writer.putDepartures([{ ...first, lastKnown: known("Oslo", "Green") }]);
        await writer.deleteDepartures(["d-2"]);
      });
      expect(await listed({ place: "Oslo" })).toBe("1");
      expect(await listed({ team: "Red" })).toBe("");
      expect(await listed({ evidence: "event" })).toBe("1");
    });

    it("the places and teams that there are", async () => {
      expect(await store.departedFrom("a", "place", 9)).toEqual(["Berlin", "Kraków", "Warsaw"]);
      expect(await store.departedFrom("a", "place", 2)).toEqual(["Berlin", "Kraków"]);
      expect(await store.departedFrom("a", "team", 9)).toEqual(["Blue", "Red"]);
      expect(await store.departedFrom("b", "team", 9)).toEqual([]);
      expect(await store.departedFrom("c", "place", 9)).toEqual([]);
    });

    it("who was observed to leave within a span, with a place only where it is stated", async () => {
      const found = await store.leavings("a", { from: 60, to: 90 });
      expect(found.toSorted((a, b) => a.at - b.at)).toStrictEqual([
        { since: 55, at: 60, kind: "human", place: "Kraków", confirmed: true, back: true },
        { since: 65, at: 70, kind: "human", place: null, confirmed: false, back: false },
        { since: 85, at: 90, kind: "human", place: "Berlin", confirmed: true, back: false },
      ]);
    });

    it("who is here, by what they share: no bots, nobody who has left, and a place of the time zone as such", async () => {
      await store.transaction((writer) =>
        writer.putEntries("a", [
          here("1", { kind: "human", location: "Berlin", team: "Red" }),
          here("2", { kind: "human", location: "Berlin", team: "Red" }, { presence: "missing" }),
          here("3", { timezone: "Europe/Warsaw" }),
          here("4", { kind: "guest" }),
          here("5", { kind: "bot" }),
          here("6", { kind: "human" }, { presence: "removed" }),
          { account: { id: "7", status: "deactivated", attributes: { kind: "human" } }, presence: "present" },
        ]),
      );
      const sorted = async (by?: GroupedBy) =>
        (await store.peopleHere("a", by)).toSorted((x, y) => `${x.kind}`.localeCompare(`${y.kind}`));
      expect(await sorted("place")).toEqual([
        { kind: "guest", value: null, count: 1 },
        { kind: "human", value: "Berlin", count: 2 },
        { kind: null, value: "Warsaw", suggested: true, count: 1 },
      ]);
      expect(await sorted("team")).toEqual([
        { kind: "guest", value: null, count: 1 },
        { kind: "human", value: "Red", count: 2 },
        { kind: null, value: null, count: 1 },
      ]);
      expect((await sorted("timezone")).map(({ value }) => value)).toEqual([null, null, "Europe/Warsaw"]);
      expect((await sorted()).map(({ count }) => count)).toEqual([1, 2, 1]);
      expect(await store.peopleHere("b")).toEqual([]);
    });

    it("those who left and whoever is here beside them, so that a tally is the same as over the whole roster", async () => {
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.tuple(account, fc.constantFrom("present", "missing", "removed")), {
            selector: ([{ id }]) => id,
            maxLength: 30,
          }),
          fc.uniqueArray(
            fc.record({ id: anyId, kind: fc.constantFrom("human", "guest", undefined), back: fc.boolean() }),
            {
              selector: ({ id }) => id,
              minLength: 1,
              maxLength: 12,
            },
          ),
          async (seen, leavers) => {
            const of = `run ${runs++}`;
            const entries = seen.map(([one, presence]): RosterEntry => ({ account: one, presence }));
            await store.transaction((writer) => writer.putEntries(of, entries));
            const departures = leavers.map(({ id, kind, back }) =>
              left(id, 10, {
                accounts: [{ directory: of, id, ...(kind === undefined ? {} : { kind }) }],
                lastKnown: known(id < "U4" ? "a" : null, id > "U2" ? "b" : null),
                ...(back ? { reversed: { at: { notBefore: 11, notAfter: 12 }, change: "reactivated" } } : {}),
              }),
            );
            const colleagues = await store.colleagues(of, leaversOf(departures));
            expect(tally(departures, colleagues)).toStrictEqual(tally(departures, entries));
            // What is told of everybody beside those who left is a count.
            expect(
              colleagues.filter(({ account: { id = "" } }) => id !== "" && !leaversOf(departures).includes(id)),
            ).toEqual([]);
          },
        ),
        { numRuns: 100 },
      );
    });

    it("who has left, by what they share and how long ago", async () => {
      const span = { since: 30, now: 100, unit: 20 };
      const gone = async (by: GroupedBy) =>
        (await store.peopleGone("a", by, span))
          .map(({ value, ago, count }) => [value, ago, count])
          .toSorted((x, y) => `${x[1]}${x[0]}`.localeCompare(`${y[1]}${y[0]}`));
      expect(await gone("place")).toEqual([
        ["Berlin", 0, 1],
        ["Kraków", 0, 1],
        [null, 3, 1],
      ]);
      expect((await gone("team")).map(([team]) => team)).toEqual(["Blue", "Red", null]);
    });

    it("readings of before a time, and those in which departures show", async () => {
      await store.transaction(async (writer) => {
        await writer.putSweep(sweep("s-2", "a", 200, false));
        await writer.putSweep({ ...sweep("s-3", "a", 300, true), health: "empty" });
      });
      expect((await store.sweeps({ until: 200 })).map(({ id }) => id)).toEqual(["s-1"]);
      expect((await store.sweeps({ seeingOnly: true })).map(({ id }) => id)).toEqual(["s-1"]);
    });

    it("as news what happened in these directories, and not that somebody looked", async () => {
      const [all, ofB] = [await store.news(undefined), await store.news(["b"])];
      await store.transaction((writer) => writer.record({ at: 1, action: "view", detail: {} }));
      expect([await store.news(undefined), await store.news(["b"])]).toEqual([all, ofB]);
      await store.transaction((writer) => writer.putSweep(sweep("s-9", "a", 300, true)));
      expect(await store.news(undefined)).not.toBe(all);
      expect(await store.news(["b"])).toBe(ofB);
    });
  });
}

for (const { name, open } of STORES) listsContract(name, open);
