import { type CoveredSpan, coverageOf } from "../core/directory/coverage.ts";
import type { Instant } from "../core/time.ts";
import { listened } from "./listened.ts";
import type { StoreReader } from "./ports.ts";

/** What covered one directory from one time to another. */
export interface Coverage {
  readonly directory: string;
  readonly spans: readonly CoveredSpan[];
  /** Events that wait for their account to be read, and those that were given up and no sweep has settled since. */
  readonly waiting: number;
  readonly quarantined: number;
  readonly lastHeard?: Instant;
}

/**
 * @param longest the longest pause between two sweeps that is usual, in milliseconds
 * @param span ends no later than now: of the future nothing is known
 */
export async function coverage(
  store: StoreReader,
  directory: string,
  longest: number,
  span: { readonly since: Instant; readonly until: Instant },
): Promise<Coverage> {
  const within = await store.sweeps({ directory, since: span.since, seeingOnly: true });
  const [before] = await store.sweeps({ directory, until: span.since, seeingOnly: true, limit: 1 });
  const sweeps = before === undefined ? within : [before, ...within];
  const listening = await listened(store, directory, span.since);
  const { last } = await store.heard(directory, span.since);
  // Before the first reading there was nothing to cover.
  const first = before === undefined ? (within.at(-1)?.startedAt ?? span.since) : span.since;
  const watched = { ...span, since: Math.min(Math.max(span.since, first), span.until) };
  return {
    directory,
    spans: coverageOf([...sweeps, ...pending(sweeps, longest, span.until)], listening, longest, watched),
    waiting: (await store.events({ directory, state: "waiting" })).length,
    quarantined: (await store.events({ directory, state: "quarantined" })).length,
    ...(last === undefined ? {} : { lastHeard: last }),
  };
}

/** The next sweep is not due yet: until it is, the time since the last one counts as covered. */
function pending(
  sweeps: readonly { readonly startedAt: Instant; readonly takenAt: Instant }[],
  longest: number,
  until: Instant,
): { readonly startedAt: Instant; readonly takenAt: Instant }[] {
  const last = sweeps.reduce((at, { takenAt }) => Math.max(at, takenAt), -Infinity);
  return until - last <= longest && last <= until ? [{ startedAt: until, takenAt: until }] : [];
}
