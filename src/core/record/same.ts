// One round of cuts or two? Evidence with a sign, weighed: what speaks for one round, what against, and where neither side is heavy
// enough a person is asked. What a reason weighs stands in evidence.ts.
import type { ClaimKind, ClaimStatus } from "./claim.ts";
import { type Aliases, type CompanyNamed, matchCompany, NO_ALIASES } from "./company.ts";
import { countryCode } from "./country.ts";
import { daysBetween, type Span, spanOf } from "./dates.ts";
import { type Judgement, type Reason, weighed } from "./evidence.ts";
import { kept } from "./kept.ts";
import { canonicalLink } from "./link.ts";
import { isSize, NOTHING_SAID, type People, type Said, saidIn, sizeOf } from "./said.ts";
import { folded, wordsOf } from "./words.ts";

/** What one report says of a round, as far as it says so. A figure is `count`, or what its words allow: `low` to `high`. */
export interface Report extends CompanyNamed {
  readonly source?: string | null | undefined;
  readonly location?: string | null | undefined;
  readonly count?: number | null | undefined;
  readonly low?: number | null | undefined;
  readonly high?: number | null | undefined;
  readonly percent?: number | null | undefined;
  /** ISO 8601 day, month or year, or two of them joined by "..": of the announcement, the notice or the event. */
  readonly date?: string | null | undefined;
  /** When the source came to know of it: stands in where `date` is missing. */
  readonly published?: string | null | undefined;
  /** From when on it takes effect. */
  readonly effective?: string | null | undefined;
  readonly link?: string | null | undefined;
  readonly title?: string | null | undefined;
  /** The sentence that it stands in. */
  readonly quote?: string | null | undefined;
  readonly kind?: ClaimKind | null | undefined;
  readonly status?: ClaimStatus | null | undefined;
  /** The figure is of all rounds so far. */
  readonly total?: boolean | undefined;
  /** An earlier event, cited as past. */
  readonly background?: boolean | undefined;
  /** Whose report it is and of which event, where a source says so apart from its words; and whether it amends an earlier one. */
  readonly event?: string | null | undefined;
  readonly amends?: boolean | undefined;
  /** Whether a register says of it that it is a later version of a notice. */
  readonly revised?: boolean | undefined;
}

/** It does not matter which report is named first. */
export function judge(a: Report, b: Report, aliases: Aliases = NO_ALIASES): Judgement {
  const company = matchCompany(a, b, aliases);
  if (company.verdict === "different") return weighed([{ why: "other_company" }]);
  return judgeRounds(a, b, company.verdict === "unsure" ? [{ why: "unsure_company" }] : []);
}

/** The same of two reports of which it is known that they are of one company. @param known what is to be weighed besides */
export function judgeRounds(a: Report, b: Report, known: readonly Reason[] = []): Judgement {
  const figures = [...ofCounts(a, b), ...ofPercents(a, b)];
  const refers = amends(a, b) ? [{ why: "amends" as const }] : ofReference(a, b);
  return weighed([
    ...known,
    ...ofTime(a, b),
    ...ofCourse(a, b),
    ...(refers.length > 0 ? refers : figures),
    ...ofDenial(a, b, figures),
    ...(refers.length === 0 ? ofListing(a, b, figures) : []),
    ...ofPlace(a, b),
    ...ofWords(a, b, refers.length > 0),
  ]);
}

function ofTime(a: Report, b: Report): Reason[] {
  const [one, two] = [spanOf(a.date ?? a.published), spanOf(b.date ?? b.published)];
  const past = a.background === true || b.background === true;
  if ((a.background === true && a.date == null) || (b.background === true && b.date == null))
    return [{ why: "cited_as_past" }];
  if (one === undefined || two === undefined) return [{ why: "no_date" }];
  const days = daysBetween(one, two);
  if (days === 0) return [{ why: past && !(isDay(one) && isDay(two)) ? "within_week" : "same_day", days }];
  if (isOneEffect(a, b, one, two)) return [{ why: "same_effect", days }];
  const [news, notice] = isRegister(a) ? [two, one] : [one, two];
  if (isNoticeAndNews(a, b) && isInWindow(news, notice)) return [{ why: "notice_window", days }];
  if (days <= 7) return [{ why: "within_week", days }];
  return [{ why: days <= 30 ? "weeks_apart" : days <= 90 ? "months_apart" : "far_apart", days }];
}

