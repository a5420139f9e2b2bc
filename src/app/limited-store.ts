import { defined } from "../core/defined.ts";
import { covers, type Grant } from "../core/disclosure/grant.ts";
import type { Departure } from "../core/directory/departure.ts";
import type { Notification } from "../core/notification/notification.ts";
import type { Case } from "../core/offboarding/cases.ts";
import type { Belonging } from "../core/person/person.ts";
import type { DeparturesAsked } from "./departures-port.ts";
import type { StoreReader } from "./ports.ts";
import type { RecordReader } from "./record-store-port.ts";
import type { TokenReader } from "./token-port.ts";

/**
 * What is of no one directory, or tells of none what a right to names is for: the public record, tokens, what was published and of
 * whom it was counted, the log and what stands on it in numbers, tombstones (hashes), and what housekeeping asks.
 */
type Unlimited =
  | keyof RecordReader
  | keyof TokenReader
  | "counted"
  | "ledger"
  | "release"
  | "releases"
  | "everPublished"
  | "purposes"
  | "records"
  | "recordsAbout"
  | "recordsBefore"
  | "log"
  | "gauges"
  | "upkeep"
  | "tombstones"
  | "erasedWords"
  | "personsLinked"
  | "touchMark";

/**
 * All the rest: what is known of people, of the places where they are, and of how their directory is watched. A question that is
 * new in the store is among it, and does not compile before it has its limit below.
 */
type Limited = Omit<StoreReader, Unlimited>;

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
  /** Those of incidents that are theirs; what is of no directory is everybody's. */
  const onlyMine = async (notifications: readonly Notification[]): Promise<readonly Notification[]> => {
    const known = new Map<string, boolean>();
    for (const { incident } of notifications) {
      if (!known.has(incident)) known.set(incident, isMine((await store.incident(incident)) ?? {}));
    }
    return notifications.filter(({ incident }) => known.get(incident) === true);
  };
  /** What belongs together among theirs; that somebody is in another directory as well is not theirs to know. */
  const belonging = async (found: readonly Belonging[]): Promise<readonly Belonging[]> => {
    const theirs = found.filter(isMine);
    const ids = new Set(theirs.flatMap(({ person }) => person ?? []));
    const all = (await store.belongings({ ids: [...ids] })).filter(isMine);
    const counts = Map.groupBy(all, ({ person }) => person);
    const isSeen = ({ person }: Belonging): boolean => person !== undefined && (counts.get(person)?.length ?? 0) > 1;
    return theirs
      .filter(isSeen)
      .map(({ directory, id, person, ground }) => ({ directory, id, ...defined({ person, ground }) }));
  };
  const asTheirs = async (departures: readonly Departure[]): Promise<readonly Departure[]> => {
    const ids = departures.flatMap(({ person }) => person ?? []);
    const seen = new Set((await belonging(await store.belongings({ ids }))).map(({ person }) => person));
    return departures.map(({ person, ...one }) => (seen.has(person) ? { ...one, ...defined({ person }) } : one));
  };
  const cases = (all: readonly Case[]): readonly Case[] =>
    all.flatMap(({ person, accounts }) => {
      const theirs = accounts.filter(isMine);
      if (theirs.length > 1) return [{ accounts: theirs, ...defined({ person }) }];
      return theirs.map((one) => ({ accounts: [one] }));
    });
  return {
    linkables: async (which) => (await store.linkables(which)).filter(isMine),
    belongings: async (which) => belonging(await store.belongings(which)),
    // Of a person those accounts that are theirs to know; that somebody is somebody's who has no other there is not.
    casesOf: async (refs) => cases(await store.casesOf(refs.filter(isMine))),
    casesOfLeavers: async () => cases(await store.casesOfLeavers()),
    touched: async (after) => {
      const found = await store.touched(after);
      return found && { ...found, accounts: found.accounts.filter(isMine) };
    },
    lookThrough: async (id, part) => (mine(id) ? store.lookThrough(id, part) : { accounts: [], next: undefined }),
    arrivals: async (id, since) => (mine(id) ? store.arrivals(id, since) : new Map()),
    acknowledgements: async () => (await store.acknowledgements()).filter(isMine),
    conflicts: async () => (await store.conflicts()).filter(({ accounts }) => accounts.every(isMine)),
    personActs: async (which) =>
      (await store.personActs(which)).filter(({ account, other }) => isMine(account) && isMine(other)),
    idsByHandle: async (id, handles) => (mine(id) ? store.idsByHandle(id, handles) : new Map()),
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
    departures: async ({ limit, ...filter }) =>
      asTheirs(first((await store.departures(filter)).filter(hasMine), limit)),
    departure: async (id) => {
      const departure = await store.departure(id);
      return departure !== undefined && hasMine(departure) ? (await asTheirs([departure]))[0] : undefined;
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
    printKey: async (id) => (mine(id) ? store.printKey(id) : undefined),
    prints: async (id, ...part) => (mine(id) ? store.prints(id, ...part) : undefined),
    printed: async (id) => (mine(id) ? store.printed(id) : { count: 0, unprinted: [] }),
    headcounts: async (id) => (mine(id) ? store.headcounts(id) : undefined),
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
    listDepartures: async (all, page) => asTheirs(await store.listDepartures(asked(all), page)),
    countDepartures: async (all) => store.countDepartures(asked(all)),
    departedFrom: async (id, by, limit) => (mine(id) ? store.departedFrom(id, by, limit) : []),
    leavings: async (id, span) => (mine(id) ? store.leavings(id, span) : []),
    colleagues: async (id, accounts) => (mine(id) ? store.colleagues(id, accounts) : []),
    peopleHere: async (id, by) => (mine(id) ? store.peopleHere(id, by) : []),
    peopleGone: async (id, by, span) => (mine(id) ? store.peopleGone(id, by, span) : []),
    news: async (some) => store.news(among(some)),
    watermark: async (id) => (mine(id) ? store.watermark(id) : { revision: 0, inbox: 0 }),
    readSince: async (id, revision) => (mine(id) ? store.readSince(id, revision) : []),
    heard: async (id, since) => (mine(id) ? store.heard(id, since) : { count: 0 }),
    unheard: async (id, within, limit) => (mine(id) ? store.unheard(id, within, limit) : []),
    listening: async (filter) => (await store.listening(filter)).filter(isMine),
    incidentItems: async (id) => (isMine((await store.incident(id)) ?? {}) ? store.incidentItems(id) : []),
    notification: async (id) => {
      const found = await store.notification(id);
      return found === undefined ? undefined : (await onlyMine([found]))[0];
    },
    notifications: async (filter) => onlyMine(await store.notifications(filter)),
    lastTold: async (some) => store.lastTold(among(some)),
    partitions: async (id) => (mine(id) ? store.partitions(id) : []),
    waitingJoiners: async (id) => (mine(id) ? store.waitingJoiners(id) : []),
    unitless: async (id) => (mine(id) ? store.unitless(id) : []),
    erasures: async (id) => (mine(id) ? store.erasures(id) : 0),
    toForget: async (id, which, limit) => (mine(id) ? store.toForget(id, which, limit) : []),
    countLeft: async (id, before) => (mine(id) ? store.countLeft(id, before) : 0),
    members: async (id, ids) => (mine(id) ? store.members(id, ids) : new Map()),
    leavers: async (id) => (mine(id) ? store.leavers(id) : []),
    leftDays: async (id) => (mine(id) ? store.leftDays(id) : []),
    departuresOver: async (id, before, limit) => (mine(id) ? store.departuresOver(id, before, limit) : []),
  };
}
