// When it was announced or happened, as far as the words and the day of publication tell.
import type { Quantity } from "./numbers.ts";
import { isMonth } from "./other-figures.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";

export const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const DAY = 86_400_000;

/** The day of publication, as far as it is known. */
export interface Published {
  readonly year: number;
  readonly month: number | null;
  /** Midnight UTC of the day, in milliseconds. */
  readonly day: number | null;
}

/** @param text ISO 8601: a year, month, day or moment; of a range the end. Null for anything else. */
export function publishedOf(text: string | null): Published | null {
  const found = /(?:^|\.\.)(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T[^.]*)?(?:\.\d+Z?)?$/.exec((text ?? "").slice(0, 80));
  if (found === null) return null;
  const [, year = "", month, day] = found;
  const at = month !== undefined && day !== undefined ? Date.UTC(Number(year), Number(month) - 1, Number(day)) : null;
  return { year: Number(year), month: month === undefined ? null : Number(month), day: at };
}

/** The date nearest to a figure in its sentence: a day, a month or a year; null where it says none. */
export function dateNear(
  tokens: readonly Token[],
  { from, to }: Pick<Quantity, "from" | "to">,
  published: Published | null,
): string | null {
  let best: { date: string; far: number } | undefined;
  for (let at = Math.max(0, from - 30); at < Math.min(tokens.length, to + 25); at++) {
    const date = dateAt(tokens, at, published);
    if (date === undefined) continue;
    const far = at < from ? from - at : at - to + (wordAt(tokens, at - 1) === "effective" ? 20 : 0);
    if (best === undefined || far < best.far) best = { date, far };
  }
  return best?.date ?? null;
}

function dateAt(tokens: readonly Token[], at: number, published: Published | null): string | undefined {
  const token = tokens[at];
  if (token === undefined || token.kind === "mark") return undefined;
  if (isMonth(token)) return monthAt(tokens, at, published);
  if (
    token.kind === "number" &&
    /^(?:19|20)\d\d$/.test(token.text) &&
    /^(?:in|during|since|early|late)$/.test(wordAt(tokens, at - 1))
  )
    return token.text;
  if (published === null) return undefined;
  const weekday = WEEKDAYS.indexOf(token.lower);
  const { day } = published;
  if (weekday >= 0 && day !== null) {
    const next = /^(?:next|until|by|from|before)$/.test(wordAt(tokens, at - 1));
    if (next) return undefined;
    const back = (new Date(day).getUTCDay() - weekday + 7) % 7;
    return iso(day - (back + (wordAt(tokens, at - 1) === "last" && back === 0 ? 7 : 0)) * DAY);
  }
  if (day !== null && token.lower === "today") return iso(day);
  if (day !== null && token.lower === "yesterday") return iso(day - DAY);
  const two = phrase(tokens, at, at + 2);
  if (two === "last year") return String(published.year - 1);
  if (two === "this year" && wordAt(tokens, at - 1) === "earlier") return String(published.year);
  if (published.month !== null && two === "last month") return monthText(published.year, published.month - 1);
  if (published.month !== null && two === "this month" && wordAt(tokens, at - 1) === "earlier")
    return monthText(published.year, published.month);
  return undefined;
}

function iso(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}

function monthText(year: number, month: number): string {
  return month < 1 ? `${year - 1}-12` : `${year}-${String(month).padStart(2, "0")}`;
}

/** "October 27, 2025", "27 October", "in December": without a year it is the last that was. */
function monthAt(tokens: readonly Token[], at: number, published: Published | null): string | undefined {
  const month = MONTHS.findIndex((name) => wordAt(tokens, at).startsWith(name)) + 1;
  if (month === 0) return undefined;
  if (wordAt(tokens, at) === "may" && tokens[at]?.capital !== true) return undefined;
  let next = at + 1;
  if (wordAt(tokens, next) === "." && tokens[next]?.spaced === false) next += 1;
  const day = dayAt(tokens, next) ?? dayAt(tokens, at - 1);
  if (dayAt(tokens, next) !== undefined) next += 1;
  if (wordAt(tokens, next) === ",") next += 1;
  const said = tokens[next];
  let year = said !== undefined && /^(?:19|20)\d\d$/.test(said.text) ? Number(said.text) : undefined;
  if (year === undefined) {
    if (published === null || /^(?:by|until|from|before|next|starting|effective|mid)$/.test(wordAt(tokens, at - 1)))
      return undefined;
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
