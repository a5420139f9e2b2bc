import { afterEach, describe, expect, it } from "vitest";
import type { Connector, Store } from "../../app/ports.ts";
import { sweep } from "../../app/sweep.ts";
import type { CompleteSnapshot } from "../../core/directory/snapshot.ts";
import { HOUR, MINUTE } from "../../core/time.ts";
import { virtualClock } from "../../http/testing.ts";
import { contextOf, openStore } from "../../wire/context.ts";
import { createWorld, type FakeSlack, startFakeSlack } from "./fake/index.ts";
import { slack } from "./index.ts";
import { readingAt } from "./testing.ts";

const ACCOUNTS = 120;
const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function workspace(...more: readonly string[]): Promise<FakeSlack> {
  return served({}, more);
}

/** @param workspaces of an organisation */
async function served({ workspaces }: { readonly workspaces?: number }, more: readonly string[]): Promise<FakeSlack> {
  const world = createWorld({
    seed: 5,
    accounts: ACCOUNTS,
    now: clock.now(),
    projectChannels: 1,
    deactivated: 0.2,
    ...(workspaces === undefined ? {} : { workspaces }),
  });
  const fake = await startFakeSlack({
    world,
    now: clock.now,
    scopes: ["users:read", "users:read.email", ...more],
  });
  open.push(() => fake.close());
  return fake;
}

/** The production sweep into a store of its own, in pages of 50. @param isLean whether what has not changed may be left unparsed */
async function watched(fake: FakeSlack, isLean: boolean, settings: object = {}) {
  const store = await openStore();
  open.push(() => store.close());
  const { http, ...reading } = readingAt(fake.url, {
    token: fake.token,
    pace: { perMinute: 100, pageSize: 50 },
    ...settings,
  });
  let last: CompleteSnapshot | undefined;
  const connector: Connector<(typeof reading)["settings"]> = {
    ...slack,
    snapshot: async ({ known, ...one }) => {
      const snapshot = await slack.snapshot(isLean && known !== undefined ? { ...one, known } : one);
      last = snapshot.complete ? snapshot : undefined;
      return snapshot;
    },
  };
  const directory = {
    id: "acme",
    connector: connector as Connector,
    settings: reading.settings,
    rules: { demotion: false },
    every: HOUR,
  };
  const context = contextOf({ store, clock, http, progress: () => undefined });
  return {
    store,
    read: async () => {
      const { sweep: seen, changes, departures } = await sweep(context, directory, { details: { limit: 0 } });
      return {
        health: seen.health,
        accounts: seen.accounts,
        reasons: seen.reasons,
        changes: changes.map(({ change, account }) => `${change} ${account.id}`).toSorted(),
        departures: departures.length,
        unparsed: last?.unchanged?.size ?? 0,
      };
    },
  };
}

/** Two stores, one that parses everything; at each reading they have to find the same, and hold the same. */
async function watchedTwice(fake: FakeSlack, settings: object = {}) {
  const [lean, full] = [await watched(fake, true, settings), await watched(fake, false, settings)];
  return async () => {
    await clock.sleep(10 * MINUTE);
    const [{ unparsed, ...seen }, { unparsed: none, ...other }] = [await lean.read(), await full.read()];
    expect(seen).toEqual(other);
    expect(none).toBe(0);
    expect(await kept(lean.store)).toEqual(await kept(full.store));
    return { ...seen, unparsed };
  };
}

async function kept(store: Store): Promise<unknown> {
  const { entries, last } = await store.roster("acme");
  return { accounts: last?.accounts, entries: [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)) };
}

function idsOf(fake: FakeSlack): string[] {
  return [...fake.world.members.values()]
    .filter(({ sort, state, role }) => sort === "person" && state === "active" && role === "member")
    .map(({ id }) => id);
}

