// The number grammar: every figure of a sentence with the words that say how sure it is. What a figure is of, and whether it is
// of people, is not asked here.
import type { Qualifier } from "../announced.ts";
import { cardinalAt, SMALL_WORDS } from "./cardinals.ts";
import { AFTER, BEFORE, DOZENS, FRACTIONS, ROSE, VAGUE } from "./number-words.ts";
import { isMoney, otherSort } from "./other-figures.ts";
import { isPerson, kindOf } from "./work.ts";
import { type Token, phrase, tokensOf, wordAt } from "./tokens.ts";

/** What stands in a sentence as a figure. */
export interface Quantity {
  /** "share": a percentage or a fraction. "money", "time" and "name" ("Channel 4", "2026") are never of people. */
  readonly sort: "count" | "share" | "money" | "time" | "name";
  /** The one number that is named; null for ranges and vague words. Of shares, in percent. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly qualifier: Qualifier;
  /** Tokens of the figure with its qualifier: `from` included, `to` not. */
  readonly from: number;
  readonly to: number;
  /** "another", "a further", "additional": it comes on top of something. */
  readonly further: boolean;
}

interface Bare {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly qualifier: "exact" | "range" | "vague";
  readonly to: number;
  readonly share: boolean;
}

/** Every figure of the tokens, in order; none overlaps another. */
export function quantitiesOf(tokens: readonly Token[]): Quantity[] {
  const found: Quantity[] = [];
  let at = 0;
  let free = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    const one = token !== undefined && mayBegin(token) ? quantityAt(tokens, at, free) : undefined;
    if (one === undefined) at += 1;
    else {
      found.push(one);
      at = one.to;
      free = one.to;
    }
  }
  return found;
}

/** @param free the first token that no figure before holds. */
function quantityAt(tokens: readonly Token[], at: number, free: number): Quantity | undefined {
  const bare = rangeAt(tokens, at);
  if (bare === undefined || isPronoun(tokens, at, bare)) return undefined;
  const plain = { ...bare, from: at, further: false };
  const other = otherSort(tokens, at, bare);
  if (other !== undefined) return { ...plain, sort: other.sort, to: other.to };
  let { from, qualifier } = { from: at, qualifier: bare.qualifier as Qualifier };
  let further = false;
  // "up to another 40", "another 40", "a further 40 or so".
  for (let step = 0; step < 3; step++) {
    const onTop = furtherBefore(tokens, from, free);
    const said = onTop === 0 ? qualifierBefore(tokens, from, free) : undefined;
    if (onTop > 0) further = true;
    else if (said !== undefined && (qualifier === "exact" || qualifier === "approx" || qualifier === "range"))
      qualifier = qualifier === "range" ? "range" : said[1];
    else if (said === undefined) break;
    from -= onTop > 0 ? onTop : (said?.[0] ?? 0);
  }
  let { to } = bare;
  // "199 more jobs"
  if (wordAt(tokens, to) === "more" && isPerson(wordAt(tokens, to + 1)) && !bare.share) further = true;
  const behind = AFTER_BY_FIRST.get(wordAt(tokens, to))?.find(
    ({ words, length }) => phrase(tokens, to, to + length) === words,
  );
  if (behind !== undefined && qualifier === "exact" && glued(tokens, to, behind.words)) {
    qualifier = behind.qualifier;
    to += behind.length;
  }
  return { sort: bare.share ? "share" : "count", ...bounds(bare, qualifier), qualifier, from, to, further };
}

const AFTER_BY_FIRST = Map.groupBy(
  AFTER.map(([words, qualifier]) => ({ words, qualifier, length: words.split(" ").length })),
  ({ words }) => words.split(" ")[0] ?? "",
);

/** "one of the largest", "one that": no figure; "one employee" is. */
function isPronoun(tokens: readonly Token[], at: number, { value, to, share: isShare }: Bare): boolean {
  return (
    value === 1 &&
    !isShare &&
    wordAt(tokens, at) === "one" &&
    !/^(?:at|from)$/.test(wordAt(tokens, to)) &&
    !isPerson(wordAt(tokens, to)) &&
    kindOf(wordAt(tokens, to + 1)) !== "people"
  );
}

