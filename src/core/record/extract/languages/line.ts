// A sentence as one line of lower-case words, over which the patterns of a language go, and the tokens that they meet.
import { phrase, type Token } from "../tokens.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Line {
  readonly tokens: readonly Token[];
  /** The lower-case words, one blank between two. */
  readonly text: string;
  /** Where in `text` each token begins. */
  readonly offsets: readonly number[];
}

export function lineOf(tokens: readonly Token[]): Line {
  let text = "";
  const offsets: number[] = [];
  for (const { lower } of tokens) {
    if (text !== "") text += " ";
    offsets.push(text.length);
    text += lower;
  }
  return { tokens, text, offsets };
}

/** A pattern of whole words. `\b` knows no letters but those of English, so that blanks have to do. */
export function whole(source: string): RegExp {
  return new RegExp(String.raw`(?<=^| )(?:${source})(?= |$)`, "gu");
}

/** Several patterns as alternatives of one. */
export function any(...sources: readonly string[]): string {
  return sources.join("|");
}

/** The spans of tokens that a pattern meets, in order. */
export function spansOf({ text, offsets }: Line, pattern: RegExp): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const { index, 0: found } of text.matchAll(pattern)) {
    while (at < offsets.length && (offsets[at] ?? 0) < index) at += 1;
    let to = at;
    while (to < offsets.length && (offsets[to] ?? 0) < index + found.length) to += 1;
    if (to > at) spans.push({ from: at, to });
  }
  return spans;
}

/** Whether a pattern is met anywhere from one token to before another. */
export function has(line: Line, pattern: RegExp, from = 0, to = line.tokens.length): boolean {
  if (from === 0 && to >= line.tokens.length) return line.text.search(pattern) >= 0;
  const begin = line.offsets[Math.max(0, from)] ?? line.text.length;
  const last = line.offsets[Math.min(to, line.tokens.length)];
  return line.text.slice(begin, last === undefined ? line.text.length : last - 1).search(pattern) >= 0;
}

interface Anchored {
  readonly begin: RegExp;
  readonly end: RegExp;
}
/** Patterns of whole words, held to one end of what they are looked for in. */
const ANCHORED = new WeakMap<RegExp, Anchored>();

function anchored(pattern: RegExp): Anchored {
  const held = ANCHORED.get(pattern);
  if (held !== undefined) return held;
  const bare = pattern.source.slice("(?<=^| )".length, -"(?= |$)".length);
  const made = { begin: new RegExp(`^${bare}(?= |$)`, "u"), end: new RegExp(`(?<=^| )${bare}$`, "u") };
  ANCHORED.set(pattern, made);
  return made;
}

const WINDOW = 9;

/** Whether a pattern is met right before a token. */
export function ends({ tokens }: Line, at: number, pattern: RegExp): boolean {
  return anchored(pattern).end.test(phrase(tokens, Math.max(0, at - WINDOW), at));
}

/** Whether a pattern is met right behind a token. */
export function starts({ tokens }: Line, at: number, pattern: RegExp): boolean {
  return anchored(pattern).begin.test(phrase(tokens, at, at + WINDOW));
}
