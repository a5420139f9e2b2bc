import type { Instant, Interval } from "../time.ts";
import type { Account } from "./account.ts";
import type { Comparison } from "./compare.ts";
import type { Verdict } from "./health.ts";
import { type CompleteSnapshot, listedIn } from "./snapshot.ts";

/** A departure, or an absence, that has been seen and waits for another look. */
export interface Pending {
  readonly change: "deactivated" | "removed";
  /** From the last reading that listed the account as active to the first that did not. */
  readonly at: Interval;
  /** False where the reading was too doubtful to tell anybody (a sudden fall): it is told once it is confirmed. */
  readonly told: boolean;
}

/** The last known state of one account, kept for ever: what is said of a leaver is what was known while they were here. */
export interface RosterEntry {
  readonly account: Account;
  /**
   * `present`: in the last complete reading. `missing`: not in it, which proves nothing in this directory.
   * `removed`: gone, confirmed. An account whose removal is `pending` counts as `present` until it is confirmed.
   */
  readonly presence: "present" | "missing" | "removed";
  readonly pending?: Pending;
  /** When the custom profile fields were last read. */
  readonly detailsAt?: Instant;
}

/** A directory as we know it: the last known state of every account ever seen. */
export interface Roster {
  readonly directory: string;
  /** The workspace or tenant that answered the first complete reading; another one is never compared with it. */
  readonly identity?: string;
  readonly scopes?: readonly string[];
  /** The last complete and believed reading; undefined before the first. */
  readonly last?: { readonly startedAt: Instant; readonly takenAt: Instant; readonly accounts: number };
  readonly entries: ReadonlyMap<string, RosterEntry>;
  /**
   * How many entries are not in `entries`, where only those were loaded that a snapshot concerns: each of them is present, settled,
   * and `unchanged` in that snapshot.
   */
  readonly leftOut?: number;
}

/** Nothing is known of the directory, and nobody of it. */
export function isUnknown({ last, entries }: Roster): boolean {
  return last === undefined && entries.size === 0;
}

/**
 * The roster after a reading. `last`, from which the intervals of the next reading count, and the scopes move on only with
 * a reading that was believed entirely; a reading that is believed in nothing leaves everything as it was.
 */
export function advance(roster: Roster, snapshot: CompleteSnapshot, { verdict, ...found }: Comparison): Roster {
  if (verdict.believe === "nothing") return roster;
  const entries = new Map(roster.entries);
  for (const entry of found.entries) entries.set(entry.account.id, entry);
  return { ...stateAfter(roster, snapshot, verdict), entries };
}

/** The same without its entries. */
export function stateAfter(roster: Roster, snapshot: CompleteSnapshot, { believe }: Verdict): Omit<Roster, "entries"> {
  const { entries: _, ...state } = roster;
  if (believe !== "everything") return state;
  const { identity = state.identity, scopes = state.scopes, startedAt, takenAt } = snapshot;
  return {
    directory: state.directory,
    ...(identity === undefined ? {} : { identity }),
    ...(scopes === undefined ? {} : { scopes }),
    last: { startedAt, takenAt, accounts: listedIn(snapshot).size },
    ...(state.leftOut === undefined ? {} : { leftOut: state.leftOut }),
  };
}
