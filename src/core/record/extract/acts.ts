// Whether a name does something: what follows it is its verb.
import { type Token, wordAt } from "./tokens.ts";

/** Verbs and words after a name of which it is the subject. */
export const ACTS =
  /^(?:said|says|has|have|had|is|was|are|were|will|would|could|may|might|plans|planned|announced|announces|confirmed|confirms|told|tells|also|cut|cuts|axed|axes|laid|lays|to|expects|expected|intends|reportedly|employs|employed|let|lets|made|makes|shed|sheds|slashed|eliminated|began|begins|started|wants|revealed|reveals|notified|became|blamed|prepares|closed|closes|shuts|warned|filed|disclosed|reduced|eliminates|dismissed|fired|sacked|culled|trimmed|itself|themselves|continues|continued|continue|faces|faced|aims|aimed|seeks|proposed|proposes|posted|reports|reported|joined|joins|agreed|decided|opted|cited|warns|needs|needed|hopes|begun|starts|did|does|owns|runs|operates|buys|acquires|raised|sold|hired|trims|slashes|scraps|sacks|fires|drops|dropped|parted|offers|offered|ended|pulled|unveiled|outlined|launched|shut|sent|gave|put|left|lost|went|must|should|laying|cutting|closing|shutting|eliminating|axing|slashing|shedding|letting|planning)$/u;
/** Nouns that end as verbs do: "Intel quadruples Oregon layoffs to 2,400". */
const NO_VERB =
  /^(?:layoffs|redundancies|jobs|posts|roles|workers|employees|losses|plants|factories|offices|stores|newspapers|titles)$/;

/** Behind "last night", "on Monday", "yesterday", "reportedly": where what a name does begins. */
function behindWhen(tokens: readonly Token[], at: number): number {
  const [first, second] = [wordAt(tokens, at), wordAt(tokens, at + 1)];
  if (
    /^(?:last|this)$/.test(first) &&
    /^(?:night|week|month|year|morning|afternoon|evening|summer|autumn|spring|winter)$/.test(second)
  )
    return at + 2;
  if (first === "on" && /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(second)) return at + 2;
  return /^(?:yesterday|today|tonight|then|also|already|now|likewise|meanwhile|once|just|later|earlier|still|even|[a-z]{3,}ly|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/.test(
    first,
  )
    ? at + 1
    : at;
}

/** Behind "in Elmsworth, Calif.,": where what a name does begins. */
function behindWhere(tokens: readonly Token[], at: number): number {
  if (wordAt(tokens, at) !== "in" || tokens[at + 1]?.capital !== true) return at;
  let to = at + 1;
  while (to < at + 9 && (tokens[to]?.capital === true || /^[,.]$/.test(wordAt(tokens, to)))) to += 1;
  return (wordAt(tokens, to - 1) === "," || to === at + 2) && !/^(?:is|are|was|were)$/.test(wordAt(tokens, to))
    ? to
    : at;
}

/** Whether a name does something: a verb follows, or what stands for one. */
export function acts(tokens: readonly Token[], begin: number): boolean {
  const at = behindWhen(tokens, behindWhere(tokens, begin));
  const token = tokens[at];
  if (token === undefined || token.kind !== "word" || token.capital || NO_VERB.test(token.lower)) return false;
  if (ACTS.test(token.lower) || (/[^e]ed$/.test(token.lower) && token.lower.length > 4 && !token.lower.includes("-")))
    return true;
  const next = tokens[at + 1];
  // "Acme and Bolt plan to"
  if (/^(?:plan|want|expect|intend|aim|hope)$/.test(token.lower) && next?.lower === "to") return true;
  return (
    /(?:[^s]s)$/.test(token.lower) &&
    next !== undefined &&
    (next.kind === "number" ||
      /^(?:the|an?|its|their|that|about|some|up|nearly|almost|around|more|another|to)$/.test(next.lower))
  );
}
