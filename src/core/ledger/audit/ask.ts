// What a reader can prove of a unit: questions to the solver, each of which is put once.
import { addChain, type Ladder, type Node } from "./chain.ts";
import { headcountOf, type Piece, thinned } from "./course.ts";
import { among, type Draft, type Known, knownOf, type Program, type Solve, type Term, addVariable } from "./program.ts";
import type { Runs } from "./runs.ts";

interface Part {
  readonly headcount: number;
  readonly piece: Piece;
}

/** Units that are in more than one official total: what one of them is depends on what the others are. */
export interface Tied {
  readonly totals: readonly {
    /** As of which the total is. */
    readonly release: number;
    readonly low: number;
    readonly high: number;
    /** What all who are in it and not tied can add up to. */
    readonly rest: Runs;
  }[];
  readonly others: readonly Part[];
}

/** A piece of a unit's course, as it is asked about. */
export interface Subject extends Part {
  /** By release: what an official total as of it leaves of the count. */
  readonly allowed?: ReadonlyMap<number, Runs>;
  readonly tied?: Tied;
}

export interface Asker {
  /**
   * How many can have left by a release, or after it and by a second one.
   * @param releases one or two of the piece, in order
   * @param enough how many values to look for
   * @returns undefined where nothing can have happened that looks so
   */
  readonly ask: (ladder: Ladder, subject: Subject, releases: readonly number[], enough: number) => Known | undefined;
  /** How many different questions were put to the solver. */
  readonly asked: () => number;
}

export function askerOf(solve: Solve): Asker {
  const known = new Map<string, Known | undefined>();
  const ask: Asker["ask"] = (ladder, subject, releases, enough) => {
    const question = questionOf(ladder, subject, releases);
    const key = JSON.stringify([question, enough]);
    if (!known.has(key)) {
      const { program, objective } = programOf(question);
      known.set(key, knownOf(solve, program, objective, enough));
    }
    const found = known.get(key);
    const { base } = subject.piece;
    if (found === undefined || releases.length > 1) return found;
    return { lo: found.lo + base, hi: found.hi + base, values: found.values.map((value) => value + base) };
  };
  return { ask, asked: () => known.size };
}

/** Plain data, the same for the same question whatever unit it is about. */
interface Question {
  readonly ladder: Ladder;
  /** The one that is asked about first; counted from their bases. */
  readonly chains: readonly { readonly headcount: number; readonly nodes: readonly Node[] }[];
  /** Nodes of the first. */
  readonly asked: readonly number[];
  readonly ties: readonly {
    readonly low: number;
    readonly high: number;
    readonly rest: Runs;
    /** A node of each chain; undefined where the unit was not counted yet. */
    readonly at: readonly (number | undefined)[];
  }[];
}

function questionOf(ladder: Ladder, subject: Subject, releases: readonly number[]): Question {
  const { tied, allowed } = subject;
  const totals = tied?.totals.map(({ release }) => release) ?? [];
  const hidden = ladder.over !== undefined;
  const parts: readonly Part[] = [subject, ...(tied?.others ?? [])];
  const chains = parts.map(({ headcount, piece }, n) => {
    const marks = n === 0 ? [...releases, ...(allowed?.keys() ?? []), ...totals] : totals;
    const inOrder = [...new Set(marks)].toSorted((a, b) => a - b);
    const { nodes, at } = thinned(piece, inOrder, { hidden, ...(n === 0 && allowed ? { allowed } : {}) });
    return { headcount: headcountOf(piece, headcount, ladder), nodes, at, base: piece.base };
  });
  const ties = (tied?.totals ?? []).map(({ release, low, high, rest }) => {
    const at = chains.map((chain) => chain.at.get(release));
    const known = chains.reduce((sum, { base }, n) => sum + (at[n] === undefined ? 0 : base), 0);
    return { low: low - known, high: high - known, rest, at };
  });
  return {
    ladder,
    chains: chains.map(({ headcount, nodes }) => ({ headcount, nodes })),
    asked: releases.map((release) => chains[0]?.at.get(release) ?? -1),
    ties,
  };
}

function programOf({ ladder, chains, asked, ties }: Question): {
  readonly program: Program;
  readonly objective: Term[];
} {
  const draft: Draft = { variables: [], rows: [] };
  const left = chains.map((chain) => addChain(draft, { ladder, ...chain }));
  for (const { low, high, rest, at } of ties) {
    const others = addVariable(draft, 0, rest.at(-1)?.[1] ?? 0);
    among(draft, others, rest);
    const tied = at.flatMap((node, n): Term[] => (node === undefined ? [] : [[left[n]?.[node] ?? -1, 1]]));
    draft.rows.push({ terms: [[others, 1], ...tied], lo: low, hi: high });
  }
  const objective = asked.map((node, n): Term => [left[0]?.[node] ?? -1, n === asked.length - 1 ? 1 : -1]);
  return { program: draft, objective };
}
