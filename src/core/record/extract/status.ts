// How far a cut has come, and whether it is an earlier one, by the words around it.
import type { ClaimKind, ClaimStatus } from "../claim.ts";
import type { Governor } from "./governors.ts";
import type { Quantity } from "./numbers.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";

const PROPOSED =
  /\b(?:could|may|might|plans?|planned|planning|proposes?|proposed|proposing|proposals?|considers?|considering|wants?|intends?|hopes?|seeks?|aims?|expects?|expected|likely|potentially|possible|mulling|weighing|preparing|prepares)\b/;
const AT_RISK =
  /\b(?:at risk|under threat|in jeopardy|consultations?|consulting(?! (?:firm|group|giant|company|business|arm|unit|practice))|in danger)\b/;
const CONFIRMED = /\b(?:confirmed|confirms|confirming)\b/;
const DONE =
  /\b(?:laid off|has (?:already )?(?:cut|axed|shed|let|made|eliminated|laid|slashed|culled|reduced)|have (?:been|lost)|has lost|(?:were|was) (?!\w+ing\b)|had (?:already )?(?:cut|axed|shed|let|laid|made)|axed|culled|slashed|eliminated|retrenched|dismissed|sacked|fired|lost (?:their|his|her) jobs?|let go|parted ways|said goodbye|already)\b/;
const COMING = /\b(?:will|would|to|is|are|being|going to|starting)\b/;

/** The status of a claim by its clause. */
export function statusOf(
  tokens: readonly Token[],
  { from, to }: Pick<Quantity, "from" | "to">,
  governor: Pick<Governor, "from" | "to">,
  rumour: boolean,
): ClaimStatus {
  if (rumour) return "rumoured";
  const begin = Math.max(0, Math.min(from, governor.from) - 9);
  const words = phrase(tokens, begin, Math.max(to, governor.to) + 5);
  if (AT_RISK.test(words)) return "at_risk";
  if (PROPOSED.test(words)) return "proposed";
  if (CONFIRMED.test(words)) return "confirmed";
  const close = phrase(tokens, Math.max(0, Math.min(from, governor.from) - 4), Math.max(to, governor.to) + 3);
  if (DONE.test(close) && !/\b(?:will|would|to be|being)\b/.test(close)) return "done";
  if (COMING.test(close)) return "announced";
  return /(?:ed|cut|shed|let)$/.test(wordAt(tokens, governor.from)) ? "done" : "announced";
}

const BEFORE =
  /\b(?:previously|already|earlier (?:round|cuts|layoffs|this|in)|last (?:year|month|january|february|march|april|may|june|july|august|september|october|november|december|autumn|fall|spring|summer|winter|quarter)|the (?:previous|first|prior) (?:round|wave)|a (?:previous|first|prior) (?:round|wave)|ago|having (?:already )?(?:cut|axed|laid|made|shed)|had (?:already )?(?:cut|axed|laid|made|shed|let)|had (?:already|previously) been|(?:weeks|months?|years?) after (?:an?|the|it|they|its|announcing|cutting|laying|making|axing)|after (?:axing|cutting|laying|shedding|making)|since (?:then|the original)|back in)\b/;

/** Where the words of a figure begin: behind the comma that parts it from another figure, and not too far. */
function clauseFrom(tokens: readonly Token[], from: number): number {
  const least = Math.max(0, from - 14);
  let comma = -1;
  for (let at = from - 1; at >= least; at--) {
    const token = tokens[at];
    if (token?.lower === "," && comma < 0) comma = at;
    if (token?.kind === "number" && comma >= 0 && !/^(?:19|20)\d\d$/.test(token.text) && token.text.length > 1)
      return comma;
  }
  return least;
}

/** Whether the words tell of an earlier cut. @param year that of publication. */
export function isBackground(
  tokens: readonly Token[],
  { from, to }: Pick<Quantity, "from" | "to">,
  year: number | null,
): boolean {
  const words = phrase(tokens, clauseFrom(tokens, from), to + 10);
  if (BEFORE.test(words)) return true;
  if (year === null) return false;
  const opening = /^(?:back )?in (?:\w+ )?((?:19|20)\d\d)\b/.exec(phrase(tokens, 0, 4));
  if (opening !== null && Number(opening[1]) < year) return true;
  for (const [, named] of words.matchAll(/\b(?:in|during|since|earlier in) (?:\w+ )?((?:19|20)\d\d)\b/g)) {
    if (Number(named) < year) return true;
  }
  return false;
}

const CLOSES =
  /\b(?:clos(?:e|es|ed|ing|ure|ures)|shut(?:s|ting)?(?: down)?|shutter(?:s|ed|ing)?|wind(?:ing)? down|discontinu(?:e|es|ed|ing))\b/;
const ENTAILS =
  /\b(?:with the loss of|loss of|losses|costing|affecting|affect|resulting in|putting|at risk|impacting|leading to|leaving|out of work|termination of|lose their jobs|redundant)\b/;

/** A closure that costs jobs, or a layoff. */
export function kindOf(tokens: readonly Token[], { from, to }: Pick<Quantity, "from" | "to">): ClaimKind {
  const before = phrase(tokens, Math.max(0, from - 25), from);
  const around = phrase(tokens, Math.max(0, from - 8), to + 8);
  const after = phrase(tokens, to, to + 15);
  const closes = CLOSES.test(before) || /\bwhen\b.*\b(?:closes|shuts)\b/.test(after);
  return closes && ENTAILS.test(around) ? "closure" : "layoff";
}
