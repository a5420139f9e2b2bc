import type { Departure } from "../core/directory/departure.ts";
import { type Audience, AUDIENCES } from "../core/disclosure/disclose.ts";
import {
  followsUp,
  groupOf,
  type Incident,
  type IncidentKind,
  nextVersion,
  openIncident,
  takes,
} from "../core/notification/incident.ts";
import { want } from "../core/notification/notification.ts";
import { isGood, isSeeing, outageAfter, type Seen, whoeverLeft } from "../core/notification/outage.ts";
import { changeTold, departureTold, hearsOf } from "../core/notification/rule.ts";
import type { Instant } from "../core/time.ts";
import { asOf, type Destination, dueAt } from "./destination.ts";
import type { StoredChange, StoreReader, StoreWriter } from "./ports.ts";

/** What one reading has found and destinations may have to be told. */
export interface News {
  readonly directory: string;
  readonly at: Instant;
  readonly departures: readonly Departure[];
  readonly changes: readonly StoredChange[];
}

/**
 * The outbox: puts what is news for a destination into incidents, and notifications of them beside it, in the transaction
 * that also holds the news itself; so that a crash leaves both or neither (law 8). Nothing is sent here.
 */
export async function announce(writer: StoreWriter, destinations: readonly Destination[], news: News): Promise<void> {
  const atOnce = destinations.filter(({ digest }) => digest === undefined);
  await gather(writer, atOnce, news.departures, "departures", departureTold, news);
  await gather(writer, atOnce, news.changes, "changes", changeTold, news);
  for (const destination of destinations) {
    if (destination.digest === undefined) continue;
    const { rule } = destination;
    const items = [
      ...news.departures.filter((departure) => departureTold(rule, departure)),
      ...news.changes.filter((change) => changeTold(rule, change)),
    ];
    if (items.length === 0) continue;
    const incident = await take(writer, "digest", destination.name, news.at);
    await put(writer, incident, items);
    await notify(writer, incident, [destination], news.at);
  }
}

/**
 * Departures or changes of one directory go together, or what is new about one watch list, and what is said anew of one goes where it was
 * told.
 * @param news where it is from, when it is said, and when the clock says that it is, where that is another moment
 * @returns the incidents that have something new
 */
export async function gather<T extends { readonly id: string }>(
  writer: StoreWriter,
  destinations: readonly Destination[],
  items: readonly T[],
  kind: "departures" | "changes" | "layoffs",
  told: (rule: Destination["rule"], item: T) => boolean,
  { directory: of, at, from = at }: Pick<News, "directory" | "at"> & { readonly from?: Instant },
): Promise<readonly Incident[]> {
  const gathered: Incident[] = [];
  const news = items.filter((item) => destinations.some(({ rule }) => told(rule, item)));
  if (news.length === 0) return gathered;
  const earlier = await writer.incidentsOf(news.map(({ id }) => id));
  const byIncident = new Map<string, { readonly incident: Incident | undefined; readonly items: T[] }>();
  for (const item of news) {
    const incident = earlier
      .get(item.id)
      ?.findLast(
        (one) => one.kind === kind && followsUp(one, at) && (kind !== "layoffs" || one.group === groupOf(kind, of)),
      );
    const key = incident?.id ?? "";
    const group = byIncident.get(key) ?? { incident, items: [] };
    byIncident.set(key, group);
    group.items.push(item);
  }
  for (const group of byIncident.values()) {
    const same = group.incident === undefined ? undefined : await writer.incident(group.incident.id);
    const incident = same === undefined ? await take(writer, kind, of, at) : nextVersion(same, at);
    gathered.push(incident);
    await put(writer, incident, group.items);
    const hearing = destinations.filter(({ rule }) => group.items.some((item) => told(rule, item)));
    await notify(writer, incident, hearing, at, from);
  }
  return gathered;
}

/** Tells of waves those who hear of them: counts and places, of which an audience of counts knows nothing. */
export async function announceWaves(
  writer: StoreWriter,
  destinations: readonly Destination[],
  waves: readonly Incident[],
  at: Instant,
): Promise<void> {
  for (const wave of waves) {
    const hearing = destinations.filter(({ audience, rule }) => {
      return audience === "named" && rule.only === undefined && hearsOf(rule, "waves", wave.directory);
    });
    await notify(writer, wave, hearing, at);
  }
}

