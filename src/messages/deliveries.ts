import type { Notification } from "../core/notification/notification.ts";
import { moment } from "./time.ts";
import { counted, plain } from "./words.ts";

/** What was given up, one sentence a destination: nobody should have to look for it. */
export function failuresText(failed: readonly Notification[]): string[] {
  const byDestination = new Map<string, Notification[]>();
  for (const notification of failed) {
    const all = byDestination.get(notification.destination) ?? [];
    byDestination.set(notification.destination, all);
    all.push(notification);
  }
  return [...byDestination].map(([destination, all]) => {
    const since = Math.min(...all.map((one) => one.since));
    const error = all.at(-1)?.error?.text ?? "";
    return `${counted(all.length, "message")} did not arrive at ${destination}, the first of ${moment(since)}: ${plain(error)} Repair it, then run rollcall notify retry.`;
  });
}

/** Of a directory that no route but the watched tool itself would tell of. */
export function noSecondRouteText(directory: string): string {
  return `${directory}: no destination would tell that it has gone dark. Add one that tells health and does not pass through the same tool.`;
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
