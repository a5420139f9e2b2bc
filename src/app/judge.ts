// What a complete reading says against what is known, and how it is told: the same wherever the roster is kept.
import { shortDigest } from "../core/digest.ts";
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
import { advance, type Roster } from "../core/directory/roster.ts";
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

/** @param aside how many the tool listed that are not in the snapshot, since nothing is kept of them */
export async function judge(
  roster: Roster,
  snapshot: CompleteSnapshot,
  rules: JudgingRules,
  aside = 0,
): Promise<Judged> {
  const { comparison, read } = await examine(roster, snapshot, rules);
  const { verdict } = comparison;
  const sweep: Sweep = {
    ...times(sweepId(snapshot), read),
    complete: true,
    // As the tool listed them: it is the reading that is judged by it, and not who is kept.
    accounts: listedIn(read).size + aside,
    health: verdict.health,
    reasons: [...verdict.reasons, ...read.notes],
  };
  const changes = comparison.changes.map((change): StoredChange => ({
    ...change,
    id: idOf("c", change),
    sweep: sweep.id,
  }));
  const told = changes.filter((change) => change.quiet === undefined);
  // Before the first reading, the day after a wave: the newest are what somebody looks for.
  if (roster.last === undefined) told.sort((a, b) => b.at.notAfter - a.at.notAfter);
  return { comparison, next: advance(roster, read, comparison), read, sweep, changes, told };
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
