import type { Claim } from "../core/record/claim.ts";

/** What the format of a register or a table says beside the figure; null where it does not. */
export interface StatedClaim extends Claim {
  /** ISO 8601 days, when the cut takes effect; equal where one day is named. */
  readonly effectiveFrom: string | null;
  readonly effectiveTo: string | null;
  /** ISO 8601 days: on the notice itself, when the register got it, and when it was published. */
  readonly notice: string | null;
  readonly received: string | null;
  readonly posted: string | null;
  /** What a register calls possible beyond the figure ("possibly as high as 160"). */
  readonly expected: number | null;
  /** What a revision has put in place of an earlier figure: `count` is this one. */
  readonly revised: number | null;
  /** Number of the revision where the register counts them. */
  readonly revision: number | null;
  readonly temporary: boolean | null;
  /** NAICS code or words. */
  readonly industry: string | null;
  /** ISO 3166-1 and 3166-2 of the cut: `US`, `US-CA`. */
  readonly country: string | null;
  readonly region: string | null;
  readonly county: string | null;
  /** Postal address of the site. */
  readonly site: string | null;
  readonly union: string | null;
  /** Of the company, as trackers of start-ups state it: `Series B`, and what it has raised in its own words. */
  readonly stage: string | null;
  readonly raised: string | null;
  /** Where it stands: the file or address as it was given, and its row or line, from 1. */
  readonly origin: { readonly file: string; readonly row: number } | null;
}

/** Whom a document speaks for, as its source says apart from its words: the issuer of a report to an authority. */
export interface About {
  /** Who is meant by "the Company", "we" and "our", and where no word names anybody. */
  readonly company: string;
  /** Central Index Key of the SEC, ten digits: one company has one, whatever its name. */
  readonly cik: string | null;
  /** ISO 3166-2 of its seat, which is not where people are cut: `US-OH`. */
  readonly seat: string | null;
  /** NAICS code or words. */
  readonly industry: string | null;
  /** ISO 8601 day of the event that is reported: a report that amends another one has it of that one. */
  readonly event: string | null;
  /** It puts itself in the place of an earlier report of the same event. */
  readonly amends: boolean;
}

/** One document of a source: what it is, and what it says or its text that is to be read. */
export interface Reported {
  /** Kind and name of the source: `warn:ca`, `feed:https://…`, `csv:layoffs.fyi`, `article`, `manual`. */
  readonly source: string;
  /**
   * What the source itself calls it (GUID, record number), or a hash of the raw row or bytes: never made of a parsed field, so that
   * a better parser finds the same document again.
   */
  readonly key: string;
  /**
   * A hash of what was given of it (the row, its cells) before anything was read in it, by which a source that says otherwise is told
   * from one that is read otherwise. A text needs none.
   */
  readonly raw?: string | null;
  /** Its canonical link. */
  readonly address: string | null;
  readonly title: string | null;
  /** ISO 8601, as far as it is known. */
  readonly published: string | null;
  readonly publisher: string | null;
  /** BCP 47. */
  readonly language: string | null;
  /** Where the source says whom it speaks for. */
  readonly about?: About | null;
  /** To be read and then not kept; null where `claims` says it all. */
  readonly text: string | null;
  readonly claims: readonly StatedClaim[];
}

/** What somebody enters by hand; each as it was typed. */
export interface EnteredReport {
  readonly company?: string | undefined;
  /** Of the announcement, ISO 8601 as far as it is known. */
  readonly date?: string | undefined;
  readonly count?: number | undefined;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly percent?: number | undefined;
  readonly base?: number | undefined;
  readonly qualifier?: string | undefined;
  readonly kind?: string | undefined;
  readonly status?: string | undefined;
  readonly location?: string | undefined;
  readonly country?: string | undefined;
  readonly industry?: string | undefined;
  readonly source?: string | undefined;
  readonly publisher?: string | undefined;
  readonly title?: string | undefined;
  readonly quote?: string | undefined;
}
