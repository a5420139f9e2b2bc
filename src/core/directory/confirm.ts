import type { Instant } from "../time.ts";
import type { Account } from "./account.ts";
import type { Change, Evidence } from "./change.ts";
import type { Comparison } from "./compare.ts";
import type { Roster, RosterEntry } from "./roster.ts";

/** How many flagged accounts are asked again, one by one, within the same sweep (law 6). */
const SAMPLE = 20;
/** Up to this share of a sample may have come back in the meantime; above it, list and account contradict each other. */
const CAME_BACK_SHARE = 0.1;

/** What asking again gave: the accounts that the tool knows, and when it last answered; or why nobody could be asked. */
export type ReadBack = { readonly accounts: readonly Account[]; readonly at: Instant } | "failed" | "not possible";

/** The ids to read back: everyone newly flagged as gone, or SAMPLE of them spread evenly over the list. */
export function toReadBack(comparison: Comparison): string[] {
  const ids = comparison.changes.filter(isNewlyFlagged).map((change) => change.account.id);
  if (ids.length <= SAMPLE) return ids;
  return Array.from({ length: SAMPLE }, (_, i) => ids[Math.floor((i * ids.length) / SAMPLE)] as string);
}

/**
 * Weighs the read-back. Agreement confirms everyone; where nobody could be asked, or no answer came, the departures are
 * told as unconfirmed and wait for the next complete reading. Who reads back as active is not called gone. Where a sample
 * contradicts the list (more than a tenth of it), nobody is called gone but those who were asked and are.
 * @param heard accounts that were asked before this because the list flags them again, and that answered
 */
export function confirm(
  comparison: Comparison,
  roster: Roster,
  sampled: readonly string[],
  answer: ReadBack,
  heard: readonly string[] = [],
): Comparison {
  const flagged = comparison.changes.filter(isNewlyFlagged);
  if (flagged.length === 0) return comparison;
  if (answer === "not possible") return settle(comparison, roster, () => ({ keep: true, readBack: "not possible" }));
  if (answer === "failed") {
    const reasons = [`${flagged.length} accounts are flagged as gone and could not be read back: told as unconfirmed`];
    return settle(comparison, roster, () => ({ keep: true, readBack: "failed", unconfirmed: true }), reasons);
  }
  const asked = new Set(sampled);
  const back = new Set<string>();
  const agreed = new Map<string, Account>();
  for (const account of answer.accounts) {
    if (account.status === "active" || account.status === "invited") back.add(account.id);
    else agreed.set(account.id, account);
  }
  const contradicted = flagged.filter(({ account }) => asked.has(account.id) && back.has(account.id)).length;
  const tally = `${contradicted} of ${asked.size} accounts that the list flags as gone read back as active`;
  const all = asked.size === flagged.length;
  const doubtful = contradicted > Math.max(asked.size * CAME_BACK_SHARE, all ? 1 : 0);
  const reasons = contradicted === 0 ? [] : [`${tally}: they are not called gone`];
  if (doubtful && !all) {
    reasons.push(
      `the other ${flagged.length - asked.size} flagged accounts were not asked and are not called gone either`,
    );
  }
  const silent = sampled.filter((id) => !back.has(id) && !agreed.has(id)).length;
  if (silent > 0) reasons.push(`${silent} of ${asked.size} accounts that were asked again gave no answer`);
  const sampleAgrees = agreed.size > asked.size / 2;
  const settled = settle(
    doubtful ? withoutUnheard(withoutAbsences(comparison), heard) : comparison,
    roster,
    ({ account }) => {
      if (back.has(account.id)) return { keep: false };
      const itself = agreed.get(account.id);
      if (itself !== undefined)
        return { keep: true, readBack: "agrees", until: Math.min(itself.updated ?? 0, answer.at) };
      if (doubtful) return { keep: false };
      if (asked.has(account.id)) return { keep: true, readBack: "failed", unconfirmed: true };
      if (!sampleAgrees) return { keep: true, readBack: "failed", unconfirmed: true };
      return { keep: true, readBack: "sample agrees", unconfirmed: contradicted > 0 };
    },
    reasons,
  );
  if (!doubtful) return settled;
  // Not believed entirely, so that the intervals of those who are not called gone now still begin before this reading.
  return { ...settled, verdict: { ...settled.verdict, health: "malformed", believe: "presence" } };
}

/** Absence counts only in a healthy reading (law 1). */
function withoutAbsences(comparison: Comparison): Comparison {
  const changes = comparison.changes.filter((change) => change.evidence.by !== "absence");
  const absent = new Set(
    comparison.changes.flatMap(({ evidence, account }) => (evidence.by === "absence" ? [account.id] : [])),
  );
  return { ...comparison, changes, entries: comparison.entries.filter((entry) => !absent.has(entry.account.id)) };
}

