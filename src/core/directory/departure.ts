import { shortDigest } from "../digest.ts";
import type { Interval } from "../time.ts";
import type { Kind, LastKnown } from "./account.ts";
import type { Change, ChangeKind } from "./change.ts";
import type { Gap } from "./coverage.ts";
import { isGuest } from "./difference.ts";
import type { Actor } from "./event.ts";

/** A person leaving, as one or more directories show it. */
export interface Departure {
  /** `d-…`, the same from the first, unconfirmed telling to the last. */
  readonly id: string;
  readonly at: Interval;
  /** The person (`p-…`) to whom the first account is linked now; it is asked with the departure, and not kept with it. */
  readonly person?: string;
  readonly accounts: readonly {
    readonly directory: string;
    readonly id: string;
    readonly name?: string | null;
    readonly email?: string | null;
    readonly kind?: Kind;
  }[];
  readonly change: ChangeKind;
  readonly confirmed: boolean;
  /** False where it had happened before the first reading. */
  readonly observed: boolean;
  readonly lastKnown: LastKnown;
  /** The time in which neither events nor sweeps covered it: nobody can say when in it they left. */
  readonly gap?: Gap;
  /** Who ended the account, where the tool has a log that tells. */
  readonly actor?: Actor;
  /** Set when the account came back. */
  readonly reversed?: { readonly at: Interval; readonly change: "reactivated" | "returned" | "promoted" };
}

/** The id of the account by which the departure was found. */
export function accountOf({ accounts }: Departure): string {
  return accounts[0]?.id ?? "";
}

/** What counts as leaving beyond the end of an account. */
export interface DepartureRules {
  /** Off-boarding that makes people guests first (facts: item 8) is a departure only where the settings say so. */
  readonly demotion: boolean;
}

/**
 * The departures that changes amount to, and those that they take back.
 * @param open the last departure of each account, by account id, as far as it was not reversed.
 */
export function departuresFrom(
  changes: readonly Change[],
  open: ReadonlyMap<string, Departure>,
  rules: DepartureRules,
): Departure[] {
  const last = new Map(open);
  // By departure: one reading may take an account's departure back and find another.
  const found = new Map<string, Departure>();
  for (const change of changes) {
    const departure = next(change, last.get(change.account.id), rules);
    if (departure === undefined) continue;
    last.set(change.account.id, departure);
    found.set(departure.id, departure);
  }
  return [...found.values()];
}

/** What a change makes of an account's last departure: a new one, the same confirmed or reversed, or nothing. */
function next(change: Change, last: Departure | undefined, rules: DepartureRules): Departure | undefined {
  const standing = last?.reversed === undefined ? last : undefined;
  if (isDeparture(change, rules)) {
    const departure = fromChange(change);
    if (standing === undefined || standing.id === departure.id) return departure;
    // Somebody who has left does not leave twice; another sign of the same departure can only make it surer.
    return departure.confirmed && !standing.confirmed ? { ...standing, at: departure.at, confirmed: true } : undefined;
  }
  const how = standing === undefined ? undefined : undoing(change, standing);
  return standing === undefined || how === undefined
    ? undefined
    : { ...standing, reversed: { at: change.at, change: how } };
}

function isDeparture(change: Change, rules: DepartureRules): change is Change & { lastKnown: LastKnown } {
  if (change.lastKnown === undefined || change.quiet !== undefined) return false;
  if (change.change === "deactivated" || change.change === "removed") return true;
  if (change.change !== "demoted" || !rules.demotion) return false;
  return !isGuest(change.lastKnown) && isGuest({ ...change.lastKnown, ...change.after });
}

/** How a change takes a departure back. Staff who left by becoming guests are back as staff, not as guests who come back. */
function undoing(change: Change, last: Departure): "reactivated" | "returned" | "promoted" | undefined {
  const { change: kind, quiet, before = {}, after = {} } = change;
  if (quiet !== undefined) return undefined;
  if (last.change === "demoted")
    return kind === "promoted" && isGuest(before) && !isGuest(after) ? "promoted" : undefined;
  if (kind === "reactivated" || kind === "returned") return kind;
  // Invited anew after having left, and joined.
  return kind === "joined" ? "returned" : undefined;
}

function fromChange(change: Change & { lastKnown: LastKnown }): Departure {
  return {
    id: idOf("d", change),
    at: change.at,
    accounts: [{ directory: change.directory, ...change.account }],
    change: change.change,
    confirmed: change.confirmed,
    observed: change.observed !== false,
    lastKnown: change.lastKnown,
  };
}

/**
 * The id of a change (`c`) or of the departure that it is (`d`): a digest of what it is about, so that the confirmation of a
 * change has the id of its first telling, and reading the same history twice gives the same ids.
 */
export function idOf(prefix: "c" | "d", change: Change): string {
  const about = [
    change.directory,
    change.account.id,
    change.change,
    change.at.notBefore,
    change.at.notAfter,
    change.quiet ?? null,
  ];
  return `${prefix}-${shortDigest(JSON.stringify(about))}`;
}
