// What a figure counts: the noun behind it, or the one that it is a part of.
import type { Quantity } from "../numbers.ts";
import { type Token, wordAt } from "../tokens.ts";
import { cardinalAt } from "./cardinals.ts";
import type { Lexicon, NounSort } from "./lexicon.ts";

export interface Counted {
  /** "none": nothing is counted that the sentence names right behind. */
  readonly sort: NounSort | "none";
  readonly noun: string;
  /** The token after the noun. */
  readonly to: number;
  /** Tokens of the number that it is a part of: "2 000 der 3 300 Beschäftigten". */
  readonly base: number | null;
}

const FAR = 6;

export function countedBy(tokens: readonly Token[], { to }: Pick<Quantity, "to">, lexicon: Lexicon): Counted {
  const none: Counted = { sort: "none", noun: "", to, base: null };
  let base: number | null = null;
  for (let at = to; at < Math.min(tokens.length, to + FAR + (base === null ? 0 : 4)); at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === "mark") {
      if (at === to && /^["“”„«»‘’']$/u.test(token.text)) continue;
      break;
    }
    const number = cardinalAt(tokens, at, lexicon.numbers);
    // "6.000 y 2.700 despidos"
    if (at === to && token.lower === lexicon.numbers.and && tokens[at + 1]?.kind === "number") {
      at = (cardinalAt(tokens, at + 1, lexicon.numbers)?.to ?? at + 2) - 1;
      continue;
    }
    if (token.kind === "number" || (number !== undefined && at > to && /\d/.test(token.text))) {
      // "719 sur 1 587", "1.200 de los 5.100": what it is a part of.
      const leads = [at - 1, at - 2].some((one) => one >= to && lexicon.of.test(wordAt(tokens, one)));
      if (base !== null || number === undefined || at === to || !leads) break;
      base = at;
      at = number.to - 1;
      continue;
    }
    // "reduce en 58 el número de sus puestos"
    if (/^(?:nombre|número|zahl|anzahl)$/u.test(token.lower)) break;
    const sort = sortOf(token.lower, lexicon);
    if (sort === "people" || sort === "cuts") return { sort, noun: token.lower, to: behind(tokens, at + 1), base };
    if (sort === "other") return { sort, noun: token.lower, to: at + 1, base };
    if (lexicon.names.nouns ? token.capital : !lexicon.between.test(token.lower)) {
      // "1200 Berliner Stellen": a name may say of which.
      const next = wordAt(tokens, at + 1);
      if (lexicon.names.nouns && token.lower.endsWith("er") && sortOf(next, lexicon) === "people") continue;
      if (base !== null || isFree(token, lexicon)) break;
      if (!lexicon.names.nouns && /^(?:[\p{L}-]+(?:s|es|x))$/u.test(token.lower) && sortOf(next, lexicon) === "people")
        continue;
      return { sort: "other", noun: token.lower, to: at + 1, base };
    }
    if (lexicon.names.nouns && !lexicon.between.test(token.lower)) break;
  }
  return { ...none, base };
}

/** A word that is no noun at all: the figure stands alone. */
function isFree({ lower, capital }: Token, { names, clause, triggers, of }: Lexicon): boolean {
  return (
    (!capital || !names.nouns) &&
    (names.common.has(lower) ||
      clause.test(lower) ||
      of.test(lower) ||
      names.at.test(lower) ||
      capital ||
      triggers.some(([, words]) => lower.search(words) >= 0))
  );
}

export function sortOf(word: string, { nouns }: Lexicon): NounSort | undefined {
  return nouns.find(([, pattern]) => pattern.test(word))?.[0];
}

/** "Mitarbeiter:innen", "Mitarbeiter*innen", "salarié·e·s", "trabajadores/as": the ending that follows. */
function behind(tokens: readonly Token[], at: number): number {
  let to = at;
  while (
    /^[:*/_·.]$/u.test(wordAt(tokens, to)) &&
    tokens[to]?.spaced === false &&
    /^(?:innen|in|e|s|es|as|a|os)$/u.test(wordAt(tokens, to + 1)) &&
    tokens[to + 1]?.spaced === false
  )
    to += 2;
  // "puestos de trabajo", "mises à pied", "suppressions de postes"
  const two = `${wordAt(tokens, to)} ${wordAt(tokens, to + 1)}`;
  return /^(?:de trabajo|à pied|de postes?|d' emplois?|d' emploi|de poste|sociaux et|de plantilla)$/u.test(two)
    ? to + 2
    : to;
}
