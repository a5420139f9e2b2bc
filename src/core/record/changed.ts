import type { Layoff } from "./layoff.ts";

/** What of a layoff may change, as readers see it. */
export const CHANGEABLE = ["figure", "percent", "base", "kind", "status", "date", "name", "place", "standing"] as const;
export type Changeable = (typeof CHANGEABLE)[number];

/** What readers see change from one state to another. */
export function changed(before: Layoff, after: Layoff): readonly Changeable[] {
  const differs = (...keys: readonly (keyof Layoff)[]): boolean => keys.some((key) => before[key] !== after[key]);
  const is: Readonly<Record<Changeable, boolean>> = {
    figure: differs("count", "low", "high"),
    percent: differs("percent"),
    base: differs("base"),
    kind: differs("kind"),
    status: differs("status"),
    date: differs("date"),
    name: differs("name"),
    place: differs("country", "location"),
    standing: differs("mergedInto", "suppressed", "empty", "undecided"),
  };
  return CHANGEABLE.filter((what) => is[what]);
}
