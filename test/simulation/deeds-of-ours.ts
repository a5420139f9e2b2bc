import { HOUR, MINUTE, SECOND } from "../../src/core/time.ts";
import type { Place } from "./process.ts";
import { type Deed, EVERY } from "./stage.ts";

const PLACES: readonly Place[] = ["before a transaction", "within a transaction", "after a transaction", "sent"];

/** What happens to the machine, its processes and store, and the destinations. */
export const DEEDS_OF_OURS: readonly Deed[] = [
  {
    weight: 0.7,
    happen: (stage, plan) => {
      const { machine, random } = stage;
      // Never a whole number of hours: no timer is met again at the same moment.
      const far = random.pick([-1, 1]) * (HOUR + random.below(MINUTE));
      plan.during(
        "a clock that is off",
        random.pick([5 * MINUTE, 30 * MINUTE, 70 * MINUTE]),
        () => {
          stage.struck(far > 0 ? "F10 a clock set forward" : "F10 a clock set back");
          stage.say(`the clock jumps by ${Math.round(far / MINUTE)} minutes`);
          machine.setClock(far);
        },
        () => machine.setClock(-far),
      );
    },
  },
  {
    weight: 5,
    happen: ({ machine, random }) => {
      const running = machine.running().filter(({ halted }) => !halted);
      if (running.length > 0) machine.doom(random.pick(running), random.pick(PLACES), random.below(6));
    },
  },
  {
    weight: 4,
    happen: ({ routes, random, say }, plan) => {
      const name = random.pick(["chat", "hook"] as const);
      plan.during(
        `${name} down`,
        random.pick([MINUTE, 20 * MINUTE, 2 * HOUR]),
        () => {
          say(`${name} is down`);
          routes.down.add(name);
        },
        () => routes.down.delete(name),
      );
    },
  },
  {
    weight: 1,
    happen: ({ machine, random, hasSwitch, say }, plan) => {
      plan.during(
        "a full store",
        hasSwitch ? random.pick([MINUTE, 10 * MINUTE, 40 * MINUTE]) : random.below(2 * EVERY),
        () => {
          say("the store is full");
          machine.full = true;
        },
        () => (machine.full = false),
      );
    },
  },
  {
    weight: 2,
    happen: (stage, plan) => {
      const { machine, random, scheduler } = stage;
      if (machine.running().length !== 1) return;
      const ms = random.pick([3 * MINUTE, 20 * MINUTE, HOUR]);
      plan.during(
        "a second process",
        ms,
        () => {
          stage.struck("F16 a second process");
          machine.launch();
        },
        () => {
          const [, ...others] = machine.running();
          for (const other of others) {
            machine.wake(other);
            other.stop.abort();
            scheduler.at(scheduler.now() + 2 * MINUTE, () => {
              if (other.tasks.size > 0 && !other.dead) stage.say(`${other.holder} does not stop`);
              machine.stop(other);
            });
          }
        },
      );
    },
  },
  {
    weight: 3,
    happen: ({ machine, random, scheduler, hasSwitch, until, say }) => {
      const running = machine.running().filter(({ halted }) => !halted);
      if (running.length === 0) return;
      const process = random.pick(running);
      const ms = random.pick([5 * SECOND, 90 * SECOND, 8 * MINUTE, ...(hasSwitch ? [40 * MINUTE] : [])]);
      say(`${process.holder} is halted`);
      machine.halt(process, Math.min(scheduler.now() + ms, until));
    },
  },
  {
    weight: 4,
    happen: ({ machine, random, say }) => {
      for (const process of machine.running()) {
        process.busy = 1 + random.below(6);
        say(`${process.holder} finds the store busy`);
      }
    },
  },
  {
    weight: 0.6,
    happen: ({ workspace, machine, scheduler, until, say }) => {
      if (scheduler.now() + 6 * EVERY > until || workspace.weather.freeze) return;
      say("a list will never end");
      workspace.weather.freeze = true;
      // Whoever hears of it restarts the program.
      scheduler.at(scheduler.now() + 5.5 * EVERY, () => {
        workspace.weather.freeze = false;
        for (const process of machine.running()) machine.end(process, SECOND);
      });
    },
  },
];
