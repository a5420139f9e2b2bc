// Sets of whole numbers, as runs of neighbours.

/** In order, with gaps between them. */
export type Runs = readonly (readonly [lo: number, hi: number])[];

/** @param any in any order; those that end before they begin are none */
export function runsOf(any: readonly (readonly [number, number])[]): Runs {
  const merged: [number, number][] = [];
  for (const [lo, hi] of any.filter(([from, to]) => from <= to).toSorted(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && lo <= last[1] + 1) last[1] = Math.max(last[1], hi);
    else merged.push([lo, hi]);
  }
  return merged;
}

/** Every sum of one of each that is not above `most`. */
export function sumsOf(some: Runs, others: Runs, most: number): Runs {
  const sums = some.flatMap(([a, b]) => others.map(([c, d]): [number, number] => [a + c, Math.min(b + d, most)]));
  return runsOf(sums);
}

/** Those of the runs that lie from `lo` to `hi`. */
export function clipped(runs: Runs, lo: number, hi: number): Runs {
  return runsOf(runs.map(([a, b]): [number, number] => [Math.max(a, lo), Math.min(b, hi)]));
}

/** Whether each of these is among the others. */
export function isWithin(some: Runs, others: Runs): boolean {
  return some.every(([lo, hi]) => others.some(([from, to]) => from <= lo && hi <= to));
}
