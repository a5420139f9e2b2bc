import type { StoreReader } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { listed } from "../../messages/words.ts";

/** The directories of the store, or the one that is wanted. A misspelt name must not read as if nobody had left. */
export async function knownDirectories(store: StoreReader, wanted: string | undefined): Promise<string[]> {
  const known = (await store.directories()).map(({ directory }) => directory);
  const found = wanted === undefined ? known : known.filter((directory) => directory === wanted);
  if (found.length > 0 || (wanted === undefined && known.length > 0)) return found;
  const others = known.length === 0 ? "run rollcall sweep" : `it has ${listed(known)}`;
  throw new RollcallError(
    "not_found",
    wanted === undefined
      ? "The store has no complete reading of any directory; run rollcall sweep."
      : `${wanted}: the store has no complete reading of a directory of this name; ${others}.`,
  );
}

/** The directory that is wanted, or the only one that there is. */
export async function onlyDirectory(store: StoreReader, wanted: string | undefined): Promise<string> {
  const [only = "", ...others] = await knownDirectories(store, wanted);
  if (others.length === 0) return only;
  throw new RollcallError("usage", `Say which directory: ${listed([only, ...others])}.`);
}
