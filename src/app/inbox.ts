import { createHash } from "node:crypto";
import { LONGEST_ID } from "../core/directory/bounded.ts";
import type { DirectoryEvent, EventSource } from "../core/directory/event.ts";
import { RollcallError } from "../core/errors.ts";
import { HOUR, type Instant } from "../core/time.ts";
import type { Context } from "./context.ts";
import { withoutErasedIds } from "./erased.ts";
import type { ReceivedEvent } from "./ports.ts";

interface Waiting {
  readonly events: readonly DirectoryEvent[];
  readonly at: Instant;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Ten times what Slack sends of one workspace in an hour: what comes above it would only fill the disk. */
const HOURLY = 300_000;

/** So many turns of the event loop a commit waits at most, where each brings more. */
const TURNS = 8;

/**
 * Keeps what a directory is sent, and resolves once that has reached the disk: only then may its arrival be acknowledged.
 * What comes in turns of the event loop that follow one another shares a commit, until one of them brings nothing, and so does
 * what comes while another commit goes on: no timer holds anything up, and the more comes the more go together. Where the
 * commit fails, all who share it hear that it did: `store_busy`, `store_full` (also where more comes within an hour than any
 * tool sends).
 * @param onKept called after each commit with the number of events that were not there before
 * @param hourly how many events may come within an hour
 */
export function createInbox(
  context: Context,
  directory: string,
  source: EventSource,
  onKept: (fresh: number) => void,
  hourly = HOURLY,
): (events: readonly DirectoryEvent[]) => Promise<void> {
  const { store, clock } = context;
  let waiting: Waiting[] = [];
  let committing = false;
  /** How many are kept before the last hour is counted again, which goes through all that came in it. */
  let uncounted = 0;

  const refuseFlood = async (): Promise<void> => {
    if (uncounted > 0) return;
    const { count } = await store.heard(directory, clock.now() - HOUR);
    if (count >= hourly) throw flood(directory, hourly);
    // A part of what may still come: other processes may receive for the same directory.
    uncounted = Math.max(hourly / 30, (hourly - count) / 4);
  };

  /** Answers go out, and what is there is read, before a commit takes the thread: it costs as much as thirty events in it. */
  const comeIn = async (): Promise<void> => {
    let before = -1;
    for (let turn = 0; turn < TURNS && waiting.length > before; turn++) {
      before = waiting.length;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  };

  const commit = async (): Promise<void> => {
    for (;;) {
      await comeIn();
      if (waiting.length === 0) break;
      const together = waiting;
      waiting = [];
      try {
        await refuseFlood();
        const events: ReceivedEvent[] = [];
        for (const one of together)
          for (const event of one.events) events.push(received(event, directory, source, one.at));
        const fresh = await store.transaction(
          async (writer) => writer.keepEvents(await withoutErasedIds(writer, directory, events)),
          { directory },
        );
        uncounted -= fresh;
        for (const { resolve } of together) resolve();
        onKept(fresh);
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    committing = false;
  };

  return (events) =>
    new Promise((resolve, reject) => {
      waiting.push({ events, at: clock.now(), resolve, reject });
      if (committing) return;
      committing = true;
      void commit();
    });
}

/** An event of which nobody can tell whom it is about is kept to be shown, and never tried. */
function received(given: DirectoryEvent, directory: string, source: EventSource, now: Instant): ReceivedEvent {
  const event = bounded(given);
  const { about } = event;
  const unreadable = "unreadable" in about;
  const state = unreadable ? "quarantined" : "waiting";
  const kept: ReceivedEvent = { ...event, directory, source, receivedAt: now, state, tries: 0, dueAt: now };
  return unreadable ? { ...kept, error: { code: "malformed", text: about.unreadable } } : kept;
}

/** An id that is none is of nobody; of a key it is only asked whether it was there before. */
function bounded(event: DirectoryEvent): DirectoryEvent {
  const { about, key } = event;
  const isNone = "account" in about && about.account.length > LONGEST_ID;
  if (!isNone && key.length <= LONGEST_ID) return event;
  return {
    ...event,
    key: key.length <= LONGEST_ID ? key : createHash("sha256").update(key).digest("hex"),
    about: isNone ? { unreadable: `its account has an id of more than ${LONGEST_ID} characters` } : about,
  };
}

function flood(directory: string, hourly: number): RollcallError {
  return new RollcallError(
    "store_full",
    `${directory}: ${hourly} events have come within an hour, more than any tool sends, and no more are kept until ` +
      "fewer come: look who sends them, and change the signing secret where it is not the tool.",
  );
}
