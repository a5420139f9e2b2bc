import { afterEach, beforeEach, expect, it } from "vitest";
import { openSqlite } from "../stores/sqlite.ts";
import { account, sweep } from "../stores/testing.ts";
import type { Store } from "./ports.ts";
import { remembered } from "./remembered.ts";
import { peopleIn } from "./usual.ts";

let store: Store;
let made: number;
beforeEach(async () => {
  store = await openSqlite({ path: ":memory:" });
  made = 0;
});
afterEach(() => store.close());

const count = (directory = "a", when = 1): Promise<number> =>
  remembered(store, { directory, what: "count", when }, async () => ++made);

it("what is counted of a directory is counted once, until something happens in it or its time is over", async () => {
  expect([await count(), await count(), await count("b")]).toEqual([1, 1, 2]);
  await store.transaction((writer) => writer.record({ at: 1, action: "view", detail: {} }));
  expect(await count()).toBe(1);
  await store.transaction((writer) => writer.putSweep(sweep("s-1", "a", 10, true)));
  expect([await count(), await count("b")]).toEqual([3, 2]);
  expect(await count("a", 2)).toBe(4);
});

it("what could not be counted is counted again", async () => {
  const failing = remembered(store, { directory: "a", what: "count" }, () => Promise.reject(new Error("busy")));
  await expect(failing).rejects.toThrow("busy");
  expect(await remembered(store, { directory: "a", what: "count" }, async () => ++made)).toBe(1);
});

it("people who are let go of between two readings are not counted from before", async () => {
  await store.transaction(async (writer) => {
    await writer.putDirectory({ directory: "a", kind: "file" });
    await writer.putEntries("a", [account("U1", "active"), account("U2", "active")]);
  });
  expect(await peopleIn(store, "a")).toEqual([{ kind: "human", value: null, count: 2 }]);
  await store.transaction(async (writer) => {
    await writer.deleteAccounts("a", ["U1"]);
    await writer.bury("a", [{ id: "U1", inUse: true }], "erased", "2026-01-05");
  });
  expect(await peopleIn(store, "a")).toEqual([{ kind: "human", value: null, count: 1 }]);
});
