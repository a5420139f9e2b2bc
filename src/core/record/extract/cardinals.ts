// Whole numbers as they are written: digits with groups, digits with a magnitude, and words.
import { isWork } from "./work.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";

const SMALL: Readonly<Record<string, number>> = Object.fromEntries(
  (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
    "eighteen nineteen"
  )
    .split(" ")
    .map((word, value) => [word, value]),
);
const TENS: Readonly<Record<string, number>> = Object.fromEntries(
  "twenty thirty forty fifty sixty seventy eighty ninety".split(" ").map((word, at) => [word, (at + 2) * 10]),
);
const MAGNITUDES: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1000,
  k: 1000,
  million: 1_000_000,
  m: 1_000_000,
  mn: 1_000_000,
  mln: 1_000_000,
  billion: 1_000_000_000,
  bn: 1_000_000_000,
  b: 1_000_000_000,
  trillion: 1e12,
  tn: 1e12,
  lakh: 100_000,
  crore: 10_000_000,
};
/** Magnitudes that are only such where they stand right behind the digits. */
const GLUED = new Set(["k", "m", "mn", "mln", "bn", "b", "tn"]);

export interface Cardinal {
  readonly value: number;
  /** Index of the token after it. */
  readonly to: number;
  readonly digits: boolean;
}

/** The number that begins at a token, if one does: "16,000", "1.5k", "two thousand eight hundred and six". */
export function cardinalAt(tokens: readonly Token[], at: number): Cardinal | undefined {
  const token = tokens[at];
  if (token === undefined) return undefined;
  return token.kind === "number" ? digitsAt(tokens, at, token) : wordsAt(tokens, at);
}

function digitsAt(tokens: readonly Token[], at: number, token: Token): Cardinal | undefined {
  const value = digits(token.text);
  if (value === undefined) return undefined;
  const grouped = spacedGroups(tokens, at);
  if (grouped !== undefined) return grouped;
  const next = tokens[at + 1];
  const magnitude = next?.kind === "word" ? MAGNITUDES[next.lower] : undefined;
  if (next !== undefined && magnitude !== undefined && (!GLUED.has(next.lower) || !next.spaced)) {
    return { value: rounded(value * magnitude), to: at + 2, digits: true };
  }
  return { value, to: at + 1, digits: true };
}

/** "50 000", "1 250 000": groups of three that white space parts, as in South Africa and France. */
function spacedGroups(tokens: readonly Token[], at: number): Cardinal | undefined {
  if (tokens[at + 1]?.kind !== "number" || !/^[1-9]\d{0,2}$/.test(tokens[at]?.text ?? "")) return undefined;
  let to = at + 1;
  let text = tokens[at]?.text ?? "";
  while (/^\d{3}$/.test(tokens[to]?.text ?? "") && tokens[to]?.spaced === true) text += tokens[to++]?.text ?? "";
  // "room 12 300": only thousands that are round, or that people follow, are surely one number.
  return to > at + 1 && (text.endsWith("000") || isWork(wordAt(tokens, to)) || isWork(wordAt(tokens, to + 1)))
    ? { value: Number(text), to, digits: true }
    : undefined;
}

/** Groups of three after commas, or a decimal point; undefined for what is no number, such as 1,2,3 or 10.3.2. */
function digits(text: string): number | undefined {
  if (text.includes(",") && /^\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?$/.test(text))
    return finite(text.replaceAll(",", ""));
  // A point before three digits after one to three groups: as it is grouped elsewhere ("1.250.000").
  if (text.includes(".") && /^\d{1,3}\.\d{3}(?:\.\d{3})+$/.test(text)) return finite(text.replaceAll(".", ""));
  return /^\d+(?:\.\d+)?$/.test(text) ? finite(text) : undefined;
}

function finite(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && value <= 1e15 ? value : undefined;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Number words under a hundred, without a hyphen. */
export const SMALL_WORDS: ReadonlySet<string> = new Set([...Object.keys(SMALL), ...Object.keys(TENS)]);

/** Whether it is a number word under a hundred, without a hyphen. */
export function isSmall(word: string): boolean {
  return SMALL_WORDS.has(word);
}

const UNDER_HUNDRED: ReadonlyMap<string, number> = new Map([...Object.entries(SMALL), ...Object.entries(TENS)]);

function small(word: string): number | undefined {
  const plain = UNDER_HUNDRED.get(word);
  if (plain !== undefined || !word.includes("-")) return plain;
  const [tens = "", ones = "", more] = word.split("-");
  if (more !== undefined || !Object.hasOwn(TENS, tens) || !Object.hasOwn(SMALL, ones)) return undefined;
  const [high, low] = [TENS[tens] ?? 0, SMALL[ones] ?? 0];
  return low > 0 && low < 10 ? high + low : undefined;
}

function wordsAt(tokens: readonly Token[], from: number): Cardinal | undefined {
  let at = from;
  let total = 0;
  let current = 0;
  let seen = false;
  /** The magnitude of the group before, which the next has to be under. */
  let under = Infinity;
  if (/^an?$/.test(wordAt(tokens, at)) && isMagnitude(wordAt(tokens, at + 1))) {
    current = 1;
    at += 1;
    seen = true;
  } else if (isMagnitude(wordAt(tokens, at)) && /^(?:the|these|those|its|their)$/.test(wordAt(tokens, at - 1))) {
    // "the hundred and twenty"
    current = 1;
    seen = true;
  }
  for (; at < tokens.length && at < from + 24; at++) {
    // "two and a half thousand"
    if (seen && current > 0 && halves(tokens, at)) {
      const magnitude = MAGNITUDES[wordAt(tokens, at + 3)] ?? 1;
      return { value: total + (current + 0.5) * magnitude, to: at + 4, digits: false };
    }
    const word = wordAt(tokens, at);
    const value = small(word);
    if (value !== undefined) {
      const free = current % 100 === 0 || (current % 10 === 0 && value < 10 && current % 100 >= 20);
      if (seen && (!free || (current === 0 && under === Infinity))) break;
      current += value;
      seen = true;
    } else if (word === "hundred" && seen && current > 0 && current < 100) current *= 100;
    else if (isMagnitude(word) && word !== "hundred" && seen && current > 0) {
      const magnitude = MAGNITUDES[word] ?? 1;
      if (magnitude >= under) break;
      under = magnitude;
      total += current * magnitude;
      current = 0;
    } else if (word === "and" && seen && joins(tokens, at, current, under)) continue;
    else break;
  }
  return seen ? { value: total + current, to: at, digits: false } : undefined;
}

function halves(tokens: readonly Token[], at: number): boolean {
  return phrase(tokens, at, at + 3) === "and a half" && isMagnitude(wordAt(tokens, at + 3));
}

/** "and" within a number stands after hundred or a magnitude, and before less than a hundred. */
function joins(tokens: readonly Token[], at: number, current: number, under: number): boolean {
  const next = small(wordAt(tokens, at + 1));
  if (next === undefined || next >= 100) return false;
  return current > 0 ? current % 100 === 0 : under < Infinity;
}

function isMagnitude(word: string): boolean {
  return word.length > 3 && MAGNITUDE_WORDS.has(word);
}

const MAGNITUDE_WORDS = new Set(Object.keys(MAGNITUDES));
