import type { Clock } from "../app/ports.ts";
import type { OwnAudience } from "../core/disclosure/grant.ts";
import type { Instant } from "../core/time.ts";
import { type Authentication, cookieOf, linkAuthentication, seeOther, sessionIn, signedIn, signedOut } from "./auth.ts";
import type { Route } from "./route.ts";
import { createSessions, viewerIn } from "./sessions.ts";

/**
 * For a company that is made up, and for no other: whoever reaches it may look at it as any of its audiences, and as nobody.
 * @param wall by which sessions last; that of the story runs faster
 * @param now of the story, by which rights to names end
 * @param first as whom the one-time link signs in
 */
export function lookAsAuthentication(
  wall: Clock,
  now: () => Instant,
  { first, audiences }: { readonly first: OwnAudience; readonly audiences: readonly OwnAudience[] },
): Authentication & { readonly link: string } {
  const sessions = createSessions(wall);
  const known = new Map(audiences.map((one) => [one.alias, one]));
  const { link, routes } = linkAuthentication(wall, first, sessions);
  const lookAs: Route = {
    method: "POST",
    path: "/look-as/:alias",
    policy: "open",
    handle: ({ params }, request) => {
      sessions.close(cookieOf(request));
      const audience = known.get(params["alias"] ?? "");
      return seeOther("/", audience === undefined ? signedOut() : signedIn(sessions.open({ audience })));
    },
  };
  return {
    link,
    canSignIn: false,
    lookAs: [
      ...audiences.map(({ alias, who, sees }) => ({
        alias,
        title: `${who} (${sees === "named" ? "names" : "counts"})`,
      })),
      { alias: "anybody", title: "anybody" },
    ],
    identify: async (request) => ({ viewer: viewerIn(sessionIn(sessions, request), now()) }),
    routes: [...routes, lookAs],
  };
}
