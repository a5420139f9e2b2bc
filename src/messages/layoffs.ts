import { expectationOf } from "../core/record/announced.ts";
import type { ClaimKind, ClaimStatus } from "../core/record/claim.ts";
import { countryName } from "../core/record/country.ts";
import type { SetAside } from "../core/record/set-aside.ts";
import type { Act, Layoff, NonEvent, RecordedDocument, Shelved, SourcedClaim } from "../core/record/layoff.ts";
import type { Checked, Total } from "../core/record/totals.ts";
import { isHeadcount } from "../core/record/said.ts";
import { bandOf } from "../core/record/weighed.ts";
import { bandText, QUALIFIED } from "./announced.ts";
import { counted, number, plain } from "./words.ts";

export const KIND_WORDS: Readonly<Record<ClaimKind, string>> = {
  layoff: "layoff",
  closure: "closure",
  furlough: "furlough",
  voluntary: "voluntary",
  transfer: "transfer",
  contract_end: "contracts end",
  dismissal: "dismissal",
  hiring_freeze: "hiring freeze",
};

export const STATUS_WORDS: Readonly<Record<ClaimStatus, string>> = {
  rumoured: "rumoured",
  denied: "denied",
  proposed: "proposed",
  at_risk: "at risk",
  announced: "announced",
  confirmed: "confirmed",
  done: "done",
};

const ASIDE_WORDS: Readonly<Record<SetAside, string>> = {
  background: "cites an earlier event",
  denied: "denies it",
  rumour: "is a rumour, where there is more",
  other_kind: "is of something else that is done to people",
  net: "sets hires off against cuts",
  contractors: "is of people whom the employer does not employ",
  no_figure: "names no number of people",
  running_total: "adds up all rounds so far",
  part: "is of a part, where another is of the whole",
  other_division: "is of people who may be among those that are added up",
  added_to: "was added to since",
  changed: "had another figure put in its place since",
  cited: "is the earlier figure, named beside the one of then",
  outdated: "repeats a figure that is no longer the one",
  unmatched: "adds to a figure that nobody has told",
  superseded: "gave way to something newer of the same source, or of the same part",
  less_sure: "was only proposed, where others say it was announced",
  less_exact: "names no number as exactly as another",
  older: "is not the newest; the bounds reach over it",
};

export const SHELVED_WORDS: Readonly<Record<Shelved, string>> = {
  aggregate: "of many employers together",
  cumulative: "a running total",
  hiring: "hiring",
  denial: "a denial",
  satire: "satire",
  threat: "a threat",
  headcount: "a headcount",
  relocation: "a relocation",
  undated_past: "an earlier event without a date",
  other: "no round of cuts",
};

/** `700`, `700 (665 to 735)`, `200 or more`; a blank where nobody names a figure, which is not nought. */
export function peopleText({ count, low, high }: Pick<Layoff, "count" | "low" | "high">): string {
  if (low === null) return "";
  const between = bandText({ low, high });
  return count === null || between === number(count) ? between : `${number(count)} (${between})`;
}

export function percentText(percent: number | null): string {
  return percent === null ? "" : `${percent} %`;
}

/** What a claim says in its own words: `about 700, 15 %, of 4,700`. */
export function claimFigure({ count, low, high, qualifier, percent, base, quote }: SourcedClaim): string {
  const word = qualifier === null ? "" : QUALIFIED[qualifier];
  const open = qualifier === "vague" ? "several, taken as " : "";
  const parts = [
    ...(count === null ? [] : [`${word}${number(count)}`]),
    ...(count === null && (low !== null || high !== null) ? [`${open}${bandText({ low: low ?? 0, high })}`] : []),
    ...(percent === null ? [] : [`${count === null && low === null && high === null ? word : ""}${percent} %`]),
    ...(isHeadcount({ base, quote }) && base !== null ? [`of ${number(base)}`] : []),
  ];
  return parts.length === 0 ? "no figure" : parts.join(", ");
}

