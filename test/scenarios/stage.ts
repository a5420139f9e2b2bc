import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Destination } from "../../src/app/destination.ts";
import type { Http, Store } from "../../src/app/ports.ts";
import type { Pushed } from "../../src/connectors/slack/fake/events.ts";
import {
  createFakeSlack,
  createWorld,
  type FakeSlack,
  type WorldOptions,
} from "../../src/connectors/slack/fake/index.ts";
import { createRandom } from "../../src/connectors/slack/fake/random.ts";
import type { Deed, Member } from "../../src/connectors/slack/fake/world.ts";
import { slack as connector } from "../../src/connectors/slack/index.ts";
import type { SlackSettings } from "../../src/connectors/slack/settings.ts";
import { accountOf, type Departure } from "../../src/core/directory/departure.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import { type Instant, type Interval, SECOND } from "../../src/core/time.ts";
import { contentOf } from "../../src/messages/content.ts";
import { slack as slackNotifier } from "../../src/notifiers/slack.ts";
import { openStore } from "../../src/wire/context.ts";
import { clockOf, createScheduler } from "../simulation/clock.ts";
import { createDeliveries, SIGNING_SECRET } from "../simulation/delivery.ts";
import { createMachine } from "../simulation/machine.ts";
import type { Process } from "../simulation/process.ts";
import { type Arrival, countingDestination } from "../support/destination.ts";
import { environmentOf } from "../support/environment.ts";

export const DIRECTORY = "acme";
/** The private channel of the workspace in which people are told. */
const CHANNEL = "people-ops";
const ON_THE_WAY = 80;
const POSTED = { http: { signingSecret: new Secret(SIGNING_SECRET, "env SIGNING"), path: "/slack/events" } };
const BIN = fileURLToPath(new URL("../../bin/rollcall.mjs", import.meta.url));
const ALL = ["departures", "health", "deliveries"] as const;

interface StageOptions {
  readonly start: Instant;
  /** From one sweep to the next, in milliseconds. */
  readonly every: number;
  readonly world: Omit<WorldOptions, "now">;
  readonly scopes: readonly string[];
  /** How else Slack is read; whatever it is, events are posted over HTTP unless `events` is false. */
  readonly settings?: (slack: FakeSlack) => Partial<SlackSettings>;
  readonly events?: false;
  /** Keeps the store in the folder, where the command line can read it; else it is in memory. */
  readonly kept?: boolean;
}

/**
 * A company on Slack, and Rollcall's watch of it on a clock of their own: sweeps, and events that Slack posts. Three are told:
 * a desk outside of Slack and a private channel in it, by name; and a works council, which may know counts alone.
 */
