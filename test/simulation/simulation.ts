import { setImmediate as turn } from "node:timers/promises";
import type { Context } from "../../src/app/context.ts";
import { deliverDue } from "../../src/app/deliver.ts";
import { retryFailed } from "../../src/app/notify.ts";
import type { Sending, Store, StoreWriter } from "../../src/app/ports.ts";
import { sweep } from "../../src/app/sweep.ts";
import { createRandom } from "../../src/connectors/slack/fake/random.ts";
import type { Departure } from "../../src/core/directory/departure.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { messageId } from "../../src/core/notification/notification.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/core/time.ts";
import { openStore } from "../../src/wire/context.ts";
import { createCompany } from "./company.ts";
import { busyOf, createProcess, kill, pass, type Process, start, storeOf, watched } from "./process.ts";
import { anyDestination, type Arrival, brokenBy, covers, destinationOf, type Wanted } from "./receivers.ts";

const NAMES = ["one", "two", "three", "four"];
/** No gate is stood at for longer: a try has to end within the two minutes of its claim. */
const LONGEST_STAND = 15 * SECOND;
const ENDINGS = ["lost", "arrived unheard", "garbage", "refused", "unauthorised", "limited", "gone", "deadly"] as const;
type Ending = "fine" | (typeof ENDINGS)[number];

/** A departure that a destination has to be told of, and whether its rule has left it out since. */
interface Owed {
  readonly destination: string;
  readonly departure: string;
  excused: boolean;
}

/** All that happened in one run, for the promises to be held against. */
export interface Told {
  readonly schedule: readonly string[];
  readonly broken: readonly string[];
  readonly arrivals: readonly Arrival[];
  readonly owed: readonly Owed[];
  readonly store: Store;
}

/**
 * One run: two processes on one store sweep and deliver at the same time, step by step as the seed has it, while people
 * leave and return, destinations and readings fail, processes are killed, the clock jumps, and the settings change. Then
 * all is well for two weeks.
 */
