// From figures that were judged to claims: counts and percentages that belong together, what was said before, what is a part.
import { countsMany, isNet, isUndisclosed } from "./frames.ts";
import type { Governor } from "./governors.ts";
import { grouped, sameEmployer, sameKey } from "./grouping.ts";
import type { Verdict } from "./verdict.ts";
import { setAgainst } from "./leaving.ts";
import type { Mention } from "./mention.ts";
import type { Quantity } from "./numbers.ts";
import type { Flag, Passage, PartOfDocument, ReadClaim, Reading, Reason, Refusal } from "./reading.ts";
import { periodNear } from "./period.ts";
import { refusalOf } from "./refusal.ts";
import { partOf, percentOf, placeNear } from "./scope.ts";
import { isAbout, isWithin, roundsTo, sameFigure, sizeOf } from "./same-figure.ts";
import { atRisk, isOfOtherMonth, sameGovernor } from "./rounds.ts";
import type { Sentence } from "./sentences.ts";
import { kindOf, statusOf } from "./status.ts";
import type { Subject } from "./subject.ts";
import { withoutParts } from "./sums.ts";
import { phrase, wordAt } from "./tokens.ts";
import { MOST_COMPARED, titlesOfMany, totalsOfMany } from "./joint-totals.ts";
import { dateNear, type Published } from "./when.ts";

/** A figure of a sentence, judged; without a quantity a sentence that says that somebody cuts. */
export interface Draft extends Omit<Verdict, "quantity"> {
  readonly quantity: Quantity | null;
  readonly sentence: Sentence;
  readonly in: PartOfDocument;
  readonly subject: Subject | undefined;
  readonly mentions: readonly Mention[];
  readonly rumour: boolean;
}

export interface About {
  readonly passage: Passage;
  readonly published: Published | null;
  readonly satire: boolean;
}

/** A count, a percentage, or both of one sentence, of one employer. */
export interface Group {
  readonly count: Draft | undefined;
  readonly share: Draft | undefined;
  readonly lead: Draft;
  readonly subject: Subject;
  readonly background: boolean;
  readonly further: boolean;
}

export function settle(drafts: readonly Draft[], about: About): Reading {
  const refused: Refusal[] = [];
  const refuse = (draft: Draft, reason: Reason): void => {
    const { quantity, sentence, to } = draft;
    if (quantity === null) return;
    const { tokens } = sentence;
    const period = reason === "aggregate" ? periodNear(tokens, { from: quantity.from, to }, about.published) : null;
    refused.push(refusalOf({ ...draft, quantity, tokens }, reason, about.passage, period));
  };
  const open: Draft[] = [];
  const overruled = drafts
    .filter(({ reason, in: part }) => part === "text" && reason !== null && OVERRULES.has(reason))
    .slice(0, MOST_SUMMED);
  const wholes = wholesOf(drafts);
  for (const draft of drafts) {
    const { reason, subject } = draft;
    const told = reason === null ? overruling(draft, overruled) : undefined;
    if (
      reason === "part" &&
      draft.listed === true &&
      subject !== undefined &&
      (wholes.get(subject.key) ?? 0) <= (sizeOf(draft.quantity) ?? 0)
    )
      open.push({ ...draft, reason: null });
    else if (reason !== null) refuse(draft, reason);
    else if (told !== undefined) refuse(draft, told);
    else if (about.satire) refuse(draft, "satire");
    else if (subject === undefined)
      refuse(draft, countsMany(draft.sentence.tokens, draft.mentions) ? "aggregate" : "no_company");
    else open.push(draft);
  }
  const groups = grouped(withoutParts(open, refuse), about);
  const left = drafts.flatMap(({ quantity, reason, subject }) =>
    reason === "voluntary" && quantity?.sort === "count" && quantity.value !== null
      ? [{ value: quantity.value, key: subject?.key }]
      : [],
  );
  const kept: Group[] = [];
  const summed = drafts.filter(({ reason }) => reason === "aggregate").slice(0, MOST_SUMMED);
  const set = setAgainst(groups, left.slice(0, MOST_SUMMED));
  for (const [{ count, share }, reason] of set)
    for (const draft of [count, share]) if (draft !== undefined) refuse(draft, reason);
  for (const group of chosen(groups.filter((one) => !set.has(one)))) {
    const { group: one } = group;
    // What a headline says of nobody, and the text of many.
    const ofMany =
      one.lead.in === "title" &&
      one.subject.by === "document" &&
      summed.some(({ quantity }) => sameFigure(quantity, one.lead.quantity) || roundsTo(quantity, one.lead.quantity));
    const reason = ofMany ? "aggregate" : group.reason;
    if (reason === null) kept.push(one);
    else for (const draft of [one.count, one.share]) if (draft !== undefined) refuse(draft, reason);
  }
  for (const total of [...totalsOfMany(kept), ...titlesOfMany(kept, summed)]) {
    if (!kept.includes(total)) continue;
    kept.splice(kept.indexOf(total), 1);
    for (const draft of [total.count, total.share]) if (draft !== undefined) refuse(draft, "aggregate");
  }
  const headcounts = basesOf(drafts);
  return {
    claims: kept.map((group) => claimOf(group, headcounts, about)).toSorted(inOrder),
    refused: refused.toSorted(inOrder),
  };
}

