// What the record said before: the states through which a layoff has gone, each with what made it so, and what changed from one to the
// next. Record time is when we said it; of when it is true a layoff's own date tells.
import type { Instant } from "../time.ts";
import { changed, type Changeable } from "./changed.ts";
import { ACTS, isCounted, isStanding, type Layoff } from "./layoff.ts";

/** Why a layoff is no longer what it was. */
export const CHANGE_CAUSES = [
  /** A document that was not known before. */
  "report",
  /** A document that says otherwise than it did. */
  "correction",
  /** A document that says what it said, and is read otherwise. */
  "parser",
  /** Figures are derived from the same claims by another rule. */
  "rule",
  ...ACTS,
  /** It was so when the store began to keep what was before. */
  "unknown",
] as const;
export type Why = (typeof CHANGE_CAUSES)[number];

export interface Cause {
  readonly why: Why;
  /** The document (`doc-…`) or the act (`act-…`); null where it is neither. */
  readonly by: string | null;
}

/** A layoff as the record had it from `layoff.changedAt` on. */
export interface Version {
  readonly layoff: Layoff;
  /** Until when; null where it is so today. */
  readonly until: Instant | null;
  /** What made it so, in the order in which it came. */
  readonly causes: readonly Cause[];
}

/** One step in the history of a layoff. */
export interface Change {
  readonly at: Instant;
  /** Null where it is how it began. */
  readonly before: Layoff | null;
  readonly after: Layoff;
  readonly causes: readonly Cause[];
  /** Empty where only what stands behind the figure has changed: another claim that says the same. */
  readonly what: readonly Changeable[];
}

/** The steps of one layoff, oldest first. @param versions of it, oldest first, without a gap */
export function changesOf(versions: readonly Version[]): readonly Change[] {
  return versions.map(({ layoff: after, causes }, i) => {
    const before = versions[i - 1]?.layoff ?? null;
    return { at: after.changedAt, before, after, causes, what: before === null ? [] : changed(before, after) };
  });
}

const TOLD: ReadonlySet<Changeable> = new Set(["figure", "percent", "kind", "date"]);

/**
 * Whether whoever took the earlier state for what the record says has to hear of the later one: the figure, the share, the kind or the
 * date is another, it is no longer in lists or sums, or is back in them. That something was suppressed is not told.
 */
export function isCorrection(before: Layoff, after: Layoff): boolean {
  if (before.suppressed || after.suppressed) return false;
  if (isStanding(before) !== isStanding(after) || isCounted(before) !== isCounted(after)) return true;
  return isStanding(after) && changed(before, after).some((what) => TOLD.has(what));
}

/** Adds what is not there yet. */
export function joined(causes: readonly Cause[], more: readonly Cause[]): readonly Cause[] {
  const isNew = (one: Cause): boolean => !causes.some(({ why, by }) => why === one.why && by === one.by);
  return [...causes, ...more.filter(isNew)];
}
