import { DAY, HOUR, type Instant } from "../core/time.ts";
import type { Who } from "../core/wave/wave.ts";
import type { GroupedBy } from "./departures-port.ts";
import type { StoreReader } from "./ports.ts";
import { remembered } from "./remembered.ts";
import { peopleIn, whoOf } from "./usual.ts";

const WEEK = 7 * DAY;
/** The weeks of a trend; the last of them is cut at 90 days. */
const WEEKS = 13;
const LONGEST = 90 * DAY;

/** People of one place, team or time zone. */
export interface GroupCount {
  /** Null: it is not known of them, or they have none. */
  readonly value: string | null;
  readonly here: number;
  /** Within 7, 28 and 90 days, confirmed, without those who are back. */
  readonly left: { readonly week: number; readonly month: number; readonly quarter: number };
  /** Of the four weeks before the last four. */
  readonly before: number;
  /** Left in each of 13 weeks, the oldest first. */
  readonly weeks: readonly number[];
}

/** Who is here and who has left, by place, team or time zone; most have left lately first. */
export async function groupCounts(
  store: StoreReader,
  directory: string,
  { who, by, now }: { readonly who: Who; readonly by: GroupedBy; readonly now: Instant },
): Promise<readonly GroupCount[]> {
  const here = new Map<string | null, number>();
  for (const one of await peopleIn(store, directory, by)) {
    if (whoOf(one) === who) here.set(one.value, (here.get(one.value) ?? 0) + one.count);
  }
  const weeks = new Map<string | null, number[]>();
  const asked = { directory, what: `gone by ${by}`, when: Math.floor(now / HOUR) };
  const gone = () => store.peopleGone(directory, by, { since: now - LONGEST, now, unit: WEEK });
  for (const one of await remembered(store, asked, gone)) {
    if (whoOf(one) !== who) continue;
    const mine = weeks.get(one.value) ?? Array.from({ length: WEEKS }, () => 0);
    weeks.set(one.value, mine);
    mine[one.ago] = (mine[one.ago] ?? 0) + one.count;
  }
  const counts = [...new Set([...here.keys(), ...weeks.keys()])].map((value) =>
    countOf(value, here.get(value) ?? 0, weeks.get(value) ?? []),
  );
  return counts.toSorted(
    (a, b) =>
      b.left.month - a.left.month ||
      b.left.quarter - a.left.quarter ||
      b.here - a.here ||
      ((a.value ?? "\uffff") < (b.value ?? "\uffff") ? -1 : 1),
  );
}

/** @param weeks how many left, the last week first */
function countOf(value: string | null, here: number, weeks: readonly number[]): GroupCount {
  const sum = (from: number, to: number): number => weeks.slice(from, to).reduce((total, n) => total + n, 0);
  return {
    value,
    here,
    left: { week: sum(0, 1), month: sum(0, 4), quarter: sum(0, WEEKS) },
    before: sum(4, 8),
    weeks: Array.from({ length: WEEKS }, (_, i) => weeks[WEEKS - 1 - i] ?? 0),
  };
}
