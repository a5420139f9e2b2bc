// Whether two figures of an employer are of one round of cuts.
import type { Draft } from "./settle.ts";
import { phrase } from "./tokens.ts";

/** "In January 400, … in early December 215", "115 on Tuesday. In June it cut 74": another round than the whole that stands before. */
export function isOfOtherMonth(lead: Draft, whole: Draft): boolean {
  const [one, other] = [monthOf(lead), monthOf(whole)];
  if (one !== undefined && other !== undefined && one !== other) return true;
  return tellsOfBefore(lead) && !tellsOfBefore(whole);
}

/** "In June the paper cut 74 posts": what a month opens and is over. */
function tellsOfBefore({ sentence: { tokens }, governor }: Draft): boolean {
  const words = phrase(tokens, 0, 14);
  return (
    governor !== undefined &&
    governor.power !== "context" &&
    /^(?:back )?in (?:january|february|march|april|may|june|july|august|september|october|november|december) (?:(?:19|20)\d\d )?,? ?(?:\S+ ){1,4}?(?:had |has )?(?:cut|laid|axed|shed|slashed|eliminated|made|let)\b/.test(
      words,
    )
  );
}

/** The month in which a sentence says that something was done, near its beginning. */
function monthOf({ sentence: { tokens } }: Draft): string | undefined {
  const found =
    /\bin (?:early |late |mid |mid-)?(january|february|march|april|may|june|july|august|september|october|november|december)\b/.exec(
      phrase(tokens, 0, 12),
    );
  return found?.[1];
}

/** Two figures of one verb: "laid off six at the Star, four at the Sun". */
export function sameGovernor(a: Draft, b: Draft): boolean {
  return a.governor !== undefined && a.governor === b.governor;
}

/** So many may lose their jobs, and fewer are expected to. */
export function atRisk({ governor, quantity, sentence, to }: Draft): boolean {
  if (governor !== undefined && /risk|threat|danger|jeopardy|consult/.test(governor.words)) return true;
  return (
    quantity !== null &&
    /\b(?:at risk|consultation|consulting)\b/.test(phrase(sentence.tokens, quantity.from - 3, to + 7))
  );
}
