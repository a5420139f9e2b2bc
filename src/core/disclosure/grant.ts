import type { Readers } from "../ledger/rules.ts";
import { DAY, type Instant, iso, parseInstant } from "../time.ts";
import type { Audience } from "./disclose.ts";

/** The right to names: of people or roles, for a reason, until a day. Nothing gives it for longer than a year. */
export interface Grant {
  /** The alias of its audience in the settings. */
  readonly alias: string;
  readonly who: string;
  readonly reason: string;
  /** ISO day: the last one on which it holds, to its end in UTC. */
  readonly until: string;
  /** Of these directories alone; of all of them without it. */
  readonly directories?: readonly string[];
}

/** An audience of the settings, under an alias of their own. */
export type OwnAudience =
  | ({ readonly sees: "named" } & Grant)
  | { readonly sees: "counts"; readonly alias: string; readonly who: string; readonly readers: Readers };

/** So long before its end a grant is spoken of. */
const WARNED = 14 * DAY;

/** How a grant stands: `ends soon` within 14 days, `over` from the first instant after its last day. */
export function standing(grant: Grant, now: Instant): "holds" | "ends soon" | "over" {
  const left = endOf(grant) - now;
  return left <= 0 ? "over" : left <= WARNED ? "ends soon" : "holds";
}

/** Whether it is a right to names of this directory. */
export function covers({ directories }: Pick<Grant, "directories">, directory: string): boolean {
  return directories?.includes(directory) !== false;
}

/** The first instant at which it does not hold any more. A day that is none is over: nobody is told by a slip. */
export function endOf({ until }: Grant): Instant {
  const day = parseInstant(until);
  return day === undefined ? -Infinity : day + DAY;
}

/** The last day that a grant made now may name: the same day of the next year. */
export function furthest(now: Instant): string {
  const day = new Date(now);
  return iso(Date.UTC(day.getUTCFullYear() + 1, day.getUTCMonth(), day.getUTCDate())).slice(0, 10);
}

/**
 * Who reads there now. Without a right to names that holds, whoever reads there is one of many: they may know what an audience of
 * counts may know, and nothing of anybody.
 */
export function audienceAt(
  { audience, grant }: { readonly audience: Audience; readonly grant?: Grant },
  now: Instant,
): Audience {
  return grant !== undefined && standing(grant, now) === "over" ? "counts" : audience;
}
