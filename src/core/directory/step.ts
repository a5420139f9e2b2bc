import type { Instant, Interval } from "../time.ts";
import { type Account, lastKnown, merge } from "./account.ts";
import { type Change, type ChangeKind, type Evidence, STATUS_AFTER } from "./change.ts";
import { type Difference, differences } from "./difference.ts";
import type { Verdict } from "./health.ts";
import { channelDifferences, type EndedChannels } from "./memberships.ts";
import type { RosterEntry } from "./roster.ts";

/** What one reading says of one account: the changes, and the roster's entry after them. */
interface Step {
  readonly changes: readonly Change[];
  readonly entry: RosterEntry;
}

export function firstSeen(directory: string, account: Account, at: Interval): Step {
  // Placeholders that erasing left behind are no attributes of anybody.
  const attributes = account.status === "erased" ? {} : account.attributes;
  const entry: RosterEntry = { account: { ...account, attributes }, presence: "present" };
  const presence: Evidence = { by: "presence", readings: 1, ...stated(account) };
  if (account.status === "deactivated") {
    // It had happened when we first looked; `updated` bounds it, since deactivating is a modification.
    const notAfter = Math.min(account.updated ?? at.notAfter, at.notAfter);
    const when = { notBefore: null, notAfter };
    const evidence: Evidence = { by: "flag", readings: 1, ...stated(account) };
    const known = mayLeave(account) ? { lastKnown: lastKnown(attributes) } : {};
    const change = changeOf("deactivated", directory, account, when, evidence, { ...known, after: attributes });
    return { changes: [{ ...change, observed: false }], entry };
  }
  if (at.notBefore === null) return { changes: [], entry };
  if (account.status === "erased") {
    const change = changeOf("erased", directory, entry.account, at, presence, { after: attributes });
    return { changes: [{ ...change, observed: false, quiet: "erased before it was first seen" }], entry };
  }
  const kind = account.status === "invited" ? "invited" : "joined";
  return { changes: [changeOf(kind, directory, account, at, presence, { after: attributes })], entry };
}

export function seenAgain(
  directory: string,
  before: RosterEntry,
  reading: Account,
  at: Interval,
  ended: EndedChannels,
): Step {
  const changes: Change[] = [];
  const from = before.account.status;
  const to = reading.status;
  const say = (kind: ChangeKind, when: Interval, evidence: Evidence, more: Partial<Change> = {}): void => {
    changes.push(changeOf(kind, directory, before.account, when, evidence, more));
  };
  const flag: Evidence = { by: "flag", readings: 1, ...stated(reading) };
  const presence: Evidence = { by: "presence", readings: 1, ...stated(reading) };

  const here = to === "active" || to === "invited";
  const since: Interval = { notBefore: lastSeen(before, at), notAfter: at.notAfter };
  const toldGone = before.pending?.told === true && before.pending.change === "removed";
  const toldFlagged = before.pending?.told === true && before.pending.change === "deactivated";
  const back = toldGone || before.presence !== "present";
  // Tools that never stop listing the deactivated may list one late; that nobody who matters came back is no news. Whoever
  // had been deactivated, or not yet joined, is told as reactivated, invited or joined.
  if (back && here && from === "active" && !toldFlagged) say("returned", at, presence);
  else if (back) say("returned", at, presence, { quiet: here ? "was not active" : "not active" });

  if (from === "active" && (to === "deactivated" || to === "erased")) {
    const pending = before.pending?.change === "deactivated" ? before.pending : undefined;
    const when =
      pending === undefined
        ? { ...since, notAfter: boundedByUpdate(reading, since) }
        : reached(reading, pending.at, at);
    const known = mayLeave(before.account) ? { lastKnown: lastKnown(before.account.attributes) } : {};
    // Told as removed when the list left it out; that it is listed again as deactivated is the same departure.
    const more = before.presence === "removed" ? { quiet: "had left before" } : known;
    say("deactivated", when, { ...flag, readings: pending === undefined ? 1 : 2 }, more);
  }
  if (from === "invited" && (to === "deactivated" || to === "erased")) say("invite_revoked", since, flag);
  if (to === "erased" && from !== "erased") say("erased", since, flag);
  if (from === "invited" && to === "active") say("joined", since, presence);
  if ((from === "deactivated" || from === "erased") && to === "active") say("reactivated", since, presence);
  // Somebody who was told gone on one reading and is active in the next.
  if (from === "active" && to === "active" && toldFlagged) say("reactivated", since, presence);
  if (to === "invited" && from !== "invited") say("invited", since, presence);

  if (here) {
    const known = revived(before.account, to);
    const found = [
      ...differences(known.attributes, reading.attributes),
      ...channelDifferences(known, reading, ended, from !== "active" || back),
    ];
    changes.push(...found.map((difference) => fromDifference(directory, known, since, difference)));
  }
  if (changes.length === 0 && before.pending === undefined && before.presence === "present")
    return { changes, entry: before };
  const account = { ...applyAll(before.account, changes), ...stated(reading), ...updated(reading) };
  return {
    changes,
    entry: {
      account: here ? withoutStated(account) : account,
      presence: "present",
      ...(before.detailsAt === undefined ? {} : { detailsAt: before.detailsAt }),
    },
  };
}

