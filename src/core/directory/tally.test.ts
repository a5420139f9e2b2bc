import { describe, expect, it } from "vitest";
import { deactivate, hour, person, reading, watch, without } from "../../../test/support/directory.ts";
import type { Account, Attributes } from "./account.ts";
import { type Tally, tally } from "./tally.ts";

function staff(from: number, count: number, attributes: Attributes): Account[] {
  return Array.from({ length: count }, (_, i) => person(`U${from + i}`, attributes));
}

const oslo = staff(0, 10, { location: "Oslo", team: "Data" });
const rome = staff(10, 20, { timezone: "Europe/Rome", team: "Sales" });
const nowhere = staff(30, 5, {});
const everybody = [
  ...oslo,
  ...rome,
  ...nowhere,
  person("G1", { kind: "guest", location: "Oslo" }),
  { ...person("B1"), attributes: { kind: "bot" as const } },
];

/** The tally of what leaves between the lists. */
function after(...lists: readonly (readonly Account[])[]): Tally {
  const seen = watch("counts");
  for (const [n, list] of [everybody, ...lists].entries()) seen.take(reading(list, hour(n)));
  return tally(seen.departures(), seen.roster().entries.values());
}

describe("departures taken together", () => {
  it("are counted by place and team, against those who were there before", () => {
    expect(after(deactivate(everybody, "U0", "U1", "U2", "U10", "U30", "G1", "B1"))).toEqual({
      staff: 5,
      guests: 1,
      unconfirmed: 0,
      cameBack: 0,
      headcount: 35,
      at: { notBefore: hour(0), notAfter: hour(1) },
      places: [
        { value: "Oslo", left: 3, of: 10 },
        { value: "Rome", left: 1, of: 20 },
        { value: "unknown", left: 1, of: 5 },
      ],
      teams: [
        { value: "Data", left: 3, of: 10 },
        { value: "Sales", left: 1, of: 20 },
        { value: "unknown", left: 1, of: 5 },
      ],
      placesFrom: ["directory", "timezone"],
    });
  });

  it("who waits for confirmation counts once, and is said to wait", () => {
    const waiting = after(without(everybody, "U0"));
    expect(waiting).toMatchObject({
      staff: 1,
      unconfirmed: 1,
      headcount: 35,
      places: [{ value: "Oslo", left: 1, of: 10 }],
    });
    expect(after(without(everybody, "U0"), without(everybody, "U0"))).toEqual({ ...waiting, unconfirmed: 0 });
  });

  it("who came back is said to be back, and the headcount is whole", () => {
    expect(after(deactivate(everybody, "U0", "U1"), deactivate(everybody, "U1"))).toMatchObject({
      staff: 2,
      cameBack: 1,
      headcount: 35,
    });
  });

  it("span from the earliest that anything may have happened to the latest", () => {
    const { at } = after(deactivate(everybody, "U0"), deactivate(everybody, "U0", "U1"));
    expect(at).toEqual({ notBefore: hour(0), notAfter: hour(2) });
  });
});
