// Whom "it", "the company" and "the university" stand for.
import { acts } from "./acts.ts";
import { apposition, employerNoun, isOwned } from "./asides.ts";
import { isEntry } from "./entries.ts";
import { distance } from "./governors.ts";
import type { Mention } from "./mention.ts";
import { FROM_BEFORE, type Subject, TAKES } from "./subject.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";

const PRONOUNS = new Set(["it", "they", "we"]);

/** A word that means somebody, and what it costs to take it. */
interface Pronoun {
  readonly cost: number;
  readonly at: number;
}

/** Pronouns and "the company" before a place, with what it costs to take them. */
export function pronounsOf(tokens: readonly Token[], begin: number): Pronoun[] {
  const found: Pronoun[] = [];
  for (let at = 0; at < begin; at++) {
    const word = wordAt(tokens, at);
    if (PRONOUNS.has(word)) {
      // "It came as …", "it is understood that …": nobody.
      if (word === "it" && /^(?:came|comes|follows|emerged)$/.test(wordAt(tokens, at + 1))) continue;
      const far = distance(tokens, at + 1, begin) + (word === "they" ? 6 : 1);
      found.push({ cost: at === 0 && acts(tokens, 1) ? Math.min(far, FROM_BEFORE - 1) : far, at });
    } else if (word === "the" || word === "this" || word === "our" || word === "both") {
      const noun = employerNoun(tokens, at + 1);
      if (noun === undefined || noun >= begin) continue;
      const of = /^(?:of|in|at|for|from|across|by|with|to|that|on)$/.test(wordAt(tokens, at - 1)) ? 5 : 0;
      const far = distance(tokens, noun + 1, begin) + 1 + of;
      const behind = wordAt(tokens, noun + 1) === "," ? apposition(tokens, noun + 1, begin) : undefined;
      if (at === 0 && behind !== undefined) found.push({ cost: 2 + distance(tokens, behind, begin), at });
      else found.push({ cost: at === 0 && acts(tokens, noun + 1) ? Math.min(far, FROM_BEFORE - 1) : far, at });
    }
  }
  return found;
}

/** "5 % of the Elm-based bank's staff", "300 jobs at the maker of sledges": who is meant in a figure or behind it. */
export function meantBehind(tokens: readonly Token[], from: number, to: number): Pronoun[] {
  for (let at = from; at < to + 5; at++) {
    if (wordAt(tokens, at + 1) !== "the" || !/^(?:of|at)$/.test(wordAt(tokens, at))) continue;
    const noun = employerNoun(tokens, at + 2);
    const isPart = noun === undefined || /^(?:site|department|platform|network)$/.test(wordAt(tokens, noun));
    return isPart || /\S-(?:owned|backed|run)\b/.test(phrase(tokens, at, noun))
      ? []
      : [{ cost: Math.max(at - to, 0) + 2, at: at + 1 }];
  }
  return [];
}

/** Nouns that say what every employer is. */
const ANY =
  /^(?:company|firm|group|business|employer|organi[sz]ation|corporation|brand|owner|chain|giant|agency|service|city|county)$/;

/** "The university said": who was named before and is called so, as Elm University is. */
export function calledSo(tokens: readonly Token[], at: number, seen: readonly Subject[]): Subject | undefined {
  // "The university said it": it is the university.
  let the = at;
  while (the > 0 && (wordAt(tokens, the) !== "the" || employerNoun(tokens, the + 1) === undefined)) the -= 1;
  if (wordAt(tokens, the) !== "the") return undefined;
  const noun = wordAt(tokens, employerNoun(tokens, the + 1) ?? tokens.length);
  if (noun === "" || ANY.test(noun)) return undefined;
  return seen.findLast(({ key }) => key.split(" ").includes(noun));
}

/** "The steel division of Acme said it": Acme. */
const OF_UNIT =
  /\b(?:division|unit|arm|business|branch|operations|segment|board|bosses|managers|management|leadership|administrators|administrator|owners?|ceo|boss) (?:of|at|for)(?: (?!and\b|or\b)\S+){0,3}$/;

export const OWNER = /^(?:the|its) (?:\S+ )?(?:owner|parent|publisher|maker|operator)\b/;

/** Whom a pronoun means: who was named before it in the sentence and does something, else of whom the passage speaks. */
export function meant(
  tokens: readonly Token[],
  at: number,
  mentions: readonly Mention[],
  cost: number,
  focus: Subject | undefined,
): Subject | undefined {
  const before = mentions.filter(
    (one) =>
      one.to <= at &&
      one.role === "employer" &&
      !isOwned(tokens, one) &&
      (one.preposition === null
        ? !TAKES.test(wordAt(tokens, one.from - 1))
        : OF_UNIT.test(phrase(tokens, one.from - 6, one.from))),
  );
  const acting =
    before.findLast((one) => acts(tokens, one.to) || wordAt(tokens, one.to) === "," || isEntry(tokens, one)) ??
    before.at(-1);
  // "The owner of Bolt and Crest said it": of whom the passage speaks.
  const owns = focus !== undefined && acting?.preposition === "of" && OWNER.test(phrase(tokens, 0, 3));
  if (acting !== undefined && !owns) return { name: acting.name, key: acting.key, by: "coreference", cost };
  if (focus !== undefined) return { ...focus, by: "coreference", cost };
  // "said it would": named only behind ("… , Acme said").
  const after = mentions.find(
    ({ from, role, preposition }) => from > at && role === "employer" && preposition === null,
  );
  return after && { name: after.name, key: after.key, by: "coreference", cost: cost + 8 };
}
