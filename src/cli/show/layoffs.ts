import type { AskedPair } from "../../app/desk.ts";
import type { CheckedStatement, WholeLayoff } from "../../app/layoffs.ts";
import { countryName } from "../../core/record/country.ts";
import type { Layoff, SourcedClaim } from "../../core/record/layoff.ts";
import { allOf, type Total, type TotalsBy } from "../../core/record/totals.ts";
import {
  actByText,
  checkedText,
  claimFigure,
  differenceText,
  impliedLines,
  KIND_WORDS,
  peopleText,
  percentText,
  placeText,
  reportedBy,
  roleText,
  shelvedFigure,
  SHELVED_WORDS,
  STATUS_WORDS,
  totalCells,
  unknownText,
} from "../../messages/layoffs.ts";
import {
  besideText,
  courseRows,
  coverageBar,
  coverageText,
  noticesApart,
  type NoticeRow,
  shareText,
} from "../../messages/round-figure.ts";
import { dissentText } from "../../messages/model.ts";
import { reasonText } from "../../messages/rounds.ts";
import { brief, number, plain } from "../../messages/words.ts";
import { wrap } from "../../messages/wrap.ts";
import type { Output } from "../output.ts";
import { showChanges } from "./layoff-history.ts";
import { table } from "./table.ts";

export function showLayoffs(output: Output, layoffs: readonly Layoff[]): void {
  const covered = layoffs.some(({ coverage }) => coverage !== null);
  const rows = layoffs.map((layoff) => [
    layoff.date ?? "",
    plain(layoff.name),
    peopleText(layoff),
    ...(covered ? [noticesText(layoff)] : []),
    percentText(layoff.percent),
    placeText(layoff),
    [KIND_WORDS[layoff.kind], STATUS_WORDS[layoff.status], ...(layoff.undecided ? ["to be decided"] : [])].join(", "),
    layoff.id,
  ]);
  const columns = [
    { title: "date" },
    { title: "company", cut: true },
    { title: "people", align: "right" },
    ...(covered ? [{ title: "in notices", align: "right" } as const] : []),
    { title: "share", align: "right" },
    { title: "where", cut: true },
    { title: "what" },
    { title: "id" },
  ] as const;
  for (const line of table(columns, rows, output.width)) output.line(line);
}

/** `61 %`; of what has no figure how many people. */
function noticesText({ coverage }: Layoff): string {
  return coverage === null ? "" : shareText(coverage.share) || number(coverage.low);
}

export function showTotals(output: Output, by: TotalsBy, totals: readonly Total[]): void {
  const unknown = { day: "day not known", month: "month not known", year: "no date" } as const;
  const name = ({ key }: Total): string => {
    if (key === null) return by in unknown ? unknown[by as keyof typeof unknown] : "not known";
    if (by === "kind") return key.replaceAll("_", " ");
    return by === "country" ? countryName(key) : plain(key);
  };
  const columns = [
    { title: by, cut: true },
    { title: "people", align: "right" },
    { title: "layoffs", align: "right" },
    { title: "no figure", align: "right" },
    { title: "no most", align: "right" },
    { title: "undecided", align: "right" },
  ] as const;
  const all = allOf(totals);
  const rows = [...totals.map((total) => totalCells(total, name(total))), totalCells(all, "all")];
  for (const line of table(columns, rows, output.width)) output.line(line);
  output.note(unknownText(all));
}

export function showAsks(output: Output, asks: readonly AskedPair[]): void {
  for (const { later, earlier, for: speaksFor, against } of asks) {
    output.line(output.style("bold", plain(later.name)));
    for (const one of [later, earlier])
      output.line(`  ${one.id}  ${one.date ?? "no date"}, ${peopleText(one) || "no figure"}`);
    for (const [title, reasons] of [
      ["for one round", speaksFor],
      ["against", against],
    ] as const) {
      if (reasons.length > 0) output.line(`  ${title}: ${reasons.map((why) => reasonText({ why })).join("; ")}`);
    }
    output.line(
      `  rollcall layoffs merge ${earlier.id} ${later.id}   or   rollcall layoffs split ${earlier.id} ${later.id}`,
    );
    output.line();
  }
}

export function showShelf(output: Output, shelf: readonly CheckedStatement[]): void {
  for (const { statement, check } of shelf) {
    const { why, company, period, document } = statement;
    const parts = [
      shelvedFigure(statement),
      ...(company === null ? [] : [plain(company)]),
      ...(period === null ? [] : [plain(period)]),
    ];
    output.line(`${SHELVED_WORDS[why]}: ${parts.filter((part) => part !== "").join(", ")}`);
    showSource(output, statement.quote, document);
    if (check !== undefined) output.line(`  ${checkedText(check)}`);
  }
}