export interface Stage {
  readonly slack: FakeSlack;
  readonly store: Store;
  /** Where the store is that is kept, and whatever else the scenario leaves. */
  readonly folder: string;
  readonly desk: readonly Arrival[];
  readonly council: readonly Arrival[];
  /** What Slack has sent, or would have, in the order in which it happened. */
  readonly pushed: readonly Pushed[];
  /** Slack's way of sending them; `silent` sends nothing. */
  readonly events: { silent: boolean };
  readonly post: (pushed: Pushed) => void;
  /** Whether Slack's own API can be reached. */
  readonly reachable: { yes: boolean };
  /** Something happens in the company at that time. */
  readonly at: (time: Instant, work: (slack: FakeSlack) => void) => void;
  /** Lives through everything up to then. */
  readonly until: (time: Instant) => Promise<void>;
  /** Ends the program and starts it again. */
  readonly restart: () => void;
  readonly close: () => Promise<void>;
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { start, every, world: wanted, scopes, settings, events, kept } = options;
  const folder = mkdtempSync(join(tmpdir(), "rollcall-scenario-"));
  const store = await openStore(kept === true ? join(folder, "rollcall.db") : undefined);
  const scheduler = createScheduler(start);
  const { now } = scheduler;
  const world = createWorld({ ...wanted, now: start });
  const [home] = world.workspaces;
  const slack = createFakeSlack({ world, now, scopes, workspace: home.id });
  const pushed: Pushed[] = [];
  const deliveries = createDeliveries(scheduler, createRandom(wanted.seed), () => {});
  slack.onEvent((one) => {
    pushed.push(one);
    deliveries.send(one);
  });
  const reachable = { yes: true };
  const httpOf = (process: Process): Http => {
    const clock = clockOf(scheduler, process, () => 0);
    return {
      send: async (request, signal) => {
        await clock.sleep(ON_THE_WAY, signal);
        if (reachable.yes) return slack.http.send(request, signal);
        throw new RollcallError("unreachable", "slack.example: no whole answer; check the network and the address.");
      },
    };
  };
  const desk = countingDestination({ name: "desk", tell: ALL });
  const council = countingDestination({ name: "council", audience: "counts", tell: ["health"] });
  const destinations = [desk.destination, channelOf(slack, home.id), council.destination];
  const broken: string[] = [];
  const machine = createMachine({
    scheduler,
    random: createRandom(1),
    store,
    directory: {
      id: DIRECTORY,
      connector,
      settings: {
        token: new Secret(slack.token, "env SLACK_TOKEN"),
        api: slack.url,
        ...(events === false ? {} : { events: POSTED }),
        ...settings?.(slack),
      },
      rules: { demotion: false },
      every,
    },
    httpOf,
    destinationsOf: () => destinations,
    look: () => (writer) => ({ writer, kept: () => {} }),
    doors: deliveries.doors,
    heartbeat: undefined,
    struck: () => {},
    say: () => {},
    broken: (what) => void broken.push(what),
  });
  const stop = (): void => machine.running().forEach((process) => machine.stop(process));
  machine.launch();
  return {
    slack,
    store,
    folder,
    desk: desk.arrivals,
    council: council.arrivals,
    pushed,
    events: deliveries.fortune,
    post: deliveries.send,
    reachable,
    at: (time, work) => void scheduler.at(time, () => work(slack)),
    until: async (time) => {
      await scheduler.run(time);
      if (broken.length > 0) throw new Error(broken.join("\n"));
    },
    restart: () => {
      stop();
      machine.launch();
    },
    close: async () => {
      stop();
      await scheduler.run(now() + SECOND);
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function channelOf(slack: FakeSlack, workspace: string): Destination {
  const channel = slack.acts.openChannel({ name: CHANNEL, isPrivate: true, hasApp: true });
  const token = new Secret(slack.issueToken({ scopes: ["chat:write", "groups:read"], workspace }), "env CHAT_TOKEN");
  return {
    name: "channel",
    audience: "named",
    rule: { tell: ALL },
    notifier: slackNotifier,
    settings: { token, channel, api: slack.url },
  };
}

/** What the built command line prints in that folder; throws where it does not end well. */
export async function rollcall(folder: string, ...args: readonly string[]): Promise<{ out: string; err: string }> {
  const options = { cwd: folder, env: environmentOf(folder), maxBuffer: 16 * 1024 * 1024 };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [BIN, ...args], options);
  return { out: stdout, err: stderr };
}

/** Those who work there now and whose account is of the plainest kind. */
export function staffOf({ world }: FakeSlack): Member[] {
  return [...world.members.values()].filter(
    ({ sort, state, role }) => sort === "person" && state === "active" && role === "member",
  );
}

/** What has really happened to accounts, by the acts. */
export function deeds({ world }: FakeSlack, act: "deactivate" | "reactivate"): Deed[] {
  return world.truth.filter((deed) => deed.act === act);
}

/** All that the store has of people who left while it watched, by account; throws where somebody has left twice. */
export async function foundIn({ store }: Stage): Promise<Map<string, Departure>> {
  const departures = (await store.departures({ directory: DIRECTORY })).filter(({ observed }) => observed);
  const found = new Map(departures.map((departure) => [accountOf(departure), departure]));
  if (found.size < departures.length) throw new Error("Somebody has left twice, as far as the store goes.");
  return found;
}

/** Whether it happened within that interval. */
export function holds(interval: Interval | undefined, moment: Instant): boolean {
  return interval !== undefined && (interval.notBefore ?? moment) <= moment && moment <= interval.notAfter;
}

/** A message as somebody reads it: the headline, and a line each for what it says. */
export function textOf({ view, repeat }: Pick<Arrival, "view" | "repeat">): string[] {
  const { headline, sections, footer } = contentOf(view, repeat);
  const lines = sections.flatMap((section) => section.lines.map(({ label, text }) => `${label}: ${text}`));
  return [headline, ...lines, ...footer];
}

export function healthTold(arrivals: readonly Arrival[]): Arrival[] {
  return arrivals.filter(({ view }) => view.kind === "health");
}
