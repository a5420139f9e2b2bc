import { z } from "zod";
import type { ReceivedEvent } from "../app/ports.ts";
import type { Listening } from "../core/directory/coverage.ts";
import { EVENT_SOURCES, EVENT_STATES, type HeldEvent, type Subject } from "../core/directory/event.ts";
import { ERROR_CODES } from "../core/errors.ts";
import * as json from "./json.ts";
import { jsonOrNull, read, readJson, wordOf } from "./json.ts";
import type { InboxRow, ListeningRow } from "./tables.ts";
import { once } from "../core/once.ts";

const source = wordOf(EVENT_SOURCES);
const state = wordOf(EVENT_STATES);
const errorCode = wordOf(ERROR_CODES);
const text = once(() => z.string());

export function fromEvent(event: ReceivedEvent): InboxRow {
  const { about } = event;
  const progress = progressOf(event);
  return {
    directory: event.directory,
    key: event.key,
    source: event.source,
    type: event.type,
    account: "account" in about ? about.account : null,
    whole_directory: "directory" in about ? about.directory : null,
    unreadable: "unreadable" in about ? about.unreadable : null,
    at: event.at ?? null,
    actor: jsonOrNull(event.actor),
    received_at: event.receivedAt,
    // Each by its name: of all that is done for an event, spreading an object is what stands out.
    state: progress.state,
    tries: progress.tries,
    due_at: progress.due_at,
    error_code: progress.error_code,
    error_text: progress.error_text,
  };
}

/** What changes of an event once it is kept. */
export function progressOf({ state: now, tries, dueAt, error }: ReceivedEvent) {
  return {
    state: now,
    tries,
    due_at: dueAt,
    error_code: error?.code ?? null,
    error_text: error?.text ?? null,
  };
}

export function toEvent(row: InboxRow & { seq: number }): HeldEvent {
  return {
    seq: row.seq,
    directory: row.directory,
    key: row.key,
    source: source(row.source, "inbox.source"),
    type: row.type,
    about: subjectOf(row),
    ...(row.at === null ? {} : { at: row.at }),
    ...(row.actor === null ? {} : { actor: readJson(json.actor, row.actor, "inbox.actor") }),
    receivedAt: row.received_at,
    state: state(row.state, "inbox.state"),
    tries: row.tries,
    dueAt: row.due_at,
    ...(row.error_code === null || row.error_text === null
      ? {}
      : { error: { code: errorCode(row.error_code, "inbox.error_code"), text: row.error_text } }),
  };
}

function subjectOf({ account, whole_directory: directory, unreadable }: InboxRow): Subject {
  if (account !== null) return { account };
  if (directory !== null) return { directory };
  return { unreadable: read(text, unreadable, "inbox.unreadable") };
}

export function fromListening(listening: Listening): ListeningRow {
  return { ...listening, ended: listening.ended ?? null };
}

export function toListening({ ended, ...row }: ListeningRow): Listening {
  return { ...row, source: source(row.source, "listening.source"), ...(ended === null ? {} : { ended }) };
}
