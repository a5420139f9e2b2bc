import { describe, expect, it } from "vitest";
import {
  account,
  DIRECTORY,
  hour,
  people,
  person,
  reading,
  stripped,
  watch,
  without,
} from "../../../test/support/directory.ts";
import type { Account } from "./account.ts";
import type { Change } from "./change.ts";
import { type Departure, departuresFrom, idOf } from "./departure.ts";

const ann = person("U1", { name: "Ann", team: "Data" });
const bob = person("U2");
const asGuest = person("U1", { name: "Ann", team: "Data", kind: "guest", role: "guest" });

const back: Change = {
  change: "returned",
  directory: DIRECTORY,
  at: { notBefore: hour(1), notAfter: hour(2) },
  account: { id: "U1" },
  evidence: { by: "presence", readings: 1 },
  confirmed: true,
};

/** The departures after these lists have been read in order. */
function after(
  lists: readonly (readonly Account[])[],
  demotion = false,
  absence: "counts" | "proves nothing" = "proves nothing",
) {
  const seen = watch(absence, { demotion });
  for (const [n, list] of lists.entries()) seen.take(reading([...list, bob], hour(n)));
  return seen.departures();
}

describe("what is a departure", () => {
  it("an end of an account, with what was last known", () => {
    expect(after([[ann], [stripped(ann)]])).toMatchObject([
      {
        id: expect.stringMatching(/^d-[0-9a-f]{16}$/),
        at: { notBefore: hour(0), notAfter: hour(1) },
        accounts: [{ directory: DIRECTORY, id: "U1", name: "Ann", kind: "human" }],
        change: "deactivated",
        confirmed: true,
        observed: true,
        lastKnown: { team: "Data", location: null, locationFrom: null },
      },
    ]);
  });

  it("what had happened before the first reading, as not observed", () => {
    expect(after([[stripped(ann)]])).toMatchObject([{ observed: false, at: { notBefore: null } }]);
  });

  it.each(["bot", "service", "external"] as const)("never the end of a %s account", (kind) => {
    expect(after([[account("U1", { kind })], [account("U1", { kind }, "deactivated")]])).toEqual([]);
    expect(after([[account("U1", { kind })], [], []], false, "counts")).toEqual([]);
    expect(after([[account("U1", { kind }, "deactivated")]])).toEqual([]);
  });

  it("never what is kept quiet, an erasure, an invitation or a question", () => {
    expect(after([[account("U1", {}, "invited")], [account("U1", {}, "deactivated")]])).toEqual([]);
    expect(after([[ann], []])).toEqual([]);
    expect(after([[ann], [stripped(ann)], [account("U1", {}, "erased")]])).toHaveLength(1);
    const left: Change = { ...back, change: "deactivated", lastKnown: { location: null, locationFrom: null } };
    expect(departuresFrom([left], new Map(), { demotion: false })).toHaveLength(1);
    expect(departuresFrom([{ ...left, quiet: "had left before" }], new Map(), { demotion: false })).toEqual([]);
  });
});

describe("demotion to guest", () => {
  it("is a departure only where the settings say so", () => {
    expect(after([[ann], [asGuest]])).toEqual([]);
    expect(after([[ann], [asGuest]], true)).toMatchObject([
      { change: "demoted", lastKnown: { role: "member", team: "Data" } },
    ]);
  });

  it("is told from the role alone where the tool states no kind", () => {
    const [member, guest] = [account("U1", { role: "member" }), account("U1", { role: "guest" })];
    expect(after([[member], [guest]], true)).toMatchObject([{ change: "demoted" }]);
    expect(after([[member], [guest], [member]], true)).toMatchObject([{ reversed: { change: "promoted" } }]);
  });

  it("is none from admin to member, nor from one kind of guest to the other", () => {
    expect(after([[person("U1", { role: "admin" })], [ann]], true)).toEqual([]);
    expect(after([[asGuest], [person("U1", { kind: "guest", role: "single_channel_guest" })]], true)).toEqual([]);
  });

  it("who left so does not leave twice when the guest account ends", () => {
    expect(after([[ann], [asGuest], [stripped(asGuest)]], true)).toMatchObject([
      { change: "demoted", at: { notAfter: hour(1) } },
    ]);
  });

  it("is taken back by a promotion to member, not by the guest coming back as a guest", () => {
    expect(after([[ann], [asGuest], [ann]], true)).toMatchObject([{ reversed: { change: "promoted" } }]);
    const [departure, ...others] = after([[ann], [asGuest], [stripped(asGuest)], [asGuest], [stripped(asGuest)]], true);
    expect(others).toEqual([]);
    expect(departure).not.toHaveProperty("reversed");
  });

  it("a promotion among guests or of an owner takes nothing back", () => {
    const single = person("U1", { kind: "guest", role: "single_channel_guest" });
    expect(after([[ann], [single], [asGuest]], true)[0]).not.toHaveProperty("reversed");
    expect(after([[ann], [stripped(ann)]], true)[0]).not.toHaveProperty("reversed");
  });

  it("who is reactivated as a guest came back, and left as staff", () => {
    expect(after([[ann], [stripped(ann)], [asGuest]], true)).toMatchObject([
      { change: "deactivated", reversed: { change: "reactivated" } },
      { change: "demoted", at: { notBefore: hour(1), notAfter: hour(2) } },
    ]);
  });
});

