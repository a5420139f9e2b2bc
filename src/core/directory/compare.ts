import type { Instant, Interval } from "../time.ts";
import { type Account, type Attributes, lastKnown } from "./account.ts";
import { bounded, boundedAttributes } from "./bounded.ts";
import type { Change, Evidence } from "./change.ts";
import { differences } from "./difference.ts";
import { assess, type Verdict } from "./health.ts";
import { endedChannels } from "./memberships.ts";
import type { Roster, RosterEntry } from "./roster.ts";
import { type CompleteSnapshot, type Ids, listedIn } from "./snapshot.ts";
import { applyAll, changeOf, firstSeen, fromDifference, mayLeave, notListed, seenAgain } from "./step.ts";

/** What one complete reading says against everything known before. */
export interface Comparison {
  readonly verdict: Verdict;
  readonly changes: readonly Change[];
  /** The roster entries that the changes leave, and only those that differ from before. */
  readonly entries: readonly RosterEntry[];
}

/**
 * Compares a complete snapshot with the roster (law 5). Pure: the same arguments give the same answer.
 *
 * The first snapshot is a baseline: it announces nobody, and states who was already deactivated as not observed.
 * @param absence whether this directory shows a departure by leaving the account out of its list (law 1). Where it does
 *   not, an absence is `missing`: a question, never a departure.
 */
export function compare(roster: Roster, snapshot: CompleteSnapshot, absence: "counts" | "proves nothing"): Comparison {
  const verdict = assess(roster, snapshot);
  if (verdict.believe === "nothing") return { verdict, changes: [], entries: [] };
  const changes: Change[] = [];
  const entries: RosterEntry[] = [];
  const at: Interval = { notBefore: roster.last?.startedAt ?? null, notAfter: snapshot.takenAt };
  const ended = endedChannels(roster, snapshot);
  const listed = listedIn(snapshot);
  for (const stated of snapshot.accounts) {
    const account = bounded(stated);
    const before = roster.entries.get(account.id);
    const seen =
      before === undefined
        ? firstSeen(snapshot.directory, account, at)
        : seenAgain(snapshot.directory, before, account, at, ended);
    changes.push(...seen.changes);
    if (seen.entry !== before) entries.push(seen.entry);
  }
  for (const before of missingFrom(roster, listed)) {
    const gone = notListed(snapshot.directory, before, at, absence, verdict);
    changes.push(...gone.changes);
    if (gone.entry !== before) entries.push(gone.entry);
  }
  return { verdict, changes, entries };
}

/** In the order of their ids: that of a roster is the database's, and another where only a part of it was read. */
function missingFrom({ entries }: Roster, listed: Ids): RosterEntry[] {
  const missing: RosterEntry[] = [];
  for (const entry of entries.values())
    if (entry.presence === "present" && !listed.has(entry.account.id)) missing.push(entry);
  return missing.toSorted((a, b) => (a.account.id < b.account.id ? -1 : 1));
}

/**
 * Whether comparing this statement with this entry gives nothing, now and as long as the entry stands: whoever states the same
 * again may be `unchanged`, and their entry left out of the roster. In which channels they are counts for others as well
 * (`endedChannels`): that is then in `unchangedIn`.
 * @param account as the tool states it, whole: where groups or fields come from another list, they are part of the statement
 */
export function isSettled(entry: RosterEntry, account: Account): boolean {
  return seenAgain("", entry, bounded(account), { notBefore: null, notAfter: 0 }, new Map()).entry === entry;
}

/**
 * What one reading of some attributes of one account adds (custom profile fields, read account by account). Whoever is not
 * active keeps what was known while they were here.
 */
export function observe(
  directory: string,
  before: RosterEntry,
  attributes: Attributes,
  at: Instant,
): { readonly changes: readonly Change[]; readonly entry: RosterEntry } {
  if (before.account.status !== "active") return { changes: [], entry: { ...before, detailsAt: at } };
  const when = { notBefore: before.detailsAt ?? null, notAfter: at };
  const changes = differences(before.account.attributes, boundedAttributes(attributes)).map((difference) =>
    fromDifference(directory, before.account, when, difference),
  );
  return { changes, entry: { ...before, account: applyAll(before.account, changes), detailsAt: at } };
}

/**
 * What accounts that were read one by one say against the roster: each says of itself what it is, and nothing of anybody else.
 * Whether somebody of another organisation belongs to the list only the list can say; until it does they are nobody's news.
 * @param entries of these accounts; one that has none is seen for the first time
 * @param at when they were read
 */
export function review(
  { directory, last }: Pick<Roster, "directory" | "last">,
  entries: ReadonlyMap<string, RosterEntry>,
  accounts: readonly Account[],
  at: Instant,
): Pick<Comparison, "changes" | "entries"> {
  // A clock that was set back must not turn an interval round.
  const when: Interval = { notBefore: last?.startedAt ?? null, notAfter: Math.max(at, last?.takenAt ?? at) };
  const changes: Change[] = [];
  const after: RosterEntry[] = [];
  for (const stated of accounts) {
    const account = bounded(stated);
    const before = entries.get(account.id);
    if (before === undefined && account.attributes.kind === "external") continue;
    const seen =
      before === undefined
        ? firstSeen(directory, account, when)
        : seenAgain(directory, before, account, when, new Map());
    changes.push(...seen.changes.map(agreed));
    if (seen.entry !== before) after.push(seen.entry);
  }
  return { changes, entries: after };
}

/** A flag that was read from the account itself needs no asking again. */
function agreed(change: Change): Change {
  const { evidence } = change;
  return evidence.by === "flag" ? { ...change, evidence: { ...evidence, readBack: "agrees" } } : change;
}

/** What is still waiting for another look, as the unconfirmed changes that would be told if no other look came. */
export function unsettled(roster: Roster): Change[] {
  const waiting: Change[] = [];
  for (const { account, pending, presence } of roster.entries.values()) {
    if (pending === undefined || account.status !== "active") continue;
    // Missing proves nothing, and has been told as the question that it is.
    if (presence !== "present" && pending.change === "removed") continue;
    const evidence: Evidence = { by: pending.change === "removed" ? "absence" : "flag", readings: 1 };
    const known = mayLeave(account) ? { lastKnown: lastKnown(account.attributes) } : {};
    waiting.push(
      changeOf(pending.change, roster.directory, account, pending.at, evidence, { ...known, confirmed: false }),
    );
  }
  return waiting;
}
