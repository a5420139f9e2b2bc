import { departureIn, directoryOf, findingsOf, type Finding } from "../core/offboarding/check.ts";
import { accountsOf } from "../core/offboarding/matters.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import { groupOf, type Incident, nextVersion, openIncident } from "../core/notification/incident.ts";
import { hearsOf, type Rule } from "../core/notification/rule.ts";
import type { OffboardingReport } from "../core/disclosure/disclose.ts";
import type { Instant } from "../core/time.ts";
import { directoriesOf } from "../core/offboarding/check.ts";
import { notify } from "./announce.ts";
import type { Destination } from "./destination.ts";
import { checkLeavers, entriesOf } from "./offboarding.ts";
import type { StoreReader, StoreWriter } from "./ports.ts";

/**
 * What is to be done about accounts, in the transaction that keeps a reading: one incident a directory, whose items are the departures
 * by which it was found. More of it is another version; that some of it is settled is not news, that all of it is ends the incident.
 */
export async function announceOffboarding(
  writer: StoreWriter,
  destinations: readonly Destination[],
  rules: OffboardingRules | undefined,
  at: Instant,
): Promise<void> {
  if (rules === undefined) return;
  const found = Map.groupBy(findingsOf(await checkLeavers(writer, rules, at)), directoryOf);
  for (const { directory } of await writer.directories()) {
    await announceIn(writer, destinations, directory, found.get(directory) ?? [], at);
  }
}

async function announceIn(
  writer: StoreWriter,
  destinations: readonly Destination[],
  directory: string,
  findings: readonly Finding[],
  at: Instant,
): Promise<void> {
  const newest = await writer.newestIncident(groupOf("offboarding", directory));
  const open = newest?.closed === false ? newest : undefined;
  const told = new Set(open === undefined ? [] : (await writer.incidentItems(open.id)).map(({ id }) => id));
  // Of an end whose departure is not kept any more nothing is told: nobody could say when it was.
  const fresh = findings.flatMap((finding) => departureIn(finding) ?? []).filter((id) => !told.has(id));
  if (fresh.length === 0 && (open === undefined || findings.length > 0)) return;
  const incident: Incident = {
    ...(open === undefined ? openIncident("offboarding", directory, at) : nextVersion(open, at)),
    closed: findings.length === 0,
  };
  await writer.putIncident(incident);
  await writer.putIncidentItems(
    incident.id,
    [...new Set(fresh)].map((id) => ({ id, version: incident.version })),
  );
  const before = new Set((await writer.notifications({ incident: incident.id })).map((one) => one.destination));
  const hearing = destinations.filter(({ name, audience, rule }) => {
    if (audience !== "named" || rule.only !== undefined || !hearsOf(rule, "offboarding", directory)) return false;
    // That it is settled is for those who have heard of it.
    return incident.closed ? before.has(name) : findings.some((finding) => isFor(rule, finding));
  });
  await notify(writer, incident, hearing, at);
}

/** Whoever hears of an account hears also how its owner left, and so has to hear of that directory as well. */
function isFor({ directories }: Rule, finding: Finding): boolean {
  return directories === undefined || directoriesOf(finding).every((one) => directories.includes(one));
}

/** What one destination is told of such an incident, as it is now; undefined where nothing of it is theirs. */
export async function offboardingReport(
  store: StoreReader,
  { id, directory }: Incident,
  rule: Rule,
  { rules, now }: { readonly rules: OffboardingRules; readonly now: Instant },
): Promise<OffboardingReport | undefined> {
  const check = await checkLeavers(store, rules, now);
  const told = new Set((await store.incidentItems(id)).map((item) => item.id));
  const open = findingsOf(check).filter((finding) => {
    return directoryOf(finding) === directory && told.has(departureIn(finding) ?? "");
  });
  const findings = open.filter((finding) => isFor(rule, finding));
  if (open.length > 0 && findings.length === 0) return undefined;
  const unsettled = new Set(open.flatMap((finding) => departureIn(finding) ?? []));
  // Of those who were told of before nobody can say any more whether this destination may know of them.
  const settled = rule.directories === undefined ? told.size - unsettled.size : 0;
  const entryOf = await entriesOf(store, findings.flatMap(accountsOf));
  return { findings, entryOf, settled, over: open.length === 0 };
}
