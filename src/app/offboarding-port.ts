import type { Case, HeldRef } from "../core/offboarding/cases.ts";
import type { Acknowledgement } from "../core/offboarding/check.ts";
import type { Instant } from "../core/time.ts";

/** What became different of accounts that the off-boarding check follows from: of them, or of whose they are. */
interface Touched {
  /** Goes up with whatever is written. */
  readonly mark: number;
  /** Those that are there; an account that is let go of is none of them. */
  readonly accounts: readonly HeldRef[];
  /** Whether accounts were let go of. */
  readonly gone: boolean;
}

/** A part of a directory's roster, looked through. */
interface LookedThrough {
  /** Accounts by which somebody may matter; everybody who may is among their owners. */
  readonly accounts: readonly HeldRef[];
  /** The last account that was looked at; undefined at the end of the roster. */
  readonly next: string | undefined;
}

export interface OffboardingReader {
  /** Goes up with everything that `touched` tells. */
  touchMark(): Promise<number>;
  /** What was touched after that mark; undefined where that is more than is remembered. */
  touched(after: number): Promise<Touched | undefined>;
  /**
   * Goes through accounts in the order of their ids: those that ended and are somebody's, and those in use that no leading directory
   * vouches for.
   * @param leads undefined: only those that ended
   */
  lookThrough(
    directory: string,
    asked: { readonly leads: readonly string[]; readonly after?: string; readonly many: number },
  ): Promise<LookedThrough>;
  /** Whose these accounts are, with all other accounts of the same people; accounts that are not kept are left out. */
  casesOf(accounts: readonly HeldRef[]): Promise<readonly Case[]>;
  /** The same of all people of whom an account has a departure that was not taken back. */
  casesOfLeavers(): Promise<readonly Case[]>;
  /** By account: when it came, of those that came at or after this. */
  arrivals(directory: string, since: Instant): Promise<ReadonlyMap<string, Instant>>;
  /** Oldest first. */
  acknowledgements(): Promise<readonly Acknowledgement[]>;
}

export interface OffboardingWriter {
  putAcknowledgement(one: Acknowledgement): Promise<void>;
  deleteAcknowledgements(ids: readonly string[]): Promise<void>;
}
