import type { Store, StoreWriter } from "../../src/app/ports.ts";
import { RollcallError } from "../../src/core/errors.ts";

/** What ends every promise of a process that is killed. */
const KILLED = new Error("killed");

/** A place at which a process stands until the schedule lets it go on, or kills it there. */
interface Gate {
  readonly where: string;
  /** By the clock of the simulation. */
  readonly since: number;
  readonly open: () => void;
  readonly fail: (error: Error) => void;
}

/** A process of ours, as the schedule sees it. */
export interface Process {
  readonly holder: string;
  readonly stop: AbortController;
  readonly gates: Gate[];
  /** Tasks under way, by name. */
  readonly tasks: Set<string>;
  /** So many of its next transactions find the store busy. */
  busy: number;
  wasBusy: boolean;
  dead: boolean;
  /** Nothing waits at gates any more. */
  free: boolean;
}

export function createProcess(holder: string): Process {
  return {
    holder,
    stop: new AbortController(),
    gates: [],
    tasks: new Set(),
    busy: 0,
    wasBusy: false,
    dead: false,
    free: false,
  };
}

/** Waits at a gate; throws where the process is dead, or is killed there. */
export function pass(process: Process, where: string, since: number): Promise<void> {
  if (process.dead) return Promise.reject(KILLED);
  if (process.free) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const gate: Gate = {
      where,
      since,
      open: () => {
        process.gates.splice(process.gates.indexOf(gate), 1);
        resolve();
      },
      fail: (error) => {
        process.gates.splice(process.gates.indexOf(gate), 1);
        reject(error);
      },
    };
    process.gates.push(gate);
  });
}

export function kill(process: Process): void {
  process.dead = true;
  for (let gate = process.gates[0]; gate !== undefined; gate = process.gates[0]) gate.fail(KILLED);
}

/** Starts a task, which may end by the death of its process or by an error that people are told. */
export function start(
  process: Process,
  name: string,
  work: () => Promise<unknown>,
  fault: (error: unknown) => void,
): void {
  const run = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!process.dead && !(error instanceof RollcallError)) fault(error);
    } finally {
      process.tasks.delete(name);
    }
  };
  process.tasks.add(name);
  void run();
}

/**
 * The store as one process sees it: it stands at a gate before and after each transaction, where it can be killed, and
 * nothing of a dead process reaches the store.
 * @param look sees every writer, and gives what to do once what it has written is kept.
 */
export function storeOf(
  store: Store,
  process: Process,
  now: () => number,
  look: (writer: StoreWriter) => { readonly writer: StoreWriter; readonly kept: () => void },
): Store {
  const alive = <A extends unknown[], R>(read: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      if (process.dead) throw KILLED;
      const answer = await read(...args);
      // A statement that was under way is done; whoever asked for it never hears.
      return process.dead ? Promise.reject(KILLED) : answer;
    };
  };
  return {
    ...store,
    roster: alive(store.roster),
    notifications: alive(store.notifications),
    notification: alive(store.notification),
    departures: alive(store.departures),
    changes: alive(store.changes),
    acquireLease: alive(store.acquireLease),
    releaseLease: alive(store.releaseLease),
    transaction: async (work) => {
      await pass(process, "before a transaction", now());
      if (process.busy > 0) {
        process.busy--;
        throw new RollcallError("store_busy", "The store is being written by another process.");
      }
      const seen: (() => void)[] = [];
      const result = await store.transaction(async (writer) => {
        const looked = look(writer);
        const done = await work(looked.writer);
        if (process.dead) throw KILLED;
        seen.push(looked.kept);
        return done;
      });
      for (const kept of seen) kept();
      await pass(process, "after a transaction", now());
      return result;
    },
  };
}