describe("ids", () => {
  it("are the same from the first, unconfirmed telling to the confirmation, and when history is read again", () => {
    const staff = people(30);
    const histories = [1, 2].map(() => {
      const seen = watch("counts");
      seen.take(reading(staff, hour(0)));
      return [1, 2].flatMap((n) => seen.take(reading(without(staff, "U3"), hour(n))).departures);
    });
    expect(histories[0]?.map(({ confirmed }) => confirmed)).toEqual([false, true]);
    expect(new Set(histories.flat().map(({ id }) => id)).size).toBe(1);
  });

  it("of a change and of the departure that it is differ in their first letter only", () => {
    const seen = watch("proves nothing");
    seen.take(reading([ann, bob], hour(0)));
    const [change] = seen.take(reading([stripped(ann), bob], hour(1))).changes;
    if (change === undefined) throw new Error("no change");
    expect(idOf("c", change)).toBe(`c${idOf("d", change).slice(1)}`);
    const others: Change[] = [
      { ...change, directory: "slack:other" },
      { ...change, account: { id: "U9" } },
      { ...change, change: "removed" },
      { ...change, at: { ...change.at, notBefore: null } },
      { ...change, at: { ...change.at, notAfter: 7 } },
      { ...change, quiet: "had left before" },
    ];
    expect(new Set([change, ...others].map((one) => idOf("c", one))).size).toBe(7);
    expect(idOf("c", { ...change, confirmed: false, evidence: { by: "flag", readings: 2 } })).toBe(idOf("c", change));
  });
});

describe("taking a departure back", () => {
  it("a return reverses a removal, and the next removal is another departure", () => {
    const departures = after([[ann], [], [ann], [], []], false, "counts");
    expect(departures).toMatchObject([
      {
        change: "removed",
        confirmed: false,
        reversed: { change: "returned", at: { notBefore: hour(1), notAfter: hour(2) } },
      },
      { change: "removed", confirmed: true, at: { notBefore: hour(2), notAfter: hour(3) } },
    ]);
    expect(departures[1]).not.toHaveProperty("reversed");
  });

  it("who is invited anew and joins has returned, so that they can leave again", () => {
    const invited: Account = { ...ann, status: "invited" };
    expect(after([[ann], [stripped(ann)], [invited], [ann], [stripped(ann)]])).toMatchObject([
      { at: { notAfter: hour(1) }, reversed: { change: "returned", at: { notAfter: hour(3) } } },
      { at: { notAfter: hour(4) } },
    ]);
  });

  it("is not done by what is kept quiet, nor twice", () => {
    const departure = after([[ann], [stripped(ann)]])[0] as Departure;
    const open = new Map([["U1", departure]]);
    const rules = { demotion: false };
    expect(departuresFrom([{ ...back, quiet: "not active" }], open, rules)).toEqual([]);
    expect(departuresFrom([back], new Map(), rules)).toEqual([]);
    const reversed = departuresFrom([back, { ...back, change: "reactivated" }], open, rules);
    expect(reversed).toEqual([{ ...departure, reversed: { at: back.at, change: "returned" } }]);
  });
});
