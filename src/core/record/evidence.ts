// What speaks for one round and what against it: every reason with its weight, in one table.

/** What speaks for one round, with its weight. */
const FOR = {
  /** One document. */
  same_link: 4,
  same_day: 3,
  /** The date of one is that on which the other takes effect, or both take effect on one day. */
  same_effect: 3,
  within_week: 2,
  same_count: 3,
  /** Within 15 %, or inside of what the words of the other allow. */
  near_count: 1,
  same_percent: 2,
  near_headline: 2,
  /** A register's notice from when people are consulted and given notice of what the news reports. */
  notice_window: 3,
  /** The notice is of a place that the news names. */
  named_place: 2,
  /** What was a rumour, proposed or at risk, and what was announced within the time that this takes. */
  foretold: 3,
  /** One says that it adds to the figure of the other, and what it comes to together. */
  adds_to: 7,
  /** One says that its figure takes the place of the other's. */
  revises: 9,
  /** One amends what its author reported of the same event. */
  amends: 9,
} as const;

/** What speaks against it. */
const AGAINST = {
  other_company: 20,
  /** The names alone do not say that it is one company. */
  unsure_company: 1,
  weeks_apart: 1,
  months_apart: 4,
  far_apart: 7,
  no_date: 2,
  other_count: 3,
  /** A register's notice of fewer people than the news has: of one site, where the news is of all. */
  part_of_whole: 1,
  other_percent: 3,
  /** One register lists both, of one day and with two counts: each is of a site of its own. */
  listed_apart: 5,
  /** One denies a figure, and the other has another one. */
  denies_other: 20,
  other_place: 4,
  other_kind: 3,
  /** One of two headlines speaks of another, a further or a second round. */
  further_round: 3,
  /** One cites as past what the other reports, without saying when that was. */
  cited_as_past: 4,
  /** With this notice there would be more people in notices than were announced. */
  exceeds: 3,
  /** It goes as well with another round of the company. */
  two_rounds: 2,
} as const;

/** From here on it is one round, or two; what lies between is asked. */
const SURE = 2;

export type WhyFor = keyof typeof FOR;
export type WhyAgainst = keyof typeof AGAINST;
export const WHY_FOR = Object.keys(FOR) as readonly WhyFor[];
export const WHY_AGAINST = Object.keys(AGAINST) as readonly WhyAgainst[];

export interface Reason<Why extends WhyFor | WhyAgainst = WhyFor | WhyAgainst> {
  readonly why: Why;
  /** Where it is about time: how many lie between. */
  readonly days?: number;
}

export const VERDICTS = ["same", "different", "ask"] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Judgement {
  readonly verdict: Verdict;
  readonly for: readonly Reason<WhyFor>[];
  readonly against: readonly Reason<WhyAgainst>[];
  /** What speaks for it less what speaks against. */
  readonly weight: number;
}

/** What all of it comes to. */
export function weighed(evidence: readonly Reason[]): Judgement {
  const speaks = { for: evidence.filter(isFor), against: evidence.filter(isAgainst) };
  const weight =
    speaks.for.reduce((all, { why }) => all + FOR[why], 0) -
    speaks.against.reduce((all, { why }) => all + AGAINST[why], 0);
  return { verdict: weight >= SURE ? "same" : weight <= -SURE ? "different" : "ask", ...speaks, weight };
}

function isFor(reason: Reason): reason is Reason<WhyFor> {
  return Object.hasOwn(FOR, reason.why);
}

function isAgainst(reason: Reason): reason is Reason<WhyAgainst> {
  return Object.hasOwn(AGAINST, reason.why);
}
