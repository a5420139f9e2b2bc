// When a wave began and ended, seen from afterwards.
import { type Instant, MINUTE } from "../time.ts";

/** No departure is nearer to its beginning than tools and readings can tell. */
const RESOLUTION = 5 * MINUTE;
/** More instants are thinned to as many: pairs of them are compared. */
const MOST_INSTANTS = 400;

/**
 * Departures expected from one instant to another, taken apart into what belongs to each of them, so that all pairs of many instants cost
 * little more than the instants: `level(from) * (ended(to) - begun(from))`.
 */
export interface Course {
  readonly level: (from: Instant) => number;
  readonly begun: (from: Instant) => number;
  readonly ended: (to: Instant) => number;
}

/**
 * The span that splits time best in two states, ordinary and raised (the likelihood split that Kleinberg's automaton of two
 * states finds, without a price for changing): k departures where e were expected weigh k ln(k/e) - (k - e).
 * @param times in order, at least one
 * @param share of the departures of `course` that these are of
 */
export function clearestSpan(
  times: readonly Instant[],
  { level, begun, ended }: Course,
  share = 1,
): { readonly start: Instant; readonly end: Instant } {
  const cells = cellsOf(times);
  const ends = cells.map(({ to }) => ended(to));
  const [first] = cells;
  let best = { start: first?.from ?? 0, end: first?.to ?? 0, weight: Number.NEGATIVE_INFINITY };
  for (const [i, { from: start }] of cells.entries()) {
    const from = start - RESOLUTION;
    const [height, before] = [level(from), begun(from)];
    let count = 0;
    for (let j = i; j < cells.length; j++) {
      count += cells[j]?.count ?? 0;
      const mean = height * ((ends[j] ?? 0) - before) * share;
      const weight = count <= mean ? 0 : count * Math.log(count / mean) - (count - mean);
      // A later end with the same weight has the same departures.
      if (weight > best.weight) best = { start, end: cells[j]?.to ?? start, weight };
    }
  }
  return { start: best.start, end: best.end };
}

interface Cell {
  readonly from: Instant;
  readonly to: Instant;
  readonly count: number;
}

function cellsOf(times: readonly Instant[]): Cell[] {
  const each = Math.ceil(times.length / MOST_INSTANTS);
  const cells: Cell[] = [];
  for (let i = 0; i < times.length; i += each) {
    const some = times.slice(i, i + each);
    cells.push({ from: some[0] ?? 0, to: some.at(-1) ?? 0, count: some.length });
  }
  return cells;
}
