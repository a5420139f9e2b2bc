// The publisher as it is, and variants of it that each leave out or add one thing and are known to be unsafe.
import {
  type Ledger,
  openLedger,
  openOver,
  released,
  releasedOver,
  withTotal,
  withUnits,
} from "../../src/core/ledger/ledger.ts";
import { reportOf } from "../../src/core/ledger/report.ts";
import { settledLeavers } from "../../src/core/ledger/settled.ts";
import { isBreach } from "../../src/core/ledger/audit/predicate.ts";
import { type Organisation, releaseAt, type World } from "./worlds.ts";

/** What each audience has seen after the last release, to the letter. `anyone` is empty where there is no second ledger. */
interface Shown {
  readonly counts: string;
  readonly anyone: string;
}

/** @param anyone the k of the second ledger, if there is one */
export interface Ks {
  readonly k: number;
  readonly anyone?: number;
}

export type Publisher = (world: World, organisation: Organisation, ks: Ks) => Shown;

export interface Totals {
  /** After these releases an official total of all who left is in the papers, which everybody reads. */
  readonly after: readonly number[];
  /** Whether it is in tens, as it were: one of two numbers. */
  readonly rough?: boolean;
  /** Whether the publisher is told of them (`withTotal`), is not, or is and says nothing more from the last of them on. */
  readonly answer: "heeds" | "ignores" | "falls silent";
}

const NONE: Totals = { after: [], answer: "heeds" };

/** One release, and the official total after it, if there is one; the ledgers once that has been entered. */
export interface Issue {
  readonly first: Ledger<"departures">;
  readonly second: Ledger<"ledger">;
  readonly figure?: { readonly low: number; readonly high: number };
  readonly next: { readonly first: Ledger<"departures">; readonly second: Ledger<"ledger"> };
}

type Ledgers = Pick<Issue, "first" | "second">;

function joined(
  before: Ledgers,
  partitions: Organisation["partitions"],
  since: Organisation["since"],
  release: number,
): Ledgers {
  return partitions
    .filter((_, n) => since[n] === release)
    .reduce(({ first, second }, one) => ({ first: withUnits(first, one), second: withUnits(second, one) }), before);
}

const opened = new WeakMap<Organisation["partitions"], Map<string, Ledgers>>();

