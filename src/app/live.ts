import type { EventSource } from "../core/directory/event.ts";
import { type ErrorCode, RollcallError } from "../core/errors.ts";
import { DAY, type Instant, MINUTE, SECOND } from "../core/time.ts";
import type { Context } from "./context.ts";
import { type Directory, readingOf } from "./directory.ts";
import { createEar, type Ear } from "./ear.ts";
import { announceHearing } from "./hearing.ts";
import { createInbox } from "./inbox.ts";
import { type Bell, createBell, repeat } from "./loop.ts";
import type { EventSources, Posted, Reception } from "./ports.ts";
import { settleEvents } from "./settle-events.ts";

/** What happens with events while watching, for the person or journal that follows it: no names, nothing of single people. */
export type LiveEvent =
  | { readonly event: "listening"; readonly directory: string; readonly source: EventSource }
  | { readonly event: "not listening"; readonly directory: string; readonly error: string }
  | { readonly event: "not settled"; readonly directory: string; readonly error: string; readonly code: ErrorCode }
  /** Requests that no receiver accepted: how many since this was last said, and why the last one was not. */
  | { readonly event: "refused"; readonly requests: number; readonly error: string }
  | { readonly event: "quarantined"; readonly directory: string; readonly events: number };

/** What judges and keeps the requests that a tool sends for one directory. */
export interface Receiver {
  readonly directory: string;
  readonly path: string;
  readonly read: (posted: Posted, now: Instant) => Reception;
  readonly keep: (events: Reception["events"]) => Promise<void>;
}

/** Where others are called: the sweep of the directory, and those who deliver. */
export interface LiveOptions {
  readonly sweepNow: () => void;
  readonly deliver: () => void;
  readonly tell: (event: LiveEvent) => void;
}

/** The events of one directory. */
export interface Live {
  readonly loops: readonly Promise<void>[];
  /** To be handed what is posted, where the tool posts events; `opened` is called once somebody listens. */
  readonly receiver?: { readonly receiver: Receiver; readonly opened: () => Promise<void> };
  /** Looks whether events come as they should, and tells where they do not. */
  readonly check: () => Promise<void>;
}

const LOOK_AGAIN = MINUTE / 2;
/** Pauses before listening, or asking a log, is tried again: the tool, or the settings, have to change meanwhile. */
const FIRST_PAUSE = 5 * SECOND;
const LONGEST_PAUSE = 5 * MINUTE;
/** Logs have their entries a little late. */
const LOG_OVERLAP = 10 * MINUTE;
/** What the log of a new process is asked for; what is known already is kept once. */
const LOG_START = DAY;

/** Starts to listen for a directory's events, and to read what they point to, until the signal of the context aborts. */
export function live(context: Context, directory: Directory, options: LiveOptions): Live | undefined {
  const sources = directory.connector.events?.(directory.settings) ?? {};
  const source = sourceOf(sources);
  if (source === undefined) return undefined;
  const bell = createBell();
  const ear = source === "log" ? undefined : createEar(context, directory.id, source);
  const keepFrom = (from: EventSource) =>
    createInbox(context, directory.id, from, () => {
      if (from !== "log") ear?.heard();
      bell.ring();
    });
  const loops = [settling(context, directory, bell, options)];
  if (ear !== undefined && sources.listen !== undefined) {
    loops.push(listening(context, directory, sources, ear, keepFrom("socket"), options));
  }
  if (sources.log !== undefined) loops.push(asking(context, directory, sources.log, keepFrom("log"), options));
  const { receive } = sources;
  return {
    loops,
    ...(receive === undefined
      ? {}
      : {
          receiver: {
            receiver: {
              directory: directory.id,
              path: receive.path,
              read: (posted, now) => receive.read(posted, now),
              keep: keepFrom("http"),
            },
            opened: async () => {
              ear?.connected();
              await ear?.beat();
              options.tell({ event: "listening", directory: directory.id, source: "http" });
            },
          },
        }),
    check: async () => {
      if (ear === undefined) return;
      await ear.beat();
      const { told, standing } = await announceHearing(context, directory, ear);
      // Also where another process, or this one before it was restarted, had noticed.
      if (standing?.health === "silent") ear.silentSince(standing.since);
      if (told) options.deliver();
    },
  };
}

function sourceOf({ listen, receive, log }: EventSources<unknown>): EventSource | undefined {
  if (listen !== undefined) return "socket";
  if (receive !== undefined) return "http";
  return log === undefined ? undefined : "log";
}

/** Reads what events point to, as soon as they have come. */
function settling(context: Context, directory: Directory, bell: Bell, options: LiveOptions): Promise<void> {
  let askedFor = 0;
  let pause = FIRST_PAUSE;
  return repeat(
    context,
    async () => {
      try {
        const { sweepFor, more, events, changes, departures, quarantined } = await settleEvents(context, directory);
        pause = FIRST_PAUSE;
        if (quarantined > 0) options.tell({ event: "quarantined", directory: directory.id, events: quarantined });
        if (changes.length > 0 || departures.length > 0) options.deliver();
        if (sweepFor > askedFor) {
          askedFor = sweepFor;
          options.sweepNow();
        }
        // What was tried in vain is due again in seconds.
        return more ? 0 : events > 0 ? FIRST_PAUSE : LOOK_AGAIN;
      } catch (error) {
        if (!(error instanceof RollcallError)) throw error;
        if (error.code === "interrupted") return 0;
        options.tell({ event: "not settled", directory: directory.id, error: error.message, code: error.code });
        // Where access is lost, a sweep says so to those who have to know.
        if (error.blame === "settings" && pause === FIRST_PAUSE) options.sweepNow();
        const wait = typeof error.retry === "object" ? error.retry.afterMs : pause;
        pause = Math.min(2 * pause, LONGEST_PAUSE);
        return Math.min(Math.max(wait, FIRST_PAUSE), LONGEST_PAUSE);
      }
    },
    bell.heard,
  );
}

/** Keeps a connection; where it cannot be made, tries again with growing pauses. */
function listening(
  context: Context,
  directory: Directory,
  sources: EventSources<unknown>,
  ear: Ear,
  keep: Receiver["keep"],
  { sweepNow, tell }: LiveOptions,
): Promise<void> {
  const { id } = directory;
  let pause = FIRST_PAUSE;
  const off = (why: string): void => {
    ear.disconnected(why);
    tell({ event: "not listening", directory: id, error: why });
  };
  return repeat(context, async () => {
    try {
      await sources.listen?.({
        ...readingOf(context, directory),
        keep,
        connected: () => {
          pause = FIRST_PAUSE;
          // Of several connections the first is news; each may have missed something.
          if (ear.down() !== undefined) tell({ event: "listening", directory: id, source: "socket" });
          ear.connected();
          // What happened while nobody listened is in no event.
          sweepNow();
        },
        disconnected: off,
      });
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      if (error.code !== "interrupted") off(error.message);
    }
    const wait = pause;
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    return wait;
  });
}

/** Asks the tool's log for what is new. */
function asking(
  context: Context,
  directory: Directory,
  log: NonNullable<EventSources<unknown>["log"]>,
  keep: Receiver["keep"],
  { tell }: LiveOptions,
): Promise<void> {
  let since = context.clock.now() - LOG_START;
  return repeat(context, async () => {
    try {
      const began = context.clock.now();
      const events = await log.read(readingOf(context, directory), since);
      if (events.length > 0) await keep(events);
      since = Math.max(since, began - LOG_OVERLAP);
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      if (error.code !== "interrupted") tell({ event: "not listening", directory: directory.id, error: error.message });
    }
    return log.every;
  });
}
