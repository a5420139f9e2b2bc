import { describe, expect, expectTypeOf, it } from "vitest";
import { compare } from "../../src/core/directory/compare.ts";
import type { Health } from "../../src/core/directory/health.ts";
import { advance } from "../../src/core/directory/roster.ts";
import {
  completeSnapshot,
  type CompleteSnapshot,
  type PartialSnapshot,
  type Snapshot,
} from "../../src/core/directory/snapshot.ts";
import { takeReading } from "../../src/app/take-reading.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { deactivate, DIRECTORY, hour, noRoster, people, reading } from "../support/directory.ts";

const staff = people(30);

function partial(n: number, health: PartialSnapshot["health"]): PartialSnapshot {
  const times = { startedAt: hour(n), takenAt: hour(n) };
  return {
    directory: DIRECTORY,
    ...times,
    notes: [],
    complete: false,
    health,
    reason: "Page 2 did not come.",
    accountsRead: 15,
  };
}

describe("by type", () => {
  it("only a complete snapshot can be compared, or go into the roster", () => {
    expectTypeOf(compare).parameter(1).toEqualTypeOf<CompleteSnapshot>();
    expectTypeOf(advance).parameter(1).toEqualTypeOf<CompleteSnapshot>();
    expectTypeOf<PartialSnapshot>().not.toExtend<CompleteSnapshot>();
    expectTypeOf<Snapshot>().not.toExtend<CompleteSnapshot>();

    // Never run: what must not compile is the claim, and the type check fails where it does.
    const forbidden = (snapshot: Snapshot): unknown[] => [
      // @ts-expect-error a partial snapshot cannot be compared
      compare(noRoster(), partial(1, "unreachable"), "counts"),
      // @ts-expect-error a snapshot that may be partial cannot be compared
      compare(noRoster(), snapshot, "counts"),
      snapshot.complete && compare(noRoster(), snapshot, "counts"),
    ];
    expect(forbidden).toBeTypeOf("function");
  });

  it("an incomplete snapshot holds no accounts that anybody could compare", () => {
    expectTypeOf<PartialSnapshot>().not.toHaveProperty("accounts");
    expectTypeOf<PartialSnapshot["health"]>().toEqualTypeOf<Exclude<Health, "ok" | "empty" | "ids_replaced">>();
  });

  it("nobody makes a complete snapshot but by naming the tool's end marker", () => {
    const read = { directory: DIRECTORY, startedAt: hour(0), takenAt: hour(0), notes: [], accounts: staff };
    const forbidden = (): CompleteSnapshot[] => [
      // @ts-expect-error without the end marker it may be a part
      completeSnapshot(read),
      // @ts-expect-error saying that it is complete does not make it so
      { ...read, complete: true },
    ];
    expect(forbidden).toBeTypeOf("function");
    expectTypeOf(completeSnapshot({ ...read, endMarker: "next_cursor is empty" })).toEqualTypeOf<CompleteSnapshot>();
  });
});

describe("in the store", () => {
  const rules = { kind: "file", absence: "counts", departures: { demotion: false } } as const;

  it.each(["short", "unauthorised", "scope_lost", "wrong_workspace", "malformed", "unreachable"] as const)(
    "a reading that ended early (%s) is recorded, and roster, changes and departures stay as they were",
    async (health) => {
      const store = await openSqlite({ path: ":memory:" });
      try {
        await takeReading(store, reading(staff, hour(0)), rules);
        const before = await Promise.all([
          store.directory(DIRECTORY),
          store.roster(DIRECTORY),
          store.changes({}),
          store.departures({}),
        ]);

        const { sweep, changes, departures } = await takeReading(store, partial(1, health), rules);
        expect({ health: sweep.health, complete: sweep.complete, changes, departures }).toEqual({
          health,
          complete: false,
          changes: [],
          departures: [],
        });
        const after = await Promise.all([
          store.directory(DIRECTORY),
          store.roster(DIRECTORY),
          store.changes({}),
          store.departures({}),
        ]);
        expect(after).toEqual(before);

        const next = await takeReading(store, reading(deactivate(staff, "U3"), hour(2)), rules);
        expect(next.changes).toMatchObject([{ change: "deactivated", at: { notBefore: hour(0), notAfter: hour(2) } }]);
      } finally {
        await store.close();
      }
    },
  );

  it("nor does one make a baseline", async () => {
    const store = await openSqlite({ path: ":memory:" });
    try {
      expect((await takeReading(store, partial(0, "unreachable"), rules)).first).toBe(true);
      const first = await takeReading(store, reading(staff, hour(1)), rules);
      expect({ first: first.first, changes: first.changes }).toEqual({ first: true, changes: [] });
    } finally {
      await store.close();
    }
  });
});
