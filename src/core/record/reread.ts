// What a document said when it was read before beside what it says now: a claim that only reads differently keeps its place.
import type { Claim } from "./claim.ts";
import { nameKey } from "./company.ts";

/**
 * Each claim of now with the earlier one that it takes the place of. A claim of the same company with the same figure comes first,
 * then one of the same words, then any of that company, in the order of the document; and where one is left on either side, they are
 * one, whatever the company is called.
 */
export function matched<Old extends Claim, New extends Claim>(
  before: readonly Old[],
  now: readonly New[],
): { readonly pairs: ReadonlyMap<New, Old>; readonly dropped: readonly Old[] } {
  const pairs = new Map<New, Old>();
  const left = new Set(before);
  const pair = (holds: (old: Old, one: New) => boolean): void => {
    for (const one of now) {
      if (pairs.has(one)) continue;
      const found = [...left].find((old) => holds(old, one));
      if (found === undefined) continue;
      pairs.set(one, found);
      left.delete(found);
    }
  };
  const ofOne = (old: Old, one: New): boolean => nameKey(old.company) === nameKey(one.company);
  pair((old, one) => ofOne(old, one) && isSameFigure(old, one));
  pair((old, one) => ofOne(old, one) && old.start < one.end && one.start < old.end);
  pair(ofOne);
  if (left.size === 1 && now.length - pairs.size === 1) pair(() => true);
  return { pairs, dropped: [...left] };
}

function isSameFigure(a: Claim, b: Claim): boolean {
  return a.count === b.count && a.low === b.low && a.high === b.high && a.percent === b.percent;
}
