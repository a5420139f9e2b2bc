// What one kind of readers knows, release by release and total by total.
import { RollcallError } from "../../errors.ts";
import type { Unit } from "../units.ts";
import type { Asker } from "./ask.ts";
import type { Fact, Ladder } from "./chain.ts";
import { continued, splitAtEnd, type Stretch } from "./course.ts";
import type { OfficialTotal } from "./history.ts";
import { isBreach, type Proved } from "./predicate.ts";
import { hintsOf } from "./totals.ts";
import { type Breach, breachesOf, Contradiction, lookOf, provedOf, type Span, type View } from "./view.ts";

/** What a release tells these readers of a unit. */
export interface Said {
  readonly unit: Unit;
  readonly value: number;
  /** 0 where the unit is new. */
  readonly before: number;
  readonly frozen: boolean;
}

export interface Learnt {
  /** The closest for each unit; only those that were none before. */
  readonly breaches: readonly Breach[];
  /** The name of a unit of which no numbers of leavers agree with what was told. */
  readonly impossible?: string;
  /** Totals that do not agree with what was released: they are of other people, and are not reckoned with any more. */
  readonly contradicted: readonly OfficialTotal[];
}

export interface Knowledge {
  readonly learn: (release: number, said: readonly Said[]) => Learnt;
  /** An official total as of the last release. */
  readonly hear: (total: OfficialTotal) => Learnt;
  /** What these readers can prove now of a unit that was said something of. @throws Contradiction */
  readonly prove: (unit: string, span: Span) => Proved;
}

export function knowledgeOf(asker: Asker, ladder: Ladder): Knowledge {
  let views: readonly View[] = [];
  let totals: readonly OfficialTotal[] = [];
  /** A total has told of somebody: from then on a release is blamed only for what it adds. */
  let told = false;
  /** Looks of units of which nothing is told, so that each is gone through once. */
  const safe = new Set<string>();

  /** @throws Contradiction */
  const hinted = (next: readonly View[], known: readonly OfficialTotal[]): readonly View[] => {
    if (known.length === 0) return next.map(({ unit, course }) => ({ unit, course }));
    const hints = hintsOf(asker, ladder, next, known);
    return next.map(({ unit, course }) => ({ unit, course, hint: hints.get(unit.id) ?? {} }));
  };

  /** @throws Contradiction */
  const added = (after: readonly View[], before: readonly View[], always: boolean): Breach[] =>
    after.flatMap((view, n) => {
      const look = lookOf(view);
      if (look !== undefined && safe.has(look)) return [];
      const found = breachesOf(asker, ladder, view);
      if (found.length === 0 && look !== undefined) safe.add(look);
      const was = before[n];
      const news = always || was === undefined ? found : found.filter((span) => !isTold(was, span));
      return news.toSorted((a, b) => a.hi - a.lo - (b.hi - b.lo) || a.to - a.from - (b.to - b.from)).slice(0, 1);
    });

  const isTold = (view: View, { from, to }: Breach): boolean => {
    const { headcount } = view.unit;
    return isBreach(provedOf(asker, ladder, view, { from, to }), { k: ladder.k, headcount, cumulative: from === 0 });
  };

  const learn = (release: number, said: readonly Said[]): Learnt => {
    const known = new Map(views.map((view) => [view.unit.id, view] as const));
    const apart = totals.some((total) => total.release === release - 1);
    const next: View[] = [];
    const silent: View[] = [];
    for (const { unit, value, before, frozen } of said) {
      const view = known.get(unit.id);
      const course = view?.course ?? notThere(release - 1);
      const then = (fact: Fact, shown: number): readonly Stretch[] =>
        continued(course, { fact, value: shown, from: release, to: release }, apart);
      next.push({ unit, course: then(value !== before ? "exact" : frozen ? "silent" : "held", value) });
      // As if this release had said nothing.
      silent.push({ ...view, unit, course: then(view === undefined ? "before" : "silent", before) });
    }
    try {
      const after = hinted(next, totals);
      const breaches = added(after, silent, !told);
      views = after;
      return { breaches, contradicted: [] };
    } catch (error) {
      if (!(error instanceof Contradiction)) throw error;
      if (totals.length === 0) return { breaches: [], impossible: error.unit, contradicted: [] };
    }
    const contradicted = totals;
    totals = [];
    return { ...learn(release, said), contradicted };
  };

  const hear = (total: OfficialTotal): Learnt => {
    const before = views;
    const apart = views.map((view) => ({ ...view, course: splitAtEnd(view.course) }));
    try {
      const next = hinted(apart, [...totals, total]);
      const breaches = added(next, before, false);
      [views, totals, told] = [next, [...totals, total], told || breaches.length > 0];
      return { breaches, contradicted: [] };
    } catch (error) {
      if (!(error instanceof Contradiction)) throw error;
      return { breaches: [], contradicted: [total] };
    }
  };

  const prove = (unit: string, span: Span): Proved => {
    const view = views.find((one) => one.unit.id === unit);
    if (view === undefined)
      throw new RollcallError("fault", "Something was to be proved of a unit of which nothing was said.");
    return provedOf(asker, ladder, view, span);
  };

  return { learn, hear, prove };
}

function notThere(until: number): readonly Stretch[] {
  return until === 0 ? [] : [{ fact: "before", value: 0, from: 1, to: until }];
}
