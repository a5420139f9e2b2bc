import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributes } from "../../../test/support/arbitraries.ts";
import { type Attributes, merge } from "./account.ts";
import { differences, isGuest } from "./difference.ts";

/** The words of what differs, `quiet` in brackets. */
function words(before: Attributes, after: Attributes): string[] {
  return differences(before, after).map(({ change, quiet }) => (quiet === undefined ? change : `${change} (${quiet})`));
}

describe("what a difference is called", () => {
  it.each([
    [{ name: "n1" }, { name: "n2" }, ["renamed"]],
    [{ name: "n1", email: "a@x", handle: "a" }, { name: "n2", email: "b@x", handle: "b" }, ["renamed"]],
    [{ email: "a@x" }, { email: null }, ["renamed"]],
    [{ location: "Oslo" }, { location: "Rome" }, ["moved"]],
    [{ team: "Data", manager: "U1" }, { team: "Sales", manager: "U2" }, ["moved"]],
    [{ workspaces: ["T1", "T2"] }, { workspaces: ["T1"] }, ["moved"]],
    [{ title: "Analyst" }, { title: "Lead" }, ["updated"]],
    [{ guestExpires: 1 }, { guestExpires: 2 }, ["updated"]],
    [{ groups: ["S1"] }, { groups: [] }, ["updated (kept for the record)"]],
    [{ locationFrom: "timezone" }, { locationFrom: "field Office" }, ["updated (kept for the record)"]],
    [{}, { team: "Data" }, ["updated (learnt, not changed)"]],
    [{}, { kind: "guest" }, ["updated (learnt, not changed)"]],
    [{ team: "Data" }, {}, []],
    [{ channels: ["C1"] }, { channels: [] }, []],
    [{ workspaces: ["T1"] }, { workspaces: ["T1"] }, []],
  ] satisfies [Attributes, Attributes, string[]][])("%j to %j: %j", (before, after, expected) => {
    expect(words(before, after)).toEqual(expected);
  });

  it("a traveller's time zone is no move, and daylight saving changes no zone (FA-13)", () => {
    expect(words({ timezone: "Europe/Warsaw" }, { timezone: "Asia/Tokyo" })).toEqual(["updated"]);
    expect(words({ timezone: "Europe/Warsaw" }, { timezone: "Europe/Warsaw" })).toEqual([]);
  });
});

describe("the ladder of roles", () => {
  const ladder: Attributes[] = [
    { kind: "human", role: "primary_owner" },
    { kind: "human", role: "owner" },
    { kind: "human", role: "admin" },
    { kind: "human", role: "member" },
    { kind: "guest", role: "guest" },
    { kind: "guest", role: "single_channel_guest" },
  ];

  it("each step down is a demotion, each step up a promotion, told in one word", () => {
    for (const [i, high] of ladder.entries()) {
      for (const low of ladder.slice(i + 1)) {
        expect(words(high, low)).toEqual(["demoted"]);
        expect(words(low, high)).toEqual(["promoted"]);
      }
    }
  });

  it.each([
    [{ kind: "human" }, { kind: "guest" }, ["demoted"]],
    [{ kind: "guest" }, { kind: "human" }, ["promoted"]],
    [{ kind: "human", role: "Accountant" }, { kind: "guest", role: null }, ["demoted"]],
    [{ kind: "guest", role: "Visitor" }, { kind: "human", role: "Accountant" }, ["promoted"]],
    [{ role: "member" }, { role: "guest" }, ["demoted"]],
    [{ kind: "human", role: "Accountant" }, { role: "Clerk" }, ["updated"]],
    [{ kind: "human", role: "Accountant" }, { role: "admin" }, ["updated"]],
    [{ kind: "human" }, { kind: "bot" }, ["updated"]],
    [{ kind: "guest" }, { kind: "external" }, ["updated"]],
  ] satisfies [Attributes, Attributes, string[]][])("%j to %j: %j", (before, after, expected) => {
    expect(words(before, after)).toEqual(expected);
  });

  it("a guest is who is called one, by kind or by role", () => {
    expect([{ kind: "guest" as const }, { role: "guest" }, { role: "single_channel_guest" }].every(isGuest)).toBe(true);
    expect(
      [{}, { kind: "human" as const }, { role: "member" }, { kind: "bot" as const, role: "guest" }].some(isGuest),
    ).toBe(false);
  });
});

describe("laws", () => {
  const channelless = attributes.map((all) =>
    Object.fromEntries(Object.entries(all).filter(([field]) => field !== "channels")),
  );

  it("nothing differs from itself, and nothing is found in what is not stated", () => {
    fc.assert(
      fc.property(channelless, (a) => {
        expect(differences(a, a)).toEqual([]);
        expect(differences(a, {})).toEqual([]);
      }),
    );
  });

  it("what differs, put over what was, is what is stated; each field is told once", () => {
    fc.assert(
      fc.property(channelless, channelless, (a, b) => {
        const found = differences(a, b);
        expect(found.reduce((known, { after }) => merge(known, after), a as Attributes)).toEqual(merge(a, b));
        const fields = found.flatMap(({ after }) => Object.keys(after));
        expect(new Set(fields).size).toBe(fields.length);
        for (const { before } of found) expect(a).toMatchObject(before);
      }),
    );
  });
});
