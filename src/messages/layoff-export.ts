// The public record as others may take it: fields of our own, at most one quoted sentence a claim, and the link to where it stands.
import { defined } from "../core/defined.ts";
import { jsonText } from "../core/json-text.ts";
import type { ShelvedStatement } from "../app/ports.ts";
import type { Act, Ask, Layoff, RecordedDocument, SourcedClaim } from "../core/record/layoff.ts";
import type { Change } from "../core/record/history.ts";
import { iso } from "../core/time.ts";
import { FEED_FORMS, type FeedForm, type FeedItem, uriOf } from "./feed.ts";
import { changeJson } from "./layoff-history.ts";
import { layoffFigure, NO_FIGURE, shareWords } from "./layoff-figure.ts";
import { spoken, tableHead, tableLine, type WithClaims } from "./layoff-table.ts";
import { KIND_WORDS, placeText, reportedBy, STATUS_WORDS, webAddress } from "./layoffs.ts";
import { plain } from "./words.ts";

export const LAYOFF_FORMATS = ["csv", "json", "jsonfeed", "atom", "rss"] as const;
export type LayoffFormat = (typeof LAYOFF_FORMATS)[number];

/** The stable JSON of a layoff, without its claims. */
export function layoffJson(layoff: Layoff) {
  const { id, company, name, date, country, industry, location, kind, status } = layoff;
  const { count, low, high, percent, base, undecided, coverage } = layoff;
  const figures = { count, low, high, percent, base };
  return {
    id,
    company: name,
    companyId: company,
    date,
    country,
    industry,
    location,
    kind,
    status,
    ...figures,
    undecided,
    coverage,
  };
}

/** The same with everything that stands behind it. */
export function wholeLayoffJson({
  layoff,
  claims,
  acts,
  asks,
  changes,
}: {
  readonly layoff: Layoff;
  readonly claims: readonly SourcedClaim[];
  readonly acts: readonly Act[];
  readonly asks: readonly Ask[];
  readonly changes: readonly Change[];
}) {
  const { mergedInto, suppressed, empty, added, course, beside } = layoff;
  return {
    ...layoffJson(layoff),
    added,
    course,
    beside,
    mergedInto,
    suppressed,
    empty,
    claims: claims.map((claim) => claimJson(layoff, claim)),
    acts: acts.map(actJson),
    asks: asks.map(askJson),
    changes: changes.map(changeJson),
  };
}

/** Without by which right it was done: that is for those who keep the record. */
export function actJson({ id, at, act, subject, other, claims, why, undoneBy }: Act) {
  return { id, at: iso(at), act, subject, other, claims, why, undoneBy };
}

export function askJson({ layoff, candidate, askedAt, decided, ...why }: Ask) {
  return { layoff, candidate, askedAt: iso(askedAt), for: why.for, against: why.against, decided };
}

/** The stable JSON of a statement that is kept beside the record. @param check ours beside it, where it is a sum */
export function shelvedJson<Check>({ document, quote, ...statement }: ShelvedStatement, check: Check | undefined) {
  const { id, source, address, published } = document;
  const from = document.suppressed ? { suppressed: true } : { quote, document: id, source, link: address, published };
  return { ...statement, ...from, ...(check === undefined ? {} : { check }) };
}

/** The stable JSON of a claim; of a document that is suppressed neither words nor address. */
function claimJson(layoff: Layoff, claim: SourcedClaim) {
  const { id, kind, status, scope, part, measure, net, background, date, location } = claim;
  const { count, low, high, qualifier, percent, percentOf, base } = claim;
  const aside = layoff.setAside.find((one) => one.claim === id);
  const said = { id, kind, status, scope, part, measure, net, background, date, location };
  const figures = { count, low, high, qualifier, percent, percentOf, base };
  return {
    ...said,
    ...figures,
    decides: layoff.decided.includes(id),
    setAside: aside?.why ?? null,
    replaced: claim.replacedAt === null ? null : iso(claim.replacedAt),
    ...claim.more,
    ...sourceJson(claim.source, claim.quote),
  };
}

function sourceJson(document: RecordedDocument, quote: string) {
  if (document.suppressed) return { suppressed: true };
  const { id, source, address, title, published } = document;
  return { quote, document: id, source, reportedBy: reportedBy(document), title, link: address, published };
}

