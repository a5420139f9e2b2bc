// Two layoffs beside each other, one thing after another, for whoever has to say whether they are one round.
import { nameKey } from "./company.ts";
import { daysBetween, spanOf } from "./dates.ts";
import type { Layoff } from "./layoff.ts";
import { placeKey } from "./same.ts";

export const ASPECTS = [
  "company",
  "date",
  "people",
  "share",
  "place",
  "country",
  "industry",
  "kind",
  "status",
] as const;
export type Aspect = (typeof ASPECTS)[number];

/** `near`: one may mean what the other does; `unsaid`: not both of them say. */
export type Relation = "same" | "near" | "other" | "unsaid";

/** It does not matter which of them is named first. */
export function beside(a: Layoff, b: Layoff): Readonly<Record<Aspect, Relation>> {
  return {
    company: ofCompanies(a, b),
    date: ofDates(a.date, b.date),
    people: ofPeople(a, b),
    share: ofShares(a.percent, b.percent),
    place: equal(placeKey(a.location), placeKey(b.location)),
    country: equal(a.country, b.country),
    industry: equal(a.industry, b.industry),
    kind: equal(a.kind, b.kind),
    status: equal(a.status, b.status),
  };
}

function equal<T>(a: T | null, b: T | null): Relation {
  if (a === null || b === null) return "unsaid";
  return a === b ? "same" : "other";
}

function ofCompanies(a: Layoff, b: Layoff): Relation {
  if (a.company === b.company) return "same";
  return nameKey(a.name) === nameKey(b.name) ? "near" : "other";
}

function ofDates(a: string | null, b: string | null): Relation {
  const [one, two] = [spanOf(a), spanOf(b)];
  if (one === undefined || two === undefined) return "unsaid";
  if (one.from === two.from && one.to === two.to) return "same";
  return daysBetween(one, two) === 0 && one.from <= two.to && two.from <= one.to ? "near" : "other";
}

function ofPeople(a: Layoff, b: Layoff): Relation {
  if (a.low === null || b.low === null) return "unsaid";
  if (a.count === b.count && a.low === b.low && a.high === b.high) return "same";
  return a.low <= (b.high ?? Infinity) && b.low <= (a.high ?? Infinity) ? "near" : "other";
}

/** Percentages are told rounded. */
function ofShares(a: number | null, b: number | null): Relation {
  if (a === null || b === null) return "unsaid";
  const apart = Math.abs(a - b);
  return apart === 0 ? "same" : apart <= 0.5 ? "near" : "other";
}
