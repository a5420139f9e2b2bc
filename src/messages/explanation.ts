// What stands behind one thing that Rollcall said, in the stable JSON of `explain` and of the API. For those who may know names.
import type { Explanation } from "../app/explain.ts";
import type { StoredChange, Sweep } from "../app/ports.ts";
import { disclose } from "../core/disclosure/disclose.ts";
import type { Notification } from "../core/notification/notification.ts";
import { iso } from "../core/time.ts";
import { reasonsFor } from "./reasons.ts";

/** The stable JSON of a reading (design, section 5). */
export function sweepJson(sweep: Sweep) {
  const { directory, complete, accounts, health, reasons, id } = sweep;
  return { sweep: { directory, complete, accounts, health, reasons, id } };
}

export function notificationJson(notification: Notification) {
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

export function explanationJson(found: Explanation) {
  if (found.kind === "incident") {
    const { id, version } = found.incident;
    return { ...(found.view ?? { incident: id, version }), notifications: found.notifications.map(notificationJson) };
  }
  if (found.kind === "sweep") return { ...sweepJson(found.sweep), changes: changeViews(found.changes) };
  const sweep = found.sweep === undefined ? {} : sweepJson(found.sweep);
  const reasons = found.change === undefined ? [] : reasonsFor(found.change, found.sweep);
  const subject =
    found.kind === "departure"
      ? { departure: disclose("departure", found.departure, "named") }
      : { change: disclose("change", found.change, "named") };
  const person =
    found.kind === "departure" && found.person !== undefined ? disclose("person", found.person, "named") : undefined;
  return { ...subject, reasons, ...person, ...sweep, history: changeViews(found.history) };
}

function changeViews(changes: readonly StoredChange[]) {
  return changes.flatMap((change) => disclose("change", change, "named") ?? []);
}
