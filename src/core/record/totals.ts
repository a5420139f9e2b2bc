// Sums of layoffs that say how much they do not know. A layoff without a figure is counted beside the sum and never as nought.

export const TOTALS_BY = ["day", "month", "year", "country", "industry", "kind"] as const;
export type TotalsBy = (typeof TOTALS_BY)[number];

export interface Total {
  /** A day, a month, a year, an ISO 3166-1 code, an industry or a kind; null of those of which it is not known that exactly. */
  readonly key: string | null;
  readonly layoffs: number;
  /** At least so many people. What waits for a decision whether it is a round of its own adds nothing here. */
  readonly low: number;
  /** At most so many, of those that name an upper end. */
  readonly high: number;
  /** Of how many the figure has no upper end. */
  readonly openEnded: number;
  /** How many have no figure: `low` and `high` say nothing of them. */
  readonly unfigured: number;
  /** How many wait for a decision; `high` counts them. */
  readonly undecided: number;
}

const NOTHING: Omit<Total, "key"> = { layoffs: 0, low: 0, high: 0, openEnded: 0, unfigured: 0, undecided: 0 };

/** Of what one layoff adds to a sum. */
export interface Summand {
  readonly low: number | null;
  readonly high: number | null;
  readonly undecided: boolean;
}

export function totalOf(key: string | null, layoffs: readonly Summand[]): Total {
  return layoffs
    .map(({ low, high, undecided }): Omit<Total, "key"> => ({
      layoffs: 1,
      low: undecided ? 0 : (low ?? 0),
      high: high ?? 0,
      openEnded: low !== null && high === null ? 1 : 0,
      unfigured: low === null ? 1 : 0,
      undecided: undecided ? 1 : 0,
    }))
    .reduce<Total>(plus, { key, ...NOTHING });
}

/** All of them together. */
export function allOf(totals: readonly Total[]): Total {
  return totals.reduce<Total>(plus, { key: null, ...NOTHING });
}

function plus(a: Total, b: Omit<Total, "key">): Total {
  return {
    key: a.key,
    layoffs: a.layoffs + b.layoffs,
    low: a.low + b.low,
    high: a.high + b.high,
    openEnded: a.openEnded + b.openEnded,
    unfigured: a.unfigured + b.unfigured,
    undecided: a.undecided + b.undecided,
  };
}

/** A sum that somebody published beside ours. */
export interface Checked {
  /** `below`: ours is surely less, so that we lack some; `above`: surely more; `open` where what is unknown may close the gap. */
  readonly relation: "below" | "within" | "above" | "open";
  readonly gap: number;
}

/** @param published as its words have it; null where they set no end */
export function checkAggregate(
  published: { readonly low: number; readonly high: number | null },
  ours: Total,
): Checked {
  const unknown = ours.openEnded + ours.unfigured > 0;
  if (published.high !== null && ours.low > published.high)
    return { relation: "above", gap: ours.low - published.high };
  if (ours.high < published.low) return { relation: unknown ? "open" : "below", gap: published.low - ours.high };
  return { relation: "within", gap: 0 };
}