/** The ledgers before the first release, which nobody has left by then in any world: made once. */
function openedOnce(
  partitions: Organisation["partitions"],
  since: Organisation["since"],
  k: number,
  anyone: number,
): Ledgers {
  const known = opened.get(partitions) ?? new Map<string, Ledgers>();
  opened.set(partitions, known);
  const key = `${k} ${anyone} ${since.join()}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const first = openLedger([], k);
  const made = joined({ first, second: openOver(first, anyone) }, partitions, since, 1);
  known.set(key, made);
  return made;
}

/** Everything that the whole publisher releases in a world; where there is no k for a second ledger it has the first's. */
export function issuesOf(
  { departures }: World,
  { partitions, since, releases }: Organisation,
  { k, anyone = k }: Ks,
  { after, rough = false, answer }: Totals = NONE,
): Issue[] {
  const issues: Issue[] = [];
  let { first, second } = openedOnce(partitions, since, k, anyone);
  for (let n = 1; n <= releases; n++) {
    if (n > 1) ({ first, second } = joined({ first, second }, partitions, since, n));
    const settled = settledLeavers(partitions, departures, { at: releaseAt(n) });
    first = released(first, settled);
    second = releasedOver(second, first);
    const issue = { first, second };
    if (!after.includes(n)) {
      issues.push({ ...issue, next: issue });
      continue;
    }
    const exact = total([...settled.counts.values()]);
    const figure = { low: rough ? exact - (exact % 2) : exact, high: rough ? exact - (exact % 2) + 1 : exact };
    if (answer !== "ignores") {
      first = withTotal(first, figure).ledger;
      second = withTotal(second, figure).ledger;
    }
    issues.push({ ...issue, figure, next: { first, second } });
    if (answer === "falls silent" && n === after.at(-1)) break;
  }
  return issues;
}

export function publisher(totals: Totals = NONE): Publisher {
  return (world, organisation, ks) => {
    const issues = issuesOf(world, organisation, ks, totals);
    const shownOf = (which: "first" | "second"): string =>
      JSON.stringify(issues.flatMap(({ figure, ...of }) => [reportOf(of[which]), ...(figure ? [figure] : [])]));
    return { counts: shownOf("first"), anyone: ks.anyone === undefined ? "" : shownOf("second") };
  };
}

/**
 * The whole publisher: departures, what of them has settled, units of people who joined later, both staircases, and the reports of
 * each release as they are written.
 */
export const staircase: Publisher = publisher();

/** Settled leavers of each unit at each release: what no audience may see. */
function countsAt({ departures }: World, { partitions, units, releases }: Organisation): number[][] {
  return Array.from({ length: releases }, (_, n) => {
    const { counts } = settledLeavers(partitions, departures, { at: releaseAt(n + 1) });
    return units.map(({ id }) => counts.get(id) ?? 0);
  });
}

type Rule = (count: number, published: number, headcount: number, k: number) => boolean;
const RULE: Rule = (count, published, headcount, k) => count - published >= k && count <= headcount - k;

/** What a staircase by another rule publishes of each unit at each release. */
function climb(counts: readonly number[][], headcounts: readonly number[], k: number, rule: Rule = RULE): number[][] {
  let published = headcounts.map(() => 0);
  return counts.map((now) => {
    published = published.map((before, n) => {
      const count = now[n] ?? 0;
      return rule(count, before, headcounts[n] ?? 0, k) ? count : before;
    });
    return published;
  });
}

function sizes({ units }: Organisation): number[] {
  return units.map(({ headcount }) => headcount);
}

function byRule(rule: Rule): Publisher {
  return (world, organisation, { k }) => ({
    counts: JSON.stringify(climb(countsAt(world, organisation), sizes(organisation), k, rule)),
    anyone: "",
  });
}

/** The publisher as it is, and something beside it. */
function andAlso(more: (world: World, organisation: Organisation, ks: Ks) => unknown): Publisher {
  return (world, organisation, ks) => {
    const shown = staircase(world, organisation, ks);
    return { ...shown, counts: shown.counts + JSON.stringify(more(world, organisation, ks)) };
  };
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The mutants of the design (section 6) and of trust.md (section 1.6), by what is wrong with them. */
export const MUTANTS = {
  "no delta threshold": byRule((count, _, headcount, k) => count >= k && count <= headcount - k),
  "no ceiling at headcount − k": byRule((count, published, _, k) => count - published >= k),
  "k off by one": byRule((count, published, headcount, k) => count - published >= k - 1 && count <= headcount - k),
  "raw totals": andAlso((world, organisation) => countsAt(world, organisation).map(total)),
  "times of each unit": andAlso((world, organisation) =>
    organisation.units.map((_, unit) => {
      const course = [0, ...countsAt(world, organisation).map((counts) => counts[unit] ?? 0)];
      return course.findLastIndex((count, n) => n > 0 && count !== course[n - 1]);
    }),
  ),
  "a unit that is held looks other than one that nobody left": andAlso((world, organisation) =>
    countsAt(world, organisation).map((counts) => counts.map((count) => count > 0)),
  ),
  "an alert for each leaver": andAlso(({ departures }) =>
    departures.map(({ at }) => at.notAfter).toSorted((a, b) => a - b),
  ),
  "a second partition": (world, organisation, ks) => {
    const counts = countsAt(world, organisation);
    const merged = (of: readonly number[]): number[] => [total(of.slice(0, 2)), ...of.slice(2)];
    const other = climb(counts.map(merged), merged(sizes(organisation)), ks.k);
    return { counts: staircase(world, organisation, ks).counts, anyone: JSON.stringify(other) };
  },
  "a second staircase on leavers": (world, organisation, ks) => {
    const other = climb(countsAt(world, organisation), sizes(organisation), ks.anyone ?? ks.k);
    return { counts: staircase(world, organisation, ks).counts, anyone: JSON.stringify(other) };
  },
} as const satisfies Record<string, Publisher>;

/**
 * Not in trust.md, found with these worlds: the second ledger over what the first publishes, as the design first had it, with
 * steps of its k alone. Who sees only the second learns more than its k allows.
 */
export const stepsOfKAlone: Publisher = (world, organisation, { k, anyone = k }) => {
  const first = climb(countsAt(world, organisation), sizes(organisation), k);
  return { counts: JSON.stringify(first), anyone: JSON.stringify(climb(first, sizes(organisation), anyone)) };
};

/**
 * What trust.md (section 1.3) has for a total, read by the letter: a unit is frozen where the total less what the others may be, almost
 * everybody included, proves too much of it now. A later release of one unit rules out that almost everybody left it.
 */
export function closedForm(after: number): Publisher {
  return (world, organisation, { k }) => {
    const headcounts = sizes(organisation);
    let frozen = new Set<number>();
    let published = headcounts.map(() => 0);
    const shown = countsAt(world, organisation).map((counts, n) => {
      const before = published;
      published = before.map((was, u) => {
        const count = counts[u] ?? 0;
        return !frozen.has(u) && RULE(count, was, headcounts[u] ?? 0, k) ? count : was;
      });
      if (n + 1 !== after) return { published };
      const all = total(counts);
      const most = published.map((is, u) => (is === before[u] ? (headcounts[u] ?? 0) : is));
      const proved = published.map((is, u) => ({
        lo: Math.max(is, all - (total(most) - (most[u] ?? 0))),
        hi: Math.min(most[u] ?? 0, all - (total(published) - is)),
      }));
      const failing = proved.map(({ lo, hi }, u) =>
        isBreach({ lo, hi, values: hi - lo + 1 }, { k, headcount: headcounts[u] ?? 0, cumulative: true }),
      );
      frozen = new Set(failing.flatMap((fails, u) => (fails ? [u] : [])));
      return { published, all };
    });
    return { counts: JSON.stringify(shown), anyone: "" };
  };
}
