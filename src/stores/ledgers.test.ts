import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../app/ports.ts";
import { ledgerFrom, openLedger, openOver, released, releasedOver, storedOf } from "../core/ledger/ledger.ts";
import { settledLeavers } from "../core/ledger/settled.ts";
import { partition } from "../core/ledger/units.ts";
import { DAY } from "../core/time.ts";
import { account, STORES } from "./testing.ts";

const MADE = Date.UTC(2026, 0, 5);

/** Two units of 40 people. */
function kept() {
  const members = Array.from({ length: 80 }, (_, i) => ({
    id: `U${i}`,
    team: i < 40 ? "Sales" : null,
    place: i < 40 ? "Oslo" : "Lima",
  }));
  const made = partition("a", members, { k: 10, target: 40 });
  return { ...made, madeAt: MADE, since: new Map([...made.unitOf.keys()].map((id, i) => [id, MADE + i] as const)) };
}

function ledgers() {
  const base = kept();
  const departures = Array.from({ length: 20 }, (_, i) => ({
    id: `d-${i}`,
    at: { notBefore: MADE, notAfter: MADE + 1 },
    accounts: [{ directory: "a", id: `U${i}` }],
    change: "deactivated" as const,
    confirmed: true,
    observed: true,
    lastKnown: { location: null, locationFrom: null },
  }));
  const authorised = released(openLedger(base.units, 5), settledLeavers([base], departures, { at: MADE + 2 * DAY }));
  return { authorised, anyone: releasedOver(openOver(openLedger(base.units, 5), 10), authorised) };
}

describe.each(STORES)("counts in $name", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  it("a partition is given back with who is in which unit, and since when they count", async () => {
    const base = kept();
    expect(base.units).toHaveLength(2);
    expect(await store.counted()).toEqual([]);
    await store.transaction((writer) => writer.addPartition(0, base));
    expect(await store.partitions("a")).toStrictEqual([base]);
    expect(await store.partitions("b")).toEqual([]);
    expect(await store.counted()).toStrictEqual([{ directory: "a", since: MADE }]);
  });

  it("a second partition of the same number, and somebody in two units, are refused and leave nothing", async () => {
    const base = kept();
    await store.transaction((writer) => writer.addPartition(0, base));
    await expect(store.transaction((writer) => writer.addPartition(0, base))).rejects.toThrow(
      "UNIQUE constraint failed",
    );
    await expect(store.transaction((writer) => writer.addPartition(1, base))).rejects.toThrow(
      "UNIQUE constraint failed",
    );
    expect(await store.partitions("a")).toStrictEqual([base]);
  });

  it("who joined later waits until they are in a unit, and is noted once", async () => {
    const ids = ["U1", "V1", "V2"];
    const joiners = [
      { id: "V2", team: null, place: "Oslo", since: MADE + 1 },
      { id: "V1", team: "Sales", place: null, since: MADE + 2 },
    ];
    await store.transaction(async (writer) => {
      await writer.addPartition(0, kept());
      await writer.putEntries("a", [...ids.map((id) => account(id, "active")), account("V3", "deactivated")]);
    });
    expect(await store.unitless("a")).toEqual(["V1", "V2"]);
    await store.transaction((writer) => writer.addJoiners("a", joiners));
    expect(await store.unitless("a")).toEqual([]);
    expect(await store.waitingJoiners("a")).toStrictEqual(joiners);
    expect(await store.waitingJoiners("b")).toEqual([]);
    await expect(store.transaction((writer) => writer.addJoiners("a", joiners.slice(1)))).rejects.toThrow(
      "UNIQUE constraint failed",
    );
    const [first] = joiners.map(({ id, since }) => [id, since] as const);
    if (first === undefined) throw new Error("nobody joined");
    const units = [{ id: "u-v", name: "Joined later", parts: [], headcount: 80 }];
    const later = {
      directory: "a",
      units,
      madeAt: MADE + 9,
      unitOf: new Map([["V2", "u-v"]]),
      since: new Map([first]),
    };
    await store.transaction((writer) => writer.addPartition(1, later));
    expect(await store.waitingJoiners("a")).toStrictEqual(joiners.slice(1));
    expect((await store.partitions("a"))[1]).toStrictEqual(later);
  });

  it("both ledgers are given back as they were put last, and go on the same", async () => {
    const { authorised, anyone } = ledgers();
    expect(authorised.published.get(authorised.units[1]?.id ?? "")?.value).toBe(20);
    const blank = storedOf(openLedger(kept().units, 5));
    await store.transaction(async (writer) => {
      await writer.putLedger("a", "authorised", blank);
      await writer.putLedger("a", "authorised", storedOf(authorised));
      await writer.putLedger("a", "anyone", storedOf(anyone));
    });
    const [first, second] = [await store.ledger("a", "authorised"), await store.ledger("a", "anyone")];
    if (first === undefined || second === undefined) throw new Error("a ledger is gone");
    expect(ledgerFrom("departures", first)).toStrictEqual(authorised);
    expect(ledgerFrom("ledger", second)).toStrictEqual(anyone);
    expect(await store.ledger("b", "anyone")).toBeUndefined();
  });

  it("every release is kept as it was made, and none is made twice", async () => {
    const { authorised } = ledgers();
    const blank = storedOf(openLedger(kept().units, 5));
    await store.transaction(async (writer) => {
      await writer.addRelease("a", "authorised", blank);
      await writer.addRelease("a", "authorised", storedOf(authorised));
    });
    await expect(store.transaction((writer) => writer.addRelease("a", "authorised", blank))).rejects.toThrow(
      "UNIQUE constraint failed",
    );
    expect(await store.releases("a", "authorised")).toStrictEqual([blank, storedOf(authorised)]);
    expect(await store.releases("a", "anyone")).toEqual([]);
    const { release } = storedOf(authorised);
    expect(await store.release("a", "authorised", release)).toStrictEqual(storedOf(authorised));
    expect(await store.release("a", "authorised", 0)).toStrictEqual(blank);
    expect(await store.release("a", "authorised", release + 1)).toBeUndefined();
    expect(await store.release("a", "anyone", release)).toBeUndefined();
    expect(await store.release("b", "authorised", release)).toBeUndefined();
  });

  it("a ledger that is of another form is damage, and no count", async () => {
    const { authorised } = ledgers();
    const broken = { ...storedOf(authorised), k: Number.NaN };
    await store.transaction((writer) => writer.putLedger("a", "authorised", broken));
    await expect(store.ledger("a", "authorised")).rejects.toMatchObject({ code: "store_damaged" });
  });
});
