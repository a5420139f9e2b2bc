// The course of one unit as its releases tell it to a reader: cut where a count is known exactly, and thinned out to what matters.
import type { Fact, Ladder, Node } from "./chain.ts";
import type { Runs } from "./runs.ts";

/** Releases in a row that say the same. An exact one stands alone, and so does one of which there is an official total. */
export interface Stretch {
  readonly fact: Fact;
  /** What is published. */
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** What one release says, after those before. */
export function continued(course: readonly Stretch[], next: Stretch, apart: boolean): readonly Stretch[] {
  const last = course.at(-1);
  const same = last !== undefined && last.fact === next.fact && last.value === next.value && next.fact !== "exact";
  if (!same || apart) return [...course, next];
  return [...course.slice(0, -1), { ...last, to: next.to }];
}

/** The same with the last release alone: an official total is as of it. */
export function splitAtEnd(course: readonly Stretch[]): readonly Stretch[] {
  const last = course.at(-1);
  if (last === undefined || last.from === last.to) return course;
  return [...course.slice(0, -1), { ...last, to: last.to - 1 }, { ...last, from: last.to }];
}

/** Releases between two at which the count is known exactly; what happens in one tells nothing of another. */
export interface Piece {
  /** The count before its first release. */
  readonly base: number;
  readonly inner: readonly Stretch[];
  /** The exact count after its last; without it the piece is open. */
  readonly end?: Stretch;
}

/**
 * Cuts a course at each exact count. It can be cut there in a ledger over another as well: that one rose at the same release, since
 * before it stood below the step that this one took (`historyOf` has checked it), so that its count was exact too.
 * @param whole releases between which it is not cut
 */
export function piecesOf(course: readonly Stretch[], whole?: { readonly from: number; readonly to: number }): Piece[] {
  const pieces: Piece[] = [];
  let base = 0;
  let inner: Stretch[] = [];
  for (const stretch of course) {
    const cut = stretch.fact === "exact" && !(whole && stretch.from > whole.from && stretch.from < whole.to);
    if (!cut) inner.push(stretch);
    else {
      if (inner.length > 0) pieces.push({ base, inner, end: stretch });
      [base, inner] = [stretch.value, []];
    }
  }
  return inner.length > 0 ? [...pieces, { base, inner }] : pieces;
}

/** The place of each release that was asked for among the nodes. */
export interface Thinned {
  readonly nodes: readonly Node[];
  readonly at: ReadonlyMap<number, number>;
}

/**
 * The nodes that say all that a piece says of some of its releases. Of releases in a row that say the same and are not asked for:
 *
 * - none, in a ledger over leavers, if one beside them is asked for: it says as much;
 * - one, in a ledger over another. Of two, one can be left out: if that one stood at either of two releases that follow each
 *   other, or rose at both, or rose at the second, the first changes nothing (a rise from further below is a rise). Only a rise
 *   and then a stand cannot be drawn together, and of three steps in a row some two are not that. And one is as good as many,
 *   since nothing need happen at a release.
 * @param asked releases of the piece, in order
 */
export function thinned(
  { base, inner, end }: Piece,
  asked: readonly number[],
  { hidden, allowed }: { readonly hidden: boolean; readonly allowed?: ReadonlyMap<number, Runs> },
): Thinned {
  const nodes: Node[] = [];
  const at = new Map<number, number>();
  for (const stretch of inner) {
    const { fact, from, to } = stretch;
    const node: Node = { fact, value: fact === "exact" || fact === "held" ? stretch.value - base : 0 };
    const mine = asked.filter((release) => release >= from && release <= to);
    let next = from;
    for (const release of mine) {
      if (hidden && release > next) nodes.push(node);
      const runs = allowed?.get(release)?.map(([lo, hi]) => [lo - base, hi - base] as const);
      at.set(release, nodes.push(runs === undefined ? node : { ...node, allowed: runs }) - 1);
      next = release + 1;
    }
    const isLast = stretch === inner.at(-1) && end === undefined;
    if (mine.length === 0 || (hidden && next <= to && !isLast)) nodes.push(node);
  }
  if (end !== undefined) nodes.push({ fact: "exact", value: end.value - base });
  return { nodes, at };
}

/** The headcount for a piece: of one that has an end no more than matters, so that units of many sizes are alike. */
export function headcountOf({ base, end }: Piece, headcount: number, { k, over }: Ladder): number {
  const most = Math.max(k, over?.k ?? 0);
  const whole = headcount - base;
  // Nobody but those who had left by its end can have left within it: more people would change nothing.
  return end !== undefined && end.value <= headcount - most ? end.value - base + most : whole;
}

/** Releases of a stretch among which, with what lies between them, all that differ in what they say are found. */
export function placesIn({ from, to }: Stretch, hidden: boolean): number[] {
  // Before, between and after two of them there is nothing, or something (`thinned`).
  const near = hidden ? 3 : 0;
  const found = new Set<number>();
  for (let n = 0; n <= near; n++) for (const one of [from + n, to - n]) if (one >= from && one <= to) found.add(one);
  return [...found].toSorted((a, b) => a - b);
}
