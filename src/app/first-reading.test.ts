// A directory that is read for the first time, with more accounts than are judged at once: nothing of what is kept hangs on the parts.
import { afterEach, expect, it } from "vitest";
import type { Account } from "../core/directory/account.ts";
import { type Accounts, accountsOf } from "../core/directory/accounts.ts";
import { completeSnapshot } from "../core/directory/snapshot.ts";
import { DAY } from "../core/time.ts";
import { keptHeadcounts } from "../core/wave/kept-headcounts.ts";
import { STORES } from "../stores/testing.ts";
import type { Store } from "./ports.ts";
import { takeReading } from "./take-reading.ts";
import { inMemory } from "./taker.ts";

const AT = Date.UTC(2026, 10, 30);
const MANY = 12_345;
const rules = { kind: "file", absence: "counts", departures: { demotion: false }, persons: { mapping: [] } } as const;

const STATUSES = ["active", "active", "active", "invited", "deactivated", "erased"] as const;

function accountAt(i: number): Account {
  const status = STATUSES[i % STATUSES.length] ?? "active";
  const attributes = { name: `N. ${i}`, email: `n${i}@acme.test`, team: `team ${i % 50}`, timezone: "Europe/Warsaw" };
  const updated = AT - ((i * 7919) % 1000) * DAY;
  const kind = i % 7 === 0 ? ("guest" as const) : i % 11 === 0 ? ("bot" as const) : ("human" as const);
  return { id: `U${i}`, status, updated, attributes: { ...attributes, kind } };
}

const list: Accounts = accountsOf(MANY, () => Array.from({ length: MANY }, (_, i) => accountAt(i)).values());

const reading = (takenAt: number) =>
  completeSnapshot({
    directory: "acme",
    startedAt: takenAt,
    takenAt,
    accounts: list,
    notes: [],
    endMarker: "end of file",
  });

let store: Store;
afterEach(() => store.close());

it.each(STORES)(
  "in $name: what is kept and told of all its parts is what a reading in one go says",
  async ({ open }) => {
    store = await open();
    const taker = inMemory(rules);
    const whole = await taker.take(reading(AT));
    const parted = await takeReading(store, reading(AT), rules);
    expect(parted.sweep).toEqual(whole.sweep);
    expect(parted.sweep.accounts).toBe(MANY);
    expect(parted.first).toBe(true);
    expect(parted.changes).toEqual(whole.changes);
    expect(parted.departures).toEqual(whole.departures);
    expect(parted.departures.length).toBeGreaterThan(1000);
    const { entries, ...state } = await store.roster("acme");
    const { entries: expected, ...after } = await taker.roster("acme");
    expect(state).toEqual(after);
    expect([...entries.values()].toSorted(byId)).toEqual([...expected.values()].toSorted(byId));
    expect(await store.headcounts("acme")).toEqual(keptHeadcounts(expected.values()));
    expect(await store.changes({ directory: "acme" })).toHaveLength(whole.changes.length);
    expect(await store.sweeps({ directory: "acme" })).toEqual([whole.sweep]);
    const again = await takeReading(store, reading(AT + DAY), rules);
    expect([again.sweep.health, again.changes, again.departures]).toEqual(["ok", [], []]);
  },
  120_000,
);

function byId(a: { readonly account: Account }, b: { readonly account: Account }): number {
  return a.account.id < b.account.id ? -1 : 1;
}

it("a list that breaks off in one of its later parts leaves nothing of those before it", async () => {
  const [{ open } = { open: undefined }] = STORES;
  if (open === undefined) throw new Error("There is no store to take it.");
  store = await open();
  const breaking = accountsOf(MANY, function* () {
    for (let i = 0; i < MANY; i++) {
      if (i === 11_000) throw new Error("no memory is left");
      yield accountAt(i);
    }
  });
  await expect(takeReading(store, { ...reading(AT), accounts: breaking }, rules)).rejects.toThrow("no memory is left");
  expect(await store.directories()).toEqual([]);
  expect(await store.sweeps({})).toEqual([]);
  expect((await store.roster("acme")).entries.size).toBe(0);
  expect((await takeReading(store, reading(AT), rules)).sweep.accounts).toBe(MANY);
}, 120_000);