function glued(tokens: readonly Token[], at: number, words: string): boolean {
  return !/^[+-]/.test(words) || tokens[at]?.spaced === false;
}

function bounds({ value, low, high }: Bare, qualifier: Qualifier): Pick<Quantity, "value" | "low" | "high"> {
  switch (qualifier) {
    case "exact":
      return { value, low: value, high: value };
    case "approx":
      return { value, low: null, high: null };
    case "at_least":
      return { value, low: value, high: null };
    case "up_to":
    case "under":
      return { value, low: null, high: value };
    case "range":
    case "vague":
      return { value: null, low, high };
  }
}

function furtherBefore(tokens: readonly Token[], at: number, free: number): number {
  const word = wordAt(tokens, at - 1);
  if (at - 1 < free) return 0;
  if (word === "another" || word === "additional" || word === "extra") {
    return at - 2 >= free && /^an?$/.test(wordAt(tokens, at - 2)) ? 2 : 1;
  }
  if (word === "further") return at - 2 >= free && /^an?$/.test(wordAt(tokens, at - 2)) ? 2 : 1;
  return 0;
}

const BEFORE_BY_LAST = Map.groupBy(
  BEFORE.map(([words, qualifier]) => ({ words, qualifier, length: words.split(" ").length })),
  ({ words }) => words.slice(words.lastIndexOf(" ") + 1),
);

function qualifierBefore(tokens: readonly Token[], at: number, free: number): readonly [number, Qualifier] | undefined {
  for (const { words, qualifier, length } of BEFORE_BY_LAST.get(wordAt(tokens, at - 1)) ?? []) {
    if (at - length < free || phrase(tokens, at - length, at) !== words) continue;
    if (words === "up" && ROSE.has(wordAt(tokens, at - 2))) return undefined;
    return [length, qualifier];
  }
  return undefined;
}

/** A figure or a range of two: "7,000 to 9,000", "800-950", "between 10 and 15 per cent". */
function rangeAt(tokens: readonly Token[], at: number): Bare | undefined {
  const first = bareAt(tokens, at);
  if (first === undefined || first.value === null) return first;
  const between = wordAt(tokens, at - 1) === "between";
  const joint = wordAt(tokens, first.to);
  const dash = /^[-–—]$/u.test(joint) && tokens[first.to]?.spaced === false && tokens[first.to + 1]?.spaced === false;
  if (!(dash || (joint === "to" && !isFromTo(tokens, at)) || (between && joint === "and"))) return first;
  let next = first.to + 1;
  if (/^(?:about|around|roughly|perhaps|as)$/.test(wordAt(tokens, next))) next += 1;
  const second = bareAt(tokens, next);
  if (second === undefined || second.value === null || isMoney(tokens, next)) return first;
  if (second.share !== first.share && !(second.share && !first.share && first.value <= 100)) return first;
  if (second.value <= first.value || areTwo(tokens, at, first, second)) return first;
  return { value: null, low: first.value, high: second.value, qualifier: "range", to: second.to, share: second.share };
}

/** "since 2022 to 2,300", "by 340 to 2,100": when, or by how many, and then how many there are. */
function areTwo(tokens: readonly Token[], at: number, first: Bare, second: Bare): boolean {
  if (wordAt(tokens, first.to) !== "to" || first.share || second.share) return false;
  const before = wordAt(tokens, at - 1);
  if (/^(?:19|20)\d\d$/.test(tokens[at]?.text ?? "") && /^(?:since|in|from|of)$/.test(before)) return true;
  return before === "by" && (second.value ?? 0) > 2 * (first.value ?? 0);
}

/** "from 142 to 60" and "from 1,300 to 1,500": two states, no range. */
function isFromTo(tokens: readonly Token[], at: number): boolean {
  return phrase(tokens, at - 3, at)
    .split(" ")
    .includes("from");
}

const VAGUE_BY_FIRST = Map.groupBy(
  VAGUE.map(([words, low, high]) => ({ words, low, high, parts: words.split(" "), length: words.split(" ").length })),
  ({ words }) => firstOf(words),
);

/** The first word, up to a space or a hyphen. */
function firstOf(words: string): string {
  return words.split(/[ -]/, 1)[0] ?? words;
}

