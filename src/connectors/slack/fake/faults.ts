import { writtenJson } from "./written.ts";

/** What can go wrong on command. */
export type FaultKind =
  | "http_500"
  | "http_503"
  /** Any other status, `status`, with a text that is none of Slack's. */
  | "http_status"
  /** HTTP 302 to a sign-in page, as a proxy sends it. */
  | "redirect"
  /** With `retryAfter` in seconds, 1 without it. */
  | "http_429"
  /** HTTP 200 with `ok: false` and `error`, `fatal_error` without it. */
  | "ok_false"
  /** HTTP 200 with the login page of a proxy. */
  | "html"
  | "empty_body"
  /** HTTP 200 with something that is no JSON. */
  | "garbage"
  /** JSON cut off in the middle. */
  | "truncated_json"
  /** The list (or the one object) of the answer is null, or an object with `as: "object"`. */
  | "wrong_shape"
  /** The connection breaks before an answer. */
  | "reset"
  /** No answer until the client gives up. */
  | "hang"
  /** The page is good, and its cursor is refused until the sequence is begun anew. */
  | "cursor_dies"
  /** The page says that it is the last though more remain. */
  | "cut"
  | "empty_list"
  /** The page does not say where the next one is, nor that there is none. */
  | "no_cursor"
  /** Every second entry left out, with a proper end; for every answer until the faults are cleared. */
  | "half"
  /** From now on the answers name another workspace. */
  | "other_workspace"
  /** From now on the calling token lacks `scope`, `users:read` without it. */
  | "scope_lost"
  /** From now on the calling token is refused with `error`, `token_revoked` without it. */
  | "revoke_token"
  /** From now on every account has another id. */
  | "ids_replaced";

export interface Fault {
  /** A method's name, or with `*` at its end the beginning of several: `chat.*`. */
  readonly method: string;
  readonly kind: FaultKind;
  /** Strikes from the n-th call of the method on, counted from 1 when the fault is set. */
  readonly call?: number;
  /** Strikes at the n-th page of a cursor sequence, counted from 1, whenever that page is asked for. */
  readonly page?: number;
  /** How often it strikes; once without it (`half`: always). */
  readonly times?: number;
  readonly error?: string;
  readonly status?: number;
  /** The text of `http_status` and `garbage`; servers and those before them repeat what they were sent. */
  readonly body?: string;
  readonly retryAfter?: number;
  readonly scope?: string;
  readonly as?: "null" | "object";
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that strikes this call, if any. */
  strike(method: string, page: number): Fault | undefined;
}

export function createFaults(): Faults {
  let armed: { readonly fault: Fault; calls: number; strikes: number }[] = [];
  return {
    add: (fault) => {
      armed.push({ fault, calls: 0, strikes: 0 });
    },
    clear: () => {
      armed = [];
    },
    strike: (method, page) => {
      let struck: Fault | undefined;
      for (const entry of armed) {
        const { fault } = entry;
        if (!hits(fault, method)) continue;
        entry.calls += 1;
        const due = entry.calls >= (fault.call ?? 1) && (fault.page === undefined || fault.page === page);
        const left = entry.strikes < (fault.times ?? (fault.kind === "half" ? Infinity : 1));
        if (struck !== undefined || !due || !left) continue;
        entry.strikes += 1;
        struck = fault;
      }
      return struck;
    },
  };
}

function hits(fault: Fault, method: string): boolean {
  return fault.method.endsWith("*") ? method.startsWith(fault.method.slice(0, -1)) : method === fault.method;
}

/** An answer on its way out. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

export function jsonReply(body: object, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { ...JSON_TYPE, ...headers }, body: writtenJson(body) };
}

export function rateLimited(seconds: number): Reply {
  return jsonReply({ ok: false, error: "ratelimited" }, 429, { "retry-after": String(seconds) });
}

const LOGIN_PAGE =
  "<!DOCTYPE html><html><head><title>Sign in to the network</title></head>" +
  '<body><form action="/login" method="post"><input name="user"></form></body></html>';

const STATUS: Partial<Readonly<Record<FaultKind, number>>> = { http_500: 500, http_503: 503 };

const SIGN_IN = "https://login.example/?ticket=a1b2c3";

/** The answer that stands in for Slack's own; undefined where the fault lets the method run. */
export function replacedReply(fault: Fault): Reply | undefined {
  const { kind, retryAfter = 1, error = "fatal_error", body = "upstream error" } = fault;
  const status = kind === "http_status" ? (fault.status ?? 400) : STATUS[kind];
  if (status !== undefined) return { status, headers: { "content-type": "text/plain" }, body };
  if (kind === "redirect") return { status: 302, headers: { location: SIGN_IN }, body: "" };
  if (kind === "garbage") return { status: 200, headers: JSON_TYPE, body };
  if (kind === "http_429") return rateLimited(retryAfter);
  if (kind === "ok_false") return jsonReply({ ok: false, error });
  if (kind === "html")
    return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: LOGIN_PAGE };
  if (kind === "empty_body") return { status: 200, headers: JSON_TYPE, body: "" };
  return undefined;
}

const LISTS = ["members", "channels", "usergroups", "users", "teams", "user", "profile", "team", "team_id"];

/** The method's own answer, spoilt. */
export function spoil<Body extends Readonly<Record<string, unknown>>>(body: Body, fault: Fault): Body {
  const key = LISTS.find((name) => body[name] !== undefined);
  if (key === undefined) return body;
  const list: unknown = body[key];
  if (fault.kind === "wrong_shape") return { ...body, [key]: fault.as === "object" ? { error: "unexpected" } : null };
  if (fault.kind === "empty_list") return { ...body, [key]: [], ...ended(body) };
  if (fault.kind === "cut") return { ...body, ...ended(body) };
  if (fault.kind === "no_cursor") return { ...body, response_metadata: undefined };
  if (fault.kind !== "half" || !Array.isArray(list)) return body;
  return { ...body, [key]: list.filter((_, index) => index % 2 === 0) };
}

function ended(body: Readonly<Record<string, unknown>>): object {
  return body["response_metadata"] === undefined ? {} : { response_metadata: { next_cursor: "" } };
}
