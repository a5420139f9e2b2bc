// Events and sweeps on one fake workspace, driven step by step: what neither may lose nor invent.
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coverage } from "../../src/app/coverage.ts";
import { diagnose } from "../../src/app/doctor.ts";
import { createEar } from "../../src/app/ear.ts";
import { createInbox } from "../../src/app/inbox.ts";
import { settleEvents } from "../../src/app/settle-events.ts";
import { sweep } from "../../src/app/sweep.ts";
import { watch } from "../../src/app/watch.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { Secret } from "../../src/core/secret.ts";
import type { DirectoryEvent } from "../../src/core/directory/event.ts";
import { systemClock } from "../../src/clock.ts";
import { startReceivers } from "../../src/server/receivers.ts";
import { leavers, type WatchedWorkspace, workspacesOfTests } from "../support/workspace.ts";

const open = workspacesOfTests();

const about = (account: string, key: string): DirectoryEvent => ({ key, type: "user_change", about: { account } });

async function receive({ context, directory }: WatchedWorkspace, ...events: DirectoryEvent[]): Promise<void> {
  await createInbox(context, directory.id, "http", () => {})(events);
}

async function departed({ context }: WatchedWorkspace): Promise<{ id: string; reversed: boolean }[]> {
  const found = (await context.store.departures({})).filter(({ observed }) => observed);
  return found.map(({ accounts, reversed }) => ({ id: accounts[0]?.id ?? "", reversed: reversed !== undefined }));
}

const SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

const SWEEP = { details: { limit: 0 } } as const;

describe("an event", () => {
  it("has its account read, and the departure told with the event as what pointed there", async () => {
    const workspace = await open();
    const { context, directory, staff, slack: server } = workspace;
    const [id = ""] = staff(1);
    server.acts.deactivate(id);
    await receive(workspace, about(id, "Ev1"));
    const settling = await settleEvents(context, directory);
    expect(settling).toMatchObject({ events: 1, quarantined: 0, sweepFor: 0, more: false });
    expect(settling.departures.map(({ accounts }) => accounts[0]?.id)).toEqual([id]);
    expect(settling.changes[0]).toMatchObject({
      change: "deactivated",
      confirmed: true,
      evidence: { by: "flag", readBack: "agrees", event: { type: "user_change" } },
    });
    expect((await context.store.events({ state: "waiting" })).length).toBe(0);
    // The next sweep has nothing to add.
    expect(leavers(await workspace.sweep())).toEqual([]);
    expect(await departed(workspace)).toEqual([{ id, reversed: false }]);
  });

  it("that claims a departure which the account does not show changes nobody", async () => {
    const workspace = await open();
    const [id = ""] = workspace.staff(1);
    await receive(workspace, about(id, "Ev1"));
    expect(await settleEvents(workspace.context, workspace.directory)).toMatchObject({
      events: 1,
      changes: [],
      departures: [],
    });
    expect(await departed(workspace)).toEqual([]);
  });

  it("of somebody nobody knew yet is a join; of an id that Slack does not know, nothing", async () => {
    const workspace = await open();
    const { context, directory, slack: server } = workspace;
    const id = server.acts.invite();
    server.acts.join(id);
    await receive(workspace, about(id, "Ev1"), about("U0NOBODY", "Ev2"));
    const { changes } = await settleEvents(context, directory);
    expect(changes.map(({ change, account }) => [change, account.id])).toEqual([["joined", id]]);
    expect(await context.store.events({ state: "waiting" })).toEqual([]);
  });

  it("late, twice and in any order: the end state is the same (law 3)", async () => {
    const workspace = await open();
    const { context, directory, staff, slack: server } = workspace;
    const people = staff(4);
    for (const id of people.slice(0, 3)) server.acts.deactivate(id);
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3), fc.nat(2)), { minLength: 1, maxLength: 12 }),
        async (deliveries) => {
          round++;
          for (const [who, copy] of deliveries) {
            await receive(workspace, about(people[who] ?? "", `Ev${round}-${who}-${copy}`));
            if (copy === 0) await settleEvents(context, directory);
          }
          while ((await settleEvents(context, directory)).more);
        },
      ),
      { numRuns: 15 },
    );
    await receive(workspace, ...people.map((id, i) => about(id, `last ${i}`)));
    await settleEvents(context, directory);
    expect((await departed(workspace)).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      people
        .slice(0, 3)
        .toSorted()
        .map((id) => ({ id, reversed: false })),
    );
  });

  it("about our own access asks for a sweep and is settled by it, whatever comes of that", async () => {
    const workspace = await open();
    const { context, directory, slack: server } = workspace;
    await receive(workspace, { key: "Ev1", type: "tokens_revoked", about: { directory: "Tokens were revoked." } });
    const { sweepFor } = await settleEvents(context, directory);
    expect(sweepFor).toBe(1);
    server.revokeToken(server.token);
    await sweep(context, directory, SWEEP);
    expect(await context.store.events({ state: "waiting" })).toEqual([]);
  });
});

