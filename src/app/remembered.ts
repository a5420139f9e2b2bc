import type { StoreReader } from "./ports.ts";

interface Remembered {
  /** What had happened in the directory by then. */
  readonly state: string;
  readonly value: Promise<unknown>;
}

/** By store, and in it by what was asked. Only a shortcut: it is made anew wherever it is missing. */
const known = new WeakMap<StoreReader, Map<string, Remembered>>();

/** What is counted over all of a directory, and for how long, where the time itself changes it. */
interface Asked {
  readonly directory: string;
  readonly what: string;
  readonly when?: number;
}

/** It is counted once, until something happens in the directory: pages are looked at more often. */
export async function remembered<T>(
  store: StoreReader,
  { directory, what, when }: Asked,
  make: () => Promise<T>,
): Promise<T> {
  const mine = known.get(store) ?? new Map<string, Remembered>();
  known.set(store, mine);
  const key = JSON.stringify([directory, what]);
  const state = `${when} ${await store.erasures(directory)} ${await store.news([directory])}`;
  const last = mine.get(key);
  if (last?.state === state) return last.value as Promise<T>;
  const value = make();
  mine.set(key, { state, value });
  // What failed is asked for again.
  value.catch(() => mine.delete(key));
  return value;
}
