import { setTimeout as pause } from "node:timers/promises";
import { afterEach } from "vitest";
import type { Destination } from "../../src/app/destination.ts";
import type { Directory } from "../../src/app/directory.ts";
import type { Http, HttpRequest, HttpResponse, Store } from "../../src/app/ports.ts";
import { createFakeSlack, createWorld, type FakeSlack } from "../../src/connectors/slack/fake/index.ts";
import { type FakePush, type PushAnswer, type PushRequest, startPush } from "../../src/connectors/slack/fake/push.ts";
import { createRandom } from "../../src/connectors/slack/fake/random.ts";
import { type FakeSocket, startFakeSocket } from "../../src/connectors/slack/fake/socket.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import type { SlackSettings } from "../../src/connectors/slack/settings.ts";
import type { Departure } from "../../src/core/directory/departure.ts";
import type { Audience } from "../../src/core/disclosure/disclose.ts";
import { isSeeing } from "../../src/core/notification/outage.ts";
import { Secret } from "../../src/core/secret.ts";
import { type Instant, MINUTE, SECOND } from "../../src/core/time.ts";
import { ntfy } from "../../src/notifiers/ntfy.ts";
import { slack as slackChannel } from "../../src/notifiers/slack.ts";
import { openStore } from "../../src/wire/context.ts";
import { clockOf, createScheduler } from "../simulation/clock.ts";
import { type Door, SIGNING_SECRET } from "../simulation/delivery.ts";
import { createMachine, type Machine } from "../simulation/machine.ts";
import type { Process } from "../simulation/process.ts";

/** A Friday. */
const START = Date.UTC(2026, 10, 20, 8);
export const EVERY = 5 * MINUTE;

const SCOPES = ["users:read", "users:read.email", "team:read", "chat:write", "groups:read"];
const NTFY = "https://ntfy.example/";
const SWITCH = "https://switch.example/ping";
const LATENCY = 40;

/** A notification as a phone shows it. */
export interface Shown {
  readonly at: Instant;
  readonly title: string;
  /** The lines below the title. */
  readonly text: string;
}

/** The production watch of one workspace on a clock of its own, and all around it. */
export interface Scene {
  readonly fake: FakeSlack;
  readonly store: Store;
  readonly machine: Machine;
  /** The second route: somebody on call, who may know names, has it on a phone. */
  readonly phone: readonly Shown[];
  /** Those who may know counts, on a route beside. */
  readonly council: readonly Shown[];
  /** The first route: what stands in a channel of the watched workspace, oldest first, each text and each edit. */
  readonly chat: () => readonly string[];
  readonly switch: DeadMansSwitch;
  readonly now: () => Instant;
  /** Lets so much time go by. */
  readonly pass: (ms: number) => Promise<void>;
  /** Slack's sending of events over HTTP, once somebody receives them. */
  readonly pushTo: (disabledAbove?: number) => Promise<FakePush>;
  readonly socket: FakeSocket | undefined;
  /** What stands before the receiver answers in its place, with HTTP 502. */
  gatewayBroken: boolean;
  /** Topics that nobody can be told on. */
  readonly unreachable: Set<string>;
  /** So many people of the company, who are no admins. */
  readonly staff: (count: number) => readonly string[];
  readonly departures: () => Promise<readonly Departure[]>;
  /** The end of the last reading in which somebody who left would have shown. */
  readonly lastGood: () => Promise<Instant>;
  readonly close: () => Promise<void>;
}

/** Outside of everything: calls somebody itself where it was not called for so long, or was called with /fail. */
interface DeadMansSwitch {
  readonly calls: readonly { readonly at: Instant; readonly fail: boolean }[];
  /** When it called somebody, by now. */
  readonly alarms: () => readonly Instant[];
}

/** Two calls may be lost on the way. */
export const SWITCH_PATIENCE = 3 * MINUTE;

interface Options {
  readonly events?: "http" | "socket" | "none";
  readonly every?: number;
  /** Before the watch begins. */
  readonly before?: (scene: Scene) => void;
}

/** Opens scenes whose workspace has been read a few times, and closes them after each test. */
export function scenesOfTests(): (options?: Options) => Promise<Scene> {
  const opened: Scene[] = [];
  afterEach(async () => {
    for (const scene of opened.splice(0)) await scene.close();
  });
  return async (options) => {
    const scene = await openScene(options);
    opened.push(scene);
    return scene;
  };
}