/** The largest figure that is told of each employer. */
function wholesOf(drafts: readonly Draft[]): Map<string, number> {
  const wholes = new Map<string, number>();
  for (const { reason, quantity, subject } of drafts)
    if (reason === null && subject !== undefined && quantity?.sort === "count")
      wholes.set(subject.key, Math.max(wholes.get(subject.key) ?? 0, sizeOf(quantity) ?? 0));
  return wholes;
}

/** Why a figure of the text is no round, so that the same one of its headline is none. */
const OVERRULES = new Set<Reason>([
  "cumulative",
  "superseded",
  "voluntary",
  "furlough",
  "transfer",
  "hiring",
  "denial",
  "headcount",
  "share_of_other",
]);

/** What the text says of the figure of a headline goes before; what it calls a total is one wherever it stands. */
function overruling({ quantity, in: part, subject, governor }: Draft, told: readonly Draft[]): Reason | undefined {
  const said = told.find(
    (one) =>
      // "1,035 jobs at risk" is so, whoever says that so many are employed.
      !(one.reason === "headcount" && governor?.power === "cut") &&
      (part === "title" || (one.reason === "cumulative" && sameEmployer(one.subject, subject))) &&
      sameFigure(one.quantity, quantity),
  );
  return said?.reason ?? undefined;
}

function inOrder(a: { in: PartOfDocument; start: number; end: number }, b: typeof a): number {
  return a.in === b.in ? a.start - b.start || a.end - b.end : a.in === "title" ? -1 : 1;
}

interface Choice {
  readonly group: Group;
  /** Null where it is kept. */
  readonly reason: Reason | null;
}

/** Which groups stand: each figure once, no vague word beside a number, no part beside its whole, no bare mention beside a figure. */
function chosen(groups: readonly Group[]): Choice[] {
  // What the text says goes before what its title does; both before a sentence without a figure.
  const rank = ({ lead, count, share, subject }: Group): number =>
    (lead.in === "title" ? 2 : 0) +
    (count === undefined && share === undefined ? 8 : 0) +
    (count?.quantity?.qualifier === "vague" && share === undefined ? 4 : 0) +
    (subject.by === "document" ? 1 : 0) -
    (count && share ? 0.5 : 0);
  const order = groups
    .map((group, at) => ({ group, at }))
    .toSorted((a, b) => rank(a.group) - rank(b.group) || a.at - b.at);
  const kept: { group: Group; at: number }[] = [];
  const exact = groups.filter(({ count }) => count?.quantity?.qualifier === "exact").slice(0, MOST_COMPARED);
  const choices: Choice[] = [];
  const rounded: Quantity[] = [];
  let partsOf: string | undefined;
  for (const { group, at } of order) {
    const near = kept.slice(-MOST_COMPARED);
    const others = near.filter((one) => sameKey(one.group.subject.key, group.subject.key));
    const isRound =
      isRounded(group, exact) ||
      (group.lead.in === "title" && rounded.some((one) => sameFigure(one, group.count?.quantity)));
    if (isRound && group.count?.quantity != null && rounded.length < MOST_COMPARED) rounded.push(group.count.quantity);
    const reason = isRound ? "repeated" : verdict(group, at, others, near, partsOf);
    if (group.count !== undefined) partsOf = reason === "part" ? group.subject.key : undefined;
    if (reason === null) kept.push({ group, at });
    choices.push({ group, reason });
  }
  return choices;
}

