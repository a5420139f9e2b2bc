import { expect, it } from "vitest";
import { DIRECTORY, hour, noRoster, people, reading, rosterOf, stripped } from "../../../test/support/directory.ts";
import { compare } from "./compare.ts";
import { advance, type Roster } from "./roster.ts";
import type { CompleteSnapshot } from "./snapshot.ts";

const staff = people(40);
const before = rosterOf("counts", reading(staff, hour(0), { identity: "T1", scopes: ["users:read"] }));

function after(snapshot: CompleteSnapshot): Roster {
  return advance(before, snapshot, compare(before, snapshot, "counts"));
}

it("the first reading makes the roster", () => {
  const first = reading(staff, hour(1), { startedAt: hour(0) });
  expect(advance(noRoster(), first, compare(noRoster(), first, "counts"))).toEqual({
    directory: DIRECTORY,
    last: { startedAt: hour(0), takenAt: hour(1), accounts: 40 },
    entries: new Map(staff.map((account) => [account.id, { account, presence: "present" }])),
  });
});

it("a healthy reading moves everything on; who left stays in the roster", () => {
  const next = after(
    reading([...staff.slice(1), ...staff.slice(0, 1).map(stripped)], hour(1), { scopes: ["users:read", "x"] }),
  );
  expect(next).toMatchObject({
    identity: "T1",
    scopes: ["users:read", "x"],
    last: { startedAt: hour(1), accounts: 40 },
  });
  expect(next.entries.size).toBe(40);
  expect(next.entries.get("U0")?.account.status).toBe("deactivated");
});

it("a reading that says nothing of identity and scopes leaves them as they were", () => {
  expect(after(reading(staff, hour(1)))).toMatchObject({ identity: "T1", scopes: ["users:read"] });
});

it("a reading that is not believed entirely moves only the accounts that it lists", () => {
  const renamed = staff.slice(0, 20).map((one) => ({ ...one, attributes: { ...one.attributes, role: "admin" } }));
  const next = after(reading(renamed, hour(1), { scopes: [] }));
  expect(next).toMatchObject({ identity: "T1", scopes: ["users:read"], last: { startedAt: hour(0) } });
  expect(next.entries.get("U0")?.account.attributes.role).toBe("admin");
  expect(next.entries.get("U39")?.pending).toMatchObject({ told: false });
});

it("a reading that is believed in nothing leaves the roster as it was", () => {
  expect(after(reading([], hour(1)))).toBe(before);
  expect(after(reading(staff.slice(1), hour(1), { identity: "T2" }))).toBe(before);
});
