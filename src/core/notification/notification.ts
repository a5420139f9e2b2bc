import { shortDigest } from "../digest.ts";
import type { Audience } from "../disclosure/disclose.ts";
import type { ErrorCode, RollcallError } from "../errors.ts";
import { HOUR, type Instant, MINUTE, SECOND } from "../time.ts";

/** What a notifier keeps of a message in order to update it: Slack's channel and ts, an e-mail's thread. No personal data. */
export type Receipt = Readonly<Record<string, string | number>>;

/** `failed`: given up after the last try, and visibly so. `dropped`: somebody who saw that it failed has let it go. */
export const NOTIFICATION_STATES = ["waiting", "sent", "failed", "dropped"] as const;

/** How an incident is told at one destination: what is to be told, what has arrived, and how trying goes. */
export interface Notification {
  /** `n-…`, the same for the whole incident. */
  readonly id: string;
  readonly incident: string;
  readonly destination: string;
  readonly audience: Audience;
  readonly state: (typeof NOTIFICATION_STATES)[number];
  /** The version of the incident that is to be told. */
  readonly version: number;
  /** The last version that has arrived; 0 where none has. */
  readonly told: number;
  /** How many messages have arrived. */
  readonly messages: number;
  /** When the version that waits was decided, and when the last message arrived. */
  readonly since: Instant;
  readonly toldAt?: Instant;
  /** Not to be tried before. */
  readonly dueAt: Instant;
  /** Tries since the last message that arrived. */
  readonly attempts: number;
  /** The version of which a try, though not always the last one, ended without anybody knowing whether it arrived. */
  readonly uncertain?: number;
  readonly claim?: { readonly holder: string; readonly until: Instant };
  /** Why the last try failed; the text has no name and no secret in it. */
  readonly error?: { readonly code: ErrorCode; readonly text: string };
  readonly receipt?: Receipt;
}

/**
 * The pause after each failed try: the example schedule of Standard Webhooks 1.0, ten tries over 75 h 35 min 5 s.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
const PAUSES = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;
export const TRIES = PAUSES.length + 1;

/** Whoever asks for a longer pause is asked again all the same: a wait of years would be a loss that nobody sees. */
const LONGEST_ASKED = 24 * HOUR;

const UNANSWERED: ReadonlySet<ErrorCode> = new Set(["unreachable", "malformed"]);

/** What no later try changes: the other side is gone for good, or may not know it any more. */
const FINAL: ReadonlySet<ErrorCode> = new Set(["gone", "expired"]);

/** No try lasts longer, so whoever holds a claim for longer is gone. */
const CLAIM = 2 * MINUTE;

/**
 * How updates arrive: in place of what was told (`edits`: a Slack message, or a version that a machine puts over the one
 * before), or as a message more for somebody to read (`messages`), which had better be few.
 */
export type UpdateStyle = "edits" | "messages";

/** Between messages where each update is one more: the longer an incident goes on, the less often. */
const SPACING = [10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR] as const;

/** Not before this may the next message about the incident go out, quiet hours aside. */
export function earliest(notification: Notification | undefined, style: UpdateStyle, at: Instant): Instant {
  if (style === "edits" || notification?.toldAt === undefined) return at;
  const spacing = SPACING[Math.min(notification.messages, SPACING.length) - 1] ?? 0;
  return Math.max(at, notification.toldAt + spacing);
}

interface Wanted {
  readonly incident: string;
  readonly destination: string;
  readonly audience: Audience;
  readonly version: number;
  readonly at: Instant;
  readonly dueAt: Instant;
}

/** The notification once `version` is to be told. What waits already goes on with its tries, so that they come to an end. */
export function want(before: Notification | undefined, wanted: Wanted): Notification {
  const { incident, destination, audience, version, at, dueAt } = wanted;
  if (before === undefined) {
    return {
      id: notificationId(incident, destination),
      incident,
      destination,
      audience,
      state: "waiting",
      version,
      told: 0,
      messages: 0,
      since: at,
      dueAt,
      attempts: 0,
    };
  }
  if (before.state === "waiting") return { ...before, version, audience, dueAt: before.dueAt };
  const { error: _, ...rest } = before;
  return { ...rest, audience, state: "waiting", version, since: at, dueAt, attempts: 0 };
}

/** Whether nobody is at it, it waits, and its time has come. */
export function isDue(
  { state, dueAt, claim }: Notification,
  now: Instant,
  isGone: (holder: string) => boolean,
): boolean {
  if (state !== "waiting" || dueAt > now) return false;
  return claim === undefined || claim.until <= now || isGone(claim.holder);
}

/** Taken by `holder` for one try, which counts from now on: a crash in it is a try of which nobody knows how it ended. */
export function claimed(notification: Notification, holder: string, now: Instant): Notification {
  return {
    ...notification,
    attempts: notification.attempts + 1,
    claim: { holder, until: now + CLAIM },
    uncertain: notification.version,
  };
}

/** Whether the same message may have arrived in an earlier try. */
export function isRepeat(before: Notification): boolean {
  return before.uncertain === before.version;
}

/** `version` has arrived. What was decided meanwhile waits for `dueAt`. */
export function arrived(
  notification: Notification,
  version: number,
  receipt: Receipt,
  now: Instant,
  dueAt: Instant,
): Notification {
  const { claim: _claim, error: _error, uncertain: _uncertain, ...rest } = notification;
  const more = notification.version > version;
  return {
    ...rest,
    state: more ? "waiting" : "sent",
    told: version,
    messages: notification.messages + 1,
    toldAt: now,
    attempts: 0,
    dueAt: more ? dueAt : notification.dueAt,
    receipt,
  };
}

/**
 * The try failed: the next one after a growing pause, or the one that was asked for; given up after the last, or where no
 * other would help.
 * @param repeat whether an earlier try of the same message may have arrived, as `isRepeat` gave it before this one.
 */
export function missed(notification: Notification, error: RollcallError, now: Instant, repeat: boolean): Notification {
  const { claim: _claim, uncertain, ...rest } = notification;
  const pause = PAUSES[notification.attempts - 1];
  const asked = typeof error.retry === "object" ? Math.min(error.retry.afterMs, LONGEST_ASKED) : 0;
  const failed = pause === undefined || FINAL.has(error.code);
  return {
    ...rest,
    // An answer is an answer: only where none came, or one that cannot be read, may the message have arrived all the same.
    // What this try was told says nothing of the tries before it.
    ...((repeat || UNANSWERED.has(error.code)) && uncertain !== undefined ? { uncertain } : {}),
    state: failed ? "failed" : "waiting",
    dueAt: failed ? notification.dueAt : now + Math.max(pause, asked),
    error: { code: error.code, text: error.message },
  };
}

/** Broken off by whoever ends the program: somebody else may take it at once, and it cost no try. */
export function handedBack(notification: Notification, now: Instant): Notification {
  const { claim: _claim, ...rest } = notification;
  return { ...rest, attempts: notification.attempts - 1, dueAt: Math.min(notification.dueAt, now) };
}

/** Tried anew, as if never tried. */
export function retried(notification: Notification, now: Instant): Notification {
  return { ...notification, state: "waiting", attempts: 0, dueAt: now };
}

/** The id of the message itself, the same at each try: what receivers tell repeats by. */
export function messageId(notification: string, version: number): string {
  return `${notification}-${version}`;
}

function notificationId(incident: string, destination: string): string {
  return `n-${shortDigest(JSON.stringify([incident, destination]))}`;
}
