import type { StoreReader } from "./ports.ts";

interface Remembered {
  /** What had happened in the directory by then. */
  readonly state: string;
  readonly value: Promise<unknown>;
}

/** Answers at a time of one store. */
const MOST = 200;

/** By store, and in it by what was asked. Only a shortcut: it is made anew wherever it is missing. */
const known = new WeakMap<StoreReader, Map<string, Remembered>>();

/** What is counted over all of a directory, and for how long, where the time itself changes it. */
interface Asked {
  readonly directory: string;
  readonly what: string;
  readonly when?: number | string;
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
  // Those asked for last stay.
  mine.delete(key);
  if (last?.state === state) {
    mine.set(key, last);
    return last.value as Promise<T>;
  }
  const value = make();
  mine.set(key, { state, value });
  const [oldest] = mine.keys();
  if (mine.size > MOST && oldest !== undefined) mine.delete(oldest);
  // What failed is asked for again.
  value.catch(() => mine.delete(key));
  return value;
}
