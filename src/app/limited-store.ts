import { defined } from "../core/defined.ts";
import { covers, type Grant } from "../core/disclosure/grant.ts";
import type { Departure } from "../core/directory/departure.ts";
import type { DeparturesAsked, DeparturesReader } from "./departures-port.ts";
import type { StoreReader } from "./ports.ts";

/** What is known of people and of the places where they are, and so is there for whoever may know of their directory. */
type Limited = Pick<
  StoreReader,
  | "directories"
  | "directory"
  | "roster"
  | "entries"
  | "sweeps"
  | "sweep"
  | "departures"
  | "departure"
  | "changes"
  | "change"
  | "incident"
  | "newestIncident"
  | "incidentsOf"
  | "incidents"
  | "places"
  | "events"
  | "accountsBy"
  | "naming"
  | "tombstoneStates"
  | "detector"
  | "plans"
  | "announcements"
  | keyof DeparturesReader
>;

/**
 * The store as far as a right to names reaches: whatever else is in it is not there. Commands that show names read through it, so
 * that none of them has to think of it. Writing is not limited: what is recorded of the look is nobody's to choose.
 */
export function limitedStore<S extends StoreReader>(store: S, grant: Pick<Grant, "directories"> | undefined): S {
  return grant?.directories === undefined ? store : { ...store, ...limited(store, grant) };
}

function limited(store: StoreReader, grant: Pick<Grant, "directories">): Limited {
  const mine = (directory: string | undefined): boolean => directory === undefined || covers(grant, directory);
  const isMine = ({ directory }: { readonly directory?: string }): boolean => mine(directory);
  const hasMine = ({ accounts }: Departure): boolean => accounts.every(({ directory }) => mine(directory));
  const only = <T extends { readonly directory?: string }>(one: T | undefined): T | undefined =>
    one !== undefined && isMine(one) ? one : undefined;
  const asked = (all: DeparturesAsked): DeparturesAsked => ({ ...all, directories: among(all.directories) });
  const among = (some: readonly string[] | undefined): readonly string[] =>
    (some ?? grant.directories ?? []).filter((one) => covers(grant, one));
  /** The first of those that are left, as many as were asked for. */
  const first = <T>(all: readonly T[], limit: number | undefined): readonly T[] => all.slice(0, limit);
  return {
    directories: async () => (await store.directories()).filter(isMine),
    directory: async (id) => (mine(id) ? store.directory(id) : undefined),
    roster: async (id) => (mine(id) ? store.roster(id) : { directory: id, entries: new Map() }),
    entries: async (id, ids) => (mine(id) ? store.entries(id, ids) : new Map()),
    sweeps: async ({ limit, ...filter }) => {
      // Of one directory all are theirs, or none is.
      if (filter.directory === undefined) return first((await store.sweeps(filter)).filter(isMine), limit);
      return mine(filter.directory) ? store.sweeps({ ...filter, ...defined({ limit }) }) : [];
    },
    sweep: async (id) => only(await store.sweep(id)),
    departures: async ({ limit, ...filter }) => first((await store.departures(filter)).filter(hasMine), limit),
    departure: async (id) => {
      const departure = await store.departure(id);
      return departure !== undefined && hasMine(departure) ? departure : undefined;
    },
    changes: async (filter) => (await store.changes(filter)).filter(isMine),
    change: async (id) => only(await store.change(id)),
    incident: async (id) => only(await store.incident(id)),
    newestIncident: async (group) => only(await store.newestIncident(group)),
    incidentsOf: async (items) => {
      const found = await store.incidentsOf(items);
      return new Map([...found].map(([id, incidents]) => [id, incidents.filter(isMine)]));
    },
    incidents: async ({ limit, ...filter }) => {
      // Of one directory all are theirs, or none is.
      if (filter.directory === undefined) return first((await store.incidents(filter)).filter(isMine), limit);
      return mine(filter.directory) ? store.incidents({ ...filter, ...defined({ limit }) }) : [];
    },
    places: async (id) => (mine(id) ? store.places(id) : []),
    events: async ({ limit, ...filter }) => {
      // Of one directory all are theirs, or none is.
      if (filter.directory === undefined) return first((await store.events(filter)).filter(isMine), limit);
      return mine(filter.directory) ? store.events({ ...filter, ...defined({ limit }) }) : [];
    },
    accountsBy: async (word, directory) => (await store.accountsBy(word, directory)).filter(isMine),
    naming: async (id) => (mine(id) ? store.naming(id) : { entries: [], changes: [], departures: [], events: [] }),
    tombstoneStates: async () => (await store.tombstoneStates()).filter(isMine),
    detector: async (id, who) => (mine(id) ? store.detector(id, who) : undefined),
    plans: async (filter) => (await store.plans(filter)).filter(isMine),
    announcements: async (filter) => (await store.announcements(filter)).filter(isMine),
    listDepartures: async (all, page) => store.listDepartures(asked(all), page),
    countDepartures: async (all) => store.countDepartures(asked(all)),
    departedFrom: async (id, by, limit) => (mine(id) ? store.departedFrom(id, by, limit) : []),
    leavings: async (id, span) => (mine(id) ? store.leavings(id, span) : []),
    peopleHere: async (id, by) => (mine(id) ? store.peopleHere(id, by) : []),
    peopleGone: async (id, by, span) => (mine(id) ? store.peopleGone(id, by, span) : []),
    news: async (some) => store.news(among(some)),
  };
}
