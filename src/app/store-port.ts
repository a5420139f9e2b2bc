import type { Entry, Opening } from "../core/audit/entry.ts";
import type { Change } from "../core/directory/change.ts";
import type { Gap, Listening } from "../core/directory/coverage.ts";
import type { Departure } from "../core/directory/departure.ts";
import type { HeldEvent } from "../core/directory/event.ts";
import type { Health } from "../core/directory/health.ts";
import type { Place } from "../core/directory/place.ts";
import type { Roster, RosterEntry } from "../core/directory/roster.ts";
import type { Incident, IncidentItem } from "../core/notification/incident.ts";
import type { Notification } from "../core/notification/notification.ts";
import type { Announced } from "../core/record/announced.ts";
import type { PurposeVersion } from "../core/disclosure/purpose.ts";
import type { Kept, OfficialTotal } from "../core/ledger/audit/history.ts";
import type { StoredLedger } from "../core/ledger/ledger.ts";
import type { Readers } from "../core/ledger/rules.ts";
import type { Member, Partition } from "../core/ledger/units.ts";
import type { Instant } from "../core/time.ts";
import type { Saved } from "../core/wave/detect.ts";
import type { Plan } from "../core/wave/plan.ts";
import type { Who } from "../core/wave/wave.ts";
import type { DeparturesReader } from "./departures-port.ts";
import type { ErasureReader, ErasureWriter } from "./erasure-port.ts";
import type { OffboardingReader, OffboardingWriter } from "./offboarding-port.ts";
import type { PersonReader, PersonWriter } from "./person-port.ts";
import type { PrintReader, PrintWriter } from "./print-port.ts";
import type { TokenReader, TokenWriter } from "./token-port.ts";
import type { RecordReader, RecordWriter } from "./record-store-port.ts";

/** One reading, as it is kept. */
export interface Sweep {
  /** `s-…` */
  readonly id: string;
  readonly directory: string;
  readonly startedAt: Instant;
  readonly takenAt: Instant;
  readonly complete: boolean;
  readonly accounts: number;
  readonly health: Health;
  readonly reasons: readonly string[];
}

export interface StoredChange extends Change {
  /** `c-…`; a change that is told again once it is confirmed keeps its id. */
  readonly id: string;
  /** The reading that found it: a sweep (`s-…`), or accounts read one by one after events (`r-…`). */
  readonly sweep: string;
}

