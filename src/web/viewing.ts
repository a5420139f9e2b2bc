import { limitedStore } from "../app/limited-store.ts";
import type { Store } from "../app/ports.ts";
import { recordView, type Viewing } from "../app/named-view.ts";
import { defined } from "../core/defined.ts";
import { mayKnow } from "../core/disclosure/viewer.ts";
import { RollcallError } from "../core/errors.ts";
import type { Asked, SiteDirectory } from "./site.ts";

/** The store as far as whoever asks may know names of it, and by which right. */
export function viewingOf({ site: { store, clock }, viewer }: Asked): Viewing {
  if (viewer.sees !== "named") throw new RollcallError("refused", "This is for those who may know names.");
  const { grant, directories } = viewer;
  return { store: limitedTo(store, directories), clock, ...defined({ grant }) };
}

/** The same one each time, so that what is remembered of it is found again. */
const limited = new WeakMap<Store, Map<string, Store>>();

function limitedTo(store: Store, directories: readonly string[] | undefined): Store {
  if (directories === undefined) return store;
  const mine = limited.get(store) ?? new Map<string, Store>();
  limited.set(store, mine);
  const key = JSON.stringify(directories);
  const found = mine.get(key) ?? limitedStore(store, { directories });
  mine.set(key, found);
  return found;
}

/** Directories of the settings of which whoever asks may know names. */
export function directoriesOf({ site, viewer }: Asked): readonly SiteDirectory[] {
  return site.directories.filter(({ id }) => mayKnow(viewer, id));
}

/** The directory that was asked for; of one that is not theirs nobody learns that it is there. */
export function directoryAsked(asked: Asked, id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  if (directoriesOf(asked).some((one) => one.id === id)) return id;
  throw new RollcallError("not_found", "There is no directory of this name.");
}

/** Puts on the record that people are about to be shown; where nobody is, there is nothing to say. */
export async function noteView(
  asked: Asked,
  view: Parameters<typeof recordView>[1],
  people: number,
  what: Parameters<typeof recordView>[2] = {},
): Promise<void> {
  if (people > 0) await recordView(viewingOf(asked), view, { page: asked.url.pathname, ...what, people });
}
