// What a document of the public record says: of whom, how many, how sure, in which words. Nothing here is rounded: what the words
// leave open stays open, and what they do not say is null, never zero.
import type { Qualifier } from "./announced.ts";

/** What is done to people. Only `layoff` and `closure` are cuts that the record counts. */
export const CLAIM_KINDS = [
  "layoff",
  "closure",
  "furlough",
  "voluntary",
  "transfer",
  "contract_end",
  "dismissal",
  "hiring_freeze",
] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

/** How far it has come, by the words of the document. */
export const CLAIM_STATUSES = ["rumoured", "denied", "proposed", "at_risk", "announced", "confirmed", "done"] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

/** Whose people the figure, or the percentage, is of. */
export const SCOPES = ["company", "unit", "site", "union", "contractors"] as const;
export type Scope = (typeof SCOPES)[number];

/** A figure of people in its own words. What is not said is null. */
export interface Figure {
  /** The one number that is named. */
  readonly count: number | null;
  /** What the words allow: "at least 200" is low only, "up to 200" high only, "several hundred" 200 to 999. */
  readonly low: number | null;
  readonly high: number | null;
  /** Null where neither a number nor a percentage is named. */
  readonly qualifier: Qualifier | null;
  /** Of everybody in `percentOf`. */
  readonly percent: number | null;
  readonly percentOf: Scope | null;
  /** The headcount that the document names beside it. */
  readonly base: number | null;
}

/** One statement of a document. */
export interface Claim extends Figure {
  /** As the document calls it. */
  readonly company: string;
  readonly kind: ClaimKind;
  readonly status: ClaimStatus;
  readonly scope: Scope;
  /** As the text calls it: "gaming unit", "Dublin plant". */
  readonly part: string | null;
  /** Whether the figure is of this round, or of all rounds so far. */
  readonly measure: "increment" | "total";
  /** A change of headcount, hires set off against cuts. */
  readonly net: boolean;
  /** An earlier event, which the document mentions. */
  readonly background: boolean;
  /** Of the announcement or the event: ISO 8601 day, month or year, or two of them joined by "..". */
  readonly date: string | null;
  readonly location: string | null;
  /** Letter by letter what stands in the document from `start` to `end` (UTF-16 code units, end excluded). */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
}
