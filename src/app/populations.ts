import { type Population, populationOf, WHO } from "../core/wave/population.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import type { Store, StoreReader } from "./ports.ts";

/** The people of a directory, and which departures they are counted without. */
export interface Counted {
  readonly population: Population;
  /** Ids of departures whose people are not among them; of others they have to be taken off. Absent: of all. */
  readonly without?: ReadonlySet<string>;
}

interface Known {
  /** The last whole reading, and how many people had been let go of by then: their ids are in no group any more. */
  readonly sweep: string | undefined;
  readonly erasures: number;
  readonly counted: Counted;
}

/** By store, and in it by directory. Only a shortcut: it is made anew from the roster wherever it is missing. */
const known = new WeakMap<Store, Map<string, Known>>();

/** Of a roster at hand, as a whole reading leaves it. */
export function countedIn(entries: Iterable<RosterEntry>): Counted {
  return { population: populationOf(entries) };
}

/**
 * Between two readings: reading all of a large roster for each account that an event points to would hold everything up, so that
 * it is read once a whole reading, and whoever has left since is taken off.
 * @param departed the ids of departures that are being written
 */
export async function countedBetween(
  store: Store,
  reader: StoreReader,
  directory: string,
  departed: readonly string[],
): Promise<Counted> {
  const mine = known.get(store) ?? new Map<string, Known>();
  known.set(store, mine);
  const sweep = (await reader.sweeps({ directory, completeOnly: true, limit: 1 }))[0]?.id;
  const erasures = await reader.erasures(directory);
  const last = mine.get(directory);
  if (last !== undefined && last.sweep === sweep && last.erasures === erasures) return last.counted;
  const population = populationOf((await reader.roster(directory)).entries.values());
  const recent = await Promise.all(WHO.map((who) => reader.detector(directory, who)));
  const ids = recent.flatMap((saved) => saved?.recent ?? []).map(({ id }) => id);
  const counted = { population, without: new Set([...ids, ...departed]) };
  mine.set(directory, { sweep, erasures, counted });
  return counted;
}
