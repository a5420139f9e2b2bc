import { type ErrorCode, faultOf, RollcallError } from "../core/errors.ts";
import { SECOND } from "../core/time.ts";

/** The status of a failure, by its code; what blames us or a setting is ours to mend. */
const STATUS: Partial<Readonly<Record<ErrorCode, number>>> = {
  usage: 400,
  bad_file: 400,
  unauthorised: 401,
  expired: 403,
  refused: 403,
  not_found: 404,
  not_done: 405,
  rate_limited: 429,
  unreachable: 502,
  store_busy: 503,
  store_full: 503,
  leased: 503,
};

/** One whose status its code does not say. */
export class Refused extends RollcallError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    message: string,
    { status, headers = {} }: { readonly status: number; readonly headers?: Readonly<Record<string, string>> },
  ) {
    super(code, message);
    this.status = status;
    this.headers = headers;
  }
}

export function statusOf(failure: RollcallError): number {
  return failure instanceof Refused ? failure.status : (STATUS[failure.code] ?? 500);
}

/** What goes with a failure: when to come again, and what would be done here. */
export function headersOf(failure: RollcallError): Readonly<Record<string, string>> {
  if (failure instanceof Refused) return failure.headers;
  if (failure.code === "unauthorised") return { "www-authenticate": 'Bearer realm="Rollcall"' };
  return typeof failure.retry === "object"
    ? { "retry-after": String(Math.max(1, Math.ceil(failure.retry.afterMs / SECOND))) }
    : {};
}

/** What went wrong, in a sentence that may be shown. */
export function failureOf(error: unknown): RollcallError {
  return faultOf(error, "the page could not be made");
}

/** A failure as RFC 9457 has it; `type` names our own code. */
export function problem(failure: RollcallError, headers: Readonly<Record<string, string>> = {}): Response {
  const status = statusOf(failure);
  const body = {
    type: `urn:rollcall:${failure.code}`,
    title: TITLES[status] ?? "Failed",
    status,
    detail: failure.message,
  };
  const all = {
    ...headersOf(failure),
    ...headers,
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  };
  return Response.json(body, { status, headers: all });
}

export const TITLES: Readonly<Record<number, string>> = {
  400: "Not understood",
  401: "Sign in first",
  403: "Not for you",
  404: "Not found",
  405: "Not done here",
  411: "Not understood",
  413: "Too large",
  429: "Too much at once",
  500: "Failed",
  502: "Not reached",
  503: "Not now",
};
