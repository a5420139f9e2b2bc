import type { DirectoryEvent, EventSource } from "../core/directory/event.ts";
import type { Instant } from "../core/time.ts";
import type { Context } from "./context.ts";
import type { ReceivedEvent } from "./ports.ts";

interface Waiting {
  readonly events: readonly ReceivedEvent[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Keeps what a directory is sent, and resolves once that has reached the disk: only then may its arrival be acknowledged.
 * What comes within one turn of the event loop shares a commit, and so does what comes while another commit goes on: no timer
 * holds anything up, and the more comes the more go together.
 * @param onKept called after each commit with the number of events that were not there before
 */
export function createInbox(
  context: Context,
  directory: string,
  source: EventSource,
  onKept: (fresh: number) => void,
): (events: readonly DirectoryEvent[]) => Promise<void> {
  let waiting: Waiting[] = [];
  let committing = false;

  const commit = async (): Promise<void> => {
    while (waiting.length > 0) {
      const together = waiting;
      waiting = [];
      try {
        const fresh = await context.store.transaction((writer) =>
          writer.keepEvents(together.flatMap(({ events }) => events)),
        );
        for (const { resolve } of together) resolve();
        onKept(fresh);
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    committing = false;
  };

  return (events) =>
    new Promise((resolve, reject) => {
      const now = context.clock.now();
      waiting.push({ events: events.map((event) => received(event, directory, source, now)), resolve, reject });
      if (committing) return;
      committing = true;
      setImmediate(() => void commit());
    });
}

/** An event of which nobody can tell whom it is about is kept to be shown, and never tried. */
function received(event: DirectoryEvent, directory: string, source: EventSource, now: Instant): ReceivedEvent {
  const kept = { ...event, directory, source, receivedAt: now, tries: 0, dueAt: now } as const;
  if (!("unreadable" in event.about)) return { ...kept, state: "waiting" };
  return { ...kept, state: "quarantined", error: { code: "malformed", text: event.about.unreadable } };
}
