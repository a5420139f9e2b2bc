import { setImmediate as turn } from "node:timers/promises";
import { onceAborted } from "../../src/core/aborted.ts";
import type { Clock } from "../../src/app/ports.ts";
import { RollcallError } from "../../src/core/errors.ts";
import type { Instant } from "../../src/core/time.ts";
import { type Process, stand } from "./process.ts";

/** What is to happen at a time. One that belongs to a process waits while the process is halted, and ends with it. */
interface Timer {
  readonly time: Instant;
  readonly order: number;
  readonly work: () => void;
  readonly owner: Process | undefined;
}

/** True time, which all processes and the tools around them share. It moves only when nobody has anything left to do. */
export interface Scheduler {
  readonly now: () => Instant;
  /** @returns what takes it back */
  readonly at: (time: Instant, work: () => void, owner?: Process) => () => void;
  /** Lets everything happen up to that time, in its order, and gives the same for the same seed. */
  readonly run: (until: Instant) => Promise<void>;
  /** Somebody does something that takes no time: whoever waits for quiet waits on. */
  readonly touch: () => void;
  /** What was due while the process was halted happens now, late. */
  readonly wake: (process: Process) => void;
}

/** The same each time, as the machine's clock has it. */
const WOKEN = new RollcallError("interrupted", "Interrupted while waiting.");

/** Work may go through this many turns of the event loop in which none of our ports is used. */
const IDLE_TURNS = 2;

/** Whether something of a file is asked for that the machine has not answered: that takes as long as it takes, and time stands still until then. */
const isWaitingForFiles = (): boolean => process.getActiveResourcesInfo().includes("FSReqPromise");

export function createScheduler(start: Instant): Scheduler {
  /** In the order in which they are due. */
  const timers: Timer[] = [];
  let held: Timer[] = [];
  let now = start;
  let orders = 0;
  let activity = 0;

  const insert = (timer: Timer): void => {
    let i = timers.length;
    for (; i > 0; i--) {
      const before = timers[i - 1];
      if (before === undefined || before.time < timer.time) break;
      if (before.time === timer.time && before.order < timer.order) break;
    }
    timers.splice(i, 0, timer);
  };
  const quiet = async (): Promise<void> => {
    for (let idle = 0; idle < IDLE_TURNS;) {
      const before = activity;
      await turn();
      idle = activity === before && !isWaitingForFiles() ? idle + 1 : 0;
    }
  };

  return {
    now: () => now,
    at: (time, work, owner) => {
      activity++;
      const timer: Timer = { time: Math.max(time, now), order: orders++, work, owner };
      insert(timer);
      return () => {
        const i = timers.indexOf(timer);
        if (i >= 0) timers.splice(i, 1);
        else held = held.filter((one) => one !== timer);
      };
    },
    run: async (until) => {
      await quiet();
      for (let next = timers[0]; next !== undefined && next.time <= until; next = timers[0]) {
        timers.shift();
        if (next.owner?.dead === true) continue;
        now = next.time;
        if (next.owner?.halted === true) {
          held.push(next);
          continue;
        }
        next.work();
        await quiet();
      }
      now = until;
    },
    touch: () => {
      activity++;
    },
    wake: (process) => {
      process.halted = false;
      const mine = held.filter(({ owner }) => owner === process);
      held = held.filter(({ owner }) => owner !== process);
      for (const timer of mine) insert({ ...timer, time: now, order: orders++ });
    },
  };
}

/**
 * The clock of a process: it shows true time and how far its machine is off, while pauses last as long as they really are.
 * @param off milliseconds; it may change at any time
 */
export function clockOf(scheduler: Scheduler, process: Process, off: () => number): Clock {
  return {
    now: () => scheduler.now() + off(),
    sleep: async (ms, ...signals) => {
      const { gate, opened } = stand(process, "asleep", scheduler.now());
      const cancel = scheduler.at(scheduler.now() + Math.ceil(ms), gate.open, process);
      const forget = onceAborted(signals, () => {
        scheduler.touch();
        gate.fail(WOKEN);
      });
      try {
        await opened;
      } finally {
        cancel();
        forget();
      }
    },
    every: (ms, work) => {
      let cancel = (): void => {};
      const arm = (): void => {
        cancel = scheduler.at(
          scheduler.now() + ms,
          () => {
            arm();
            work();
          },
          process,
        );
      };
      arm();
      return () => cancel();
    },
  };
}
