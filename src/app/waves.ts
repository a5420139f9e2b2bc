import { type Disclosed, disclose, type IncidentView } from "../core/disclosure/disclose.ts";
import { whereabouts } from "../core/directory/account.ts";
import type { Departure } from "../core/directory/departure.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { DAY, type Instant } from "../core/time.ts";
import { type LegalCounters, legalCounters } from "../core/wave/counters.ts";
import { expectation } from "../core/wave/expectation.ts";
import { dayOf } from "../core/wave/calendar.ts";
import { isHere, populationOf, whoIs } from "../core/wave/population.ts";
import { priorOf, type WaveRules } from "../core/wave/rules.ts";
import { type Strip, stripOf } from "../core/wave/strip.ts";
import type { Who } from "../core/wave/wave.ts";
import { namesIn } from "./incident-report.ts";
import { leftDaysIn } from "./left-days.ts";
import type { StoreReader } from "./ports.ts";

/** A wave, as the operator of the command line sees it: the store is theirs to read already. */
export interface SeenWave {
  readonly directory: string;
  readonly view: Disclosed<IncidentView>;
}

/** Newest first. @param since only those that went on at or after this */
export async function wavesOf(
  store: StoreReader,
  { directory, since }: { readonly directory?: string; readonly since?: Instant },
): Promise<SeenWave[]> {
  const seen: SeenWave[] = [];
  for (const incident of await store.incidents({
    kind: "waves",
    ...(directory === undefined ? {} : { directory }),
    ...(since === undefined ? {} : { since }),
  })) {
    const names = await namesIn(store, incident);
    const view = disclose("incident", { incident, directories: [], names }, "named");
    if (view !== undefined) seen.push({ directory: incident.directory ?? "", view });
  }
  return seen;
}

/** Departures of one population over time, beside what its detector expects: nothing is expected of days that it has forgotten. */
export async function stripFor(
  store: StoreReader,
  directory: string,
  who: Who,
  span: { readonly from: Instant; readonly to: Instant },
  rules: WaveRules = {},
): Promise<Strip> {
  const departures = (await store.departures({ directory, since: span.from, until: span.to + 1 })).filter(
    (departure) => departure.observed && departure.confirmed && whoIs(departure.lastKnown) === who,
  );
  const forgotten = (await leftDaysIn(store, directory, span)).filter((one) => one.who === who);
  const incidents = await store.incidents({ kind: "waves", directory });
  const waves = incidents.flatMap(({ wave }) => (wave === undefined || wave.who !== who ? [] : [wave]));
  const saved = await store.detector(directory, who);
  const here = populationOf((await store.roster(directory)).entries.values()).here[who].total;
  const expected = saved === undefined ? undefined : expectation(saved.baseline, priorOf(who, rules), here);
  const first = saved?.baseline.days[0]?.day ?? Infinity;
  return stripOf({
    departed: [...departures, ...forgotten].map(({ at }) => ({ since: at.notBefore, at: at.notAfter })),
    between: (from, to) => (dayOf(from) < first ? undefined : expected?.between(from, to)),
    dispersion: (length, mean) => expected?.dispersion("organisation", length, mean) ?? 1,
    waves: waves.map(({ start, end, closed }) => ({ start, end, open: closed === undefined })),
    span,
  });
}

/** The longest that legal counters look back. */
const COUNTED_BACK = 180 * DAY;

/** Arithmetic on the staff accounts of one directory, per stated place. */
export async function countersFor(store: StoreReader, directory: string, now: Instant): Promise<LegalCounters> {
  const departures = await store.departures({ directory, since: now - COUNTED_BACK });
  // Of those who are not kept any more the day is, and not the place: they are among those of whom none is stated.
  const forgotten = await leftDaysIn(store, directory, { from: now - COUNTED_BACK, to: now });
  const ended = [
    ...departures.filter(isEnded).map(({ at, lastKnown }) => ({ at, location: statedPlace(lastKnown) })),
    ...forgotten.flatMap(({ at, who }) => (who === "staff" ? [{ at, location: null }] : [])),
  ].map(({ at, location }) => ({ since: at.notBefore, at: at.notAfter, location }));
  const staff = [...(await store.roster(directory)).entries.values()].filter(isStaffHere);
  const places = new Map<string, number>();
  for (const { account } of staff) {
    const place = statedPlace(account.attributes);
    if (place !== null) places.set(place, (places.get(place) ?? 0) + 1);
  }
  return legalCounters(ended, { total: staff.length, at: places }, now);
}

function isEnded({ observed, confirmed, reversed, lastKnown }: Departure): boolean {
  return observed && confirmed && reversed === undefined && whoIs(lastKnown) === "staff";
}

function isStaffHere(entry: RosterEntry): boolean {
  return isHere(entry) && whoIs(entry.account.attributes) === "staff";
}

/** What a time zone suggests is no establishment. */
function statedPlace(attributes: RosterEntry["account"]["attributes"]): string | null {
  const { location, locationFrom } = whereabouts(attributes);
  return locationFrom === "timezone" ? null : location;
}
