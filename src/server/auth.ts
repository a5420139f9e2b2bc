import type { Clock } from "../app/ports.ts";
import type { OwnAudience } from "../core/disclosure/grant.ts";
import type { Scope, Viewer } from "../core/disclosure/viewer.ts";
import { RollcallError } from "../core/errors.ts";
import type { Page } from "../web/page.ts";
import { createLink } from "./link.ts";
import type { Route } from "./route.ts";
import { createSessions, type Session, type Sessions, viewerIn } from "./sessions.ts";

/** Who asks, and with what. */
export interface Identity {
  readonly viewer: Viewer;
  /** Of a token: its id, by which it is counted. */
  readonly token?: string;
  /** Of a token: what it was issued for. */
  readonly scopes?: readonly Scope[];
  /** Of somebody who is in several audiences: as which they may look. */
  readonly choices?: readonly OwnAudience[];
}

/** One of those as whom anybody may look. */
export interface LookAs {
  readonly alias: string;
  readonly title: string;
}

/** How people show who they are. */
export interface Authentication {
  /** Whether there is a page on which somebody who comes without a link can sign in. */
  readonly canSignIn: boolean;
  /** Of a simulated company alone: as whom anybody may look at it. */
  readonly lookAs?: readonly LookAs[];
  readonly identify: (request: Request) => Promise<Identity>;
  readonly routes: readonly Route[];
  /** On which people sign in. */
  readonly pages?: readonly Page[];
}

/** Bound to this host by its prefix, sent over TLS or to this machine alone, and read by no script. */
const COOKIE = "__Host-rollcall";
/** Lax: whoever comes back from the provider, or by a link in a message, is signed in where they arrive. */
const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax";

/**
 * Whoever can read the terminal of `serve` signs in by the link that it prints.
 * @param as as whom: the operator, where no audience of names is declared
 */
export function linkAuthentication(
  clock: Clock,
  as: OwnAudience | "operator",
  sessions: Sessions = createSessions(clock),
): Authentication & { readonly link: string } {
  const link = createLink(clock);
  return {
    link: `/link/${link.secret}`,
    canSignIn: false,
    identify: async (request) => ({ viewer: viewerIn(sessionIn(sessions, request), clock.now()) }),
    routes: [
      {
        method: "POST",
        path: "/link/:secret",
        policy: "open",
        guessed: true,
        handle: ({ params }, request) => {
          if (!link.use(params["secret"] ?? "")) {
            throw new RollcallError(
              "unauthorised",
              "This link has been used already, or is older than 15 minutes: start rollcall serve again for a new one.",
            );
          }
          sessions.close(cookieOf(request));
          return seeOther("/", signedIn(sessions.open({ audience: as })));
        },
      },
      {
        method: "POST",
        path: "/sign-out",
        policy: "open",
        handle: (_, request) => {
          sessions.close(cookieOf(request));
          return seeOther("/", signedOut());
        },
      },
    ],
  };
}

/** The session by which somebody asks; what their browser asks for while nobody touches it is no sign of life. */
export function sessionIn(sessions: Sessions, request: Request): Session | undefined {
  const secret = cookieOf(request);
  const byItself = request.headers.get("x-rollcall") === "renew" || new URL(request.url).pathname === LIVE;
  return byItself ? sessions.peek(secret) : sessions.find(secret);
}

/** Where pages hear that there is news. */
export const LIVE = "/live";

/** The cookie of a session that begins. @param secret as `Sessions.open` gives it */
export function signedIn(secret: string, name: string = COOKIE): string {
  return `${name}=${secret}; ${ATTRIBUTES}`;
}

/** The cookie of one that has ended. */
export function signedOut(name: string = COOKIE): string {
  return `${name}=; Max-Age=0; ${ATTRIBUTES}`;
}

export function cookieOf(request: Request, name: string = COOKIE): string {
  const pairs = (request.headers.get("cookie") ?? "").split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

/** The token of a program, where one is sent. */
export function bearerOf({ headers }: Request): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.get("authorization") ?? "")?.[1];
}

export function seeOther(location: string, ...cookies: readonly string[]): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
