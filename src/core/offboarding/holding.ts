import { defined } from "../defined.ts";
import type { Kind } from "../directory/account.ts";
import type { ChangeKind } from "../directory/change.ts";
import type { Departure } from "../directory/departure.ts";
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
}

/**
 * @param left the last departure of the account that was not taken back
 * @param seen when the last complete and healthy reading of the directory began
 */
export function holdingOf(
  directory: string,
  { account, presence }: RosterEntry,
  left: Departure | undefined,
  { seen, since }: { readonly seen: Instant | null; readonly since?: Instant },
): Holding {
  const about = { directory, account: account.id, seen, ...defined({ kind: account.attributes.kind, since }) };
  if (left !== undefined && left.reversed === undefined) {
    const { id, at, change, confirmed, observed } = left;
    return { ...about, state: "ended", end: { departure: id, at, change, confirmed, observed } };
  }
  const isOver = presence === "removed" || account.status === "deactivated" || account.status === "erased";
  if (!isOver) return { ...about, state: presence === "missing" ? "missing" : "in_use" };
  // Of an end that is no departure (of a bot, of an invitation) only this is known: it was before the last change, or the last look.
  const at = { notBefore: null, notAfter: account.updated ?? seen ?? 0 };
  const change = account.status === "erased" ? "erased" : presence === "removed" ? "removed" : "deactivated";
  return { ...about, state: "ended", end: { at, change, confirmed: true, observed: false } };
}

/** Of a person; bots, services and strangers are nobody's account to be taken away. */
export function isHuman({ kind }: Pick<Holding, "kind">): boolean {
  return kind === undefined || kind === "human" || kind === "guest";
}