describe("a poison event", () => {
  it("is given up after five tries and shown, while the others go on; a sweep that lists the account settles it", async () => {
    const workspace = await open();
    const { context, directory, clock, staff, slack: server } = workspace;
    const [bad = "", ...others] = staff(3);
    const poisoned: typeof slack = {
      ...slack,
      readBack: async (reading, ids) => {
        const { accounts } = (await slack.readBack?.(reading, ids)) ?? { accounts: [] };
        const { RollcallError } = await import("../../src/core/errors.ts");
        const error = new RollcallError("malformed", "Slack, users.info: the answer holds no user object.");
        return {
          accounts: accounts.filter((account) => account.id !== bad),
          unread: ids.includes(bad) ? [{ id: bad, error }] : [],
        };
      },
    };
    const one = { ...directory, connector: poisoned };
    for (const id of others) server.acts.deactivate(id);
    await receive(workspace, about(bad, "Ev0"), ...others.map((id, i) => about(id, `Ev${i + 1}`)));
    let quarantined = 0;
    for (let tries = 0; tries < 5; tries++) {
      quarantined += (await settleEvents(context, one)).quarantined;
      await clock.sleep(HOUR);
    }
    expect(quarantined).toBe(1);
    expect((await departed(workspace)).map(({ id }) => id).toSorted()).toEqual(others.toSorted());
    expect(await context.store.events({ state: "quarantined" })).toMatchObject([
      { key: "Ev0", tries: 5, error: { code: "malformed" } },
    ]);
    await workspace.sweep();
    expect(await context.store.events({ state: "quarantined" })).toEqual([]);
  });
});

/** The connector, with something that happens once the pages have been read and before the sweep is compared. */
function duringTheSweep(happens: () => Promise<void>): typeof slack {
  return {
    ...slack,
    snapshot: async (reading) => {
      const snapshot = await slack.snapshot(reading);
      await happens();
      return snapshot;
    },
  };
}

describe("events during a sweep win over its pages", () => {
  it("who leaves after their page was read has left, and has not come back with that page", async () => {
    const workspace = await open();
    const { context, directory, staff, slack: server } = workspace;
    const [id = ""] = staff(1);
    const connector = duringTheSweep(async () => {
      server.acts.deactivate(id);
      await receive(workspace, about(id, "Ev1"));
      await settleEvents(context, directory);
    });
    const outcome = await sweep(context, { ...directory, connector }, SWEEP);
    expect(outcome.changes).toEqual([]);
    expect(await departed(workspace)).toEqual([{ id, reversed: false }]);
    await workspace.sweep();
    expect(await departed(workspace)).toEqual([{ id, reversed: false }]);
  });

  it("who comes back after their page was read does not leave with that page", async () => {
    const workspace = await open();
    const { context, directory, staff, slack: server } = workspace;
    const [id = ""] = staff(1);
    server.acts.deactivate(id);
    const connector = duringTheSweep(async () => {
      server.acts.reactivate(id);
      await receive(workspace, about(id, "Ev1"));
      await settleEvents(context, directory);
    });
    await sweep(context, { ...directory, connector }, SWEEP);
    expect(await departed(workspace)).toEqual([]);
  });

  it("an event that came before the sweep is settled by it; one that came during it is still read by itself", async () => {
    const workspace = await open();
    const { context, directory, staff } = workspace;
    const [first = "", second = ""] = staff(2);
    await receive(workspace, about(first, "Ev1"));
    const connector = duringTheSweep(() => receive(workspace, about(second, "Ev2")));
    await sweep(context, { ...directory, connector }, SWEEP);
    expect((await context.store.events({ state: "waiting" })).map(({ key }) => key)).toEqual(["Ev2"]);
  });

  it("a process that slept through its lease while events were read keeps nothing of what it read", async () => {
    const workspace = await open();
    const { context, directory, clock, staff, slack: server } = workspace;
    const [id = ""] = staff(1);
    server.acts.deactivate(id);
    await receive(workspace, about(id, "Ev1"));
    const connector: typeof slack = {
      ...slack,
      readBack: async (...asked) => {
        const answer = (await slack.readBack?.(...asked)) ?? { accounts: [], unread: [] };
        server.acts.reactivate(id);
        await clock.sleep(2 * MINUTE);
        await sweep({ ...context, holder: "another:2" }, directory, SWEEP);
        return answer;
      },
    };
    const woken = settleEvents({ ...context, holder: "halted:1" }, { ...directory, connector });
    await expect(woken).rejects.toMatchObject({ code: "leased" });
    expect(await departed(workspace)).toEqual([]);
  });
});

