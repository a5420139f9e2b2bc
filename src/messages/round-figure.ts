// What stands beside the figure of a round: how it came to be, what notices account for, and what is said of it in another measure.
import type { Beside } from "../core/record/figure.ts";
import type { Layoff, SourcedClaim } from "../core/record/layoff.ts";
import type { Step } from "../core/record/course.ts";
import type { Coverage } from "../core/record/parts.ts";
import { isRegister } from "../core/record/same.ts";
import { bandText } from "./announced.ts";
import { claimFigure, reportedBy, roleText } from "./layoffs.ts";
import { counted, number, plain } from "./words.ts";

/** `900 (700 to 900)`, `up to 900`, `200 or more`. */
function levelText({ count, low, high }: Pick<Layoff, "count" | "high"> & { readonly low: number }): string {
  const band = bandText({ low, high });
  return count === null || low === high || (low === 0 && count === high) ? band : `${number(count)} (${band})`;
}

/** `61 %`, `58 to 75 %`, `at least 58 %`; empty where nothing is known of it. */
export function shareText(share: Coverage["share"]): string {
  if (share === null) return "";
  const { low, high } = share;
  if (high === null) return low === 0 ? "" : `at least ${inPercent(low)} %`;
  const [least, most] = [inPercent(low), inPercent(high)];
  if (least === most) return `${least} %`;
  return low === 0 ? `at most ${most} %` : `${least} to ${most} %`;
}

/** Neither nothing nor all of it, where it is a little more or less. */
function inPercent(share: number): number {
  const rounded = Math.round(100 * share);
  if (rounded === 0 && share > 0) return 1;
  return rounded === 100 && share !== 1 ? (share < 1 ? 99 : 101) : rounded;
}

/** How much of what was announced the notices of registers account for. */
export function coverageText(coverage: Coverage, figure: Pick<Layoff, "count" | "low" | "high">): string {
  const { notices, low, high, unfigured, share } = coverage;
  const account = `${counted(notices, "notice")} ${notices === 1 ? "accounts" : "account"} for`;
  const people = `${bandText({ low, high })} people`;
  const open = unfigured === 0 ? "" : `; ${number(unfigured)} of them ${unfigured === 1 ? "names" : "name"} no number`;
  const said = shareText(share);
  if (said === "" || figure.low === null) return `${account} ${people}${open}`;
  return `${account} ${said} of the announced ${levelText({ ...figure, low: figure.low })}: ${people}${open}`;
}

/** `████████░░░░▒▒`: what is surely in notices, and what may be. @param width in columns */
export function coverageBar(share: Coverage["share"], width: number): string {
  if (share === null) return "";
  const cells = (part: number): number => Math.min(width, Math.round(width * part));
  const sure = cells(share.low);
  const perhaps = Math.max(0, cells(share.high ?? share.low) - sure);
  return `${"█".repeat(sure)}${"▒".repeat(perhaps)}${"░".repeat(width - sure - perhaps)}`;
}

/** Each figure that it had, with its day and what made it so. */
export function courseRows(
  course: readonly Step[],
): readonly (Step & { readonly figure: string; readonly why: string })[] {
  return course.map((step, at) => ({ ...step, figure: levelText(step), why: whyText(step, course[at - 1]) }));
}

function whyText({ how, by }: Step, before: Step | undefined): string {
  if (how === "first") return "first announced";
  if (how === "changed") return `in place of ${before === undefined ? "what was said before" : levelText(before)}`;
  return by === null ? "added to" : `${bandText(by)} more`;
}

/** A notice under what was announced, in the words of a table. */
export interface NoticeRow {
  readonly claim: string;
  /** ISO 8601; empty where it is not known. */
  readonly on: string;
  readonly people: string;
  readonly where: string;
  /** From when on it takes effect. */
  readonly from: string;
  readonly by: string;
  /** Why its people are not among those in notices; empty where they are. */
  readonly not: string;
}

/**
 * The claims of a layoff, notices of registers apart from the rest where they hang under what was announced.
 * @param claims those in force
 */
export function noticesApart(
  layoff: Layoff,
  claims: readonly SourcedClaim[],
): { readonly stories: readonly SourcedClaim[]; readonly notices: readonly NoticeRow[] } {
  const isNotice = ({ source, scope }: SourcedClaim): boolean =>
    layoff.coverage !== null && isRegister(source) && scope !== "company" && !source.suppressed;
  const notices = claims.filter(isNotice).map((claim): NoticeRow & { readonly at: string } => {
    const why = layoff.setAside.find((one) => one.claim === claim.id)?.why;
    return {
      claim: claim.id,
      at: claim.date ?? claim.source.published ?? "",
      on: plain(claim.date ?? claim.source.published?.slice(0, 10) ?? ""),
      people: claimFigure(claim),
      where: claim.location === null ? "" : plain(claim.location),
      from: plain(claim.effectiveFrom ?? ""),
      by: reportedBy(claim.source),
      not: why === "part" ? "" : roleText(layoff, claim),
    };
  });
  return {
    stories: claims.filter((claim) => !isNotice(claim)),
    notices: notices.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
  };
}

const BESIDE_WORDS: Readonly<Record<Beside["what"], string>> = {
  net: "net of hires",
  at_risk: "proposed or at risk",
  running_total: "of all rounds so far",
};

/** What is said of it in another measure: `net of hires: 300`. */
export function besideText(beside: Beside): string {
  return `${BESIDE_WORDS[beside.what]}: ${levelText(beside)}`;
}
