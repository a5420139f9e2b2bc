// What was said of a layoff before, what is said now, and why: in words and in JSON.
import type { Corrected, SuppressedWhy } from "../app/ports.ts";
import type { Changeable } from "../core/record/changed.ts";
import type { Cause, Change, Why } from "../core/record/history.ts";
import { changed } from "../core/record/changed.ts";
import type { Act, Layoff, RecordedDocument } from "../core/record/layoff.ts";
import { iso, type Instant } from "../core/time.ts";
import { actText, KIND_WORDS, peopleText, percentText, placeText, reportedBy, STATUS_WORDS } from "./layoffs.ts";
import { moment } from "./time.ts";
import { brief, listed, number, plain } from "./words.ts";

const WHY_WORDS: Readonly<Record<Why, string>> = {
  report: "a new report",
  correction: "its source says otherwise now",
  parser: "the same document is read otherwise",
  rule: "figures are derived by another rule",
  merge: "two were said to be one",
  split: "it was taken apart",
  "keep apart": "two were said to be two",
  reopen: "a decision was taken back",
  suppress: "it was suppressed",
  lift: "it was let back in",
  unknown: "it was so before history was kept",
};

const PART_WORDS: Readonly<Record<Changeable, string>> = {
  figure: "people",
  percent: "share",
  base: "headcount named",
  kind: "what",
  status: "how sure",
  date: "date",
  name: "company",
  place: "where",
  standing: "in the record",
};

/** A part of a layoff in one state, in words; a dash where nobody names it, which is not nought. */
function partText(layoff: Layoff, what: Changeable): string {
  const texts: Readonly<Record<Changeable, () => string>> = {
    figure: () => peopleText(layoff),
    percent: () => percentText(layoff.percent),
    base: () => (layoff.base === null ? "" : number(layoff.base)),
    kind: () => KIND_WORDS[layoff.kind],
    status: () => STATUS_WORDS[layoff.status],
    date: () => plain(layoff.date ?? ""),
    name: () => brief(plain(layoff.name)),
    place: () => brief(placeText(layoff)),
    standing: () => standingText(layoff),
  };
  return texts[what]() || "—";
}

function standingText({ mergedInto, suppressed, empty, undecided }: Layoff): string {
  if (suppressed) return "suppressed";
  if (mergedInto !== null) return `part of ${mergedInto}`;
  if (empty) return "reported by no document";
  return undecided ? "to be decided" : "by itself";
}

/** One part that became another. */
interface ChangedPart {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

function changedParts(before: Layoff, after: Layoff): readonly ChangedPart[] {
  return changed(before, after).map((what) => ({
    what: PART_WORDS[what],
    before: partText(before, what),
    after: partText(after, what),
  }));
}

/** `people: up to 900 → 782; how sure: proposed → announced`; undefined where readers see no difference. */
export function changeText({ before, after }: Pick<Change, "before" | "after">): string | undefined {
  if (before === null) return `it came into the record: ${peopleText(after) || "no figure"}`;
  const parts = changedParts(before, after);
  if (parts.length === 0) return undefined;
  return parts.map(({ what, before: was, after: is }) => `${what}: ${was} → ${is}`).join("; ");
}

/** What stands beside causes: the documents and the acts of a layoff, as far as they are known. */
export interface Known {
  readonly documents: ReadonlyMap<string, RecordedDocument>;
  readonly acts: ReadonlyMap<string, Act>;
}

/** Why: `a new report (The Example, 2026-03-12)`, or what was done. */
export function causesText(causes: readonly Cause[], { documents, acts }: Known): string {
  const groups = Map.groupBy(causes, ({ why }) => why);
  const words = [...groups].map(([why, some]) => {
    const act = acts.get(some[0]?.by ?? "");
    if (act !== undefined) return actText(act);
    const reports = some.flatMap(({ by }) => (by === null ? [] : (documents.get(by) ?? [])));
    const open = reports.filter(({ suppressed }) => !suppressed);
    const named = [...new Set(open.map(reporter))];
    const most = named.slice(0, MOST_NAMED);
    const more = named.length - most.length;
    const beside = [...most, ...(more > 0 ? [`${number(more)} more`] : [])];
    return `${WHY_WORDS[why]}${beside.length === 0 ? "" : ` (${listed(beside)})`}`;
  });
  return listed(words);
}

const MOST_NAMED = 3;

function reporter(document: RecordedDocument): string {
  const { published } = document;
  return `${brief(reportedBy(document))}${published === null ? "" : `, ${plain(published).slice(0, 10)}`}`;
}

/** The stable JSON of a step. */
export function changeJson({ at, before, after, causes, what }: Change) {
  return {
    at: iso(at),
    what,
    before: before === null ? null : stateJson(before),
    after: stateJson(after),
    causes: causes.map(causeJson),
  };
}

function causeJson({ why, by }: Cause) {
  return { why, by };
}

function stateJson(layoff: Layoff) {
  const { name: company, date, country, location, kind, status, count, low, high, percent, base } = layoff;
  const { mergedInto, undecided, empty, suppressed } = layoff;
  const figures = { count, low, high, percent, base };
  return { company, date, country, location, kind, status, ...figures, undecided, mergedInto, empty, suppressed };
}

/** The stable JSON of a correction: a step of a layoff that readers know. */
export function correctionJson({ before, version: { layoff, causes } }: Corrected) {
  const step = { at: layoff.changedAt, before, after: layoff, causes, what: changed(before, layoff) };
  return { layoff: layoff.id, ...changeJson(step) };
}

export const SUPPRESSED_NOTE =
  "None of it is in lists, sums, feeds or files, of whatever moment they are; rollcall layoffs suppress --lift lets it back in.";

/** The stable JSON of what is suppressed, for those who may lift it. */
export function suppressedJson({ id, since, why, layoff, document, by }: SuppressedWhy) {
  return {
    id,
    since: since === null ? null : iso(since),
    why,
    company: layoff?.name ?? null,
    source: document?.source ?? null,
    title: document?.title ?? null,
    address: document?.address ?? null,
    byAddress: by ?? null,
  };
}

/** Of which moment an answer is. @param since when the store began to keep what was before */
export function asOfText(asOf: Instant, since: Instant): string {
  const text = `As the record stood on ${moment(asOf)}, without what is suppressed today.`;
  return asOf >= since ? text : `${text} ${sinceText(since)}`;
}

/** What is not known of earlier moments. */
export function sinceText(since: Instant): string {
  return `What was before is kept since ${moment(since)}: each layoff that was there earlier is as it stood at that moment.`;
}
