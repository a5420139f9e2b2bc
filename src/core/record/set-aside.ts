/** Why a claim does not decide. */
export const SET_ASIDE = [
  /** It cites an earlier event. */
  "background",
  "denied",
  "rumour",
  /** Another thing is done to people than in most of what is said: a furlough beside a layoff. */
  "other_kind",
  /** Hires are set off against cuts. */
  "net",
  /** Of people whom the employer does not employ. */
  "contractors",
  "no_figure",
  /** A sum over all rounds so far. */
  "running_total",
  /** Of a unit, a site or a union, where another is of the whole. */
  "part",
  /** Of parts that may be the same people as others, which come to more. */
  "other_division",
  /** What it says was added to since, or another figure was put in its place. */
  "added_to",
  "changed",
  /** The earlier figure, which a sentence names beside its own. */
  "cited",
  /** It repeats a figure that is no longer the one. */
  "outdated",
  /** It adds to a figure that nobody has told. */
  "unmatched",
  /** The same register or table has stated something newer. */
  "superseded",
  /** Proposed or at risk, where others say it was announced. */
  "less_sure",
  /** Bounds or vague words, where others name a number. */
  "less_exact",
  /** Of equal rank and not the newest; it still has its say in the bounds. */
  "older",
] as const;
export type SetAside = (typeof SET_ASIDE)[number];
