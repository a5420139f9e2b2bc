// The words of a sentence that do something to people: verbs and nouns of cutting, of hiring, of employing, by the lexicon.
import { phrase, type Token, wordAt } from "../tokens.ts";
import type { Lexicon, Power } from "./lexicon.ts";
import { type Line, type Span, spansOf } from "./line.ts";

export interface Trigger extends Span {
  readonly power: Power;
  readonly words: string;
}

/** So far from its verb a separated particle may stand. */
const APART = 28;

/** The triggers of a sentence, in order; of two that overlap the one that the lexicon has first. */
export function triggersOf(line: Line, { triggers, separable, clause }: Lexicon): Trigger[] {
  const { tokens } = line;
  const taken = new Set<number>();
  const found: Trigger[] = [];
  const take = (power: Power, { from, to }: Span): void => {
    for (let at = from; at < to; at++) if (taken.has(at)) return;
    for (let at = from; at < to; at++) taken.add(at);
    found.push({ power, from, to, words: phrase(tokens, from, to) });
  };
  for (const [power, verb, particle] of separable)
    for (const [at, token] of tokens.entries()) {
      if (token.capital && at > 0) continue;
      if (!verb.test(token.lower)) continue;
      const end = particleFrom(tokens, at, particle, clause);
      if (end === undefined) continue;
      if (power === null) taken.add(at);
      else {
        take(power, { from: at, to: at + 1 });
        take(power, { from: end, to: end + 1 });
      }
    }
  for (const [power, words] of triggers) for (const span of spansOf(line, words)) take(power, span);
  return found.toSorted((a, b) => a.from - b.from);
}

/** A separated particle stands where its clause ends: before a sign, a conjunction, or the end. */
function particleFrom(tokens: readonly Token[], verb: number, particle: RegExp, clause: RegExp): number | undefined {
  for (let at = verb + 1; at < Math.min(tokens.length, verb + APART); at++) {
    const word = wordAt(tokens, at);
    if (/^[;.!?]$/.test(word)) return undefined;
    if (!particle.test(word)) continue;
    const next = tokens[at + 1];
    if (next === undefined || next.kind === "mark" || clause.test(next.lower)) return at;
  }
  return undefined;
}
