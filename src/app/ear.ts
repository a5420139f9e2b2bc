import { shortDigest } from "../core/digest.ts";
import type { EventSource } from "../core/directory/event.ts";
import type { Listening } from "../core/directory/coverage.ts";
import { RollcallError } from "../core/errors.ts";
import type { Instant } from "../core/time.ts";
import type { Context } from "./context.ts";

/** Whether events of a directory can come, as this process sees it, and the spans of time that are kept of it. */
export interface Ear {
  readonly connected: () => void;
  readonly disconnected: (why: string) => void;
  /** Since when there has been no connection, and why. */
  readonly down: () => { readonly since: Instant; readonly why: string } | undefined;
  /** Notes that it is still so. A store that is busy is told at the next beat. */
  readonly beat: () => Promise<void>;
  /** Nothing has come since then, though something should have: from then on nothing was covered. */
  readonly silentSince: (since: Instant) => void;
  /** Events come again after a silence. */
  readonly heard: () => void;
}

const NOT_YET = "no connection has been made yet";

export function createEar(context: Context, directory: string, source: EventSource): Ear {
  const { clock, store, holder } = context;
  let down: { readonly since: Instant; readonly why: string } | undefined = { since: clock.now(), why: NOT_YET };
  let silent = false;
  let span: Listening | undefined;
  /** Spans that have ended and are not kept yet. */
  let ended: Listening[] = [];

  const open = (): void => {
    const since = clock.now();
    const about = JSON.stringify([directory, source, since, holder]);
    const id = `l-${shortDigest(about)}`;
    span = { id, directory, source, since, until: since };
  };
  const close = (until: Instant, why: string): void => {
    if (span !== undefined) ended.push({ ...span, until: Math.max(span.since, until), ended: why });
    span = undefined;
  };

  return {
    connected: () => {
      down = undefined;
      if (span === undefined && !silent) open();
    },
    disconnected: (why) => {
      // The last word is the one that can be acted on: that a token was revoked, and not that a line was cut.
      down = { since: down?.since ?? clock.now(), why };
      close(clock.now(), why);
    },
    down: () => down,
    beat: async () => {
      if (span !== undefined) span = { ...span, until: Math.max(span.until, clock.now()) };
      const kept = span === undefined ? ended : [...ended, span];
      if (kept.length === 0) return;
      try {
        await store.transaction(
          async (writer) => {
            for (const one of kept) await writer.putListening(one);
          },
          { directory },
        );
        ended = ended.filter((one) => !kept.includes(one));
      } catch (error) {
        if (!(error instanceof RollcallError)) throw error;
      }
    },
    silentSince: (since) => {
      silent = true;
      close(since, "events had ceased to come");
    },
    heard: () => {
      if (!silent) return;
      silent = false;
      if (down === undefined) open();
    },
  };
}
