import { AUDIENCES } from "../core/disclosure/disclose.ts";
import { ERROR_CODES } from "../core/errors.ts";
import { type Incident, INCIDENT_KINDS, type IncidentItem } from "../core/notification/incident.ts";
import { type Notification, NOTIFICATION_STATES } from "../core/notification/notification.ts";
import * as json from "./json.ts";
import { jsonOrNull, readJson, wordOf } from "./json.ts";
import { waveState } from "./json-waves.ts";
import type { IncidentItemRow, IncidentRow, NotificationRow } from "./tables.ts";

const kind = wordOf(INCIDENT_KINDS);
const audience = wordOf(AUDIENCES);
const state = wordOf(NOTIFICATION_STATES);
const errorCode = wordOf(ERROR_CODES);

export function fromIncident(incident: Incident): IncidentRow {
  return {
    id: incident.id,
    kind: incident.kind,
    group_key: incident.group,
    directory: incident.directory ?? null,
    opened_at: incident.openedAt,
    updated_at: incident.updatedAt,
    version: incident.version,
    closed: Number(incident.closed),
    health: jsonOrNull(incident.health),
    failure: jsonOrNull(incident.failure),
    wave: jsonOrNull(incident.wave),
    erased: incident.erased === true ? 1 : null,
    release: incident.release ?? null,
    checkpoint: jsonOrNull(incident.checkpoint),
  };
}

export function toIncident(row: IncidentRow): Incident {
  return {
    id: row.id,
    kind: kind(row.kind, "incidents.kind"),
    group: row.group_key,
    ...(row.directory === null ? {} : { directory: row.directory }),
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    version: row.version,
    closed: row.closed === 1,
    ...(row.health === null ? {} : { health: readJson(json.healthState, row.health, "incidents.health") }),
    ...(row.failure === null ? {} : { failure: readJson(json.failureState, row.failure, "incidents.failure") }),
    ...(row.wave === null ? {} : { wave: readJson(waveState, row.wave, "incidents.wave") }),
    ...(row.erased === 1 ? { erased: true } : {}),
    ...(row.release === null ? {} : { release: row.release }),
    ...(row.checkpoint === null
      ? {}
      : { checkpoint: readJson(json.checkpointState, row.checkpoint, "incidents.checkpoint") }),
  };
}

export function fromIncidentItem(incident: string, item: IncidentItem): IncidentItemRow {
  return { incident, item: item.id, version: item.version };
}

export function toIncidentItem(row: IncidentItemRow): IncidentItem {
  return { id: row.item, version: row.version };
}

export function fromNotification(notification: Notification): NotificationRow {
  return {
    id: notification.id,
    incident: notification.incident,
    destination: notification.destination,
    audience: notification.audience,
    state: notification.state,
    version: notification.version,
    told: notification.told,
    messages: notification.messages,
    since: notification.since,
    told_at: notification.toldAt ?? null,
    due_at: notification.dueAt,
    attempts: notification.attempts,
    uncertain: notification.uncertain ?? null,
    claim_holder: notification.claim?.holder ?? null,
    claim_until: notification.claim?.until ?? null,
    error_code: notification.error?.code ?? null,
    error_text: notification.error?.text ?? null,
    receipt: jsonOrNull(notification.receipt),
  };
}

export function toNotification(row: NotificationRow): Notification {
  const { claim_holder: holder, claim_until: until, error_code: code, error_text: text } = row;
  return {
    id: row.id,
    incident: row.incident,
    destination: row.destination,
    audience: audience(row.audience, "notifications.audience"),
    state: state(row.state, "notifications.state"),
    version: row.version,
    told: row.told,
    messages: row.messages,
    since: row.since,
    ...(row.told_at === null ? {} : { toldAt: row.told_at }),
    dueAt: row.due_at,
    attempts: row.attempts,
    ...(row.uncertain === null ? {} : { uncertain: row.uncertain }),
    ...(holder === null || until === null ? {} : { claim: { holder, until } }),
    ...(code === null || text === null ? {} : { error: { code: errorCode(code, "notifications.error_code"), text } }),
    ...(row.receipt === null ? {} : { receipt: readJson(json.receipt, row.receipt, "notifications.receipt") }),
  };
}
