import { tally } from "../core/directory/tally.ts";
import type { DirectoryReport, IncidentReport } from "../core/disclosure/disclose.ts";
import { disclose, type Disclosed, type IncidentView } from "../core/disclosure/disclose.ts";
import type { Incident } from "../core/notification/incident.ts";
import { changeTold, departureTold, hearsOf } from "../core/notification/rule.ts";
import type { Destination } from "./destination.ts";
import type { StoreReader } from "./ports.ts";

/**
 * What one destination may see of an incident, as the store has it now; undefined where its rule or its audience leaves
 * nothing of it. Made when the message is sent and kept nowhere, so that what is erased is not told from a copy.
 */
export async function viewFor(
  store: StoreReader,
  incident: Incident,
  { rule, audience }: Pick<Destination, "rule" | "audience">,
): Promise<Disclosed<IncidentView> | undefined> {
  const { kind } = incident;
  if (kind === "health" || kind === "deliveries" || kind === "test") {
    // The settings may have changed since it was put into the outbox.
    if (kind !== "test" && !hearsOf(rule, kind, incident.directory)) return undefined;
    return disclose("incident", { incident, directories: [] }, audience);
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
      ...(left.length === 0 ? {} : { tally: tally(left, (await store.roster(directory)).entries.values()) }),
      changes: changes.filter((change) => change.directory === directory),
      ...(last === undefined ? {} : { reading: last }),
    });
  }
  if (directories.length === 0) return undefined;
  const report: IncidentReport = { incident, directories };
  return disclose("incident", report, audience);
}