function showSource(output: Output, quote: string, source: SourcedClaim["source"]): void {
  if (source.suppressed) {
    output.line("    of a document that is suppressed");
    return;
  }
  if (quote !== "") output.line(`    “${plain(quote)}”`);
  const link = source.address === null ? "" : `  ${plain(source.address)}`;
  output.line(
    `    reported by ${reportedBy(source)}${source.published === null ? "" : `, ${plain(source.published).slice(0, 10)}`}${link}`,
  );
}

const BAR = 30;

/** How the figure came to be, what notices account for, and what is said in another measure. */
function showRound(output: Output, layoff: Layoff): void {
  const { course, coverage, beside } = layoff;
  for (const one of beside) output.line(`  ${besideText(one)}`);
  if (coverage !== null) {
    const bar = coverageBar(coverage.share, BAR);
    if (bar !== "") output.line(`  ${bar}`);
    for (const line of wrap(coverageText(coverage, layoff), (output.width ?? Infinity) - 2)) output.line(`  ${line}`);
  }
  if (course.length === 0) return;
  output.line();
  const rows = courseRows(course).map(({ on, figure, why }) => [on ?? "no date", figure, why]);
  const columns = [{ title: "said on" }, { title: "people", align: "right" }, { title: "which is" }] as const;
  for (const line of table(columns, rows, output.width === undefined ? undefined : output.width - 2))
    output.line(`  ${line}`);
}

function showNotices(output: Output, notices: readonly NoticeRow[]): void {
  if (notices.length === 0) return;
  output.line();
  const columns = [
    { title: "notice of" },
    { title: "people", align: "right" },
    { title: "where", cut: true },
    { title: "from" },
    { title: "reported by", cut: true },
    { title: "claim" },
  ] as const;
  const rows = notices.map(({ on, people, where, from, by, claim }) => [on, people, where, from, by, claim]);
  for (const line of table(columns, rows, output.width === undefined ? undefined : output.width - 2))
    output.line(`  ${line}`);
  for (const { claim, not } of notices) if (not !== "") output.line(`  ${claim} ${not}`);
}

export function showWhole(output: Output, whole: WholeLayoff): void {
  const { layoff, claims, acts, asks, changes } = whole;
  output.line(`${output.style("bold", plain(layoff.name))}  ${output.style("dim", layoff.id)}`);
  const place = placeText(layoff);
  const what = [
    KIND_WORDS[layoff.kind],
    STATUS_WORDS[layoff.status],
    layoff.date ?? "no date",
    ...(place === "" ? [] : [place]),
  ];
  output.line(`  ${what.join(", ")}${layoff.industry === null ? "" : `, ${brief(plain(layoff.industry))}`}`);
  const figures = [peopleText(layoff) || "no figure", ...(layoff.percent === null ? [] : [`${layoff.percent} %`])];
  output.line(`  ${figures.join(", ")}${layoff.base === null ? "" : `, of ${number(layoff.base)}`}`);
  for (const line of impliedLines(layoff)) output.line(`  ${line}`);
  showRound(output, layoff);
  const difference = differenceText(layoff, claims);
  if (difference !== undefined)
    for (const line of wrap(difference, (output.width ?? Infinity) - 2)) output.line(`  ${line}`);
  if (layoff.mergedInto !== null) output.line(`  it was merged into ${layoff.mergedInto}`);
  if (layoff.suppressed) output.line("  it is suppressed: in no list, sum or export");
  if (layoff.empty) output.line("  it is in no list and no sum: no claim of it is left that could make a layoff");
  output.line();
  const inForce = claims.filter(({ replacedAt }) => replacedAt === null);
  const { stories, notices } = noticesApart(layoff, inForce);
  for (const claim of [...stories, ...claims.filter(({ replacedAt }) => replacedAt !== null)]) {
    output.line(`  ${claim.id}  ${claimFigure(claim)}: ${roleText(layoff, claim)}`);
    showSource(output, claim.quote, claim.source);
    const dissent = dissentText(claim);
    if (dissent !== undefined) output.line(`    to check: ${dissent}`);
  }
  showNotices(output, notices);
  if (asks.length > 0) output.line();
  for (const { layoff: later, candidate } of asks) {
    output.line(`  it may be one with ${later === layoff.id ? candidate : later}: rollcall layoffs list --ask`);
  }
  if (changes.length > 0) output.line();
  showChanges(output, whole);
  if (acts.length > 0) output.line();
  for (const act of acts) output.line(`  ${new Date(act.at).toISOString().slice(0, 10)}  ${actByText(act)}`);
}
