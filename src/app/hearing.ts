import { defined } from "../core/defined.ts";
import { EVENTS_KEPT } from "../core/directory/event.ts";
import { hearingAfter, type Heard, LATE } from "../core/notification/hearing.ts";
import {
  deafnessGroup,
  type Incident,
  type HealthState,
  nextVersion,
  openDeafness,
} from "../core/notification/incident.ts";
import { hearsOf } from "../core/notification/rule.ts";
import { DAY, type Instant } from "../core/time.ts";
import { notify } from "./announce.ts";
import type { Context } from "./context.ts";
import { asOf } from "./destination.ts";
import { blindAfter, type Directory } from "./directory.ts";
import type { Ear } from "./ear.ts";
import type { StoreReader } from "./ports.ts";
import { listened } from "./listened.ts";

/** How a directory's events fare after a look. */
interface Deafness {
  /** Whether somebody is to be told something new. */
  readonly told: boolean;
  /** What does not come, and since when, where that goes on. */
  readonly standing?: HealthState;
}

/** Departures looked at, newest first, and since when. */
const LOOKED_AT = 50;
const LOOKED_BACK = DAY;

/**
 * Tells those who hear of health that a directory's events do not come, or come again; the sweeps go on either way. Only
 * `named` audiences: that something should have been heard says that somebody left.
 */
export async function announceHearing(context: Context, directory: Directory, ear: Ear): Promise<Deafness> {
  const { store, clock, destinations } = context;
  const now = clock.now();
  return store.transaction(
    async (writer) => {
      const newest = await writer.newestIncident(deafnessGroup(directory.id));
      const open = newest?.closed === false ? newest : undefined;
      const heard = await heardBy(writer, directory, ear, now);
      const state = hearingAfter(heard, open?.health);
      if (state === undefined) return { told: false, ...defined({ standing: open?.health }) };
      const incident: Incident = {
        ...(open === undefined ? openDeafness(directory.id, now) : nextVersion(open, now)),
        health: state,
        closed: state.over,
      };
      await writer.putIncident(incident);
      const hearing = destinations
        .map((one) => asOf(one, now))
        .filter(({ audience, rule }) => audience === "named" && hearsOf(rule, "health", directory.id));
      await notify(writer, incident, hearing, now);
      return { told: true, ...(state.over ? {} : { standing: state }) };
    },
    { directory: directory.id },
  );
}

async function heardBy(reader: StoreReader, directory: Directory, ear: Ear, now: Instant): Promise<Heard> {
  const { count, first, last } = await reader.heard(directory.id, now - EVENTS_KEPT);
  const down = ear.down();
  const unheard = await unheardIn(reader, directory.id, now);
  return {
    now,
    ...(down === undefined ? {} : { down }),
    lastHeard: last ?? null,
    usual: count < 2 || first === undefined || last === undefined ? null : (last - first) / (count - 1),
    ...(unheard === undefined ? {} : { unheard }),
    patience: blindAfter(directory),
  };
}

/** The departures that a reading found while events could have come, and which none has announced to this day. */
async function unheardIn(reader: StoreReader, directory: string, now: Instant): Promise<Heard["unheard"]> {
  const found = await reader.unheard(directory, { since: now - LOOKED_BACK, until: now - LATE }, LOOKED_AT);
  if (found.length === 0) return undefined;
  const spans = await listened(reader, directory, now - 2 * LOOKED_BACK);
  const unheard = found.filter((one) => spans.some(({ since, until }) => since <= one.since && until >= one.until));
  const since = unheard.reduce((earliest, one) => Math.min(earliest, one.since), Infinity);
  return unheard.length === 0 ? undefined : { count: unheard.length, since };
}
