// From figures that were judged to claims, in languages other than English: a count with its share, each figure once, no part beside
// its whole.
import type { ClaimStatus, Scope } from "../../claim.ts";
import { sameKey } from "../grouping.ts";
import type { Mention } from "../mention.ts";
import type { Quantity } from "../numbers.ts";
import type { Flag, Passage, PartOfDocument, ReadClaim, Reading, Reason, Refusal } from "../reading.ts";
import { refusalOf } from "../refusal.ts";
import { isAbout, isWithin, roundsTo, sameFigure, sizeOf } from "../same-figure.ts";
import type { Sentence } from "../sentences.ts";
import type { Subject } from "../subject.ts";
import { textOf } from "../mention.ts";
import { wordAt } from "../tokens.ts";
import type { Published } from "../when.ts";
import type { Lexicon } from "./lexicon.ts";
import { has, type Line, type Span, spansOf } from "./line.ts";
import type { Trigger } from "./triggers.ts";
import { dateNear } from "./when.ts";

/** A figure of a sentence, judged; without a quantity a sentence that says that somebody cuts. */
export interface Draft {
  readonly quantity: Quantity | null;
  readonly reason: Reason | null;
  readonly trigger: Trigger | undefined;
  readonly to: number;
  readonly sentence: Sentence;
  readonly line: Line;
  readonly in: PartOfDocument;
  readonly subject: Subject | undefined;
  readonly mentions: readonly Mention[];
  readonly rumour: boolean;
}

interface About {
  readonly passage: Passage;
  readonly published: Published | null;
  readonly lexicon: Lexicon;
}

interface Group {
  readonly count: Draft | undefined;
  readonly share: Draft | undefined;
  readonly lead: Draft;
  readonly subject: Subject;
  readonly background: boolean;
}

/** A text with more claims than this is a list; each is compared with so many before it. */
const MOST_COMPARED = 300;

export function settle(drafts: readonly Draft[], about: About): Reading {
  const refused: Refusal[] = [];
  const refuse = (draft: Draft, reason: Reason): void => {
    const { quantity, line } = draft;
    if (quantity !== null)
      refused.push(refusalOf({ ...draft, quantity, tokens: line.tokens }, reason, about.passage, null));
  };
  const open: (Draft & { readonly subject: Subject })[] = [];
  for (const draft of drafts) {
    const { subject } = draft;
    if (draft.reason !== null) refuse(draft, draft.reason);
    else if (subject === undefined) refuse(draft, "no_company");
    else open.push({ ...draft, subject });
  }
  const kept: Group[] = [];
  for (const group of ranked(groupsOf(open, about))) {
    const reason = repeats(group, kept.slice(-MOST_COMPARED), drafts);
    if (reason === null) kept.push(group);
    else for (const draft of [group.count, group.share]) if (draft !== undefined) refuse(draft, reason);
  }
  return {
    claims: kept.map((group) => claimOf(group, drafts, about)).toSorted(inOrder),
    refused: refused.toSorted(inOrder),
  };
}

function inOrder(a: { in: PartOfDocument; start: number; end: number }, b: typeof a): number {
  return a.in === b.in ? a.start - b.start || a.end - b.end : a.in === "title" ? -1 : 1;
}

/** Counts with the shares of their sentence that tell the same. */
function groupsOf(open: readonly (Draft & { readonly subject: Subject })[], about: About): Group[] {
  const groups: Group[] = [];
  for (const drafts of Map.groupBy(open, ({ sentence }) => sentence).values()) {
    const counts = drafts.filter(({ quantity }) => quantity?.sort === "count");
    const shares = drafts.filter(({ quantity }) => quantity?.sort === "share");
    const pairs = counts
      .flatMap((count) => shares.map((share) => ({ count, share, far: apart(count, share) })))
      .filter(({ count, share, far }) => far <= 22 && sameKey(count.subject.key, share.subject.key))
      .toSorted((a, b) => a.far - b.far);
    const partner = new Map<Draft, Draft>();
    const taken = new Set<Draft>();
    for (const { count, share } of pairs) {
      if (taken.has(count) || taken.has(share)) continue;
      taken.add(count).add(share);
      partner.set(count, share);
    }
    for (const lead of drafts) {
      if (lead.quantity?.sort === "share" && taken.has(lead)) continue;
      groups.push({
        count: lead.quantity?.sort === "count" ? lead : undefined,
        share: partner.get(lead) ?? (lead.quantity?.sort === "share" ? lead : undefined),
        lead,
        subject: lead.subject,
        background: isBackground(lead, about),
      });
    }
  }
  return groups;
}

