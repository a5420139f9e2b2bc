import type { Policy, Scope } from "../core/disclosure/viewer.ts";
import type { Heavy } from "../web/page.ts";
import type { Asked } from "../web/site.ts";

/** What a server answers at one path. Without a policy there is none: the table of routes is refused. */
export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  /** `/departures/:id` */
  readonly path: string;
  readonly policy: Policy;
  /** What a token needs for it; without it, none gets through. */
  readonly scope?: Scope;
  /** Where somebody may try secrets: tries are counted. */
  readonly guessed?: true;
  /** What takes longer than others to answer: pictures, counted by whoever asks; or files, of which each gets one at a time. */
  readonly heavy?: Heavy;
  readonly handle: (asked: Asked, request: Request) => Promise<Response> | Response;
}