export function notListed(
  directory: string,
  before: RosterEntry,
  at: Interval,
  absence: "counts" | "proves nothing",
  verdict: Verdict,
): Step {
  const unchanged: Step = { changes: [], entry: before };
  const { account, pending } = before;
  const say = (kind: ChangeKind, when: Interval, readings: number, more: Partial<Change>): Change =>
    changeOf(kind, directory, account, when, { by: "absence", readings }, more);
  const known = mayLeave(account) ? { lastKnown: lastKnown(account.attributes) } : {};
  const { pending: _, ...settled } = before;

  if (absence === "proves nothing") {
    if (verdict.believe !== "everything") return unchanged;
    const quiet = account.status === "active" ? {} : { quiet: "not active" };
    const change = say("missing", at, 1, { ...known, ...quiet, confirmed: false });
    // What was flagged and is not yet confirmed goes on waiting for that, with the interval in which it was flagged.
    const waiting = pending ?? { change: "removed", at, told: true };
    return { changes: [change], entry: { ...before, presence: "missing", pending: waiting } };
  }
  if (verdict.believe !== "everything") {
    return pending === undefined
      ? { changes: [], entry: { ...before, pending: { change: "removed", at, told: false } } }
      : unchanged;
  }
  if (account.status === "active" && pending === undefined) {
    const entry: RosterEntry = { ...before, pending: { change: "removed", at, told: true } };
    return { changes: [say("removed", at, 1, { ...known, confirmed: false })], entry };
  }
  const [when, readings] = pending === undefined ? [at, 1] : [pending.at, 2];
  const change =
    account.status === "invited"
      ? say("invite_revoked", when, readings, {})
      : say("removed", when, readings, account.status === "active" ? known : { quiet: "had left before" });
  return { changes: [change], entry: { ...settled, account: applyChange(account, change), presence: "removed" } };
}

/** People leave; bots, service accounts and other organisations' people do not. Unknown counts as a person. */
export function mayLeave(account: Account): boolean {
  const { kind } = account.attributes;
  return kind === undefined || kind === "human" || kind === "guest";
}

/**
 * The account after a change. Changes of one comparison, applied to the earlier state, give the later one, with the
 * earlier value wherever the later states none.
 */
export function applyChange(account: Account, change: Change): Account {
  const { stated: _, ...rest } = account;
  const status = STATUS_AFTER[change.change] ?? account.status;
  // Erasing takes the person's data with it; their departure keeps what its retention allows.
  const attributes = status === "erased" ? {} : merge(revived(account, status).attributes, change.after ?? {});
  return { ...(status === account.status ? account : rest), status, attributes };
}

/**
 * What is still known of an account once it has this status. Whoever comes back is put back into no channel or group
 * (https://slack.zendesk.com/hc/en-us/articles/360002061747), so which they are in is unknown until it is read; what they
 * had is in their departure.
 */
function revived(account: Account, status: Account["status"]): Account {
  const wasHere = account.status === "active" || account.status === "invited";
  if (wasHere || (status !== "active" && status !== "invited")) return account;
  const { channels: _channels, groups: _groups, ...attributes } = account.attributes;
  return { ...account, attributes };
}

export function applyAll(account: Account, changes: readonly Change[]): Account {
  return changes.reduce(applyChange, account);
}

export function fromDifference(directory: string, account: Account, at: Interval, difference: Difference): Change {
  const { change, before, after, quiet } = difference;
  const evidence: Evidence = { by: "value", readings: 1 };
  const known = change === "demoted" && mayLeave(account) ? { lastKnown: lastKnown(account.attributes) } : {};
  return changeOf(change, directory, account, at, evidence, {
    ...known,
    before,
    after,
    ...(quiet === undefined ? {} : { quiet }),
  });
}

export function changeOf(
  kind: ChangeKind,
  directory: string,
  account: Account,
  at: Interval,
  evidence: Evidence,
  more: Partial<Change>,
): Change {
  const { name, email, kind: accountKind } = account.attributes;
  return {
    change: kind,
    directory,
    at,
    account: {
      id: account.id,
      ...(name === undefined ? {} : { name }),
      ...(email === undefined ? {} : { email }),
      ...(accountKind === undefined ? {} : { kind: accountKind }),
    },
    evidence,
    confirmed: true,
    ...more,
  };
}

/** Whoever was not in the last list was last seen before it; of a removal that is settled, that moment is not kept. */
function lastSeen(before: RosterEntry, at: Interval): Instant | null {
  return before.presence === "removed" ? null : (before.pending?.at.notBefore ?? at.notBefore);
}

/** Deactivating modifies the record, so it happened no later than its last modification; a tool's clock that lags is not believed. */
function boundedByUpdate(reading: Account, at: Interval): Instant {
  const { updated: modified, status } = reading;
  if (modified === undefined || status === "erased" || modified >= at.notAfter) return at.notAfter;
  return at.notBefore !== null && modified <= at.notBefore ? at.notAfter : modified;
}

/**
 * The interval of a flag that nobody could confirm, once it is confirmed: to the last modification where that came later, since
 * the first flag may have been wrong and the second one right.
 */
function reached({ updated: modified }: Account, first: Interval, at: Interval): Interval {
  return modified === undefined
    ? first
    : { ...first, notAfter: Math.max(first.notAfter, Math.min(modified, at.notAfter)) };
}

function stated(account: Account): { stated?: string } {
  return account.stated === undefined ? {} : { stated: account.stated };
}

function updated(account: Account): { updated?: Instant } {
  return account.updated === undefined ? {} : { updated: account.updated };
}

function withoutStated(account: Account): Account {
  const { stated: _, ...rest } = account;
  return rest;
}
