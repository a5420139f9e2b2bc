// The figure of a layoff in the words of the claims that decide it (law 12): nothing is rounded, and a blank is never nought.
import { bandOf } from "../core/record/weighed.ts";
import type { Layoff, SourcedClaim } from "../core/record/layoff.ts";
import { quantitiesOf } from "../core/record/extract/numbers.ts";
import { tokensOf } from "../core/record/extract/tokens.ts";
import type { Claim } from "../core/record/claim.ts";
import type { Total } from "../core/record/totals.ts";
import { bandText, QUALIFIED } from "./announced.ts";
import { figureText } from "./claims.ts";
import { number } from "./words.ts";

/** What is said where nobody names a number: never 0. */
export const NO_FIGURE = "not named";

export interface FigureWords {
  /** `about 700`, `at least 200`, `200 to 999`, `not named`. */
  readonly people: string;
  /** What stands beside it: the bounds where they say more than the words do. */
  readonly bounds?: string;
}

/** @param claims those of the layoff that are in force */
export function layoffFigure(layoff: Layoff, claims: readonly SourcedClaim[]): FigureWords {
  const { low, high, decided, added } = layoff;
  if (low === null) return { people: NO_FIGURE };
  const all = bandText({ low, high });
  const deciders = claims.filter(({ id }) => decided.includes(id));
  const [decider] = deciders;
  if (added === "parts") return { people: `at least ${number(low)}`, bounds: `${deciders.length} parts added up` };
  if (added === "additions") return { people: all, bounds: `${deciders.length} figures added up` };
  if (decider === undefined) return { people: all };
  // "Another 200, bringing the total to 900" is of 900 here.
  if (layoff.course.some(({ claim, how }) => how === "added" && claim === decider.id)) return { people: all };
  const own = bandOf(decider);
  const isOwn = own !== undefined && own.low === low && own.high === high;
  const people = figureText({ ...decider, percent: null });
  // Only a percentage is named, and a headcount that it is of.
  if (people === "") return { people: all, bounds: `${decider.percent ?? 0} % of ${number(decider.base ?? 0)}` };
  const vague = decider.qualifier === "vague" ? { people: `vaguely, ${people}` } : { people };
  if (!isOwn) return { ...vague, bounds: `${all} by all that report it` };
  return decider.qualifier === "approx" ? { ...vague, bounds: all } : vague;
}

/** A percentage with the words that the deciding claim has of it, where it speaks of nothing else. */
export function shareWords(layoff: Layoff, claims: readonly SourcedClaim[]): string {
  if (layoff.percent === null) return "";
  const alone = claims.find(
    ({ percent, count, low, high }) => percent === layoff.percent && count === null && low === null && high === null,
  );
  return `${QUALIFIED[alone?.qualifier ?? "exact"]}${Number(layoff.percent.toFixed(1))} %`;
}

/** `at least 12,300, at most 14,000`; what is not known of it stands beside it. */
export function sumWords({ layoffs, low, high, openEnded, unfigured }: Total): string {
  if (layoffs === unfigured) return layoffs === 0 ? "nobody" : NO_FIGURE;
  if (openEnded > 0) return `at least ${number(low)}`;
  return low === high ? number(low) : `${number(low)} to ${number(high)}`;
}

/** A part of a text, and whether the figure stands there. */
export interface Marked {
  readonly text: string;
  readonly figure: boolean;
}

/** A quoted sentence with the figure of its claim set off, wherever a number in it is the one that was read. */
export function markedQuote(claim: Pick<Claim, "quote" | "count" | "low" | "high" | "percent">): readonly Marked[] {
  const { quote, count, low, high, percent } = claim;
  const tokens = tokensOf(quote);
  const parts: Marked[] = [];
  let at = 0;
  for (const { sort, value, low: least, high: most, from, to } of quantitiesOf(tokens)) {
    const isPeople = sort === "count" && (value === null ? least === low && most === high : value === count);
    const isOpen = sort === "count" && count === null && value !== null && (value === low || value === high);
    if (!isPeople && !isOpen && !(sort === "share" && value !== null && value === percent)) continue;
    const [start, end] = [tokens[from]?.start ?? at, tokens[to - 1]?.end ?? at];
    parts.push({ text: quote.slice(at, start), figure: false }, { text: quote.slice(start, end), figure: true });
    at = end;
  }
  return [...parts, { text: quote.slice(at), figure: false }].filter(({ text }) => text !== "");
}
