import { describe, expect, it } from "vitest";
import type { Change } from "../directory/change.ts";
import type { Departure } from "../directory/departure.ts";
import { changeTold, departureTold, hearsOf, type Rule } from "./rule.ts";

const departure: Departure = {
  id: "d-1",
  at: { notBefore: 0, notAfter: 1 },
  accounts: [{ directory: "acme", id: "U1" }],
  change: "deactivated",
  confirmed: true,
  observed: true,
  lastKnown: { location: "Kraków", locationFrom: "field Office", team: "Platform" },
};
const change: Change = {
  change: "left_channel",
  directory: "acme",
  at: { notBefore: 0, notAfter: 1 },
  account: { id: "U1" },
  evidence: { by: "value", readings: 1 },
  confirmed: true,
  lastKnown: { location: "Kraków", locationFrom: "field Office" },
};
const everything: Rule = { tell: ["departures", "left_channel", "health"] };

describe("a rule", () => {
  it("tells only what it names, of the directories that it names", () => {
    expect(departureTold(everything, departure)).toBe(true);
    expect(departureTold({ tell: ["health"] }, departure)).toBe(false);
    expect(departureTold({ ...everything, directories: ["other"] }, departure)).toBe(false);
    expect(changeTold(everything, change)).toBe(true);
    expect(changeTold(everything, { ...change, change: "renamed" })).toBe(false);
    expect(hearsOf({ ...everything, directories: ["acme"] }, "health", "other")).toBe(false);
    expect(hearsOf({ tell: ["deliveries"], directories: ["acme"] }, "deliveries", undefined)).toBe(true);
  });

  it("tells nobody of who had left before the first reading, and of what is only kept", () => {
    expect(departureTold(everything, { ...departure, observed: false })).toBe(false);
    expect(changeTold(everything, { ...change, observed: false })).toBe(false);
    expect(changeTold(everything, { ...change, quiet: "channel archived" })).toBe(false);
  });

  it("for one place tells of the people last known there, and of nobody whose place is not known", () => {
    const only = (location: string, team?: string): Rule => ({
      ...everything,
      only: { location: [location], ...(team === undefined ? {} : { team: [team] }) },
    });
    expect(departureTold(only("Kraków"), departure)).toBe(true);
    expect(departureTold(only("Kraków", "Sales"), departure)).toBe(false);
    expect(departureTold(only("Berlin"), departure)).toBe(false);
    const nowhere = { ...departure, lastKnown: { location: null, locationFrom: null } };
    expect(departureTold(only("Kraków"), nowhere)).toBe(false);
    expect(changeTold(only("Kraków"), change)).toBe(true);
    expect(changeTold(only("Berlin"), { ...change, after: { location: "Berlin" } })).toBe(false);
  });
});
