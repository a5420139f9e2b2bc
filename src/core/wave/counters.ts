// Legal thresholds for collective redundancies, counted on observed accounts. Arithmetic, no advice: the laws count dismissals,
// and among the accounts that ended are those of people who left of their own accord, whose contract ended or who moved.
import { DAY, type Instant } from "../time.ts";

/** One staff account that ended; confirmed, and not taken back. */
export interface EndedAccount {
  /** Not before; null where nobody had looked before. */
  readonly since: Instant | null;
  /** Not after: the day by which it counts. */
  readonly at: Instant;
  /** The place that the directory or a file states. What a time zone suggests is no establishment: null then. */
  readonly location: string | null;
  /** ISO 3166, where it is stated: a guess would leave out the law that counts. */
  readonly country?: string | null;
}

/** The staff accounts that are there now. */
export interface StaffHere {
  readonly total: number;
  /** By stated place. */
  readonly at: ReadonlyMap<string, number>;
}

export const RULES = ["eu_i", "eu_ii", "warn_closing", "warn_layoff", "warn_closing_90", "warn_layoff_90"] as const;
/**
 * - `eu_i`, `eu_ii`: Directive 98/59/EC, article 1(1)(a)(i) and (ii). Each member state has implemented one of them, or counts
 *   from fewer.
 * - `warn_closing`, `warn_layoff`: WARN, 29 USC 2101(a)(2) and (3), 20 CFR 639.3(b) and (c). Accounts do not tell whether a
 *   site or a unit of it is shut down, so both are counted.
 * - `…_90`: the same numbers in 90 days, where smaller groups are taken together: 29 USC 2102(d), 20 CFR 639.5(a)(1)(ii).
 */
export type RuleId = (typeof RULES)[number];

/** What one rule counts in one establishment, in the period that comes nearest to its threshold. */
export interface Counter {
  readonly rule: RuleId;
  readonly days: 30 | 90;
  /** The first and the last in the period. */
  readonly from: Instant;
  readonly to: Instant;
  readonly count: number;
  /** How many of them may have ended before the period: nobody had looked since. */
  readonly maybeEarlier: number;
  /** Staff accounts of the establishment before the period: those who are there and those who left since it began. */
  readonly headcount: number;
  /** From how many the rule counts; null where it names no number for an establishment or an employer of this size. */
  readonly threshold: number | null;
  /** How many fewer than the threshold, 0 where it is reached. */
  readonly remaining: number | null;
}

interface Establishment {
  readonly location: string;
  /** One for each rule that holds there; both laws where the country is not known. */
  readonly counters: readonly Counter[];
}

export interface LegalCounters {
  /** The nearest to a threshold first. */
  readonly establishments: readonly Establishment[];
  /** Establishments in countries of which neither law speaks. */
  readonly elsewhere: number;
  /** Accounts that ended since `since` and are in no count, because no place is stated for them. */
  readonly unplaced: number;
  readonly since: Instant;
}

/** A period may have ended so many days ago, and be so long (days). */
const LOOK_BACK = 90;
const LONGEST = 90;
/** The days that any period may hold; the last is today. */
const SPAN = LOOK_BACK + LONGEST - 1;

interface Rule {
  readonly days: 30 | 90;
  /** From how many, in an establishment of so many and an employer of so many. */
  readonly from: (establishment: number, employer: number) => number | null;
}

const RULE: Readonly<Record<RuleId, Rule>> = {
  eu_i: { days: 30, from: europeanThreshold },
  eu_ii: { days: 90, from: () => 20 },
  warn_closing: { days: 30, from: closingThreshold },
  warn_layoff: { days: 30, from: layoffThreshold },
  warn_closing_90: { days: 90, from: closingThreshold },
  warn_layoff_90: { days: 90, from: layoffThreshold },
};

/** More than 20 and fewer than 100: 10; at least 100 and fewer than 300: 10 %; 300 or more: 30. */
function europeanThreshold(establishment: number): number | null {
  if (establishment <= 20) return null;
  if (establishment < 100) return 10;
  return establishment < 300 ? Math.ceil(establishment / 10) : 30;
}

/** An employer has 100 employees or more (29 USC 2101(a)(1)); who works part-time is not told apart here. */
function closingThreshold(_: number, employer: number): number | null {
  return employer < 100 ? null : 50;
}

/** At least 33 % and at least 50, or at least 500. */
function layoffThreshold(establishment: number, employer: number): number | null {
  return employer < 100 ? null : Math.min(500, Math.max(50, Math.ceil((33 * establishment) / 100)));
}