/** The incident of the group that takes more, as its next version; or a new one. Not stored yet. */
async function take(writer: StoreReader, kind: IncidentKind, of: string, at: Instant): Promise<Incident> {
  const newest = await writer.newestIncident(groupOf(kind, of));
  return newest !== undefined && takes(newest, at) ? nextVersion(newest, at) : openIncident(kind, of, at);
}

async function put(writer: StoreWriter, incident: Incident, items: readonly { readonly id: string }[]): Promise<void> {
  await writer.putIncident(incident);
  await writer.putIncidentItems(
    incident.id,
    items.map(({ id }) => ({ id, version: incident.version })),
  );
}

/**
 * Has those who hear of reports told of a release, each by the ledger of its readers: one message a release, whether or not anything
 * rose, so that silence tells as little. What it says is made of the release when it is sent.
 * @param from not before this
 * @returns whether anybody hears of it
 */
export async function announceRelease(
  writer: StoreWriter,
  destinations: readonly Destination[],
  { directory, release, at: due }: { readonly directory: string; readonly release: number; readonly at: Instant },
  { at, from }: { readonly at: Instant; readonly from: Instant },
): Promise<boolean> {
  const hearing = destinations.filter(({ rule }) => rule.only === undefined && hearsOf(rule, "reports", directory));
  if (hearing.length === 0) return false;
  // Its id and times follow from when it was due, and from nothing that was found.
  const incident: Incident = { ...openIncident("reports", directory, due), release, closed: true };
  await writer.putIncident(incident);
  await notify(writer, incident, hearing, at, from);
  return true;
}

/**
 * Has these destinations told of the incident as it is now.
 * @param from not before this; at once without it
 */
export async function notify(
  writer: StoreWriter,
  incident: Incident,
  destinations: readonly Destination[],
  at: Instant,
  from: Instant = at,
): Promise<void> {
  for (const destination of destinations) {
    const [before] = await writer.notifications({ incident: incident.id, destination: destination.name });
    const { name, audience } = destination;
    const notification = want(before, {
      incident: incident.id,
      destination: name,
      audience,
      version: incident.version,
      at,
      dueAt: dueAt(destination, incident.kind, before, from),
    });
    await writer.putNotification(notification);
    await writer.record({
      at,
      action: "notify",
      detail: {
        notification: notification.id,
        incident: incident.id,
        version: incident.version,
        destination: name,
        audience,
      },
    });
  }
}

/**
 * What is to be told of how a directory's readings go, in the transaction that keeps the reading. Told on every route, as the
 * one that passes through the tool may have gone dark with it; to an audience of counts as if nobody had left, and so to one whose
 * grant has run out.
 * @param blindAfter how long, in milliseconds, a directory that fails may go unseen before it counts as dark.
 */
export async function announceHealth(
  writer: StoreWriter,
  destinations: readonly Destination[],
  directory: string,
  seen: Seen,
  blindAfter: number,
): Promise<void> {
  const now = destinations.map((one) => asOf(one, seen.at));
  for (const audience of AUDIENCES) {
    const hearing = now.filter((one) => one.audience === audience && hearsOf(one.rule, "health", directory));
    await announceOutage(writer, hearing, directory, seen, { blindAfter, audience });
  }
}

interface Outage {
  readonly blindAfter: number;
  readonly audience: Audience;
}

