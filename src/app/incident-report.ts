import { leaversOf, tally } from "../core/directory/tally.ts";
import type { DirectoryReport, IncidentReport } from "../core/disclosure/disclose.ts";
import { disclose, type Disclosed, type IncidentView } from "../core/disclosure/disclose.ts";
import type { Incident } from "../core/notification/incident.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { isPerson } from "../core/wave/groups.ts";
import { changeTold, departureTold, hearsOf } from "../core/notification/rule.ts";
import { type Destination, readersOf } from "./destination.ts";
import type { StoreReader } from "./ports.ts";
import { watchReport } from "./announce-layoffs.ts";
import { offboardingReport } from "./announce-offboarding.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import type { Instant } from "../core/time.ts";
import { releasedReport } from "./released-report.ts";

/** By which rules it is asked what is to be done about accounts, and when. */
export interface Checking {
  readonly rules: OffboardingRules;
  readonly now: Instant;
}

/**
 * What one destination may see of an incident, as the store has it now; undefined where its rule or its audience leaves
 * nothing of it. Made when the message is sent and kept nowhere, so that what is erased is not told from a copy.
 */
export async function viewFor(
  store: StoreReader,
  incident: Incident,
  destination: Pick<Destination, "rule" | "audience" | "readers">,
  checking?: Checking,
): Promise<Disclosed<IncidentView> | undefined> {
  const { rule, audience } = destination;
  const { kind, release, directory: counted = "" } = incident;
  if (kind === "reports" || kind === "checkpoints") {
    if (!hearsOf(rule, kind, incident.directory)) return undefined;
    if (kind === "checkpoints" || release === undefined) return disclose("checkpoint", incident, audience);
    const report = await releasedReport(store, { directory: counted, release }, readersOf(destination));
    return disclose("report", { incident, report }, audience);
  }
  if (kind === "health" || kind === "deliveries" || kind === "waves" || kind === "test") {
    // The settings may have changed since it was put into the outbox.
    if (kind !== "test" && !hearsOf(rule, kind, incident.directory)) return undefined;
    const names = await namesIn(store, incident);
    return disclose("incident", { incident, directories: [], names }, audience);
  }
  if (kind === "layoffs") {
    if (!hearsOf(rule, kind, undefined)) return undefined;
    return disclose("layoffs", await watchReport(store, incident), audience);
  }
  if (kind === "offboarding") {
    if (checking === undefined || !hearsOf(rule, kind, incident.directory)) return undefined;
    const offboarding = await offboardingReport(store, incident, rule, checking);
    return offboarding && disclose("incident", { incident, directories: [], offboarding }, audience);
  }
  const departures = (await store.departures({ incident: incident.id })).filter((one) => departureTold(rule, one));
  const changes = (await store.changes({ incident: incident.id })).filter((one) => changeTold(rule, one));
  const names = new Set([
    ...departures.flatMap(({ accounts }) => accounts.slice(0, 1).map(({ directory }) => directory)),
    ...changes.map(({ directory }) => directory),
  ]);
  const directories: DirectoryReport[] = [];
  for (const directory of [...names].toSorted()) {
    const left = departures.filter(({ accounts }) => accounts[0]?.directory === directory);
    const [last] = await store.sweeps({ directory, limit: 1, completeOnly: true });
    directories.push({
      directory,
      departures: left,
      ...(left.length === 0 ? {} : { tally: tally(left, await store.colleagues(directory, leaversOf(left))) }),
      changes: changes.filter((change) => change.directory === directory),
      ...(last === undefined ? {} : { reading: last }),
    });
  }
  // Where a message can be edited, what stands there is to go too.
  if (directories.length === 0 && incident.erased !== true) return undefined;
  const report: IncidentReport = { incident, directories };
  return disclose("incident", report, audience);
}

/** The names of the managers and inviters whose people a wave is among, as far as they have accounts. */
export async function namesIn(
  store: StoreReader,
  { wave, directory = "" }: Incident,
): Promise<ReadonlyMap<string, string>> {
  const ids = (wave?.where ?? []).filter(({ by }) => isPerson(by)).map(({ value }) => value);
  const entries = ids.length === 0 ? new Map<string, RosterEntry>() : await store.entries(directory, ids);
  return new Map(
    [...entries].flatMap(([id, { account }]) =>
      account.attributes.name == null ? [] : [[id, account.attributes.name]],
    ),
  );
}
