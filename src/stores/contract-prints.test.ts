// What every store has to keep of prints: when one stands, when it goes, and that no directory sees another's.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../app/ports.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { account, STORES } from "./testing.ts";

const A = "00000000000000aa";
const B = "00000000000000bb";

describe.each(STORES)("prints in $name", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const put = (entries: readonly RosterEntry[], prints: Readonly<Record<string, string>> = {}) =>
    store.transaction((writer) => writer.putEntries("a", entries, new Map(Object.entries(prints))));
  const printsOf = async (directory = "a") => (await store.prints(directory))?.lines.split("\n").toSorted() ?? [];
  const one = account("U1", "active");

  it("stand beside entries, whatever the id, and are given back with them", async () => {
    const ids = ["U1", "U 2", "ü3", "00", "x".repeat(40)];
    await put(
      ids.map((id) => account(id, "active")),
      Object.fromEntries(ids.map((id) => [id, A])),
    );
    expect(await printsOf()).toEqual(ids.map((id) => `${A}${id}`).toSorted());
    expect(await store.printed("a")).toEqual({ count: 5, unprinted: [] });
    expect([await store.printed("b"), await store.prints("b")]).toEqual([{ count: 0, unprinted: [] }, undefined]);
  });

  it("are given some at a time, each once", async () => {
    const ids = Array.from({ length: 26 }, (_, i) => `U${i}`);
    await put(
      ids.map((id) => account(id, "active")),
      Object.fromEntries(ids.map((id) => [id, B])),
    );
    const seen: string[] = [];
    let times = 0;
    for (let some = await store.prints("a", undefined, 10); some !== undefined;) {
      seen.push(...some.lines.split("\n"));
      times++;
      some = await store.prints("a", some.last, 10);
    }
    expect(times).toBe(3);
    expect(seen.toSorted()).toEqual(ids.map((id) => `${B}${id}`).toSorted());
  });

  it("are put beside entries that are there, and replace the one before", async () => {
    await put([one, account("U2", "active")], { U1: A });
    await store.transaction((writer) =>
      writer.putPrints(
        "a",
        new Map([
          ["U1", B],
          ["U2", A],
          ["nobody", A],
        ]),
      ),
    );
    expect(await printsOf()).toEqual([`${A}U2`, `${B}U1`]);
  });

  it.each<readonly [string, RosterEntry]>([
    ["another status", account("U1", "deactivated")],
    ["another attribute", { ...one, account: { ...one.account, attributes: { name: "another" } } }],
    ["another kind", { ...one, account: { ...one.account, attributes: { ...one.account.attributes, kind: "bot" } } }],
    ["a removal that waits", { ...one, pending: { change: "removed", at: { notBefore: 1, notAfter: 2 }, told: true } }],
    ["an end", { ...one, presence: "removed" }],
  ])("go with %s that is written", async (_, entry) => {
    await put([one, account("U2", "active")], { U1: A, U2: A });
    await put([entry]);
    expect(await printsOf()).toEqual([`${A}U2`]);
    expect(await store.printed("a")).toEqual({ count: 1, unprinted: entry.presence === "present" ? ["U1"] : [] });
    // Nor do they come back with what it said before.
    await put([one]);
    expect(await store.printed("a")).toEqual({ count: 1, unprinted: ["U1"] });
  });

  it("stay where the entry says what it said, and only a time is another", async () => {
    await put([one], { U1: A });
    await put([{ ...one, detailsAt: 7, account: { ...one.account, updated: 5 } }]);
    expect(await printsOf()).toEqual([`${A}U1`]);
  });

  it("go where they are of another key, and where the account does", async () => {
    const key = { key: "k", reader: "1.0 slack" };
    await put([one, account("U2", "active")], { U1: A, U2: A });
    await store.transaction((writer) => writer.deleteAccounts("a", ["U1"]));
    expect(await printsOf()).toEqual([`${A}U2`]);
    expect(await store.printKey("a")).toBeUndefined();
    await store.transaction((writer) => writer.putPrintKey("a", key));
    expect(await store.printKey("a")).toStrictEqual(key);
    expect(await store.printed("a")).toEqual({ count: 0, unprinted: ["U2"] });
    await store.transaction((writer) => writer.putPrintKey("a", { ...key, reader: "1.1 slack" }));
    expect(await store.printKey("a")).toStrictEqual({ ...key, reader: "1.1 slack" });
    expect(await store.printKey("b")).toBeUndefined();
  });

  it("are gone with a transaction that failed", async () => {
    const failing = store.transaction(async (writer) => {
      await writer.putEntries("a", [one], new Map([["U1", A]]));
      throw new Error("killed");
    });
    await expect(failing).rejects.toThrow("killed");
    expect(await store.printed("a")).toEqual({ count: 0, unprinted: [] });
  });

  it("how many people are where stands until an entry is written or an account goes", async () => {
    const counts = { staff: { total: 2, of: { "team:Blue": 2 } }, guests: { total: 0, of: {} } };
    const keep = () => store.transaction((writer) => writer.putHeadcounts("a", counts));
    await put([one]);
    await keep();
    expect(await store.headcounts("a")).toStrictEqual(counts);
    expect(await store.headcounts("b")).toBeUndefined();
    await put([]);
    expect(await store.headcounts("a")).toStrictEqual(counts);
    await put([one]);
    expect(await store.headcounts("a")).toBeUndefined();
    await keep();
    await store.transaction((writer) => writer.deleteAccounts("a", ["U1"]));
    expect(await store.headcounts("a")).toBeUndefined();
  });
});
