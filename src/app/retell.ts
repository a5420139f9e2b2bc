import type { Incident } from "../core/notification/incident.ts";
import { withoutNames } from "../core/wave/forget.ts";
import type { StoreWriter } from "./ports.ts";

/**
 * What incidents are once people are gone from them: another version, so that nothing of an earlier one is sent any more. One that
 * was told to nobody and tells of nobody any more goes; of one that was told it stays that it was.
 * @param people account ids, after whom places of waves may be called
 * @param told incidents that told of them, whose items are gone
 * @returns those that are still there and say less than before
 */
export async function retell(
  writer: StoreWriter,
  directory: string,
  people: ReadonlySet<string>,
  told: readonly Incident[],
): Promise<readonly Incident[]> {
  const changed: Incident[] = [];
  const waves = await writer.incidents({ kind: "waves", directory });
  const byId = new Map([...told, ...waves].map((incident) => [incident.id, incident]));
  for (const incident of byId.values()) {
    const after = incident.kind === "waves" ? withoutPlaces(incident, people) : await withoutItems(writer, incident);
    if (after === undefined) continue;
    await writer.putIncident(after);
    await wait(writer, after);
    changed.push(after);
  }
  return changed;
}

/** How many are in a wave stays as it was counted; only whose people they are is not said any more. */
function withoutPlaces(incident: Incident, people: ReadonlySet<string>): Incident | undefined {
  const wave = incident.wave && withoutNames(incident.wave, { people });
  return wave === undefined || wave === incident.wave ? undefined : { ...nextOf(incident), wave };
}

async function withoutItems(writer: StoreWriter, incident: Incident): Promise<Incident | undefined> {
  const after: Incident = { ...nextOf(incident), erased: true };
  if ((await writer.incidentItems(incident.id)).length > 0) return after;
  const notifications = await writer.notifications({ incident: incident.id });
  if (
    notifications.every(({ told, claim, uncertain }) => told === 0 && claim === undefined && uncertain === undefined)
  ) {
    await writer.deleteIncident(incident.id);
    return undefined;
  }
  for (const notification of notifications) {
    if (notification.state !== "waiting") continue;
    await writer.putNotification({ ...notification, state: notification.told > 0 ? "sent" : "dropped" });
  }
  return after;
}

/** The time at which it was last told stays: by it goes how long it is kept, and what still belongs to it. */
function nextOf(incident: Incident): Incident {
  return { ...incident, version: incident.version + 1 };
}

/** What waits to be sent waits as this version. */
async function wait(writer: StoreWriter, { id, version }: Incident): Promise<void> {
  for (const notification of await writer.notifications({ incident: id, state: "waiting" })) {
    await writer.putNotification({ ...notification, version });
  }
}