/** The European Union, and the EEA, whose agreement takes the directive over (annex XVIII). */
const EUROPE = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO".split(" "),
);

/**
 * Every establishment in which accounts ended, against each rule. A period is of 30 or 90 consecutive days (UTC) that end
 * within the last 90, whichever comes nearest: both laws speak of any such period (C-300/19, Marclean Technologies; 29 USC
 * 2101(a)(2) and (3)).
 */
export function legalCounters(ended: readonly EndedAccount[], here: StaffHere, now: Instant): LegalCounters {
  const first = dayOf(now) - SPAN + 1;
  const looked = ended.filter(({ at }) => at <= now && dayOf(at) >= first);
  const places = Map.groupBy(looked, ({ location }) => (location?.trim() ? location : null));
  const employer = headcounts(looked, here.total, first);
  const all = [...places].flatMap(([location, accounts]): Establishment[] => {
    if (location === null) return [];
    const sizes = { first, employer, staff: headcounts(accounts, here.at.get(location) ?? 0, first) };
    return [{ location, counters: rulesOf(accounts).flatMap((rule) => counter(rule, accounts, sizes) ?? []) }];
  });
  const counted = all.filter(({ counters }) => counters.length > 0);
  return {
    establishments: counted.toSorted((a, b) => nearness(b) - nearness(a) || (a.location < b.location ? -1 : 1)),
    elsewhere: all.length - counted.length,
    unplaced: places.get(null)?.length ?? 0,
    since: first * DAY,
  };
}

/** The rules that hold in the one country that is stated, or all of them. */
function rulesOf(accounts: readonly EndedAccount[]): readonly RuleId[] {
  const stated = new Set(accounts.flatMap(({ country }) => country?.toUpperCase() ?? []));
  const [country] = stated;
  if (stated.size !== 1 || country === undefined) return RULES;
  return RULES.filter((rule) => (rule.startsWith("eu_") ? EUROPE.has(country) : country === "US"));
}

/** How many were there before each day of the span, and after the last: who is there now, and who left from that day on. */
function headcounts(accounts: readonly EndedAccount[], now: number, first: number): number[] {
  const before = Array.from<number>({ length: SPAN + 1 }).fill(0);
  for (const { at } of accounts) before[dayOf(at) - first] = (before[dayOf(at) - first] ?? 0) + 1;
  let headcount = now;
  for (let day = SPAN; day >= 0; day--) before[day] = headcount += before[day] ?? 0;
  return before;
}

interface Sizes {
  /** The day with which the span begins. */
  readonly first: number;
  readonly staff: readonly number[];
  readonly employer: readonly number[];
}

/** Undefined where nobody left in any of the periods. */
function counter(rule: RuleId, accounts: readonly EndedAccount[], sizes: Sizes): Counter | undefined {
  const { days, from: thresholdOf } = RULE[rule];
  const periods = Array.from({ length: LOOK_BACK }, (_, back) => {
    const end = SPAN - 1 - back;
    const begin = end - days + 1;
    const headcount = sizes.staff[begin] ?? 0;
    const count = headcount - (sizes.staff[end + 1] ?? 0);
    const threshold = thresholdOf(headcount, sizes.employer[begin] ?? 0);
    const remaining = threshold === null ? null : Math.max(0, threshold - count);
    return { begin: sizes.first + begin, end: sizes.first + end, count, headcount, threshold, remaining };
  });
  // Of those that are as near, the one that holds the most, and of those the latest.
  const nearest = periods
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => missing(a.remaining) - missing(b.remaining) || b.count - a.count)[0];
  if (nearest === undefined) return undefined;
  const { begin, end, ...found } = nearest;
  const inside = accounts.filter(({ at }) => dayOf(at) >= begin && dayOf(at) <= end);
  const times = inside.map(({ at }) => at);
  return {
    rule,
    days,
    from: Math.min(...times),
    to: Math.max(...times),
    ...found,
    maybeEarlier: inside.filter(({ since }) => since === null || since < begin * DAY).length,
  };
}

function missing(remaining: number | null): number {
  return remaining ?? Number.MAX_SAFE_INTEGER;
}

/** The largest share of a threshold that is reached. */
function nearness({ counters }: Establishment): number {
  return Math.max(...counters.map(({ count, threshold }) => (threshold === null ? 0 : count / threshold)));
}

/** Days since 1970, in UTC. */
function dayOf(at: Instant): number {
  return Math.floor(at / DAY);
}