/**
 * Where consultation is due it takes 30 to 45 days and comes before notice; a notice is given 60 days before people leave (29 USC
 * 2102), often on the day of the announcement and sometimes before it.
 */
const NOTICE_BEFORE = 14;
const NOTICE_AFTER = 75;

function isInWindow(news: Span, notice: Span): boolean {
  return daysBetween(news, notice) <= (notice.from < news.from ? NOTICE_BEFORE : NOTICE_AFTER);
}

/** Consultation takes 30 to 45 days where it is due, and is told of before and after. */
const FORETOLD = 60;

function ofCourse(a: Report, b: Report): Reason[] {
  const [one, two] = [spanOf(a.date ?? a.published), spanOf(b.date ?? b.published)];
  if (one === undefined || two === undefined || isRegister(a) || isRegister(b)) return [];
  const [before, after] = one.from <= two.from ? [a, b] : [b, a];
  const days = daysBetween(one, two);
  return days > 7 && days <= FORETOLD && isAhead(before) && !isAhead(after) ? [{ why: "foretold" }] : [];
}

function isAhead({ status }: Report): boolean {
  return status === "rumoured" || status === "proposed" || status === "at_risk";
}

function isDay({ from, to }: Span): boolean {
  return daysBetween({ from, to: from }, { from: to, to }) <= 1;
}

function isOneEffect(a: Report, b: Report, one: Span, two: Span): boolean {
  const [own, other] = [spanOf(a.effective), spanOf(b.effective)];
  const meet = (x: Span | undefined, y: Span | undefined): boolean =>
    x !== undefined && y !== undefined && isDay(x) && isDay(y) && daysBetween(x, y) === 0;
  return meet(own, other) || meet(own, two) || meet(one, other);
}

/** One speaks of the figure of the other: it adds to it, or puts its own in its place. */
function ofReference(a: Report, b: Report): Reason[] {
  const refers = [refersTo(a, b), refersTo(b, a)].flatMap((one) => one ?? []);
  return refers.slice(0, 1).map((why) => ({ why }));
}

/** Of two reports of their author on one event, one is put in the place of the other. */
function amends(a: Report, b: Report): boolean {
  return a.event != null && a.event === b.event && (a.amends === true || b.amends === true);
}

function refersTo(report: Report, other: Report): "adds_to" | "revises" | undefined {
  const { insteadOf, onTopOf, total, further, ownRound } = saidOf(report);
  const sizes = [sizeOf(boundsOf(other)), sizeOf(saidOf(other).total)];
  const isOther = (people: People | null): boolean => people !== null && isSize(sizeOf(people), sizes);
  if (isOther(insteadOf)) return "revises";
  if (ownRound) return undefined;
  const own = sizeOf(boundsOf(report));
  const whole = sizeOf(total);
  if (isOther(onTopOf)) return "adds_to";
  return further !== null && own !== null && whole !== null && isSize(whole - own, sizes) ? "adds_to" : undefined;
}

/** Registers tell of nothing beside their figures. */
function saidOf(report: Report): Said {
  return report.quote == null || isRegister(report) ? NOTHING_SAID : saidIn(report.quote);
}

/** Two figures this near may be one that was rounded, or told early and late. */
const NEAR = 1.15;

