// Claims that are agreed to be of one round of cuts, and what follows from them.
import type { Claim, ClaimKind, ClaimStatus } from "./claim.ts";
import { dayText, spanOf } from "./dates.ts";
import type { Derived } from "./figure.ts";
import type { WhyAgainst, WhyFor } from "./evidence.ts";
import { isCut } from "./weighed.ts";

/** What a register or a table states of a claim beside its words. */
export interface Particulars {
  /** ISO 3166-1 code, or what the source calls the country of the cut. */
  readonly country: string | null;
  /** NAICS code or words. */
  readonly industry: string | null;
  /** ISO 8601 day on which it takes effect. */
  readonly effectiveFrom: string | null;
  /** What else the source states, by the names of `StatedClaim`: site, county, union, what it calls possible … */
  readonly more: Readonly<Record<string, string | number | boolean>>;
}

/** A document as it is kept: without its text, which is the press's. */
export interface RecordedDocument {
  /** `doc-…`, made of source and key, of nothing that was read out of it. */
  readonly id: string;
  readonly source: string;
  readonly key: string;
  readonly address: string | null;
  readonly title: string | null;
  readonly publisher: string | null;
  readonly published: string | null;
  readonly language: string | null;
  /** Of everything that the source gave, its text included. */
  readonly hash: string;
  /** Of what the source gave, before anything was read in it; null of documents of which that was not kept. */
  readonly raw: string | null;
  /** By which reader its claims were read. */
  readonly reader: string;
  readonly takenAt: number;
  /** Its words and its address are kept out of what leaves. */
  readonly suppressed: boolean;
}

/** A claim with its place in the record. */
export interface RecordedClaim extends Claim, Particulars {
  /** `cl-…`, random: a better reading of the same document keeps it. */
  readonly id: string;
  readonly document: string;
  readonly layoff: string;
  /** In the order in which claims were kept. */
  readonly seq: number;
  /** Of what a later reading of its document has replaced or dropped: when. Null of what is in force. */
  readonly replacedAt: number | null;
}

/** A claim beside its document, as it is shown. */
export interface SourcedClaim extends RecordedClaim {
  readonly source: RecordedDocument;
}

export interface Layoff extends Derived {
  /** `l-…`, random. */
  readonly id: string;
  /** `co-…` */
  readonly company: string;
  /** As the claim that decides calls it. */
  readonly name: string;
  /** ISO 3166-1, of the cut. */
  readonly country: string | null;
  readonly industry: string | null;
  readonly location: string | null;
  /** Where it went when it was merged. */
  readonly mergedInto: string | null;
  readonly suppressed: boolean;
  /** A person has not decided yet whether it is a round of its own. */
  readonly undecided: boolean;
  /**
   * No claim that could found it is in force: a later reading of its documents found none, or it is of what is denied or cited as past
   * alone. It is in no list and no sum.
   */
  readonly empty: boolean;
  /** The kinds of source that report it, by claims in force: "warn", "feed", "article"; in order. */
  readonly sources: readonly string[];
  readonly createdAt: number;
  /** Since when it is as it is: when its figure, its claims or whether it stands last became another. */
  readonly changedAt: number;
}

/** What of a layoff is not derived from its claims. */
export type Made = Pick<
  Layoff,
  "id" | "company" | "mergedInto" | "suppressed" | "undecided" | "createdAt" | "changedAt"
>;

/** `warn` of `warn:ca`. */
export function sourceKind(source: string): string {
  return source.split(":", 1)[0] ?? source;
}

/** Whether sums count it: it is a cut, of which nobody says that it is only talked of, and it stands for itself. */
export function isCounted(layoff: Layoff): boolean {
  return isCut(layoff.kind) && isTold(layoff.status) && isStanding(layoff);
}

export function isStanding({ mergedInto, suppressed, empty }: Layoff): boolean {
  return mergedInto === null && !suppressed && !empty;
}

function isTold(status: ClaimStatus): boolean {
  return status !== "rumoured" && status !== "denied";
}

