// What was announced, as a band of departures, and what has been observed of it. A figure keeps its words: "about 700", "at
// least 200" and "up to 15 %" are different claims, and none is rounded into a certainty.
import { defined } from "../defined.ts";
import type { Kind } from "../directory/account.ts";
import { RollcallError } from "../errors.ts";
import { DAY, type Instant } from "../time.ts";

export const QUALIFIERS = ["exact", "approx", "at_least", "up_to", "under", "range", "vague"] as const;
export type Qualifier = (typeof QUALIFIERS)[number];

/** A claim's figure in its own words; at least one of the numbers, or `vague` ("several hundred") without any. */
export interface Announced {
  /** Per cent, 0 excluded, to 100. */
  readonly percent?: number;
  readonly count?: number;
  /** Numbers of people: both of a `range`, either of what is `vague`. */
  readonly low?: number;
  readonly high?: number;
  readonly qualifier: Qualifier;
  /** The day of the announcement, its first instant in UTC. */
  readonly on: Instant;
  /** The headcount that the claim itself names. */
  readonly base?: number;
}

/** What people write, besides the words of `QUALIFIERS`. */
const SYNONYMS: Readonly<Record<string, Qualifier>> = {
  about: "approx",
  approximately: "approx",
  around: "approx",
  roughly: "approx",
  exactly: "exact",
  less_than: "under",
  fewer_than: "under",
  between: "range",
  several: "vague",
};

interface Named extends Omit<Announced, "qualifier"> {
  /** A word of `QUALIFIERS`, or a usual one for it ("about", "at least"); without it, a figure is taken as it stands. */
  readonly qualifier?: string;
}

/** Checks what somebody entered. Throws `usage`. */
export function announcedFrom(named: Named): Announced {
  const { percent, count, low, high, base, on } = named;
  const bounded = low !== undefined || high !== undefined;
  const qualifier = qualifierOf(named.qualifier, bounded && count === undefined && percent === undefined);
  if (percent !== undefined && !(percent > 0 && percent <= 100))
    throw usage(`percent is ${percent}: it has to be more than 0 and at most 100`);
  for (const [what, value] of Object.entries({ count, low, high, base })) {
    const least = what === "low" ? 0 : 1;
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= least))
      throw usage(`${what} is ${value}: it has to be a whole number of people, at least ${least}`);
  }
  if (!Number.isFinite(on)) throw usage("the day of the announcement is none; it is written like 2026-01-27");
  if (
    qualifier === "vague"
      ? count !== undefined || percent !== undefined
      : !bounded && count === undefined && percent === undefined
  )
    throw usage(
      qualifier === "vague"
        ? "a figure that is named is not vague: leave it out and name its bounds, low, high or both, or call it approx"
        : "no figure is named: it takes a percentage, a count, or low and high",
    );
  if (bounded && qualifier !== "range" && qualifier !== "vague")
    throw usage(`low and high are the bounds of what is a range or vague, and this is ${qualifier}`);
  if (qualifier === "range" && (low === undefined || high === undefined || count !== undefined))
    throw usage("a range is named by two numbers of people, low and high, and by no count");
  if (low !== undefined && high !== undefined && low > high)
    throw usage(`low is ${low} and high is ${high}: low may not be the greater`);
  return { qualifier, on: Math.floor(on / DAY) * DAY, ...defined({ percent, count, low, high, base }) };
}

function qualifierOf(word: string | undefined, onlyBounds: boolean): Qualifier {
  if (word === undefined) return onlyBounds ? "range" : "exact";
  const written = word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
  const found =
    QUALIFIERS.find((one) => one === written) ?? (Object.hasOwn(SYNONYMS, written) ? SYNONYMS[written] : undefined);
  if (found === undefined) throw usage(`this qualifier is not known; it is one of ${QUALIFIERS.join(", ")}, or about`);
  return found;
}

function usage(message: string): RollcallError {
  return new RollcallError("usage", `The announcement cannot be taken: ${message}.`);
}

/** Whole departures, from `low` to `high`; null where the words set no upper end. */
export interface Band {
  readonly low: number;
  readonly high: number | null;
  /** The figure itself, where it is the middle of what is meant. */
  readonly expected?: number;
}

/** What a claim says in departures. */
export interface Expectation {
  /** Missing where nothing can be compared: vague words without bounds, or a percentage of an unknown headcount. */
  readonly band?: Band;
  /** By the percentage alone, of the base that the claim names or else of the observed headcount. */
  readonly byPercent?: Band & { readonly base: number; readonly from: "claim" | "headcount" };
  /** Where both are named: the headcount of which so many are so much per cent. */
  readonly implied?: ImpliedBase;
}