function ofCounts(a: Report, b: Report): Reason[] {
  // A running total and its last increment differ, and are one round.
  if ((a.total === true) !== (b.total === true)) return [];
  const [one, two] = [boundsOf(a), boundsOf(b)];
  if (one === undefined || two === undefined) return [];
  // Registers count exactly and list each site by itself: two of one size at different sites are two.
  const exact = isRegister(a) && isRegister(b);
  // "Another 200, bringing the total to 900", and the news that it is 900.
  if (isSize(sizeOf(one), [sizeOf(saidOf(b).total)]) || isSize(sizeOf(two), [sizeOf(saidOf(a).total)]))
    return [{ why: "same_count" }];
  if (one.low === two.low && one.high === two.high) return exact && isElsewhere(a, b) ? [] : [{ why: "same_count" }];
  if (!exact && one.low <= two.high * NEAR && two.low <= one.high * NEAR) return [{ why: "near_count" }];
  const [notice, news] = isRegister(a) ? [one, two] : [two, one];
  return [{ why: isNoticeAndNews(a, b) && notice.high < news.low ? "part_of_whole" : "other_count" }];
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

function boundsOf({ count, low, high }: Report): Bounds | undefined {
  if (count != null) return { low: count, high: count };
  return low == null && high == null ? undefined : { low: low ?? 0, high: high ?? Infinity };
}

/**
 * A register that corrects a notice writes over its row, or adds one of another day: two rows of one day are two notices, though they
 * name one town, and the company with its sites or without. One that revises another says so.
 */
function ofListing(a: Report, b: Report, figures: readonly Reason[]): Reason[] {
  const [one, two] = [spanOf(a.date), spanOf(b.date)];
  const isOneList = isRegister(a) && a.source === b.source && a.revised !== true && b.revised !== true;
  if (!isOneList || one === undefined || two === undefined || !isDay(one) || !isDay(two)) return [];
  const apart = daysBetween(one, two) === 0 && figures.some(({ why }) => why === "other_count");
  return apart ? [{ why: "listed_apart" }] : [];
}

/** "We are not cutting 2,000" says nothing of the 500 that are cut. */
function ofDenial(a: Report, b: Report, figures: readonly Reason[]): Reason[] {
  const [denial, other] = a.status === "denied" ? [a, b] : [b, a];
  // A register that takes a notice back denies nothing that others say.
  if (denial.status !== "denied" || other.status === "denied" || isRegister(denial)) return [];
  const agree = figures.some(({ why }) => why === "same_count" || why === "near_count" || why === "same_percent");
  const figured = [a, b].every((one) => boundsOf(one) !== undefined || one.percent != null);
  return agree || !figured ? [] : [{ why: "denies_other" }];
}

/** Percentages are told rounded: a point, or a tenth of the larger, is no contradiction. */
function ofPercents(a: Report, b: Report): Reason[] {
  if (a.percent == null || b.percent == null) return [];
  const apart = Math.abs(a.percent - b.percent);
  if (apart <= 0.5) return [{ why: "same_percent" }];
  return apart > Math.max(1, Math.max(a.percent, b.percent) / 10) ? [{ why: "other_percent" }] : [];
}

function ofPlace(a: Report, b: Report): Reason[] {
  const kinds = [a.kind ?? "layoff", b.kind ?? "layoff"].map((kind) => (kind === "closure" ? "layoff" : kind));
  return [
    ...(isElsewhere(a, b) ? [{ why: "other_place" } as const] : []),
    ...(isNoticeAndNews(a, b) && placeKey(a.location) !== null && placeKey(a.location) === placeKey(b.location)
      ? [{ why: "named_place" } as const]
      : []),
    ...(kinds[0] === kinds[1] ? [] : [{ why: "other_kind" } as const]),
  ];
}

/** News names the head office as often as the place of the cuts; only a notice names its site for sure. */
function isElsewhere(a: Report, b: Report): boolean {
  const told = isNoticeAndNews(a, b) ? [null, null] : [placeKey(a.location), placeKey(b.location)];
  const [one = null, two = null] = told;
  if (one !== null && two !== null) return one !== two && !one.startsWith(`${two} `) && !two.startsWith(`${one} `);
  const [own, other] = [countryCode(a.country), countryCode(b.country)];
  return one === two && own !== null && other !== null && own !== other;
}

/** What is written for many places, or for none. */
const NOWHERE = /^(?:remote|various|multiple|several|statewide|nationwide|worldwide|global|unknown|n a|other)\b/;

/** The first place of a location, without what trackers add to it; null where it names none. */
export function placeKey(location: string | null | undefined): string | null {
  return location == null ? null : readPlace(location);
}

const readPlace = kept((location): string | null => {
  const [city = ""] = location.split(/[,;/]/);
  const key = folded(city);
  return key === "" || NOWHERE.test(key) || countryCode(key) !== null ? null : key;
});

/** Of a register of notices; its own name says so ("warn:ca"). */
export function isRegister({ source }: Pick<Report, "source">): boolean {
  return /\bwarn\b/i.test(source ?? "");
}

function isNoticeAndNews(a: Report, b: Report): boolean {
  return isRegister(a) !== isRegister(b);
}

const FURTHER =
  /\b(?:another|further|additional|again|second|third|fourth|2nd|3rd|4th|fresh|new|latest|next) (?:\w+ )?(?:rounds?|waves?|times?|layoffs?|cuts?|job cuts?|jobs)\b|\b(?:another|further|additional|second round|second time|again)\b|\bmore (?:jobs|employees|staff|workers|people|roles|layoffs|job cuts|cuts|of its|of their)\b|\b\d+ more\b/;

/** Share of words that two headlines of one story have in common. */
const ALIKE = 0.6;
/** Of fewer words too many headlines are alike. */
const A_HEADLINE = 4;

/** @param refers what one says of the other's figure has been weighed: "another 200" is of no further round then */
function ofWords(a: Report, b: Report, refers: boolean): Reason[] {
  if (sameDocument(a.link, b.link)) return [{ why: "same_link" }];
  const [one, two] = [headlineOf(a), headlineOf(b)];
  const told = one.length >= A_HEADLINE && two.length >= A_HEADLINE;
  const isFurther = told && FURTHER.test(one.join(" ")) !== FURTHER.test(two.join(" "));
  return [
    ...(told && isAlike(one, two) ? [{ why: "near_headline" } as const] : []),
    ...((isFurther && !refers) || isOfOwnRound(a, b) ? [{ why: "further_round" } as const] : []),
  ];
}

/** One sentence speaks of a second round, and the other of a figure without such a word. */
function isOfOwnRound(a: Report, b: Report): boolean {
  if (isRegister(a) || isRegister(b) || a.quote == null || b.quote == null) return false;
  return saidOf(a).ownRound !== saidOf(b).ownRound;
}

function isAlike(one: readonly string[], two: readonly string[]): boolean {
  const [left, right] = [new Set(one), new Set(two)];
  const common = [...left].filter((word) => right.has(word)).length;
  const numbers = [one, two].map((words) =>
    words
      .filter((word) => /\d/.test(word))
      .toSorted()
      .join(" "),
  );
  return common / (left.size + right.size - common) >= ALIKE && numbers[0] === numbers[1];
}

/** The words of the title, or those that the address is made of. */
function headlineOf({ title, link }: Report): readonly string[] {
  if (title != null && title.trim() !== "") return wordsOf(title);
  const path = canonicalLink(link)?.split("?")[0] ?? "";
  const words = path
    .split("/")
    .slice(1)
    .map((segment) => wordsOf(segment.replace(/\.\w{2,5}$/, "")));
  const longest = words.toSorted((x, y) => y.length - x.length)[0] ?? [];
  return longest.filter((word) => !/^\d{5,}$/.test(word));
}

/** One address, of one document: not of a page on which a register lists everything. */
function sameDocument(a: string | null | undefined, b: string | null | undefined): boolean {
  const one = canonicalLink(a);
  return one !== null && one === canonicalLink(b) && isOfDocument(one);
}

function isOfDocument(link: string): boolean {
  const last =
    link
      .split(/[/?]/)
      .slice(1)
      .findLast((segment) => segment !== "") ?? "";
  return /\d/.test(last) || (last.match(/[-_]/g)?.length ?? 0) >= 2;
}
