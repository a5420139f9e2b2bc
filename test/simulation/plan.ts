import { DEEDS_OF_OURS } from "./deeds-of-ours.ts";
import { DEEDS_OF_SLACK } from "./deeds-of-slack.ts";
import type { Plan, Stage } from "./stage.ts";

const DEEDS = [...DEEDS_OF_SLACK, ...DEEDS_OF_OURS];

export interface Playing {
  /** One more thing happens. */
  readonly step: () => void;
}

/** Plays a seeded plan of lives and faults. Whatever lasts ends by `stage.until`. */
export function play(stage: Stage): Playing {
  const { scheduler, until, say, random } = stage;
  const going = new Set<string>();
  const plan: Plan = {
    during: (key, ms, begin, end) => {
      const { now, at } = scheduler;
      if (going.has(key) || now() >= until) return false;
      going.add(key);
      begin();
      at(Math.min(now() + ms, until), () => {
        going.delete(key);
        say(`${key} ends`);
        end();
      });
      return true;
    },
  };
  const all = DEEDS.reduce((sum, { weight }) => sum + weight, 0);
  return {
    step: () => {
      let dice = random.next() * all;
      DEEDS.find(({ weight }) => (dice -= weight) < 0)?.happen(stage, plan);
    },
  };
}
