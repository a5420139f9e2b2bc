// What must not be proved of a unit: the predicate P of trust.md, section 1.2.

/** What is proved of a number: the least and the most that it may be, and how many values in between it may have. */
export interface Proved {
  readonly lo: number;
  readonly hi: number;
  /** Counted up to k: more make no difference. */
  readonly values: number;
}

/** What is protected: leavers of a unit up to a release (`cumulative`), or between two. */
export interface Protected {
  readonly k: number;
  readonly headcount: number;
  readonly cumulative: boolean;
}

/**
 * Whether too much is proved. Hard: it is known to within fewer than k people and is not k at least; almost everybody is known to
 * have left. Soft: a few are known to have left. Counted are possible values, so that a gap between them is no shelter (stricter
 * than `hi − lo`).
 */
export function isBreach({ lo, hi, values }: Proved, { k, headcount, cumulative }: Protected): boolean {
  const pinned = (hi - lo < k - 1 || values < k) && lo < k;
  if (!cumulative) return pinned;
  return pinned || lo > headcount - k || (lo > 0 && lo < k);
}
