import { defined } from "../defined.ts";
import type { Kind, Status } from "../directory/account.ts";
import type { ChangeKind } from "../directory/change.ts";
import type { RosterEntry } from "../directory/roster.ts";
import type { Instant, Interval } from "../time.ts";

/** How an account ended, as far as it is known. */
export interface End {
  /** The departure that it is (`d-…`); absent where none is kept. */
  readonly departure?: string;
  readonly at: Interval;
  readonly change: ChangeKind;
  readonly confirmed: boolean;
  /** False where it had ended before the first reading. */
  readonly observed: boolean;
}

/** One account of somebody, as the off-boarding check looks at it. */
export interface Holding {
  readonly directory: string;
  readonly account: string;
  readonly kind?: Kind;
  /** `missing`: not in its list, which proves nothing in that directory. */
  readonly state: "in_use" | "ended" | "missing";
  /** Of one that has ended. */
  readonly end?: End;
  /** When the last complete and healthy reading of the directory began; null before the first. */
  readonly seen: Instant | null;
  /** When it came, where that was after the first reading and is still to be found. */
  readonly since?: Instant;
  /** As of `Held`. */
  readonly called?: string;
}

/** An account as it is kept, whatever the time; what the check of it follows from. */
export interface Held {
  readonly directory: string;
  readonly account: string;
  readonly kind?: Kind;
  readonly status: Status;
  readonly presence: RosterEntry["presence"];
  /** When the tool says that it changed last. */
  readonly updated?: Instant;
  /** The last departure of it that was not taken back. */
  readonly left?: End;
  /** Its name, address, handle and id, in lower case: what it is looked for by. */
  readonly called: string;
}

/**
 * @param seen when the last complete and healthy reading of the directory began
 * @param since when the account came, where that was lately
 */
export function holdingOf(
  held: Held,
  { seen, since }: { readonly seen: Instant | null; readonly since?: Instant },
): Holding {
  const { directory, account, kind, status, presence, left, called } = held;
  const about = { directory, account, seen, called, ...defined({ kind, since }) };
  if (left !== undefined) return { ...about, state: "ended", end: left };
  if (!hasEnded(held)) return { ...about, state: presence === "missing" ? "missing" : "in_use" };
  // Of an end that is no departure (of a bot, of an invitation) only this is known: it was before the last change, or the last look.
  const at = { notBefore: null, notAfter: held.updated ?? seen ?? 0 };
  const change = status === "erased" ? "erased" : presence === "removed" ? "removed" : "deactivated";
  return { ...about, state: "ended", end: { at, change, confirmed: true, observed: false } };
}

export function hasEnded({ status, presence, left }: Pick<Held, "status" | "presence" | "left">): boolean {
  return left !== undefined || presence === "removed" || status === "deactivated" || status === "erased";
}

/** Of a person; bots, services and strangers are nobody's account to be taken away. */
export function isHuman({ kind }: Pick<Holding, "kind">): boolean {
  return kind === undefined || kind === "human" || kind === "guest";
}
