// Figures that are those of several employers together, though a sentence or a title does not say so.
import { sameKey } from "./grouping.ts";
import { sizeOf } from "./same-figure.ts";
import type { Draft, Group } from "./settle.ts";

/** A text with more claims than this is a list; each is compared with so many before it. */
export const MOST_COMPARED = 300;

/** Counts of a sentence that names nobody, that are as large as those of several employers who are named with theirs. */
export function totalsOfMany(kept: readonly Group[]): Group[] {
  const named = new Map<string, number>();
  for (const { subject, count, background } of kept.slice(0, MOST_COMPARED)) {
    const size = sizeOf(count?.quantity);
    if (subject.by !== "name" || size === null || background) continue;
    named.set(subject.key, Math.max(named.get(subject.key) ?? 0, size));
  }
  if (named.size < 2) return [];
  const sum = [...named.values()].reduce((a, b) => a + b, 0);
  const first = kept.reduce(
    (least, { subject, lead }) =>
      subject.by === "name" && lead.in === "text" ? Math.min(least, lead.sentence.start) : least,
    Infinity,
  );
  return kept.filter(
    ({ subject, count, lead }) =>
      subject.by === "document" &&
      ((sizeOf(count?.quantity) ?? 0) >= 0.9 * sum ||
        // "Another 1,000 went yesterday", before each of several is named.
        (named.size > 2 && count !== undefined && (lead.in === "title" || lead.sentence.start < first))),
  );
}

/** What a title counts that names nobody, where the text tells of many; and what it counts at two who are each told of with less. */
export function titlesOfMany(kept: readonly Group[], summed: readonly Draft[]): Group[] {
  const ofMany = summed.some(({ in: part }) => part === "text");
  return kept.filter(({ subject, lead, count, share }) => {
    const size = sizeOf(count?.quantity);
    if (lead.in !== "title" || size === null || share !== undefined) return false;
    const told = kept.slice(0, MOST_COMPARED).filter((one) => one.lead.in === "text" && one.count !== undefined);
    if (subject.by === "document" && ofMany && !told.some((one) => (sizeOf(one.count?.quantity) ?? 0) >= size))
      return true;
    const named = lead.mentions.filter(({ role }) => role === "employer").map(({ key }) => key);
    const theirs = named.map((key) => sizeOf(told.find((one) => sameKey(one.subject.key, key))?.count?.quantity) ?? 0);
    return named.length > 1 && theirs.every((one) => one > 0 && one < size);
  });
}
