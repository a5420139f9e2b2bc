import { describe, expect, it } from "vitest";
import type { Change } from "../directory/change.ts";
import { disclose } from "./disclose.ts";

const change: Change & { id: string } = {
  id: "c-1",
  change: "deactivated",
  directory: "acme",
  at: { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2026, 0, 2) },
  account: { id: "U1", name: "Zofia", email: "z@acme.example", kind: "guest" },
  evidence: { by: "flag", readings: 1, stated: "deleted: true" },
  confirmed: true,
  lastKnown: {
    name: "Zofia",
    location: "Warsaw",
    locationFrom: "timezone",
    team: null,
    guestExpires: Date.UTC(2026, 1, 1),
  },
  quiet: "a ground of ours",
};

describe("disclose", () => {
  it("gives a named audience the stable form of a change: ISO times, and of the account's name only one copy", () => {
    expect(JSON.parse(JSON.stringify(disclose("change", change, "named")))).toEqual({
      change: "deactivated",
      directory: "acme",
      at: { notBefore: "2026-01-01T00:00:00.000Z", notAfter: "2026-01-02T00:00:00.000Z" },
      account: { id: "U1", name: "Zofia", email: "z@acme.example", kind: "guest" },
      evidence: { by: "flag", readings: 1, stated: "deleted: true" },
      confirmed: true,
      lastKnown: { location: "Warsaw", locationFrom: "timezone", team: null, guestExpires: "2026-02-01T00:00:00.000Z" },
      id: "c-1",
    });
  });

  it("gives an audience of counts nothing of a single event, not even that there was one", () => {
    expect(disclose("change", change, "counts")).toBeUndefined();
    const nobody = { directories: [], people: [] };
    expect(disclose("restore", nobody, "counts")).toBeUndefined();
    expect(disclose("restore", nobody, "named")).toEqual(nobody);
  });
});
