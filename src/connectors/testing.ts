import type { Clock, Connector, Reading } from "../app/ports.ts";
import { createHttp } from "../http/client.ts";

/**
 * How a tool can fail, whatever its protocol calls it. Each stand shows all of them: what a number means over HTTP, a tool
 * without HTTP says in its own way (LDAP: invalidCredentials, insufficientAccessRights, noSuchObject, busy, unavailable).
 */
export const FAULTS = [
  /** It does not know who asks. */
  "401",
  /** It knows who asks, and they may not. */
  "403",
  /** What is asked for is not there. */
  "404",
  /** Too many calls. */
  "429",
  /** It failed. */
  "500",
  /** The connection breaks before an answer. */
  "reset",
  /** An answer that is none of its own: a login page, or bytes that are no message of its protocol. */
  "web page",
  "bad JSON",
  /** The answer breaks off in the middle. */
  "cut page",
  /** The right form, and something else where the list belongs. */
  "wrong shape",
  /** The page has nobody, and says that it is the last where the tool can say that. */
  "empty list",
  /** The tool's end marker never comes: it is left out, or the pages go on for ever. */
  "no end",
] as const;
export type Fault = (typeof FAULTS)[number];

/**
 * A tool on 127.0.0.1 that the contract suite (contract.test.ts) reads and breaks: the connector's fake, or a real server with
 * something before it that can be told to fail. Its list has at least three pages, or is one answer where the tool has no pages.
 */
export interface Stand<Settings = unknown> {
  readonly connector: Connector<Settings>;
  /** As the connector gets them, secrets looked up. */
  readonly settings: Settings;
  /** Goes on by itself while a reading sleeps, and is the one that the fake's own limits go by. */
  readonly clock: Clock;
  /** What must be in no error, note and evidence: tokens, passwords, cursors. */
  readonly secrets: readonly string[];
  /** Likewise: names and e-mail addresses of some of those who are listed. */
  readonly personal: readonly string[];
  /** Into how many pages the list is cut with these settings. */
  readonly pages: number;
  /** The ids of some people who are there, and whose account ends and begins again with these: at least three. */
  readonly people: readonly string[];
  /** Has the page of the list (from 1) fail from now on, or only so many times. */
  fault(fault: Fault, page: number, times?: number): void;
  /** Takes all faults back. */
  heal(): void;
  /** What the tool tells of changes by itself, where the connector asks for that now and then. */
  readonly log?: StandLog<Settings>;
  /** What the tool does when somebody leaves: deactivates the account, or takes it out of the list. */
  leave(id: string): void | Promise<void>;
  /** The same account is back. */
  comeBack(id: string): void | Promise<void>;
  close(): Promise<void>;
}

export interface StandLog<Settings> {
  /** Those with which the log is asked. */
  readonly settings: Settings;
  /** Into how many pages what happens at once is cut. */
  readonly pages: number;
  /** Something happens to these accounts, by id. */
  happen(): readonly string[];
  /** Has the page of the log (from 1) fail from now on. */
  fault(fault: Fault, page: number): void;
}

/** A real server that cannot be had on this machine: one printed line, and the suite counts it as skipped. */
export interface NotHere {
  readonly kind: string;
  /** What is missing and how to get it, in a few words. */
  readonly why: string;
}

export function isHere(stand: Stand | NotHere): stand is Stand {
  return "connector" in stand;
}

/** A reading of the stand, as `sweep` would make it. */
export function readingOf<Settings>(stand: Stand<Settings>, signal?: AbortSignal): Reading<Settings> {
  return {
    directory: "acme",
    settings: stand.settings,
    clock: stand.clock,
    http: createHttp({ timeoutMs: 2000, maxBytes: 50_000_000, userAgent: "rollcall-test" }),
    progress: () => undefined,
    ...(signal === undefined ? {} : { signal }),
  };
}
