import type { Delivery } from "../../app/deliver.ts";
import type { Notification } from "../../core/notification/notification.ts";
import { iso } from "../../core/time.ts";
import { moment } from "../../messages/time.ts";
import { counted, plain } from "../../messages/words.ts";

/** How one try ended, on one line and without names. */
export function deliveryText({ destination, incident, version, attempt, ended, error }: Delivery): string {
  const what = `${incident}, version ${version}`;
  switch (ended) {
    case "arrived":
      return `${destination}: told (${what})`;
    case "missed":
      return `${destination}: not told yet (${what}, try ${attempt}); it is tried again. ${plain(error ?? "")}`;
    case "failed":
      return `${destination}: NOT TOLD, given up (${what}, after ${attempt} tries). ${plain(error ?? "")}`;
    case "handed back":
      return `${destination}: broken off (${what}); it is tried again, as a repeat, at the next start`;
  }
}

/** How an incident is told at one destination, on one line. */
export function notificationText({
  id,
  destination,
  audience,
  state,
  version,
  told,
  toldAt,
  ...trying
}: Notification): string {
  const { attempts, dueAt, error } = trying;
  const last = toldAt === undefined ? "not told yet" : `told ${moment(toldAt)} (version ${told})`;
  const why = error === undefined ? "" : `; the last try: ${plain(error.text)}`;
  const how = {
    sent: last,
    waiting: `${last}; version ${version} is to be sent from ${moment(dueAt)} on, tried ${counted(attempts, "time")}${why}`,
    failed: `${last}; version ${version} was given up after ${counted(attempts, "try", "tries")}${why}`,
    dropped: `${last}; version ${version} was given up and let go${why}`,
  }[state];
  return `${destination} (audience ${audience}, ${id}): ${how}`;
}

export function notificationJson(notification: Notification): object {
  const { id, incident, destination, audience, state, version, told, toldAt, attempts, dueAt, error } = notification;
  return {
    id,
    incident,
    destination,
    audience,
    state,
    version,
    told,
    toldAt: toldAt === undefined ? null : iso(toldAt),
    attempts,
    dueAt: iso(dueAt),
    error: error ?? null,
  };
}
