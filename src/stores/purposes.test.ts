import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../app/ports.ts";
import { lastPurpose, recordPurpose } from "../app/purpose.ts";
import type { PurposeRecord } from "../core/disclosure/purpose.ts";
import { virtualClock } from "../http/testing.ts";
import { STORES } from "./testing.ts";

const record: PurposeRecord = {
  purpose: { text: "Verify off-boarding", authorisedBy: "CISO", contact: "it@example.com", agreement: "WA 7" },
  audiences: [
    { sees: "counts", alias: "council", who: "Works council", readers: "authorised" },
    { sees: "named", alias: "identity", who: "Identity team", reason: "verify off-boarding", until: "2027-02-24" },
  ],
  destinations: [{ name: "hr", kind: "slack", audience: "identity" }],
  directories: [{ alias: "acme", kind: "slack", reads: ["names"] }],
  counts: { headcount: "acme", cadence: 1, settle: 2, k: 5, anyone: 10 },
  retention: [{ what: "accounts", kept: "as long as the store" }],
};

describe.each(STORES)("the purpose record in $name", ({ open }) => {
  const clock = virtualClock();
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  it("has a version for each time that the settings said otherwise, with an entry in the log, and none besides", async () => {
    expect(await lastPurpose(store)).toBeUndefined();
    expect(await recordPurpose({ store, clock }, record)).toMatchObject({ version: 1, first: true });
    expect(await recordPurpose({ store, clock }, structuredClone(record))).toBeUndefined();
    await clock.sleep(5);
    const other = { ...record, purpose: null, counts: null };
    expect(await recordPurpose({ store, clock }, other)).toEqual({
      version: 2,
      changed: ["purpose", "counts"],
      first: false,
    });
    expect(await recordPurpose({ store, clock }, record)).toMatchObject({ version: 3 });
    const all = await store.purposes({});
    expect(all.map(({ version, record: of }) => [version, of])).toStrictEqual([
      [3, record],
      [2, other],
      [1, record],
    ]);
    const entries = await store.records({});
    expect(entries.map(({ action, detail }) => [action, detail["version"], detail["changed"]])).toEqual([
      ["purpose", 3, "purpose, counts"],
      ["purpose", 2, "purpose, counts"],
      ["purpose", 1, "purpose, audiences, destinations, directories, counts, retention"],
    ]);
    expect(entries.map(({ detail }) => detail["digest"])).toEqual(all.map(({ digest }) => digest));
    // No values.
    expect(JSON.stringify(entries)).not.toMatch(/Identity team|it@example|2027-02-24/);
  });

  it("takes no second version of the same number, and keeps neither it nor its entry", async () => {
    await recordPurpose({ store, clock }, record);
    const [kept] = await store.purposes({});
    if (kept === undefined) throw new Error("nothing was recorded");
    const again = store.transaction(async (writer) => {
      await writer.record({ at: 1, action: "purpose", detail: {} });
      await writer.addPurpose({ ...kept, record: { ...record, purpose: null } });
    });
    await expect(again).rejects.toThrow("UNIQUE constraint failed");
    expect(await store.purposes({})).toStrictEqual([kept]);
    expect(await store.records({})).toHaveLength(1);
  });
});
