import { accountOf, type Departure, type DepartureRules, departuresFrom } from "../core/directory/departure.ts";
import type { Roster } from "../core/directory/roster.ts";
import type { Snapshot } from "../core/directory/snapshot.ts";
import { emptyRoster, judge, type JudgingRules, sweepOfPartial } from "./judge.ts";
import type { Outcome } from "./take-reading.ts";

/** What takes readings, one after another, and knows the roster after them. */
export interface Taker {
  take(snapshot: Snapshot): Promise<Outcome>;
  roster(directory: string): Promise<Roster>;
}

/**
 * Takes readings of which nothing is kept. It finds departures, and nothing that follows from them.
 * @param leftOut how many accounts are in all of the readings, the same in each, and were not parsed
 */
export function inMemory(rules: JudgingRules & { readonly departures: DepartureRules }, leftOut?: number): Taker {
  const rosters = new Map<string, Roster>();
  const standing = new Map<string, Departure>();
  const rosterOf = (directory: string): Roster =>
    rosters.get(directory) ?? { ...emptyRoster(directory), ...(leftOut === undefined ? {} : { leftOut }) };
  return {
    roster: async (directory) => rosterOf(directory),
    async take(snapshot) {
      const { directory } = snapshot;
      const roster = rosterOf(directory);
      const first = roster.last === undefined;
      if (!snapshot.complete) {
        return { sweep: sweepOfPartial(snapshot), first, changes: [], departures: [], waves: [] };
      }
      const { next, sweep, told, comparison } = await judge(roster, snapshot, rules);
      rosters.set(directory, next);
      const departures = departuresFrom(comparison.changes, standing, rules.departures);
      for (const departure of departures) {
        if (departure.reversed === undefined) standing.set(accountOf(departure), departure);
        else standing.delete(accountOf(departure));
      }
      return { sweep, first, changes: told, departures, waves: [] };
    },
  };
}
