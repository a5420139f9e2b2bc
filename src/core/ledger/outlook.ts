// What counts of these people would show, before anybody has left: for deciding whether to publish them.
import type { CountRules } from "./rules.ts";
import { type Showable, showable } from "./showable.ts";
import { leastOf, type Member, partition, TARGET } from "./units.ts";

/** Cuts of 5, 15 and 30 %. */
const CUTS = [0.05, 0.15, 0.3];

export interface Outlook {
  readonly staff: number;
  /** How many people units would have, the smallest first; empty where there are fewer staff than one has to have. */
  readonly units: readonly number[];
  /** The fewest that one has to have. */
  readonly least: number;
  /** For each cut. */
  readonly authorised: readonly Showable[];
  readonly anyone: readonly Showable[];
}

/**
 * @param isKnown whether teams and places of these people are those by which they would be divided; where not, as many units as
 *   there can be are taken for granted, which show the least
 */
export function outlookOf(
  directory: string,
  staff: readonly Member[],
  { k, anyone }: Pick<CountRules, "k" | "anyone">,
  isKnown: boolean,
): Outlook {
  const least = leastOf(anyone);
  const made = isKnown
    ? partition(directory, staff, { k: anyone }).units.map(({ headcount }) => headcount)
    : assumed(staff.length, least);
  return {
    staff: staff.length,
    units: made.toSorted((a, b) => a - b),
    least,
    authorised: showable(made, { k }, CUTS),
    anyone: showable(made, { k: anyone, over: k }, CUTS),
  };
}

function assumed(staff: number, least: number): number[] {
  if (staff < least) return [];
  const units = Math.max(1, Math.floor(staff / Math.max(least, TARGET)));
  return Array.from({ length: units }, (_, i) => Math.floor((staff + i) / units));
}