interface ImpliedBase {
  /** Missing for a range. */
  readonly base?: number;
  /** At a percentage one point higher and lower; `high` is null where that leaves none. */
  readonly low: number;
  readonly high: number | null;
  /** The observed headcount, where it lies outside: nothing is changed by it. */
  readonly differs?: number;
}

/** "About" a count, in per cent of it, and about a percentage, in points. */
const ABOUT_COUNT = 5;
const ABOUT_PERCENT = 1;

/** @param headcount staff accounts at the time of the announcement, where they are known. */
export function expectationOf(announced: Announced, headcount?: number): Expectation {
  const { percent, base: claimed, qualifier } = announced;
  if (qualifier === "vague") return defined({ band: bounds(announced) });
  const base = claimed ?? headcount;
  const byPercent =
    percent === undefined || base === undefined
      ? undefined
      : {
          ...percentBand(percent, qualifier, base),
          base,
          from: claimed === undefined ? ("headcount" as const) : ("claim" as const),
        };
  const byNumber = announced.count === undefined ? bounds(announced) : countBand(announced.count, qualifier);
  const alone =
    byPercent === undefined
      ? undefined
      : { low: byPercent.low, high: byPercent.high, ...defined({ expected: byPercent.expected }) };
  return defined({ band: byNumber ?? alone, byPercent, implied: impliedBase(announced, headcount) });
}

function bounds({ low, high }: Announced): Band | undefined {
  return low === undefined && high === undefined ? undefined : { low: low ?? 0, high: high ?? null };
}

function countBand(count: number, qualifier: Qualifier): Band {
  const about = (count * ABOUT_COUNT) / 100;
  return banded(count, qualifier, { low: count - about, high: count + about });
}

function percentBand(percent: number, qualifier: Qualifier, base: number): Band {
  const of = (share: number): number => (share * base) / 100;
  const about = { low: of(Math.max(0, percent - ABOUT_PERCENT)), high: of(Math.min(100, percent + ABOUT_PERCENT)) };
  return banded(of(percent), qualifier, about);
}

/** Rounded outward to whole people: nobody is taken from what the words leave open. */
function banded(figure: number, qualifier: Qualifier, about: { readonly low: number; readonly high: number }): Band {
  const [low, high] = [down(figure), up(figure)];
  switch (qualifier) {
    case "approx":
      return { low: down(about.low), high: up(about.high), expected: Math.round(figure) };
    case "at_least":
      return { low, high: null };
    case "up_to":
      return { low: 0, high };
    case "under":
      return { low: 0, high: Math.max(0, high - 1) };
    case "exact":
    case "range":
    case "vague":
      return { low, high, expected: Math.round(figure) };
  }
}

/** What a share of whole people loses in binary is no person. */
const CRUMB = 1e-6;

function down(people: number): number {
  return Math.floor(people + CRUMB);
}

function up(people: number): number {
  // Math.max also makes a plain zero of -0.
  return Math.max(0, Math.ceil(people - CRUMB));
}

/** Percentages are told rounded, so that a point to either side is no contradiction, whatever the qualifier. */
function impliedBase({ percent, count, low, high }: Announced, headcount?: number): ImpliedBase | undefined {
  const [least, most] = [count ?? low, count ?? high];
  if (percent === undefined || least === undefined || most === undefined) return undefined;
  const implied = {
    ...(count === undefined ? {} : { base: Math.round((100 * count) / percent) }),
    low: down((100 * least) / Math.min(100, percent + ABOUT_PERCENT)),
    high: percent <= ABOUT_PERCENT ? null : up((100 * most) / (percent - ABOUT_PERCENT)),
  };
  const outside =
    headcount !== undefined && (headcount < implied.low || (implied.high !== null && headcount > implied.high));
  return { ...implied, ...(outside ? { differs: headcount } : {}) };
}

/** One account that ended, of the directory that the claim is compared with. */
export interface Ended {
  readonly at: Instant;
  readonly confirmed: boolean;
  /** Staff where the tool says nothing of it. */
  readonly kind?: Kind | undefined;
  /** Whether it has come back since. */
  readonly back: boolean;
}

/** Departures that would have been anyway, in the same time: a mean and its standard deviation. */
export interface Attrition {
  readonly mean: number;
  readonly sd: number;
}

export interface Observed {
  readonly from: Instant;
  readonly to: Instant;
  /** Of staff, with those who came back. */
  readonly confirmed: number;
  readonly back: number;
  readonly attrition: Attrition;
  /** `confirmed` less attrition, give or take two standard deviations of it, and less `back`. */
  readonly net: Band & { readonly high: number; readonly expected: number };
  /** `outside`: guests and externals; `bots`: service accounts too. */
  readonly leftOut: { readonly unconfirmed: number; readonly outside: number; readonly bots: number };
}

export interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

/** From the announcement's day, or from the start of its wave where that came before, to now. */
export function windowOf({ on }: Announced, now: Instant, waveStart: Instant = on): Window {
  const from = Math.min(on, waveStart);
  return { from, to: Math.max(from, now) };
}

/** @param attrition in that window, among staff. */
export function observe(ended: readonly Ended[], { from, to }: Window, attrition: Attrition): Observed {
  const inside = ended.filter(({ at }) => at >= from && at <= to);
  const staff = inside.filter(({ kind }) => kind === undefined || kind === "human");
  const left = staff.filter(({ confirmed }) => confirmed);
  const back = left.filter((one) => one.back).length;
  // Attrition is never negative, so that no more are observed than have left and stayed away.
  const stayed = left.length - back;
  const net = (anyway: number): number => Math.min(stayed, Math.max(0, stayed - anyway));
  const { mean, sd } = attrition;
  return {
    from,
    to,
    confirmed: left.length,
    back,
    attrition,
    net: { low: down(net(mean + 2 * sd)), high: up(net(mean - 2 * sd)), expected: Math.round(net(mean)) },
    leftOut: {
      unconfirmed: staff.filter((one) => !one.confirmed && !one.back).length,
      outside: inside.filter(({ kind }) => kind === "guest" || kind === "external").length,
      bots: inside.filter(({ kind }) => kind === "bot" || kind === "service").length,
    },
  };
}

/**
 * How two bands lie: `within` where they meet, `open` where the words set no end that could be passed (nothing to compare, or
 * "at least" as many).
 */
type Relation = "below" | "within" | "above" | "open";

/** What would explain a gap; each only where numbers and time allow it. */
export type Explanation =
  /** Consultation comes first in much of Europe; `passed` days since the announcement are fewer than `days`. */
  | { readonly why: "consultation"; readonly passed: number; readonly least: number; readonly days: number }
  /** Notice of 60 days in the United States (29 USC 2102(a)), in which an account may stay open. */
  | { readonly why: "notice"; readonly passed: number; readonly days: number }
  | { readonly why: "unconfirmed" | "outside"; readonly count: number }
  /** Posts that nobody held have no account. */
  | { readonly why: "vacancies" }
  /** `count` left and came back; a claim in gross numbers has them. Without it: a claim in net numbers has new hires taken off. */
  | { readonly why: "gross"; readonly count: number }
  | { readonly why: "net" }
  /** `count` were taken off as attrition; a claim may count them. */
  | { readonly why: "attrition"; readonly count: number }
  /** More than usual may have left of their own accord. */
  | { readonly why: "voluntary" };

export interface Comparison {
  readonly relation: Relation;
  /** Where it is below: the share of what was announced, at least and at most. */
  readonly share?: { readonly low: number; readonly high: number };
  /** How far apart the bands are, in departures. */
  readonly gap?: number;
  readonly explanations: readonly Explanation[];
}

/** Consultation takes 30 to 45 days where it is due. */
const CONSULTATION = { least: 30, days: 45 } as const;
const NOTICE = 60;

export function compare({ on }: Announced, { band }: Expectation, observed: Observed): Comparison {
  const { net } = observed;
  if (band === undefined) return { relation: "open", explanations: [] };
  if (net.high < band.low) {
    return {
      relation: "below",
      share: { low: band.high === null ? 0 : net.low / band.high, high: net.high / band.low },
      gap: band.low - net.high,
      explanations: whyFewer(Math.max(0, Math.floor((observed.to - on) / DAY)), observed),
    };
  }
  if (band.high === null) return { relation: "open", explanations: [] };
  return net.low > band.high
    ? { relation: "above", gap: net.low - band.high, explanations: [{ why: "net" }, { why: "voluntary" }] }
    : { relation: "within", explanations: [] };
}

function whyFewer(passed: number, { back, attrition, leftOut }: Observed): Explanation[] {
  const anyway = Math.round(attrition.mean);
  const all: readonly (Explanation | false)[] = [
    passed < CONSULTATION.days && { why: "consultation", passed, ...CONSULTATION },
    passed < NOTICE && { why: "notice", passed, days: NOTICE },
    leftOut.unconfirmed > 0 && { why: "unconfirmed", count: leftOut.unconfirmed },
    leftOut.outside > 0 && { why: "outside", count: leftOut.outside },
    { why: "vacancies" },
    back > 0 && { why: "gross", count: back },
    anyway > 0 && { why: "attrition", count: anyway },
  ];
  return all.filter((one) => one !== false);
}
