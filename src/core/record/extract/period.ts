// Which time a figure over many employers is of, so that it is compared with none of another time.
import { cardinalAt } from "./cardinals.ts";
import type { Quantity } from "./numbers.ts";
import { type Token, phrase, tokensOf, wordAt } from "./tokens.ts";
import { MONTHS, type Published } from "./when.ts";

const QUARTERS = ["first", "second", "third", "fourth"];
const SPAN = /^(?:over|in|during|within|for) (?:the )?(?:past|last|previous|preceding) /;
/** Behind these words stands another figure, with a time of its own. */
const ANOTHER = /^(?:compared|compares|versus|against|while|whereas|;)$/;

/**
 * The time that a figure is of, by the words of its sentence: an ISO day, month or year, or the first and the last joined by "..".
 * Null where the words tell none, or tell it only by a day of publication that is not known.
 */
export function periodNear(
  tokens: readonly Token[],
  { from, to }: Pick<Quantity, "from" | "to">,
  published: Published | null,
): string | null {
  const end = Math.min(tokens.length, to + 30);
  for (let at = to; at < end; at++) {
    if (ANOTHER.test(wordAt(tokens, at))) break;
    const period = periodAt(tokens, at, published);
    if (period !== undefined) return period;
  }
  for (let at = from - 1; at >= Math.max(0, from - 40); at--) {
    if (ANOTHER.test(wordAt(tokens, at))) return null;
    const period = periodAt(tokens, at, published);
    if (period !== undefined) return period;
  }
  return null;
}

/** The period whose words begin at a token. */
function periodAt(tokens: readonly Token[], at: number, published: Published | null): string | null | undefined {
  const words = phrase(tokens, at, at + 9);
  if (!/^(?:this|last|over|in|during|within|for|since|between|from|so|q[1-4]|year)\b/.test(words)) return undefined;
  return named(words) ?? (published === null ? relativeWithout(words) : relative(tokens, at, words, published));
}

/** What the words say by themselves: years and their parts, and spans between years. */
function named(words: string): string | undefined {
  const between = /^(?:between|from) ((?:19|20)\d\d) (?:and|to|until|through|till) ((?:19|20)\d\d)\b/.exec(words);
  if (between !== null) return `${between[1]}..${between[2]}`;
  const quarter =
    /^(?:in |during )?(?:the )?(?:(first|second|third|fourth) quarter|q([1-4]))(?: of)? ((?:19|20)\d\d)\b/.exec(words);
  if (quarter !== null) {
    const [, ordinal, digit, year] = quarter;
    const first = 3 * (digit === undefined ? QUARTERS.indexOf(ordinal ?? "") : Number(digit) - 1) + 1;
    return months(Number(year), first, first + 2);
  }
  const half = /^(?:in|during) the (first|second) half of ((?:19|20)\d\d)\b/.exec(words);
  if (half !== null) return half[1] === "first" ? months(Number(half[2]), 1, 6) : months(Number(half[2]), 7, 12);
  const some = /^(?:in|during|over|for) the first (\S+) months of ((?:19|20)\d\d)\b/.exec(words);
  const count = some === null ? undefined : numberOf(some[1]);
  if (some !== null && count !== undefined && count <= 12) return months(Number(some[2]), 1, count);
  const month = /^(?:in|during) ([a-z]{3,9}) (?:of )?((?:19|20)\d\d)\b/.exec(words);
  if (month !== null && monthOf(month[1]) > 0) return iso(Number(month[2]), monthOf(month[1]));
  return /^(?:in|during|for)(?: all of| the whole of| the full year| the year| calendar| fiscal)? ((?:19|20)\d\d)\b/.exec(
    words,
  )?.[1];
}

/** Words that tell of a time only with a day of publication: null, so that nothing farther off is taken instead. */
function relativeWithout(words: string): null | undefined {
  return RELATIVE.test(words) || SPAN.test(words) || /^since\b/.test(words) ? null : undefined;
}
const RELATIVE = /^(?:so far this|this|last|in the last|in the past|year to) (?:year|month|quarter|date)\b/;

