// Figures that count nobody: money, dates, ages, spans of time, and numbers that are part of a name.
import { type Token, wordAt } from "./tokens.ts";
import { isWork } from "./work.ts";

/** A figure as the grammar has read it. */
interface Bare {
  readonly value: number | null;
  readonly qualifier: "exact" | "range" | "vague";
  readonly to: number;
  readonly share: boolean;
}

const CURRENCY =
  /^(?:[$£€¥₹₩₽]|(?:us|a|au|c|ca|nz|hk|s|sg)\$|usd|eur|gbp|rs|inr|chf|aud|cad|jpy|nok|sek|dkk|rmb|cny)$/u;
const MONEY_WORDS =
  /^(?:dollars?|pounds?|euros?|cents|pence|yen|yuan|rupees?|francs?|krona|kronor|kroner|rand|won|usd|eur|gbp|[€£$¥])$/u;
const TIME_WORDS =
  /^(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|quarters?|decades?|a\.m|p\.m|am|pm|years?-old|st|nd|rd|th|o'clock)$/;
const MONTH =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$/;
/** Names that a number belongs to. */
export const NUMBERED =
  /^(?:channel|studio|formula|route|radio|windows|item|form|section|chapter|page|level|no|covid|area|phase|tier|series|type|group|article|title|model|version|room|gate|terminal|grade|act|generation|cop|web|q|ftse|s&p|fortune|russell|cac|dax|stoxx|asx)$/;

export function isMonth(token: Token | undefined): boolean {
  return token !== undefined && token.capital && MONTH.test(token.lower);
}

export function isMoney(tokens: readonly Token[], at: number): boolean {
  return CURRENCY.test(wordAt(tokens, at - 1));
}

/** Money, dates, ages, spans of time and names with numbers; undefined for what counts something. */
export function otherSort(
  tokens: readonly Token[],
  at: number,
  bare: Bare,
): { sort: "money" | "time" | "name"; to: number } | undefined {
  const { to, value } = bare;
  const dot = tokens[at - 1]?.text === "." && tokens[at - 1]?.spaced === false && isMonth(tokens[at - 2]);
  const [before, next] = [tokens[dot ? at - 2 : at - 1], tokens[to]];
  if (bare.share) return undefined;
  if (isMoney(tokens, at)) return { sort: "money", to };
  if (next !== undefined && MONEY_WORDS.test(next.lower)) return { sort: "money", to: to + 1 };
  const hyphen = next?.text === "-" && !next.spaced && tokens[to + 1]?.spaced === false ? 1 : 0;
  if (next !== undefined && TIME_WORDS.test(wordAt(tokens, to + hyphen))) {
    const ordinal = /^(?:st|nd|rd|th)$/.test(next.lower);
    if (!ordinal || !next.spaced) return { sort: "time", to: to + hyphen + 1 };
  }
  if (bare.qualifier === "range" && isMonth(next)) return { sort: "time", to };
  if (bare.qualifier === "vague" || value === null) return undefined;
  const digitsOnly = tokens[at]?.kind === "number" && to === at + 1;
  if (!digitsOnly) return undefined;
  const day = Number.isInteger(value) && value >= 1 && value <= 31;
  if (day && (isMonth(next) || (isMonth(before) && !hyphen))) return { sort: "time", to };
  // "2028/29": a year that ends in the next.
  const isDouble = next?.text === "/" && !next.spaced && /^\d\d(?:\d\d)?$/.test(tokens[to + 1]?.text ?? "");
  if (isYear(tokens, at, value) || (isDouble && value > 1900 && value < 2100))
    return { sort: "time", to: isDouble ? to + 2 : to };
  // "lost in ’19"
  if (/^[’']$/u.test(before?.text ?? "") && tokens[at]?.spaced === false && /^\d\d$/.test(tokens[at]?.text ?? ""))
    return { sort: "time", to };
  if (next?.text === ":" && !next.spaced && tokens[to + 1]?.kind === "number") return { sort: "time", to: to + 2 };
  if (/^(?:aged|age|under-|over-)$/.test(before?.lower ?? "")) return { sort: "time", to };
  if (before !== undefined && before.kind !== "number" && NUMBERED.test(before.lower)) return { sort: "name", to };
  if (isOfName(tokens, at, to)) return { sort: "name", to };
  // "at 1410 Old Hollow Road"
  if (Number.isInteger(value) && tokens[at]?.text.includes(",") === false && isStreet(tokens, to))
    return { sort: "name", to };
  // "3/24", "7/23/20"
  if (next?.text === "/" && !next.spaced && isGluedNumber(tokens[to + 1]))
    return { sort: "time", to: tokens[to + 2]?.text === "/" && isGluedNumber(tokens[to + 3]) ? to + 4 : to + 2 };
  // "voted 5-2", "a 3-1 win"
  if (next !== undefined && /^[-–]$/u.test(next.text) && !next.spaced && isGluedNumber(tokens[to + 1]))
    return { sort: "name", to: to + 2 };
  // Glued to letters ("23andMe", "737max"), or behind a sign that makes a name of it ("#12").
  if (next !== undefined && !next.spaced && next.kind === "word") return { sort: "name", to: to + 1 };
  if (before?.text === "#" || before?.text === "№") return { sort: "name", to };
  return undefined;
}

/** "studio Harbour 6 has", "Lantern 9: Awakening": one does what follows, so that the number counts nothing. */
function isOfName(tokens: readonly Token[], at: number, to: number): boolean {
  const [before, next] = [tokens[at - 1], tokens[to]];
  if (before?.kind !== "word" || !before.capital || at < 2 || (tokens[at]?.text.length ?? 9) > 2) return false;
  if (next === undefined || (next.text === ":" && tokens[to + 1]?.capital === true)) return next !== undefined;
  return /^(?:has|is|was|lays|cuts|says|'s|’s)$/u.test(next.lower);
}

function isStreet(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at < from + 4 && tokens[at]?.capital === true; at++)
    if (
      at > from &&
      /^(?:road|rd|street|st|avenue|ave|drive|lane|parkway|boulevard|blvd|highway|way|court)$/.test(wordAt(tokens, at))
    )
      return true;
  return false;
}

function isGluedNumber(token: Token | undefined): boolean {
  return token !== undefined && token.kind === "number" && !token.spaced;
}

/** A number from 1900 to 2099 without a comma, after a word that dates, or where nothing follows that it could count. */
function isYear(tokens: readonly Token[], at: number, value: number): boolean {
  const token = tokens[at];
  if (token === undefined || !/^(?:19|20)\d\d$/.test(token.text) || value < 1900) return false;
  const before = tokens[at - 1];
  // "the loss of 2000 jobs"
  if (/^(?:of|by|to|from|another|further)$/.test(before?.lower ?? "") && isWork(wordAt(tokens, at + 1))) return false;
  if (
    before !== undefined &&
    (isMonth(before) ||
      /^(?:in|since|of|until|till|from|during|by|early|late|mid|after|before|through|to|and|fiscal|year|fy|summer|spring|autumn|fall|winter|,|\(|end|q[1-4]|[-–/'])$/u.test(
        before.lower,
      ))
  )
    return true;
  const next = tokens[at + 1];
  return (
    next === undefined ||
    next.kind === "mark" ||
    (next.capital && token.text.startsWith("20")) ||
    !/^(?:jobs?|roles?|posts?|positions?|staff|staffers|people|workers?|employees|redundancies|layoffs|lay-offs|job|full-time|part-time)$/.test(
      next.lower,
    )
  );
}
