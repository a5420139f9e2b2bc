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

/** Where a process can be killed: around the statements of a transaction, or while a message is on its way. */
export type Place = "before a transaction" | "within a transaction" | "after a transaction" | "sent";

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
  /** Nothing of it goes on, while time does (SIGSTOP). */
  halted: boolean;
  /** Nothing waits at gates any more. */
  free: boolean;
  /** Called wherever it can be killed. */
  fate: (where: Place) => void;
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
    halted: false,
    free: false,
    fate: () => {},
  };
}

/** A gate at which the process waits from now on; at the end of a dead one. */
export function stand(
  process: Process,
  where: string,
  since: number,
): { readonly gate: Gate; readonly opened: Promise<void> } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const leave = (): void => {
    const i = process.gates.indexOf(gate);
    if (i >= 0) process.gates.splice(i, 1);
  };
  const gate: Gate = {
    where,
    since,
    open: () => {
      leave();
      resolve();
    },
    fail: (error) => {
      leave();
      reject(error);
    },
  };
  if (process.dead) reject(KILLED);
  else process.gates.push(gate);
  return { gate, opened: promise };
}

/** Waits at a gate; throws where the process is dead, or is killed there. */
export function pass(process: Process, where: string, since: number): Promise<void> {
  if (process.dead) return Promise.reject(KILLED);
  return process.free ? Promise.resolve() : stand(process, where, since).opened;
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

/** A store that other processes write to for so many of its next transactions. */
export function busyOf(process: Process): RollcallError | undefined {
  if (process.busy === 0) return undefined;
  process.busy--;
  return new RollcallError("store_busy", "The store is being written by another process.");
}

/** The writer with other ways to do some of it; to copy it would make all of its hundred ways anew for each transaction. */
export function watched(writer: StoreWriter, others: Partial<StoreWriter>): StoreWriter {
  return new Proxy(writer, {
    get: (all, name) => Reflect.get(Object.hasOwn(others, name) ? others : all, name) as unknown,
  });
}

/** How a process sees its store. */
interface Sight {
  readonly now: () => number;
  /** Sees every writer, and gives what to do once what it has written is kept. */
  readonly look: (writer: StoreWriter) => { readonly writer: StoreWriter; readonly kept: () => void };
  /** What stands in the way of a writing. */
  readonly trouble: () => RollcallError | undefined;
}

/**
 * The store as one process sees it: it stands at a gate before and after each transaction, where it can be killed, and
 * nothing of a dead process reaches the store.
 */
export function storeOf(store: Store, process: Process, { now, look, trouble }: Sight): Store {
  const alive = <A extends unknown[], R>(read: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      if (process.dead) throw KILLED;
      const answer = await read(...args);
      // A statement that was under way is done; whoever asked for it never hears.
      return process.dead ? Promise.reject(KILLED) : answer;
    };
  };
  const writing = <A extends unknown[], R>(write: (...args: A) => Promise<R>) => {
    return alive(async (...args: A): Promise<R> => {
      const wrong = trouble();
      if (wrong !== undefined) throw wrong;
      return write(...args);
    });
  };
  return {
    ...store,
    roster: alive(store.roster),
    notifications: alive(store.notifications),
    notification: alive(store.notification),
    departures: alive(store.departures),
    changes: alive(store.changes),
    events: alive(store.events),
    acquireLease: writing(store.acquireLease),
    renewLease: writing(store.renewLease),
    releaseLease: writing(store.releaseLease),
    transaction: async (work) => {
      process.fate("before a transaction");
      await pass(process, "before a transaction", now());
      const wrong = trouble();
      if (wrong !== undefined) throw wrong;
      const seen: (() => void)[] = [];
      const result = await store.transaction(async (writer) => {
        const looked = look(writer);
        const done = await work(looked.writer);
        process.fate("within a transaction");
        if (process.dead) throw KILLED;
        seen.push(looked.kept);
        return done;
      });
      for (const kept of seen) kept();
      process.fate("after a transaction");
      await pass(process, "after a transaction", now());
      return result;
    },
  };
}
