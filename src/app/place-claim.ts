import { type Aliases, firstWord, matchCompany, nameKeys } from "../core/record/company.ts";
import { dayText, spanOf } from "../core/record/dates.ts";
import {
  type Ask,
  type Company,
  type Layoff,
  type RecordedClaim,
  type RecordedDocument,
  reportOf,
  type SourcedClaim,
} from "../core/record/layoff.ts";
import type { Judgement } from "../core/record/evidence.ts";
import { judge } from "../core/record/same.ts";
import { countryCode } from "../core/record/country.ts";
import { DAY, type Instant } from "../core/time.ts";
import type { StoreReader } from "./ports.ts";
import { newId } from "./record-ids.ts";

/** A claim before it has its place. */
export type Unplaced = Omit<RecordedClaim, "layoff" | "seq" | "replacedAt">;

/** Where a claim belongs. */
export type Place =
  /** To a layoff that is there. */
  | { readonly to: "layoff"; readonly layoff: Layoff }
  /** To one of its own; `asks` are those that a person has to decide. */
  | { readonly to: "new"; readonly layoff: string; readonly company: Company; readonly asks: readonly Ask[] }
  /** Nowhere: it speaks of something of which nothing else is known, and not enough is said to make a layoff of it. */
  | { readonly to: "shelf"; readonly why: "undated_past" | "denial" };

/** Two reports that are further apart are of one round only where one cites it as past, and then it has a date. */
const REACH = 120 * DAY;

/** Looks at every layoff of the company, or of one that may be it, about that time. */
export async function placeOf(
  reader: StoreReader,
  claim: Unplaced,
  document: RecordedDocument,
  aliases: Aliases,
  now: Instant,
): Promise<Place> {
  const named = { company: claim.company, country: claim.country, industry: claim.industry };
  const like = await reader.companiesNamed(nameKeys(claim.company), [firstWord(claim.company)]);
  const companies = like.map((company) => ({
    company,
    verdict: matchCompany(named, { ...company, company: company.name }, aliases).verdict,
  }));
  const possible = companies.filter(({ verdict }) => verdict !== "different").map(({ company }) => company.id);
  const judged = await judgedAgainst(reader, possible, claim, document, aliases);
  const best = judged.find(({ verdict }) => verdict === "same");
  if (best !== undefined) return { to: "layoff", layoff: best.layoff };
  if (claim.background && claim.date === null) return { to: "shelf", why: "undated_past" };
  if (claim.status === "denied") return { to: "shelf", why: "denial" };
  const layoff = newId("l");
  return {
    to: "new",
    layoff,
    company: companies.find(({ verdict }) => verdict === "same")?.company ?? newCompany(claim),
    asks: judged
      .filter(({ verdict }) => verdict === "ask")
      .map(({ layoff: candidate, for: speaksFor, against }) => ({
        layoff,
        candidate: candidate.id,
        askedAt: now,
        for: speaksFor.map(({ why }) => why),
        against: against.map(({ why }) => why),
        decided: null,
      })),
  };
}

function newCompany({ company: name, country, industry }: Unplaced): Company {
  return { id: newId("co"), name, domain: null, country: countryCode(country), industry };
}

interface JudgedLayoff extends Judgement {
  readonly layoff: Layoff;
}

/** By each layoff's claim that speaks most for it; the likeliest first. */
async function judgedAgainst(
  reader: StoreReader,
  companies: readonly string[],
  claim: Unplaced,
  document: RecordedDocument,
  aliases: Aliases,
): Promise<readonly JudgedLayoff[]> {
  const spans = [claim.date ?? document.published, claim.effectiveFrom].flatMap(
    (text) => spanOf(text?.slice(0, 22)) ?? [],
  );
  const since = spans.length === 0 ? null : dayText(Math.min(...spans.map(({ from }) => from)) - REACH);
  const until = spans.length === 0 ? null : dayText(Math.max(...spans.map(({ to }) => to)) + REACH);
  const layoffs = await reader.layoffsNear(companies, since, until);
  const claims = Map.groupBy(await reader.claimsOf(layoffs.map(({ id }) => id)), ({ layoff }) => layoff);
  return layoffs
    .flatMap((layoff) => {
      const all = (claims.get(layoff.id) ?? []).map((other) => judgeClaims(claim, document, other, aliases));
      const best = all.reduce<Judgement | undefined>(
        (most, one) => (most === undefined || one.weight > most.weight ? one : most),
        undefined,
      );
      return best === undefined ? [] : [{ layoff, ...best }];
    })
    .toSorted((a, b) => b.weight - a.weight);
}

function judgeClaims(claim: Unplaced, document: RecordedDocument, other: SourcedClaim, aliases: Aliases): Judgement {
  const [own, theirs] = [reportOf(claim, document), reportOf(other, other.source)];
  // What one document says of several places is one round there, which it takes apart.
  if (other.document !== document.id) return judge(own, theirs, aliases);
  return judge({ ...own, location: null, country: null }, { ...theirs, location: null, country: null }, aliases);
}
