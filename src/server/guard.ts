import type { Clock } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import { type Instant, MINUTE, SECOND } from "../core/time.ts";
import type { Heavy } from "../web/page.ts";
import { bearerOf } from "./auth.ts";
import { Refused } from "./failures.ts";
import { clientKey, createLimiter, isLoopback } from "./limits.ts";

/** A form or a document that somebody writes by hand. */
const LONGEST_BODY = 1024 * 1024;

/** A page and what it loads are a few requests. */
const REQUESTS = { burst: 600, perSecond: 20 };
/** Secrets that are tried: people mistake themselves now and then. */
const TRIES = { burst: 20, perSecond: 1 / 3 };
/** Pictures of selections that nobody has asked for yet, and whole files: each is what a hundred pages are. */
const HEAVY = { burst: 60, perSecond: 0.5 };
/** Files that are written at once, whoever asks; and after how long one that nobody reads on counts no more. */
const FILES = 16;
const FILE_LASTS = 10 * MINUTE;
const TOKEN = { burst: 120, perSecond: 5 };

const READS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/**
 * Lets through what may come from the web at all. A page of elsewhere may lead here, and may have nothing done here (OWASP ASVS
 * 5.0, 3.5.1); a name that somebody else has pointed at this machine is not ours (DNS rebinding).
 * @param hosts what this server is called, with its port
 * @throws RollcallError `refused`
 */
export function guard(request: Request, hosts: ReadonlySet<string>): void {
  const host = request.headers.get("host") ?? "";
  if (!hosts.has(host.toLowerCase())) {
    throw new RollcallError(
      "refused",
      "This server has another address: open the one that rollcall serve prints, or set serve.address to this one.",
    );
  }
  checkBody(request);
  if (READS.has(request.method) || bearerOf(request) !== undefined) return;
  if (!isOwn(request, hosts)) {
    throw new RollcallError("refused", "Another site asked for this: open Rollcall itself and do it there.");
  }
  // A form cannot send it, and a script of elsewhere has to ask first, which is not answered.
  if (new URL(request.url).pathname.startsWith("/api/") && request.headers.get("x-rollcall") === null) {
    throw new RollcallError("refused", "What changes something here needs a token, or the header X-Rollcall: 1.");
  }
}

/** Browsers that say where a request comes from are believed; of the others the origin has to be ours. */
function isOwn({ headers }: Request, hosts: ReadonlySet<string>): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = headers.get("origin") ?? "";
  return URL.canParse(origin) && hosts.has(new URL(origin).host);
}

/** The length of a body is known before it is read. */
function checkBody({ headers }: Request): void {
  if (headers.has("transfer-encoding")) {
    throw new Refused("usage", "How long the request is has to be said at its beginning (Content-Length).", {
      status: 411,
    });
  }
  if (Number(headers.get("content-length") ?? 0) > LONGEST_BODY) {
    throw new Refused("usage", `The request is larger than ${LONGEST_BODY} bytes, and was not read.`, { status: 413 });
  }
}

/** How much is answered, of whom. `from` is the other end of the connection, and undefined where there is none. */
export interface Limits {
  /** @throws RollcallError `rate_limited` */
  readonly request: (request: Request, from: string | undefined) => void;
  /** Before a secret is looked at. @throws RollcallError `rate_limited` */
  readonly mayTry: (request: Request, from: string | undefined) => void;
  /** A secret was looked at, which may not have been one. */
  readonly tried: (request: Request, from: string | undefined) => void;
  /**
   * Of what takes long: so many for each who asks, and of files one at a time.
   * @returns of a file: what is called once it has been sent
   * @throws RollcallError `rate_limited`
   */
  readonly heavy: (request: Request, from: string | undefined, what: Heavy) => (() => void) | undefined;
  /** @param id of a token @throws RollcallError `rate_limited` */
  readonly token: (id: string) => void;
}

/** @param behindProxy whether whoever connects is our own proxy, which says for whom it does */
export function createLimits(clock: Pick<Clock, "now">, behindProxy: boolean): Limits {
  const requests = createLimiter(clock, REQUESTS);
  const tries = createLimiter(clock, TRIES);
  const tokens = createLimiter(clock, TOKEN);
  const heavy = createLimiter(clock, HEAVY);
  const files = createTurns(clock);
  const client = ({ headers }: Request, from: string): string => {
    // The last of them is whom our own proxy has seen; whatever stands before it anybody may have written.
    const told = behindProxy ? headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
    return clientKey(told ?? from);
  };
  return {
    request: (request, from) => {
      // Who is at this machine is nobody of the outside, unless everybody comes through it.
      if (from === undefined || (!behindProxy && isLoopback(from))) return;
      refuseAfter(requests.take(client(request, from)));
    },
    mayTry: (request, from) => {
      if (from !== undefined) refuseAfter(tries.wait(client(request, from)));
    },
    tried: (request, from) => {
      if (from !== undefined) tries.take(client(request, from));
    },
    heavy: (request, from, what) => {
      if (from === undefined) return undefined;
      const who = client(request, from);
      // A file that is refused because of another is no further one.
      const done = what === "file" ? files.begin(who) : undefined;
      const wait = !behindProxy && isLoopback(from) ? 0 : heavy.take(who);
      if (wait > 0) done?.();
      refuseAfter(wait);
      return done;
    },
    token: (id) => refuseAfter(tokens.take(id)),
  };
}

/** One at a time of each who asks, and of all together so many. */
function createTurns(clock: Pick<Clock, "now">) {
  const under = new Map<string, Instant>();
  return {
    begin: (who: string): (() => void) => {
      const at = clock.now();
      for (const [one, since] of under) if (at - since > FILE_LASTS) under.delete(one);
      if (under.has(who) || under.size >= FILES) {
        const why = under.has(who) ? "Another file is being sent to you" : "Many files are being sent to others";
        throw new RollcallError("rate_limited", `${why}: try again in a while.`, { afterMs: 5 * SECOND });
      }
      under.set(who, at);
      return () => {
        if (under.get(who) === at) under.delete(who);
      };
    },
  };
}

function refuseAfter(wait: number): void {
  if (wait === 0) return;
  throw new RollcallError("rate_limited", "Too much is asked for at once: try again in a while.", { afterMs: wait });
}
