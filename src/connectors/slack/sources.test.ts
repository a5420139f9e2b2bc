import { afterEach, describe, expect, it } from "vitest";
import type { Listener, Reception } from "../../app/ports.ts";
import type { DirectoryEvent } from "../../core/directory/event.ts";
import { RollcallError } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";
import { MINUTE } from "../../core/time.ts";
import { virtualClock } from "../../http/testing.ts";
import { createWorld, type FakeSlack, startFakeSlack } from "./fake/index.ts";
import { type PushAnswer, startPush } from "./fake/push.ts";
import { type FakeSocket, type SocketOptions, startFakeSocket } from "./fake/socket.ts";
import { slack } from "./index.ts";
import type { SlackSettings } from "./settings.ts";
import { readingAt, until } from "./testing.ts";

const START = Date.UTC(2026, 10, 20, 12);
const SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function workspace(enterprise = false) {
  const clock = virtualClock(START);
  const organisation = enterprise ? { workspaces: 1 } : {};
  const world = createWorld({ seed: 7, accounts: 60, now: START, projectChannels: 2, ...organisation });
  const fake = await startFakeSlack({
    world,
    now: clock.now,
    rateLimits: false,
    scopes: ["users:read", "channels:read"],
  });
  closers.push(fake.close);
  return { fake, clock };
}

const someone = ({ world }: FakeSlack): string => {
  const person = world.list.find((one) => one?.role === "member" && one.state === "active");
  if (person === undefined) throw new Error("Nobody is left.");
  return person.id;
};

const keysOf = (events: readonly DirectoryEvent[]): Set<string> => new Set(events.map(({ key }) => key));

/** Listens to the fake's Socket Mode until the end of the test. */
async function listening(options: SocketOptions = {}, keep: (count: number) => Promise<void> = async () => {}) {
  const { fake, clock } = await workspace();
  const socket = await startFakeSocket(fake, { ackMs: 300, ...options });
  closers.push(socket.close);
  const kept: DirectoryEvent[] = [];
  const steps: string[] = [];
  const stop = new AbortController();
  let keeps = 0;
  const settings = { events: { socket: { token: new Secret(fake.appToken, "env SLACK_APP_TOKEN") } } };
  const listener: Listener<SlackSettings> = {
    ...readingAt(fake.url, { token: fake.token, channels: true, ...settings }, { clock, signal: stop.signal }),
    keep: async (events) => {
      await keep(++keeps);
      kept.push(...events);
    },
    connected: () => void steps.push("connected"),
    disconnected: (why) => void steps.push(why),
  };
  const begin = (): Promise<void> => {
    const done = slack.events?.(listener.settings).listen?.(listener) ?? Promise.reject(new Error("No listen."));
    closers.push(() => {
      stop.abort();
      return done.catch(() => undefined);
    });
    done.catch(() => undefined);
    return done;
  };
  const ended = begin();
  return { fake, socket, kept, steps, listener, ended, begin };
}

const bothOf = (socket: FakeSocket) => until(() => socket.connections.length === 2);

describe("events over a socket", () => {
  it("of everybody who is deactivated are kept, and reading back tells what happened", async () => {
    const { fake, socket, kept, listener } = await listening();
    await bothOf(socket);
    const gone = fake.world.list
      .flatMap((one) => (one?.role === "member" && one.state === "active" ? [one.id] : []))
      .slice(0, 20);
    for (const id of gone) fake.acts.deactivate(id);
    await socket.idle();
    const told = kept.flatMap(({ about }) => ("account" in about ? [about.account] : []));
    expect(new Set(told)).toEqual(new Set(gone));
    expect(socket.lost).toEqual([]);
    expect(socket.tries.every(({ acknowledged, retry }) => acknowledged && retry === 0)).toBe(true);
    expect(new Set(socket.tries.map(({ connection }) => connection)).size).toBe(2);
    const again = await slack.readBack?.(listener, gone);
    expect(again?.accounts.map(({ status }) => status)).toEqual(gone.map(() => "deactivated"));
  });

  it("that could not be kept at first come again, on another connection, under the same key", async () => {
    const { fake, socket, kept } = await listening({}, async (count) => {
      if (count <= 2) throw new RollcallError("store_busy", "Another process writes.");
    });
    await bothOf(socket);
    fake.acts.deactivate(someone(fake));
    await socket.idle();
    expect(socket.tries.map(({ acknowledged }) => acknowledged)).toEqual([false, false, true]);
    expect(keysOf(kept)).toEqual(new Set([socket.tries[0]?.eventId]));
    expect(socket.lost).toEqual([]);
  });

  it("that Slack delivers twice, or the other way round, have the same keys", async () => {
    const { fake, socket, kept } = await listening();
    await bothOf(socket);
    const person = someone(fake);
    socket.trouble.duplicate(1);
    fake.acts.deactivate(person);
    socket.trouble.reorder(2);
    fake.acts.reactivate(person);
    fake.acts.deactivate(person);
    await until(() => kept.length === 4);
    expect(keysOf(kept).size).toBe(3);
  });

  it("come again after the line was cut, renewed, or had fallen silent", async () => {
    const { fake, socket, kept, steps } = await listening({ graceMs: 100 });
    const hears = async (): Promise<void> => {
      await bothOf(socket);
      const before = kept.length;
      fake.acts.editStatus(someone(fake), `Status ${before}`);
      await until(() => kept.length > before);
    };
    await hears();
    socket.cut();
    await until(() => steps.length === 5);
    await hears();
    socket.refresh("refresh_requested", socket.connections[0]);
    await until(() => steps.length === 6);
    await hears();
    expect(steps.filter((step) => step !== "connected")).toEqual(["The connection to Slack was lost."]);
    socket.freeze();
    await until(() => socket.opened === 7);
    await hears();
  });

  it("end where Socket Mode is switched off, and come again once it is on", async () => {
    const { fake, socket, kept, ended, begin } = await listening();
    await bothOf(socket);
    socket.switchOff();
    await expect(ended).rejects.toMatchObject({ code: "unauthorised", message: expect.stringMatching(/switched off/) });
    await expect(begin()).rejects.toMatchObject({ name: "RollcallError" });
    socket.switchOn();
    void begin();
    await bothOf(socket);
    fake.acts.deactivate(someone(fake));
    await until(() => kept.length === 1);
  });

  it("tell of the end of our own access", async () => {
    const { fake, socket, kept } = await listening();
    await bothOf(socket);
    fake.uninstallApp();
    await socket.idle();
    expect(kept.map(({ type }) => type).toSorted((a, b) => a.localeCompare(b))).toEqual([
      "app_uninstalled",
      "tokens_revoked",
    ]);
    for (const { about } of kept) expect(about).toHaveProperty("directory");
  });

  it("that were left out for their number are told of", async () => {
    const { fake, socket, kept } = await listening();
    await bothOf(socket);
    fake.limitEvents(1);
    fake.acts.deactivate(someone(fake));
    fake.acts.deactivate(someone(fake));
    await socket.idle();
    expect(kept.map(({ type }) => type)).toContain("app_rate_limited");
  });
});