const DOZENS_BY_FIRST = Map.groupBy(
  DOZENS.map(([words, value]) => ({ words, value, parts: words.split(" "), length: words.split(" ").length })),
  ({ words }) => words.split(" ")[0] ?? "",
);

/** Whether these words stand at a place. */
function stands(tokens: readonly Token[], at: number, words: readonly string[]): boolean {
  for (let next = 0; next < words.length; next++) if (tokens[at + next]?.lower !== words[next]) return false;
  return true;
}

const BEGINS = new Set([
  ...SMALL_WORDS,
  ..."a an all entire whole hundred thousand half halve halves halved halving".split(" "),
  ...VAGUE.map(([words]) => firstOf(words)),
  ...DOZENS.map(([words]) => firstOf(words)),
]);

/** Most words begin no figure. */
function mayBegin({ kind, lower }: Token): boolean {
  if (kind !== "word") return kind === "number";
  return BEGINS.has(lower.includes("-") ? firstOf(lower) : lower);
}

function bareAt(tokens: readonly Token[], at: number): Bare | undefined {
  const token = tokens[at];
  if (token === undefined || !mayBegin(token)) return undefined;
  const fraction = fractionAt(tokens, at);
  if (fraction !== undefined) return fraction;
  if (token.kind === "word") {
    const vague = VAGUE_BY_FIRST.get(token.lower)?.find(({ parts }) => stands(tokens, at, parts));
    if (vague !== undefined) {
      const { low, high, length } = vague;
      return { value: null, low, high, qualifier: "vague", to: at + length, share: false };
    }
    const dozen = DOZENS_BY_FIRST.get(token.lower)?.find(({ parts }) => stands(tokens, at, parts));
    if (dozen !== undefined) return exactly(dozen.value, at + dozen.length, false);
  }
  const joined = token.lower.includes("-") ? joinedAt(token.lower) : undefined;
  if (joined !== undefined) return exactly(joined, at + 1, false);
  const cardinal = cardinalAt(tokens, at);
  if (cardinal === undefined) return undefined;
  if (wordAt(tokens, cardinal.to) === "dozen") return exactly(cardinal.value * 12, cardinal.to + 1, false);
  const sign = percentSign(tokens, cardinal.to);
  if (sign > 0) return exactly(cardinal.value, cardinal.to + sign, true);
  // "1,200-plus" and "140-strong" are told apart by otherSort and by AFTER.
  return exactly(cardinal.value, cardinal.to, false);
}

/** "three-dozen"; "its three-person team", as one word. */
function joinedAt(word: string): number | undefined {
  const dozens = /^([a-z]+)-dozen$/.exec(word)?.[1];
  const times = dozens === undefined ? undefined : cardinalAt(tokensOf(dozens), 0);
  if (times !== undefined) return 12 * times.value;
  const strong = /^([a-z]+(?:-[a-z]+)?)-(?:person|strong|member)$/.exec(word)?.[1];
  return strong === undefined ? undefined : cardinalAt(tokensOf(strong), 0)?.value;
}

function exactly(value: number, to: number, isShare: boolean): Bare {
  return { value, low: value, high: value, qualifier: "exact", to, share: isShare };
}

/** How many tokens say "per cent" here; 0 where none do. Percentage points are of no staff. */
function percentSign(tokens: readonly Token[], at: number): number {
  const word = wordAt(tokens, at);
  if (word === "%" || word === "percent" || word === "pct" || word === "pc") return 1;
  return word === "per" && /^cents?$/.test(wordAt(tokens, at + 1)) ? 2 : 0;
}

