import type { Instant } from "../time.ts";

/** The most that may have been in any such length of time, of as many intervals as begin and end then; both in order. */
export function mostWithin(length: number, begins: readonly Instant[], ends: readonly Instant[]): number {
  let [most, begun] = [0, 0];
  // A stretch that holds the most can begin where one of them ends; those that ended before are out of it.
  for (const [ended, from] of ends.entries()) {
    while ((begins[begun] ?? Number.POSITIVE_INFINITY) < from + length) begun++;
    most = Math.max(most, begun - ended);
  }
  return most;
}

/** From the first to the last; 0 of none. */
export function lengthOf(sorted: readonly Instant[]): number {
  return (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
}

/** The later of the two in the middle; 0 of none. */
export function middle(values: readonly number[]): number {
  return values.toSorted(ascending)[Math.floor(values.length / 2)] ?? 0;
}

export function ascending(a: number, b: number): number {
  return a - b;
}
