import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account, Attributes, Status } from "../../core/directory/account.ts";
import { mergeWorkspaces } from "./grid.ts";

const account = (status: Status, attributes: Attributes = {}, updated?: number): Account => ({
  id: "W1",
  status,
  ...(updated === undefined ? {} : { updated }),
  attributes,
});

const merged = (seats: Readonly<Record<string, Account>>) =>
  mergeWorkspaces(new Map(Object.entries(seats).map(([team, one]) => [team, [one]])))[0];

describe("the workspaces of an organisation", () => {
  it("count a person once, active while active anywhere", () => {
    expect(merged({ T1: account("deactivated"), T2: account("active"), T3: account("active") })).toMatchObject({
      status: "active",
      attributes: { workspaces: ["T2", "T3"] },
    });
  });

  it("show a departure only where nobody lists the person as active, with the tool's own words", () => {
    const gone = { ...account("deactivated"), stated: "deleted: true" };
    expect(merged({ T1: gone, T2: gone })).toStrictEqual(gone);
    expect(merged({ T1: gone, T2: account("invited") })?.status).toBe("invited");
    expect(merged({ T1: gone, T2: account("erased") })?.status).toBe("erased");
  });

  it("keep a person who has moved into a workspace that the token cannot read", () => {
    const moved = account("active", { workspaces: ["T9"] });
    expect(merged({ T1: moved })).toMatchObject({ status: "active", attributes: { workspaces: ["T9"] } });
  });

  it("take the highest role, and the attributes of the workspace that comes first by id", () => {
    const seats = {
      T2: account("active", { role: "owner", kind: "human", title: "Second" }, 5),
      T1: account("active", { role: "guest", kind: "guest", title: "First", timezone: "Asia/Tokyo" }, 3),
    };
    expect(merged(seats)).toMatchObject({
      updated: 5,
      attributes: { role: "owner", kind: "human", title: "First", timezone: "Asia/Tokyo" },
    });
  });

  it("state no channels where none were read", () => {
    expect(merged({ T1: account("active") })?.attributes).not.toHaveProperty("channels");
    const seats = { T1: account("active", { channels: ["C2"] }), T2: account("active", { channels: ["C1", "C2"] }) };
    expect(merged(seats)?.attributes.channels).toEqual(["C1", "C2"]);
  });

  it("give the same people in whatever order the workspaces come", () => {
    const status = fc.constantFrom<Status>("active", "invited", "deactivated", "erased");
    const seat = fc.tuple(status, fc.constantFrom("guest", "member", "admin"), fc.string());
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("T1", "T2", "T3", "T4"), seat, { minKeys: 1 }), (seats) => {
        const lists = Object.entries(seats).map(
          ([team, [is, role, title]]) => [team, [account(is, { role, title })]] as const,
        );
        expect(mergeWorkspaces(new Map(lists.toReversed()))).toEqual(mergeWorkspaces(new Map(lists)));
      }),
    );
  });
});
