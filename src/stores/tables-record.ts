import type { Generated } from "kysely";

/**
 * The tables of the public record of job cuts. What a row was before stands in the table of the same name with `_past`, with the
 * moments from which and until which it was so; a column that is new comes into both.
 */
export interface RecordTables {
  documents: DocumentRow & Since;
  documents_past: DocumentRow & Past;
  claims: ClaimRow & Since & { seq: Generated<number> };
  claims_past: ClaimRow & Past & { seq: number; ended: string };
  layoffs: LayoffRow & CausedRow;
  /** From `changed_at` on. */
  layoffs_past: LayoffRow & CausedRow & { until_at: number };
  layoff_asks: AskRow & Since;
  layoff_asks_past: AskRow & Past;
  layoff_acts: ActRow & { seq: Generated<number> };
  companies: CompanyRow;
  company_aliases: AliasRow & Since;
  company_aliases_past: AliasRow & Past;
  suppressed_addresses: { link: string; since_at: number };
  shelf: ShelfRow;
  pages: PageRow;
  /** One row, whose number grows with each transaction that changes the record. */
  record_state: {
    revision: number;
    /** When it was changed last: no later change is before it. */
    changed_at: Generated<number>;
    /** Since when what was before is kept. */
    history_since: Generated<number>;
  };
}

interface Since {
  since_at: number;
}

interface Past extends Since {
  until_at: number;
}

export interface CausedRow {
  /** JSON: what made it so. */
  causes: string;
  /** Whether readers who know the state before have to hear of it. */
  corrects: number;
}

/** A page of the web that was read, and what its server wants to be asked with the next time. */
interface PageRow {
  address: string;
  reader: string;
  etag: string | null;
  last_modified: string | null;
  read_at: number;
}

/** What a source published: never its text. */
export interface DocumentRow {
  id: string;
  source: string;
  key: string;
  address: string | null;
  title: string | null;
  publisher: string | null;
  published: string | null;
  language: string | null;
  hash: string;
  raw: string | null;
  reader: string;
  taken_at: number;
  suppressed: number;
}

export interface ClaimRow {
  id: string;
  document: string;
  layoff: string;
  /** JSON: Claim and Particulars. */
  claim: string;
}

/** A layoff as its claims have it: everything that is derived can be derived anew. */
export interface LayoffRow {
  id: string;
  company: string;
  name: string;
  /** `nameKey` of the name. */
  name_key: string;
  date: string | null;
  /** The two are set together, or not at all: ISO days. */
  since_day: string | null;
  until_day: string | null;
  day: string | null;
  month: string | null;
  year: string | null;
  country: string | null;
  industry: string | null;
  location: string | null;
  kind: string;
  status: string;
  count: number | null;
  low: number | null;
  high: number | null;
  percent: number | null;
  base: number | null;
  /** The count, else the lower bound: for order. */
  size: number | null;
  /** `folded`: for filters. */
  industry_key: string | null;
  /** What it adds to sums, made beforehand so that summing reads an index and nothing else. */
  sum_low: number;
  sum_high: number;
  open_ended: number;
  unfigured: number;
  /** JSON: what decided and what was set aside. */
  derivation: string;
  merged_into: string | null;
  suppressed: number;
  undecided: number;
  empty: number;
  /** Whether sums count it; 2 where it stands in lists alone, 0 where it was merged or suppressed. */
  standing: number;
  /** The kinds of source that report it, each between blanks. */
  sources: string;
  created_at: number;
  changed_at: number;
}

export interface AskRow {
  layoff: string;
  candidate: string;
  asked_at: number;
  /** JSON: a list of words. */
  reasons_for: string;
  reasons_against: string;
  decided: string | null;
}

export interface ActRow {
  id: string;
  at: number;
  act: string;
  subject: string;
  other: string | null;
  /** JSON: a list of claims. */
  claims: string;
  why: string | null;
  by: string | null;
  undone_by: string | null;
}

export interface CompanyRow {
  id: string;
  name: string;
  name_key: string;
  first_word: string;
  domain: string | null;
  country: string | null;
  industry: string | null;
  cik: string | null;
}

interface AliasRow {
  name_key: string;
  company: string;
}

/** A statement that is no round of cuts of one employer. */
export interface ShelfRow {
  document: string;
  position: number;
  why: string;
  company: string | null;
  count: number | null;
  low: number | null;
  high: number | null;
  period: string | null;
  country: string | null;
  industry: string | null;
  quote: string;
}
