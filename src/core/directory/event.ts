import type { ErrorCode } from "../errors.ts";
import { HOUR, type Instant, MINUTE, SECOND } from "../time.ts";

/**
 * What a tool pushed. It names a subject and never says how that subject is now (law 3): events come late, twice, in another
 * order or not at all, and the state comes from reading.
 */
export interface DirectoryEvent {
  /** The same whenever the tool delivers it again, and no other event's: Slack's `event_id`. */
  readonly key: string;
  /** The tool's own word: `user_change`. */
  readonly type: string;
  readonly about: Subject;
  /** When it happened, by the tool's clock; absent where it does not say. */
  readonly at?: Instant;
  /** Who ended the account, where this says that it ended and the tool has a log that tells. */
  readonly actor?: Actor;
}

/**
 * `account`: to be read. `directory`: all of it is to be read, with the reason as one sentence (access was taken away, events
 * were dropped). `unreadable`: nobody can tell whom it is about; the text says what is wrong with it, and holds no value of it.
 */
export type Subject = { readonly account: string } | { readonly directory: string } | { readonly unreadable: string };

export const ACTOR_KINDS = ["person", "app"] as const;

/** Who ended an account, as an audit log has it: a person's hand or an app (a SCIM client), where it says so. */
export interface Actor {
  readonly kind: (typeof ACTOR_KINDS)[number];
  readonly id: string;
  readonly name?: string;
}

/** How it came: over a connection that Rollcall keeps, in a request that the tool sent, or in a log that Rollcall asked for. */
export const EVENT_SOURCES = ["socket", "http", "log"] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];

export const EVENT_STATES = ["waiting", "settled", "quarantined"] as const;

/** An event in the inbox, where it stays from before it is acknowledged until what it points to has been read. */
export interface HeldEvent extends DirectoryEvent {
  /** The order in which events were kept, over all directories. */
  readonly seq: number;
  readonly directory: string;
  readonly source: EventSource;
  readonly receivedAt: Instant;
  /** `settled`: what it points to has been read since. `quarantined`: given up, and shown. */
  readonly state: (typeof EVENT_STATES)[number];
  /** How often what it points to could not be read, though the tool could be. */
  readonly tries: number;
  /** When it is tried next. */
  readonly dueAt: Instant;
  /** Why the last try failed; no personal data. */
  readonly error?: { readonly code: ErrorCode; readonly text: string };
}

/** After so many tries an event is quarantined, so that the others go on. */
export const EVENT_TRIES = 5;

const PAUSES: readonly number[] = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE];

/** The event after a try in which the tool could be read, but not what the event points to. */
export function triedInVain(event: HeldEvent, error: NonNullable<HeldEvent["error"]>, now: Instant): HeldEvent {
  const tries = event.tries + 1;
  const pause = PAUSES[tries - 1];
  return tries >= EVENT_TRIES || pause === undefined
    ? { ...event, tries, error, state: "quarantined" }
    : { ...event, tries, error, dueAt: now + pause };
}

export function settled(event: HeldEvent): HeldEvent {
  return { ...event, state: "settled" };
}

/** Longer than any tool goes on delivering an event again (Slack: 24 hours at most), so that a repeat is known as one. */
export const EVENTS_KEPT = 7 * 24 * HOUR;