/** The calendar units in which it lies, as far as its date tells; null where it is less exact than that. */
export interface Calendar {
  /** First day and last, for filters and order. */
  readonly since: string | null;
  readonly until: string | null;
  readonly day: string | null;
  readonly month: string | null;
  readonly year: string | null;
}

export function calendarOf(date: string | null): Calendar {
  const span = spanOf(date);
  if (span === undefined) return { since: null, until: null, day: null, month: null, year: null };
  const [since, until] = [dayText(span.from), dayText(span.to)];
  const shared = (letters: number): string | null =>
    since.slice(0, letters) === until.slice(0, letters) ? since.slice(0, letters) : null;
  return { since, until, day: shared(10), month: shared(7), year: shared(4) };
}

/** A company as it is kept. */
export interface Company {
  /** `co-…`, random. */
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  /** ISO 3166-1, by the first report that names one. */
  readonly country: string | null;
  readonly industry: string | null;
  /** Central Index Key of the SEC, ten digits. */
  readonly cik: string | null;
}

/** By `reopen` a decision is taken back: the question waits again. */
export const ACTS = ["merge", "split", "keep apart", "reopen", "suppress", "lift"] as const;

/** Something that was done to layoffs, which can be taken back. */
export interface Act {
  /** `act-…` */
  readonly id: string;
  readonly at: number;
  readonly act: (typeof ACTS)[number];
  /** The layoff it was done to, the document, or the address. */
  readonly subject: string;
  /** The other layoff. */
  readonly other: string | null;
  /** The claims that moved. */
  readonly claims: readonly string[];
  /** A few words of whoever did it. */
  readonly why: string | null;
  /** Through what it was done, and by which right: "desk, as identity"; never who it was. Null of acts before that was kept. */
  readonly by: string | null;
  readonly undoneBy: string | null;
}

/** Two layoffs that may be one. `layoff` came later, and stands beside `candidate` until somebody decides. */
export interface Ask {
  readonly layoff: string;
  readonly candidate: string;
  readonly askedAt: number;
  readonly for: readonly WhyFor[];
  readonly against: readonly WhyAgainst[];
  /** `moved`: one of the two was merged, and the question is now about the one it went to. `settled`: what has come since answers it. */
  readonly decided: "same" | "different" | "moved" | "settled" | null;
}

/** Why a document's statement is no round of cuts of one employer. */
export const SHELVED = [
  /** Of many employers together. */
  "aggregate",
  /** A running total of one employer. */
  "cumulative",
  "hiring",
  "denial",
  "satire",
  "threat",
  "headcount",
  "relocation",
  /** Cited as past, without saying when that was. */
  "undated_past",
  "other",
] as const;
export type Shelved = (typeof SHELVED)[number];

/** A statement that is kept beside the record and counted nowhere. */
export interface NonEvent {
  readonly why: Shelved;
  readonly company: string | null;
  readonly count: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** ISO 8601 day, month, year, or two of them joined by "..": the time that the figure is of. */
  readonly period: string | null;
  readonly country: string | null;
  readonly industry: string | null;
  readonly quote: string;
}

/** What may be narrowed to, in lists and sums. */
export interface LayoffFilter {
  /** A company (`co-…`), or a name or the beginning of one. */
  readonly company?: string;
  /** ISO days, both included; a layoff whose date only says the month is in it where its days overlap. */
  readonly since?: string;
  readonly until?: string;
  readonly country?: string;
  readonly industry?: string;
  readonly kind?: ClaimKind;
  readonly status?: ClaimStatus;
  /** At least so many people, by the lower bound. */
  readonly min?: number;
  /** What the name of the company, or another name of it that is recorded, holds; compared as names are. */
  readonly search?: string;
  /** A kind of source that reports it. */
  readonly source?: string;
  /** Whether it has a figure. */
  readonly figure?: boolean;
}

/** The orders of a list: newest and largest first, companies by name. What has no date, figure or percentage comes last. */
export const LAYOFF_ORDERS = ["date", "count", "company", "percent", "added", "changed"] as const;
export type LayoffOrder = (typeof LAYOFF_ORDERS)[number];
