// Finding the words that govern figures, and which of them governs which.
import { type Phrase, PHRASES, type Power, type Side } from "./governor-words.ts";
import type { Mention } from "./mention.ts";
import { type Token, wordAt } from "./tokens.ts";

export interface Governor {
  readonly power: Power;
  readonly side: Side;
  /** Tokens that it spans; what stands in its gap is governed by it. */
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

const BY_FIRST = new Map<string, Phrase[]>();
for (const phrase of PHRASES) {
  const first = phrase.words[0] ?? "";
  const same = BY_FIRST.get(first);
  if (same === undefined) BY_FIRST.set(first, [phrase]);
  else same.push(phrase);
}

const GAP = 12;
const CLAUSE_END = /^(?:[.;:!?]|while|but|whereas|although|though|who|which)$/u;

/** All governors of a sentence, in order; of those of the same power that begin together, the longest. */
export function governorsOf(tokens: readonly Token[], mentions: readonly Mention[]): Governor[] {
  const found: Governor[] = [];
  const named = new Set(mentions.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)));
  for (let at = 0; at < tokens.length; at++) {
    if (named.has(at)) continue;
    const candidates = BY_FIRST.get(wordAt(tokens, at));
    if (candidates === undefined) continue;
    for (const { words, power, side } of candidates) {
      const to = matched(tokens, at, words);
      if (to !== undefined) found.push({ power, side, from: at, to, words: words.join(" ") });
    }
  }
  return found.filter((one) => !found.some((other) => covers(other, one)));
}

function covers(other: Governor, one: Governor): boolean {
  if (other === one) return false;
  const longer = other.to - other.from > one.to - one.from;
  if (!longer || other.from > one.from || other.to < one.to) return false;
  // A gap may hold another governor ("made 250 voluntary … redundant"); plain phrases swallow what is in them.
  return !other.words.includes("*") || other.from === one.from;
}

function matched(tokens: readonly Token[], from: number, words: readonly string[]): number | undefined {
  let at = from;
  for (let next = 0; next < words.length; next++) {
    const word = words[next];
    if (word !== "*") {
      if (wordAt(tokens, at) !== word) return undefined;
      at += 1;
      continue;
    }
    const end = words[next + 1] ?? "";
    const limit = Math.min(at + GAP, tokens.length);
    while (at < limit && wordAt(tokens, at) !== end) {
      if (CLAUSE_END.test(wordAt(tokens, at))) return undefined;
      at += 1;
    }
    if (at >= limit) return undefined;
  }
  return at;
}

const CROSSING: Readonly<Record<string, number>> = {
  while: 7,
  whereas: 7,
  but: 7,
  although: 7,
  though: 7,
  despite: 6,
  ";": 8,
  ":": 4,
  ".": 8,
  after: 4,
  before: 4,
  when: 4,
  as: 2,
  since: 4,
  because: 5,
  following: 4,
  having: 4,
  if: 4,
  who: 3,
  which: 4,
  where: 3,
  with: 1.5,
  ",": 1.5,
  and: 1.5,
  or: 0.5,
  "–": 1,
  "—": 1,
  "(": 0.5,
  ")": 0.5,
  said: 3,
  says: 3,
  than: 2,
};

/** How far apart two places of a sentence are: the tokens between, and what it costs to go from clause to clause. */
export function distance(tokens: readonly Token[], from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += 1 + (CROSSING[wordAt(tokens, at)] ?? 0);
  return sum;
}

/** How far a governor is from a span of tokens; less is nearer. Infinity where it cannot govern that side. */
export function reach(tokens: readonly Token[], governor: Governor, from: number, to: number): number {
  if (governor.from < to && governor.to > from) return 0;
  if (governor.to <= from) {
    const far = distance(tokens, governor.to, from);
    return governor.side === "before" ? far + 14 : far;
  }
  const far = distance(tokens, to, governor.from) + 1;
  return governor.side === "after" ? far + 14 : far;
}
