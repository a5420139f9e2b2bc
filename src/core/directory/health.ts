import { isoToTheSecond } from "../time.ts";
import type { Account } from "./account.ts";
import type { Roster, RosterEntry } from "./roster.ts";
import { type CompleteSnapshot, listedIn } from "./snapshot.ts";

/** What a reading was. Everything but `ok` is reported under its own name and never as people leaving. */
export const HEALTHS = [
  "ok",
  "short",
  "empty",
  "unauthorised",
  "scope_lost",
  "wrong_workspace",
  "ids_replaced",
  "malformed",
  "unreachable",
] as const;
export type Health = (typeof HEALTHS)[number];

export interface Verdict {
  readonly health: Health;
  /** Sentences with counts, no personal data. */
  readonly reasons: readonly string[];
  /**
   * How much of the snapshot to believe: `everything`; `presence`, what it says of the accounts that it lists, while
   * nobody is called gone for not being listed; `nothing`.
   */
  readonly believe: "everything" | "presence" | "nothing";
}

/** A fall of more than this many accounts at once is a doubtful reading, whatever the share. Entra stops at 500, Okta and Google at a share; a floor keeps small directories quiet (facts: guards in the wild). */
const FALL_ACCOUNTS = 10;
const FALL_SHARE = 0.05;
/** From this share of ids gone on, new ids under the names or addresses of the old ones are a migration, not rehires. */
const REPLACED_SHARE = 0.1;
/** From this share of ids gone on, about as many new ones are other ids, whoever they belong to: no turnover is that fast. */
const REPLACED_WHOLESALE = 0.5;

/** Judges a complete snapshot against what is known, before anything is called a departure (law 6). */
export function assess(roster: Roster, snapshot: CompleteSnapshot): Verdict {
  const other = otherIdentity(roster, snapshot);
  if (other !== undefined) return nothing("wrong_workspace", [other]);
  const listed = listedIn(snapshot);
  if (listed.size === 0) {
    return nothing("empty", ["the list was complete and empty, which no directory with a user list to read is"]);
  }
  if (roster.last === undefined) return { health: "ok", reasons: [], believe: "everything" };
  if (snapshot.takenAt < roster.last.takenAt) {
    return nothing("malformed", [
      `the reading is dated ${isoToTheSecond(snapshot.takenAt)}, before the last one, of ${isoToTheSecond(roster.last.takenAt)}: ` +
        "take readings in the order of their dates, and check the clock",
    ]);
  }

  const present = roster.entries
    .values()
    .filter((entry) => entry.presence === "present")
    .toArray();
  const vanished = present.filter((entry) => !listed.has(entry.account.id));
  const known = present.length + (roster.leftOut ?? 0);
  const unseen = snapshot.accounts.filter((account) => !roster.entries.has(account.id));
  if (areReplaced(vanished, unseen, known)) {
    return nothing("ids_replaced", [
      `${vanished.length} of ${known} ids are gone and ${unseen.length} new ones came at the same time, as after ` +
        "a migration to other ids: nobody is called gone until the directory is set up anew",
    ]);
  }

  const lost = (roster.scopes ?? []).filter(
    (scope) => snapshot.scopes !== undefined && !snapshot.scopes.includes(scope),
  );
  const lostReasons =
    lost.length === 0
      ? []
      : [
          `the token has lost ${lost.join(", ")}: what it gave is kept as last known; add it to the app and install the app ` +
            "again, unless it was taken away on purpose",
        ];
  const fresh = vanished.filter((entry) => !isAwaited(entry)).length;
  const limit = Math.max(FALL_ACCOUNTS, FALL_SHARE * known);
  if (fresh > limit) {
    return {
      health: "short",
      reasons: [
        `${fresh} of ${known} accounts are not in the list, more than the ${Math.floor(limit)} that one ` +
          "reading may lose: nobody is called gone for this reading alone",
        ...lostReasons,
      ],
      believe: "presence",
    };
  }
  if (lost.length === 0) return { health: "ok", reasons: [], believe: "everything" };
  if (vanished.length === 0) return { health: "scope_lost", reasons: lostReasons, believe: "everything" };
  // The loss itself may hide accounts, so the next reading that leaves them out proves no more than this one.
  const hidden = `${vanished.length} accounts are not in the list: nobody is called gone for it until the scope is back`;
  return { health: "scope_lost", reasons: [...lostReasons, hidden], believe: "presence" };
}

/** Undefined, or why this answer is of another directory than the one that is known. */
export function otherIdentity(
  known: { readonly identity?: string } | undefined,
  answer: { readonly identity?: string },
): string | undefined {
  if (known?.identity === undefined || answer.identity === undefined || known.identity === answer.identity)
    return undefined;
  return (
    `the answer came from ${answer.identity}, and so far this directory was ${known.identity}: ` +
    "check the token, or give the other workspace a directory of its own"
  );
}

/** Absent, or flagged, in an earlier reading too, so that this one only agrees with it. */
function isAwaited(entry: RosterEntry): boolean {
  return entry.pending !== undefined;
}

/**
 * Whether the ids were replaced and not the people: many are gone, and at least half as many new ones have their e-mail
 * addresses, handles or names; or most are gone, and new ones came instead. Turnover between two yearly dumps is neither.
 */
function areReplaced(vanished: readonly RosterEntry[], unseen: readonly Account[], present: number): boolean {
  const half = vanished.length / 2;
  if (vanished.length <= Math.max(FALL_ACCOUNTS, REPLACED_SHARE * present) || unseen.length < half) return false;
  if (vanished.length > REPLACED_WHOLESALE * present) return true;
  const gone = new Set(vanished.flatMap((entry) => marks(entry.account)));
  return unseen.filter((account) => marks(account).some((mark) => gone.has(mark))).length >= half;
}

function marks({ attributes: { email, handle, name } }: Account): string[] {
  return Object.entries({ email, handle, name }).flatMap(([field, value]) =>
    value == null ? [] : [`${field} ${value}`],
  );
}

function nothing(health: Health, reasons: readonly string[]): Verdict {
  return { health, reasons, believe: "nothing" };
}