describe("somebody of another organisation, who is in a shared channel", () => {
  it("is no news, whatever events come about them, since the list does not hold them", async () => {
    const workspace = await open();
    const { context, directory, slack: server } = workspace;
    const strangers = [...server.world.members.values()].filter(({ sort }) => sort === "stranger");
    expect(strangers.length).toBeGreaterThan(0);
    await receive(workspace, ...strangers.map(({ id }) => about(id, `Ev${id}`)));
    for (let more = true; more;) {
      const settling = await settleEvents(context, directory);
      expect(settling.changes).toEqual([]);
      ({ more } = settling);
    }
    expect(await context.store.events({ state: "waiting" })).toEqual([]);
    expect(leavers(await workspace.sweep())).toEqual([]);
    expect(await departed(workspace)).toEqual([]);
  });
});

describe("what is said of events by those who look", () => {
  it("doctor says since when none could come, and why, until somebody listens again", async () => {
    const { context, directory, clock } = await open();
    expect((await diagnose(context, directory)).deaf).toBeUndefined();
    const ear = createEar(context, directory.id, "socket");
    ear.connected();
    await clock.sleep(HOUR);
    const since = clock.now();
    ear.disconnected("The app-level token was revoked.");
    await ear.beat();
    expect((await diagnose(context, directory)).deaf).toEqual({ since, why: "The app-level token was revoked." });
    await clock.sleep(MINUTE);
    ear.connected();
    await clock.sleep(MINUTE);
    await ear.beat();
    expect((await diagnose(context, directory)).deaf).toBeUndefined();
  });

  it("coverage begins with the first reading: before it there was nothing to cover", async () => {
    const { context, directory, clock } = await open();
    const [first] = await context.store.sweeps({});
    const until = clock.now() + HOUR;
    await clock.sleep(HOUR);
    const { spans } = await coverage(context.store, directory.id, 3 * HOUR, { since: until - 7 * DAY, until });
    expect(spans).toEqual([{ since: first?.startedAt, until, events: false, sweeps: true }]);
  });
});

describe("watching, with events posted over HTTP", () => {
  it("a departure is known within seconds, though the next sweep is an hour away", async () => {
    const workspace = await open({
      settings: { events: { http: { signingSecret: new Secret(SIGNING_SECRET, "the test"), path: "/slack/events" } } },
    });
    const { staff, slack: server } = workspace;
    const stop = new AbortController();
    const context = { ...workspace.context, clock: systemClock, signal: stop.signal };
    let port = 0;
    const watching = watch(context, [workspace.directory], {
      details: 0,
      receive: async (receivers) => {
        const opened = await startReceivers({
          receivers,
          host: "127.0.0.1",
          port: 0,
          clock: systemClock,
          tell: () => {},
        });
        port = opened.port;
        return opened;
      },
      tell: () => {},
    });
    try {
      await expect.poll(() => port).toBeGreaterThan(0);
      const post = async (account: string, key: string): Promise<number> => {
        const body = JSON.stringify({
          type: "event_callback",
          event_id: key,
          event: { type: "user_change", user: { id: account } },
        });
        const timestamp = String(Math.floor(Date.now() / 1000));
        const signature = `v0=${createHmac("sha256", SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest("hex")}`;
        const headers = { "x-slack-request-timestamp": timestamp, "x-slack-signature": signature };
        return (await fetch(`http://127.0.0.1:${port}/slack/events`, { method: "POST", headers, body })).status;
      };
      // The first sweep of the watch goes first; what follows is found by events alone.
      await expect.poll(async () => (await context.store.sweeps({})).length).toBeGreaterThan(1);
      const [id = ""] = staff(1);
      server.acts.deactivate(id);
      expect(await post(id, "Ev1")).toBe(200);
      expect(await post(id, "Ev1")).toBe(200);
      await expect.poll(() => departed(workspace), { timeout: 5000 }).toEqual([{ id, reversed: false }]);
      expect((await context.store.events({})).map(({ key, state }) => [key, state])).toEqual([["Ev1", "settled"]]);
      const [span] = await context.store.listening({});
      expect(span).toMatchObject({ directory: "acme", source: "http" });
    } finally {
      stop.abort();
      await watching;
    }
  });
});
