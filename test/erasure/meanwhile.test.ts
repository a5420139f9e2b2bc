// What goes on while somebody is let go of brings nobody back: a reading under way, events, another process's key.
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { retentionState } from "../../src/app/doctor.ts";
import { erase, findPerson, withNewKey } from "../../src/app/erase.ts";
import { withoutErasedIds } from "../../src/app/erased.ts";
import type { ReceivedEvent, Store } from "../../src/app/ports.ts";
import { type ReadingRules, takeReading } from "../../src/app/take-reading.ts";
import type { Account } from "../../src/core/directory/account.ts";
import { USUAL_RETENTION } from "../../src/core/disclosure/retention.ts";
import { openStore } from "../../src/wire/context.ts";
import { deactivate, DIRECTORY, hour, people, reading } from "../support/directory.ts";

const RULES: ReadingRules = { kind: "file", absence: "proves nothing", departures: { demotion: false } };
const ALL = people(4);
const clock = { now: () => hour(2), sleep: async () => {}, every: () => () => {} };

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-meanwhile-"));
  store = await openStore(join(folder, "rollcall.db"));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Another process. */
async function again(): Promise<void> {
  await store.close();
  store = await openStore(join(folder, "rollcall.db"));
}

async function eraseOne(id: string, from = store): Promise<void> {
  const found = await findPerson(from, id, undefined);
  if (found.found !== "one") throw new Error(found.found);
  await erase({ store: from, clock, destinations: [] }, found.accounts);
}

async function take(n: number, accounts: readonly Account[], rules = RULES) {
  return takeReading(store, reading(accounts, hour(n)), rules);
}

async function known(): Promise<string[]> {
  return [...(await store.roster(DIRECTORY)).entries.keys()].toSorted();
}

describe("a reading that had begun", () => {
  it("keeps nothing of whom another process erases before it is kept, and everything of the others", async () => {
    await take(1, ALL);
    const other = await openStore(join(folder, "rollcall.db"));
    let asked = 0;
    const readBack: ReadingRules["readBack"] = async (ids) => {
      // While the tool answers.
      if ((asked += 1) === 1) await eraseOne("U0", other);
      const left = deactivate(ALL, "U0", "U1").filter(({ id }) => ids.includes(id));
      return { accounts: left, at: hour(2) };
    };
    const { changes, departures } = await take(2, deactivate(ALL, "U0", "U1"), { ...RULES, readBack });
    expect(changes.map(({ account }) => account.id)).toEqual(["U1"]);
    expect(departures.flatMap(({ accounts }) => accounts.map(({ id }) => id))).toEqual(["U1"]);
    expect(await known()).toEqual(["U1", "U2", "U3"]);
    expect(await store.changes({ account: "U0" })).toEqual([]);
    await other.close();
  });
});

describe("events", () => {
  const event = (key: string, account: string, actor?: string): ReceivedEvent => ({
    key,
    directory: DIRECTORY,
    source: "http",
    type: "user_change",
    about: { account },
    receivedAt: hour(3),
    state: "waiting",
    tries: 0,
    dueAt: hour(3),
    ...(actor === undefined ? {} : { actor: { kind: "person", id: actor, name: "x" } }),
  });

  it("about somebody who stays out are not kept; about somebody who may begin anew only that the list is to be read", async () => {
    await take(1, ALL);
    await take(2, deactivate(ALL, "U1"));
    await eraseOne("U0");
    await eraseOne("U1");
    const events = [event("a", "U0"), event("b", "U1", "U2"), event("c", "U2", "U0"), event("d", "U3", "U2")];
    const kept = await withoutErasedIds(store, DIRECTORY, events);
    expect(kept.map(({ key }) => key)).toEqual(["b", "c", "d"]);
    expect(kept[0]?.about).toHaveProperty("directory");
    expect(kept.map(({ actor }) => actor)).toEqual([
      undefined,
      { kind: "person", id: "(erased)" },
      { kind: "person", id: "U2", name: "x" },
    ]);
    expect(JSON.stringify(kept)).not.toMatch(/U0|U1/);
    expect(await withoutErasedIds(store, "another", events)).toEqual(events);
  });
});

describe("without the key by which they are known", () => {
  const file = (name: string) => join(folder, `rollcall.db.${name}`);

  it("nothing is read, rather than that somebody comes back, and doctor can say so; put back, all is well", async () => {
    await take(1, ALL);
    await eraseOne("U0");
    renameSync(file("erasure-key"), file("elsewhere"));
    await again();
    await expect(take(2, ALL)).rejects.toMatchObject({
      code: "bad_secret",
      message: expect.stringContaining("rollcall.db.erasure-key is missing"),
    });
    expect(await retentionState({ store, clock }, USUAL_RETENTION)).toMatchObject({ tombstones: 1, unknown: 1 });
    // Another key is none of theirs either: nobody is erased by it as long as there are accounts of the other.
    await expect(eraseOne("U1")).rejects.toMatchObject({ code: "bad_secret" });
    expect(await known()).toEqual(["U1", "U2", "U3"]);
    renameSync(file("elsewhere"), file("erasure-key"));
    expect((await take(3, ALL)).changes).toEqual([]);
    expect(await known()).toEqual(["U1", "U2", "U3"]);
  });

  it("one may begin anew: whom it kept out is read again, on the record", async () => {
    await take(1, ALL);
    await eraseOne("U0");
    expect(await withNewKey({ store, clock })).toBe(0);
    rmSync(file("erasure-key"));
    await again();
    expect(await withNewKey({ store, clock })).toBe(1);
    expect((await store.records({ actions: ["erasure key lost"] }))[0]?.detail).toEqual({ tombstones: 1 });
    expect((await take(2, ALL)).changes.map(({ change, account }) => [change, account.id])).toEqual([["joined", "U0"]]);
    await eraseOne("U0");
    expect((await take(3, ALL)).changes).toEqual([]);
  });
});
