import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Context } from "../../src/app/context.ts";
import { createDelivering } from "../../src/app/delivering.ts";
import type { Directory } from "../../src/app/directory.ts";
import { watch, type WatchEvent } from "../../src/app/watch.ts";
import { fastClock, systemClock } from "../../src/clock.ts";
import { createWorld, type FakeSlack, startFakeSlack } from "../../src/connectors/slack/fake/index.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import { HOUR, type Instant, MINUTE } from "../../src/core/time.ts";
import { withServer } from "../../src/http/testing.ts";
import { contextOf, openStore } from "../../src/wire/context.ts";
import { countingDestination, toldIn } from "../support/destination.ts";

const START = Date.UTC(2026, 10, 23, 8);
/** Five minutes in 50 milliseconds. */
const SPEED = 6000;

interface Watched {
  readonly workspace: FakeSlack;
  readonly context: Context;
  readonly directory: Directory;
  readonly now: () => Instant;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function workspaceOnFastClock(destinations: Context["destinations"]): Promise<Watched> {
  const clock = fastClock(START, SPEED);
  const workspace = await startFakeSlack({
    world: createWorld({ seed: 3, accounts: 120, now: START }),
    now: clock.now,
    rateLimits: false,
  });
  const store = await openStore();
  closing.push(async () => {
    await workspace.close();
    await store.close();
  });
  return {
    workspace,
    now: clock.now,
    context: contextOf({ store, clock, destinations, progress: () => {} }),
    directory: {
      id: "acme",
      connector: slack,
      settings: {
        token: new Secret(workspace.token, "the test"),
        api: workspace.url,
        allowScopes: ["chat:write", "channels:read", "groups:read", "usergroups:read", "users.profile:read"],
      },
      rules: { demotion: false },
      every: 5 * MINUTE,
    },
  };
}

/** Watches until `until` holds, and ends the watching as SIGTERM does. */
async function watchUntil(
  { context, directory }: Watched,
  until: () => boolean,
  heartbeat?: string,
): Promise<readonly WatchEvent[]> {
  const stop = new AbortController();
  const events: WatchEvent[] = [];
  const watching = watch({ ...context, signal: stop.signal }, [directory], {
    details: 0,
    tell: (event) => events.push(event),
    ...(heartbeat === undefined ? {} : { heartbeat: new Secret(heartbeat, "the test") }),
  });
  try {
    await expect.poll(until, { timeout: 15_000, interval: 5 }).toBe(true);
  } finally {
    stop.abort();
    await watching;
  }
  return events;
}

describe("law 7: never blind in silence", () => {
  it("who leaves is told at the next sweep, without waiting for anything else", async () => {
    const hr = countingDestination();
    const watched = await workspaceOnFastClock([hr.destination]);
    const { workspace } = watched;
    const [id = ""] = [...workspace.world.members.values()]
      .filter(({ sort, state, role }) => sort === "person" && state === "active" && role === "member")
      .map((one) => one.id);
    let left = Infinity;
    workspace.at(START + 12 * MINUTE, (acts) => {
      acts.deactivate(id);
      // The clock runs on while a busy machine lets this process wait, so that it may be later than it was meant to be.
      left = watched.context.clock.now();
    });
    await watchUntil(watched, () => hr.arrivals.length > 0);
    expect(hr.arrivals.flatMap(toldIn)).toEqual([id]);
    expect((hr.arrivals[0]?.at ?? Infinity) - left).toBeLessThanOrEqual(10 * MINUTE);
  });

  it("a tool that cannot be reached is told on the second route once it lasts three intervals, and that it is back", async () => {
    const ops = countingDestination({ name: "ops" });
    const watched = await workspaceOnFastClock([ops.destination]);
    const { workspace, now } = watched;
    let gone: Instant | undefined;
    await watchUntil(watched, () => {
      if (gone === undefined && workspace.calls.length > 3) {
        gone = now();
        workspace.fault({ method: "*", kind: "http_503", times: Infinity });
      }
      if (ops.arrivals.length === 1) workspace.clearFaults();
      return ops.arrivals.length === 2;
    });
    const [dark, back] = ops.arrivals;
    expect(dark?.view.health).toMatchObject({ health: "unreachable", blind: true, over: false });
    expect((dark?.at ?? 0) - (gone ?? 0)).toBeGreaterThan(10 * MINUTE);
    expect((dark?.at ?? 0) - (gone ?? 0)).toBeLessThan(HOUR);
    expect(back?.view.health).toMatchObject({ over: true });
    expect(back?.view.incident).toBe(dark?.view.incident);
  });

  it("a token that is revoked is told at once, and nobody is called gone for it", async () => {
    const ops = countingDestination({ name: "ops" });
    const watched = await workspaceOnFastClock([ops.destination]);
    const { workspace, context } = watched;
    await watchUntil(watched, () => {
      if (workspace.calls.length > 3) workspace.revokeToken(workspace.token);
      return ops.arrivals.length > 0;
    });
    expect(ops.arrivals[0]?.view.health).toMatchObject({ health: "unauthorised" });
    expect((await context.store.departures({})).filter(({ observed }) => observed)).toEqual([]);
  });

  it("a sweep that cannot even begin (a scope too many) counts as one that failed", async () => {
    const ops = countingDestination({ name: "ops" });
    const watched = await workspaceOnFastClock([ops.destination]);
    const { allowScopes: _, ...settings } = watched.directory.settings as Record<string, unknown>;
    const strict: Watched = { ...watched, directory: { ...watched.directory, settings } };
    const events = await watchUntil(strict, () => ops.arrivals.length > 0);
    expect(ops.arrivals[0]?.view.health).toMatchObject({ health: "unauthorised", lastGood: null });
    expect(events.find(({ event }) => event === "not swept")).toMatchObject({ code: "refused_scope" });
  });

  it("a sweep that never began is told as dark as well, though its reason may pass and nothing was ever seen", async () => {
    const ops = countingDestination({ name: "ops" });
    const watched = await workspaceOnFastClock([ops.destination]);
    const snapshot = () => Promise.reject(new RollcallError("bad_setting", "The workspace has no field of this name."));
    const never: Watched = {
      ...watched,
      directory: { ...watched.directory, connector: { ...slack, snapshot } },
    };
    await watchUntil(never, () => ops.arrivals.length > 0);
    expect(ops.arrivals[0]?.view.health).toMatchObject({ blind: true, lastGood: null });
    expect(await never.context.store.sweeps({ directory: "acme", limit: 1 })).toMatchObject([{ complete: false }]);
  });

  it("a store that is busy while a failure is to be kept stops no watching", async () => {
    const watched = await workspaceOnFastClock([]);
    const busy = () => Promise.reject(new RollcallError("store_busy", "The store is being written."));
    const snapshot = () => Promise.reject(new RollcallError("refused_scope", "A scope too many."));
    const blocked: Watched = {
      ...watched,
      context: { ...watched.context, store: { ...watched.context.store, transaction: busy } },
      directory: { ...watched.directory, connector: { ...slack, snapshot } },
    };
    let told = 0;
    const events = await watchUntil(blocked, () => ++told > 40);
    const codes = events.flatMap((event) => (event.event === "not swept" ? event.code : []));
    expect(codes.slice(0, 2)).toEqual(["refused_scope", "store_busy"]);
  });

  it("a clock that is set back during a sweep puts off no other", async () => {
    const watched = await workspaceOnFastClock([]);
    const { clock } = watched.context;
    let back = 0;
    const snapshot: typeof slack.snapshot = async (reading) => {
      const read = await slack.snapshot({ ...reading, clock });
      back += 10 * HOUR;
      return read;
    };
    const setBack: Watched = {
      ...watched,
      context: { ...watched.context, clock: { ...clock, now: () => clock.now() - back } },
      directory: { ...watched.directory, connector: { ...slack, snapshot } },
    };
    const begun = clock.now();
    await watchUntil(setBack, () => back >= 30 * HOUR);
    expect(clock.now() - begun).toBeLessThan(3 * HOUR);
  });

  it("the dead-man's switch hears that all is well while it is, and of a failure once nothing is seen", async () => {
    const beats: string[] = [];
    const watched = await workspaceOnFastClock([]);
    await withServer(
      (request, response) => {
        beats.push(request.url ?? "");
        response.end("OK");
      },
      async (url) => {
        await watchUntil(
          watched,
          () => {
            if (beats.length === 3) watched.workspace.fault({ method: "*", kind: "http_503", times: Infinity });
            return beats.some((path) => path.endsWith("/fail"));
          },
          `${url}ping/7c1d`,
        );
      },
    );
    expect(beats.slice(0, 3)).toEqual(["/ping/7c1d", "/ping/7c1d", "/ping/7c1d"]);
    expect(beats.at(-1)).toBe("/ping/7c1d/fail");
  });

  it("a heartbeat that fails is said without its address, and stops nothing", async () => {
    const hr = countingDestination();
    const watched = await workspaceOnFastClock([hr.destination]);
    const events = await watchUntil(
      watched,
      () => watched.workspace.calls.length > 12,
      "http://127.0.0.1:9/ping/secret-of-the-address",
    );
    const failed = events.filter(({ event }) => event === "heartbeat");
    expect(failed.length).toBeGreaterThan(0);
    expect(JSON.stringify(failed)).not.toContain("secret-of-the-address");
  });

  it("when it is stopped, what is under way is ended or handed back: no lease and no claim is left", async () => {
    const hr = countingDestination();
    const watched = await workspaceOnFastClock([hr.destination]);
    const { workspace, context } = watched;
    // A destination that answers only when it is told to end.
    const hanging: Context["destinations"][number] = {
      ...hr.destination,
      notifier: {
        ...hr.destination.notifier,
        send: ({ signal, view }) =>
          new Promise((_, reject) => {
            hr.tries.push({ at: 0, id: "hanging", view });
            signal?.addEventListener("abort", () => reject(new RollcallError("interrupted", "Interrupted.")));
          }),
      },
    };
    const [id = ""] = [...workspace.world.members.values()]
      .filter(({ sort, state, role }) => sort === "person" && state === "active" && role === "member")
      .map((one) => one.id);
    workspace.at(START + 7 * MINUTE, (acts) => acts.deactivate(id));
    const stubborn: Watched = { ...watched, context: { ...context, destinations: [hanging] } };
    const events = await watchUntil(stubborn, () => hr.tries.length > 0);
    expect(events.at(-1)).toMatchObject({ event: "delivery", delivery: { ended: "handed back" } });
    const [waiting] = await context.store.notifications({ state: "waiting" });
    expect(waiting).toMatchObject({ attempts: 0, uncertain: 1 });
    expect(waiting?.claim).toBeUndefined();
    const free = await context.store.acquireLease(
      { name: "directory acme", holder: "another:1", since: 0, until: 1 },
      context.clock.now(),
    );
    expect(free.acquired).toBe(true);
  }, 30_000);

  it("a destination that lets its callers wait holds up no other", async () => {
    const hr = countingDestination();
    const watched = await workspaceOnFastClock([hr.destination]);
    const { workspace, context } = watched;
    let asked = 0;
    const silent: Context["destinations"][number] = {
      ...hr.destination,
      name: "silent",
      notifier: {
        ...hr.destination.notifier,
        // Real time, against which the clock of the test runs for days.
        send: ({ signal }) =>
          new Promise((_, reject) => {
            asked++;
            signal?.addEventListener("abort", () => reject(new RollcallError("interrupted", "Interrupted.")));
          }),
      },
    };
    const [first = "", second = ""] = [...workspace.world.members.values()]
      .filter(({ sort, state, role }) => sort === "person" && state === "active" && role === "member")
      .map((one) => one.id);
    workspace.at(START + 7 * MINUTE, (acts) => acts.deactivate(first));
    workspace.at(START + 30 * MINUTE, (acts) => acts.deactivate(second));
    await watchUntil({ ...watched, context: { ...context, destinations: [silent, hr.destination] } }, () =>
      hr.arrivals.some((arrival) => toldIn(arrival).includes(second)),
    );
    expect(asked).toBe(1);
    expect(hr.arrivals.map((arrival) => toldIn(arrival).length)).toEqual([1, 2]);
  }, 30_000);

  it("one look at the outbox is for all destinations", async () => {
    const names = ["one", "two", "three", "four", "five"];
    const watched = await workspaceOnFastClock(names.map((name) => countingDestination({ name }).destination));
    const { store } = watched.context;
    let looks = 0;
    const notifications: typeof store.notifications = (filter) => {
      if (filter.state === "waiting") looks++;
      return store.notifications(filter);
    };
    const stop = new AbortController();
    const context = { ...watched.context, store: { ...store, notifications }, signal: stop.signal };
    const { ring, loop } = createDelivering(
      { ...context, clock: systemClock },
      () => {},
      () => {},
    );
    const delivering = loop();
    for (let rings = 0; rings < 4; rings++) {
      await expect.poll(() => looks).toBe(1 + rings);
      // Whoever waits for the ring is there.
      await pause(20);
      ring();
    }
    await expect.poll(() => looks).toBe(5);
    stop.abort();
    await delivering;
    expect(looks).toBe(5);
  });

  it("a fault of our own in a delivery ends the whole too", async () => {
    const hr = countingDestination();
    const watched = await workspaceOnFastClock([hr.destination]);
    const { workspace, context } = watched;
    const { store } = context;
    const [id = ""] = [...workspace.world.members.values()]
      .filter(({ sort, state, role }) => sort === "person" && state === "active" && role === "member")
      .map((one) => one.id);
    workspace.at(START + 7 * MINUTE, (acts) => acts.deactivate(id));
    const transaction: typeof store.transaction = (work, about) =>
      about === "delivery" ? Promise.reject(new TypeError("a fault of ours")) : store.transaction(work, about);
    const faulty = { ...context, store: { ...store, transaction } };
    await expect(watch(faulty, [watched.directory], { details: 0, tell: () => {} })).rejects.toThrow("a fault of ours");
  });

  it("a fault of our own in one loop ends the whole, so that whoever restarts the process sees it", async () => {
    const hr = countingDestination();
    const watched = await workspaceOnFastClock([hr.destination]);
    const connector = { ...slack, snapshot: () => Promise.reject(new TypeError("a fault of ours")) };
    const broken: Watched = {
      ...watched,
      directory: { ...watched.directory, connector },
    };
    await expect(watch(broken.context, [broken.directory], { details: 0, tell: () => {} })).rejects.toThrow(
      "a fault of ours",
    );
  });
});
