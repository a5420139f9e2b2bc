// Figures that tell of a part of what is cut, and not of the whole.
import type { Counted } from "./nouns.ts";
import type { Quantity } from "./numbers.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";
import type { Scene } from "./verdict.ts";

/** "The 54 were part of the 94 to be laid off" */
const PART_OF = /^(?:\S+ )?(?:is|are|was|were) (?:\S+ )?part of (?:the|those)\b/;

const LISTS =
  /^(?:they|these|those) include\b|\b(?:thereof|including|inclusive of|of which|of whom|among them|among whom|comprising|comprised of|made up of|(?:affected|impacted) (?:are|were|include|included))\b/;

/** "including some 20 layoffs in sales", "the cuts include nine from Elm": of cuts, whatever they are parts of. */
export function isListedPart({ tokens }: Scene, { from }: Quantity, { noun, measure }: Counted): boolean {
  const before = phrase(tokens, from - 4, from);
  return (
    (/\b(?:including|these included?|they included?)$/.test(before) &&
      /^(?:layoffs?|redundanc(?:y|ies)|losses|cuts)$/.test(noun)) ||
    (/\b(?:layoffs|cuts|redundancies|losses) included?$/.test(before) && measure !== "other")
  );
}

const OF_DESK =
  /\b(?:desk|bureau|section|team|department|crew)(?: ,)? (?:which|that|who) (?:(?:is|are|will|would|has|have) )?(?:losing|loses?|lost)(?: ["“])?$/u;

/** "including two executives", "a dozen of the jobs being axed": of a figure that stands elsewhere. */
export function isOfWhole(tokens: readonly Token[], { from, to, sort }: Quantity, end: number): boolean {
  if (sort !== "count") return false;
  if (LISTS.test(phrase(tokens, from - 3, from)) || PART_OF.test(phrase(tokens, end, end + 6))) return true;
  // "the news desk, which is losing six of its ten reporters"
  if (OF_DESK.test(phrase(tokens, from - 8, from))) return true;
  if (
    /\b(?:layoffs|cuts|redundancies|losses|reductions|figure|total) (?:will |would )?includes?$/.test(
      phrase(tokens, from - 4, from),
    )
  )
    return true;
  if (
    /\b(?:those|roles|jobs|posts|people|staff|employees|positions) (?:affected|impacted|cut|lost) (?:are|were|include|included)\b/.test(
      phrase(tokens, 0, from),
    )
  )
    return true;
  if (
    /^of (?:its|their|the) \d\S* (?:\S+ )?(?:job cuts|cuts|redundancies|layoffs|job losses)\b/.test(
      phrase(tokens, end, end + 6),
    )
  )
    return true;
  if (
    /^of (?:the (?:affected|laid-off|redundant|departing)\b|(?:those|these) (?:\S+ )?(?:jobs|roles|positions|posts|cuts|layoffs|redundancies|losses|departures)\b)/.test(
      phrase(tokens, end, end + 5),
    )
  )
    return true;
  return (
    /^of the (?:jobs|roles|positions|posts|cuts|layoffs|redundancies|job cuts) /.test(phrase(tokens, to - 3, to + 1)) &&
    !/^(?:will|are|at|in)$/.test(wordAt(tokens, to))
  );
}
