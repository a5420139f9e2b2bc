// Employers that a text speaks of without a name: "a rival is laying off 120", "airlines have said that they will cut 30,000".
import { distance } from "./governors.ts";
import type { Mention } from "./mention.ts";
import { EMPLOYER_NOUNS, PLANTS } from "./names.ts";
import { type Token, wordAt } from "./tokens.ts";

/** What stands before somebody new who does something. */
const BEFORE = /^(?:and|while|that|;|,|but|meanwhile|:|"|“|as|when)$/u;
const DOES =
  /^(?:is|are|was|were|has|have|had|will|would|could|may|said|says|plans|laid|cut|shed|made|announced|in|at|near|with|,|which|that|who|based|to|also|recently|itself|employing)$/;
const RIVALS = /^(?:rivals?|competitors?|suppliers?|customers?|neighbou?rs?|another)$/;
const MOST = 6;

/**
 * Who is named nowhere, and does something before a place: where its noun ends, for the nearest. Nothing in a lead, where a text calls
 * "a Lakeland firm" whom it names further down.
 */
export function unnamedBefore(
  tokens: readonly Token[],
  begin: number,
  mentions: readonly Mention[],
  later: boolean,
): number | undefined {
  let found: number | undefined;
  for (let at = 0; at < begin; at++) {
    const word = wordAt(tokens, at);
    if (word !== "a" && word !== "an" && word !== "another") continue;
    if (at > 0 && !BEFORE.test(wordAt(tokens, at - 1))) continue;
    const named = mentions.some(({ role, to }) => role === "employer" && to <= at);
    if (!later && !named) continue;
    // "Acme, a maker of sledges, is": the same one.
    if (wordAt(tokens, at - 1) === "," && mentions.some(({ to, role }) => to === at - 1 && role === "employer"))
      continue;
    const noun = nounAt(tokens, at + 1);
    if (noun === undefined || noun >= begin || !DOES.test(wordAt(tokens, noun + 1))) continue;
    if (mentions.some(({ from, to }) => from > at && to <= begin && from <= noun + 1)) continue;
    found = noun + 1;
  }
  return found;
}

function nounAt(tokens: readonly Token[], from: number): number | undefined {
  for (let at = from; at < from + MOST; at++) {
    const token = tokens[at];
    if (token === undefined || (token.kind === "mark" && token.lower !== "-")) return undefined;
    const { lower } = token;
    if (!(EMPLOYER_NOUNS.has(lower) || PLANTS.test(lower) || RIVALS.test(lower))) continue;
    const next = wordAt(tokens, at + 1);
    return EMPLOYER_NOUNS.has(next) || PLANTS.test(next) ? at + 1 : at;
  }
  return undefined;
}

/** How far somebody who is not named is from a place. */
export function farFrom(tokens: readonly Token[], noun: number, begin: number, most: number): number {
  return Math.min(distance(tokens, noun, begin) + 1, most);
}
