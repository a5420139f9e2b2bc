import type { Instant, Interval } from "../time.ts";
import type { EventSource } from "./event.ts";

/** A span of time in which events of a directory could arrive. */
export interface Listening {
  /** `l-…` */
  readonly id: string;
  readonly directory: string;
  readonly source: EventSource;
  readonly since: Instant;
  /** The last time at which it was known to be so; a process that is killed leaves it as it was. */
  readonly until: Instant;
  /** Why it ended, as one sentence; absent while it goes on, or where the process ended without a word. */
  readonly ended?: string;
}

/** A span of time, and what would have shown a departure in it. */
export interface CoveredSpan {
  readonly since: Instant;
  readonly until: Instant;
  readonly events: boolean;
  readonly sweeps: boolean;
}

/** A complete and believed reading, as far as time goes. */
type Read = { readonly startedAt: Instant; readonly takenAt: Instant };

/** A span in which nobody looked. */
export interface Gap {
  readonly since: Instant;
  readonly until: Instant;
}

/**
 * What covered each moment of a span: events, where they could arrive; sweeps, where two good readings followed each other
 * with no longer pause than usual. Whatever happened in a gap is found by the next good reading, and nobody can say when.
 * @param sweeps good ones, in any order: of the span, the last before it and the first after it
 * @param longest the longest pause between two sweeps that is usual, in milliseconds
 */
export function coverageOf(
  sweeps: readonly Read[],
  listening: readonly Gap[],
  longest: number,
  { since, until }: Gap,
): CoveredSpan[] {
  const read = joined(
    sweeps.map(({ startedAt, takenAt }) => ({ since: startedAt, until: takenAt })),
    longest,
  );
  const heard = joined(listening);
  const edges = [...read, ...heard].flatMap((span) => [span.since, span.until]);
  const times = [...new Set([since, until, ...edges])]
    .filter((at) => at >= since && at <= until)
    .toSorted((a, b) => a - b);
  const spans: CoveredSpan[] = [];
  for (const [i, from] of times.slice(0, -1).entries()) {
    const to = times[i + 1] ?? until;
    const span = { since: from, until: to, events: covers(heard, from, to), sweeps: covers(read, from, to) };
    const last = spans.at(-1);
    if (last !== undefined && last.events === span.events && last.sweeps === span.sweeps) {
      spans[spans.length - 1] = { ...last, until: to };
    } else spans.push(span);
  }
  return spans;
}

/** A reading, and what it says of whether the tool could send anything: it sends nothing where access was lost. */
export interface Shown extends Gap {
  readonly shows: "the list" | "no access" | "nothing";
}

/**
 * What is left of the spans in which events could arrive without the times in which access was lost: from the last reading that
 * showed the list to the next one that does.
 * @param readings in the order in which they were taken
 */
export function withAccess(listening: readonly Gap[], readings: readonly Shown[]): Gap[] {
  const lost: Gap[] = [];
  let seen = -Infinity;
  let from: Instant | undefined;
  for (const { since, until, shows } of readings) {
    if (shows === "no access") from ??= seen;
    if (shows !== "the list") continue;
    if (from !== undefined) lost.push({ since: from, until: since });
    from = undefined;
    seen = until;
  }
  if (from !== undefined) lost.push({ since: from, until: Infinity });
  return lost.reduce<Gap[]>((spans, one) => spans.flatMap((span) => without(span, one)), [...listening]);
}

function without({ since, until }: Gap, gap: Gap): Gap[] {
  const parts = [
    { since, until: Math.min(until, gap.since) },
    { since: Math.max(since, gap.until), until },
  ];
  return parts.filter((part) => part.until > part.since);
}

/** The longest span of an interval that neither events nor sweeps covered. Before the first reading there is nothing to miss. */
export function gapIn(spans: readonly CoveredSpan[], at: Interval): Gap | undefined {
  if (at.notBefore === null) return undefined;
  const { notBefore, notAfter } = at;
  const within = spans
    .filter(({ events, sweeps }) => !events && !sweeps)
    .filter(({ since, until }) => until > notBefore && since < notAfter);
  const length = ({ since, until }: Gap): number => until - since;
  const longest = within.reduce<CoveredSpan | undefined>(
    (best, span) => (best === undefined || length(span) > length(best) ? span : best),
    undefined,
  );
  return longest && { since: longest.since, until: longest.until };
}

/** The spans without those between which there is no more than `pause`: two that follow each other so closely are one. */
function joined(spans: readonly Gap[], pause = 0): Gap[] {
  const result: Gap[] = [];
  for (const { since, until } of spans.toSorted((a, b) => a.since - b.since)) {
    const last = result.at(-1);
    if (last === undefined || since - last.until > pause) result.push({ since, until });
    else result[result.length - 1] = { since: last.since, until: Math.max(last.until, until) };
  }
  return result;
}

function covers(spans: readonly Gap[], from: Instant, to: Instant): boolean {
  return spans.some(({ since, until }) => since <= from && until >= to);
}
