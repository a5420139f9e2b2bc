// What reading a passage gives: claims, and every other figure with the reason why it is none.
import type { Claim, Figure } from "../claim.ts";

/** A news item, a notice, a memo. */
export interface Passage {
  readonly title: string | null;
  /** ISO 8601, as far as it is known. */
  readonly published: string | null;
  readonly text: string;
  /** Who speaks in it of itself, where that is known: "the Company", "we", and who is meant where nobody is named. */
  readonly issuer?: string | null | undefined;
}

/** Which part of the document `start` and `end` count in, from its beginning. */
export type PartOfDocument = "title" | "text";

/** What is odd about a claim; nothing of it is put right. */
export type Flag =
  /** Count and percentage imply a headcount that differs from the one that the document names. */
  | "base_differs"
  /** No word of the sentence names the employer or stands for it: it is the one that the document is about. */
  | "company_from_document";

/** A claim as it was read. `quote` is the sentence that says it. */
export interface ReadClaim extends Claim {
  readonly in: PartOfDocument;
  /** The headcount that count and percentage imply together, rounded; null without both. */
  readonly impliedBase: number | null;
  readonly flags: readonly Flag[];
}

/** Why a figure is no claim. The first five are of figures of no people; the others of people who are not cut in this round. */
export const REASONS = [
  "money",
  "time",
  "name",
  "not_people",
  "share_of_other",
  "headcount",
  "hiring",
  "furlough",
  "voluntary",
  "transfer",
  "relocation",
  "contract_end",
  "retained",
  "strike",
  "opinion",
  "dismissal",
  "aggregate",
  "cumulative",
  "denial",
  "threat",
  "superseded",
  "satire",
  "part",
  "repeated",
  "no_cut",
  "no_company",
] as const;
export type Reason = (typeof REASONS)[number];

/** A figure that is no claim. `quote` is the figure with its qualifier and noun. */
export interface Refusal extends Omit<Figure, "base" | "percentOf"> {
  readonly in: PartOfDocument;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly reason: Reason;
  /** Whom it is of, as far as that is told: null for many employers and for figures of no people. */
  readonly company: string | null;
  /**
   * With the reason `aggregate` which time the figure is of: an ISO day, month or year, or the first and the last joined by "..". Null
   * where the sentence does not tell.
   */
  readonly period: string | null;
}

export interface Reading {
  readonly claims: readonly ReadClaim[];
  readonly refused: readonly Refusal[];
}
