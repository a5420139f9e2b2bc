// Sums over time, period by period, without a gap: a month in which nothing was reported is a month with nothing, and stands there.
import { allOf, type Total } from "./totals.ts";

export const PERIODS = ["month", "quarter", "year"] as const;
export type Period = (typeof PERIODS)[number];

export interface Series {
  /** In order; keys `2026-03`, `2026-Q1` or `2026`. */
  readonly periods: readonly (Total & { readonly key: string })[];
  /** Before the first of them, where there were too many to show. */
  readonly before: Total;
  /** Of which it is not known that exactly. */
  readonly undated: Total;
}

/**
 * @param totals by month, or by year where the period is one
 * @param most how many of the latest are kept
 */
export function seriesOf(totals: readonly Total[], period: Period, most: number): Series {
  const dated = Map.groupBy(
    totals.filter(({ key }) => key !== null),
    ({ key }) => periodOf(key ?? "", period),
  );
  const undated = allOf(totals.filter(({ key }) => key === null));
  const keys = [...dated.keys()].toSorted();
  const [first, last] = [keys[0], keys.at(-1)];
  if (first === undefined || last === undefined) return { periods: [], before: allOf([]), undated };
  const shown: string[] = [];
  for (let key = last; key >= first && shown.length < most; key = previous(key, period)) shown.unshift(key);
  const from = shown[0] ?? first;
  return {
    periods: shown.map((key) => ({ ...allOf(dated.get(key) ?? []), key })),
    before: allOf(keys.filter((key) => key < from).flatMap((key) => dated.get(key) ?? [])),
    undated,
  };
}

/** @param month `2026-03`, or a year */
function periodOf(month: string, period: Period): string {
  if (period === "month") return month;
  if (period === "year") return month.slice(0, 4);
  return `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
}

function previous(key: string, period: Period): string {
  const year = Number(key.slice(0, 4));
  const before = String(year - 1).padStart(4, "0");
  if (period === "year") return before;
  if (period === "quarter") {
    const quarter = Number(key.slice(6));
    return quarter === 1 ? `${before}-Q4` : `${key.slice(0, 4)}-Q${quarter - 1}`;
  }
  const month = Number(key.slice(5, 7));
  return month === 1 ? `${before}-12` : `${key.slice(0, 4)}-${String(month - 1).padStart(2, "0")}`;
}
