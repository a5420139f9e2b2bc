// Who looks at a page or asks the API, and what they may be shown: each route states its policy, and there is none without one.
import { defined } from "../defined.ts";
import type { Readers } from "../ledger/rules.ts";
import type { Instant } from "../time.ts";
import { type Grant, type OwnAudience, standing } from "./grant.ts";

/**
 * Who asks. `named` without a grant is whoever runs Rollcall, where the settings declare no audience of names: the store is theirs
 * to read; without `directories`, all are theirs to see. Somebody who has not signed in is anyone.
 */
export type Viewer =
  | { readonly sees: "nobody" }
  | { readonly sees: "counts"; readonly alias: string; readonly readers: Readers }
  | { readonly sees: "named"; readonly grant?: Grant; readonly directories?: readonly string[] };

export const ANYONE: Viewer = { sees: "nobody" };
export const OPERATOR: Viewer = { sees: "named" };

export const POLICIES = ["open", "counts", "named"] as const;
/** What a route asks for: nothing, a right to counts (which a right to names includes), or one to names. */
export type Policy = (typeof POLICIES)[number];

const RANK: Readonly<Record<Viewer["sees"], number>> = { nobody: 0, counts: 1, named: 2 };

/** Whether a route of this policy answers whoever asks. */
export function may(viewer: Viewer, policy: Policy): boolean {
  return RANK[viewer.sees] >= POLICIES.indexOf(policy);
}

/** Whether a viewer may know names of a directory. Of one that is not theirs they learn not even that it is there. */
export function mayKnow(viewer: Viewer, directory: string): boolean {
  return viewer.sees === "named" && viewer.directories?.includes(directory) !== false;
}

/** The directories of which a viewer may know names; undefined for all there are. */
export function directoriesFor(viewer: Viewer): readonly string[] | undefined {
  return viewer.sees === "named" ? viewer.directories : [];
}

/** What a token of the API was issued for; a session may have all of it. */
export const SCOPES = [
  "departures:read",
  "waves:read",
  "report:read",
  "record:read",
  "record:write",
  "health:read",
] as const;
export type Scope = (typeof SCOPES)[number];

/** Those of which an audience of counts has none. */
export const NAMED_SCOPES: readonly Scope[] = ["departures:read", "waves:read", "record:write", "health:read"];

/** What somebody of an audience may see now. A right to names that has ended leaves what anyone may know. */
export function viewerOf(audience: OwnAudience, now: Instant): Viewer {
  if (audience.sees === "counts") return { sees: "counts", alias: audience.alias, readers: audience.readers };
  const { sees, ...grant } = audience;
  return standing(grant, now) === "over"
    ? { sees: "counts", alias: grant.alias, readers: "anyone" }
    : { sees, grant, ...defined({ directories: grant.directories }) };
}

/** The counts that a viewer may see; of whoever may know names, those of authorised readers. */
export function readersFor(viewer: Viewer): Readers {
  return viewer.sees === "named" ? "authorised" : viewer.sees === "counts" ? viewer.readers : "anyone";
}
