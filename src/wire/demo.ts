import type { Context } from "../app/context.ts";
import type { Destination } from "../app/destination.ts";
import type { Clock } from "../app/ports.ts";
import { fastClock } from "../clock.ts";
import { type Company, openCompany, START } from "../demo/company.ts";

export { START } from "../demo/company.ts";
import { slack } from "../notifiers/slack.ts";
import { openStore, contextOf, interruption } from "./context.ts";

/** The simulated company, with everything that watches it. */
export interface Demo {
  readonly company: Company;
  readonly context: Context;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}

function peopleOps({ channel, workspace }: Company): Destination {
  return {
    name: channel.name,
    audience: "named",
    rule: { tell: ["departures", "health"] },
    notifier: slack,
    settings: { token: channel.token, channel: channel.id, api: workspace.url },
  };
}

export async function openDemo(seed: number, speed: number): Promise<Demo> {
  const clock = fastClock(START, speed);
  const company = await openCompany(seed, clock);
  const store = await openStore();
  const { signal, release } = interruption();
  return {
    company,
    clock,
    context: contextOf({ store, clock, signal, progress: () => {}, destinations: [peopleOps(company)] }),
    close: async () => {
      release();
      await company.workspace.close();
      await store.close();
    },
  };
}