/** "Nearly 400", of which the text says further down that they are 378. */
function isRounded({ count, subject, lead }: Group, exact: readonly Group[]): boolean {
  const quantity = count?.quantity;
  return (
    quantity != null &&
    exact.some((one) => sameKey(one.subject.key, subject.key) && isAbout(quantity, one.count?.quantity, lead.in))
  );
}

type Kept = { readonly group: Group; readonly at: number };

function verdict(
  group: Group,
  at: number,
  others: readonly Kept[],
  all: readonly Kept[],
  partsOf: string | undefined,
): Reason | null {
  const { count, share, lead } = group;
  if (count === undefined && share === undefined)
    return others.length > 0 || (all.length > 0 && !isPlainly(group)) ? "repeated" : null;
  const quantity = count?.quantity;
  const percent = share?.quantity;
  if (
    lead.in === "title" &&
    all.some(({ group: { count: one, share: two } }) => {
      const figure = one?.quantity ?? two?.quantity;
      return sameFigure(figure, lead.quantity) || roundsTo(figure, lead.quantity);
    })
  )
    return "repeated";
  if (quantity != null) {
    const again = isDefinite(lead) || isOdd(quantity) ? all : others;
    if (again.some(({ group: one }) => sameFigure(one.count?.quantity, quantity))) return "repeated";
    if (others.some(({ group: one }) => isAbout(quantity, one.count?.quantity, lead.in))) return "repeated";
    if (
      quantity.qualifier === "vague" &&
      others.some(({ group: one }) => !one.background && isWithin(one.count?.quantity, quantity))
    )
      return "repeated";
    return isPart(group, at, others, partsOf) ? "part" : null;
  }
  return others.some(({ group: one }) => sameFigure(one.share?.quantity, percent)) ? "repeated" : null;
}

/** Beside figures of others, that somebody cuts is told where it is named right there, and is an employer without doubt. */
function isPlainly({ subject, lead }: Group): boolean {
  return (
    lead.in === "text" &&
    subject.by === "name" &&
    (subject.cost <= PLAIN || isUndisclosed(lead.sentence.tokens)) &&
    lead.mentions.some(({ key, doubtful, role }) => key === subject.key && !doubtful && role === "employer")
  );
}

const PLAIN = 4;

/** A number that two employers would hardly share: 456, and not 450. */
function isOdd({ value }: Quantity): boolean {
  return value !== null && value > 100 && value % 10 !== 0;
}

/** "The 400 cuts": those of which was spoken. */
function isDefinite({ quantity, sentence }: Draft): boolean {
  return quantity !== null && /^(?:the|these|those)$/.test(wordAt(sentence.tokens, quantity.from - 1));
}

/** So many figures of those who leave by themselves are added to others. */
const MOST_SUMMED = 40;

