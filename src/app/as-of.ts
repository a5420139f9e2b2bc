import { RollcallError } from "../core/errors.ts";
import { spanOf } from "../core/record/dates.ts";
import { type Instant, parseDuration, parseInstant } from "../core/time.ts";

/**
 * A moment at which somebody asks what the record said: an instant, or a day, a month or a year, which means its end, since whatever
 * was said on the day was said by then. Of a span that is not over it is now.
 * @param word what it is called where it was typed
 * @throws RollcallError `usage` where it is none, or nothing of it has come yet
 */
export function momentAsked(word: string, text: string, now: Instant): Instant {
  const ago = parseDuration(text);
  if (ago !== undefined) return now - ago;
  const from = parseInstant(text);
  if (from === undefined)
    throw new RollcallError(
      "usage",
      `${word} ${text}: give a day such as 2026-05-01, a moment such as 2026-05-01T09:30Z, or 7d ago.`,
    );
  if (from > now)
    throw new RollcallError("usage", `${word} ${text}: that has not come yet, and nobody knows what will be said.`);
  const span = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(text.trim()) ? spanOf(text.trim()) : undefined;
  return span === undefined ? from : Math.min(span.to, now);
}
