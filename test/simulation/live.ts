import { deliverDue } from "../../src/app/deliver.ts";
import type { Directory } from "../../src/app/directory.ts";
import type { StoreWriter } from "../../src/app/ports.ts";
import { createRandom } from "../../src/connectors/slack/fake/random.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import type { SlackSettings } from "../../src/connectors/slack/settings.ts";
import { isSeeing } from "../../src/core/notification/outage.ts";
import { messageId } from "../../src/core/notification/notification.ts";
import { Secret } from "../../src/core/secret.ts";
import { HOUR, type Instant, iso, MINUTE, SECOND } from "../../src/core/time.ts";
import { openStore } from "../../src/wire/context.ts";
import { createScheduler, type Scheduler } from "./clock.ts";
import { createDeliveries, SIGNING_SECRET } from "./delivery.ts";
import { count, type Counts, type FaultName } from "./faults.ts";
import { createMachine, type Machine } from "./machine.ts";
import { peopleOf } from "./lives.ts";
import { wrongIn } from "./oracle.ts";
import { play } from "./plan.ts";
import { type Process, watched } from "./process.ts";
import type { Arrival } from "./receivers.ts";
import { createRoutes } from "./routes.ts";
import { EVERY } from "./stage.ts";
import { createWorkspace, SWITCH } from "./workspace.ts";

const DIRECTORY = "acme";
const START = Date.UTC(2026, 9, 20, 6);
const STEPS = 100;
const PAUSE = MINUTE;
/** All is well for so long at the end: three intervals and more, and longer than any clock was off. */
const QUIET = 5 * EVERY;
/** A clock that was an hour ahead has passed the last reading's time again. */
const CAUGHT_UP = HOUR + 2 * EVERY;
/** A watch that is asked to stop has ended by then. */
const STOPS = 2 * MINUTE;

/** What came of one run. */
export interface Lived {
  readonly wrong: readonly string[];
  readonly schedule: readonly string[];
  readonly faults: Counts;
  readonly departures: number;
  readonly arrivals: number;
}

/**
 * One run of several hours in which a workspace lives, the watch of the program and all around it fail as the seed has it, and
 * the truth is known. Then all is well for a while, and the promises are held against the truth.
 */
export async function simulateLive(seed: number): Promise<Lived> {
  const streams = Array.from({ length: 5 }, (_, i) => createRandom(seed * 8 + i));
  const [planned, network, delivered, sent, jitter] = streams as [Rand, Rand, Rand, Rand, Rand];
  const natural = Math.random;
  // Pauses between tries are jittered; a run has to be the same again for its seed.
  Math.random = () => jitter.next();
  try {
    return await run(seed, { planned, network, delivered, sent });
  } finally {
    Math.random = natural;
  }
}

type Rand = ReturnType<typeof createRandom>;

