import type { z } from "zod";
import type { Account, Attributes } from "../core/directory/account.ts";
import type { DirectoryEvent } from "../core/directory/event.ts";
import type { Audience, Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import type { Snapshot } from "../core/directory/snapshot.ts";
import type { KnownRecords, MembershipLists } from "./print-port.ts";
import type { Receipt, UpdateStyle } from "../core/notification/notification.ts";
import type { RollcallError } from "../core/errors.ts";
import type { Instant } from "../core/time.ts";

export type * from "./departures-port.ts";
export type * from "./erasure-port.ts";
export type * from "./offboarding-port.ts";
export type * from "./person-port.ts";
export type * from "./print-port.ts";
export type * from "./record-store-port.ts";
export type * from "./store-port.ts";
export type * from "./token-port.ts";

export interface Clock {
  now(): Instant;
  /** Resolves after `ms` of this clock's time; rejects with RollcallError `interrupted` when one of the signals aborts. */
  sleep(ms: number, ...signals: readonly (AbortSignal | undefined)[]): Promise<void>;
  /** Calls `work` every `ms` until the function that it gives is called; nobody waits for it, and it keeps no process alive. */
  every(ms: number, work: () => void): () => void;
}

/** What the keeper of a server asks of programs. */
export interface ServerDemand {
  /** With all hosts below it, which count together: `sec.gov`. */
  readonly domain: string;
  /** Least time between two requests. */
  readonly perMs: number;
  /** A mail address of whoever asks has to be sent with them. */
  readonly mail: boolean;
}

export interface HttpRequest {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Asked again where it fails, so that it may go by a connection of which nobody knows whether the other side still holds it. */
  readonly repeatable?: true;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Gives the memory of `body` back at once, which is empty from then on. For who reads large ones: the collector would come for each few of them. */
  readonly free?: () => void;
  /** Keeps the body packed, as it came where it came so: what is given back makes it once more. To be asked for before it is freed. */
  readonly keep?: () => () => Pick<HttpResponse, "body" | "free">;
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
  /**
   * What the store knows of the list's records, for connectors that can tell one from the other without parsing them. Absent where
   * everything is to be parsed.
   * @param how what else the meaning of the same bytes depends on: the format, settings
   * @param beside what accounts are made of beside their records
   */
  readonly known?: (how: string, beside?: MembershipLists) => Promise<KnownRecords>;
  /** Told of accounts that a page of a list shows as gone, while the list is still read: where to look, and no proof. */
  readonly flagged?: (ids: readonly string[]) => void;
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

/** What asking for accounts one by one gave. Whoever is in neither list is not known to the tool. */
export interface ReadBackAnswer {
  /** As of a snapshot: who answered. */
  readonly identity?: string;
  readonly accounts: readonly Account[];
  /** Those whose own answer could not be read, while others could. */
  readonly unread: readonly { readonly id: string; readonly error: RollcallError }[];
}

/** What a connector gets that listens for events. */
export interface Listener<Settings> extends Reading<Settings> {
  /**
   * Keeps events in the inbox, those that are there already only once. Resolves when they have reached the disk: only then
   * may the tool be told that they arrived. Throws `store_busy`, `store_full`.
   */
  readonly keep: (events: readonly DirectoryEvent[]) => Promise<void>;
  /** Events arrive from now on. Called for each new connection: what happened before it has to be read. */
  readonly connected: () => void;
  /** No connection is left. @param why one sentence, no secrets */
  readonly disconnected: (why: string) => void;
}

/** A request that a tool sent to Rollcall's receiver. */
export interface Posted {
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it came, since the signature is of these bytes. */
  readonly body: Uint8Array;
}

/** What a request is worth. With events the answer is given once they have been kept; else at once. */
export interface Reception {
  readonly status: number;
  /** Plain text; empty without it. */
  readonly text?: string;
  readonly events: readonly DirectoryEvent[];
  /** Why it is refused, for our own journal: one sentence without anything of the request. */
  readonly refused?: string;
}

/** Where a tool's events come from: any of these, or none. */
export interface EventSources<Settings> {
  /**
   * Keeps connections to the tool open and hands over what comes, until the signal aborts. Throws RollcallError for what
   * trying again does not help (a refused token, a feature that is switched off); whoever called it tries again later.
   */
  listen?(listener: Listener<Settings>): Promise<void>;
  /** Judges requests to the path; pure, and it never throws. */
  readonly receive?: { readonly path: string; read(posted: Posted, now: Instant): Reception };
  /** A log that is asked for what is new. */
  readonly log?: {
    /** Milliseconds from one question to the next. */
    readonly every: number;
    /** All entries at or after `since`, oldest first; the same ones again where they have been read before. */
    read(reading: Reading<Settings>, since: Instant): Promise<readonly DirectoryEvent[]>;
  };
}

/** How fast a tool is asked: what is left out, nobody bounds. */
export interface Pace {
  readonly perMinute?: number;
  /** Accounts a page, where the tool lets itself be asked for so many. */
  readonly pageSize?: number;
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
  /**
   * What is read of people with these settings, one thing each, in words that they understand: for the page that tells them.
   * @param settings as they are written, or resolved; the words hold no secret and no path
   */
  reads(settings: Settings): readonly string[];
  readonly sees: {
    /** How the tool shows that someone left. Absence counts only with `absence`. */
    departure(settings: Settings): "flag" | "absence";
    /** What this tool cannot show, one sentence each. */
    readonly blindTo: readonly string[];
  };
  /** How fast the tool is asked with these settings. */
  pace?(settings: Settings): Pace;
  /** How many seconds one full reading of so many accounts takes under the tool's rate limit. */
  sweepSeconds?(settings: Settings, accounts: number): number;
  check(reading: Reading<Settings>): Promise<Check>;
  /**
   * Never throws for what the tool did: a failed reading is a PartialSnapshot with its health. What is wrong with the
   * settings (the form of a token, scopes beyond the needed, a field that is not there) is thrown.
   */
  snapshot(reading: Reading<Settings>): Promise<Snapshot>;
  /** Asks for these accounts, one by one. Throws where the tool itself cannot be asked. */
  readBack?(reading: Reading<Settings>, ids: readonly string[]): Promise<ReadBackAnswer>;
  /**
   * How many accounts a minute may be read back beyond what confirming and events need, without slowing the list down. Absent where
   * the tool counts them by one limit.
   */
  spare?(settings: Settings): number;
  /** Where events come from with these settings; empty where none are set up. */
  events?(settings: Settings): EventSources<Settings>;
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

/** Others than the audience who could read what goes to a destination. */
export interface Exposure {
  /** Who, and what to do about it: the end of a sentence, without secrets and addresses of people. */
  readonly why: string;
  /** No names are sent there at all; otherwise it is pointed out. */
  readonly refused: boolean;
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
  /** What it tells stays on the screen of whoever runs Rollcall: it needs no purpose. */
  readonly stays?: true;
  /**
   * Who else could read names there, as far as the settings tell; asked for audiences of names alone.
   * @param granted whether the audience has a grant, which says who its readers are
   */
  exposure?(settings: Settings, granted: boolean): Exposure | undefined;
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
