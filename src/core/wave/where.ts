// Which groups explain a wave: Kulldorff's likelihood ratio of what left inside a group and outside it, group by group.
import { type GroupKey, type Grouping, groupingOf, GROUPINGS, type Headcounts, valueOf } from "./groups.ts";

/** `left` of the `of` who were there before the wave. */
export interface Place {
  readonly by: Grouping;
  readonly value: string;
  readonly left: number;
  readonly of: number;
}

interface Candidate extends Place {
  readonly key: GroupKey;
  /** ln of the likelihood ratio, less what looking at so many groups costs. */
  readonly evidence: number;
}

/** Fewer is nobody's pattern. */
const LEAST = 3;
/** A message names no more. */
const MOST_PLACES = 8;
/** ln of the odds at which a group is named: 1 in 1,000 where departures fell on the groups by chance. */
const NAMED_FROM = Math.log(1000);
/** Groups whose evidence differs by less than this share explain a wave equally well; the plainer word is taken. */
const AS_GOOD = 0.05;

/**
 * The groups that a wave is in, the clearest first, none of them of the same departures. Empty where it is everywhere alike.
 * @param departed the groups of each who left
 * @param here those who are still there, or are there again
 * @param back the groups of those of `departed` who came back
 */
export function placesOf(
  departed: readonly (readonly GroupKey[])[],
  here: Headcounts,
  back: readonly (readonly GroupKey[])[],
): Place[] {
  const places: Place[] = [];
  const gone = tallied(departed);
  for (const [key, n] of tallied(back)) gone.set(key, (gone.get(key) ?? 0) - n);
  let rest = departed;
  let population = here.total + departed.length - back.length;
  while (places.length < MOST_PLACES && rest.length >= LEAST) {
    const best = clearest(candidates(rest, gone, here, population));
    if (best === undefined) break;
    const { by, value, left, of } = best;
    places.push({ by, value, left, of });
    rest = rest.filter((keys) => !keys.includes(best.key));
    population -= of;
  }
  return places;
}

/**
 * What is left of a group after those named before it, against its whole headcount: how many of its people were also in
 * those is not known, and the larger denominator only makes it less clear.
 */
function candidates(
  rest: readonly (readonly GroupKey[])[],
  gone: ReadonlyMap<GroupKey, number>,
  here: Headcounts,
  population: number,
): Candidate[] {
  return [...tallied(rest)].flatMap(([key, left]) => {
    const of = (here.of.get(key) ?? 0) + (gone.get(key) ?? 0);
    if (left < LEAST || of >= population) return [];
    const by = groupingOf(key);
    const evidence = logLikelihoodRatio(left, rest.length, of / population) - Math.log(Math.max(1, here.groups[by]));
    return evidence >= NAMED_FROM ? [{ key, by, value: valueOf(key), left, of, evidence }] : [];
  });
}

function clearest(of: readonly Candidate[]): Candidate | undefined {
  const most = Math.max(...of.map(({ evidence }) => evidence));
  return of
    .filter(({ evidence }) => evidence >= most * (1 - AS_GOOD))
    .toSorted(
      (a, b) =>
        GROUPINGS.indexOf(a.by) - GROUPINGS.indexOf(b.by) || b.evidence - a.evidence || (a.value < b.value ? -1 : 1),
    )[0];
}

/** Of `inside` among `all` where `share` of the people are: 0 where it is not more than its share. */
function logLikelihoodRatio(inside: number, all: number, share: number): number {
  if (inside <= all * share) return 0;
  const outside = all - inside;
  const beyond = outside === 0 ? 0 : outside * Math.log(outside / (all * (1 - share)));
  return inside * Math.log(inside / (all * share)) + beyond;
}

function tallied(departed: readonly (readonly GroupKey[])[]): Map<GroupKey, number> {
  const counts = new Map<GroupKey, number>();
  for (const keys of departed) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
