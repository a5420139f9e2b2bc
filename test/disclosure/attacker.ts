// What a reader can prove who knows the code, every headcount and all that was ever shown: what is alike in every world that looks so.
import { isBreach, type Proved } from "../../src/core/ledger/audit/predicate.ts";
import type { Organisation, World } from "./worlds.ts";

/** A number that is protected: settled leavers of a unit or cell, up to a release or between two. */
interface Quantity {
  readonly headcount: number;
  /** From the beginning; otherwise between two releases. */
  readonly cumulative: boolean;
  /** A part of a unit that was merged since it is too small. */
  readonly part: boolean;
  readonly of: (world: World) => number;
}

/** The least and the most that a quantity is in the worlds that look alike, and how many values lie between. */
interface Known {
  readonly seen: Uint8Array;
  lo: number;
  hi: number;
}

interface Verdict {
  /** For each world, in the order in which they were shown, and each quantity whether it is breached. */
  readonly where: readonly (readonly boolean[])[];
}

/**
 * Of a part that was merged into a unit: of k people or fewer nothing may be known, of more not that almost everybody left. That
 * some of a large part left cannot be withheld (5 of 24 are 3 at least of any 22 of them) and names no small group.
 */
function isBreachOfPart({ lo, hi }: Pick<Known, "lo" | "hi">, k: number, headcount: number): boolean {
  return headcount <= k ? lo > 0 || hi < headcount : lo > headcount - k;
}

export function quantitiesOf({ units: all, cells, releases }: Organisation): Quantity[] {
  const units = all.map(({ id, headcount }) => {
    const mine = cells.flatMap(({ unit }, n) => (unit === id ? [n] : []));
    return { headcount, mine, part: false };
  });
  const parts = units
    .filter(({ mine }) => mine.length > 1)
    .flatMap(({ mine }) => mine.map((n) => ({ headcount: cells[n]?.headcount ?? 0, mine: [n], part: true })));
  return [...units, ...parts].flatMap(({ headcount, mine, part }) => {
    const upTo = (world: World, release: number): number =>
      release < 0 ? 0 : mine.reduce((sum, n) => sum + (world.courses[n]?.settled[release] ?? 0), 0);
    const found: Quantity[] = [];
    for (let end = 0; end < releases; end++) {
      for (let start = -1; start < end; start++) {
        const of = (world: World): number => upTo(world, end) - upTo(world, start);
        found.push({ headcount, cumulative: start === -1, part, of });
      }
    }
    return found;
  });
}

export interface Attacker {
  /** @param values of the quantities, in order */
  readonly show: (values: readonly number[], look: string) => void;
  readonly verdict: () => Verdict;
  /** What worlds that look so prove of each quantity; undefined where none does. Counts values up to k. */
  readonly proved: (look: string) => readonly Proved[] | undefined;
}

/** Collects worlds by how they look, and says afterwards what each look proves. */
export function attacker(quantities: readonly Quantity[], k: number): Attacker {
  const groups = new Map<string, Known[]>();
  const order: Known[][] = [];
  const show = (values: readonly number[], look: string): void => {
    let known = groups.get(look);
    if (known === undefined) {
      known = quantities.map(({ headcount }) => ({ seen: new Uint8Array(headcount + 1), lo: headcount, hi: 0 }));
      groups.set(look, known);
    }
    for (const [n, one] of known.entries()) {
      const value = values[n] ?? 0;
      one.seen[value] = 1;
      one.lo = Math.min(one.lo, value);
      one.hi = Math.max(one.hi, value);
    }
    order.push(known);
  };
  const verdict = (): Verdict => {
    const judged = new Map(
      [...groups.values()].map((known) => [
        known,
        known.map((one, n) => isBreached(one, quantities[n] as Quantity, k)),
      ]),
    );
    return { where: order.map((known) => judged.get(known) ?? []) };
  };
  const proved: Attacker["proved"] = (look) =>
    groups.get(look)?.map(({ lo, hi, seen }) => ({ lo, hi, values: Math.min(k, valuesOf(seen)) }));
  return { show, verdict, proved };
}

function valuesOf(seen: Uint8Array): number {
  return seen.reduce((sum, one) => sum + one, 0);
}

function isBreached({ lo, hi, seen }: Known, { headcount, cumulative, part }: Quantity, k: number): boolean {
  if (part) return cumulative && isBreachOfPart({ lo, hi }, k, headcount);
  return isBreach({ lo, hi, values: valuesOf(seen) }, { k, headcount, cumulative });
}
