import type { Health } from "../directory/health.ts";
import type { Instant } from "../time.ts";
import type { HealthState } from "./incident.ts";

/** A reading, as far as its health goes. */
export interface Seen {
  readonly at: Instant;
  readonly complete: boolean;
  readonly health: Health;
  readonly reasons: readonly string[];
}

/** What a reading that failed is measured by. */
export interface Before {
  /** What has been told of failing so far, where it has not ended. */
  readonly told?: HealthState;
  /** The end of the last reading in which departures would have shown. */
  readonly lastGood: Instant | null;
  /** The first of the readings that have failed since. */
  readonly failingSince: Instant;
  /** A directory that fails and was last seen longer ago than this has gone dark; milliseconds. */
  readonly blindAfter: number;
}

/** Readings in which who is flagged as gone still shows: not all is well, but nobody is blind. */
export const SEEING_HEALTHS = ["ok", "short", "scope_lost"] as const satisfies readonly Health[];
const SEEING: ReadonlySet<Health> = new Set(SEEING_HEALTHS);

/** What often passes by itself, and is told only once it lasts. */
const PASSING: ReadonlySet<Health> = new Set(["unreachable", "malformed"]);

/** Of a list that was read to its end: what follows from who is missing in it, and what that would hide. */
const OF_PEOPLE: ReadonlySet<Health> = new Set(["short", "ids_replaced", "scope_lost"]);

/**
 * The reading as it would have been whoever had left. Nothing else decides what an audience of counts is told, and when: that
 * a list fell short says that many left, or are about to be found to have.
 */
export function whoeverLeft<T extends Pick<Seen, "complete" | "health">>(seen: T): T {
  return seen.complete && OF_PEOPLE.has(seen.health) ? { ...seen, health: "ok" } : seen;
}

/** Whether somebody who is flagged as gone would have shown in it. */
export function isSeeing({ complete, health }: Pick<Seen, "complete" | "health">): boolean {
  return complete && SEEING.has(health);
}

export function isGood({ complete, health }: Pick<Seen, "complete" | "health">): boolean {
  return complete && health === "ok";
}

/**
 * What is to be told of a directory's readings after this one; undefined where that is nothing new. A reading that somebody
 * has to look at (a lost scope, a list that fell short) is told at once; a network that fails, once it has lasted until
 * the directory is dark; then the end of either. A clock that was set back to before the last reading cannot tell how long
 * nobody has seen anything, and no reading is believed until it has caught up: that is dark at once.
 */
export function outageAfter(seen: Seen, { told, lastGood, failingSince, blindAfter }: Before): HealthState | undefined {
  const standing = told?.over === false ? told : undefined;
  if (isGood(seen)) return standing && { ...standing, over: true, lastGood: seen.at };
  const unseen = seen.at - (lastGood ?? failingSince);
  const blind = !isSeeing(seen) && (unseen > blindAfter || unseen < 0);
  if (PASSING.has(seen.health) && !blind && standing === undefined) return undefined;
  // A network that fails now and then during a graver outage is no news of its own.
  const health = standing !== undefined && PASSING.has(seen.health) && !blind ? standing.health : seen.health;
  if (standing !== undefined && standing.health === health && standing.blind === blind) return undefined;
  const whole = isSeeing(seen) ? ({ whole: true } as const) : {};
  return {
    health,
    reasons: seen.reasons,
    since: standing?.since ?? failingSince,
    lastGood,
    blind,
    ...whole,
    over: false,
  };
}
