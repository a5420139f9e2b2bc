import type { Context } from "../app/context.ts";
import type { Destination } from "../app/destination.ts";
import { importReports } from "../app/import-reports.ts";
import type { Clock } from "../app/ports.ts";
import type { Reported } from "../app/record-port.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import type { Rule } from "../core/notification/rule.ts";
import { textReader } from "../app/text-reader.ts";
import { fastClock, systemClock } from "../clock.ts";
import { type Channel, type Company, openCompany } from "../demo/company.ts";
import { START } from "../demo/day.ts";
import { othersReported } from "../demo/record.ts";
import { AUDIENCES, HR, purposeOf } from "../demo/settings.ts";
import { heldAuditFiles, type Story, storyOf } from "../demo/story.ts";
import { OFFBOARDING } from "../demo/tools.ts";
import { heldSource } from "../files/input.ts";
import { slack } from "../notifiers/slack.ts";
import { lookAsAuthentication } from "../server/look-as.ts";
import { csv } from "../sources/csv.ts";
import { contextOf, interruption, openStore } from "./context.ts";
import { gazetteer } from "./gazetteer.ts";
import type { Shown } from "./serve.ts";

export { START } from "../demo/day.ts";

/** The simulated company, with everything that watches it. */
export interface Demo {
  readonly company: Company;
  readonly context: Context;
  readonly clock: Clock;
  readonly story: Story;
  readonly offboarding: OffboardingRules;
  /** What of it is shown on pages, at an address of this machine. */
  readonly shown: (port: number) => Shown;
  readonly close: () => Promise<void>;
}

/** Of Slack the people team hears who left, and of all tools those who end accounts which are still there. */
function destinationsOf({ directory, channel, access, workspace }: Company): readonly Destination[] {
  const { sees, alias, ...right } = HR;
  const rules: readonly (readonly [Channel, Rule])[] = [
    [channel, { tell: ["departures", "health"], directories: [directory.id] }],
    [access, { tell: ["offboarding"] }],
  ];
  return rules.map(([{ id, name, token }, rule]) => ({
    name,
    audience: sees,
    alias,
    grant: { alias, ...right },
    rule,
    notifier: slack,
    settings: { token, channel: id, api: workspace.url },
  }));
}

/** @param accounts of a smaller company, for tests */
export async function openDemo({
  seed,
  speed,
  accounts,
}: {
  readonly seed: number;
  readonly speed: number;
  readonly accounts?: number;
}): Promise<Demo> {
  const clock = fastClock(START, speed);
  const company = await openCompany(seed, clock, accounts);
  const store = await openStore();
  const { signal, release } = interruption();
  const context = contextOf({
    store,
    clock,
    signal,
    progress: () => {},
    destinations: destinationsOf(company),
    persons: { mapping: company.tools.mapping },
    offboarding: OFFBOARDING,
  });
  const files = heldAuditFiles(clock);
  return {
    company,
    clock,
    context,
    offboarding: OFFBOARDING,
    story: storyOf({ context, company, files, reader: textReader(gazetteer), others: () => others(seed) }),
    shown: (port) => ({
      context,
      directories: [company.directory, ...company.tools.directories],
      record: purposeOf(company),
      files,
      place: { host: "127.0.0.1", port, setting: "--port" },
      authentication: lookAsAuthentication(systemClock, clock.now, { first: HR, audiences: AUDIENCES }),
    }),
    close: async () => {
      release();
      await company.close();
      await store.close();
    },
  };
}

/** Read as any tracker's table and any article is. */
async function others(seed: number): Promise<readonly Reported[]> {
  const { table, articles } = othersReported(seed, START);
  const given = { address: null, mediaType: null, charset: null };
  const { documents } = await importReports([{ ...heldSource(Buffer.from(table), "tracker.csv"), ...given }], {
    sources: [csv],
    source: "csv:tracker",
    settings: {},
  });
  return [...documents, ...articles];
}
