// What stands beside a name and says something of it: between commas, in brackets, behind "which".
import { acts } from "./acts.ts";
import type { Mention } from "./mention.ts";
import { EMPLOYER_NOUNS } from "./names.ts";
import { type Token, wordAt } from "./tokens.ts";

/** Spans between commas behind a name, or behind "the publisher", that say something of it. */
export function asidesOf(
  tokens: readonly Token[],
  mentions: readonly Mention[],
  before: number,
): readonly (readonly [number, number])[] {
  const noun = /^(?:the|this)$/.test(wordAt(tokens, 0)) ? employerNoun(tokens, 1) : undefined;
  const free = mentions.filter(({ role, preposition }) => role === "employer" && preposition === null);
  const heads = [...free.map(({ to }) => to), ...(noun === undefined ? [] : [noun + 1])];
  // "Sir Ann's empire, which also includes Acme, said"
  for (let at = 2; at < before; at++)
    if (wordAt(tokens, at) === "," && /^(?:which|whose)$/.test(wordAt(tokens, at + 1)) && !heads.includes(at))
      heads.push(at);
  return heads.flatMap((head) => {
    const close = OPENS.test(wordAt(tokens, head)) ? apposition(tokens, head, before) : undefined;
    return close === undefined ? [] : [[head, close] as const];
  });
}

/** The names that stand in none of such spans: "Acme, which owns Bolt, said it". */
export function outsideOf(
  asides: readonly (readonly [number, number])[],
  mentions: readonly Mention[],
): readonly Mention[] {
  return asides.length === 0
    ? mentions
    : mentions.filter(({ from, to }) => !asides.some(([open, close]) => from > open && to <= close));
}

/** Where "which" or "who" opens a clause about a name, over what the name is: "Acme, owner of Bolt, which". */
function relativeAt(tokens: readonly Token[], to: number): number {
  if (wordAt(tokens, to) === "(" && RELATIVE.test(wordAt(tokens, to + 1))) return to + 1;
  if (wordAt(tokens, to) !== ",") return to;
  const first = wordAt(tokens, to + 1);
  if (RELATIVE.test(first) || !(/^(?:the|an?|one)$/.test(first) || EMPLOYER_NOUNS.has(first))) return to + 1;
  for (let at = to + 2; at < to + 18; at++) {
    if (/^[.;:]$/.test(wordAt(tokens, at))) break;
    if (wordAt(tokens, at) === "," && RELATIVE.test(wordAt(tokens, at + 1))) return at + 1;
  }
  return to + 1;
}

const RELATIVE = /^(?:which|who|where)$/;

/** "Acme, owner of Bolt, which": what is said of it is said of Acme. */
export function isOwned(tokens: readonly Token[], { from, preposition }: Mention): boolean {
  return preposition === "of" && EMPLOYER_NOUNS.has(wordAt(tokens, from - 2)) && wordAt(tokens, from - 3) === ",";
}

/** Whether a relative clause that opens behind a name holds what governs the figure. */
export function isRelative(tokens: readonly Token[], mention: Mention, begin: number): boolean {
  if (isOwned(tokens, mention)) return false;
  const at = relativeAt(tokens, mention.to);
  if (!RELATIVE.test(wordAt(tokens, at)) || begin <= at || begin - at > 14) return false;
  // It ends where a comma is followed by what its head does.
  for (let next = at + 1; next < begin; next++) {
    if (/^[;.:]$/.test(wordAt(tokens, next))) return false;
    if (wordAt(tokens, next) === "," && acts(tokens, next + 1)) return false;
  }
  return true;
}

/** What stands between a name and what it does begins so. */
export const OPENS = /^[,(–—]$/u;

/** Where a sentence goes on after what stands between commas behind a name: "Acme, which owns …, is cutting". */
export function apposition(tokens: readonly Token[], comma: number, before: number): number | undefined {
  const end = Math.min(comma + 26, before + 1);
  for (let at = comma + 2; at < end; at++) {
    if (!/^[,)–—]$/u.test(wordAt(tokens, at))) continue;
    const next = /^[”"’]$/u.test(wordAt(tokens, at + 1)) ? at + 2 : at + 1;
    if (acts(tokens, next)) return next;
  }
  return undefined;
}

/** The noun of "the chip maker", "the Berlin lender", when no name follows it. */
export function employerNoun(tokens: readonly Token[], from: number): number | undefined {
  for (let at = from; at < from + 4; at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark") return undefined;
    const { lower } = token;
    if (EMPLOYER_NOUNS.has(lower) || EMPLOYER_NOUNS.has(lower.split("-").at(-1) ?? "")) {
      const next = tokens[at + 1];
      if (next !== undefined && EMPLOYER_NOUNS.has(next.lower)) continue;
      return next?.kind === "word" && next.capital ? undefined : at;
    }
  }
  return undefined;
}
