// Of whose cuts somebody wants to hear: companies by any of their names, and what they are narrowed to.
import type { Layoff } from "./layoff.ts";

/** At least one of its conditions is set; all that are set have to hold. */
export interface WatchList {
  /** What it is called in messages; each has a name of its own. */
  readonly name: string;
  /** Names, as somebody would write them, or ids (`co-…`). */
  readonly companies?: readonly string[];
  /** ISO 3166-1. */
  readonly country?: string;
  /** As the record calls it, without regard to case. */
  readonly industry?: string;
  /** At least so many people, by the lower bound; what names no figure is not among them. */
  readonly min?: number;
  /** The destinations that are told, by their names; all that tell layoffs without it. */
  readonly to?: readonly string[];
}

/** @param companies the ids of those that the list names; undefined where it names none */
export function isWatched(
  { country, industry, min }: WatchList,
  layoff: Layoff,
  companies: ReadonlySet<string> | undefined,
): boolean {
  if (country !== undefined && layoff.country !== country) return false;
  if (industry !== undefined && layoff.industry?.toLowerCase() !== industry.toLowerCase()) return false;
  if (min !== undefined && (layoff.low ?? -1) < min) return false;
  return companies?.has(layoff.company) !== false;
}
