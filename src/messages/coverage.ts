import type { CoveredSpan } from "../core/directory/coverage.ts";
import type { Instant } from "../core/time.ts";
import { duration, moment } from "./time.ts";
import { counted } from "./words.ts";

/** What covered a span, in a word or two. */
export function coveredBy({ events, sweeps }: CoveredSpan): string {
  if (events && sweeps) return "events and sweeps";
  return events ? "events" : sweeps ? "sweeps" : "nothing";
}

/** The spans in which nobody looked, one phrase each. Before the first reading there was nothing to miss. */
export function gapsText(spans: readonly CoveredSpan[]): string[] {
  const first = spans.findIndex(({ events, sweeps }) => events || sweeps);
  const gaps = first === -1 ? [] : spans.slice(first).filter(({ events, sweeps }) => !events && !sweeps);
  return gaps.map(({ since, until }) => `${moment(since)} to ${moment(until)} (${duration(until - since)})`);
}

/**
 * Whether anybody would have seen a departure in a span that ends now, and how events come, one sentence each.
 * @param read whether there was a reading yet; @param span how long it is, in words
 */
export function coverageText(
  { spans, waiting, quarantined, lastHeard }: Covered,
  read: boolean,
  span: string,
): string[] {
  const gaps = gapsText(spans);
  const hears = spans.at(-1)?.events === true;
  const heard = lastHeard === undefined ? "" : `, the last at ${moment(lastHeard)}`;
  return [
    ...(read
      ? [hears ? `Events can come${heard}.` : "Events do not come: departures show with the next reading alone."]
      : []),
    ...(gaps.length > 0
      ? [`Nobody looked: ${gaps.join("; ")}.`]
      : read
        ? [`Covered without a gap in the last ${span}.`]
        : []),
    ...(waiting === 0 ? [] : [`${counted(waiting, "event")} ${waiting === 1 ? "waits" : "wait"} to be read.`]),
    ...(quarantined === 0
      ? []
      : [`${counted(quarantined, "event")} could not be read and ${quarantined === 1 ? "was" : "were"} given up.`]),
  ];
}

interface Covered {
  readonly spans: readonly CoveredSpan[];
  readonly waiting: number;
  readonly quarantined: number;
  readonly lastHeard?: Instant;
}
