import { describe, expect, it } from "vitest";
import type { Account, Attributes } from "./account.ts";
import type { Departure } from "./departure.ts";
import type { RosterEntry } from "./roster.ts";
import { tally } from "./tally.ts";

function entry(id: string, attributes: Attributes, status: Account["status"] = "active"): RosterEntry {
  return { account: { id, status, attributes: { kind: "human", ...attributes } }, presence: "present" };
}

function left(id: string, attributes: Attributes = {}, more: Partial<Departure> = {}): Departure {
  const { location = null, locationFrom = location === null ? null : "field Office", ...rest } = attributes;
  return {
    id: `d-${id}`,
    at: { notBefore: 100, notAfter: 200 },
    accounts: [{ directory: "acme", id, kind: attributes.kind ?? "human" }],
    change: "deactivated",
    confirmed: true,
    observed: true,
    lastKnown: { ...rest, location, locationFrom },
    ...more,
  };
}

describe("departures taken together", () => {
  it("count against the people who were there before: those who are, and those who left", () => {
    const entries = [
      entry("a", { location: "Kraków" }, "deactivated"),
      entry("b", { location: "Kraków" }),
      entry("c", { location: "Berlin" }),
      entry("long gone", { location: "Kraków" }, "deactivated"),
    ];
    const found = tally([left("a", { location: "Kraków" })], entries);
    expect(found).toMatchObject({ staff: 1, headcount: 3, places: [{ value: "Kraków", left: 1, of: 2 }] });
  });

  it("count a departure that waits for confirmation once, though the account is still active", () => {
    const found = tally([left("a", {}, { confirmed: false })], [entry("a", {}), entry("b", {})]);
    expect(found).toMatchObject({ staff: 1, unconfirmed: 1, headcount: 2 });
  });

  it("leave guests and bots out of the headcount and of the places", () => {
    const entries = [entry("a", {}, "deactivated"), entry("g", { kind: "guest" }), entry("bot", { kind: "bot" })];
    expect(tally([left("a"), left("g", { kind: "guest", location: "Kraków" })], entries)).toMatchObject({
      staff: 1,
      guests: 1,
      headcount: 1,
      places: [{ value: "unknown", left: 1, of: 1 }],
    });
  });

  it("span from the earliest beginning to the latest end, and from no beginning where one has none", () => {
    const other = left("b", {}, { at: { notBefore: 50, notAfter: 120 } });
    expect(tally([left("a"), other], []).at).toEqual({ notBefore: 50, notAfter: 200 });
    expect(tally([left("a"), left("c", {}, { at: { notBefore: null, notAfter: 10 } })], []).at.notBefore).toBeNull();
  });

  it("say where the places come from, the most frequent ground first", () => {
    const found = tally(
      [
        left("a", { location: "X", locationFrom: "timezone" }),
        left("b", { location: "Y" }),
        left("c", { location: "Y" }),
      ],
      [],
    );
    expect(found.placesFrom).toEqual(["field Office", "timezone"]);
  });
});
