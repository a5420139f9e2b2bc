// Whose people exactly: the whole employer, a unit, a site, members of a union, or people of others who work there; and where.
import type { Scope } from "../claim.ts";
import type { Mention } from "./mention.ts";
import type { Quantity } from "./numbers.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";

const UNIT =
  /^(?:division|divisions|unit|units|department|departments|team|teams|newsroom|arm|business|segment|brand|desk|studio|operations|branch|subsidiary|management|office-staff|service)$/;
const SITE =
  /^(?:plant|plants|factory|factories|mill|site|sites|warehouse|warehouses|store|stores|office|offices|headquarters|campus|works|base|facility|depot|center|centre|mine|smelter|refinery|terminal|hospital|meatworks|foundry|yard|shipyard|hub)$/;

const FUNCTION =
  /^(?:in|at|on|of|to|by|for|from|with|and|or|as|which|that|where|who|will|would|could|are|is|was|were|has|have|after|before|because|since|while|when|during|this|last|next|over|amid|near|outside)$/;

export interface Part {
  readonly scope: Scope;
  readonly part: string | null;
}

/** The scope by the words after a figure, or before it. */
export function partOf(tokens: readonly Token[], { from, to }: Pick<Quantity, "from" | "to">): Part {
  const near = phrase(tokens, from, to + 8);
  if (
    /\b(?:contractors?|agency (?:workers|staff|jobs|personnel|roles)|temps|temporary workers|freelancers)\b/.test(near)
  ) {
    return { scope: "contractors", part: null };
  }
  if (/\bof (?:its |their |the )?(?:union |unioni[sz]ed )?members\b|\bunioni[sz]ed\b|\bunion jobs\b/.test(near))
    return { scope: "union", part: null };
  for (let at = to; at < Math.min(tokens.length, to + 14); at++) {
    const word = wordAt(tokens, at);
    if (/^[.;:]$/.test(word) || /^(?:as|while|after|because|since|who|which|but)$/.test(word)) break;
    if (!UNIT.test(word) && !SITE.test(word)) continue;
    // "department store", "team leaders": part of another noun.
    const next = tokens[at + 1];
    if (next?.kind === "word" && !next.capital && !FUNCTION.test(next.lower)) continue;
    const begin = partFrom(tokens, at, to);
    if (begin === undefined) continue;
    if (/^(?:all|every|each)$/.test(wordAt(tokens, begin))) continue;
    return { scope: UNIT.test(word) ? "unit" : "site", part: textOf(tokens, begin, at + 1) };
  }
  return { scope: "company", part: null };
}

/** Where "gaming unit" begins: behind the preposition and determiner that lead to it. */
function partFrom(tokens: readonly Token[], noun: number, least: number): number | undefined {
  for (let at = noun; at > Math.max(least - 1, noun - 7); at--) {
    const word = wordAt(tokens, at - 1);
    if (/^(?:its|their|the|a|an|our)$/.test(word)) {
      return /^(?:in|at|of|from|across|within|for|to|with|on)$/.test(wordAt(tokens, at - 2)) && at < noun + 1
        ? at
        : undefined;
    }
    if (/^(?:in|at|of|from|across|within)$/.test(word)) return at < noun ? at : undefined;
  }
  return undefined;
}

function textOf(tokens: readonly Token[], from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at++) text += (tokens[at]?.spaced && text !== "" ? " " : "") + (tokens[at]?.text ?? "");
  return text;
}

const OF_COMPANY =
  /\b(?:workforce|headcount|head count|employees|staff|company|personnel|payroll|workers|jobs|roles|positions|people|organi[sz]ation|firm|group|team)\b/;

/** Of whom a percentage is, by the words behind it. */
export function percentOf(tokens: readonly Token[], to: number): Scope {
  const words = phrase(tokens, to, to + 9);
  if (/\b(?:members|union)\b/.test(words)) return "union";
  if (/\b(?:contractors|freelancers|agency staff)\b/.test(words)) return "contractors";
  if (
    /\b(?:newsroom|division|unit|department|frontline|editorial|engineering|management|desk|arm|studio|sales|corporate|who work on|plant|factory)\b/.test(
      words,
    )
  ) {
    return /\b(?:plant|factory)\b/.test(words) ? "site" : "unit";
  }
  return OF_COMPANY.test(words) ? "company" : "company";
}

/** Where it is: the place behind a figure, or nearest before it in the sentence; null where none is named. */
export function placeNear(
  tokens: readonly Token[],
  { from, to }: Pick<Quantity, "from" | "to">,
  mentions: readonly Mention[],
): string | null {
  const places = mentions.filter(
    ({ role, preposition, from: at }) =>
      role === "place" &&
      !/^(?:based|headquartered|located|born)$/.test(wordAt(tokens, at - 2)) &&
      preposition !== null &&
      /^(?:in|at|near|from|across|outside)$/.test(preposition),
  );
  const after = places.find((place) => place.from >= to && place.from - to < 16);
  const before = places.findLast((place) => place.to <= from && from - place.to < 16);
  const found = after ?? before;
  if (found === undefined) return null;
  const state = mentions.find(
    ({ role, from: at }) => role === "place" && at === found.to + 1 && wordAt(tokens, found.to) === ",",
  );
  return state === undefined ? found.name : `${found.name}, ${state.name}`;
}
