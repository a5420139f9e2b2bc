import type { Departure } from "../../core/directory/departure.ts";
import { type DepartureView, disclose, type Disclosed } from "../../core/disclosure/disclose.ts";
import { RollcallError } from "../../core/errors.ts";
import { directoriesFor, mayKnow } from "../../core/disclosure/viewer.ts";
import type { Asked } from "../../web/site.ts";

/**
 * The directories that are asked about: the one that is named, or all that whoever asks may know; undefined for all there are.
 * @throws RollcallError `not_found` where it is none of theirs, or none at all
 */
export function directoriesAsked(
  { site, viewer }: Asked,
  directory: string | undefined,
): readonly string[] | undefined {
  if (directory === undefined) return directoriesFor(viewer);
  const isThere = site.directories.some(({ id }) => id === directory);
  if (isThere && mayKnow(viewer, directory)) return [directory];
  throw new RollcallError("not_found", "directory: there is none of this name; /api/v1/directories lists them.");
}

/** @throws RollcallError `not_found` where one of these is not theirs to know: as if there were no such thing */
export function refuseOthers({ viewer }: Asked, directories: readonly (string | undefined)[], id: string): void {
  const all = directoriesFor(viewer) === undefined;
  if (all || directories.every((one) => one !== undefined && mayKnow(viewer, one))) return;
  throw notFound(id);
}

/** Of somebody who has accounts in several directories, those of which whoever asks may know. */
export function departureView({ viewer }: Asked, one: Departure): Disclosed<DepartureView> | undefined {
  const accounts = one.accounts.filter(({ directory }) => mayKnow(viewer, directory));
  return accounts.length === 0 ? undefined : disclose("departure", { ...one, accounts }, "named");
}

export function notFound(id: string): RollcallError {
  return new RollcallError("not_found", `${id}: nothing of this id is here.`);
}
