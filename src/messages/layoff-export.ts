// The public record as others may take it: fields of our own, at most one quoted sentence a claim, and the link to where it stands.
import { defined } from "../core/defined.ts";
import { jsonText } from "../core/json-text.ts";
import type { ShelvedStatement } from "../app/ports.ts";
import type { Act, Ask, Layoff, RecordedDocument, SourcedClaim } from "../core/record/layoff.ts";
import { iso } from "../core/time.ts";
import { csvRecord } from "./csv.ts";
import { layoffFigure, NO_FIGURE, shareWords } from "./layoff-figure.ts";
import { KIND_WORDS, placeText, reportedBy, STATUS_WORDS, webAddress } from "./layoffs.ts";
import { plain } from "./words.ts";

export const LAYOFF_FORMATS = ["csv", "json", "jsonfeed", "atom"] as const;
export type LayoffFormat = (typeof LAYOFF_FORMATS)[number];

/** A layoff with the claims that are in force. */
export interface WithClaims {
  readonly layoff: Layoff;
  readonly claims: readonly SourcedClaim[];
}

/** The stable JSON of a layoff, without its claims. */
export function layoffJson(layoff: Layoff) {
  const { id, company, name, date, country, industry, location, kind, status } = layoff;
  const { count, low, high, percent, base, undecided } = layoff;
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
  };
}

/** The same with everything that stands behind it. */
export function wholeLayoffJson({
  layoff,
  claims,
  acts,
  asks,
}: {
  readonly layoff: Layoff;
  readonly claims: readonly SourcedClaim[];
  readonly acts: readonly Act[];
  readonly asks: readonly Ask[];
}) {
  const { mergedInto, suppressed, empty } = layoff;
  return {
    ...layoffJson(layoff),
    mergedInto,
    suppressed,
    empty,
    claims: claims.map((claim) => claimJson(layoff, claim)),
    acts: acts.map(actJson),
    asks: asks.map(askJson),
  };
}

