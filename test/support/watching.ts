import type { Destination } from "../../src/app/destination.ts";
import type { Directory } from "../../src/app/directory.ts";
import { watch, type WatchEvent } from "../../src/app/watch.ts";
import { createFakeSlack, createWorld, type FakeSlack } from "../../src/connectors/slack/fake/index.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import { Secret } from "../../src/core/secret.ts";
import { HOUR, type Instant } from "../../src/core/time.ts";
import type { Store } from "../../src/app/ports.ts";
import { contextOf, openStore } from "../../src/wire/context.ts";
import { clockOf, createScheduler } from "../simulation/clock.ts";
import { createProcess } from "../simulation/process.ts";

type Options = Parameters<typeof watch>[2];

interface Watching {
  readonly fake: FakeSlack;
  readonly store: Store;
  /** Lets time go by until then. */
  readonly until: (at: Instant) => Promise<void>;
}

/**
 * The production watch of a workspace, `acme`, read each hour on a clock of its own; it is stopped when `during` ends.
 * @param latency milliseconds for each call of Slack
 */
export async function whileWatching<T>(
  {
    start,
    accounts,
    seed = 5,
    latency = 40,
    destinations = [],
    tell,
    ...options
  }: Omit<Options, "details" | "tell"> & {
    readonly start: Instant;
    readonly accounts: number;
    readonly seed?: number;
    readonly latency?: number;
    readonly destinations?: readonly Destination[];
    readonly tell?: (event: WatchEvent, at: Instant) => void;
  },
  during: (watching: Watching) => Promise<T>,
): Promise<T> {
  const scheduler = createScheduler(start);
  const fake = createFakeSlack({
    world: createWorld({ seed, accounts, now: start }),
    now: scheduler.now,
    scopes: ["users:read", "users:read.email", "team:read"],
  });
  const process = createProcess("h:1");
  const clock = clockOf(scheduler, process, () => 0);
  const store = await openStore();
  const context = {
    ...contextOf({ store, clock, destinations, progress: () => {}, signal: process.stop.signal }),
    http: {
      send: async (...args: Parameters<typeof fake.http.send>) => {
        await clock.sleep(latency, args[1]);
        scheduler.touch();
        return fake.http.send(...args);
      },
    },
  };
  const settings = { token: new Secret(fake.token, "the test"), api: fake.url };
  const directory: Directory = { id: "acme", connector: slack, settings, rules: { demotion: false }, every: HOUR };
  const ended = watch(context, [directory], {
    details: 0,
    ...options,
    tell: (event) => tell?.(event, scheduler.now()),
  });
  try {
    return await during({ fake, store, until: (at) => scheduler.run(at) });
  } finally {
    process.stop.abort();
    await scheduler.run(scheduler.now() + HOUR);
    await ended;
    await store.close();
  }
}
