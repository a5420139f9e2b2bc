import { RollcallError } from "../errors.ts";
import type { Instant } from "../time.ts";
import type { Account } from "./account.ts";
import { type Accounts, lastOfEach } from "./accounts.ts";
import { LONGEST_ID } from "./bounded.ts";
import type { Health } from "./health.ts";

declare const complete: unique symbol;

/** A channel as a reading saw it. */
export interface Channel {
  readonly id: string;
  readonly name?: string;
  readonly archived: boolean;
  readonly private?: boolean;
}

/** A user group as a reading saw it. */
export interface Group {
  readonly id: string;
  readonly name?: string;
}

/** Ids that somebody has: a set, or whatever knows without holding each. */
export type Ids = Pick<ReadonlySet<string>, "size" | "has">;

interface SnapshotBase {
  readonly directory: string;
  /** When the first page was asked for. Everybody in the snapshot was seen at or after this. */
  readonly startedAt: Instant;
  /** When the last page had been read. Equal to `startedAt` for a dump. */
  readonly takenAt: Instant;
  /** What the reading has to say of itself: skipped rows, channels that could not be read. No personal data. */
  readonly notes: readonly string[];
}

/**
 * All accounts of a directory, read to the tool's own end marker. Only `completeSnapshot` makes one, and only this type
 * can be compared: law 2 holds by type.
 */
export interface CompleteSnapshot extends SnapshotBase {
  readonly [complete]: true;
  readonly complete: true;
  /** The tool's id of the workspace, tenant or organisation that answered. */
  readonly identity?: string;
  /** The scopes that the tool said the token has, sorted. */
  readonly scopes?: readonly string[];
  /** What was read of the accounts that are listed, but for those that are `unchanged`. */
  readonly accounts: Accounts;
  /**
   * Accounts that are listed and state to the byte what they stated when their entry in the roster was settled (`isSettled`), so
   * that they were not parsed. None of them is in `accounts`.
   */
  readonly unchanged?: Ids;
  /** Of those of them who state their channels: which these are. One that was read since is not `unchanged` any more, and may still be here. */
  readonly unchangedIn?: Iterable<readonly [account: string, channels: readonly string[]]>;
  /** Present where channel membership was read completely. */
  readonly channels?: readonly Channel[];
  /** Present where membership in user groups was read completely. */
  readonly groups?: readonly Group[];
}

/** A reading that did not reach the end. It holds no accounts, so that nobody can compare them. */
export interface PartialSnapshot extends SnapshotBase {
  readonly complete: false;
  readonly health: Exclude<Health, "ok" | "empty" | "ids_replaced">;
  /** One sentence: where the reading ended, and what to do. */
  readonly reason: string;
  /** How many accounts had been read by then. */
  readonly accountsRead: number;
}

export type Snapshot = CompleteSnapshot | PartialSnapshot;

/**
 * Makes a complete snapshot. An account that the tool listed twice (pages shift while they are read) counts once, with
 * its last reading.
 * @throws RollcallError `malformed` where an id is longer than any is
 * @param read.endMarker what told the end: `next_cursor is empty`, `end of file`. Required, so that nobody gets here by counting rows.
 */
export function completeSnapshot(
  read: Omit<CompleteSnapshot, typeof complete | "complete"> & { readonly endMarker: string },
): CompleteSnapshot {
  const { endMarker: _, ...snapshot } = read;
  if (read.accounts.some(({ id }) => id.length > LONGEST_ID))
    throw new RollcallError(
      "malformed",
      `an account has an id of more than ${LONGEST_ID} characters, which is none: look what answers there.`,
    );
  const accounts = lastOfEach(read.accounts);
  return {
    ...snapshot,
    complete: true,
    accounts,
    notes: [...read.notes, ...repetition(read.accounts.length - accounts.length)],
  } as unknown as CompleteSnapshot;
}

/** Everybody whom a complete snapshot lists, read anew or not. */
export function listedIn({ accounts, unchanged }: CompleteSnapshot): Ids {
  let read: ReadonlySet<string> | undefined;
  return {
    size: accounts.length + (unchanged?.size ?? 0),
    has: (id) => {
      // Mostly it is only asked how many they are.
      read ??= new Set(accounts.map((account) => account.id));
      return read.has(id) || unchanged?.has(id) === true;
    },
  };
}

/** A complete snapshot with accounts that its list left out and that were read one by one, until `at`. */
export function withAccounts(snapshot: CompleteSnapshot, found: readonly Account[], at: Instant): CompleteSnapshot {
  const what =
    found.length === 1
      ? "1 account that the list left out was"
      : `${found.length} accounts that the list left out were`;
  return {
    ...snapshot,
    // They may have left since the list was read.
    takenAt: Math.max(snapshot.takenAt, at),
    accounts: [...snapshot.accounts, ...found],
    notes: [...snapshot.notes, `${what} read one by one`],
  };
}

/**
 * A complete snapshot in which accounts that were read one by one while its pages were read are as that reading has them: an
 * event that comes during a sweep wins over its pages (https://netflixtechblog.com/dblog-a-generic-change-data-capture-framework-69351fb9099b).
 */
export function withFresher(snapshot: CompleteSnapshot, fresher: readonly Account[]): CompleteSnapshot {
  if (fresher.length === 0) return snapshot;
  const byId = new Map([...snapshot.accounts, ...fresher].map((account) => [account.id, account]));
  const { unchanged } = snapshot;
  const read = { ...snapshot, accounts: [...byId.values()] };
  return unchanged === undefined ? read : { ...read, unchanged: idsWithout(unchanged, new Set(byId.keys())) };
}

function idsWithout(ids: Ids, others: ReadonlySet<string>): Ids {
  const gone = [...others].filter((id) => ids.has(id)).length;
  return { size: ids.size - gone, has: (id) => ids.has(id) && !others.has(id) };
}

/** What a reading says of records of accounts that were listed before. */
export function repetition(count: number): string[] {
  if (count === 0) return [];
  return [`${count === 1 ? "1 account was" : `${count} accounts were`} listed more than once and counted once`];
}
