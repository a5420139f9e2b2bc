import type { z } from "zod";
import type { Account, Attributes } from "../core/directory/account.ts";
import type { Change } from "../core/directory/change.ts";
import type { Departure } from "../core/directory/departure.ts";
import type { Audience, Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import type { Health } from "../core/directory/health.ts";
import type { Roster, RosterEntry } from "../core/directory/roster.ts";
import type { Snapshot } from "../core/directory/snapshot.ts";
import type { Incident, IncidentItem } from "../core/notification/incident.ts";
import type { Notification, Receipt, UpdateStyle } from "../core/notification/notification.ts";
import type { Instant } from "../core/time.ts";

export interface Clock {
  now(): Instant;
  /** Resolves after `ms` of this clock's time; rejects with RollcallError `interrupted` when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface HttpRequest {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/**
 * One exchange, with a time limit and a limit on the size of the answer. Throws RollcallError `unreachable`, `malformed` (a
 * redirect, or too large an answer: asking again gives the same) or `interrupted`.
 */
export interface Http {
  send(request: HttpRequest, signal?: AbortSignal): Promise<HttpResponse>;
}

/** What a long reading tells the terminal. Counts only. */
export type Progress = (step: { readonly stage: string; readonly done: number; readonly total?: number }) => void;

/** What every call of a connector gets. */
export interface Reading<Settings> {
  readonly directory: string;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly http: Http;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** What `doctor` and `init` learn by asking the tool. */
export interface Check {
  readonly identity?: string;
  /** The workspace's own name, for people. */
  readonly title?: string;
  readonly scopes?: readonly string[];
}

export interface Scope {
  readonly name: string;
  /** What Rollcall reads with it. */
  readonly why: string;
  readonly required: boolean;
}

/** A tool whose user list can be read. A value, not a class; made with `defineConnector`. */
export interface Connector<Settings = unknown> {
  readonly kind: string;
  readonly title: string;
  /** Path of the page in `docs/`. */
  readonly docs: string;
  /** A strict object: the settings as they are written. What the connector gets is `Resolved` of it. */
  readonly settings: z.ZodType;
  /** The scopes that these settings need: the required ones, and those without which something named stays unseen. */
  scopes(settings: Settings): readonly Scope[];
  readonly sees: {
    /** How the tool shows that someone left. Absence counts only with `absence`. */
    departure(settings: Settings): "flag" | "absence";
    /** What this tool cannot show, one sentence each. */
    readonly blindTo: readonly string[];
  };
  /** How many seconds one full reading of so many accounts takes under the tool's rate limit. */
  sweepSeconds?(settings: Settings, accounts: number): number;
  check(reading: Reading<Settings>): Promise<Check>;
  /**
   * Never throws for what the tool did: a failed reading is a PartialSnapshot with its health. What is wrong with the
   * settings (the form of a token, scopes beyond the needed, a field that is not there) is thrown.
   */
  snapshot(reading: Reading<Settings>): Promise<Snapshot>;
  /** Asks again for these accounts, one by one. An account that the tool does not know is left out. */
  readBack?(reading: Reading<Settings>, ids: readonly string[]): Promise<readonly Account[]>;
  /**
   * What the list does not give (custom profile fields), account by account, within the tool's rate limit, as long as the
   * caller goes on asking.
   */
  details?(
    reading: Reading<Settings>,
    ids: readonly string[],
  ): AsyncIterable<{ readonly id: string; readonly attributes: Attributes }>;
}

export function defineConnector<Settings>(connector: Connector<Settings>): Connector<Settings> {
  return connector;
}

/** One message to one destination, as a notifier gets it. */
export interface Sending<Settings> {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly http: Http;
  /** Aborts when the program has to end at once. */
  readonly signal?: AbortSignal;
  /** The id of this message, the same each time it is tried: what the receiver tells a repeat by. */
  readonly id: string;
  /** True where an earlier try may have arrived, though nobody knows. */
  readonly repeat: boolean;
  readonly audience: Audience;
  /** What is told: everything about the incident so far, not only what is new. */
  readonly view: Disclosed<IncidentView>;
  /** What the notifier kept of the last message about this incident; absent for the first. */
  readonly previous?: Receipt;
}

/** A destination of messages. A value, not a class; made with `defineNotifier`. */
export interface Notifier<Settings = unknown> {
  /** What `to:` names in the settings. */
  readonly kind: string;
  readonly title: string;
  /** Path of the page in `docs/`. */
  readonly docs: string;
  /** A strict object: the settings as they are written. What the notifier gets is `Resolved` of it. */
  readonly settings: z.ZodType;
  readonly updates: UpdateStyle;
  /** The kind of tool that its messages pass through, which cannot tell that this same tool went dark. */
  through?(settings: Settings): string | undefined;
  /** Where messages go, in a word or two, without secrets: `#people-ops`, `hr@example.com`, `hooks.example.com`. */
  describe(settings: Settings): string;
  /**
   * Sends it within 60 seconds, in one try: trying again is the caller's. Throws RollcallError `unreachable` (nobody knows
   * whether it arrived), `rate_limited`, `unauthorised` (401, 403), `refused` (any other answer that says no), `gone` (410),
   * `malformed` (an answer that is none), `bad_setting`, `interrupted`; the text has no secret, no address with one and no
   * name in it, and nothing of the answer's body but words that are known.
   * @returns what it needs to update the message, without personal data.
   */
  send(sending: Sending<Settings>): Promise<Receipt>;
}

export function defineNotifier<Settings>(notifier: Notifier<Settings>): Notifier<Settings> {
  return notifier;
}

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
  readonly sweep: string;
}

/** An entry of the audit record: what was done, and what came of it in numbers; no names. */
export interface RecordEntry {
  readonly at: Instant;
  readonly action: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export interface DirectoryState extends Omit<Roster, "entries"> {
  readonly kind: string;
}

/** `since` is included and `until` is not, both of `notAfter`; `directory` and `account` have to hold for the same account. */
export interface DepartureFilter {
  readonly directory?: string;
  readonly account?: string;
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
  /** Only those whose `dueAt` is not after this. */
  readonly dueBy?: Instant;
}

export interface StoreReader {
  directories(): Promise<readonly DirectoryState[]>;
  directory(id: string): Promise<DirectoryState | undefined>;
  roster(directory: string): Promise<Roster>;
  /** Newest first. */
  sweeps(filter: {
    readonly directory?: string;
    readonly limit?: number;
    readonly completeOnly?: boolean;
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
  /** Newest first. */
  records(filter: { readonly limit?: number }): Promise<readonly (RecordEntry & { readonly seq: number })[]>;
}

export interface StoreWriter extends StoreReader {
  putDirectory(state: DirectoryState): Promise<void>;
  putSweep(sweep: Sweep): Promise<void>;
  putEntries(directory: string, entries: readonly RosterEntry[]): Promise<void>;
  /** Inserts, or replaces the change of the same id. */
  putChanges(changes: readonly StoredChange[]): Promise<void>;
  putDepartures(departures: readonly Departure[]): Promise<void>;
  putIncident(incident: Incident): Promise<void>;
  /** Inserts, or sets the version of an item that is there. */
  putIncidentItems(incident: string, items: readonly IncidentItem[]): Promise<void>;
  putNotification(notification: Notification): Promise<void>;
  record(entry: RecordEntry): Promise<void>;
}

export interface Lease {
  readonly name: string;
  /** `host:pid` */
  readonly holder: string;
  readonly since: Instant;
  readonly until: Instant;
}

/** Where Rollcall keeps what it knows. Reading never waits for a writer, but for one in the same process where the store is in memory. */
export interface Store extends StoreReader {
  /** All or nothing: the work's writes are there together, or none of them is. The work uses only the writer it is given. */
  transaction<T>(work: (writer: StoreWriter) => Promise<T>): Promise<T>;
  /** Takes or renews the lease in a transaction of its own; where somebody else holds an unexpired one, gives that and changes nothing. */
  acquireLease(lease: Lease, now: Instant): Promise<{ readonly acquired: boolean; readonly lease: Lease }>;
  releaseLease(name: string, holder: string): Promise<void>;
  /** One sentence a fault; empty where the store is sound. */
  integrity(): Promise<readonly string[]>;
  close(): Promise<void>;
}
