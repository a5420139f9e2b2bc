import type {
  Act,
  Ask,
  Company,
  Layoff,
  LayoffFilter,
  LayoffOrder,
  NonEvent,
  RecordedClaim,
  RecordedDocument,
  SourcedClaim,
} from "../core/record/layoff.ts";
import type { Cause, Version } from "../core/record/history.ts";
import type { Total, TotalsBy } from "../core/record/totals.ts";
import type { Instant } from "../core/time.ts";

interface LayoffPage extends LayoffFilter {
  readonly order?: LayoffOrder;
  readonly limit: number;
  /** Those that come after this one, in this order. */
  readonly after?: Layoff;
}

/** A statement on the shelf, with its document. */
export interface ShelvedStatement extends NonEvent {
  readonly document: RecordedDocument;
}

/** What a filter leaves. */
export interface Selection {
  /** All that are in lists. */
  readonly listed: number;
  /** Of those, the ones that sums count. */
  readonly counted: Total;
}

/** What was taken from one source. */
export interface SourceTaken {
  readonly source: string;
  readonly documents: number;
  readonly firstTaken: Instant;
  readonly lastTaken: Instant;
  /** ISO 8601, of the newest document that says when it was published. */
  readonly published: string | null;
}

/** How many documents of a source one reader has read. */
interface SourceReadings {
  readonly source: string;
  /** `stated` where the format itself says it all. */
  readonly reader: string;
  readonly documents: number;
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

/** A version that readers who know the one before it have to hear of, with that one. */
export interface Corrected {
  readonly before: Layoff;
  readonly version: Version;
}

/** Where a question stands in the order in which they wait. */
export type QuestionPlace = Pick<Ask, "askedAt" | "layoff" | "candidate">;

/** An address of which no words leave, whichever document comes from there. */
interface SuppressedAddress {
  /** As `canonicalLink` has it. */
  readonly link: string;
  readonly since: Instant;
}

/** Everything that is kept out of what leaves. */
interface Suppressed {
  readonly layoffs: readonly Layoff[];
  readonly documents: readonly RecordedDocument[];
  readonly addresses: readonly SuppressedAddress[];
}

/** Something that is kept out of whatever leaves, since when and why. */
export interface SuppressedWhy {
  /** `l-…`, `doc-…`, or an address without its scheme. */
  readonly id: string;
  readonly since: Instant | null;
  readonly why: string | null;
  readonly layoff?: Layoff;
  readonly document?: RecordedDocument;
  /** The address because of which a document is. */
  readonly by?: string;
}

/**
 * What the record says, today or at another moment. Layoffs that were merged or suppressed are in no list and no sum. What is
 * suppressed today is suppressed at every moment.
 */
export interface RecordView {
  /** All documents that are kept, and all layoffs that stand. */
  recordSize(): Promise<{ readonly documents: number; readonly layoffs: number; readonly asks: number }>;
  layoffs(page: LayoffPage): Promise<readonly Layoff[]>;
  /** Those of these ids, merged and suppressed ones too; in no order. */
  layoffsById(ids: readonly string[]): Promise<readonly Layoff[]>;
  /**
   * In the order in which they were kept; those in force alone, unless `replaced`: then also what documents of these layoffs said
   * before, with when it was replaced.
   */
  claimsOf(layoffs: readonly string[], replaced?: boolean): Promise<readonly SourcedClaim[]>;
  layoffTotals(by: TotalsBy, filter: LayoffFilter): Promise<readonly Total[]>;
  selection(filter: LayoffFilter): Promise<Selection>;
  /** Those that wait, oldest first; of one layoff, on either side, decided ones too. */
  asks(filter: { readonly layoff?: string; readonly limit?: number }): Promise<readonly Ask[]>;
  /** About these layoffs or documents, oldest first. */
  acts(subjects: readonly string[]): Promise<readonly Act[]>;
  /** Of one layoff, oldest first, without a gap from its first on. */
  versions(layoff: string): Promise<readonly Version[]>;
}

/** What can be asked of the public record of job cuts. */
export interface RecordReader extends RecordView {
  /** The record as it stood then: what the same questions were answered with, save what is suppressed today. */
  recordAt(at: Instant): RecordView;
  /** Since when what was before is kept: of earlier moments the record knows only what stood at this one. */
  historySince(): Promise<Instant>;
  /** Newest first; of what is suppressed none. @param at only those of this moment, such as of one import */
  corrections(page: {
    readonly limit: number;
    readonly offset?: number;
    readonly layoff?: string;
    readonly at?: Instant;
    readonly since?: Instant;
  }): Promise<readonly Corrected[]>;
  suppressed(): Promise<Suppressed>;
  /**
   * Questions that wait, of two layoffs that both stand: the one that was asked first comes first.
   * @param after those behind this place in the order, whether or not a question is there
   * @param before those ahead of this place, the nearest first
   */
  questions(page: {
    readonly limit: number;
    readonly after?: QuestionPlace;
    readonly before?: QuestionPlace;
  }): Promise<readonly Ask[]>;
  /** Of these layoffs those of which it waits to be decided whether they are another one that came before. */
  undecided(layoffs: readonly string[]): Promise<ReadonlySet<string>>;
  /** How many of them there are. */
  questionsWaiting(): Promise<number>;
  /** The last that was done by which two layoffs are one or two, and that still holds. */
  lastDecision(): Promise<Act | undefined>;
  isSuppressedAddress(link: string): Promise<boolean>;
  /** Of all that were not merged, in order, from the one after `after` on. */
  layoffIds(after: string, limit: number): Promise<readonly string[]>;
  /** By which readers the documents of each source were read, and how many. */
  readings(): Promise<readonly SourceReadings[]>;
  /** Pages of the web, and articles, that were read by another reader than this one. */
  pagesReadBefore(reader: string): Promise<readonly string[]>;
  /** Whose address is this one, as `canonicalLink` has it. */
  documentsFrom(link: string): Promise<readonly RecordedDocument[]>;
  recordedDocument(id: string): Promise<RecordedDocument | undefined>;
  /** Those of these ids that are there, in no order. */
  recordedDocuments(ids: readonly string[]): Promise<readonly RecordedDocument[]>;
  /** Of one company, of which a day lies between these two, or which have no date; those that stand. */
  layoffsNear(companies: readonly string[], since: string | null, until: string | null): Promise<readonly Layoff[]>;
  /** Those in force. */
  claimsIn(document: string): Promise<readonly RecordedClaim[]>;
  /** The last words of those that are in force no more; newest first. */
  droppedIn(document: string): Promise<readonly RecordedClaim[]>;
  /** In force. */
  claim(id: string): Promise<SourcedClaim | undefined>;
  /** Another number after each transaction that has changed the record. */
  recordState(): Promise<number>;
  /** By their names. */
  sourcesTaken(): Promise<readonly SourceTaken[]>;
  /** The keys of the other names of a company. */
  aliasesOf(company: string): Promise<readonly string[]>;
  /** Whose name has this key or this first word, or an alias of this key. */
  companiesNamed(
    keys: readonly string[],
    firstWords: readonly string[],
    cik?: string | null,
  ): Promise<readonly Company[]>;
  company(id: string): Promise<Company | undefined>;
  /** From the key of a name to the key of the name under which the company is kept. */
  companyAliases(): Promise<ReadonlyMap<string, string>>;
  /** Newest document first. @param offset how many are left out before */
  shelf(filter: {
    readonly limit: number;
    readonly offset?: number;
    readonly why?: NonEvent["why"];
  }): Promise<readonly ShelvedStatement[]>;
  /** What a document has on the shelf, in its order. */
  shelfIn(document: string): Promise<readonly NonEvent[]>;
  /** How many there are of each, and of what sort. */
  shelfSize(): Promise<ReadonlyMap<NonEvent["why"], number>>;
  readPage(address: string): Promise<ReadPage | undefined>;
}

/** Whatever is replaced is kept as it was, from when until when. */
export interface RecordWriter extends RecordReader {
  /**
   * When what this transaction puts is said: now or, where the clock stands behind what was said last, right after that. No two
   * transactions have the same moment, so that each moment has one record. Asked before anything is put.
   */
  recordTime(now: Instant): Promise<Instant>;
  /** Inserts, or replaces the document of the same id. */
  putDocument(document: RecordedDocument): Promise<void>;
  /** Inserts, or replaces those of the same ids; their place in the order stays. */
  putClaims(claims: readonly Omit<RecordedClaim, "seq" | "replacedAt">[]): Promise<void>;
  /** Has them in force no more. */
  dropClaims(ids: readonly string[]): Promise<void>;
  /** Inserts, or replaces those of the same ids, whose earlier states end with `changedAt`. @param causes what made them so */
  putLayoffs(layoffs: readonly Layoff[], causes: readonly Cause[]): Promise<void>;
  putAsk(ask: Ask): Promise<void>;
  putAct(act: Act): Promise<void>;
  putCompany(company: Company): Promise<void>;
  /** Has the key mean this company. */
  putCompanyAlias(key: string, company: string): Promise<void>;
  deleteCompanyAlias(key: string): Promise<void>;
  putSuppressedAddress(address: SuppressedAddress): Promise<void>;
  deleteSuppressedAddress(link: string): Promise<void>;
  /** Puts these in place of what the document had on the shelf. */
  putShelf(document: string, statements: readonly NonEvent[]): Promise<void>;
  /** Inserts, or replaces the page of the same address. */
  putReadPage(page: ReadPage): Promise<void>;
}