export async function openScene({ events = "http", every = EVERY, before }: Options = {}): Promise<Scene> {
  const scheduler = createScheduler(START);
  const { now, at } = scheduler;
  const world = createWorld({ seed: 5, accounts: 60, now: START, projectChannels: 2 });
  const fake = createFakeSlack({ world, now, scopes: SCOPES });
  const channel = fake.acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });
  const store = await openStore();
  const socket = events === "socket" ? await startFakeSocket(fake) : undefined;
  const doors = new Set<Door>();
  const posted = { phone: [] as Shown[], council: [] as Shown[] };
  const calls: { at: Instant; fail: boolean }[] = [];

  const answer = async (request: HttpRequest, signal?: AbortSignal): Promise<HttpResponse> => {
    if (request.url.startsWith(SWITCH)) {
      calls.push({ at: now(), fail: request.url.endsWith("/fail") });
      return textAnswer(200, "OK");
    }
    if (!request.url.startsWith(NTFY)) return fake.http.send(request, signal);
    // Nobody but those who were let in may read a topic.
    if (request.method === "GET") return textAnswer(403, "forbidden");
    const { topic, title, message } = JSON.parse(request.body ?? "");
    if (scene.unreachable.has(topic)) return textAnswer(503, "unavailable");
    posted[topic as keyof typeof posted].push({ at: now(), title, text: message });
    return textAnswer(200, JSON.stringify({ id: "m1", event: "message" }));
  };
  const httpOf = (process: Process): Http => {
    const clock = clockOf(scheduler, process, () => 0);
    return {
      send: async (request, signal) => {
        await clock.sleep(LATENCY, signal);
        scheduler.touch();
        return answer(request, signal);
      },
    };
  };

  const settings: SlackSettings = {
    token: new Secret(fake.token, "env SLACK_TOKEN"),
    api: fake.url,
    allowScopes: ["chat:write", "groups:read"],
    ...(events === "http"
      ? { events: { http: { signingSecret: new Secret(SIGNING_SECRET, "env SIGNING"), path: "/slack/events" } } }
      : events === "socket"
        ? { events: { socket: { token: new Secret(fake.appToken, "env SLACK_APP_TOKEN") } } }
        : {}),
  };
  const directory: Directory = { id: "acme", connector: slack, settings, rules: { demotion: false }, every };
  const inTheWorkspace: Destination = {
    name: "chat",
    notifier: slackChannel,
    settings: { token: settings.token, api: fake.url, channel },
    audience: "named",
    rule: { tell: ["departures", "health", "deliveries"] },
  };
  const machine = createMachine({
    scheduler,
    random: createRandom(5),
    store,
    directory,
    httpOf,
    destinationsOf: () => [inTheWorkspace, elsewhere("phone", "named"), elsewhere("council", "counts")],
    look: () => (writer) => ({ writer, kept: () => {} }),
    doors,
    heartbeat: SWITCH,
    struck: () => {},
    say: () => {},
    broken: (what) => {
      throw new Error(what);
    },
  });

  const post = async ({ headers, body }: PushRequest): Promise<PushAnswer> => {
    scheduler.touch();
    const [door] = doors;
    if (scene.gatewayBroken) return { status: 502, headers: new Headers(), text: "Bad gateway" };
    if (door === undefined) throw new Error("The connection was refused.");
    const { status, text = "", events: received } = door.receiver.read({ headers, body: Buffer.from(body) }, now());
    if (received.length > 0) await door.receiver.keep(received);
    return { status, headers: new Headers(), text };
  };
  const scene: Scene = {
    fake,
    store,
    machine,
    phone: posted.phone,
    council: posted.council,
    chat: () => fake.writings.map(({ text }) => text),
    switch: { calls, alarms: () => alarmsOf(calls, now()) },
    now,
    pass: async (ms) => {
      const end = now() + ms;
      if (socket === undefined) return scheduler.run(end);
      // Sockets live in the machine's time, of which each step of ours leaves them some.
      for (let step = now(); step < end;) {
        step = Math.min(end, step + STEP);
        await scheduler.run(step);
        await pause(REAL);
      }
      return undefined;
    },
    pushTo: (disabledAbove) => {
      const sleep = (ms: number): Promise<void> => new Promise((resolve) => void at(now() + ms, () => resolve()));
      const options = { url: "https://rollcall.example/slack/events", signingSecret: SIGNING_SECRET, now, sleep, post };
      return startPush(fake, { ...options, ...(disabledAbove === undefined ? {} : { disabledAbove }) });
    },
    socket,
    gatewayBroken: false,
    unreachable: new Set(),
    staff: (count) =>
      [...world.members.values()]
        .filter(({ sort, state, role }) => sort === "person" && state === "active" && role === "member")
        .slice(0, count)
        .map(({ id }) => id),
    departures: async () => (await store.departures({})).filter(({ observed }) => observed),
    lastGood: async () => (await store.sweeps({ limit: 50 })).find(isSeeing)?.takenAt ?? Number.NaN,
    close: async () => {
      for (const process of machine.running()) process.stop.abort();
      await scene.pass(MINUTE);
      for (const process of machine.running()) machine.stop(process);
      await socket?.close();
      await store.close();
    },
  };
  before?.(scene);
  machine.launch();
  await scene.pass(2 * EVERY + MINUTE);
  return scene;
}

const STEP = 10 * SECOND;
/** Milliseconds of the machine's time, in which a connection on it is made or refused. */
const REAL = 5;

function elsewhere(topic: string, audience: Audience): Destination {
  return {
    name: topic,
    notifier: ntfy,
    settings: {
      url: NTFY,
      topic,
      token: new Secret("tk_ofthetest", "env NTFY"),
      priority: { news: 3, warning: 4, good: 2 },
    },
    audience,
    rule: { tell: ["departures", "health", "deliveries"] },
  };
}

function textAnswer(status: number, text: string): HttpResponse {
  return { status, headers: new Headers(), body: Buffer.from(text) };
}

/** Once for each time that it was not called, or called with /fail. */
function alarmsOf(calls: DeadMansSwitch["calls"], now: Instant): Instant[] {
  const alarms: Instant[] = [];
  let failing = false;
  let last = calls[0]?.at ?? now;
  for (const { at, fail } of [...calls, { at: now, fail: false }]) {
    if (at - last > SWITCH_PATIENCE) alarms.push(last + SWITCH_PATIENCE);
    if (fail && !failing) alarms.push(at);
    failing = fail;
    last = at;
  }
  return alarms;
}

/** The lines of a notification but for its last, which names the incident and the version. */
export function linesOf(shown: Shown | undefined): string[] {
  return shown?.text.split("\n").slice(0, -1) ?? [];
}

export function titlesOf(all: readonly Shown[]): string[] {
  return all.map(({ title }) => title);
}

export const isOfLeavers = ({ title }: Shown): boolean => title.includes(" left acme");
