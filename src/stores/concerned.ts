import type { RecordEntry, Concern, StoreWriter } from "../app/ports.ts";
import { AUDIENCES } from "../core/disclosure/disclose.ts";
import { deafnessGroup, groupOf, waveGroup } from "../core/notification/incident.ts";
import { WHO } from "../core/wave/population.ts";

/** What transactions that are open beside each other wait for, each until it ends; where one is open at a time, for nothing. */
export interface Turns {
  /** For all that several directories, or deliveries, share: incidents, persons, and what is read of another directory. */
  readonly common: () => Promise<void>;
  /** Before accounts are written by which others find what was touched. */
  readonly touching: () => Promise<void>;
}

/** Whoever has begun with something of its own that others may wait for begins anew, with what is common first. */
export const COMMON_FIRST = Symbol("common first");

/** The directories that a call is about; none where nobody who goes on beside it may change the answer. */
type About<Names extends keyof StoreWriter> = {
  readonly [Name in Names]: (...given: Parameters<StoreWriter[Name]>) => readonly string[];
};

const first = (directory: string): readonly string[] => [directory];
const ofAll = (all: readonly { readonly directory: string }[]): readonly string[] =>
  all.map(({ directory }) => directory);
const ofOne = (one: { readonly directory: string }): readonly string[] => [one.directory];
const asked = ({ directory = ANY }: { readonly directory?: string | undefined }): readonly string[] => [directory];
const NONE = (): readonly string[] => [];
/** Of no directory's name. */
const ANY = "";

/**
 * Readings that see nothing but rows of these directories. Of a departure that is read in this way it may be out of date whose account
 * it is: nothing that is written follows from that.
 */
const READ = {
  directory: first,
  roster: first,
  entries: first,
  watermark: first,
  readSince: first,
  events: asked,
  heard: first,
  unheard: first,
  listening: asked,
  sweeps: asked,
  departures: ({ incident, ...filter }) => (incident === undefined ? asked(filter) : [ANY]),
  changes: ({ incident, ...filter }) => (incident === undefined ? asked(filter) : [ANY]),
  places: first,
  detector: first,
  unitless: first,
  waitingJoiners: first,
  erasures: first,
  tombstones: first,
  erasedWords: first,
  printKey: first,
  prints: first,
  printed: first,
  headcounts: first,
  linkables: (which) => (which !== "all" && "accounts" in which ? ofAll(which.accounts) : [ANY]),
  newestIncident: (group) => [OF_DIRECTORY.exec(group)?.groups?.["directory"] ?? ANY],
  // The lease's row is held until the transaction ends.
  holds: NONE,
  // Written by transactions alone that exclude all others.
  counted: NONE,
  partitions: NONE,
  plans: NONE,
  // Whoever links everybody by another mapping has the next reading do so again.
  personsLinked: NONE,
} as const satisfies Partial<About<keyof StoreWriter>>;

/** Incidents that readings of one directory alone open: of its readings and events, and of its waves. */
const OF_DIRECTORY = groupPattern();

function groupPattern(): RegExp {
  const directory = "(?<directory>[^ ]+)";
  const groups = [
    ...AUDIENCES.map((audience) => groupOf("health", directory, audience)),
    deafnessGroup(directory),
    ...WHO.map((who) => waveGroup(directory, who)),
  ];
  return new RegExp(`^(?:${groups.join("|")})$`);
}

/** What writes rows of these directories and nothing else. */
const WRITTEN = {
  putDirectory: ofOne,
  putSweep: ofOne,
  putEntries: first,
  putChanges: ofAll,
  putDepartures: (departures) => departures.flatMap(({ accounts }) => ofAll(accounts)),
  putPlaces: first,
  putDetector: first,
  putPrintKey: first,
  putPrints: first,
  putHeadcounts: first,
  addJoiners: first,
  markRead: first,
  keepEvents: ofAll,
  putEvents: ofAll,
  putListening: ofOne,
  lift: first,
} as const satisfies Partial<About<keyof StoreWriter>>;

/** What one delivery comes to, as long as nothing is to be said of it to others. The notification's row is held until the transaction ends. */
const OF_DELIVERY: ReadonlySet<string> = new Set([
  "notification",
  "takeNotification",
  "putNotification",
  "incident",
  "newestIncident",
]);

/** Of the log a transaction within a concern makes entries, at its end, and reads nothing. */
const OF_LOG: ReadonlySet<string> = new Set(["records", "log", "recordsAbout", "recordsBefore", "eraseRecords"]);

type Call = (...given: never[]) => Promise<unknown>;

/**
 * The writer as a transaction of this concern has it: what is its own it has at once, for all else it takes its turn first. What nobody has
 * thought of is not its own.
 * @returns `entries`: what is to be the log's last, once all else is written; `isNews`: whether there is something new to be seen
 */
export function concerned(
  writer: StoreWriter,
  concern: Concern,
  turns: Turns,
): { readonly writer: StoreWriter; readonly entries: readonly RecordEntry[]; readonly isNews: () => boolean } {
  const entries: RecordEntry[] = [];
  let isNews = false;
  const mine = typeof concern === "string" ? undefined : concern.directory;
  const isMine = (directory: string): boolean => directory === mine;
  const within = (name: string, call: Call): Call => {
    if (OF_LOG.has(name)) return () => Promise.reject(new Error(`${name} is not within the concern of a transaction.`));
    if (concern === "delivery" && OF_DELIVERY.has(name)) return call;
    const reads = aboutOf(READ, name);
    const writes = aboutOf(WRITTEN, name);
    return async (...given) => {
      const about = (reads ?? writes)?.(...given) ?? [ANY];
      if (mine !== undefined && writes !== undefined && !about.every(isMine))
        throw new Error(`${name} would write another directory than the one that the transaction is about.`);
      if (mine === undefined || !about.every(isMine)) await turns.common();
      isNews ||= NEWS.has(name);
      if (TOUCHING.has(name)) await turns.touching();
      return call(...given);
    };
  };
  const record = async (entry: RecordEntry): Promise<void> => void entries.push(entry);
  // Made as they are asked for: a transaction calls a few of more than a hundred.
  const get = (all: StoreWriter, name: string | symbol): unknown => {
    if (name === "record") return record;
    const call = Reflect.get(all, name) as Call | undefined;
    return call === undefined ? undefined : within(String(name), call);
  };
  return { writer: new Proxy(writer, { get }), entries, isNews: () => isNews };
}

/** What adds rows by whose numbers others see that there is something new (`news`). */
const NEWS: ReadonlySet<string> = new Set(["putSweep", "putChanges", "keepEvents"]);

/** What has the database note accounts as touched (migration 19). */
const TOUCHING: ReadonlySet<string> = new Set(["putEntries", "putDepartures", "putBelongings", "deleteBelongings"]);

function aboutOf(all: Readonly<Record<string, unknown>>, name: string): ((...given: never[]) => string[]) | undefined {
  return Object.hasOwn(all, name) ? (all[name] as (...given: never[]) => string[]) : undefined;
}