describe("events over http", () => {
  it("are taken from Slack's own deliveries, the challenge first, and are the same when they come again", async () => {
    const { fake, clock } = await workspace();
    const settings = {
      channels: true,
      events: {
        http: { signingSecret: new Secret(SIGNING_SECRET, "env SLACK_SIGNING_SECRET"), path: "/slack/events" },
      },
    };
    const { receive } = slack.events?.(readingAt(fake.url, settings).settings) ?? {};
    if (receive === undefined) throw new Error("Nothing receives.");
    const taken: Reception[] = [];
    const push = await startPush(fake, {
      url: `http://127.0.0.1${receive.path}`,
      signingSecret: SIGNING_SECRET,
      now: clock.now,
      sleep: clock.sleep,
      post: async ({ headers, body }): Promise<PushAnswer> => {
        const reception = receive.read({ headers, body: new TextEncoder().encode(body) }, clock.now());
        taken.push(reception);
        // Each event is answered well the second time only.
        const status = taken.length % 2 === 0 ? 503 : reception.status;
        return { status, headers: new Headers(), text: reception.text ?? "" };
      },
    });
    closers.push(push.stop);
    const [challenge] = taken.splice(0);
    expect(challenge).toMatchObject({ status: 200, events: [], text: expect.any(String) });
    taken.push({ status: 200, events: [] });
    const person = someone(fake);
    fake.acts.deactivate(person);
    await push.idle();
    const [first, second] = taken.slice(1).map(({ events }) => events);
    expect(first).toMatchObject([{ type: "user_change", about: { account: person } }]);
    expect(second).toEqual(first);
    expect(push.lost).toEqual([]);
  });
});

describe("the audit log of an organisation", () => {
  it("tells who ended an account, a person or an app, and is read again without a difference", async () => {
    const { fake, clock } = await workspace(true);
    const auditLogs = {
      token: new Secret(fake.auditToken, "env SLACK_AUDIT_TOKEN"),
      every: MINUTE,
      api: fake.auditUrl,
    };
    const reading = readingAt(fake.url, { token: fake.token, auditLogs }, { clock });
    const { log } = slack.events?.(reading.settings) ?? {};
    if (log === undefined) throw new Error("Nothing is asked.");
    expect(log.every).toBe(MINUTE);
    const byHand = someone(fake);
    fake.acts.deactivate(byHand);
    const byApp = someone(fake);
    fake.by({ kind: "app", id: "A0SCIM", name: "Provisioning" }, (acts) => acts.deactivate(byApp));
    fake.acts.rename(someone(fake), "Somebody", "Else");
    const events = await log.read(reading, START);
    expect(events).toMatchObject([
      { type: "user_deactivated", about: { account: byHand }, actor: { kind: "person" } },
      {
        type: "user_deactivated",
        about: { account: byApp },
        actor: { kind: "app", id: "A0SCIM", name: "Provisioning" },
      },
    ]);
    expect(await log.read(reading, START)).toEqual(events);
    fake.revokeToken(fake.auditToken);
    await expect(log.read(reading, START)).rejects.toMatchObject({ code: "unauthorised" });
  });
});