export function actJson(act: Act) {
  return { ...act, at: iso(act.at) };
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
  /** Of the feed itself, and of the page that shows the same. */
  readonly self: string;
  readonly home: string;
  readonly pageOf: (layoff: Layoff) => string;
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

const COLUMNS =
  "id company date country industry location kind status count low high percent base undecided claims reported_by link quote".split(
    " ",
  );

const FORMATS: Readonly<Record<LayoffFormat, Format>> = {
  // Lines end as RFC 4180 has it.
  csv: { head: () => `${csvRecord(COLUMNS)}\r\n`, item: csvLine, between: "", foot: "" },
  json: {
    head: () => '{"layoffs":[\n',
    item: ({ layoff, claims }) =>
      jsonText({ ...layoffJson(layoff), claims: claims.map((claim) => claimJson(layoff, claim)) }),
    between: ",\n",
    foot: "\n]}\n",
  },
  jsonfeed: { head: feedHead, item: feedItem, between: ",\n", foot: "\n]}\n" },
  atom: { head: atomHead, item: atomEntry, between: "", foot: "</feed>\n" },
};

/** The claim that decides, else the first whose words may be shown. */
function spoken({ layoff, claims }: WithClaims): SourcedClaim | undefined {
  const open = claims.filter(({ source }) => !source.suppressed);
  return open.find(({ id }) => layoff.decided.includes(id)) ?? open[0];
}

function csvLine(one: WithClaims): string {
  const { layoff, claims } = one;
  const said = spoken(one);
  const text = (value: string | number | null | undefined): string => (value == null ? "" : String(value));
  const { id, name, date, country, industry, location, kind, status, count, low, high, percent, base } = layoff;
  const fields = [
    ...[id, name, date, country, industry, location, kind, status, count, low, high, percent, base].map(text),
    String(layoff.undecided),
    String(claims.length),
    said === undefined ? "" : reportedBy(said.source),
    text(said?.source.address),
    text(said?.quote),
  ];
  return `${csvRecord(fields)}\r\n`;
}

const DESCRIPTION = "Rounds of job cuts as they were reported, each with its sources.";

function titleOf(place: FeedPlace | undefined): string {
  return `Reported job cuts${place === undefined || place.of === "" ? "" : ` ${place.of}`}`;
}

/** https://www.jsonfeed.org/version/1.1/ */
function feedHead(place?: FeedPlace): string {
  const head = jsonText({
    version: "https://jsonfeed.org/version/1.1",
    title: titleOf(place),
    ...(place === undefined ? {} : { home_page_url: place.home, feed_url: place.self }),
    description: DESCRIPTION,
  });
  return `${head.slice(0, -1)},"items":[\n`;
}

/** What a feed says of a layoff, in words. */
function entryOf(one: WithClaims, place: FeedPlace | undefined) {
  const { layoff, claims } = one;
  const said = spoken(one);
  const { people } = layoffFigure(layoff, claims);
  const where = placeText(layoff);
  const share = shareWords(layoff, claims);
  const by = [...new Set(claims.filter(({ source }) => !source.suppressed).map(({ source }) => reportedBy(source)))];
  return {
    said,
    title: `${plain(layoff.name)}: ${people === NO_FIGURE ? "figure unknown" : people}${share === "" ? "" : `, ${share}`}`,
    content: [
      `${KIND_WORDS[layoff.kind]}, ${STATUS_WORDS[layoff.status]}${where === "" ? "" : `, ${where}`}${layoff.date === null ? "" : `, ${layoff.date}`}.`,
      ...(by.length === 0 ? [] : [`Reported by ${by.join(", ")}.`]),
      ...(said === undefined || said.quote === "" ? [] : [`“${plain(said.quote)}”`]),
    ].join(" "),
    page: place?.pageOf(layoff),
    outside: webAddress(said?.source.address),
    tags: [
      layoff.kind,
      ...(layoff.country === null ? [] : [layoff.country]),
      ...(layoff.industry === null ? [] : [plain(layoff.industry)]),
    ],
  };
}

function feedItem(one: WithClaims, place?: FeedPlace): string {
  const { layoff } = one;
  const { title, content, page, outside, tags } = entryOf(one, place);
  return jsonText({
    id: layoff.id,
    ...defined({ url: page, external_url: outside }),
    title,
    content_text: content,
    date_published: iso(layoff.createdAt),
    date_modified: iso(layoff.changedAt),
    tags,
    _rollcall: layoffJson(layoff),
  });
}

/** RFC 4287. Everything is text: no reader takes any of it for markup. */
function atomHead(place?: FeedPlace, newest?: Layoff): string {
  const links =
    place === undefined
      ? ""
      : `<link rel="self" type="application/atom+xml" href="${xml(place.self)}"/>\n<link rel="alternate" type="text/html" href="${xml(place.home)}"/>\n`;
  const id = place === undefined ? "urn:rollcall:layoffs" : place.self;
  return (
    `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n<id>${xml(id)}</id>\n` +
    `<title>${xml(titleOf(place))}</title>\n<subtitle>${DESCRIPTION}</subtitle>\n<updated>${iso(newest?.changedAt ?? 0)}</updated>\n` +
    `<author><name>Rollcall</name></author>\n${links}`
  );
}

function atomEntry(one: WithClaims, place?: FeedPlace): string {
  const { layoff } = one;
  const { title, content, page, outside, tags } = entryOf(one, place);
  return [
    "<entry>",
    `<id>urn:rollcall:${xml(layoff.id)}</id>`,
    `<title>${xml(title)}</title>`,
    ...(page === undefined ? [] : [`<link rel="alternate" type="text/html" href="${xml(page)}"/>`]),
    ...(outside === undefined ? [] : [`<link rel="via" href="${xml(outside)}"/>`]),
    `<published>${iso(layoff.createdAt)}</published>`,
    `<updated>${iso(layoff.changedAt)}</updated>`,
    ...tags.map((tag) => `<category term="${xml(tag)}"/>`),
    `<content type="text">${xml(content)}</content>`,
    "</entry>\n",
  ].join("");
}

/** `plain` leaves none of the characters that XML forbids but these two. */
function xml(text: string): string {
  return plain(text)
    .replaceAll(/[\ufffe\uffff]/g, "·")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}
