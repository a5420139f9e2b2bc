// npm run bench -- polling: the real watch on a virtual clock, against a workspace of 100,000 accounts under Slack's limits, while waves go
// through it; with and without looking closer at colleagues of those who have left.
import type { Context } from "../src/app/context.ts";
import type { Directory } from "../src/app/directory.ts";
import type { Http, HttpResponse, StoreWriter } from "../src/app/ports.ts";
import { watch } from "../src/app/watch.ts";
import { createRandom } from "../src/connectors/slack/fake/random.ts";
import { slack } from "../src/connectors/slack/index.ts";
import type { SlackSettings } from "../src/connectors/slack/settings.ts";
import { accountOf } from "../src/core/directory/departure.ts";
import { RollcallError } from "../src/core/errors.ts";
import { Secret } from "../src/core/secret.ts";
import { type Instant, MINUTE, SECOND } from "../src/core/time.ts";
import { contextOf, openStore } from "../src/wire/context.ts";
import { clockOf, createScheduler, type Scheduler } from "../test/simulation/clock.ts";
import { createProcess } from "../test/simulation/process.ts";
import { count, quantile, table } from "./numbers.ts";
import {
  ADDRESS,
  createPollingWorld,
  latencyOf,
  type PollingWorld,
  teamOf,
  type Waves,
  WAVES,
} from "./polling-world.ts";

export const title = "polling: how late a wave is seen under Slack's limits, in a workspace of 100,000 accounts";

const ACCOUNTS = 100_000;
const START = Date.UTC(2026, 10, 20, 6);
const WAYS = {
  list: "lists alone",
  closer: "and single accounts",
} as const;
type Way = keyof typeof WAYS;

interface Seen {
  /** From leaving to being told, in minutes. */
  readonly delays: readonly number[];
  /** Of the calls that the list's tier allows, from the first list's begin to the last page. */
  readonly used: number;
  readonly refused: number;
  readonly lists: number;
  /** From a list's begin to when it is kept, the longest, in milliseconds. */
  readonly longest: number;
}

export async function run(_folder: string, print: (text: string) => void, accounts = ACCOUNTS): Promise<void> {
  const rows: string[][] = [];
  for (const limit of [200, 999]) {
    const means: number[] = [];
    for (const way of Object.keys(WAYS) as Way[]) {
      const { delays, used, refused, lists } = await watched(accounts, limit, way);
      const mean = delays.reduce((sum, one) => sum + one, 0) / delays.length;
      means.push(mean);
      rows.push([
        `${limit} a page, ${WAYS[way]}`,
        `${mean.toFixed(1)} min`,
        `${quantile(delays, 0.9).toFixed(1)} min`,
        `${Math.max(...delays).toFixed(1)} min`,
        way === "list" ? "" : `× ${(mean / (means[0] ?? Number.NaN)).toFixed(2)}`,
        `${(100 * used).toFixed(1)} %`,
        String(refused),
        `${count(delays.length)} in ${lists} lists`,
      ]);
    }
  }
  print(
    table(
      ["", "mean", "p90", "latest", "beside lists alone", "of the list's budget used", "refused", "who left"],
      rows,
    ),
  );
}

interface Course {
  readonly waves?: Waves;
  /** How often a list is begun, at most. */
  readonly every?: number;
}

export async function watched(
  accounts: number,
  limit: number,
  way: Way,
  { waves = WAVES, every = SECOND }: Course = {},
): Promise<Seen> {
  const scheduler = createScheduler(START);
  const listMinutes = Math.ceil(accounts / limit / 20);
  // The first list is known before anybody leaves; afterwards lists follow one another.
  const from = START + (listMinutes + 2) * MINUTE;
  const until = from + waves.begin + waves.within + 2 * (listMinutes + 2) * MINUTE;
  const world = createPollingWorld(accounts, from, createRandom(11), scheduler.now, waves);
  const told = new Map<string, Instant>();
  const store = await openStore();
  const process = createProcess("bench:1");
  const settings: SlackSettings = {
    token: new Secret("xoxb-111111111111-222222222222-AbCdEfGhIjKlMnOpQrStUvWx", "the bench"),
    api: ADDRESS,
    pace: { perMinute: 20, pageSize: limit },
  };
  const { spare: _, ...plain } = slack;
  const directory: Directory<SlackSettings> = {
    id: "bench",
    connector: way === "list" ? plain : slack,
    settings,
    rules: { demotion: false },
    every,
    overlay: (account) => ({ ...account, attributes: { ...account.attributes, team: teamOf(account.id) } }),
  };
  let lists = 0;
  let longest = 0;
  const context: Context = {
    ...contextOf({
      store: { ...store, transaction: (work) => store.transaction((writer) => work(noting(writer, told, scheduler))) },
      progress: () => scheduler.touch(),
      clock: clockOf(scheduler, process, () => 0),
      http: httpOf(world, scheduler),
      signal: process.stop.signal,
    }),
    holder: process.holder,
  };
  const watching = watch(context, [directory], {
    details: 0,
    tell: (event) => {
      if (event.event === "swept") {
        lists++;
        longest = Math.max(longest, scheduler.now() - event.sweep.startedAt);
      } else if ("error" in event) throw new Error(event.error);
    },
  });
  await scheduler.run(until);
  process.stop.abort();
  await scheduler.run(until + MINUTE);
  await watching;
  await store.close();
  const delays = [...world.leaves].map(([id, at]) => ((told.get(id) ?? Number.NaN) - at) / MINUTE);
  if (delays.some((delay) => Number.isNaN(delay) || delay < 0))
    throw new Error("Somebody left, and was not told, or before.");
  return { delays, used: usedOf(world, until), refused: world.refused(), lists, longest };
}

/** When a departure is kept, it is told. */
function noting(writer: StoreWriter, told: Map<string, Instant>, { now }: Scheduler): StoreWriter {
  return {
    ...writer,
    putDepartures: (departures) => {
      for (const one of departures) if (!told.has(accountOf(one))) told.set(accountOf(one), now());
      return writer.putDepartures(departures);
    },
  };
}

function httpOf(world: PollingWorld, scheduler: Scheduler): Http {
  const random = createRandom(12);
  return {
    send: (request, signal) =>
      new Promise<HttpResponse>((resolve, reject) => {
        const late = latencyOf(request, random) / 2;
        scheduler.at(scheduler.now() + late, () => {
          const response = world.answer(request);
          scheduler.at(scheduler.now() + late, () => {
            if (signal?.aborted === true) reject(new RollcallError("interrupted", "The bench is over."));
            else resolve(response);
          });
        });
      }),
  };
}

/** Over the time in which lists were read without a break. */
function usedOf({ calls }: PollingWorld, until: Instant): number {
  const all = (calls.get("users.list") ?? []).filter((at) => at < until);
  const [first = 0] = all;
  const last = all.at(-1) ?? 0;
  return (all.length - 1) / (((last - first) / MINUTE) * 20);
}
