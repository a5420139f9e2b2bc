import { shortDigest } from "../digest.ts";
import type { Instant } from "../time.ts";

/**
 * A change that somebody has entered beforehand. It labels a wave that it covers, silences nothing, and is told to nobody before
 * there is one.
 */
export interface Plan {
  /** `p-…` */
  readonly id: string;
  readonly directory: string;
  readonly from: Instant;
  /** Not included. */
  readonly until: Instant;
  /** In the words of whoever entered it. */
  readonly about?: string;
  readonly addedAt: Instant;
  readonly withdrawnAt?: Instant;
}

export function planned(plan: Omit<Plan, "id">): Plan {
  const about = JSON.stringify([plan.directory, plan.from, plan.until, plan.addedAt]);
  return { id: `p-${shortDigest(about)}`, ...plan };
}

/** The plans that were entered before the wave opened, and cover some of the time in which people left in it. */
export function plansOf(
  plans: readonly Plan[],
  { opened, start, end }: { readonly opened: Instant; readonly start: Instant; readonly end: Instant },
): Plan[] {
  return plans.filter(({ from, until, addedAt, withdrawnAt }) => {
    return withdrawnAt === undefined && addedAt <= opened && from <= end && until > start;
  });
}
