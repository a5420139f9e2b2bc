import { disclose, type Disclosed, type IncidentView } from "../core/disclosure/disclose.ts";
import { standing } from "../core/disclosure/grant.ts";
import { RollcallError } from "../core/errors.ts";
import { openIncident } from "../core/notification/incident.ts";
import { messageId, type Notification, retried } from "../core/notification/notification.ts";
import type { Instant } from "../core/time.ts";
import { hintAmong } from "../core/suggest.ts";
import { sendOne } from "./attempt.ts";
import type { Context } from "./context.ts";
import { asOf, type Destination, ranOut } from "./destination.ts";
import { failedAt } from "./failed.ts";
import { viewFor } from "./incident-report.ts";
import type { StoreReader } from "./ports.ts";

/** The message by which somebody sees that a destination can be reached; it is about nobody. */
export function testMessage(destination: Destination, now: number): Disclosed<IncidentView> {
  const incident = openIncident("test", destination.name, now);
  const view = disclose("incident", { incident, directories: [] }, destination.audience);
  if (view === undefined) throw new Error("a test is for every audience");
  return view;
}

/** Sends the test message, once and at once. Throws what the notifier throws, and `expired` where nobody would hear of people. */
export async function sendTest(context: Context, destination: Destination): Promise<void> {
  const { clock, store } = context;
  const { grant } = destination;
  if (grant !== undefined && standing(grant, clock.now()) === "over") throw ranOut(grant);
  const view = testMessage(destination, clock.now());
  const record = (action: string): Promise<void> =>
    store.transaction(
      (writer) =>
        writer.record({
          at: clock.now(),
          action,
          detail: { incident: view.incident, destination: destination.name, audience: destination.audience },
        }),
      "log",
    );
  await record("send test");
  await sendOne(context, destination, { id: messageId(view.incident, 1), repeat: false, view });
  await record("test arrived");
}

/** What was given up, at one destination or at all, is to be tried again from now on. @returns what will be. */
export async function retryFailed(context: Context, destination: string | undefined): Promise<readonly Notification[]> {
  return settleFailed(context, destination, "retry", retried);
}

/** What was given up is let go: whoever says so has seen it, or does not want it any more. @returns what was let go. */
export async function dropFailed(context: Context, destination: string | undefined): Promise<readonly Notification[]> {
  return settleFailed(context, destination, "drop", (notification) => ({ ...notification, state: "dropped" }));
}

async function settleFailed(
  { store, clock }: Context,
  destination: string | undefined,
  action: string,
  settled: (notification: Notification, at: Instant) => Notification,
): Promise<readonly Notification[]> {
  return store.transaction(async (writer) => {
    const failed = await failedAt(writer, destination);
    for (const notification of failed) {
      const at = clock.now();
      await writer.putNotification(settled(notification, at));
      const { id, incident, version } = notification;
      await writer.record({
        at,
        action,
        detail: { notification: id, incident, destination: notification.destination, version },
      });
    }
    return failed;
  });
}

/** What a notification would say now; undefined where nothing of it is for its destination any more. */
export async function preview(
  store: StoreReader,
  destination: Destination,
  notification: Notification,
  now: Instant,
): Promise<Disclosed<IncidentView> | undefined> {
  const incident = await store.incident(notification.incident);
  return incident && viewFor(store, { ...incident, version: notification.version }, asOf(destination, now));
}

/** @throws RollcallError `usage` where the settings have none of this name. */
export function destinationNamed(destinations: readonly Destination[], name: string): Destination {
  const found = destinations.find((destination) => destination.name === name);
  if (found !== undefined) return found;
  const names = destinations.map((destination) => destination.name);
  const hint = hintAmong(name, names, "; there is none under notify:");
  throw new RollcallError("usage", `${name}: no destination of this name in the settings${hint}`);
}