async function announceOutage(
  writer: StoreWriter,
  hearing: readonly Destination[],
  directory: string,
  all: Seen,
  { blindAfter, audience }: Outage,
): Promise<void> {
  const seen = seenBy(audience, all);
  const newest = await writer.newestIncident(groupOf("health", directory, audience));
  const open = newest?.closed === false ? newest : undefined;
  if (open === undefined && (isGood(seen) || (audience === "counts" && hearing.length === 0))) return;
  // News once: from then on this is how the directory is read, and `doctor` says what it is blind to.
  if (isGood(seen) && open?.health?.health === "scope_lost" && open.health.whole === true) {
    return writer.putIncident({ ...open, closed: true });
  }
  const { lastGood, failingSince } = await lastReadings(writer, directory, seen, audience);
  const state = outageAfter(seen, {
    ...(open?.health === undefined ? {} : { told: open.health }),
    lastGood: lastGood ?? open?.health?.lastGood ?? null,
    failingSince,
    blindAfter,
  });
  if (state === undefined) return;
  const incident: Incident = {
    ...(open === undefined ? openIncident("health", directory, seen.at, audience) : nextVersion(open, seen.at)),
    health: state,
    closed: state.over,
  };
  await writer.putIncident(incident);
  await notify(writer, incident, hearing, seen.at);
}

function seenBy<T extends Pick<Seen, "complete" | "health">>(audience: Audience, seen: T): T {
  return audience === "named" ? seen : whoeverLeft(seen);
}

/** Readings asked for at once while looking for the last good one. */
const LOOKED_BACK = 500;

async function lastReadings(
  writer: StoreReader,
  directory: string,
  seen: Seen,
  audience: Audience,
): Promise<{ readonly lastGood: Instant | null; readonly failingSince: Instant }> {
  const sweeps = await writer.sweeps({ directory, limit: LOOKED_BACK });
  const good = sweeps.findIndex((one) => isSeeing(seenBy(audience, one)));
  const failing = good === -1 ? sweeps : sweeps.slice(0, good);
  return {
    lastGood: sweeps[good]?.takenAt ?? null,
    failingSince: Math.min(seen.at, ...failing.map(({ takenAt }) => takenAt)),
  };
}

/** Who is told that a destination cannot be reached: the next in the settings that hears of such things and can be reached itself. */
export async function announceFailure(
  writer: StoreWriter,
  destinations: readonly Destination[],
  failed: { readonly destination: string; readonly since: Instant; readonly attempts: number; readonly error: string },
  at: Instant,
): Promise<void> {
  const newest = await writer.newestIncident(groupOf("deliveries", failed.destination));
  const open = newest?.closed === false ? newest : undefined;
  const incident: Incident = {
    ...(open === undefined ? openIncident("deliveries", failed.destination, at) : nextVersion(open, at)),
    failure: {
      ...failed,
      since: open?.failure?.since ?? failed.since,
      failed: (open?.failure?.failed ?? 0) + 1,
      over: false,
    },
  };
  await writer.putIncident(incident);
  const next = await nextDestination(writer, destinations, failed.destination, at);
  await notify(writer, incident, next === undefined ? [] : [next], at);
}

async function nextDestination(
  writer: StoreReader,
  destinations: readonly Destination[],
  failed: string,
  at: Instant,
): Promise<Destination | undefined> {
  const place = destinations.findIndex(({ name }) => name === failed);
  for (const candidate of [...destinations.slice(place + 1), ...destinations.slice(0, Math.max(place, 0))]) {
    if (!hearsOfFailures(candidate, at)) continue;
    const own = await writer.newestIncident(groupOf("deliveries", candidate.name));
    if (own?.closed !== false) return candidate;
  }
  return undefined;
}

/** That a message failed says that there was one: an audience of counts may not know that. */
function hearsOfFailures(destination: Destination, at: Instant): boolean {
  const { audience, rule } = asOf(destination, at);
  return audience === "named" && hearsOf(rule, "deliveries", undefined);
}

/** A message has arrived where others had failed: whoever was told of it, and still hears of such things, hears that it is over. */
export async function announceRecovery(
  writer: StoreWriter,
  destinations: readonly Destination[],
  destination: string,
  at: Instant,
): Promise<void> {
  const open = await writer.newestIncident(groupOf("deliveries", destination));
  if (open?.failure === undefined || open.closed) return;
  const incident: Incident = { ...nextVersion(open, at), failure: { ...open.failure, over: true }, closed: true };
  await writer.putIncident(incident);
  const told = new Set((await writer.notifications({ incident: open.id })).map((one) => one.destination));
  await notify(
    writer,
    incident,
    destinations.filter((one) => told.has(one.name) && hearsOfFailures(one, at)),
    at,
  );
}
