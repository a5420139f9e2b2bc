import { compareAnnounced, type Compared } from "../app/announced.ts";
import type { Context } from "../app/context.ts";
import type { Destination } from "../app/destination.ts";
import { announcementOf, wholeLayoff } from "../app/layoffs.ts";
import type { Clock } from "../app/ports.ts";
import { readDocuments } from "../app/read-documents.ts";
import { textReader } from "../app/text-reader.ts";
import { fastClock } from "../clock.ts";
import { type Company, openCompany, START } from "../demo/company.ts";

export { START } from "../demo/company.ts";
import type { SourcedClaim } from "../core/record/layoff.ts";
import { gazetteer } from "./gazetteer.ts";
import { slack } from "../notifiers/slack.ts";
import { openStore, contextOf, interruption } from "./context.ts";

/** The simulated company, with everything that watches it. */
export interface Demo {
  readonly company: Company;
  readonly context: Context;
  readonly clock: Clock;
  /** Reads what the press says of the company, as any article is read, and compares it with what was observed. */
  readonly announced: () => Promise<readonly (Compared & { readonly claim: SourcedClaim })[]>;
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
  const announced: Demo["announced"] = async () => {
    const now = clock.now();
    await readDocuments(store, [company.press], textReader(gazetteer), now);
    const compared = (await store.layoffs({ order: "date", limit: 1 })).map(async ({ id, createdAt }) => {
      const whole = await wholeLayoff(store, id);
      const announcement = {
        id,
        directory: company.directory.id,
        addedAt: createdAt,
        announced: announcementOf(whole),
      };
      const one = await compareAnnounced(store, announcement, now);
      return whole.claims.map((claim) => ({ ...one, claim }));
    });
    return (await Promise.all(compared)).flat();
  };
  return {
    company,
    clock,
    announced,
    context: contextOf({ store, clock, signal, progress: () => {}, destinations: [peopleOps(company)] }),
    close: async () => {
      release();
      await company.workspace.close();
      await store.close();
    },
  };
}
