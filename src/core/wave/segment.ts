// When a wave began and ended, seen from afterwards.
import { type Instant, MINUTE } from "../time.ts";

/** No departure is nearer to its beginning than tools and readings can tell. */
const RESOLUTION = 5 * MINUTE;
/** More instants are thinned to as many: pairs of them are compared. */
const MOST_INSTANTS = 400;

/**
 * The span that splits time best in two states, ordinary and raised (the likelihood split that Kleinberg's automaton of two
 * states finds, without a price for changing): k departures where e were expected weigh k ln(k/e) - (k - e).
 * @param times in order, at least one
 */
export function clearestSpan(
  times: readonly Instant[],
  expected: (from: Instant, to: Instant) => number,
): { readonly start: Instant; readonly end: Instant } {
  const cells = cellsOf(times);
  const [first] = cells;
  let best = { start: first?.from ?? 0, end: first?.to ?? 0, weight: Number.NEGATIVE_INFINITY };
  for (const [i, { from: start }] of cells.entries()) {
    let count = 0;
    for (const { to: end, count: more } of cells.slice(i)) {
      count += more;
      const mean = expected(start - RESOLUTION, end);
      const weight = count <= mean ? 0 : count * Math.log(count / mean) - (count - mean);
      // A later end with the same weight has the same departures.
      if (weight > best.weight) best = { start, end, weight };
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
