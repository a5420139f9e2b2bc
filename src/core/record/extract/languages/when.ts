// When it was announced or happened, by the words of a language and the day of publication.
import { phrase, type Token, wordAt } from "../tokens.ts";
import type { Published } from "../when.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Span } from "./line.ts";

const DAY = 86_400_000;

/** The date nearest to a figure in its sentence: a day, a month or a year; null where it says none. */
export function dateNear(
  tokens: readonly Token[],
  { from, to }: Span,
  published: Published | null,
  lexicon: Lexicon,
): string | null {
  let best: { date: string; far: number } | undefined;
  for (let at = Math.max(0, from - 30); at < Math.min(tokens.length, to + 25); at++) {
    const date = dateAt(tokens, at, published, lexicon);
    const far = at < from ? from - at : at - to;
    if (date !== undefined && (best === undefined || far < best.far)) best = { date, far };
  }
  return best?.date ?? null;
}

function dateAt(
  tokens: readonly Token[],
  at: number,
  published: Published | null,
  { dates }: Lexicon,
): string | undefined {
  const token = tokens[at];
  if (token === undefined || token.kind === "mark") return undefined;
  const month = dates.months.findIndex((one) => one.test(token.lower)) + 1;
  if (month > 0) return monthAt(tokens, at, month, published, dates);
  const before = wordAt(tokens, at - 1);
  if (/^(?:19|20)\d\d$/.test(token.text) && dates.in.test(before) && !dates.until.test(wordAt(tokens, at - 2)))
    return token.text;
  if (published === null) return undefined;
  const { day, year, month: of } = published;
  const weekday = dates.weekdays.indexOf(token.lower);
  if (weekday >= 0 && day !== null && !dates.until.test(before)) {
    const back = (new Date(day).getUTCDay() - weekday + 7) % 7;
    return iso(day - back * DAY);
  }
  if (day !== null && token.lower === dates.today) return iso(day);
  if (day !== null && token.lower === dates.yesterday) return iso(day - DAY);
  const words = phrase(tokens, at, at + 4);
  if (words.search(dates.lastYear) === 0) return String(year - 1);
  if (of !== null && words.search(dates.lastMonth) === 0)
    return monthText(of === 1 ? year - 1 : year, of === 1 ? 12 : of - 1);
  return undefined;
}

/** "14. April 2025", "22 janvier", "el 18 de enero de 2023": without a year it is the last that was. */
function monthAt(
  tokens: readonly Token[],
  at: number,
  month: number,
  published: Published | null,
  dates: Lexicon["dates"],
): string | undefined {
  // "mars" and "mai" are months only where a day, a year or "en" stands beside them.
  const skip = /^(?:\.|de|er)$/u.test(wordAt(tokens, at - 1)) ? 2 : 1;
  const day = dayAt(tokens, at - skip);
  const next = /^(?:de|del)$/u.test(wordAt(tokens, at + 1)) ? at + 2 : at + 1;
  const said = tokens[next];
  let year = said !== undefined && /^(?:19|20)\d\d$/.test(said.text) ? Number(said.text) : undefined;
  if (year === undefined) {
    const before = wordAt(tokens, day === undefined ? at - 1 : at - skip - 1);
    if (published === null || dates.until.test(before)) return undefined;
    year = month > (published.month ?? 12) ? published.year - 1 : published.year;
  }
  return day === undefined ? monthText(year, month) : `${monthText(year, month)}-${String(day).padStart(2, "0")}`;
}

function dayAt(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at];
  if (token === undefined || token.kind !== "number" || !/^\d{1,2}$/.test(token.text)) return undefined;
  const day = Number(token.text);
  return day >= 1 && day <= 31 ? day : undefined;
}

function iso(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}

function monthText(year: number, month: number): string {
  return `${year}-${String(month).padStart(2, "0")}`;
}
