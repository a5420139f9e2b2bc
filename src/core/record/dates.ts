// Dates as sources give them: a day, a month, a year, or from one to another. Nothing is made more exact than it was said.
import { DAY, type Instant, parseInstant } from "../time.ts";
import { kept } from "./kept.ts";

/** From the first instant to the last, both included. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** The days that `2026`, `2026-01`, `2026-01-27` or two of them joined by `..` may mean; undefined where it is no date. */
export function spanOf(text: string | null | undefined): Span | undefined {
  return text == null ? undefined : readSpan(text);
}

const readSpan = kept((text): Span | undefined => {
  const [first = "", last = first] = text.split("..");
  const from = parseInstant(first);
  const begin = parseInstant(last);
  if (from === undefined || begin === undefined || begin < from) return undefined;
  return { from: Math.floor(from / DAY) * DAY, to: endOf(last.trim(), begin) };
});

function endOf(text: string, begin: Instant): Instant {
  const at = new Date(begin);
  if (/^\d{4}$/.test(text)) return Date.UTC(at.getUTCFullYear() + 1, 0, 1) - 1;
  if (/^\d{4}-\d{2}$/.test(text)) return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) - 1;
  return (Math.floor(begin / DAY) + 1) * DAY - 1;
}

/** Whole days from the end of the earlier to the beginning of the later; 0 where they meet. */
export function daysBetween(a: Span, b: Span): number {
  return Math.max(0, Math.ceil((Math.max(a.from, b.from) - Math.min(a.to, b.to)) / DAY));
}

/** The calendar day of an instant, in UTC. */
export function dayText(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}
