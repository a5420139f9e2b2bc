// What the cells of registers and tables say: days in the ways in which people in the United States write them, and counts with their words.
import type { Figure } from "../core/record/claim.ts";

/** One or two ISO 8601 days or months; `to` is null where only a beginning is named. */
export interface Days {
  readonly from: string;
  readonly to: string | null;
}

const BLANK =
  /^(?:[-–—*?.\s]*|n\.?\s?\/?a\.?|tb[ad]|to be (?:determined|announced)|(?:currently |date )?unknown\b.*|undetermined|pending|none|null|not (?:known|sure|available|provided|specified|applicable|yet)\b.*|un?sure\b.*|various)$/is;

/** Whether a cell says that nothing is known: empty, `-`, `N/A`, `TBD`, `Unknown at this time`. */
export function isBlank(cell: string): boolean {
  return BLANK.test(cell.trim());
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * Days as they are written: ISO with or without a time; month first with slashes, of which one may be lost before a year of four
 * digits (`5/62011`) or doubled; with hyphens; month names; a month and a year; a month and a day that take the year of the next.
 */
const DAY = new RegExp(
  [
    String.raw`(?<iso>\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?`,
    String.raw`(?<m1>\d{1,2})\/+(?<d1>\d{1,2})\/+(?<y1>\d{4}|\d{2})(?![\d/])`,
    String.raw`(?<m2>\d{1,2})\/(?<d2>\d{1,2})(?<y2>(?:19|20)\d{2})(?!\d)`,
    String.raw`(?<m3>\d{1,2})-(?<d3>\d{1,2})-(?<y3>\d{4}|\d{2})(?!\d)`,
    String.raw`(?<m4>\d{1,2})\/(?<y4>(?:19|20)\d{2})(?!\d)`,
    String.raw`(?<m5>\d{1,2})\/(?<d5>\d{1,2})(?![\d/])`,
    String.raw`(?<m6>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?\s+(?<d6>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<y6>\d{4})`,
  ]
    .map((form) => `(?<![\\d/])(?:${form})`)
    .join("|"),
  "gi",
);

interface Token {
  readonly year: number | undefined;
  readonly month: number;
  readonly day: number | undefined;
  readonly index: number;
}

/** The first and the last year in which a notice can lie: the act is in force since 1989. */
const YEARS = { first: 1988, last: 2099 } as const;

function tokens(text: string): readonly Token[] {
  return [...text.matchAll(DAY)].map((match) => {
    const g = match.groups ?? {};
    if (g["iso"] !== undefined) {
      const [year, month, day] = g["iso"].split("-").map(Number);
      return { year, month: month ?? 0, day, index: match.index };
    }
    const pick = (letter: string): string | undefined =>
      [1, 2, 3, 4, 5, 6].map((form) => g[`${letter}${form}`]).find((value) => value !== undefined);
    const month = pick("m") ?? "";
    const named = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
    const [year, day] = [pick("y"), pick("d")];
    return {
      year: year === undefined ? undefined : fullYear(year),
      month: named > 0 ? named : Number(month),
      day: day === undefined ? undefined : Number(day),
      index: match.index,
    };
  });
}

function fullYear(written: string): number {
  const year = Number(written);
  if (written.length === 4) return year;
  return year < 69 ? 2000 + year : 1900 + year;
}

function isoOf({ year, month, day }: Token): string | undefined {
  if (year === undefined || year < YEARS.first || year > YEARS.last || month < 1 || month > 12) return undefined;
  const text = `${year}-${String(month).padStart(2, "0")}`;
  if (day === undefined) return text;
  const full = `${text}-${String(day).padStart(2, "0")}`;
  const at = new Date(`${full}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.getUTCDate() !== day ? undefined : full;
}

/** The days since 1899-12-30 as workbooks count them, of 1990 to 2099. */
function ofSerial(cell: string): string | undefined {
  const match = /^(\d{5})(?:\.\d+)?$/.exec(cell);
  const serial = Number(match?.[1]);
  if (match === null || serial < 32_874 || serial > 73_050) return undefined;
  return new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
}

const REVISED = /\(?\brevis(?:ed|ion)\b\)?:?/i;
const ONWARD = /\b(?:start|begin|commenc|from|rolling|on or (?:about|after))/i;

/**
 * The days of a cell. Of several, the first and the last; of a revision, the day that it gives last.
 * @returns null for a blank, undefined for what is not understood
 */
export function daysOf(cell: string): Days | null | undefined {
  const text = cell.trim();
  if (isBlank(text)) return null;
  const serial = ofSerial(text);
  if (serial !== undefined) return { from: serial, to: serial };
  const revised = REVISED.exec(text);
  const after = revised === null ? [] : tokens(text.slice(revised.index));
  const all = after.length > 0 ? after.slice(-1) : tokens(text);
  const written = all.map((token, i) => {
    const next = all.slice(i).find(({ year }) => year !== undefined) ?? all.findLast(({ year }) => year !== undefined);
    return token.year === undefined ? { ...token, year: next?.year } : token;
  });
  const found = written.map(isoOf);
  if (found.length === 0 || found.includes(undefined)) return undefined;
  const sorted = found.filter((one) => one !== undefined).toSorted();
  const [from, to] = [sorted[0] ?? "", sorted.at(-1) ?? ""];
  return { from, to: sorted.length === 1 && ONWARD.test(text) ? null : to };
}

/** The day of a cell that names one event: of several days the first, before what a revision added. */
export function firstDayOf(cell: string): string | null | undefined {
  const days = daysOf(cell.trim().split(REVISED)[0] ?? "");
  return days === null || days === undefined ? days : days.from;
}

/** What a count cell says. */
export interface Counted extends Pick<Figure, "count" | "low" | "high" | "qualifier"> {
  readonly expected: number | null;
  readonly revised: number | null;
}

const NOTHING: Counted = { count: null, low: null, high: null, qualifier: null, expected: null, revised: null };
const NUMBER = String.raw`(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?(?![\d.,/]*\d)`;
const QUALIFIERS = [
  ["at_least", /\bstart(?:s|ing) (?:with|at)\b|\binitially\b/i],
  ["approx", /\bapprox|\babout\b|\baround\b|\broughly\b|\bestimat|~|\+\/-/i],
  ["up_to", /\bup to\b|\bas many as\b|\bmaximum\b|\bno more than\b|\bas high as\b/i],
  ["at_least", /\bat least\b|\bmore than\b|\bover\b|\bminimum\b|\d\s*\+/i],
  ["under", /\bfewer than\b|\bless than\b|\bunder\b/i],
] as const;

/**
 * A count with its words: `1,200`, `50-60`, `approx. 150`, `5 (revised 7)`, `Initially 110 (possibly as high as 160)`. A zero is
 * what a form holds where nobody entered a figure, and a total of several sites is no figure of this one: neither is a count.
 * @returns undefined for what is not understood
 */
export function countOf(cell: string): Counted | undefined {
  const text = cell.trim();
  if (isBlank(text)) return NOTHING;
  const revision = REVISED.exec(text);
  if (revision !== null)
    return revisedCount(text.slice(0, revision.index), text.slice(revision.index + revision[0].length));
  if (/\bunknown\b|\bnot known\b/i.test(text)) return NOTHING;
  const bare = text.replaceAll(DAY, " ").replaceAll(/\b(?:in|by|of)\s+(?:[a-z]+\s+)?(?:19|20)\d{2}\b/gi, " ");
  const numbers = [...bare.matchAll(new RegExp(`(?<![\\d.,])${NUMBER}`, "g"))].map(([, digits = ""]) =>
    Number(digits.replaceAll(",", "")),
  );
  const [first, second] = numbers;
  if (first === undefined || numbers.length > 2 || numbers.some((one) => one > 1_000_000)) return undefined;
  if (second !== undefined) return pair(bare, first, second);
  if (first === 0) return NOTHING;
  const qualifier = QUALIFIERS.find(([, words]) => words.test(bare))?.[0] ?? "exact";
  const low = qualifier === "exact" || qualifier === "at_least" ? first : null;
  const high = qualifier === "exact" || qualifier === "up_to" ? first : qualifier === "under" ? first - 1 : null;
  return { ...NOTHING, count: first, low, high, qualifier };
}

function pair(text: string, first: number, second: number): Counted | undefined {
  const range = new RegExp(`${NUMBER}\\s*(?:-|–|—|to|through|and)\\s*${NUMBER}`, "i").test(text);
  const growing = /\bas high as\b|\bup to\b|\bpossibly\b|\bpotentially\b|\bas many as\b/i.test(text);
  if ((!range && !growing) || second < first) return undefined;
  return { ...NOTHING, low: first, high: second, qualifier: "range", expected: growing ? second : null };
}

function revisedCount(before: string, after: string): Counted | undefined {
  const [old, now] = /^\s*from\b/i.test(after) ? [after, before] : [before, after];
  const count = countOf(now.replace(/^[\s(:]*(?:to|from)\b/i, "").replaceAll(/[()]/g, " "));
  if (count === undefined) return undefined;
  return count.count === null ? countOf(old.replaceAll(/[()]/g, " ")) : { ...count, revised: count.count };
}