async function run(
  seed: number,
  { planned, network, delivered, sent }: Readonly<Record<"planned" | "network" | "delivered" | "sent", Rand>>,
): Promise<Lived> {
  const scheduler = createScheduler(START);
  const { now } = scheduler;
  const schedule: string[] = [];
  const broken: string[] = [];
  const faults: Counts = new Map();
  const offsets = new Set<number>([0]);
  const seenActive = new Set<string>();
  /** As the roster has them. */
  const believed = new Map<string, string>();
  const sights: Instant[] = [];
  /** Messages known to have arrived; and those on their way while the clock jumped. */
  const done = new Set<string>();
  const claims = new Map<string, Instant>();
  const jumped = new Set<string>();
  const say = (what: string): void => void schedule.push(`${iso(now())} ${what}`);
  const struck = (name: FaultName): void => count(faults, name);

  const deliveries = createDeliveries(scheduler, delivered, struck);
  const accounts = 30 + planned.below(30);
  const workspace = createWorkspace(scheduler, network, { seed, accounts }, struck, deliveries.send);
  const seen = new Set<string>();
  const onArrival = ({ destination, id, repeat, overtaken, view }: Arrival): void => {
    say(`   ${id} (${view.kind}) arrives at ${destination}${repeat ? ", marked as a repeat" : ""}`);
    if (!repeat && !overtaken && seen.has(id) && !jumped.has(id))
      broken.push(`${destination} gets ${id} again, unmarked`);
    if (done.has(id) && !jumped.has(id)) broken.push(`${destination} gets ${id}, which was known to have arrived`);
    seen.add(id);
  };
  const routes = createRoutes(scheduler, sent, struck, onArrival);
  const store = await openStore();

  const look = (process: Process) => (writer: StoreWriter) => {
    const kept: (() => void)[] = [];
    const atLast: (() => void)[] = [];
    const looking = watched(writer, {
      putSweep: (sweep) => {
        const shown = workspace.shownTo(process);
        kept.push(() => {
          say(`   ${process.holder} keeps a reading: ${sweep.complete ? sweep.health : `not whole, ${sweep.health}`}`);
        });
        // Once all of it is kept: nobody who is gone, and was believed to be here, was hidden from it.
        atLast.push(() => {
          if (!isSeeing(sweep) || shown === undefined || shown.moved) return;
          const hidden = peopleOf(workspace.world, ({ state }) => state === "deactivated" || state === "erased").some(
            ({ id }) => believed.get(id) === "active" && !shown.ids.has(id),
          );
          if (!hidden) sights.push(now());
        });
        return writer.putSweep(sweep);
      },
      putEntries: (directory, entries, prints) => {
        kept.push(() => {
          for (const { account } of entries) {
            believed.set(account.id, account.status);
            if (account.status === "active") seenActive.add(account.id);
          }
        });
        return writer.putEntries(directory, entries, prints);
      },
      putDepartures: (departures) => {
        kept.push(() => {
          for (const { id, reversed, confirmed } of departures)
            say(`   ${id} is ${reversed === undefined ? "gone" : "back"}${confirmed ? "" : ", unconfirmed"}`);
        });
        return writer.putDepartures(departures);
      },
      putNotification: (notification) => {
        const { id, version, claim } = notification;
        if (claim?.holder === process.holder) kept.push(() => claims.set(messageId(id, version), now()));
        return writer.putNotification(notification);
      },
      record: (entry) => {
        const { notification, version } = entry.detail;
        if (entry.action === "arrived") kept.push(() => done.add(`${notification}-${version}`));
        return writer.record(entry);
      },
    });
    return { writer: looking, kept: () => [...kept, ...atLast].forEach((keep) => keep()) };
  };

  const settings: SlackSettings = {
    token: new Secret(workspace.fake.token, "env SLACK_TOKEN"),
    api: workspace.fake.url,
    pace: { perMinute: 20, pageSize: 10 },
    events: { http: { signingSecret: new Secret(SIGNING_SECRET, "env SIGNING"), path: "/slack/events" } },
  };
  const directory: Directory = {
    id: DIRECTORY,
    connector: slack,
    settings,
    rules: { demotion: false },
    every: EVERY,
  };
  const hasSwitch = planned.chance(0.6);
  const machine = createMachine({
    scheduler,
    random: planned,
    store,
    directory,
    httpOf: workspace.httpOf,
    destinationsOf: routes.destinationsOf,
    look,
    doors: deliveries.doors,
    clockSet: () => {
      for (const id of claims.keys()) if (!done.has(id)) jumped.add(id);
    },
    heartbeat: hasSwitch ? SWITCH : undefined,
    struck,
    say,
    broken: (what) => void broken.push(what),
  });

  machine.launch();
  await scheduler.run(START + EVERY);
  const until = START + EVERY + STEPS * PAUSE;
  const playing = play({
    scheduler,
    random: planned,
    workspace,
    deliveries,
    machine,
    routes,
    hasSwitch,
    until,
    struck,
    say,
  });
  while (now() < until) {
    playing.step();
    offsets.add(machine.off);
    await scheduler.run(Math.min(until, now() + planned.below(2 * PAUSE)));
  }
  say("from here on all is well");
  await scheduler.run(until + 1);
  machine.spare();
  workspace.weather.armed = [];
  workspace.weather.freeze = false;
  await scheduler.run(Math.max(until, (machine.clockSets.at(-1) ?? -Infinity) + CAUGHT_UP) + QUIET);
  if (machine.running().length === 0) broken.push("nothing runs any more");
  for (const process of machine.running()) process.stop.abort();
  await scheduler.run(now() + STOPS);
  for (const process of machine.running()) {
    if (process.tasks.size > 0) broken.push(`${process.holder} does not stop`);
  }
  const end = now();
  await deliverTheRest(machine, scheduler);

  const wrong = await wrongIn({
    world: workspace.world,
    store,
    directory: DIRECTORY,
    arrivals: routes.arrivals,
    destinations: routes.wanted.map(({ name }) => name),
    pings: workspace.pings,
    liedAbout: workspace.liedAbout,
    liedAboutTwice: workspace.liedAboutTwice,
    hasSwitch,
    offsets,
    clockSets: machine.clockSets,
    wakings: machine.wakings,
    seenActive,
    sights,
    end,
  });
  const departures = (await store.departures({ directory: DIRECTORY })).filter(({ observed }) => observed).length;
  await store.close();
  return { wrong: [...broken, ...wrong], schedule, faults, departures, arrivals: routes.arrivals.length };
}

/** What waits for its time, or for a destination that was down, as a process that only delivers has it. */
async function deliverTheRest(machine: Machine, { run: runTo, now }: Scheduler): Promise<void> {
  for (const process of machine.running()) machine.stop(process);
  const { context } = machine.birth();
  for (let rounds = 0; rounds < 200; rounds++) {
    const round = { due: undefined as Instant | undefined, over: false };
    const ended = deliverDue(context, () => {}).then((due) => Object.assign(round, { due, over: true }));
    while (!round.over) await runTo(now() + SECOND);
    const { due } = await ended;
    if (due === undefined) return;
    await runTo(Math.max(now() + SECOND, due));
  }
}
