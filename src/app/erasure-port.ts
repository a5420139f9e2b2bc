import type { Departure } from "../core/directory/departure.ts";
import type { ErasureReason, Tombstone } from "../core/directory/erased.ts";
import type { HeldEvent } from "../core/directory/event.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import type { RetentionKind } from "../core/disclosure/retention.ts";
import type { Leaver } from "../core/ledger/settled.ts";
import type { Secret } from "../core/secret.ts";
import type { Instant } from "../core/time.ts";
import type { DayNumber } from "../core/wave/calendar.ts";
import type { Who } from "../core/wave/wave.ts";
import type { StoredChange } from "./store-port.ts";

/** A secret of our own making that is beside the store, where whoever has the store alone does not have it. */
export interface KeyFile {
  /** For people: `/var/lib/rollcall/rollcall.db.erasure-key`. */
  readonly place: string;
  /** Undefined where none was made yet. Throws `bad_secret`. */
  key(): Promise<Secret | undefined>;
  /** Keeps it, for its owner alone, unless there is one. */
  keepKey(key: Secret): Promise<void>;
}

/** What is done now and then, and when that was last; `bytes`: since when what was erased waits to be overwritten. */
type Upkeep = "retention" | "bytes" | "cleaned";

/** Kinds that go by a time of their own, and concern nobody. */
export type PlainKind = Extract<RetentionKind, "messages" | "waves" | "events" | "readings" | "coverage" | "plans">;

/** Confirmed departures that are not kept any more, by the day on which they fell. */
export interface LeftDay {
  readonly day: DayNumber;
  readonly who: Who;
  readonly count: number;
}

/** Records in which somebody else may be named: a manager, an inviter, whoever ended an account. */
export interface Naming {
  readonly entries: readonly RosterEntry[];
  readonly changes: readonly StoredChange[];
  readonly departures: readonly Departure[];
  readonly events: readonly HeldEvent[];
}

/**
 * Accounts that are due to go. `left`: they left before this, nobody is still to be told of it and no wave that goes on holds them.
 * `erased`: the tool has erased them, and nobody is still to be told, or it did so before this. `all`: whoever there is.
 */
export type ToForget = { readonly left: Instant } | { readonly erased: Instant } | "all";

/** How tombstones stand with the key by which they are hashed. */
interface TombstoneState {
  readonly directory: string;
  readonly count: number;
  /** Those that were made with another key than the one there is, and of which nobody can tell whose they are. */
  readonly unknown: number;
}

export interface ErasureReader {
  /**
   * Of these accounts, those that are not kept any more.
   * @throws RollcallError `bad_secret` where there are tombstones and the key is not the one that they were made with
   */
  tombstones(directory: string, ids: readonly string[]): Promise<ReadonlyMap<string, Tombstone>>;
  tombstoneStates(): Promise<readonly TombstoneState[]>;
  /** Of these words, those that are known to name somebody who is not kept any more. Throws as `tombstones`. */
  erasedWords(directory: string, words: readonly string[]): Promise<ReadonlySet<string>>;
  /** Another number once an account of the directory is not kept any more: what was read before may hold it. */
  erasures(directory: string): Promise<number>;
  naming(directory: string): Promise<Naming>;
  /** Accounts of this id, or of this address, in all directories or in one. */
  accountsBy(
    word: { readonly id: string } | { readonly email: string },
    directory?: string,
  ): Promise<readonly { readonly directory: string; readonly entry: RosterEntry }[]>;
  toForget(directory: string, which: ToForget, limit: number): Promise<readonly string[]>;
  /** How many people left before this, held back or not. */
  countLeft(directory: string, before: Instant): Promise<number>;
  /** From when on leaving counts, of those who are counted; `waiting`: in no unit yet. */
  members(
    directory: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly since: Instant; readonly waiting: boolean }>>;
  leavers(directory: string): Promise<readonly Leaver[]>;
  leftDays(directory: string): Promise<readonly LeftDay[]>;
  /** Departures of people who are here that were over before this: they came back, or became guests. */
  departuresOver(directory: string, before: Instant, limit: number): Promise<readonly Departure[]>;
  /** The entries that are about one of these: an entry names what it is about, where that is one thing, as `what`. */
  recordsAbout(things: readonly string[]): Promise<readonly number[]>;
  /** The oldest entries of before this that still say what they are about. */
  recordsBefore(before: Instant, limit: number): Promise<readonly number[]>;
  /** When it was last done; undefined where it never was. */
  upkeep(name: Upkeep): Promise<Instant | undefined>;
}

export interface Buried {
  readonly id: string;
  readonly inUse: boolean;
  /** As which it goes on being counted, until that can no longer be taken back. */
  readonly member?: string;
}

/** How many rows went. */
export interface Deleted {
  readonly accounts: number;
  readonly changes: number;
  readonly departures: number;
  readonly events: number;
}

export interface ErasureWriter {
  /** Makes the key where there is none yet. */
  bury(directory: string, accounts: readonly Buried[], why: ErasureReason, day: string): Promise<void>;
  /** Notes words by which records of a directory name an account, whose own directory may be another. @returns whether one was not noted yet */
  learnWords(
    directory: string,
    account: { readonly directory: string; readonly id: string },
    words: readonly string[],
  ): Promise<boolean>;
  /** These accounts begin anew. @param at from when on they are back, for counts that had not settled */
  lift(directory: string, ids: readonly string[], at: Instant): Promise<void>;
  /** Deletes accounts with their changes, their departures, events about them, and all that says that these were told. */
  deleteAccounts(directory: string, ids: readonly string[]): Promise<Deleted>;
  /** Deletes departures, and all that says that they were told. */
  deleteDepartures(ids: readonly string[]): Promise<void>;
  /** Deletes changes of before this of people who are here, that nobody is still to be told. @returns how many */
  deleteChanges(directory: string, before: Instant, limit: number): Promise<number>;
  deleteIncident(id: string): Promise<void>;
  /** Lets go of the directory itself: the next reading is a first one. */
  deleteDirectory(id: string): Promise<void>;
  /** @returns how many rows of the kind went, no more than `limit` */
  deleteBefore(kind: PlainKind, before: Instant, limit: number): Promise<number>;
  /** Replaces who did it, of events that are there. */
  putActors(events: readonly HeldEvent[]): Promise<void>;
  /**
   * Counts a member under another word from now on; without one, not at all. Of who is in no unit yet the team and place stay
   * that are given.
   */
  renameMember(
    directory: string,
    id: string,
    member: string | undefined,
    cell: { readonly team: string | null; readonly place: string | null },
  ): Promise<void>;
  /** Inserts, or replaces the one of the same member and time. */
  putLeavers(directory: string, leavers: readonly Leaver[]): Promise<void>;
  /** Of the settled only that they count stays; nothing of those who came back in time. */
  settleLeavers(
    directory: string,
    of: { readonly settled: readonly Leaver[]; readonly never: readonly Leaver[] },
  ): Promise<void>;
  /** Tombstones tell no more as which member somebody goes on being counted who left before this. */
  unlinkLeavers(directory: string, before: Instant): Promise<void>;
  addLeftDays(directory: string, days: readonly LeftDay[]): Promise<void>;
  /** @param at undefined: it is not due any more */
  putUpkeep(name: Upkeep, at: Instant | undefined): Promise<void>;
  /** Lets go of tombstones that were made with another key: nobody can tell whose they are. @returns how many */
  deleteUnknownTombstones(): Promise<number>;
}
