import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../app/ports.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import type { Act, Belonging } from "../core/person/person.ts";
import type { Conflict } from "../core/person/work.ts";
import { change, departure, STORES } from "./testing.ts";

const entry = (id: string, attributes: RosterEntry["account"]["attributes"], more: object = {}): RosterEntry => ({
  account: { id, status: "active", attributes: { kind: "human", ...attributes }, ...more },
  presence: "present",
});
const ground = { by: "email", value: "ada@acme.example", since: 5 } as const;
const belongs = (directory: string, id: string, person: string): Belonging => ({
  directory,
  id,
  person,
  ground,
  bond: { id: person, ground },
});
const ref = (directory: string, account: string) => ({ directory, account });

describe.each(STORES)("$name keeps what is known of persons and of their accounts that are still open", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
    await store.transaction(async (writer) => {
      await writer.putEntries("a", [
        entry("U1", { name: "Ada \0 Quill", email: "Ada@acme.example", emailVerified: true, handle: "ada" }),
        entry("U2", { name: "Bo", employeeId: " E7 ", handle: "bo" }),
        entry("U3", { name: "Cy", handle: "BO" }),
        entry("U4", { name: "a bot", kind: "bot", employeeId: "E7" }),
      ]);
      await writer.putEntries("b", [
        entry("W1", { email: "ada@acme.example", emailVerified: true }, { updated: 9 }),
        entry("W2", { email: "bo@acme.example", emailVerified: false, employeeId: "e7" }),
      ]);
      await writer.putBelongings([belongs("a", "U1", "p-1"), belongs("b", "W1", "p-1")]);
      await writer.putChanges([{ ...change("c-1", "s-1", "U1"), change: "joined", at: { notBefore: 1, notAfter: 4 } }]);
      await writer.putDepartures([departure("d-1", 10, ["U1"])]);
    });
  });
  afterEach(() => store.close());

  it("finds accounts by their strong keys, without bots", async () => {
    const ids = async (asked: Parameters<Store["linkables"]>[0]) => (await store.linkables(asked)).map(({ id }) => id);
    expect((await ids("all")).toSorted()).toEqual(["U1", "U2", "U3", "W1", "W2"]);
    expect((await ids({ employeeIds: ["e7"], emails: [] })).toSorted()).toEqual(["U2", "W2"]);
    expect((await ids({ employeeIds: [], emails: ["ada@acme.example", "bo@acme.example"] })).toSorted()).toEqual([
      "U1",
      "W1",
    ]);
    expect(await store.linkables({ accounts: [{ directory: "a", id: "U2" }] })).toEqual([
      { directory: "a", id: "U2", employeeId: "e7", handle: "bo" },
    ]);
    // A handle that two have is nobody's.
    expect(await store.idsByHandle("a", ["ada", "bo"])).toEqual(new Map([["ada", "U1"]]));
  });

  it("gives what was put of persons, by accounts and by ids, and takes it away", async () => {
    const both = [belongs("a", "U1", "p-1"), belongs("b", "W1", "p-1")];
    for (const asked of ["all", { ids: ["p-1"] }, { accounts: both }] as const)
      expect(await store.belongings(asked)).toStrictEqual(both);
    expect(await store.belongings("mapped")).toEqual([]);
    const act: Act = {
      id: "l-1",
      at: 7,
      act: "link",
      account: { directory: "a", id: "U2" },
      other: { directory: "b", id: "W2" },
    };
    const conflict: Conflict = {
      reason: "one directory",
      by: "email",
      value: "x@acme.example",
      accounts: both.map(({ directory, id }) => ({ directory, id })),
    };
    await store.transaction(async (writer) => {
      await writer.deleteBelongings([{ directory: "b", id: "W1" }]);
      await writer.putPersonAct(act);
      await writer.putConflicts("all", [conflict]);
      await writer.putPersonsLinked("mapping");
    });
    expect(await store.belongings("all")).toStrictEqual([both[0]]);
    expect(await store.personActs({ accounts: [act.other] })).toStrictEqual([act]);
    expect(await store.conflicts()).toHaveLength(1);
    expect(await store.personsLinked()).toBe("mapping");
    await store.transaction(async (writer) => {
      await writer.deletePersonActs(["l-1"]);
      await writer.putConflicts([{ directory: "a", id: "U1" }], []);
    });
    expect([await store.personActs("all"), await store.conflicts()]).toEqual([[], []]);
  });

  it("gives the accounts of a person with how each ended, and those of nobody alone", async () => {
    const of = async (cases: ReturnType<Store["casesOf"]>) =>
      (await cases).map(({ person, accounts }) => [person, accounts]);
    const ada = [
      "p-1",
      [
        {
          directory: "a",
          account: "U1",
          status: "active",
          presence: "present",
          kind: "human",
          left: {
            departure: "d-1",
            at: { notBefore: null, notAfter: 10 },
            change: "deactivated",
            confirmed: true,
            observed: false,
          },
          called: "ada \0 quill ada@acme.example ada u1",
        },
        {
          directory: "b",
          account: "W1",
          status: "active",
          presence: "present",
          kind: "human",
          updated: 9,
          called: "ada@acme.example w1",
        },
      ],
    ];
    expect(await of(store.casesOf([ref("b", "W1"), ref("a", "U2"), ref("a", "none")]))).toStrictEqual([
      ada,
      [
        undefined,
        [
          {
            directory: "a",
            account: "U2",
            status: "active",
            presence: "present",
            kind: "human",
            called: "bo bo u2",
          },
        ],
      ],
    ]);
    expect(await of(store.casesOfLeavers())).toStrictEqual([ada]);
  });

  it("goes through a roster in parts, and finds whose accounts ended and whom no leading directory vouches for", async () => {
    const first = await store.lookThrough("b", { leads: ["a"], many: 1 });
    expect(first).toEqual({ accounts: [], next: "W1" });
    const second = await store.lookThrough("b", { leads: ["a"], after: "W1", many: 5 });
    expect(second).toEqual({ accounts: [ref("b", "W2")], next: undefined });
    expect((await store.lookThrough("a", { leads: ["a"], many: 9 })).accounts).toEqual([ref("a", "U1")]);
    expect(await store.arrivals("a", 4)).toEqual(new Map([["U1", 4]]));
    expect(await store.arrivals("a", 5)).toEqual(new Map());
  });

  it("tells what was touched since, once, and keeps what was acknowledged until it is taken back", async () => {
    const before = await store.touchMark();
    await store.transaction((writer) =>
      writer.putEntries("a", [
        entry("U2", { name: "Bo", employeeId: " E7 ", handle: "bo" }),
        entry("U3", { name: "Di" }),
      ]),
    );
    const touched = await store.touched(before);
    // Whose entry is as it was is not among them.
    expect(touched).toMatchObject({ accounts: [ref("a", "U3")], gone: false });
    expect((await store.touched(touched?.mark ?? 0))?.accounts).toEqual([]);
    const moved = await store.touchMark();
    await store.transaction((writer) => writer.putBelongings([belongs("a", "U1", "p-2")]));
    // The account, and those that it leaves.
    expect((await store.touched(moved))?.accounts.toSorted((x, y) => (x.account < y.account ? -1 : 1))).toEqual([
      ref("a", "U1"),
      ref("b", "W1"),
    ]);
    const one = { id: "k-1", at: 3, by: "desk", reason: "a handover", directory: "b", account: "W1", departure: "d-1" };
    await store.transaction((writer) => writer.putAcknowledgement(one));
    expect(await store.acknowledgements()).toStrictEqual([one]);
    await store.transaction((writer) => writer.deleteAcknowledgements(["k-1"]));
    expect(await store.acknowledgements()).toEqual([]);
  });
});