/** "half", "a third", "two-thirds", "three quarters", "one in 10", "one out of every five". */
function fractionAt(tokens: readonly Token[], at: number): Bare | undefined {
  const word = wordAt(tokens, at);
  // Most articles are none of a fraction.
  if ((word === "a" || word === "an") && part(wordAt(tokens, at + 1)) === undefined && wordAt(tokens, at + 2) !== "th")
    return undefined;
  const isDigits = tokens[at]?.kind === "number";
  if (!isDigits) {
    if (/^halv(?:e|es|ed|ing)$/.test(word) && STAFF.test(phrase(tokens, at + 1, at + 5)))
      return exactly(50, at + 1, true);
    if (isEverybody(tokens, at)) return exactly(100, at + 1, true);
    const [parts = "", of = ""] = word.includes("-") ? word.split("-") : [];
    if (of !== "" && digit(parts) !== undefined && part(of) !== undefined) {
      return exactly(share((digit(parts) ?? 1) * (part(of) ?? 0)), at + 1, true);
    }
  }
  if (word === "half" && wordAt(tokens, at + 1) === "as") return undefined;
  if (word === "half" && !/^(?:an?|year|-?yearly|time)$/.test(wordAt(tokens, at + 1))) {
    return wordAt(tokens, at - 1) === "first" || wordAt(tokens, at - 1) === "second"
      ? undefined
      : exactly(50, at + 1, true);
  }
  // "a 10th of its workforce"
  if (
    word === "a" &&
    wordAt(tokens, at + 2) === "th" &&
    tokens[at + 2]?.spaced === false &&
    wordAt(tokens, at + 3) === "of"
  ) {
    const all = Number(tokens[at + 1]?.text);
    if (all > 3 && all < 21) return exactly(share(100 / all), at + 3, true);
  }
  const isArticle = word === "a" || word === "an";
  const whole = isArticle ? 1 : digit(word);
  if (whole === undefined && !isDigits) return undefined;
  const named = part(wordAt(tokens, at + 1));
  // "within a quarter of buying it"
  if (wordAt(tokens, at + 1) === "quarter" && /^(?:within|in|every|per|each)$/.test(wordAt(tokens, at - 1)))
    return undefined;
  if (whole !== undefined && named !== undefined && (whole > 1 || !ORDINAL_OF.test(wordAt(tokens, at + 2)))) {
    return exactly(share(whole * named), at + 2, true);
  }
  let next = at + 1;
  if (isArticle || !/^(?:in|out|job|role|post|position|worker|employee|staffer|member)$/.test(wordAt(tokens, next)))
    return undefined;
  const some = whole ?? cardinalAt(tokens, at)?.value;
  if (some === undefined || some > 9) return undefined;
  // "one job in ten"
  if (some === 1 && !/^(?:in|out)$/.test(wordAt(tokens, next))) next += 1;
  if (wordAt(tokens, next) === "in") next += 1;
  else if (phrase(tokens, next, next + 2) === "out of") next += 2;
  else return undefined;
  if (wordAt(tokens, next) === "every") next += 1;
  const all = cardinalAt(tokens, next);
  if (all === undefined || all.value <= some || all.value > 100 || percentSign(tokens, all.to) > 0) return undefined;
  return exactly(share((100 * some) / all.value), all.to, true);
}

/** "a third wave", "a fifth consecutive": which one, and not what part. */
const ORDINAL_OF =
  /^(?:time|year|day|week|month|round|wave|batch|phase|tranche|set|series|consecutive|straight|successive|major|mass|such|plant|site|factory|party|person|firm|company|reduction|restructuring|layoff|cut)$/;

const STAFF = /\b(?:staff|workforce|team|newsroom|headcount|payroll)\b/;

/** "its entire staff", "the whole newsroom", "all of its employees". */
function isEverybody(tokens: readonly Token[], at: number): boolean {
  const word = wordAt(tokens, at);
  if (word === "entire" || word === "whole") {
    // "a quarter of the entire staff"
    if (wordAt(tokens, at - 2) === "of" && part(wordAt(tokens, at - 3)) !== undefined) return false;
    return (
      /^(?:its|their|the|our|his|an|a)$/.test(wordAt(tokens, at - 1)) && STAFF.test(phrase(tokens, at + 1, at + 4))
    );
  }
  return (
    word === "all" &&
    /^(?:of )?(?:its|their|our) (?:staff|employees|workers|journalists|workforce|remaining)\b/.test(
      phrase(tokens, at + 1, at + 4),
    )
  );
}

const DIGITS = "one two three four five six seven eight nine".split(" ");

function digit(word: string): number | undefined {
  const at = DIGITS.indexOf(word);
  return at < 0 ? undefined : at + 1;
}

function part(word: string): number | undefined {
  const one = word === "halves" ? "half" : word.endsWith("s") ? word.slice(0, -1) : word;
  return Object.hasOwn(FRACTIONS, one) ? FRACTIONS[one] : undefined;
}

function share(percent: number): number {
  return Math.round(percent * 100) / 100;
}
