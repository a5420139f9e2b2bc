import type { LayoffNewsView, WatchView } from "../core/disclosure/disclose.ts";
import type { Why } from "../core/record/history.ts";
import { bandText, QUALIFIED } from "./announced.ts";
import { NO_FIGURE } from "./layoff-figure.ts";
import { KIND_WORDS, placeText, reportedBy, STATUS_WORDS } from "./layoffs.ts";
import type { Row } from "./rows.ts";
import { brief, counted, listed, number, plain } from "./words.ts";

/** `suppliers: Aldermoor cuts about 700`, or how many there are. */
export function newsHeadline({ list, news, more }: WatchView): string {
  const [only] = news;
  const name = plain(list);
  if (only === undefined) return `${name}: what was told here is not in the record any more`;
  if (news.length === 1 && more === 0) return `${name}: ${nameOf(only)}: ${figureNow(only)}`;
  const isNew = news.filter((one) => one.isNew).length;
  const parts = [
    ...(isNew === 0 ? [] : [counted(isNew, "new layoff")]),
    ...(isNew === news.length ? [] : [`${counted(news.length - isNew, "change")} to known ones`]),
  ];
  const companies = new Set(news.map(({ companyId }) => companyId)).size;
  return `${name}: ${listed(parts)} of ${counted(companies, "company", "companies")}${more === 0 ? "" : `, and ${number(more)} more`}`;
}

export function newsLines({ news, more }: WatchView): { readonly label: string; readonly text: string }[] {
  if (news.length === 0) return [];
  const { length } = news.filter(({ undecided }) => undecided);
  return [
    { label: "source", text: "the public record: as reported, and not checked by us" },
    ...(length === 0
      ? []
      : [
          {
            label: "open",
            text: `of ${counted(length, "layoff")} a person has to say whether it is a round of its own`,
          },
        ]),
    ...(more === 0 ? [] : [{ label: "more", text: `${number(more)} more: rollcall layoffs list --sort changed` }]),
  ];
}

/** A layoff as a row of a message: the company, its figure, where, and who reports it. */
export function newsRow(view: LayoffNewsView): Row {
  const { id, kind, status, date } = view;
  const where = placeText(view);
  const by = [...new Set(view.reports.map((one) => brief(reportedBy({ ...one, address: one.link }))))];
  return {
    id,
    who: nameOf(view),
    kind: NONE,
    how: figureNow(view),
    where: where === "" ? NONE : brief(where),
    by: NONE,
    team: NONE,
    what: [
      `${KIND_WORDS[kind]}, ${STATUS_WORDS[status]}`,
      ...(by.length === 0 ? [] : [`reported by ${listed(by)}`]),
      ...reasons(view),
    ].join("; "),
    when: date === null ? NONE : plain(date),
  };
}

const NONE = "–";

function nameOf({ company }: LayoffNewsView): string {
  const line = brief(plain(company));
  return /[^\s·]/u.test(line) ? line : "a company without a name";
}

/** `782, was up to 900`; `about 700`; `one round with l-…`. */
function figureNow(view: LayoffNewsView): string {
  if (view.mergedInto !== null) return `found to be one round with ${view.mergedInto}`;
  if (view.withdrawn) return "no document reports it any more";
  const now = figureOf(view);
  const before = view.before === null ? now : figureOf({ ...view.before, qualifier: null });
  return before === now || !view.changed.some((what) => what === "figure" || what === "percent")
    ? now
    : `${now}, was ${before}`;
}

function figureOf({
  count,
  low,
  high,
  percent,
  qualifier,
}: Pick<LayoffNewsView, "count" | "low" | "high" | "percent" | "qualifier">): string {
  const share = percent === null ? "" : `${Number(percent.toFixed(1))} % of staff`;
  if (count !== null && qualifier !== null && qualifier !== "range" && qualifier !== "vague")
    return `${QUALIFIED[qualifier]}${number(count)}`;
  if (low === null && high === null) return share === "" ? `figure ${NO_FIGURE}` : share;
  return bandText({ low: low ?? 0, high });
}

const WHY_WORDS: Partial<Record<Why, string>> = {
  correction: "the document says otherwise now",
  parser: "read otherwise",
  rule: "derived otherwise",
  merge: "merged by hand",
  split: "taken apart by hand",
};

function reasons({ why, isNew, before }: LayoffNewsView): string[] {
  const said = why.flatMap((one) => WHY_WORDS[one] ?? []);
  if (said.length > 0) return [listed(said)];
  return isNew || before !== null || !why.includes("report") ? [] : ["another report of it"];
}
