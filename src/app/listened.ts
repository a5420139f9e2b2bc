import { type Gap, type Shown, withAccess } from "../core/directory/coverage.ts";
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

function shown(sweep: Sweep): Shown {
  const { startedAt, takenAt, health } = sweep;
  const shows = isSeeing(sweep) ? "the list" : NO_ACCESS.has(health) ? "no access" : "nothing";
  return { since: startedAt, until: takenAt, shows };
}
