import type { Accounts } from "../core/directory/accounts.ts";
import type { CompleteSnapshot } from "../core/directory/snapshot.ts";
import type { KeptHeadcounts } from "../core/wave/kept-headcounts.ts";

/** By which key the prints of a directory's list are made, and for what they hold. */
export interface PrintKey {
  /** Base 64; random, and of this directory in this store alone, so that nobody can write a record that hashes as another. */
  readonly key: string;
  /** Whatever reads something else in the same bytes has another word here, and begins anew. */
  readonly reader: string;
}

/**
 * What the store knows of a list's records. A print is a text without line feeds, and stands beside an entry of the roster as long as the
 * record that it is of, read again, would change nothing of it (`isSettled`): any other writing of the entry takes it away.
 */
export interface PrintReader {
  printKey(directory: string): Promise<PrintKey | undefined>;
  /**
   * The prints of present accounts, by id: some of those behind `after`, until none is left.
   * @param most how many at a time, where that matters
   * @returns a line for each: the print, and right behind it the id
   */
  prints(
    directory: string,
    after?: string,
    most?: number,
  ): Promise<{ readonly lines: string; readonly last: string } | undefined>;
  /** How many present accounts have a print, and which have none, by id. */
  printed(directory: string): Promise<{ readonly count: number; readonly unprinted: readonly string[] }>;
  /** How many people are in which group; undefined where it is to be counted anew. */
  headcounts(directory: string): Promise<KeptHeadcounts | undefined>;
}

export interface PrintWriter {
  /** Inserts, or replaces; and takes away all prints that were made before. */
  putPrintKey(directory: string, key: PrintKey): Promise<void>;
  /** Of entries that are there and settled, by account id. */
  putPrints(directory: string, prints: ReadonlyMap<string, string>): Promise<void>;
  /** They hold until the next entry is put or an account is deleted. */
  putHeadcounts(directory: string, counts: KeptHeadcounts): Promise<void>;
}

/** Who is in what, by the id that the list's records have or that of the account, where it was read beside the list. */
export interface MembershipLists {
  readonly channels?: ReadonlyMap<string, readonly string[]>;
  readonly groups?: ReadonlyMap<string, readonly string[]>;
}

/** A record as it was cut out of a list, without being parsed. */
export interface CutRecord {
  /** That it has, which need not be that of its account. Often nobody asks for it: it is made when somebody does. */
  readonly id: string;
  /** Its print, as two numbers of 32 bits. */
  readonly low: number;
  readonly high: number;
}

/** What of a list's records is as it was when it was last believed, and all that is read beside it of their accounts too. */
export interface KnownList {
  /**
   * Notes that the list has this record. They need not come in the order of the list: of an account that is listed more than once the
   * last one there counts.
   * @param at where in the list it is, in any measure that grows
   * @returns whether it is the same as before: then it need not be parsed
   */
  isSame(record: CutRecord, at: number): boolean;
  /** How many records were noted. */
  readonly listed: number;
  /** Notes an account that was parsed. @param record whose print may be a view; without one it is parsed the next time as well */
  isRead(
    account: string,
    record: { readonly id?: string | undefined; readonly print?: Buffer | undefined },
    at: number,
  ): void;
  /** Once all is noted: those that count, of all accounts that were parsed out of the list in their order. */
  last(accounts: Accounts): Accounts;
}

/** The records of one list; or of several, where the records of an account in all of them together make it (the workspaces of an organisation). */
export interface KnownRecords extends KnownList {
  /** Prints are hashes under this key, as `jsonSlicer` (files/json-elements.ts) makes them. */
  readonly key: Buffer;
  /** One of several lists, from its beginning: what was noted of it before is forgotten. Where a record is has to be told of all of them in one measure. */
  in(list: string): KnownList;
  /**
   * Of several lists, at the end of the last: where records are that were the same as before, of accounts that are not, since another
   * record is new, or gone. They have to be read after all, and noted as such.
   */
  toBeParsed(): readonly number[];
  /** After that: whose records are all as they were. */
  unchanged(): Pick<CompleteSnapshot, "unchanged" | "unchangedIn">;
  /**
   * At the end marker of the only list: what the snapshot has of it.
   * @param accounts all that were parsed
   * @returns `notes` beside what else the reading has to say of itself
   */
  whole(accounts: Accounts): Pick<CompleteSnapshot, "accounts" | "unchanged" | "unchangedIn" | "notes">;
}
