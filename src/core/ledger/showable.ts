// What units of these sizes would be able to show, before anybody has left: for choosing their size.
import { RollcallError } from "../errors.ts";

/** How unequally a cut hits units: the deviation of their rates over the mean. Fitted to the shares that docs/disclosure.md has. */
const UNEVEN = 0.95;
/** Beyond it, rates so unequal would be above 1. */
const LARGEST_CUT = 0.5;

export interface Showable {
  /** The share of people who are cut. */
  readonly cut: number;
  /** The share of those who leave that the ledger would show at the end. */
  readonly shown: number;
}

/**
 * The share of departures that a staircase would show, expected. Those who are cut are spread over units unequally (their
 * rates follow a Beta distribution) and leave over many releases, so that each unit climbs in steps of k and up to k − 1 of
 * it stay untold. A cut in one night shows more.
 * @param headcounts of the units; people in none are none of it
 * @param over the k of the ledger that this one is over, if it is
 * @param cuts shares of people, as 0.05, 0.15 and 0.3
 * @throws RollcallError `usage` where a cut is not above 0 and at most 0.5
 */
export function showable(
  headcounts: readonly number[],
  { k, over = 1 }: { readonly k: number; readonly over?: number },
  cuts: readonly number[],
): Showable[] {
  // Of the steps of the ledger below, so many as make one of its own (`openOver`).
  const step = Math.ceil((k + over - 1) / over) * over;
  return cuts.map((cut) => {
    if (!(cut > 0 && cut <= LARGEST_CUT)) {
      throw new RollcallError("usage", `A cut of ${cut} is not above 0 and at most ${LARGEST_CUT}: state a share.`);
    }
    const people = headcounts.reduce((sum, headcount) => sum + headcount, 0);
    const shown = headcounts.reduce((sum, headcount) => sum + expected(headcount, k, step, cut), 0);
    return { cut, shown: people === 0 ? 0 : shown / (people * cut) };
  });
}

/** Of one unit, in people. */
function expected(headcount: number, k: number, step: number, cut: number): number {
  const spread = (1 - cut) / (cut * UNEVEN ** 2) - 1;
  const leave = betaBinomial(headcount, cut * spread, (1 - cut) * spread);
  const most = Math.floor((headcount - k) / step) * step;
  return leave.reduce(
    (sum, chance, left) => sum + chance * Math.max(0, Math.min(Math.floor(left / step) * step, most)),
    0,
  );
}

/** The chances of 0 to `n`, each from the one before: P(x+1)/P(x) = (n−x)(x+a) / ((x+1)(n−x−1+b)). */
function betaBinomial(n: number, a: number, b: number): number[] {
  const logs = [0];
  for (let x = 0; x < n; x++) {
    logs.push((logs[x] ?? 0) + Math.log(((n - x) * (x + a)) / ((x + 1) * (n - x - 1 + b))));
  }
  // From the likeliest down, so that large units neither overflow nor vanish.
  const top = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - top));
  const sum = weights.reduce((before, weight) => before + weight, 0);
  return weights.map((weight) => weight / sum);
}
