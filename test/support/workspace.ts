import { afterEach } from "vitest";
import type { Context } from "../../src/app/context.ts";
import { type Delivery, deliverDue } from "../../src/app/deliver.ts";
import type { Destination } from "../../src/app/destination.ts";
import type { Directory } from "../../src/app/directory.ts";
import type { Outcome } from "../../src/app/take-reading.ts";
import { sweep } from "../../src/app/sweep.ts";
import {
  createWorld,
  type FakeSlack,
  startFakeSlack,
  type WorldOptions,
} from "../../src/connectors/slack/fake/index.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import type { SlackSettings } from "../../src/connectors/slack/settings.ts";
import type { Account } from "../../src/core/directory/account.ts";
import type { ChangeKind } from "../../src/core/directory/change.ts";
import { Secret } from "../../src/core/secret.ts";
import { HOUR } from "../../src/core/time.ts";
import { virtualClock } from "../../src/http/testing.ts";
import { contextOf, openStore } from "../../src/wire/context.ts";
import { deliverUntil } from "./delivering.ts";

const SCOPES = ["users:read", "users:read.email", "team:read"];

export interface WatchOptions extends Partial<WorldOptions> {
  readonly scopes?: readonly string[];
  readonly settings?: Partial<SlackSettings>;
  readonly overlay?: (account: Account) => Account;
  readonly demotion?: boolean;
  readonly destinations?: readonly Destination[];
}

/** A fake workspace, watched by the production code over HTTP, on a clock in which waiting takes no time. */
export interface WatchedWorkspace {
  readonly slack: FakeSlack;
  readonly context: Context;
  readonly directory: Directory;
  readonly clock: ReturnType<typeof virtualClock>;
  /** One sweep, an hour after the last. */
  readonly sweep: (details?: number | "all") => Promise<Outcome>;
  /** One try at everything that is due now. */
  readonly deliver: () => Promise<Delivery[]>;
  /** Delivers, moving the clock to whatever is due next, until nothing waits or `ms` have gone by. */
  readonly deliverFor: (ms: number) => Promise<Delivery[]>;
  /** Ids of active members of the company, the same ones for the same seed. */
  readonly staff: (count: number) => string[];
  readonly close: () => Promise<void>;
}

export async function watchWorkspace(options: WatchOptions = {}): Promise<WatchedWorkspace> {
  const { settings, overlay, demotion = false, destinations = [], ...world } = options;
  const { scopes = [...SCOPES, ...(settings?.fields === undefined ? [] : ["users.profile:read"])] } = options;
  const clock = virtualClock();
  const slackServer = await startFakeSlack({
    world: createWorld({ seed: 11, accounts: 420, ...world, now: clock.now() }),
    now: clock.now,
    scopes,
  });
  const store = await openStore();
  const context = contextOf({ store, clock, destinations, progress: () => {} });
  const directory: Directory = {
    id: "acme",
    connector: slack,
    settings: { token: new Secret(slackServer.token, "the test"), api: slackServer.url, ...settings },
    rules: { demotion },
    every: HOUR,
    ...(overlay === undefined ? {} : { overlay }),
  };
  const deliver = async (): Promise<Delivery[]> => {
    const deliveries: Delivery[] = [];
    await deliverDue(context, (delivery) => deliveries.push(delivery));
    return deliveries;
  };
  return {
    slack: slackServer,
    deliver,
    deliverFor: async (ms) => {
      const end = clock.now() + ms;
      const all: Delivery[] = [];
      await deliverUntil(context, end, (delivery) => all.push(delivery));
      await clock.sleep(Math.max(0, end - clock.now()));
      return all;
    },
    context,
    directory,
    clock,
    sweep: async (details = 0) => {
      await clock.sleep(HOUR);
      return sweep(context, directory, { details: { limit: details } });
    },
    staff: (count) => staffOf(slackServer, count),
    close: async () => {
      await slackServer.close();
      await store.close();
    },
  };
}

/** Opens workspaces that have been read once, and closes them after each test. */
export function workspacesOfTests(): (options?: WatchOptions) => Promise<WatchedWorkspace> {
  const open: WatchedWorkspace[] = [];
  afterEach(async () => {
    for (const workspace of open.splice(0)) await workspace.close();
  });
  return async (options = {}) => {
    const workspace = await watchWorkspace(options);
    open.push(workspace);
    await workspace.sweep();
    return workspace;
  };
}

function staffOf({ world }: FakeSlack, count: number): string[] {
  const staff = [...world.members.values()].filter(
    ({ sort, state, role }) => sort === "person" && state === "active" && role === "member",
  );
  return staff.slice(0, count).map(({ id }) => id);
}

/** Which kinds of change were told, each once, sorted. */
export function toldKinds(outcome: Outcome): ChangeKind[] {
  return [
    ...new Set(outcome.changes.filter(({ observed }) => observed !== false).map(({ change }) => change)),
  ].toSorted();
}

/** The ids of those who were told to have left in this reading. */
export function leavers(outcome: Outcome): string[] {
  return outcome.departures
    .filter(({ observed, reversed }) => observed && reversed === undefined)
    .flatMap(({ accounts }) => accounts.map(({ id }) => id))
    .toSorted();
}
