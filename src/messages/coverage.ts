import type { CoveredSpan } from "../core/directory/coverage.ts";
import { duration, moment } from "./time.ts";

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
