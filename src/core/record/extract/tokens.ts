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
/**
 * Numbers with their groups ("16,000", "1.5"), then words with what joins their parts ("Bill.com", "AT&T", "two-thirds",
 * "Rapid7"), then any other sign. No alternative can begin where another one is within, and no group is nested in a repetition that it
 * may match in two ways.
 */
const TOKEN = new RegExp(
  String.raw`(?<number>\d+(?:[,.]\d+)*)|(?<word>${LETTER}(?:${LETTER}|\d)*(?:[.&'’\-‐‑+](?:${LETTER}|\d)+)*)|(?<mark>[^\s])|(?<space>\s+)`,
  "gu",
);

/** Longer than any word: what stands in one piece is a hash or an attack, and is cut there. */
const LONGEST = 80;

/** The tokens of a text, in order. The possessive ('s) is a token of its own. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let breaks = 0;
  let spaced = true;
  const push = (kind: TokenKind, start: number, end: number): void => {
    const own = text.slice(start, end);
    const lower = spelt(plain(own));
    const capital = kind === "word" && isCapital(own);
    tokens.push({ kind, text: own, lower, start, end, capital, breaks, spaced });
    breaks = 0;
    spaced = false;
  };
  for (const match of text.matchAll(TOKEN)) {
    const start = match.index;
    const end = start + match[0].length;
    const { number, word, mark } = match.groups ?? {};
    if (number !== undefined) push("number", start, end);
    else if (word !== undefined) {
      const at = ownedAt(word);
      push("word", start, start + at);
      if (at < word.length) push("mark", start + at, end);
    } else if (mark !== undefined) push("mark", start, end);
    else {
      breaks += lineBreaks(match[0]);
      spaced = true;
    }
  }
  return tokens;
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

/** The lower-case words from one token to before another, joined by spaces. */
export function phrase(tokens: readonly Token[], from: number, to: number): string {
  let words = "";
  for (let at = Math.max(from, 0); at < Math.min(to, tokens.length); at++) {
    words += (words === "" ? "" : " ") + (tokens[at]?.lower ?? "");
  }
  return words;
}

/** The lower-case word of a token; empty where there is none. */
export function wordAt(tokens: readonly Token[], at: number): string {
  return tokens[at]?.lower ?? "";
}
