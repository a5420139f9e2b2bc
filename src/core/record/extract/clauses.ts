// The words of a statement around a figure, up to where another statement begins.
import { type Token, phrase, wordAt } from "./tokens.ts";

/** The words of a sentence; of a long one its beginning, where what it is about stands. */
export function sentenceWords(tokens: readonly Token[]): string {
  return phrase(tokens, 0, Math.min(tokens.length, 400));
}

/** With these another statement begins. */
const PARTS = new Set([";", "but", "although", "while", "whereas"]);
const PARTS_OR_DASH = new Set([...PARTS, "–", "—"]);

/** The words before a place, back to where another statement begins. */
export function clauseBefore(tokens: readonly Token[], to: number, most: number): string {
  let from = to;
  while (from > 0 && to - from < most && !PARTS.has(wordAt(tokens, from - 1))) from -= 1;
  return phrase(tokens, from, to);
}

/** The words behind a place, up to a dash or where another statement begins. */
export function clauseAfter(tokens: readonly Token[], from: number, most: number): string {
  const end = Math.min(tokens.length, from + most);
  let to = from;
  while (to < end && !PARTS_OR_DASH.has(wordAt(tokens, to))) to += 1;
  return phrase(tokens, from, to);
}