/** Where a feed is to be had, which a file by itself does not know. */
export interface FeedPlace {
  /** What it is narrowed to, after `Reported job cuts`. */
  readonly of: string;
  /** Of the feed itself, and of the page that shows the same; undefined where nobody knows yet. */
  readonly self: string | undefined;
  readonly home: string | undefined;
  readonly pageOf: (layoff: Layoff) => string | undefined;
}

/** The pieces of a whole document in this format, one batch of layoffs after another, so that none has to be held whole. */
export async function* exported(
  format: LayoffFormat,
  batches: AsyncIterable<readonly WithClaims[]>,
  place?: FeedPlace,
): AsyncGenerator<string> {
  const { head, item, between, foot } = FORMATS[format];
  let first = true;
  for await (const batch of batches) {
    // A feed says in its head when it was changed, which its first entry knows.
    if (first) yield head(place, batch[0]?.layoff);
    const pieces = batch.map((one, i) => `${first && i === 0 ? "" : between}${item(one, place)}`);
    first = false;
    if (pieces.length > 0) yield pieces.join("");
  }
  if (first) yield head(place);
  yield foot;
}

interface Format {
  readonly head: (place?: FeedPlace, newest?: Layoff) => string;
  readonly item: (one: WithClaims, place?: FeedPlace) => string;
  readonly between: string;
  readonly foot: string;
}

const FORMATS: Readonly<Record<LayoffFormat, Format>> = {
  csv: { head: tableHead, item: tableLine, between: "", foot: "" },
  json: {
    head: () => '{"layoffs":[\n',
    item: ({ layoff, claims }) =>
      jsonText({ ...layoffJson(layoff), claims: claims.map((claim) => claimJson(layoff, claim)) }),
    between: ",\n",
    foot: "\n]}\n",
  },
  jsonfeed: feedFormat(FEED_FORMS.json),
  atom: feedFormat(FEED_FORMS.atom),
  rss: feedFormat(FEED_FORMS.rss),
};

const DESCRIPTION = "Rounds of job cuts as they were reported, each with its sources.";

function feedFormat({ head, item, between, foot }: FeedForm): Format {
  return {
    head: (place, newest) =>
      head({
        id: place?.self ?? uriOf(`layoffs ${place?.of ?? ""}`),
        title: `Reported job cuts${place === undefined || place.of === "" ? "" : ` ${place.of}`}`,
        description: DESCRIPTION,
        ...defined({ self: place?.self, page: place?.home }),
        updated: newest && iso(newest.changedAt),
      }),
    item: (one, place) => item(entryOf(one, place)),
    between,
    foot,
  };
}

/** What a feed says of a layoff, in words. */
function entryOf(one: WithClaims, place: FeedPlace | undefined): FeedItem {
  const { layoff, claims } = one;
  const said = spoken(one);
  const { people } = layoffFigure(layoff, claims);
  const where = placeText(layoff);
  const share = shareWords(layoff, claims);
  const by = [...new Set(claims.filter(({ source }) => !source.suppressed).map(({ source }) => reportedBy(source)))];
  const { kind, country, industry } = layoff;
  return {
    id: uriOf(layoff.id),
    title: `${plain(layoff.name)}: ${people === NO_FIGURE ? "figure unknown" : people}${share === "" ? "" : `, ${share}`}`,
    text: [
      `${KIND_WORDS[kind]}, ${STATUS_WORDS[layoff.status]}${where === "" ? "" : `, ${where}`}${layoff.date === null ? "" : `, ${layoff.date}`}.`,
      ...(by.length === 0 ? [] : [`Reported by ${by.join(", ")}.`]),
      ...(said === undefined || said.quote === "" ? [] : [`“${plain(said.quote)}”`]),
    ].join(" "),
    published: iso(layoff.createdAt),
    updated: iso(layoff.changedAt),
    tags: [kind, ...(country === null ? [] : [country]), ...(industry === null ? [] : [plain(industry)])],
    more: layoffJson(layoff),
    ...defined({ link: place?.pageOf(layoff), outside: webAddress(said?.source.address) }),
  };
}
