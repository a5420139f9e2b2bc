// The words of a statement around a figure, up to where another statement begins.
import { type Token, phrase, wordAt } from "./tokens.ts";

/** A sentence is asked for its words once for each of its figures and frames. */
const said = new WeakMap<readonly Token[], string>();

/** The words of a sentence; of a long one its beginning, where what it is about stands. */
export function sentenceWords(tokens: readonly Token[]): string {
  let words = said.get(tokens);
  if (words === undefined) {
    words = phrase(tokens, 0, Math.min(tokens.length, 400));
    said.set(tokens, words);
  }
  return words;
}

/** The words before a place, back to where another statement begins. */
export function clauseBefore(tokens: readonly Token[], to: number, most: number): string {
  let from = to;
  while (from > 0 && to - from < most && !/^(?:[;]|but|although|while|whereas)$/.test(wordAt(tokens, from - 1)))
    from -= 1;
  return phrase(tokens, from, to);
}

/** The words behind a place, up to a dash or where another statement begins. */
export function clauseAfter(tokens: readonly Token[], from: number, most: number): string {
  const end = Math.min(tokens.length, from + most);
  let to = from;
  while (to < end && !/^(?:[;–—]|but|although|while|whereas)$/u.test(wordAt(tokens, to))) to += 1;
  return phrase(tokens, from, to);
}
