// Integer programs: what is asked of a solver, and how its answers are believed.
import { RollcallError } from "../../errors.ts";
import type { Runs } from "./runs.ts";

/** A whole number from `lo` to `hi`. */
interface Variable {
  readonly lo: number;
  readonly hi: number;
}

/** A variable, by its place, times a whole number. */
export type Term = readonly [variable: number, factor: number];

/** The sum of the terms is from `lo` to `hi`. */
export interface Row {
  readonly terms: readonly Term[];
  readonly lo: number;
  readonly hi: number;
}

export interface Program {
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
}

/**
 * An integer solver: the values of all variables, in order, that make the sum of `objective` the least, or the most, that it can
 * be; undefined where no whole numbers satisfy the rows. May throw RollcallError `fault` where it finds no answer.
 */
export type Solve = (
  program: Program,
  objective: readonly Term[],
  wanted: "least" | "most",
) => readonly number[] | undefined;

/** What a sum can be: at least, at most, and its values from the least up, as many as were asked for. */
export interface Known {
  readonly lo: number;
  readonly hi: number;
  /** All of them where they are fewer than were asked for. */
  readonly values: readonly number[];
}

/**
 * Everything that a sum can be under the rows of a program.
 * @param enough how many values to look for
 * @returns undefined where no whole numbers satisfy the rows
 * @throws RollcallError `fault` where the solver's answer is none
 */
export function knownOf(solve: Solve, program: Program, objective: readonly Term[], enough: number): Known | undefined {
  const least = extreme(solve, program, objective, "least");
  if (least === undefined) return undefined;
  const most = extreme(solve, program, objective, "most") ?? least;
  const [lo, hi] = [sumOf(objective, least), sumOf(objective, most)];
  const between = (variables: Program["variables"], from: number, to: number): Program => {
    return { variables, rows: [...program.rows, { terms: objective, lo: from, hi: to }] };
  };
  const seen = new Set([lo, hi]);
  if (enough > 2 && hi > lo + 1) {
    // With every choice made as for the least, what lies between is mostly a solution as well.
    const chosen = program.variables.map((one, n) => {
      const value = least[n] ?? 0;
      return one.lo === 0 && one.hi === 1 ? { lo: value, hi: value } : one;
    });
    const near = extreme(solve, between(chosen, lo, Math.min(hi, lo + enough - 1)), objective, "most") ?? least;
    for (const value of onTheWay(program, objective, least, near)) seen.add(value);
  }
  const values = [lo];
  for (let next = lo + 1; values.length < enough && next <= hi; next++) {
    if (!seen.has(next)) {
      const above = extreme(solve, between(program.variables, next, hi), objective, "least");
      next = above === undefined ? hi : sumOf(objective, above);
    }
    values.push(next);
  }
  return { lo, hi, values };
}

/** What the sum is in those solutions that lie evenly between two. They save asking the solver, and are held against every row. */
function onTheWay(
  program: Program,
  objective: readonly Term[],
  from: readonly number[],
  to: readonly number[],
): number[] {
  const steps = sumOf(objective, to) - sumOf(objective, from);
  const all = Array.from({ length: Math.max(0, steps) + 1 }, (_, n) =>
    from.map((one, v) => one + Math.floor((n * ((to[v] ?? one) - one)) / Math.max(1, steps))),
  );
  return all.filter((solution) => satisfies(program, solution)).map((solution) => sumOf(objective, solution));
}

function extreme(
  solve: Solve,
  program: Program,
  objective: readonly Term[],
  wanted: "least" | "most",
): readonly number[] | undefined {
  const found = solve(program, objective, wanted);
  if (found === undefined || satisfies(program, found)) return found;
  throw new RollcallError("fault", "The integer solver gave an answer that does not satisfy what it was given.");
}

function satisfies({ variables, rows }: Program, values: readonly number[]): boolean {
  const within = (value: number, { lo, hi }: Variable): boolean =>
    Number.isInteger(value) && value >= lo && value <= hi;
  return (
    values.length === variables.length &&
    variables.every((bounds, n) => within(values[n] ?? Number.NaN, bounds)) &&
    rows.every((row) => within(sumOf(row.terms, values), row))
  );
}

function sumOf(terms: readonly Term[], values: readonly number[]): number {
  return terms.reduce((sum, [variable, factor]) => sum + factor * (values[variable] ?? Number.NaN), 0);
}

/** A program that is being written. */
export interface Draft {
  readonly variables: Variable[];
  readonly rows: Row[];
}

/** @returns the place of the new variable */
export function addVariable(draft: Draft, lo: number, hi: number): number {
  return draft.variables.push({ lo, hi }) - 1;
}

/** The variable is in one of the runs; in none where there are none, which nothing satisfies. */
export function among(draft: Draft, of: number, runs: Runs): void {
  const [only, ...others] = runs;
  if (only !== undefined && others.length === 0) {
    draft.rows.push({ terms: [[of, 1]], lo: only[0], hi: only[1] });
    return;
  }
  const choices = runs.map((run) => [addVariable(draft, 0, 1), run] as const);
  draft.rows.push(
    { terms: choices.map(([choice]): Term => [choice, 1]), lo: 1, hi: 1 },
    { terms: [[of, 1], ...choices.map(([choice, [lo]]): Term => [choice, -lo])], lo: 0, hi: Infinity },
    { terms: [[of, 1], ...choices.map(([choice, [, hi]]): Term => [choice, -hi])], lo: -Infinity, hi: 0 },
  );
}