function apart({ quantity: one }: Draft, { quantity: two }: Draft): number {
  if (one === null || two === null) return Infinity;
  return one.from < two.from ? two.from - one.to : one.from - two.to;
}

/** Whether the words around a figure tell of an earlier cut. */
function isBackground({ line, quantity, trigger, to }: Draft, { published, lexicon }: About): boolean {
  const from = Math.min(quantity?.from ?? Infinity, trigger?.from ?? Infinity);
  const { tokens } = line;
  if (has(line, lexicon.frames.background, Math.max(0, from - 12), to + 8)) return true;
  if (published === null) return false;
  for (let at = Math.max(0, from - 10); at < Math.min(tokens.length, to + 8); at++) {
    const { text } = tokens[at] ?? { text: "" };
    if (
      /^(?:19|20)\d\d$/.test(text) &&
      Number(text) < published.year &&
      lexicon.dates.in.test(wordAt(tokens, at - 1)) &&
      !lexicon.dates.until.test(wordAt(tokens, at - 1))
    )
      return true;
  }
  return false;
}

/** What the text says goes before what its title does; both before a sentence without a figure. */
function ranked(groups: readonly Group[]): Group[] {
  const rank = ({ lead, count, share, subject }: Group): number =>
    (lead.in === "title" ? 2 : 0) +
    (count === undefined && share === undefined ? 8 : 0) +
    (count?.quantity?.qualifier === "vague" && share === undefined ? 4 : 0) +
    (subject.by === "document" ? 1 : 0);
  return groups.toSorted((a, b) => rank(a) - rank(b));
}

/** Why a figure is no claim beside those that are: it was told before, or is a part of one that was. */
function repeats(group: Group, kept: readonly Group[], drafts: readonly Draft[]): Reason | null {
  const { count, share, lead, subject, background } = group;
  if (count === undefined && share === undefined)
    return kept.some((one) => sameKey(one.subject.key, subject.key)) ? "repeated" : null;
  const own = kept.filter((one) => sameKey(one.subject.key, subject.key));
  const quantity = count?.quantity ?? null;
  if (quantity === null) return own.some((one) => sameFigure(one.share?.quantity, share?.quantity)) ? "repeated" : null;
  // What the text says of the figure of a headline goes before.
  if (lead.in === "title") {
    const told = drafts.find(
      (one) =>
        one.in === "text" &&
        one.reason !== null &&
        OVERRULES.has(one.reason) &&
        (sameFigure(one.quantity, quantity) || roundsTo(one.quantity, quantity)),
    );
    if (told !== undefined) return told.reason;
    if (kept.some((one) => sameFigure(one.count?.quantity, quantity) || roundsTo(one.count?.quantity, quantity)))
      return "repeated";
  }
  const odd = quantity.value !== null && quantity.value > 100 && quantity.value % 10 !== 0;
  if ((odd ? kept : own).some((one) => sameFigure(one.count?.quantity, quantity))) return "repeated";
  if (own.some((one) => isAbout(quantity, one.count?.quantity, lead.in))) return "repeated";
  if (quantity.qualifier === "vague" && own.some((one) => !one.background && isWithin(one.count?.quantity, quantity)))
    return "repeated";
  if (background || quantity.further) return null;
  const size = sizeOf(quantity);
  const whole = own.some((one) => {
    const of = sizeOf(one.count?.quantity);
    if (size === null || of === null || of <= size || one.background || one.lead.in !== "text") return false;
    if (one.lead.sentence === lead.sentence && one.lead.trigger === lead.trigger) return breaksDown(one.lead, lead);
    return one.lead.sentence.start <= lead.sentence.start;
  });
  return whole && lead.in === "text" ? "part" : null;
}

/** "17 trabajadores: tres redactores y 14 empleados", "95 (23 periodistas)": what stands behind the sign is a part. */
function breaksDown(whole: Draft, { line, quantity }: Draft): boolean {
  const between = new Set(line.tokens.slice(whole.to, quantity?.from ?? whole.to).map(({ text }) => text));
  return (
    between.has(":") ||
    between.has("–") ||
    (between.has("(") && !between.has(")")) ||
    (between.has("-") && !between.has(","))
  );
}