describe("accounts whose records have not changed", () => {
  it("are not parsed, and nothing else comes of it: the same changes, the same departures, the same store", async () => {
    const fake = await workspace();
    const both = await watchedTwice(fake);
    expect((await both()).unparsed).toBe(0);
    // What the first reading has seen is settled by it; guests, who name whoever invited them, are parsed each time.
    const { unparsed } = await both();
    expect(unparsed).toBeGreaterThan(0.9 * ACCOUNTS);
    const [one = "", two = "", three = ""] = idsOf(fake);
    fake.acts.deactivate(one);
    fake.acts.deactivate(two);
    expect(await both()).toMatchObject({ departures: 2, unparsed: unparsed - 2 });
    fake.acts.reactivate(one);
    fake.acts.deactivate(three);
    expect(await both()).toMatchObject({ departures: 2, accounts: ACCOUNTS });
    expect((await both()).unparsed).toBeGreaterThan(unparsed - 4);
  });

  it("are listed by the attempt that reached the end, where the cursor was dropped on the way", async () => {
    const fake = await workspace();
    const { read } = await watched(fake, true);
    await read();
    await clock.sleep(10 * MINUTE);
    const { unparsed } = await read();
    await clock.sleep(10 * MINUTE);
    fake.fault({ method: "users.list", kind: "ok_false", page: 3, error: "invalid_cursor", times: 1 });
    const seen = await read();
    expect(seen).toMatchObject({ health: "ok", accounts: ACCOUNTS, unparsed, changes: [] });
    expect(seen.reasons.join()).toContain("read again from page 1");
  });

  it("nor are those who are in what they were in; whoever comes or goes is, and so is everybody of a channel that ends", async () => {
    const fake = await workspace("channels:read", "groups:read", "usergroups:read");
    const settings = { channels: true, groups: true, pace: { perMinute: 100_000, pageSize: 50 } };
    const both = await watchedTwice(fake, settings);
    await both();
    const { unparsed } = await both();
    expect(unparsed).toBeGreaterThan(0.9 * ACCOUNTS);
    const channels = [...fake.world.channels.values()].filter(({ isArchived }) => !isArchived);
    const [one = "", two = ""] = idsOf(fake);
    const others = channels.find(({ members }) => ![...members].some(({ id }) => id === one));
    const theirs = channels.find(({ members }) => [...members].some(({ id }) => id === two));
    fake.acts.joinChannel(one, others?.id ?? "");
    fake.acts.leaveChannel(two, theirs?.id ?? "");
    expect(await both()).toMatchObject({ unparsed: unparsed - 2, changes: [`left_channel ${two}`] });
    const [small] = channels
      .filter(({ members }) => members.size > 5 && members.size < ACCOUNTS / 2)
      .toSorted((a, b) => a.members.size - b.members.size);
    const many = small?.members.size ?? 0;
    fake.acts.archiveChannel(small?.id ?? "");
    const ended = await both();
    expect(ended.changes).toEqual([]);
    expect(ended.unparsed).toBeLessThanOrEqual(unparsed - many);
    const [, , three = ""] = idsOf(fake);
    fake.acts.deactivate(three);
    expect(await both()).toMatchObject({ departures: 1 });
    expect((await both()).unparsed).toBeGreaterThan(unparsed - 3);
  });

  it("are told with an organisation's token by all their records, whatever happens in one workspace", async () => {
    const fake = await served({ workspaces: 3 }, ["team:read", "channels:read", "usergroups:read"]);
    const settings = { channels: true, groups: true, pace: { perMinute: 100_000, pageSize: 50 } };
    const both = await watchedTwice(fake, settings);
    await both();
    const { unparsed } = await both();
    expect(unparsed).toBeGreaterThan(0.9 * ACCOUNTS);
    const inTwo = [...fake.world.members.values()].filter(
      ({ sort, state, workspaces }) => sort === "person" && state === "active" && workspaces.length === 2,
    );
    const [one, two, three] = inTwo;
    if (one === undefined || two === undefined || three === undefined)
      throw new Error("Too few are in two workspaces.");
    fake.acts.removeFromWorkspace(one.id, one.workspaces[0] ?? "");
    expect(await both()).toMatchObject({ unparsed: unparsed - 1, departures: 0 });
    fake.acts.deactivate(two.id);
    const many = [...fake.world.channels.values()].find(({ members }) =>
      [...members].some(({ id }) => id === three.id),
    );
    fake.acts.leaveChannel(three.id, many?.id ?? "");
    expect(await both()).toMatchObject({ unparsed: unparsed - 2, departures: 1 });
    // The list of one workspace is not read to its end, and nothing comes of the others.
    fake.fault({ method: "users.list", kind: "ok_false", page: 1, error: "team_access_not_granted", times: 2 });
    expect(await both()).toMatchObject({ changes: [], departures: 0 });
    expect((await both()).unparsed).toBe(unparsed);
  });

  it("are parsed where the channels could not be read this time, and nothing is thrown away for it", async () => {
    const fake = await workspace("channels:read", "groups:read");
    const { read } = await watched(fake, true, { channels: true, pace: { perMinute: 100_000, pageSize: 50 } });
    await read();
    await clock.sleep(10 * MINUTE);
    const { unparsed } = await read();
    expect(unparsed).toBeGreaterThan(0);
    await clock.sleep(10 * MINUTE);
    fake.fault({ method: "conversations.list", kind: "ok_false", error: "missing_scope" });
    expect(await read()).toMatchObject({ accounts: ACCOUNTS, unparsed: 0, changes: [] });
    await clock.sleep(10 * MINUTE);
    expect(await read()).toMatchObject({ unparsed, changes: [] });
  });
});
