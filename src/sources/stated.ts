import { createHash } from "node:crypto";
import type { StatedClaim } from "../app/record-port.ts";
import type { Given } from "../app/source-port.ts";
import type { Figure } from "../core/record/claim.ts";
import type { Announced } from "../core/record/announced.ts";

const NO_FIGURE: Figure = {
  count: null,
  low: null,
  high: null,
  qualifier: null,
  percent: null,
  percentOf: null,
  base: null,
};

/** A claim that states nothing but a company and its words, to be filled by what a format states. */
export function stated(company: string, quote: string): StatedClaim {
  return {
    company,
    kind: "layoff",
    status: "announced",
    scope: "company",
    part: null,
    ...NO_FIGURE,
    measure: "increment",
    net: false,
    background: false,
    date: null,
    location: null,
    quote,
    start: 0,
    end: quote.length,
    effectiveFrom: null,
    effectiveTo: null,
    notice: null,
    received: null,
    posted: null,
    expected: null,
    revised: null,
    revision: null,
    temporary: null,
    industry: null,
    country: null,
    region: null,
    county: null,
    site: null,
    union: null,
    stage: null,
    raised: null,
    origin: null,
  };
}

/** What a checked figure allows: "at least 200" is low only, "up to 200" high only, "about" neither. */
export function figureOf(announced: Omit<Announced, "on">): Figure {
  const { count = null, low = null, high = null, percent = null, base = null, qualifier } = announced;
  const figure = { count, qualifier, percent, percentOf: percent === null ? null : ("company" as const), base };
  switch (qualifier) {
    case "exact":
      return { ...figure, low: count, high: count };
    case "at_least":
      return { ...figure, low: count, high: null };
    case "up_to":
      return { ...figure, low: null, high: count };
    case "under":
      return { ...figure, low: null, high: count === null ? null : count - 1 };
    case "approx":
      return { ...figure, low: null, high: null };
    case "range":
    case "vague":
      return { ...figure, low, high };
  }
}

/** Where a row stands: the address, or the file's name without its folders, which are nobody's business. */
export function originOf({ address, place }: Pick<Given, "address" | "place">, row: number): StatedClaim["origin"] {
  return { file: address ?? place.split(/[/\\]/).at(-1) ?? place, row };
}

/** The hash by which what has no name of its own is known again. */
export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}

/** What a row is known by where its source has no name for it, and by what it is seen that it was given as before. */
export interface RowKey {
  readonly key: string;
  readonly raw: string;
}

/** Keys of rows by their cells as they are written; equal rows are told apart by which of them they are. */
export function createRowKeys(): (cells: readonly string[]) => RowKey {
  const seen = new Map<string, number>();
  return (cells) => {
    const raw = hashOf(JSON.stringify(cells));
    const occurrence = (seen.get(raw) ?? 0) + 1;
    seen.set(raw, occurrence);
    return { key: occurrence === 1 ? raw : `${raw}#${occurrence}`, raw };
  };
}
