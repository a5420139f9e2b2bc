// Text as tokens. Everything after this works on tokens in bounded windows, never on patterns over the text, so that the time
// stays linear in the length whatever is written.
import { once } from "../../once.ts";

type TokenKind = "word" | "number" | "mark";

export interface Token {
  readonly kind: TokenKind;
  /** As it stands in the text. */
  readonly text: string;
  /** Lower case, with straight quotes and plain hyphens. */
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  /** Whether it begins with a capital letter. */
  readonly capital: boolean;
  /** Line breaks between the token before and this one: 2 and more are a paragraph. */
  readonly breaks: number;
  /** Whether white space, or the beginning of the text, stands before it. */
  readonly spaced: boolean;
}

const LETTER = String.raw`[\p{L}\p{M}]`;
/** Numbers with their groups: "16,000", "1.5". */
const NUMBER = /\d+(?:[,.]\d+)*/y;
/** Words with what joins their parts: "Bill.com", "AT&T", "two-thirds", "Rapid7". No group is nested in a repetition that it may match in two ways. */
const WORD = once(() => new RegExp(String.raw`${LETTER}(?:${LETTER}|\d)*(?:[.&'’\-‐‑+](?:${LETTER}|\d)+)*`, "uy"));
const SPACE = /\s+/uy;

/** Longer than any word: what stands in one piece is a hash or an attack, and is cut there. */
const LONGEST = 80;

/** The tokens of a text, in order. The possessive ('s) is a token of its own. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let breaks = 0;
  let spaced = true;
  const push = (kind: TokenKind, start: number, end: number, isPlain = false): void => {
    const own = text.slice(start, end);
    const lower = isPlain ? spelt(own.toLowerCase()) : spelt(plain(own));
    const capital = kind === "word" && isCapital(own, lower);
    tokens.push({ kind, text: own, lower, start, end, capital, breaks, spaced });
    breaks = 0;
    spaced = false;
  };
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === 32) {
      spaced = true;
      at += 1;
      continue;
    }
    const plainTo = plainEnd(text, at);
    const isPlain = plainTo > at;
    const to = isPlain ? plainTo : mayBeginWord(code) ? ends(WORD(), text, at) : at;
    if (to > at) {
      const owned = isPlain ? to : at + ownedAt(text.slice(at, to));
      push("word", at, owned, isPlain);
      if (owned < to) push("mark", owned, to);
      at = to;
      continue;
    }
    const number = code >= 48 && code <= 57 ? ends(NUMBER, text, at) : at;
    if (number > at) {
      push("number", at, number);
      at = number;
      continue;
    }
    const space = code < 128 && code > 32 ? at : ends(SPACE, text, at);
    if (space > at) {
      breaks += lineBreaks(text.slice(at, space));
      spaced = true;
      at = space;
      continue;
    }
    const mark = at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
    push("mark", at, mark);
    at = mark;
  }
  return tokens;
}

/** Most words are of the letters A to Z alone, and nothing joins them to what follows: where such a one ends, or else the place itself. */
function plainEnd(text: string, at: number): number {
  let to = at;
  while (isLetter(text.charCodeAt(to))) to += 1;
  return to === at || endsWord(text.charCodeAt(to)) || (text[to] === "." && endsWord(text.charCodeAt(to + 1)))
    ? to
    : at;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** Whether a word ends before a sign of ASCII, or with the text (NaN), whatever follows. */
function endsWord(code: number): boolean {
  return Number.isNaN(code) || code === 32 || code === 44 || code === 41 || code === 10;
}

/** Of the signs that ASCII has only letters begin words. */
function mayBeginWord(code: number): boolean {
  return code > 127 || isLetter(code);
}

/** Where what a pattern finds right at a place ends; the place itself where it finds nothing there. */
function ends(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function lineBreaks(space: string): number {
  let breaks = 0;
  for (const sign of space) if (sign === "\n" || sign === "\u2029") breaks += sign === "\n" ? 1 : 2;
  return breaks;
}

/** Where the possessive begins, or the end. */
function ownedAt(word: string): number {
  if (word.length > 2 && word.length < LONGEST && /['’][sS]$/u.test(word.slice(-2))) return word.length - 2;
  return word.length;
}

/** Whether a word begins with a capital letter, or has one soon, as "iPhone" has. */
function isCapital(word: string, lower: string): boolean {
  if (lower === word) return false;
  const first = word.codePointAt(0);
  if (first === undefined) return false;
  const sign = String.fromCodePoint(first);
  return sign !== sign.toLowerCase() || (word.length > 2 && /^[a-z]{1,5}[A-Z]/.test(word));
}

/** "employes", as American papers wrote it. */
function spelt(lower: string): string {
  return lower === "employes" ? "employees" : lower === "employe" ? "employee" : lower;
}

/** Whether no sign of a word lies beyond ASCII: of few one does. */
export function isAscii(word: string): boolean {
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) > 127) return false;
  return true;
}

function plain(word: string): string {
  const lower = word.toLowerCase();
  return isAscii(lower) ? lower : lower.replaceAll(/[’‘]/gu, "'").replaceAll(/[‐‑]/gu, "-");
}

/** The words of tokens, and where each begins among them. */
interface Joined {
  readonly words: string;
  readonly begins: readonly number[];
}

/** Of one sentence much is asked, in a row and in several passes. */
const JOINED = new WeakMap<readonly Token[], Joined>();
let last: { readonly of: readonly Token[]; readonly joined: Joined } = { of: [], joined: { words: "", begins: [0] } };

function joinedOf(tokens: readonly Token[]): Joined {
  if (last.of === tokens) return last.joined;
  let joined = JOINED.get(tokens);
  if (joined === undefined) JOINED.set(tokens, (joined = join(tokens)));
  last = { of: tokens, joined };
  return joined;
}

function join(tokens: readonly Token[]): Joined {
  let length = 0;
  const begins = [0];
  for (const { lower } of tokens) begins.push((length += lower.length + 1));
  return { words: tokens.map(({ lower }) => lower).join(" "), begins };
}

/** The lower-case words from one token to before another, joined by spaces. */
export function phrase(tokens: readonly Token[], from: number, to: number): string {
  const [begin, end] = [Math.max(from, 0), Math.min(to, tokens.length)];
  if (begin >= end) return "";
  if (end - begin === 1) return tokens[begin]?.lower ?? "";
  const { words, begins } = joinedOf(tokens);
  return words.slice(begins[begin], (begins[end] ?? 1) - 1);
}

/** The lower-case word of a token; empty where there is none. */
export function wordAt(tokens: readonly Token[], at: number): string {
  return tokens[at]?.lower ?? "";
}