type Decision =
  | { readonly keep: false }
  | {
      readonly keep: true;
      readonly readBack: NonNullable<Evidence["readBack"]>;
      readonly unconfirmed?: boolean;
      readonly until?: Instant;
    };

function settle(
  comparison: Comparison,
  roster: Roster,
  decide: (change: Change) => Decision,
  reasons: readonly string[] = [],
): Comparison {
  const dropped = new Set<string>();
  const waiting = new Map<string, Change>();
  const changes = comparison.changes.map((change) => {
    if (!isNewlyFlagged(change)) return change;
    const decision = decide(change);
    if (!decision.keep) {
      dropped.add(change.account.id);
      return change;
    }
    const evidence = { ...change.evidence, readBack: decision.readBack };
    // An account that was modified after the list had flagged it may have been here until then.
    const at = { ...change.at, notAfter: Math.max(change.at.notAfter, decision.until ?? 0) };
    const settled = { ...change, at, evidence, confirmed: decision.unconfirmed !== true };
    if (decision.unconfirmed === true) waiting.set(change.account.id, settled);
    return settled;
  });
  const entries = comparison.entries.flatMap((entry): RosterEntry[] => {
    const { id } = entry.account;
    if (dropped.has(id)) return [];
    const change = waiting.get(id);
    const before = roster.entries.get(id);
    if (change === undefined || before === undefined) return [entry];
    // Until it is confirmed the account stays as it was, so that the next reading compares with that.
    const { pending: _, ...settled } = before;
    return [{ ...settled, presence: "present", pending: { change: "deactivated", at: change.at, told: true } }];
  });
  return {
    verdict: { ...comparison.verdict, reasons: [...comparison.verdict.reasons, ...reasons] },
    // An account that is asked again and dropped takes all that the list said of it along; unconfirmed, only its erasure waits.
    changes: changes.filter(
      (change) => !dropped.has(change.account.id) && !(change.change === "erased" && waiting.has(change.account.id)),
    ),
    entries,
  };
}

function isNewlyFlagged(change: Change): boolean {
  return isFlagged(change) && change.evidence.readings === 1;
}

function isFlaggedAgain(change: Change): boolean {
  return isFlagged(change) && change.evidence.readings > 1;
}

/** Called gone by the list, as news. */
function isFlagged({ change, observed, quiet }: Change): boolean {
  return change === "deactivated" && observed !== false && quiet === undefined;
}

/**
 * The ids of accounts that were told as gone, unconfirmed, and that the list flags again: the account itself outranks it. At
 * most SAMPLE; of the others two readings that agree are enough, unless one of these is here after all.
 */
export function toConfirm(comparison: Comparison): string[] {
  const again = comparison.changes.filter(isFlaggedAgain);
  return again.slice(0, SAMPLE).map(({ account }) => account.id);
}

/** The comparison with a list that has been contradicted: who was flagged again and has not answered goes on waiting. */
export function withoutUnheard(comparison: Comparison, heard: readonly string[]): Comparison {
  const unheard = new Set(
    comparison.changes
      .filter(isFlaggedAgain)
      .flatMap(({ account }) => (heard.includes(account.id) ? [] : [account.id])),
  );
  return {
    ...comparison,
    changes: comparison.changes.filter(({ account }) => !unheard.has(account.id)),
    entries: comparison.entries.filter(({ account }) => !unheard.has(account.id)),
  };
}

/**
 * The ids of accounts that a list left out, to be asked for one by one: pages shift while they are read, and an account that
 * slipped through is still there by itself. At most SAMPLE, those first whose absence would be told.
 */
export function toAskFor(comparison: Comparison): string[] {
  const told = comparison.changes.filter(({ change, quiet }) => change === "missing" && quiet === undefined);
  const quiet = comparison.changes.filter((change) => change.change === "missing" && change.quiet !== undefined);
  return [...told, ...quiet].slice(0, SAMPLE).map(({ account }) => account.id);
}

/**
 * Weighs what asking gave, after the found ones have been added to the reading. A list that left out accounts that are there,
 * and more than could be asked for, was cut: nobody is missing for it.
 */
export function weighFound(comparison: Comparison, found: number, asked: number): Comparison {
  const missing = new Set(
    comparison.changes.filter(({ change }) => change === "missing").map(({ account }) => account.id),
  );
  if (found === 0 || missing.size + found <= asked) return comparison;
  const reason =
    `the list left out ${missing.size + found} accounts, and of ${asked} that were asked for one by one ${found} are there: ` +
    "it is not whole, and nobody is called missing for it";
  return {
    verdict: { health: "short", reasons: [...comparison.verdict.reasons, reason], believe: "presence" },
    changes: comparison.changes.filter(({ change }) => change !== "missing"),
    entries: comparison.entries.filter(({ account }) => !missing.has(account.id)),
  };
}
