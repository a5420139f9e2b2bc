import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY } from "../core/time.ts";
import { openSqlite } from "../stores/sqlite.ts";
import { sweep } from "../stores/testing.ts";
import { lookAhead } from "./look-ahead.ts";
import type { Store } from "./ports.ts";
import { leavingsIn } from "./usual.ts";

const NOW = Date.UTC(2026, 10, 20, 12);

let store: Store;
/** How often departures were counted, and whether the store is to fail. */
let counted: number;
let fails: boolean;
let looks: (() => void) | undefined;
beforeEach(async () => {
  const opened = await openSqlite({ path: ":memory:" });
  [counted, fails] = [0, false];
  store = {
    ...opened,
    leavings: async (directory, span) => {
      counted++;
      if (fails) throw new Error("busy");
      return opened.leavings(directory, span);
    },
  };
});
afterEach(() => store.close());

const begin = (): (() => void) =>
  lookAhead({ store, clock: { now: () => NOW }, directories: ["a"], rules: {} }, (_, work) => {
    looks = work;
    return () => (looks = undefined);
  });
const asked = () => leavingsIn(store, "a", { from: NOW - 90 * DAY, to: NOW });

it("counts at once, and again when something has happened, before anybody asks", async () => {
  const end = begin();
  await expect.poll(() => counted).toBe(1);
  await asked();
  looks?.();
  await asked();
  expect(counted).toBe(1);
  await store.transaction((writer) => writer.putSweep(sweep("s-1", "a", NOW, true)));
  looks?.();
  await expect.poll(() => counted).toBe(2);
  await asked();
  expect(counted).toBe(2);
  end();
  expect(looks).toBeUndefined();
});

it("what fails is nobody's trouble but of those who ask, and is tried again", async () => {
  fails = true;
  begin();
  await expect.poll(() => counted).toBe(1);
  await expect(asked()).rejects.toThrow("busy");
  fails = false;
  const askedAnew = () => {
    looks?.();
    return asked();
  };
  await expect.poll(askedAnew).toEqual([]);
});
