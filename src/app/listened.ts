import { type Gap, type Shown, withAccess } from "../core/directory/coverage.ts";
import { accountOf, type Departure } from "../core/directory/departure.ts";
import type { HeldEvent } from "../core/directory/event.ts";
import { isSeeing } from "../core/notification/outage.ts";
import type { Instant } from "../core/time.ts";
import type { StoreReader, Sweep } from "./ports.ts";

/** Readings that say that the tool gives this token nothing any more, and so sends it nothing. */
const NO_ACCESS: ReadonlySet<Sweep["health"]> = new Set(["unauthorised", "scope_lost", "wrong_workspace"]);

/** The spans since then in which events could arrive: somebody listened, and access had not been lost. */
export async function listened(reader: StoreReader, directory: string, since: Instant): Promise<Gap[]> {
  const spans = await reader.listening({ directory, since });
  if (spans.length === 0) return [];
  const sweeps = await reader.sweeps({ directory, since });
  return withAccess(spans, sweeps.toReversed().map(shown));
}

/** By departure: the events that have come about its account since that was last seen. */
export async function eventsAbout(
  reader: StoreReader,
  directory: string,
  departures: readonly Departure[],
): Promise<ReadonlyMap<string, readonly HeldEvent[]>> {
  if (departures.length === 0) return new Map();
  const since = ({ at }: Departure): Instant => at.notBefore ?? 0;
  const first = departures.reduce((earliest, one) => Math.min(earliest, since(one)), Infinity);
  const events = await reader.events({ directory, accounts: departures.map(accountOf), since: first });
  const byAccount = Map.groupBy(events, ({ about }) => ("account" in about ? about.account : ""));
  return new Map(
    departures.map((one) => {
      const about = byAccount.get(accountOf(one)) ?? [];
      return [one.id, about.filter(({ receivedAt }) => receivedAt >= since(one))];
    }),
  );
}

function shown(sweep: Sweep): Shown {
  const { startedAt, takenAt, health } = sweep;
  const shows = isSeeing(sweep) ? "the list" : NO_ACCESS.has(health) ? "no access" : "nothing";
  return { since: startedAt, until: takenAt, shows };
}
