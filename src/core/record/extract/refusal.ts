// A figure that is no claim, as it is handed on.
import type { Quantity } from "./numbers.ts";
import type { Passage, PartOfDocument, Reason, Refusal } from "./reading.ts";
import type { Sentence } from "./sentences.ts";
import type { Subject } from "./subject.ts";
import type { Token } from "./tokens.ts";

/** Where a figure stands, and whose it is. */
interface Refused {
  readonly in: PartOfDocument;
  readonly sentence: Pick<Sentence, "start">;
  /** Those in which the figure was found. */
  readonly tokens: readonly Token[];
  /** Behind the last token of what was judged. */
  readonly to: number;
  readonly subject: Subject | undefined;
  readonly quantity: Quantity;
}

/** Figures that are nobody's people, whoever is named beside them. */
export const OF_NOBODY: ReadonlySet<Reason> = new Set(["money", "time", "name", "not_people", "share_of_other"]);

/** Of nobody's people, or of nobody who is named. */
function isOfNone(reason: Reason): boolean {
  return OF_NOBODY.has(reason) || reason === "aggregate" || reason === "no_company";
}

/** @param period of an aggregate, where the words tell it */
export function refusalOf(refused: Refused, reason: Reason, passage: Passage, period: string | null): Refusal {
  const { tokens, quantity, to, subject, in: part } = refused;
  const start = tokens[quantity.from]?.start ?? refused.sentence.start;
  const end = Math.max(tokens[Math.max(to, quantity.to) - 1]?.end ?? start, start);
  const source = part === "title" ? (passage.title ?? "") : passage.text;
  const share = quantity.sort === "share";
  return {
    in: part,
    start,
    end,
    quote: source.slice(start, end),
    reason,
    company: isOfNone(reason) ? null : (subject?.name ?? null),
    period,
    count: share ? null : quantity.value,
    low: share ? null : quantity.low,
    high: share ? null : quantity.high,
    percent: share ? quantity.value : null,
    qualifier: quantity.qualifier,
  };
}
