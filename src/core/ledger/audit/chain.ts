// What releases in a row say of how many had left a unit by each of them, as an integer program.
import { among, type Draft, type Term, addVariable } from "./program.ts";
import { clipped, type Runs, runsOf } from "./runs.ts";

/** The rule of a ledger, as its releases state it. */
export interface Rule {
  readonly k: number;
  readonly step: number;
}

/** A ledger that somebody reads. */
export interface Ladder extends Rule {
  /** The rule of the ledger below it, which this reader does not see; without it this one is over leavers. */
  readonly over?: Rule;
}

/**
 * What a release says of a unit to a reader who knows the code: `exact`, so many had left (in a ledger over another: so many were
 * published in that one). `held`, less than a step more than `value`, or more than headcount − k. `silent`, nothing: it is frozen.
 * `before`, nothing: the unit is not in the ledger yet.
 */
export type Fact = "exact" | "held" | "silent" | "before";

export interface Node {
  readonly fact: Fact;
  /** What is published; 0 where nothing is said. */
  readonly value: number;
  /** An official total leaves these alone. */
  readonly allowed?: Runs;
}

interface Chain {
  readonly ladder: Ladder;
  /** Counted, like values, from what had left and was published before the first node. */
  readonly headcount: number;
  /** In the order of their releases, from 0 on. */
  readonly nodes: readonly Node[];
}

/**
 * Writes a chain into a program: nobody returns, so that leavers never fall from node to node.
 * @returns for each node the variable that says how many had left
 */
export function addChain(draft: Draft, { ladder, headcount, nodes }: Chain): number[] {
  const left: number[] = [];
  let below: number | undefined;
  for (const node of nodes) {
    const before = left.at(-1);
    const now = addVariable(draft, 0, headcount);
    left.push(now);
    if (before !== undefined)
      draft.rows.push({
        terms: [
          [now, 1],
          [before, -1],
        ],
        lo: 0,
        hi: Infinity,
      });
    if (node.allowed !== undefined) among(draft, now, node.allowed);
    if (node.fact === "before" || node.fact === "silent") continue;
    if (ladder.over === undefined) {
      among(draft, now, said(node, ladder, headcount, headcount));
      continue;
    }
    const published = addVariable(draft, 0, headcount);
    among(draft, published, said(node, ladder, headcount, headcount - ladder.over.k));
    addStep(draft, { rule: ladder.over, headcount, now, published, ...(below === undefined ? {} : { below }) });
    below = published;
  }
  return left;
}

/** What a node says of what its ledger is over, which is at most `most`. */
function said({ fact, value }: Node, { k, step }: Rule, headcount: number, most: number): Runs {
  if (fact === "exact") return [[value, value]];
  return clipped(
    runsOf([
      [value, value + step - 1],
      [headcount - k + 1, headcount],
    ]),
    0,
    most,
  );
}

interface Step {
  readonly rule: Rule;
  readonly headcount: number;
  readonly now: number;
  readonly published: number;
  /** What was published before; 0 without it. */
  readonly below?: number;
}

/**
 * One release of a ledger that the reader does not see: it published how many had left, where that was a step more than before
 * and left k untold; otherwise it stayed, and then one of the two was not so.
 */
function addStep(draft: Draft, { rule: { k, step }, headcount, now, published, below }: Step): void {
  const rose = addVariable(draft, 0, 1);
  const nearlyAll = addVariable(draft, 0, 1);
  const less: readonly Term[] = below === undefined ? [] : [[below, -1]];
  const atLeast = (terms: readonly Term[], lo: number): void => void draft.rows.push({ terms, lo, hi: Infinity });
  const atMost = (terms: readonly Term[], hi: number): void => void draft.rows.push({ terms, lo: -Infinity, hi });
  atLeast([[published, 1], ...less], 0);
  atLeast(
    [
      [now, 1],
      [published, -1],
    ],
    0,
  );
  // If it rose: to all who had left, by a step or more, and not beyond the ceiling.
  atMost(
    [
      [now, 1],
      [published, -1],
      [rose, headcount],
    ],
    headcount,
  );
  atLeast([[now, 1], ...less, [rose, -step]], 0);
  atMost(
    [
      [now, 1],
      [rose, k],
    ],
    headcount,
  );
  // If it did not: it stayed, short of a step or beyond the ceiling.
  atMost([[published, 1], ...less, [rose, -headcount]], 0);
  atMost([[now, 1], ...less, [rose, -headcount], [nearlyAll, -headcount]], step - 1);
  atLeast(
    [
      [now, 1],
      [nearlyAll, k - 1 - headcount],
    ],
    0,
  );
  atMost(
    [
      [rose, 1],
      [nearlyAll, 1],
    ],
    1,
  );
}
