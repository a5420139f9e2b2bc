// Text as tokens. Everything after this works on tokens in bounded windows, never on patterns over the text, so that the time
// stays linear in the length whatever is written.

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
const WORD = new RegExp(String.raw`${LETTER}(?:${LETTER}|\d)*(?:[.&'’\-‐‑+](?:${LETTER}|\d)+)*`, "uy");
/** Most words are of these letters alone, and end where one of these signs stands. */
const PLAIN_WORD = /[A-Za-z]+(?=[ ,)\n]|$)/y;
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
    const capital = kind === "word" && (isPlain ? lower !== own && isCapital(own) : isCapital(own));
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
    const isPlain = ends(PLAIN_WORD, text, at) > at;
    const to = isPlain ? PLAIN_WORD.lastIndex : ends(WORD, text, at);
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
    const space = ends(SPACE, text, at);
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

function isCapital(word: string): boolean {
  const first = word.codePointAt(0);
  if (first === undefined) return false;
  const sign = String.fromCodePoint(first);
  return sign !== sign.toLowerCase() || (/^[a-z]{1,5}[A-Z]/.test(word) && word.length > 2);
}

/** "employes", as American papers wrote it. */
function spelt(lower: string): string {
  return lower === "employes" ? "employees" : lower === "employe" ? "employee" : lower;
}

function plain(word: string): string {
  const lower = word.toLowerCase();
  return /[’‘‐‑]/u.test(lower) ? lower.replaceAll(/[’‘]/gu, "'").replaceAll(/[‐‑]/gu, "-") : lower;
}

/** The words of the tokens that were asked of last, and where each begins among them: of one sentence much is asked in a row. */
let joined: { readonly of: readonly Token[]; readonly words: string; readonly begins: readonly number[] } = {
  of: [],
  words: "",
  begins: [0],
};

function joinedOf(tokens: readonly Token[]): typeof joined {
  if (joined.of === tokens && joined.begins.length === tokens.length + 1) return joined;
  const begins: number[] = [];
  let words = "";
  for (const { lower } of tokens) {
    begins.push(words.length);
    words += `${lower} `;
  }
  begins.push(words.length);
  joined = { of: tokens, words, begins };
  return joined;
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
