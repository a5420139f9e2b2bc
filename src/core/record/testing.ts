import type { Claim } from "./claim.ts";

/** An announcement of an invented company; everything that is not named is null, and a count is exact. */
export function claimOf(more: Partial<Claim> = {}): Claim {
  return {
    company: "Vexley",
    kind: "layoff",
    status: "announced",
    scope: "company",
    part: null,
    measure: "increment",
    net: false,
    background: false,
    date: null,
    location: null,
    count: null,
    low: null,
    high: null,
    qualifier: more.count == null ? null : "exact",
    percent: null,
    percentOf: null,
    base: null,
    quote: "",
    start: 0,
    end: 0,
    ...more,
  };
}