/** A smaller count after a whole of the same round: where, or whom, it falls on. */
function isPart(
  { count, background, further, lead }: Group,
  at: number,
  others: readonly Kept[],
  partsOf: string | undefined,
): boolean {
  const size = sizeOf(count?.quantity);
  if (size === null || background || (count !== undefined && isNet(lead.sentence.tokens, countSpan(count))))
    return false;
  const whole = others.find(({ group: one, at: before }) => {
    const of = sizeOf(one.count?.quantity);
    if (one.lead.sentence === lead.sentence && sameGovernor(one.lead, lead)) return false;
    if (one.count?.quantity?.qualifier === "vague") return false;
    return before < at && of !== null && of > size && !one.background && atRisk(one.lead) === atRisk(lead);
  });
  if (whole === undefined) return false;
  if (isOfOtherMonth(lead, whole.group.lead)) return false;
  if (further && partsOf === undefined) return false;
  return !/^also\b|\b(?:second round|another round|new round|this time|latest|separately|subsequently)\b/.test(
    phrase(lead.sentence.tokens, 0, 60),
  );
}

function countSpan({ quantity, to }: Draft): Pick<Quantity, "from" | "to"> {
  return { from: quantity?.from ?? 0, to };
}

interface Headcount {
  readonly key: string;
  readonly value: number;
}

/** What the document says of how many there are. */
function basesOf(drafts: readonly Draft[]): Headcount[] {
  return drafts
    .flatMap(({ reason, quantity, subject }) =>
      reason === "headcount" && quantity !== null && quantity.value !== null && subject !== undefined
        ? [{ key: subject.key, value: quantity.value }]
        : [],
    )
    .slice(0, MOST_COMPARED);
}

function claimOf(
  { count, share, lead, subject, background }: Group,
  headcounts: readonly Headcount[],
  { passage, published }: About,
): ReadClaim {
  const { sentence, mentions } = lead;
  const { tokens } = sentence;
  const governor: Pick<Governor, "from" | "to"> = lead.governor ?? {
    from: lead.quantity?.from ?? 0,
    to: lead.quantity?.to ?? 1,
  };
  const span = { from: lead.quantity?.from ?? governor.from, to: lead.to };
  const [number, percent] = [count?.quantity ?? null, share?.quantity ?? null];
  const base =
    headcounts.find(({ key, value }) => sameKey(key, subject.key) && value >= (sizeOf(number) ?? 0))?.value ?? null;
  const { scope, part } = partOf(tokens, span);
  const value = number?.value ?? null;
  const rate = percentValue(percent);
  const implied = value !== null && rate !== null && rate > 0 ? Math.round((100 * value) / rate) : null;
  const flags: Flag[] = [];
  if (subject.by === "document") flags.push("company_from_document");
  if (base !== null && value !== null && rate !== null && differs(value, rate, base)) flags.push("base_differs");
  const source = lead.in === "title" ? (passage.title ?? "") : passage.text;
  return {
    company: subject.name,
    kind: lead.quantity === null ? "layoff" : kindOf(tokens, span),
    status: statusOf(tokens, span, governor, lead.rumour),
    count: value,
    low: number?.low ?? null,
    high: number?.high ?? null,
    qualifier: number?.qualifier ?? (percent?.qualifier === "range" ? "up_to" : percent?.qualifier) ?? null,
    percent: rate,
    percentOf: share === undefined ? null : percentOf(tokens, share.quantity?.to ?? share.to),
    base,
    scope,
    part,
    measure: "increment",
    net: isNet(tokens, span),
    background,
    date: dateNear(tokens, span, published),
    location: placeNear(tokens, span, mentions),
    quote: source.slice(sentence.start, sentence.end),
    start: sentence.start,
    end: sentence.end,
    in: lead.in,
    impliedBase: implied,
    flags,
  };
}

/** Of a range of percentages the upper end, as what it is up to: a claim has room for one, and nobody named the middle. */
function percentValue(percent: Quantity | null): number | null {
  return percent === null ? null : (percent.value ?? percent.high);
}

/** Whether a headcount is one that count and percentage (within a point) cannot both be of. */
function differs(count: number, percent: number, base: number): boolean {
  const [low, high] = [(100 * count) / (percent + 1), percent > 1 ? (100 * count) / (percent - 1) : Infinity];
  return base < low * 0.95 || base > high * 1.05;
}
