// What an audience of counts is told. Made of a ledger alone: this module knows no departures, and none may come in.
import { RollcallError } from "../errors.ts";
import { iso } from "../time.ts";
import type { Ledger } from "./ledger.ts";
import type { Cell } from "./merge.ts";
import type { Unit } from "./units.ts";

/**
 * So many people have left, or more. There is no upper bound and 0 is none: of a unit that stands at 0 nobody, a few or almost everybody
 * may have left, and those three look the same.
 */
interface AtLeast {
  readonly atLeast: number;
}

/** The stable JSON of a release: the same bytes for the same ledger, whatever lies beneath it. */
export interface Report {
  /** By which rule, so that a copy can be held against it (trust.md, R-D9). */
  readonly policy: {
    readonly k: number;
    readonly partition: string;
    readonly release: number;
  };
  readonly at: string;
  /** Of a complete reading: a release waits for one, so that there are no others (law 7). */
  readonly complete: true;
  readonly total: AtLeast;
  readonly units: readonly (AtLeast & { readonly unit: string })[];
  /** Of teams and places that units lie wholly in. The rest of a team may be in a unit that it shares, and is in no figure of the team. */
  readonly teams: readonly (AtLeast & { readonly team: string })[];
  readonly places: readonly (AtLeast & { readonly place: string })[];
}

/** @throws RollcallError `usage` where nothing has been released yet */
export function reportOf(ledger: Ledger): Report {
  const { k, units, partition, release, at } = ledger;
  if (at === null) throw new RollcallError("usage", "Nothing has been released yet: wait for the first release.");
  return {
    policy: { k, partition, release },
    at: iso(at),
    complete: true,
    total: sumOf(ledger, units),
    units: units.map((unit) => ({ unit: unit.name, ...sumOf(ledger, [unit]) })),
    teams: within(units, ({ team }) => team).map(([team, of]) => ({ team, ...sumOf(ledger, of) })),
    places: within(units, ({ place }) => place).map(([place, of]) => ({ place, ...sumOf(ledger, of) })),
  };
}

function sumOf({ published }: Ledger, units: readonly Unit[]): AtLeast {
  return { atLeast: units.reduce((sum, { id }) => sum + (published.get(id)?.value ?? 0), 0) };
}

/** The units that lie wholly in one team, or place, by it, in the order of its name. */
function within(units: readonly Unit[], of: (cell: Cell) => string | null): [string, readonly Unit[]][] {
  const found = new Map<string, Unit[]>();
  for (const unit of units) {
    const [first, ...others] = unit.parts;
    const one = first === undefined ? null : of(first);
    if (one === null || others.some((part) => of(part) !== one)) continue;
    const known = found.get(one);
    if (known === undefined) found.set(one, [unit]);
    else known.push(unit);
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
