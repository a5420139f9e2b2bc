// What a layoff is made of: of its claims, and what of each is held against others. Apart from what a layoff is, which every store reads.
import type { Claim } from "./claim.ts";
import { countryCode } from "./country.ts";
import { derive } from "./figure.ts";
import { industryName } from "./industry.ts";
import {
  type Layoff,
  type Made,
  type Particulars,
  type RecordedDocument,
  sourceKind,
  type SourcedClaim,
} from "./layoff.ts";
import { saidIn } from "./said.ts";
import type { Report } from "./same.ts";
import { inTelling, isFounding, type Weighed } from "./weighed.ts";

/** What of a claim matters to its layoff: not when it was kept. */
type Said = Omit<SourcedClaim, "seq" | "replacedAt">;

/** A layoff as its claims have it, in whatever order. @param unordered those that are in force; at least one */
export function layoffOf(made: Made, unordered: readonly Said[]): Layoff {
  const claims = inTelling(unordered.map(weighed));
  const derived = derive(claims);
  const decided = claims.filter(({ id }) => derived.decided.includes(id));
  const spoken = claims.filter((one) => !one.background);
  const inOrder = [...decided, ...spoken.filter(({ scope }) => scope === "company"), ...spoken, ...claims];
  const isOfWhole = decided.some(({ scope }) => scope === "company");
  const first = <T>(value: (claim: Weighed & Particulars) => T | null): T | null =>
    inOrder.map(value).find((one) => one !== null) ?? null;
  return {
    ...made,
    ...derived,
    empty: !claims.some(isFounding),
    name: inOrder[0]?.company ?? "",
    country: first(({ country }) => countryCode(country)),
    industry: first(({ industry }) => industry && industryName(industry)),
    // Where one of many sites is, is not where the whole is.
    location: first(({ location, scope }) => (isOfWhole && scope !== "company" ? null : location)),
    sources: [...new Set(claims.map(({ source }) => sourceKind(source)))].toSorted(),
  };
}

function weighed(claim: Said): Weighed & Particulars {
  return { ...claim, source: claim.source.source, published: claim.source.published };
}

/** A claim as it is judged against others. */
export function reportOf(
  claim: Claim & Particulars,
  document: Pick<RecordedDocument, "source" | "address" | "title" | "published">,
): Report {
  const { company, country, industry, location, count, low, high, percent, kind, status } = claim;
  const { cik, event, amends, revision, revised } = claim.more;
  const { onTopOf, insteadOf } = saidIn(claim.quote);
  // "On top of the 700 it announced in February" is not said in February.
  const date = onTopOf === null && insteadOf === null ? claim.date : (document.published ?? claim.date);
  return {
    company,
    country,
    industry,
    location,
    count,
    low,
    high,
    percent: claim.percentOf === null || claim.percentOf === "company" ? percent : null,
    date,
    kind,
    status,
    published: document.published,
    effective: claim.effectiveFrom,
    link: document.address,
    title: document.title,
    quote: claim.quote,
    source: document.source,
    total: claim.measure === "total",
    background: claim.background,
    ...(typeof cik === "string" && typeof event === "string" ? { cik, event: `${cik} ${event}` } : {}),
    ...(amends === true ? { amends } : {}),
    ...(revision === undefined && revised === undefined ? {} : { revised: true }),
  };
}