/** An entry of the audit record: what was done, and what came of it in numbers; no names. */
export interface RecordEntry {
  readonly at: Instant;
  readonly action: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** The same as it is kept, with its place in the log. */
export interface StoredRecord extends RecordEntry {
  readonly seq: number;
  /** What it was about has been erased: `detail` is empty. */
  readonly erased?: true;
}

/** An entry of the log with what its commitment is of, unless that was erased. */
export interface LoggedEntry {
  readonly entry: Entry;
  readonly opening?: Opening;
}

export interface DirectoryState extends Omit<Roster, "entries"> {
  readonly kind: string;
}

/** `since` is included and `until` is not, both of `notAfter`; `directory` and `account` have to hold for the same account. */
export interface DepartureFilter {
  readonly directory?: string;
  readonly account?: string;
  /** Only those of these accounts; beside `directory`, of which they are. */
  readonly accounts?: readonly string[];
  readonly since?: Instant;
  readonly until?: Instant;
  /** Only those that the incident tells. */
  readonly incident?: string;
  readonly limit?: number;
}

export interface NotificationFilter {
  readonly state?: Notification["state"];
  readonly destination?: string;
  readonly incident?: string;
}

interface IncidentFilter {
  readonly kind?: Incident["kind"];
  readonly directory?: string;
  /** Only those that were last updated at or after this. */
  readonly since?: Instant;
  readonly limit?: number;
}

/** What was announced of an organisation whose directory this is, as somebody entered it. */
export interface Announcement {
  /** `a-…` */
  readonly id: string;
  readonly directory: string;
  readonly addedAt: Instant;
  readonly announced: Announced;
}

/** Staff divided into units, as it is kept. */
export interface KeptPartition extends Partition {
  readonly madeAt: Instant;
  /** By account id: from when on leaving counts, so that nobody is counted for having left before. */
  readonly since: ReadonlyMap<string, Instant>;
}

/** Somebody who joined after the base partition was made, as first seen. */
interface Joiner extends Member {
  readonly since: Instant;
}

/** How far a directory's store has come when a sweep begins: what comes in after it is fresher than the sweep's pages. */
export interface Watermark {
  /** Counts the times at which accounts of the directory were read one by one. */
  readonly revision: number;
  /** The newest event in the directory's inbox; 0 where there is none. */
  readonly inbox: number;
}

interface EventFilter {
  readonly directory?: string;
  /** Only those about these accounts. */
  readonly accounts?: readonly string[];
  readonly state?: HeldEvent["state"];
  /** Only those that are due by this. */
  readonly dueBy?: Instant;
  /** Only those up to this `seq`. */
  readonly upTo?: number;
  /** Only those received at or after this. */
  readonly since?: Instant;
  readonly limit?: number;
}

/** What a directory's inbox has received: how many events, and when the first and the last. */
interface Heard {
  readonly count: number;
  readonly first?: Instant;
  readonly last?: Instant;
}

export interface StoreReader
  extends ErasureReader, RecordReader, DeparturesReader, TokenReader, PersonReader, OffboardingReader, PrintReader {
  directories(): Promise<readonly DirectoryState[]>;
  directory(id: string): Promise<DirectoryState | undefined>;
  roster(directory: string): Promise<Roster>;
  /** Of these accounts; those that are not known are left out. */
  entries(directory: string, ids: readonly string[]): Promise<ReadonlyMap<string, RosterEntry>>;
  watermark(directory: string): Promise<Watermark>;
  /** The accounts that were read one by one after that revision. */
  readSince(directory: string, revision: number): Promise<readonly RosterEntry[]>;
  /** In the order in which they were kept. */
  events(filter: EventFilter): Promise<readonly HeldEvent[]>;
  /** @param since received at or after this */
  heard(directory: string, since: Instant): Promise<Heard>;
  /**
   * Of the newest departures that readings have found in that time: the spans in which those left of whom no event has come since then. What
   * a log was asked for is none.
   */
  unheard(directory: string, within: Gap, limit: number): Promise<readonly Gap[]>;
  /** Those that reach beyond `since`, in the order of their `since`. */
  listening(filter: { readonly directory?: string; readonly since?: Instant }): Promise<readonly Listening[]>;
  /** Newest first. */
  sweeps(filter: {
    readonly directory?: string;
    /** Only those taken at or after this. */
    readonly since?: Instant;
    /** Only those taken before this. */
    readonly until?: Instant;
    readonly limit?: number;
    readonly completeOnly?: boolean;
    /** Only those in which whoever is flagged as gone would have shown. */
    readonly seeingOnly?: boolean;
  }): Promise<readonly Sweep[]>;
  sweep(id: string): Promise<Sweep | undefined>;
  /** Newest `notAfter` first. */
  departures(filter: DepartureFilter): Promise<readonly Departure[]>;
  departure(id: string): Promise<Departure | undefined>;
  /** In the order in which they were found. */
  changes(filter: {
    readonly sweep?: string;
    readonly directory?: string;
    readonly account?: string;
    /** Only those that had happened at or after this. */
    readonly since?: Instant;
    readonly change?: StoredChange["change"];
    /** Only those that the incident tells. */
    readonly incident?: string;
  }): Promise<readonly StoredChange[]>;
  change(id: string): Promise<StoredChange | undefined>;
  incident(id: string): Promise<Incident | undefined>;
  /** The newest incident of the group, closed or not. */
  newestIncident(group: string): Promise<Incident | undefined>;
  /** Of each item (`d-…`, `c-…`): the incidents that tell it, oldest first; items that none tells are left out. */
  incidentsOf(items: readonly string[]): Promise<ReadonlyMap<string, readonly Incident[]>>;
  /** What the incident tells, in the order in which it came in. */
  incidentItems(incident: string): Promise<readonly IncidentItem[]>;
  notification(id: string): Promise<Notification | undefined>;
  /** Earliest `dueAt` first. */
  notifications(filter: NotificationFilter): Promise<readonly Notification[]>;
  /** By destination: when a message last arrived there; of these directories, or of none, where they are given. */
  lastTold(directories?: readonly string[]): Promise<ReadonlyMap<string, Instant>>;
  /** The channels and user groups that the directory has or had, by kind and id. */
  places(directory: string): Promise<readonly Place[]>;
  /** Newest first. */
  incidents(filter: IncidentFilter): Promise<readonly Incident[]>;
  /** What the detector of waves among these people knows; undefined before the first whole reading. */
  detector(directory: string, who: Who): Promise<Saved | undefined>;
  /** In the order of their `from`; those that were withdrawn too. */
  plans(filter: { readonly directory?: string }): Promise<readonly Plan[]>;
  /** Oldest first. */
  announcements(filter: { readonly directory?: string }): Promise<readonly Announcement[]>;
  /** The directories whose staff are counted, and since when. */
  counted(): Promise<readonly { readonly directory: string; readonly since: Instant }[]>;
  /** The base partition, and those of people who joined later, in the order in which they were made. */
  partitions(directory: string): Promise<readonly KeptPartition[]>;
  /** Who joined later and is in no unit yet, also if they have left again; in the order in which they came. */
  waitingJoiners(directory: string): Promise<readonly Joiner[]>;
  /** Accounts in use that are in no unit and have not joined later: guests and bots among them. */
  unitless(directory: string): Promise<readonly string[]>;
  /** What these readers have been told of the directory, for all time. */
  ledger(directory: string, readers: Readers): Promise<StoredLedger | undefined>;
  /** The same as one release left it. */
  release(directory: string, readers: Readers, release: number): Promise<StoredLedger | undefined>;
  /** The same as each release left it, in order. @param last so many of the newest alone */
  releases(directory: string, readers: Readers, last?: number): Promise<readonly StoredLedger[]>;
  /** All that was ever published of anybody, at one moment: of each directory of which something was. */
  everPublished(): Promise<readonly (Kept & { readonly directory: string })[]>;
  /** What the settings have said of the watching; newest first. */
  purposes(filter: { readonly limit?: number }): Promise<readonly PurposeVersion[]>;
  /** Newest first. */
  records(filter: {
    readonly limit?: number;
    /** Only those of these actions. */
    readonly actions?: readonly string[];
    /** Only those made at or after this. */
    readonly since?: Instant;
  }): Promise<readonly StoredRecord[]>;
  /** How much there is of what a monitor watches; of nobody, and of no number of people. */
  gauges(): Promise<{
    readonly deliveries: ReadonlyMap<Notification["state"], number>;
    /** Events that wait or are in quarantine. */
    readonly inbox: ReadonlyMap<HeldEvent["state"], number>;
    readonly readings: readonly { readonly directory: string; readonly health: string; readonly count: number }[];
    /** The size of the store's file, or of what it holds in memory. */
    readonly bytes: number;
  }>;
  /** The same as it can be checked: in order, from the entry after `after` on. */
  log(filter: { readonly after: number; readonly limit: number }): Promise<readonly LoggedEntry[]>;
}

/** An event as it comes into the inbox, where it gets its place. */
export type ReceivedEvent = Omit<HeldEvent, "seq">;

export interface StoreWriter
  extends StoreReader, ErasureWriter, RecordWriter, TokenWriter, PersonWriter, OffboardingWriter, PrintWriter {
  putDirectory(state: DirectoryState): Promise<void>;
  putSweep(sweep: Sweep): Promise<void>;
  /**
   * @param prints by account id, of those that are settled; of others the print goes, unless the entry says what it said
   */
  putEntries(directory: string, entries: readonly RosterEntry[], prints?: ReadonlyMap<string, string>): Promise<void>;
  /** Inserts, or replaces the change of the same id. */
  putChanges(changes: readonly StoredChange[]): Promise<void>;
  /** Notes that these accounts were read one by one just now, as the next revision of the directory. */
  markRead(directory: string, ids: readonly string[]): Promise<void>;
  /** Keeps events that are not there yet, by directory and key. @returns how many those were */
  keepEvents(events: readonly ReceivedEvent[]): Promise<number>;
  /** Replaces state, tries, due time and error of events that are there. */
  putEvents(events: readonly HeldEvent[]): Promise<void>;
  /** Inserts, or replaces the span of the same id. */
  putListening(listening: Listening): Promise<void>;
  /** Whether the lease is still this holder's, of this epoch. */
  holds(lease: Pick<Lease, "name" | "holder" | "epoch">): Promise<boolean>;
  putDepartures(departures: readonly Departure[]): Promise<void>;
  putIncident(incident: Incident): Promise<void>;
  /** Inserts, or sets the version of an item that is there. */
  putIncidentItems(incident: string, items: readonly IncidentItem[]): Promise<void>;
  /**
   * The notification, which is this transaction's alone until it ends; undefined where another transaction has it just now, or there
   * is none. Nobody waits here, so that several processes deliver side by side.
   */
  takeNotification(id: string): Promise<Notification | undefined>;
  putNotification(notification: Notification): Promise<void>;
  putDetector(directory: string, state: Saved): Promise<void>;
  /** Inserts, or replaces the plan of the same id. */
  putPlan(plan: Plan): Promise<void>;
  putAnnouncement(announcement: Announcement): Promise<void>;
  /** Inserts, or replaces what the place of the same kind and id states. */
  putPlaces(directory: string, places: readonly Place[]): Promise<void>;
  /** Adds a partition, which is never changed. @param generation 0 for the base, then one more each */
  addPartition(generation: number, partition: KeptPartition): Promise<void>;
  /** Adds people who joined later, once each. */
  addJoiners(directory: string, joiners: readonly Joiner[]): Promise<void>;
  putLedger(directory: string, readers: Readers, ledger: StoredLedger): Promise<void>;
  /** Keeps a release as it was made, for good. */
  addRelease(directory: string, readers: Readers, ledger: StoredLedger): Promise<void>;
  /** Keeps an official total, for good. @param number 1 for the first of the directory, then one more each */
  addOfficialTotal(directory: string, number: number, total: OfficialTotal): Promise<void>;
  /** Adds a version, which is never changed. */
  addPurpose(version: PurposeVersion): Promise<void>;
  /** Makes it the next entry of the log. */
  record(entry: RecordEntry): Promise<void>;
  /**
   * Lets go of what these entries are about, for good; the entries stay. Whoever calls it records an `ERASURE` as well.
   * @returns those of which something was there
   */
  eraseRecords(seqs: readonly number[]): Promise<readonly number[]>;
}

export interface Lease {
  readonly name: string;
  /** `host:pid` */
  readonly holder: string;
  /** Another one each time the lease is taken: whoever held an earlier one writes nothing any more (fencing). */
  readonly epoch: number;
  readonly since: Instant;
  readonly until: Instant;
}

/**
 * What a transaction is about, where others may be open beside it: one directory; the try of one delivery; or nothing but the log. It is
 * as if they came one after the other all the same: what goes beyond that waits for its turn, and another directory is not written.
 */
export type Concern = { readonly directory: string } | "delivery" | "log";

/** Where Rollcall keeps what it knows. Reading never waits for a writer, but for one in the same process where the store is in memory. */
export interface Store extends StoreReader {
  /**
   * All or nothing: the work's writes are there together, or none of them is. The work uses only the writer it is given, and does
   * nothing outside of the store: what is about one thing alone may be done once more from its beginning.
   * @param about what it keeps to; without it no other transaction is open meanwhile, in whichever process
   */
  transaction<T>(work: (writer: StoreWriter) => Promise<T>, about?: Concern): Promise<T>;
  /**
   * Takes the lease, with the next epoch, in a transaction of its own; where somebody else holds an unexpired one, gives that
   * and changes nothing. A holder of the same name is this process, or one that is gone: its lease is taken over.
   */
  acquireLease(
    wanted: Omit<Lease, "epoch">,
    now: Instant,
  ): Promise<{ readonly acquired: boolean; readonly lease: Lease }>;
  /** @returns false where it is not this holder's any more, in this epoch */
  renewLease(lease: Lease, until: Instant): Promise<boolean>;
  /** Ends it, where it is still this holder's; the next epoch is counted on from it. */
  releaseLease(lease: Lease): Promise<void>;
  /**
   * Has the bytes of what was erased overwritten, wherever they still are in the files of the store; at once where nothing is due.
   * Opening the store does so too, as far as nobody else is at it.
   * @throws RollcallError `store_busy` where somebody else still reads what was there before
   */
  clean(): Promise<void>;
  /** One sentence a fault; empty where the store is sound. */
  integrity(): Promise<readonly string[]>;
  close(): Promise<void>;
}