/** Who reports it: never said as if it were known by itself. */
export function reportedBy({
  publisher,
  address,
  source,
}: Pick<RecordedDocument, "publisher" | "address" | "source">): string {
  const host = /^https?:\/\/(?:www\.)?([^/?#]+)/i.exec(address ?? "")?.[1];
  return plain(publisher ?? host ?? source);
}

/** Why a claim does not decide, or that it does. */
export function roleText(layoff: Layoff, claim: SourcedClaim): string {
  if (claim.replacedAt !== null) return "said before, and replaced by a later reading";
  if (layoff.decided.includes(claim.id)) return layoff.added === null ? "decides" : "is added up";
  const aside = layoff.setAside.find((one) => one.claim === claim.id);
  return aside === undefined ? "has no say" : ASIDE_WORDS[aside.why];
}

export function actText({ act, subject, other, why, undoneBy }: Act): string {
  const what = {
    merge: `${other} was merged into ${subject}`,
    split: `${other} was taken out of ${subject}`,
    "keep apart": `${other} and ${subject} were said to be two`,
    reopen: `what was decided of ${other} and ${subject} was taken back, and is asked again`,
    suppress: `${subject} was suppressed`,
    lift: `${subject} was let back in`,
  }[act];
  return `${what}${why === null ? "" : `: ${plain(why)}`}${undoneBy === null ? "" : " (taken back)"}`;
}

/** The same with through what it was done, for those who keep the record. */
export function actByText(act: Act): string {
  return `${actText(act)}${act.by === null ? "" : `, through the ${plain(act.by)}`}`;
}

/**
 * Where claims of equal rank contradict each other: what each says, the newest last; undefined where they do not.
 * @param claims of the layoff
 */
export function differenceText({ decided, setAside }: Layoff, claims: readonly SourcedClaim[]): string | undefined {
  const older = new Set(setAside.flatMap(({ claim, why }) => (why === "older" ? [claim] : [])));
  const [one, ...more] = claims.filter(({ id }) => decided.includes(id));
  const own = one && bandOf(one);
  if (one === undefined || own === undefined || more.length > 0) return undefined;
  const others = claims.filter((claim) => {
    const band = older.has(claim.id) && !claim.source.suppressed ? bandOf(claim) : undefined;
    return band !== undefined && (band.low > (own.high ?? Infinity) || (band.high ?? Infinity) < own.low);
  });
  if (others.length === 0 || one.source.suppressed) return undefined;
  const said = [...others, one].map((claim) => {
    const { published } = claim.source;
    return `${claimFigure(claim)} by ${reportedBy(claim.source)}${published === null ? "" : `, ${plain(published).slice(0, 10)}`}`;
  });
  return `Sources differ: ${said.join("; ")}. The newest decides, and the bounds are of all.`;
}

/** A line of a table of sums: people, layoffs, and what the sum does not know. */
export function totalCells(total: Total, key: string): readonly string[] {
  const { layoffs, low, high, openEnded, unfigured, undecided } = total;
  const blank = (n: number): string => (n === 0 ? "" : number(n));
  const people = unfigured === layoffs ? "" : bandText({ low, high: openEnded > 0 ? null : high });
  return [key, people, number(layoffs), blank(unfigured), blank(openEnded), blank(undecided)];
}

/** Of a sum: how much of it is not known. */
export function unknownText({ layoffs, unfigured, openEnded, undecided }: Total): string {
  const part = (n: number, one: string, many: string): string[] =>
    n === 0 ? [] : [`${number(n)} ${n === 1 ? one : many}`];
  const parts = [
    ...part(unfigured, "names no figure and is in no sum", "name no figure and are in no sum"),
    ...part(openEnded, "names no most", "name no most"),
    ...part(
      undecided,
      "may be part of another, and adds nothing to the least",
      "may be part of others, and add nothing to the least",
    ),
  ];
  return `${counted(layoffs, "layoff")}${parts.length === 0 ? "" : `, of which ${parts.join("; ")}`}.`;
}

export function placeText({ location, country }: Pick<Layoff, "location" | "country">): string {
  return [location === null ? [] : [plain(location)], country === null ? [] : [countryName(country)]].flat().join(", ");
}

/** Whether count and percentage agree with the base that is named: flagged, and nothing is changed by it. */
export function impliedLines({ count, percent, base }: Pick<Layoff, "count" | "percent" | "base">): string[] {
  if (count === null || percent === null) return [];
  const { implied: of } = expectationOf({ count, percent, qualifier: "exact", on: 0 }, base ?? undefined);
  if (of === undefined) return [];
  const band = bandText(of);
  if (of.differs !== undefined)
    return [`to check: ${number(count)} and ${percent} % would be of ${band}, and ${number(of.differs)} are named`];
  return base === null
    ? [`both together would mean a staff of ${number(of.base ?? of.low)} (${band} at ± 1 point)`]
    : [];
}

/** A published sum beside ours. */
export function checkedText({ ours, relation, gap }: Checked & { readonly ours: Total }): string {
  const said = {
    below: `at least ${number(gap)} fewer than that`,
    above: `at least ${number(gap)} more than that`,
    within: "which agrees with that",
    open: `at least ${number(gap)} fewer than that, as far as figures are named`,
  }[relation];
  return `the record has ${bandText({ low: ours.low, high: ours.openEnded > 0 ? null : ours.high })}, ${said}: ${unknownText(ours)}`;
}

/** `10,000 people`, of a statement that is no round; empty where it names none. */
export function shelvedFigure({ count, low, high }: Pick<NonEvent, "count" | "low" | "high">): string {
  if (count !== null) return number(count);
  return low === null && high === null ? "" : bandText({ low: low ?? 0, high });
}

/** An address that leads into the web; undefined for whatever else somebody has put in its place. */
export function webAddress(text: string | null | undefined): string | undefined {
  if (text == null || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === "https:" || protocol === "http:" ? href : undefined;
}

/** What a kind of source is called. */
export const SOURCE_WORDS: Readonly<Record<string, string>> = {
  warn: "public registers (WARN)",
  feed: "feeds of news",
  article: "articles",
  csv: "tables",
  manual: "hand",
};
