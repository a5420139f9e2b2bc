// Figures set against those of people who leave of their own will.
import { sameKey } from "./grouping.ts";
import type { Reason } from "./reading.ts";
import { sizeOf } from "./same-figure.ts";
import type { Group } from "./settle.ts";

/** So many of an employer, where it is told whose, who leave of their own will. */
interface Left {
  readonly value: number;
  readonly key: string | undefined;
}

/**
 * Which figures are no cuts beside those who leave: totals of both ("465 jobs", of which 250 were voluntary and 215 are not), and vague
 * words for them ("lost scores of journalists", of whom 75 took a buyout).
 */
export function setAgainst(groups: readonly Group[], left: readonly Left[]): Map<Group, Reason> {
  if (left.length === 0) return new Map();
  const sizes = new Set(groups.map(({ subject, count }) => `${sizeOf(count?.quantity)} ${subject.key}`));
  const counted = new Set(
    groups.flatMap(({ subject, count }) => (count?.quantity?.value == null ? [] : [subject.key])),
  );
  return new Map(
    groups.flatMap((group): [Group, Reason][] => {
      const { count, subject } = group;
      const [quantity, size] = [count?.quantity, sizeOf(count?.quantity)];
      if (quantity == null || size === null) return [];
      const own = left.filter(({ key }) => key === undefined || sameKey(key, subject.key)).map(({ value }) => value);
      if (own.some((one) => sizes.has(`${size - one} ${subject.key}`))) return [[group, "cumulative"]];
      const isVague = quantity.qualifier === "vague" && !counted.has(subject.key);
      return isVague && own.some((one) => one >= (quantity.low ?? 0) && one <= (quantity.high ?? Infinity))
        ? [[group, "voluntary"]]
        : [];
    }),
  );
}
