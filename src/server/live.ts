import { createHmac, randomBytes } from "node:crypto";
import { endOf } from "../core/disclosure/grant.ts";
import type { Viewer } from "../core/disclosure/viewer.ts";
import { directoriesFor, may } from "../core/disclosure/viewer.ts";
import { RollcallError } from "../core/errors.ts";
import { SECOND } from "../core/time.ts";
import type { Site } from "../web/site.ts";
import { type Authentication, LIVE } from "./auth.ts";
import type { Route } from "./route.ts";

/** From one look at the store to the next; a sign of life keeps proxies from cutting a silent connection. */
const LOOKS = 2 * SECOND;
const HEARTBEAT = 20 * SECOND;
/** How many pages are told; whoever comes later asks again by hand. */
const MOST = 200;

interface LiveOptions {
  readonly looks?: number;
  readonly heartbeat?: number;
  readonly most?: number;
}

/**
 * Tells pages of those who may know names that there is news, and never which: they ask for it again, as they may see it. The store
 * is looked at while somebody listens, so that what another process finds shows too.
 */
export function liveRoute(
  authentication: Pick<Authentication, "identify">,
  { looks = LOOKS, heartbeat = HEARTBEAT, most = MOST }: LiveOptions = {},
): Route {
  let listeners = 0;
  // What stands in the store is in no event: a number of the log would tell how much happened.
  const key = randomBytes(32);
  const idOf = (news: string): string => createHmac("sha256", key).update(news).digest("base64url").slice(0, 16);
  return {
    method: "GET",
    path: LIVE,
    policy: "named",
    handle: async ({ site, viewer, url }, request) => {
      if (listeners >= most) {
        throw new RollcallError("rate_limited", "Too many pages are open at once: this one does not renew itself.");
      }
      listeners++;
      let timer: NodeJS.Timeout | undefined;
      let over = false;
      const end = (): void => {
        if (over) return;
        over = true;
        listeners--;
        clearTimeout(timer);
      };
      // Of a browser that comes back by itself, or of a page that is looked at again.
      const last = request.headers.get("last-event-id") ?? url.searchParams.get("since");
      const body = new ReadableStream<Uint8Array>({
        start: (out) => {
          const say = (text: string): void => out.enqueue(ENCODER.encode(text));
          let known = last;
          let silent = 0;
          say(`retry: 5000\n\n`);
          const look = async (): Promise<void> => {
            try {
              if (!(await still(authentication, request, site, viewer))) return close();
              const id = idOf(await site.store.news(directoriesFor(viewer)));
              if (over) return;
              silent += looks;
              if (known === null) say(`id: ${id}\nevent: here\ndata: from here on\n\n`);
              else if (id !== known) say(`id: ${id}\nevent: news\ndata: news\n\n`);
              else if (silent >= heartbeat) say(": here\n\n");
              else return again();
              silent = 0;
              known = id;
              again();
            } catch {
              // The store is busy or gone: whoever listens comes again.
              close();
            }
          };
          const again = (): void => {
            timer = setTimeout(() => void look(), looks);
            timer.unref();
          };
          const close = (): void => {
            if (over) return;
            end();
            out.close();
          };
          void look();
        },
        cancel: end,
      });
      const headers = { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" };
      return new Response(body, { headers });
    },
  };
}

const ENCODER = new TextEncoder();

/** Whether whoever listens may still do so: their session goes on, they see what they saw, and their right has not ended. */
async function still(
  authentication: Pick<Authentication, "identify">,
  request: Request,
  { clock }: Site,
  before: Viewer,
): Promise<boolean> {
  const { viewer } = await authentication.identify(request);
  if (!may(viewer, "named") || viewer.sees !== "named" || before.sees !== "named") return false;
  if (viewer.grant?.alias !== before.grant?.alias) return false;
  return viewer.grant === undefined || clock.now() < endOf(viewer.grant);
}
