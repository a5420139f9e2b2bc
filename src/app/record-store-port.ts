import type {
  Act,
  Ask,
  Company,
  Layoff,
  LayoffFilter,
  NonEvent,
  RecordedClaim,
  RecordedDocument,
  SourcedClaim,
} from "../core/record/layoff.ts";
import type { Total, TotalsBy } from "../core/record/totals.ts";
import type { Instant } from "../core/time.ts";

/** The order of a list; newest and largest first. */
export type LayoffOrder = "date" | "count" | "company" | "added";

export interface LayoffPage extends LayoffFilter {
  readonly order?: LayoffOrder;
  readonly limit: number;
  /**
   * By date only: those that come after the layoff of this first day and id. After one with a day come only those that have one; those
   * without come after `{ since: null }`.
   */
  readonly after?: { readonly since: string | null; readonly id?: string };
}

/** A statement on the shelf, with its document. */
export interface ShelvedStatement extends NonEvent {
  readonly document: RecordedDocument;
}

/** A page of the web that was read, and what its server wants to be asked with the next time (RFC 9110, 13.1). */
export interface ReadPage {
  readonly address: string;
  /** Whose reading of text it was: another one reads the page again. */
  readonly reader: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly readAt: Instant;
}

/** What can be asked of the public record of job cuts. Layoffs that were merged or suppressed are in no list and no sum. */
export interface RecordReader {
  recordedDocument(id: string): Promise<RecordedDocument | undefined>;
  /** All documents that are kept, and all layoffs that stand. */
  recordSize(): Promise<{ readonly documents: number; readonly layoffs: number; readonly asks: number }>;
  layoffs(page: LayoffPage): Promise<readonly Layoff[]>;
  /** Those of these ids, merged and suppressed ones too; in no order. */
  layoffsById(ids: readonly string[]): Promise<readonly Layoff[]>;
  /** Of one company, of which a day lies between these two, or which have no date; those that stand. */
  layoffsNear(companies: readonly string[], since: string | null, until: string | null): Promise<readonly Layoff[]>;
  /** In the order in which they were kept; those in force alone, unless `replaced`. */
  claimsOf(layoffs: readonly string[], replaced?: boolean): Promise<readonly SourcedClaim[]>;
  /** Those in force. */
  claimsIn(document: string): Promise<readonly RecordedClaim[]>;
  claim(id: string): Promise<SourcedClaim | undefined>;
  layoffTotals(by: TotalsBy, filter: LayoffFilter): Promise<readonly Total[]>;
  /** Those that wait, oldest first; of one layoff, on either side, decided ones too. */
  asks(filter: { readonly layoff?: string; readonly limit?: number }): Promise<readonly Ask[]>;
  /** About these layoffs or documents, oldest first. */
  acts(subjects: readonly string[]): Promise<readonly Act[]>;
  /** Whose name has this key or this first word, or an alias of this key. */
  companiesNamed(keys: readonly string[], firstWords: readonly string[]): Promise<readonly Company[]>;
  company(id: string): Promise<Company | undefined>;
  /** From the key of a name to the key of the name under which the company is kept. */
  companyAliases(): Promise<ReadonlyMap<string, string>>;
  /** Newest document first. */
  shelf(filter: { readonly limit: number; readonly why?: NonEvent["why"] }): Promise<readonly ShelvedStatement[]>;
  readPage(address: string): Promise<ReadPage | undefined>;
}

export interface RecordWriter extends RecordReader {
  /** Inserts, or replaces the document of the same id. */
  putDocument(document: RecordedDocument): Promise<void>;
  /** Inserts, or replaces those of the same ids; their place in the order stays. */
  putClaims(claims: readonly Omit<RecordedClaim, "seq">[]): Promise<void>;
  putLayoffs(layoffs: readonly Layoff[]): Promise<void>;
  putAsk(ask: Ask): Promise<void>;
  putAct(act: Act): Promise<void>;
  putCompany(company: Company): Promise<void>;
  /** Has the key mean this company. */
  putCompanyAlias(key: string, company: string): Promise<void>;
  deleteCompanyAlias(key: string): Promise<void>;
  /** Puts these in place of what the document had on the shelf. */
  putShelf(document: string, statements: readonly NonEvent[]): Promise<void>;
  /** Inserts, or replaces the page of the same address. */
  putReadPage(page: ReadPage): Promise<void>;
}
