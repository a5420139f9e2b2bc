import fc from "fast-check";
import { type Account, type Attributes, KINDS, ROLES, STATUSES } from "../../src/core/directory/account.ts";
import type { CompleteSnapshot } from "../../src/core/directory/snapshot.ts";
import { hour, reading } from "./directory.ts";

const word = fc.constantFrom("a", "b", "c");
/** A value, the statement that there is none, or (as everywhere in these records) nothing said. */
const text = fc.option(word, { nil: null });
const ids = fc
  .uniqueArray(fc.constantFrom("x1", "x2", "x3", "x4"), { maxLength: 4 })
  .map((values) => values.toSorted());

/** Attributes of which a tool may state any, as values that often meet again in another record. */
export const attributes: fc.Arbitrary<Attributes> = fc.record(
  {
    name: text,
    handle: text,
    email: text,
    kind: fc.constantFrom(...KINDS),
    role: fc.option(fc.constantFrom(...ROLES, "keeper of keys"), { nil: null }),
    location: text,
    locationFrom: text,
    team: text,
    emailVerified: fc.boolean(),
    employeeId: text,
    title: text,
    manager: text,
    timezone: fc.option(fc.constantFrom("Europe/Warsaw", "America/New_York", "UTC"), { nil: null }),
    startDate: fc.option(fc.constantFrom("2020-01-01", "2021-02-03"), { nil: null }),
    guestExpires: fc.option(fc.constantFrom(hour(500), hour(900)), { nil: null }),
    invitedBy: text,
    workspaces: ids,
    channels: ids,
    groups: ids,
  },
  { requiredKeys: [], noNullPrototype: true },
);

export const anyId = fc.constantFrom(...Array.from({ length: 9 }, (_, i) => `U${i}`));

/** Records as tools write them: erasing leaves no attributes, and somebody who is not here is in no channel. */
export const account: fc.Arbitrary<Account> = fc
  .record({
    id: anyId,
    status: fc.constantFrom(...STATUSES),
    attributes,
  })
  .map(({ id, status, attributes: { channels, ...rest } }) => {
    if (status === "erased") return { id, status, attributes: {} };
    return { id, status, attributes: status === "active" && channels !== undefined ? { ...rest, channels } : rest };
  });

/** Between one and nine accounts, so that whatever happens to them is too few for a fall. */
export const accounts: fc.Arbitrary<Account[]> = fc.uniqueArray(account, {
  selector: ({ id }) => id,
  minLength: 1,
  maxLength: 9,
});

export function snapshotAt(n: number): fc.Arbitrary<CompleteSnapshot> {
  return accounts.map((list) => reading(list, hour(n)));
}

export const absence = fc.constantFrom("counts" as const, "proves nothing" as const);