const OVERRULES = new Set<Reason>([
  "cumulative",
  "superseded",
  "voluntary",
  "furlough",
  "transfer",
  "hiring",
  "denial",
  "aggregate",
  "headcount",
]);

function claimOf(
  { count, share, lead, subject, background }: Group,
  drafts: readonly Draft[],
  about: About,
): ReadClaim {
  const { passage, published, lexicon } = about;
  const { line, sentence, trigger, mentions } = lead;
  const span = { from: lead.quantity?.from ?? trigger?.from ?? 0, to: lead.to };
  const [number, percent] = [count?.quantity ?? null, share?.quantity ?? null];
  const value = number?.value ?? null;
  const rate = percent === null ? null : (percent.value ?? percent.high);
  const base = baseOf(drafts, subject, sizeOf(number) ?? 0);
  const implied = value !== null && rate !== null && rate > 0 ? Math.round((100 * value) / rate) : null;
  const flags: Flag[] = subject.by === "document" ? ["company_from_document"] : [];
  if (
    base !== null &&
    value !== null &&
    rate !== null &&
    rate > 1 &&
    (base < (95 * value) / (rate + 1) || base > (105 * value) / (rate - 1))
  )
    flags.push("base_differs");
  const { scope, part } = scopeOf(line, span, lexicon);
  const source = lead.in === "title" ? (passage.title ?? "") : passage.text;
  return {
    company: subject.name,
    kind:
      trigger?.power === "close" || has(line, lexicon.kinds[0]?.[1] ?? /$^/u, Math.max(0, span.from - 25), span.from)
        ? "closure"
        : "layoff",
    status: statusOf(lead, span, lexicon),
    count: value,
    low: number?.low ?? null,
    high: number?.high ?? null,
    qualifier: number?.qualifier ?? (percent?.qualifier === "range" ? "up_to" : percent?.qualifier) ?? null,
    percent: rate,
    percentOf: share === undefined ? null : scope,
    base,
    scope,
    part,
    measure: "increment",
    net: has(line, lexicon.frames.net, Math.max(0, span.from - 6), span.to + 2),
    background,
    date: dateNear(line.tokens, span, published, lexicon),
    location: mentions.find(({ role, from }) => role === "place" && Math.abs(from - span.to) < 16)?.name ?? null,
    quote: source.slice(sentence.start, sentence.end),
    start: sentence.start,
    end: sentence.end,
    in: lead.in,
    impliedBase: implied,
    flags,
  };
}

/** What the document says of how many there are. */
function baseOf(drafts: readonly Draft[], { key }: Subject, least: number): number | null {
  const told = drafts
    .slice(0, MOST_COMPARED)
    .find(
      ({ reason, quantity, subject }) =>
        reason === "headcount" &&
        quantity?.sort === "count" &&
        quantity.value !== null &&
        quantity.value >= least &&
        subject !== undefined &&
        sameKey(subject.key, key),
    );
  return told?.quantity?.value ?? null;
}

function statusOf({ line, rumour, trigger }: Draft, { from, to }: Span, { status }: Lexicon): ClaimStatus {
  if (rumour) return "rumoured";
  const begin = Math.max(0, Math.min(from, trigger?.from ?? from) - 9);
  const end = Math.max(to, trigger?.to ?? to) + 5;
  if (has(line, status.atRisk, begin, end)) return "at_risk";
  if (has(line, status.proposed, begin, end)) return "proposed";
  if (has(line, status.confirmed, begin, end)) return "confirmed";
  return has(line, status.done, begin, end) ? "done" : "announced";
}

function scopeOf(
  line: Line,
  { from, to }: Span,
  { scopes }: Lexicon,
): { readonly scope: Scope; readonly part: string | null } {
  const near = (span: Span): boolean => span.from >= from && span.from < to + 10;
  if (spansOf(line, scopes.contractors).some(near)) return { scope: "contractors", part: null };
  for (const [scope, words] of [
    ["site", scopes.site],
    ["unit", scopes.unit],
  ] as const) {
    const found = spansOf(line, words).find(near);
    if (found !== undefined) return { scope, part: textOf(line.tokens, found.from, found.to) };
  }
  return { scope: "company", part: null };
}