export async function simulate(seed: number, steps: number): Promise<Told> {
  const random = createRandom(seed);
  const store = await openStore();
  const company = createCompany(random);
  const schedule: string[] = [];
  const broken: string[] = [];
  const arrivals: Arrival[] = [];
  const owed = new Map<string, Owed>();
  const departures = new Map<string, Departure>();
  const gone = new Set<string>();
  const endings = new Map<string, Ending[]>();
  /** Of what is on its way, by message: when it was claimed. */
  const claims = new Map<string, number>();
  /** Messages that are known to have arrived, and so are never sent again; and those on their way while the clock jumped. */
  const done = new Set<string>();
  const jumped = new Set<string>();
  let settings = NAMES.slice(0, 3).map((name) => anyDestination(random, name));
  let now = Date.UTC(2026, 9, 20);
  let born = 0;
  const say = (what: string): void => void schedule.push(`${new Date(now).toISOString()} ${what}`);

  const arrive = ({ id, repeat, view }: Sending<unknown>, wanted: Wanted): void => {
    const arrival: Arrival = { destination: wanted.name, id, at: now, repeat, overtaken: false, view };
    const earlier = arrivals.filter(({ destination }) => destination === wanted.name);
    for (const what of brokenBy(arrival, wanted, claims.get(id) ?? now)) broken.push(`${wanted.name} ${what} (${id})`);
    if (!jumped.has(id)) {
      if (!repeat && earlier.some((one) => one.id === id)) broken.push(`${wanted.name} gets ${id} again, unmarked`);
      const last = earlier.findLast((one) => one.view.incident === view.incident);
      if (last !== undefined && last.view.version > view.version)
        broken.push(`${wanted.name} gets ${id} after ${last.id}`);
    }
    arrivals.push(arrival);
    say(`   ${id} arrives at ${wanted.name}${repeat ? ", marked as a repeat" : ""}`);
  };

  const sendBy =
    (process: Process) =>
    async (sending: Sending<unknown>, wanted: Wanted): Promise<void> => {
      const { id } = sending;
      if (done.has(id) && !jumped.has(id)) broken.push(`${wanted.name} is sent ${id}, which had arrived`);
      await pass(process, `sending ${id}`, now);
      const ending = random.pick<Ending>(endings.get(wanted.name) ?? ["fine"]);
      if (process.stop.signal.aborted && random.chance(0.5)) {
        if (random.chance(0.5)) arrive(sending, wanted);
        throw new RollcallError("interrupted", "Interrupted.");
      }
      say(`   ${id} by ${process.holder} to ${wanted.name}: ${ending}`);
      if (ending === "fine" || ending === "arrived unheard" || ending === "garbage") arrive(sending, wanted);
      if (ending === "deadly") end(process);
      if (ending === "fine" || ending === "deadly") return pass(process, `sent ${id}`, now);
      if (ending === "lost" || ending === "arrived unheard") throw new RollcallError("unreachable", "No answer.");
      if (ending === "garbage") throw new RollcallError("malformed", "No answer that can be read.");
      if (ending === "limited") {
        throw new RollcallError("rate_limited", "Too many.", { afterMs: random.pick([SECOND, HOUR, 30 * DAY]) });
      }
      throw new RollcallError(ending, "No.");
    };

  const look = (process: Process) => (writer: StoreWriter) => {
    const kept: (() => void)[] = [];
    const looking = watched(writer, {
      putDepartures: (found) => {
        kept.push(() => {
          for (const departure of found) {
            departures.set(departure.id, departure);
            for (const one of owed.values()) if (one.departure === departure.id) one.excused = true;
            for (const wanted of settings) {
              if (!covers(wanted, departure)) continue;
              owed.set(`${wanted.name} ${departure.id}`, {
                destination: wanted.name,
                departure: departure.id,
                excused: false,
              });
            }
          }
        });
        return writer.putDepartures(found);
      },
      putNotification: (notification) => {
        const { id, version, claim, attempts } = notification;
        if (attempts > 10) broken.push(`${id} is tried ${attempts} times`);
        if (claim?.holder === process.holder) kept.push(() => claims.set(messageId(id, version), now));
        return writer.putNotification(notification);
      },
      record: (entry) => {
        const { notification, version } = entry.detail;
        if (entry.action === "arrived") kept.push(() => done.add(`${notification}-${version}`));
        return writer.record(entry);
      },
    });
    return { writer: looking, kept: () => kept.forEach((keep) => keep()) };
  };

  const launch = (): { readonly process: Process; readonly context: Context } => {
    const process = createProcess(`host:${++born}`);
    const sending = sendBy(process);
    const context: Context = {
      clock: { now: () => now, sleep: () => pass(process, "asleep", now), every: () => () => {} },
      http: { send: () => Promise.reject(new Error("nothing is asked over HTTP")) },
      store: storeOf(store, process, { now: () => now, look: look(process), trouble: () => busyOf(process) }),
      progress: () => {},
      destinations: settings.map((wanted) => destinationOf(wanted, sending)),
      signal: process.stop.signal,
      holder: process.holder,
      isGone: (holder) => gone.has(holder),
    };
    return { process, context };
  };
  const processes = [launch(), launch()];

  const end = (process: Process): void => {
    const i = processes.findIndex((one) => one.process === process);
    kill(process);
    // Of a process on another machine nobody knows that it is gone: its claims run out.
    if (random.chance(0.7)) gone.add(process.holder);
    processes[i] = launch();
  };
  const gatesOf = () => processes.flatMap(({ process }) => process.gates);
  const fault = (error: unknown): void => void broken.push(`an error of our own: ${String(error)}`);
  const settle = async (): Promise<void> => {
    for (let idle = 0; idle < 3; idle++) {
      for (const gate of gatesOf()) {
        gate.open();
        idle = 0;
      }
      await turn();
    }
  };

  const resettle = async (): Promise<void> => {
    const at = random.below(settings.length + 1);
    const name = settings[at]?.name ?? NAMES.find((one) => settings.every((wanted) => wanted.name !== one));
    if (name === undefined) return;
    const changed = anyDestination(random, name);
    settings =
      random.chance(0.3) && settings.length > 1
        ? settings.filter((one) => one.name !== name)
        : [...settings.filter((one) => one.name !== name), changed];
    say(`the settings are ${JSON.stringify(settings)}`);
    for (const one of owed.values()) {
      const departure = departures.get(one.departure);
      const wanted = settings.find((candidate) => candidate.name === one.destination);
      // Taken out of the settings, what waits fails visibly; narrowed, it is not told.
      if (departure !== undefined && wanted !== undefined && !covers(wanted, departure)) one.excused = true;
    }
    for (const one of processes) end(one.process);
  };

  const step = async (): Promise<void> => {
    now += 1;
    const i = random.below(2);
    const { process, context } = processes[i] ?? launch();
    const gates = gatesOf();
    const late = gates.find(({ since }) => now - since > LONGEST_STAND);
    if (late !== undefined) return late.open();
    const dice = random.next();
    if (dice < 0.5 && gates.length > 0) return random.pick(gates).open();
    if (dice < 0.6) return say(company.stir());
    if (dice < 0.68) {
      const directory = random.pick(company.directories);
      if (process.tasks.has(`sweep ${directory.id}`) || process.stop.signal.aborted) return undefined;
      company.readings.set(
        directory.id,
        random.pick(["good", "good", "good", "no read-back", "unreachable", "unauthorised"]),
      );
      say(`${process.holder} sweeps ${directory.id}: ${company.readings.get(directory.id)}`);
      return start(process, `sweep ${directory.id}`, () => sweep(context, directory, { details: { limit: 0 } }), fault);
    }
    if (dice < 0.8) {
      if (process.tasks.has("deliver") || process.stop.signal.aborted) return undefined;
      return start(process, "deliver", () => deliverDue(context, () => {}), fault);
    }
    if (dice < 0.84) {
      now += random.pick([SECOND, 5 * SECOND]);
      return undefined;
    }
    if (dice < 0.91) {
      await settle();
      now += random.pick([30 * SECOND, 5 * MINUTE, 31 * MINUTE, 2 * HOUR, 5 * HOUR, 26 * HOUR]);
      return say("time has gone by");
    }
    if (dice < 0.94) {
      const name = random.pick(NAMES);
      endings.set(name, random.chance(0.4) ? ["fine"] : [random.pick(["fine", ...ENDINGS]), random.pick(ENDINGS)]);
      return say(`${name} answers ${endings.get(name)?.join(" or ")}`);
    }
    if (dice < 0.96) {
      say(`${process.holder} is killed at ${process.gates.map(({ where }) => where).join(" and ")}`);
      return end(process);
    }
    if (dice < 0.97) {
      process.busy = 1 + random.below(6);
      process.wasBusy = true;
      return say(`${process.holder} finds the store busy`);
    }
    if (dice < 0.98) {
      if (processes.some((one) => [...one.process.tasks].some((task) => task.startsWith("sweep")))) return undefined;
      for (const [id, since] of claims) if (now - since < 3 * MINUTE) jumped.add(id);
      now += random.pick([-HOUR, HOUR]);
      return say("the clock jumps");
    }
    if (dice < 0.985) {
      say(`${process.holder} is asked to stop`);
      process.stop.abort();
      for (let spin = 0; process.tasks.size > 0 && spin < 200; spin++) {
        for (let gate = process.gates[0]; gate !== undefined; gate = process.gates[0]) gate.open();
        await turn();
      }
      if (process.tasks.size > 0) broken.push(`${process.holder} does not stop`);
      const held = (await store.notifications({})).filter(({ claim }) => claim?.holder === process.holder);
      if (held.length > 0 && !process.dead && !process.wasBusy)
        broken.push(`${process.holder} leaves ${held.length} claims`);
      return end(process);
    }
    if (dice < 0.992) return resettle();
    say("what failed is to be tried again");
    return start(process, "retry", () => retryFailed(context, undefined), fault);
  };

  for (let i = 0; i < steps; i++) {
    await step();
    await turn();
  }
  say("from here on all is well");
  endings.clear();
  company.readings.clear();
  await settle();
  for (const one of processes) end(one.process);
  now += HOUR + 3 * MINUTE;
  const { process, context } = processes[0] ?? launch();
  process.free = true;
  for (let round = 0; round < 4; round++) {
    for (const directory of company.directories) await sweep(context, directory, { details: { limit: 0 } });
    now += HOUR;
  }
  const until = now + 14 * DAY;
  for (let tries = 0; tries < 500 && now < until; tries++) {
    const due = await deliverDue(context, () => {});
    if (due === undefined) break;
    now = Math.max(now + SECOND, due);
  }
  return { schedule, broken, arrivals, owed: [...owed.values()], store };
}
