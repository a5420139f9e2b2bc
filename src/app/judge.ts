// What a complete reading says against what is known, and how it is told: the same wherever the roster is kept.
import { shortDigest } from "../core/digest.ts";
import { type Accounts, piecesOf } from "../core/directory/accounts.ts";
import { compare, type Comparison } from "../core/directory/compare.ts";
import {
  confirm,
  type ReadBack,
  toAskFor,
  toConfirm,
  toReadBack,
  weighFound,
  withoutUnheard,
} from "../core/directory/confirm.ts";
import { idOf } from "../core/directory/departure.ts";
import { assess, type Verdict } from "../core/directory/health.ts";
import { advance, isUnknown, type Roster } from "../core/directory/roster.ts";
import {
  type CompleteSnapshot,
  listedIn,
  type PartialSnapshot,
  type Snapshot,
  withAccounts,
  withFresher,
} from "../core/directory/snapshot.ts";
import type { StoredChange, Sweep } from "./ports.ts";

/** What asking for accounts one by one gave, and when the last answer came; or that none did. */
export type AskedAgain = Exclude<ReadBack, "not possible">;

/** By what a reading is judged. */
export interface JudgingRules {
  readonly absence: "counts" | "proves nothing";
  /** Asks the tool again for these accounts; absent where the tool cannot be asked (a file). */
  readonly readBack?: (ids: readonly string[]) => Promise<AskedAgain>;
}

export interface Judged {
  readonly comparison: Comparison;
  /** The roster after it. */
  readonly next: Roster;
  /** The reading with what was asked for beside it. */
  readonly read: CompleteSnapshot;
  readonly sweep: Sweep;
  readonly changes: readonly StoredChange[];
  /** What is told of them, in the order in which it is. */
  readonly told: readonly StoredChange[];
}

/** What a reading says as a whole, and what is found in it, a part at a time. */
export interface JudgedInParts extends Pick<Judged, "read" | "sweep"> {
  readonly verdict: Verdict;
  /** There are several of them. */
  readonly inParts: boolean;
  /** Each with the accounts that it is of, as the tool listed them. To be gone through once. */
  readonly parts: Iterable<{ readonly judged: Judged; readonly listed: Accounts }>;
}

/** So many accounts at a time where nobody is compared with anybody: what is made of them takes more memory than they do. */
const PART = 5000;

/** @param aside how many the tool listed that are not in the snapshot, since nothing is kept of them */
export async function judge(
  roster: Roster,
  snapshot: CompleteSnapshot,
  rules: JudgingRules,
  aside = 0,
): Promise<Judged> {
  const { comparison, read } = await examine(roster, snapshot, rules);
  return judgedBy(roster, comparison, sweepOf(snapshot, read, comparison.verdict, aside), read);
}

/**
 * The same of a reading that may be the first of its directory, and of a million accounts: of these each is judged by itself, and the tool is
 * not asked again.
 * @param listed the accounts as the tool listed them; those of the snapshot are others where something was taken out of them
 */
export async function judgeInParts(
  roster: Roster,
  snapshot: CompleteSnapshot,
  listed: Accounts,
  rules: JudgingRules,
  aside: number,
): Promise<JudgedInParts> {
  if (!isUnknown(roster) || listed.length <= PART || listed !== snapshot.accounts) {
    const judged = await judge(roster, snapshot, rules, aside);
    const { comparison, read, sweep } = judged;
    return { verdict: comparison.verdict, read, sweep, inParts: false, parts: [{ judged, listed }] };
  }
  const verdict = assess(roster, snapshot);
  const sweep = sweepOf(snapshot, snapshot, verdict, aside);
  return { verdict, read: snapshot, sweep, inParts: true, parts: eachPart(roster, snapshot, sweep, rules) };
}

function* eachPart(roster: Roster, snapshot: CompleteSnapshot, sweep: Sweep, { absence }: JudgingRules) {
  for (const listed of piecesOf(snapshot.accounts, PART)) {
    const part = { ...snapshot, accounts: listed };
    yield { judged: judgedBy(roster, compare(roster, part, absence), sweep, part), listed };
  }
}

function sweepOf(snapshot: CompleteSnapshot, read: CompleteSnapshot, verdict: Verdict, aside: number): Sweep {
  return {
    ...times(sweepId(snapshot), read),
    complete: true,
    // As the tool listed them: it is the reading that is judged by it, and not who is kept.
    accounts: listedIn(read).size + aside,
    health: verdict.health,
    reasons: [...verdict.reasons, ...read.notes],
  };
}

function judgedBy(roster: Roster, comparison: Comparison, sweep: Sweep, read: CompleteSnapshot): Judged {
  const changes = comparison.changes.map((change): StoredChange => ({
    ...change,
    id: idOf("c", change),
    sweep: sweep.id,
  }));
  const told = changes.filter((change) => change.quiet === undefined);
  // Before the first reading, the day after a wave: the newest are what somebody looks for.
  if (roster.last === undefined) told.sort(newestFirst);
  return { comparison, next: advance(roster, read, comparison), read, sweep, changes, told };
}

export function newestFirst(a: StoredChange, b: StoredChange): number {
  return b.at.notAfter - a.at.notAfter;
}

/** Compares, and asks the tool again: for accounts that its list left out, and for those that it flags as gone. */
async function examine(
  roster: Roster,
  snapshot: CompleteSnapshot,
  rules: JudgingRules,
): Promise<{ comparison: Comparison; read: CompleteSnapshot }> {
  let read = snapshot;
  let comparison = compare(roster, read, rules.absence);
  if (rules.readBack === undefined) return { comparison: confirm(comparison, roster, [], "not possible"), read };
  const again = toConfirm(comparison);
  const said = again.length === 0 ? "failed" : await rules.readBack(again);
  const answers = said === "failed" ? [] : said.accounts;
  const heard = answers.map(({ id }) => id);
  const here = answers.filter(({ status }) => status === "active");
  const compared = (): Comparison => {
    const found = compare(roster, read, rules.absence);
    return here.length === 0 ? found : withoutUnheard(found, heard);
  };
  if (here.length > 0) {
    read = withFresher(read, here);
    comparison = compared();
  }
  const asked = toAskFor(comparison);
  if (asked.length > 0) {
    const found = await rules.readBack(asked);
    if (found !== "failed" && found.accounts.length > 0) {
      read = withAccounts(read, found.accounts, found.at);
      comparison = weighFound(compared(), found.accounts.length, asked.length);
    }
  }
  const ids = toReadBack(comparison);
  if (ids.length === 0) return { comparison, read };
  const answer: ReadBack = await rules.readBack(ids);
  return { comparison: confirm(comparison, roster, ids, answer, heard), read };
}

export function emptyRoster(directory: string): Roster {
  return { directory, entries: new Map() };
}

/** What is kept of a reading that did not get to the end: it changes nothing else (law 2). */
export function sweepOfPartial(snapshot: PartialSnapshot): Sweep {
  return {
    ...times(sweepId(snapshot), snapshot),
    complete: false,
    accounts: snapshot.accountsRead,
    health: snapshot.health,
    reasons: [snapshot.reason, ...snapshot.notes],
  };
}

function sweepId(snapshot: Snapshot): string {
  const about = JSON.stringify([snapshot.directory, snapshot.startedAt, snapshot.takenAt]);
  return `s-${shortDigest(about)}`;
}

function times(id: string, snapshot: Snapshot): Pick<Sweep, "id" | "directory" | "startedAt" | "takenAt"> {
  return { id, directory: snapshot.directory, startedAt: snapshot.startedAt, takenAt: snapshot.takenAt };
}
