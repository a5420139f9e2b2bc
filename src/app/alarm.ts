import { disclose } from "../core/disclosure/disclose.ts";
import { RollcallError } from "../core/errors.ts";
import { groupOf, type HealthState, type Incident, nextVersion, openUnkept } from "../core/notification/incident.ts";
import {
  arrived,
  claimed,
  isDue,
  messageId,
  missed,
  type Notification,
  want,
} from "../core/notification/notification.ts";
import { hearsOf } from "../core/notification/rule.ts";
import type { Instant } from "../core/time.ts";
import { notify } from "./announce.ts";
import { sendOne } from "./attempt.ts";
import type { Context } from "./context.ts";
import { asOf, type Destination, dueAt } from "./destination.ts";
import type { StoreReader } from "./ports.ts";

/**
 * A blindness that is told past the outbox, since our own store keeps nothing. Law 8 would have the store first, and nobody
 * would ever hear of it; law 7 forbids that. It names nobody. By destination: what would be in the outbox.
 */
export type Alarm = ReadonlyMap<string, Telling>;

export const NO_ALARM: Alarm = new Map();

interface Telling {
  readonly incident: Incident & { readonly health: HealthState };
  readonly notification: Notification;
}

/** What cannot be seen, and why. */
export interface Darkness {
  readonly directory: string;
  /** From when on nothing has been seen. */
  readonly since: Instant;
  /** As of a `HealthState`. */
  readonly lastGood: Instant | null;
  /** Sentences without names. */
  readonly reasons: readonly string[];
}

/** One try at each destination that hears of health and has not heard of it. @returns the alarm as it is after that */
export async function raiseAlarm(context: Context, alarm: Alarm, darkness: Darkness): Promise<Alarm> {
  const now = context.clock.now();
  const hearing = context.destinations
    .filter(({ rule }) => hearsOf(rule, "health", darkness.directory))
    .map((one) => asOf(one, now));
  const told = await Promise.all(
    hearing.map(async (destination) => {
      const before = alarm.get(destination.name);
      if (before === undefined && (await hasHeard(context.store, destination, darkness.directory))) return [];
      const telling = before ?? tellingOf(destination, darkness, context.clock.now());
      // Another process has ended it: its end is not to be followed by its beginning.
      if ((await context.store.incident(telling.incident.id)) !== undefined) return [];
      return [[destination.name, await tellOnce(context, destination, telling)] as const];
    }),
  );
  return new Map([...alarm, ...told.flat()]);
}

/** Through the outbox, before the store was full. */
async function hasHeard(reader: StoreReader, { name, audience }: Destination, directory: string): Promise<boolean> {
  const newest = await reader.newestIncident(groupOf("health", directory, audience));
  if (newest?.closed !== false || newest.health?.blind !== true) return false;
  const [notification] = await reader.notifications({ incident: newest.id, destination: name });
  return notification?.told === newest.version;
}

function tellingOf(destination: Destination, { directory, since, lastGood, reasons }: Darkness, at: Instant): Telling {
  const { name, audience } = destination;
  const health: HealthState = { health: "unreachable", reasons, since, lastGood, blind: true, over: false };
  const incident = { ...openUnkept(directory, since, audience), updatedAt: at, health };
  const { id, version } = incident;
  const due = dueAt(destination, "health", undefined, at);
  const notification = want(undefined, { incident: id, destination: name, audience, version, at, dueAt: due });
  return { incident, notification };
}

async function tellOnce(context: Context, destination: Destination, telling: Telling): Promise<Telling> {
  const { clock, holder } = context;
  const { incident, notification } = telling;
  if (!isDue(notification, clock.now(), () => true)) return telling;
  const view = disclose("incident", { incident, directories: [] }, destination.audience);
  if (view === undefined) return telling;
  const taken = claimed(notification, holder, clock.now());
  try {
    const id = messageId(notification.id, notification.version);
    // Without a record nobody knows whether another process, or one before this, has told the same.
    const receipt = await sendOne(context, destination, { id, repeat: true, view });
    const now = clock.now();
    return { incident, notification: arrived(taken, taken.version, receipt, now, now) };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { incident, notification: missed(taken, error, clock.now(), true) };
  }
}

/** Once the store keeps what is seen: puts the alarm into it, with its end for whoever has been told, in one transaction. */
export async function endAlarm({ store, clock, destinations }: Context, alarm: Alarm): Promise<void> {
  await store.transaction(async (writer) => {
    const at = clock.now();
    for (const [name, { incident, notification }] of alarm) {
      const health: HealthState = { ...incident.health, lastGood: at, over: true };
      const over: Incident = { ...nextVersion(incident, at), health, closed: true };
      if ((await writer.incident(over.id)) === undefined) await writer.putIncident(over);
      const destination = destinations.find((one) => one.name === name);
      const isTried = notification.messages > 0 || notification.attempts > 0;
      // Another process that raised it may have ended it too.
      if (destination === undefined || !isTried || (await writer.notification(notification.id)) !== undefined) continue;
      await writer.putNotification(notification);
      await writer.record({
        at,
        action: "told past the store",
        detail: {
          notification: notification.id,
          incident: incident.id,
          destination: name,
          audience: notification.audience,
          version: incident.version,
          arrived: notification.messages > 0,
        },
      });
      await notify(writer, over, [destination], at);
    }
  });
}
