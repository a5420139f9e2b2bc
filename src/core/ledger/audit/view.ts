// What one reader knows of one unit, and which spans of it must not be told as closely.
import type { Asker, Subject, Tied } from "./ask.ts";
import type { Ladder } from "./chain.ts";
import { type Piece, piecesOf, placesIn, type Stretch } from "./course.ts";
import { isBreach, type Proved } from "./predicate.ts";
import type { Known } from "./program.ts";
import type { Runs } from "./runs.ts";
import type { Unit } from "../units.ts";

/** What official totals add to it. */
export interface Hint {
  readonly allowed?: ReadonlyMap<number, Runs>;
  readonly tied?: Tied;
  /** Releases between which the course is one piece, since totals as of both are known together. */
  readonly whole?: { readonly from: number; readonly to: number };
}

export interface View {
  readonly unit: Unit;
  readonly course: readonly Stretch[];
  readonly hint?: Hint;
}

/** Leavers after one release and by another; 0 for before the first. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A span of which too much is proved. */
export interface Breach extends Span, Proved {
  readonly unit: Unit;
}

/** What can have happened agrees with nothing that was told: the releases or totals are not of one history. */
export class Contradiction extends Error {
  /** The name of one that they disagree about. */
  readonly unit: string;

  constructor(unit: string) {
    super("No numbers of leavers agree with what was told.");
    this.unit = unit;
  }
}

/** What this reader can prove of a span. @throws Contradiction */
export function provedOf(asker: Asker, ladder: Ladder, view: View, span: Span): Proved {
  return proverOf(asker, ladder, view)(span);
}

function proverOf(asker: Asker, ladder: Ladder, { unit, course, hint }: View): (span: Span) => Proved {
  const { k } = ladder;
  const pieces = piecesOf(course, hint?.whole);
  const pieceAt = (release: number): Piece | undefined =>
    pieces.find(({ inner }) => inner.some(({ from, to }) => from <= release && release <= to));
  const ask = (piece: Piece, releases: readonly number[]): Known => {
    const found = asker.ask(ladder, subjectOf(piece, unit, hint), releases, k);
    if (found === undefined) throw new Contradiction(unit.name);
    return found;
  };
  const counts = new Map<number, Known>();
  const countAt = (release: number): Known => {
    const known = counts.get(release);
    if (known !== undefined) return known;
    const piece = release === 0 ? undefined : pieceAt(release);
    const exact = course.find(({ from }) => from === release)?.value ?? 0;
    const found = piece === undefined ? { lo: exact, hi: exact, values: [exact] } : ask(piece, [release]);
    counts.set(release, found);
    return found;
  };
  return ({ from, to }) => {
    const piece = from === 0 ? undefined : pieceAt(from);
    if (piece !== undefined && piece === pieceAt(to)) {
      const { lo, hi, values } = ask(piece, [from, to]);
      return { lo, hi, values: values.length };
    }
    // Two pieces tell nothing of each other, so that each count of the one goes with each of the other.
    const [before, after] = [countAt(from), countAt(to)];
    const differences = new Set(after.values.flatMap((one) => before.values.map((other) => one - other)));
    return { lo: after.lo - before.hi, hi: after.hi - before.lo, values: Math.min(differences.size, k) };
  };
}

/** A piece with what totals say of it. */
function subjectOf(piece: Piece, { headcount }: Unit, hint: Hint | undefined): Subject {
  const inside = (release: number): boolean => piece.inner.some(({ from, to }) => from <= release && release <= to);
  const allowed = [...(hint?.allowed ?? [])].filter(([release]) => inside(release));
  const tied = hint?.tied?.totals.some(({ release }) => inside(release)) ? hint.tied : undefined;
  return {
    headcount,
    piece,
    ...(allowed.length > 0 ? { allowed: new Map(allowed) } : {}),
    ...(tied === undefined ? {} : { tied }),
  };
}

/**
 * The spans of which too much is proved, out of those that stand for all others: from before the first, and between any two.
 * @throws Contradiction
 */
export function breachesOf(asker: Asker, ladder: Ladder, view: View): Breach[] {
  const { unit, course } = view;
  const hidden = ladder.over !== undefined;
  const places = [0, ...course.flatMap((stretch) => placesIn(stretch, hidden))];
  const prove = proverOf(asker, ladder, view);
  return places.flatMap((from, n) =>
    places.slice(n + 1).flatMap((to) => {
      const proved = prove({ from, to });
      const { headcount } = unit;
      return isBreach(proved, { k: ladder.k, headcount, cumulative: from === 0 })
        ? [{ unit, from, to, ...proved }]
        : [];
    }),
  );
}

/** The same for views in which the same is told, so that each is looked at once; undefined where that cannot be said. */
export function lookOf({ unit, course, hint }: View): string | undefined {
  if (hint?.tied !== undefined) return undefined;
  // More than eight that say the same are as eight (`placesIn`).
  const told = course.map(({ fact, value, from, to }) => [fact, value, Math.min(to - from, 8)]);
  const allowed = [...(hint?.allowed ?? [])].map(([release, runs]) => [
    course.findIndex(({ to }) => to === release),
    runs,
  ]);
  return JSON.stringify([unit.headcount, told, allowed]);
}
