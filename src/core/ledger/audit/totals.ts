// What official totals of everybody tell of each unit, by what all others can add up to.
import { defined } from "../../defined.ts";
import type { Asker, Tied } from "./ask.ts";
import type { Ladder } from "./chain.ts";
import { type Piece, piecesOf } from "./course.ts";
import type { OfficialTotal } from "./history.ts";
import { clipped, isWithin, type Runs, runsOf, sumsOf } from "./runs.ts";
import { Contradiction, type Hint, type View } from "./view.ts";

/** Where a unit can be more counts than these at a total they are not listed, and it is tied. */
const LISTED = 64;

/** A unit in each of the totals. */
interface Shares {
  readonly view: View;
  /** Its possible counts as of each total, in order; 0 in a total that is older than it, and where it is tied and not known. */
  readonly runs: readonly Runs[];
  /** The totals as of which its count is not known exactly. */
  readonly open: readonly number[];
  /** The piece in which these are, and the span that is not cut for it, where its possible counts as of one cannot be told by themselves. */
  readonly tied?: { readonly piece: Piece; readonly whole: { readonly from: number; readonly to: number } };
}

/**
 * What totals add to what is known of each unit.
 *
 * With one total, units are independent but for their sum. So what is left of a unit are those of its counts which a sum of all
 * others completes, and no more has to be asked together. Units that are open in several totals are tied: they go into one
 * program, with what the rest can add up to.
 * @returns by unit id
 * @throws Contradiction
 */
export function hintsOf(
  asker: Asker,
  ladder: Ladder,
  views: readonly View[],
  totals: readonly OfficialTotal[],
): ReadonlyMap<string, Hint> {
  const known = merged(totals);
  const all = views.map((view) => sharesOf(asker, ladder, view, known));
  const rests = known.map(({ high }, t) =>
    restsOf(
      all.map(({ runs }) => runs[t] ?? NOBODY),
      high,
    ),
  );
  const together = new Set(all.flatMap(({ tied, open }) => (tied ? open : [])));
  const hints = new Map<string, Hint>();
  for (const [u, { view, runs, open, tied }] of all.entries()) {
    const allowed = new Map<number, Runs>();
    for (const [t, { release, low, high }] of known.entries()) {
      const mine = runs[t] ?? NOBODY;
      if (together.has(t)) continue;
      const left = runsOf((rests[t]?.[u] ?? []).map(([lo, hi]) => [low - hi, high - lo] as const));
      const possible = runsOf(mine.flatMap(([lo, hi]) => clipped(left, lo, hi)));
      if (possible.length === 0) throw new Contradiction(view.unit.name);
      if (open.includes(t) && !isWithin(mine, left)) allowed.set(release, possible);
    }
    const joint = open.some((t) => together.has(t)) ? tiedTo(u, all, { known, rests, together }) : undefined;
    hints.set(
      view.unit.id,
      defined({ allowed: allowed.size > 0 ? allowed : undefined, tied: joint, whole: tied?.whole }),
    );
  }
  return hints;
}

/** No leavers. */
const NOBODY: Runs = [[0, 0]];

/** Totals as of one release are one. */
function merged(totals: readonly OfficialTotal[]): OfficialTotal[] {
  return [...Map.groupBy(totals, ({ release }) => release)].map(([release, of]) => ({
    release,
    low: Math.max(...of.map(({ low }) => low)),
    high: Math.min(...of.map(({ high }) => high)),
  }));
}

function sharesOf(asker: Asker, ladder: Ladder, view: View, known: readonly OfficialTotal[]): Shares {
  const { course, unit } = view;
  const at = known.map(({ release }) => course.find(({ from, to }) => from <= release && release <= to));
  const isOpen = (fact: string | undefined): boolean => fact === "held" || fact === "silent";
  const open = at.flatMap((stretch, t) => (isOpen(stretch?.fact) ? [t] : []));
  const exact = at.map((stretch): Runs => (stretch?.fact === "exact" ? [[stretch.value, stretch.value]] : NOBODY));
  const [first, last] = [known[open[0] ?? -1]?.release, known[open.at(-1) ?? -1]?.release];
  if (first === undefined || last === undefined) return { view, runs: exact, open };
  const whole = { from: first, to: last };
  const piece = piecesOf(course, whole).find(({ inner }) => inner.some(({ from, to }) => from <= first && first <= to));
  if (piece === undefined) return { view, runs: exact, open };
  if (first !== last) return { view, runs: exact, open, tied: { piece, whole } };
  const counts = asker.ask(ladder, { headcount: unit.headcount, piece }, [first], LISTED + 1)?.values ?? [];
  if (counts.length > LISTED) return { view, runs: exact, open, tied: { piece, whole } };
  const runs = exact.map((one, t) => (open[0] === t ? runsOf(counts.map((count) => [count, count] as const)) : one));
  return { view, runs, open };
}

/** For each, what all others can add up to, as far as it is not above `most`. */
function restsOf(shares: readonly Runs[], most: number): Runs[] {
  const before: Runs[] = [NOBODY];
  for (const share of shares) before.push(sumsOf(before.at(-1) ?? NOBODY, share, most));
  const rests: Runs[] = [];
  let after: Runs = NOBODY;
  for (let u = shares.length - 1; u >= 0; u--) {
    rests[u] = sumsOf(before[u] ?? NOBODY, after, most);
    after = sumsOf(after, shares[u] ?? NOBODY, most);
  }
  return rests;
}

interface Sums {
  readonly known: readonly OfficialTotal[];
  readonly rests: readonly (readonly Runs[])[];
  readonly together: ReadonlySet<number>;
}

function tiedTo(unit: number, all: readonly Shares[], { known, rests, together }: Sums): Tied {
  const others = all.flatMap(({ view, tied }, n) =>
    tied && n !== unit ? [{ headcount: view.unit.headcount, piece: tied.piece }] : [],
  );
  const { open = [], runs = [] } = all[unit] ?? {};
  const totals = known.flatMap((total, t) => {
    if (!together.has(t)) return [];
    const rest = rests[t]?.[unit] ?? [];
    return [{ ...total, rest: open.includes(t) ? rest : sumsOf(rest, runs[t] ?? NOBODY, total.high) }];
  });
  return { totals, others };
}