/** What the words say on the day of publication. */
function relative(
  tokens: readonly Token[],
  at: number,
  words: string,
  published: Published,
): string | null | undefined {
  const { year, month } = published;
  if (/^(?:so far this year|this year|year to date|so far in ((?:19|20)\d\d))\b/.test(words)) return String(year);
  if (/^last year\b/.test(words)) return String(year - 1);
  if (month !== null && /^this month\b/.test(words)) return iso(year, month);
  if (month !== null && /^last month\b/.test(words)) return monthsBack(year, month, 1);
  const first = /^in the first (\S+) months? (?:of (?:this|the) year)\b/.exec(words);
  const count = first === null ? undefined : numberOf(first[1]);
  if (count !== undefined && count <= 12) return months(year, 1, count);
  if (/^since\b/.test(words)) return since(words, published);
  const span = SPAN.exec(words);
  if (span !== null) return spanOf(words.slice(span[0].length), published);
  const bare = /^(?:in|during) ([a-z]{3,9})\b/.exec(words);
  if (bare !== null && monthOf(bare[1]) > 0 && tokens[at + 1]?.capital === true) {
    const of = monthOf(bare[1]);
    return iso(month !== null && of > month ? year - 1 : year, of);
  }
  return undefined;
}

/** "since 2022", "since January", "since the start of the year". */
function since(words: string, { year, month }: Published): string | null {
  if (/^since (?:the )?(?:start|beginning|turn) of (?:the|this) year\b/.test(words)) return String(year);
  const found =
    /^since (?:the (?:start|beginning|end) of |early |mid |late |about )?(?:([a-z]{3,9}) )?(?:\d{1,2} ,? ?)?((?:19|20)\d\d)\b/.exec(
      words,
    );
  if (found !== null) {
    const of = found[1] === undefined ? 0 : monthOf(found[1]);
    return of > 0 && month !== null ? `${iso(Number(found[2]), of)}..${iso(year, month)}` : `${found[2]}..${year}`;
  }
  const bare = monthOf(
    /^since (?:the (?:start|beginning|end) of |early |mid |late |last )?([a-z]{3,9})\b/.exec(words)?.[1],
  );
  if (bare === 0 || month === null) return null;
  return `${iso(bare > month ? year - 1 : year, bare)}..${iso(year, month)}`;
}

/** "over the last four years", "in the past 12 months", "in the last year": back from the publication. */
function spanOf(words: string, { year, month }: Published): string | null {
  const unit = /^(?:(\S+) )?(?:full )?(years?|months?|decades?|quarters?)\b/.exec(words);
  if (unit === null) return null;
  const [, said, noun = ""] = unit;
  const many = said === undefined ? 1 : (numberOf(said) ?? (said === "couple" ? 2 : undefined));
  if (many === undefined) return null;
  if (noun.startsWith("decade")) return `${year - 10 * many}..${year}`;
  if (noun.startsWith("year") && many > 1) return `${year - many}..${year}`;
  if (month === null) return null;
  const back = noun.startsWith("year") ? 12 : noun.startsWith("quarter") ? 3 * many : many;
  return `${monthsBack(year, month, back)}..${iso(year, month)}`;
}

function numberOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  return cardinalAt(tokensOf(word), 0)?.value;
}

function monthOf(word: string | undefined): number {
  if (word === undefined || !/^[a-z]{3,9}$/.test(word)) return 0;
  const at = MONTHS.findIndex((name) => word.startsWith(name)) + 1;
  return at > 0 && LONG[at - 1]?.startsWith(word.slice(0, 4)) === true ? at : 0;
}
const LONG = "january february march april may june july august september october november december".split(" ");

function iso(year: number, month: number): string {
  return `${year}-${String(month).padStart(2, "0")}`;
}

function monthsBack(year: number, month: number, back: number): string {
  const at = year * 12 + month - 1 - back;
  return iso(Math.floor(at / 12), (at % 12) + 1);
}

function months(year: number, first: number, last: number): string {
  return first === 1 && last === 12 ? String(year) : `${iso(year, first)}..${iso(year, last)}`;
}
