import type { Context } from "../../src/app/context.ts";
import type { Destination } from "../../src/app/destination.ts";
import { USUAL_RETENTION } from "../../src/core/disclosure/retention.ts";
import type { Directory } from "../../src/app/directory.ts";
import type { Http, Store, StoreWriter } from "../../src/app/ports.ts";
import { watch } from "../../src/app/watch.ts";
import { defined } from "../../src/core/defined.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import type { Random } from "../../src/connectors/slack/fake/random.ts";
import { type Instant, MINUTE, SECOND } from "../../src/core/time.ts";
import { clockOf, type Scheduler } from "./clock.ts";
import type { Door } from "./delivery.ts";
import type { FaultName } from "./faults.ts";
import { busyOf, createProcess, kill, type Place, type Process, storeOf } from "./process.ts";

/** What runs on the machine, and around it. */
export interface Setting {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly store: Store;
  readonly directory: Directory;
  readonly httpOf: (process: Process) => Http;
  readonly destinationsOf: (process: Process) => readonly Destination[];
  readonly look: (
    process: Process,
  ) => (writer: StoreWriter) => { readonly writer: StoreWriter; readonly kept: () => void };
  readonly doors: Set<Door>;
  /** Called when the clock of the machine is set. */
  readonly clockSet?: () => void;
  readonly heartbeat: string | undefined;
  readonly struck: (name: FaultName) => void;
  readonly say: (what: string) => void;
  /** Called with what our own code must never do. */
  readonly broken: (what: string) => void;
}

/** Where and after how many more such places a process is to be killed. */
interface Doom {
  readonly where: Place;
  left: number;
}

/** A machine with a clock, a disk and processes of ours. */
export interface Machine {
  readonly running: () => readonly Process[];
  /** A process that does nothing yet. */
  readonly birth: () => { readonly process: Process; readonly context: Context };
  /** A process that watches. */
  readonly launch: () => void;
  /** Kills it; somebody starts another one after a while. */
  readonly end: (process: Process, pause: number) => void;
  /** Ends it for good. */
  readonly stop: (process: Process) => void;
  readonly halt: (process: Process, until: Instant) => void;
  readonly wake: (process: Process) => void;
  readonly doom: (process: Process, where: Place, after: number) => void;
  /** Nobody is to be killed any more. */
  readonly spare: () => void;
  /** How far its clock is off, in milliseconds. */
  readonly off: number;
  /** When it was set. */
  readonly clockSets: readonly Instant[];
  /** When halted processes woke. */
  readonly wakings: readonly Instant[];
  readonly setClock: (by: number) => void;
  full: boolean;
}

const DEATHS: Readonly<Record<Place, FaultName>> = {
  "before a transaction": "F11 a kill before a transaction",
  "within a transaction": "F11 a kill within a transaction",
  "after a transaction": "F11 a kill after a transaction",
  sent: "F12 a kill after a message was sent",
};

export function createMachine(setting: Setting): Machine {
  const { scheduler, random, store, directory, doors, heartbeat, struck, say } = setting;
  const { now, at } = scheduler;
  let processes: Process[] = [];
  const dooms = new Map<Process, Doom>();
  const gone = new Set<string>();
  let born = 0;
  let off = 0;
  const clockSets: Instant[] = [];
  const wakings: Instant[] = [];

  const bury = (process: Process): void => {
    kill(process);
    for (const door of doors) if (door.process === process) doors.delete(door);
    processes = processes.filter((one) => one !== process);
  };
  const fateOf = (process: Process) => (where: Place) => {
    scheduler.touch();
    const doom = dooms.get(process);
    if (process.dead || doom?.where !== where || doom.left-- > 0) return;
    dooms.delete(process);
    struck(DEATHS[where]);
    say(`${process.holder} is killed: ${where}`);
    machine.end(process, random.pick([SECOND, 20 * SECOND, 2 * MINUTE]));
  };
  const trouble = (process: Process) => (): RollcallError | undefined => {
    const busy = busyOf(process);
    if (busy !== undefined) struck("F18 a busy store");
    if (busy !== undefined || !machine.full) return busy;
    struck("F15 a full store");
    return new RollcallError("store_full", "The disk is full.");
  };

  const machine: Machine = {
    running: () => processes,
    get off() {
      return off;
    },
    clockSets,
    wakings,
    setClock: (by) => {
      off += by;
      clockSets.push(now());
      setting.clockSet?.();
    },
    full: false,
    birth: () => {
      const process = createProcess(`host:${++born}`);
      process.free = true;
      process.fate = fateOf(process);
      processes.push(process);
      const context: Context = {
        clock: clockOf(scheduler, process, () => off),
        http: setting.httpOf(process),
        store: storeOf(store, process, { now, look: setting.look(process), trouble: trouble(process) }),
        progress: () => {},
        destinations: setting.destinationsOf(process),
        signal: process.stop.signal,
        holder: process.holder,
        isGone: (holder) => gone.has(holder),
      };
      return { process, context };
    },
    launch: () => {
      const { process, context } = machine.birth();
      const { clock } = context;
      say(`${process.holder} starts`);
      const options = {
        details: 0,
        keeping: { retention: USUAL_RETENTION, watched: [directory.id] },
        ...defined({ heartbeat: heartbeat === undefined ? undefined : new Secret(heartbeat, "env PING") }),
        receive: async (receivers: readonly Door["receiver"][]) => {
          for (const receiver of receivers) doors.add({ process, clock, receiver });
          return {
            close: async () => {
              for (const door of doors) if (door.process === process) doors.delete(door);
            },
          };
        },
        tell: (event: { readonly event: string; readonly error?: string }) => {
          if (!process.dead)
            say(`   ${process.holder}: ${event.event}${event.error === undefined ? "" : ` (${event.error})`}`);
        },
      };
      process.tasks.add("watch");
      void watch(context, [directory], options)
        .then(
          () => process.stop.signal.aborted || setting.broken(`${process.holder} ceases to watch`),
          (error: unknown) => {
            if (!process.dead) setting.broken(`an error of our own: ${String(error)}`);
          },
        )
        .finally(() => {
          scheduler.touch();
          process.tasks.delete("watch");
        });
    },
    end: (process, pause) => {
      bury(process);
      // Of a process on another machine nobody knows that it is gone: its claims and leases run out.
      if (random.chance(0.7)) gone.add(process.holder);
      at(now() + pause, machine.launch);
    },
    stop: (process) => {
      bury(process);
      gone.add(process.holder);
    },
    halt: (process, until) => {
      if (process.dead || process.halted) return;
      process.halted = true;
      at(until, () => {
        if (process.dead) return;
        struck("F16 a halted process that wakes");
        say(`${process.holder} wakes`);
        wakings.push(now());
        scheduler.wake(process);
      });
    },
    wake: (process) => scheduler.wake(process),
    doom: (process, where, after) => void dooms.set(process, { where, left: after }),
    spare: () => dooms.clear(),
  };
  return machine;
}
