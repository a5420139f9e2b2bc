// A claim as its layoff's figure is derived of it, and the order in which claims were told.
import { defined } from "../defined.ts";
import { type Band, expectationOf } from "./announced.ts";
import type { Claim, ClaimKind } from "./claim.ts";

/** A claim as the rule needs it. */
export interface Weighed extends Claim {
  readonly id: string;
  readonly source: string;
  /** When its document was published, ISO 8601; null where that is not known. */
  readonly published: string | null;
  /** ISO 8601 day on which it takes effect. */
  readonly effectiveFrom?: string | null;
  /** What else the source states: site, revision. */
  readonly more?: Readonly<Record<string, string | number | boolean>>;
}

/** The kinds that the record counts. */
export function isCut(kind: ClaimKind): boolean {
  return kind === "layoff" || kind === "closure";
}

/** What its words mean in people; undefined where that is nothing. */
export function bandOf({ count, low, high, percent, base, qualifier }: Claim): Band | undefined {
  const known = <T>(value: T | null): T | undefined => value ?? undefined;
  return expectationOf({
    qualifier: qualifier ?? "exact",
    on: 0,
    ...defined({ count: known(count), low: known(low), high: known(high), percent: known(percent), base: known(base) }),
  }).band;
}

/** By its document's day, else by its own date. */
export function told({ published, date }: Pick<Weighed, "published" | "date">): string {
  return published ?? date ?? "";
}

type Sayable = Omit<Weighed, "id"> & { readonly document?: string };

/**
 * As they were told. Of those of one moment their words decide, and never which came first to the record: it is the same in whatever
 * order documents arrive.
 */
export function inTelling<T extends Sayable>(claims: readonly T[]): T[] {
  return claims
    .map((claim) => ({ claim, at: told(claim), date: claim.date ?? "", words: wordsOf(claim) }))
    .toSorted((a, b) => compare(a.at, b.at) || compare(a.date, b.date) || compare(a.words, b.words))
    .map(({ claim }) => claim);
}

/** All that it says, and of which document; within one as they stand there. Nothing of it depends on when the record got it. */
function wordsOf(claim: Sayable): string {
  const { company, kind, status, scope, part, measure, net, background, date, location } = claim;
  const { count, low, high, qualifier, percent, percentOf, base, quote, start, end } = claim;
  const { source, effectiveFrom = null, more = null, document = null } = claim;
  const figures = [count, low, high, qualifier, percent, percentOf, base];
  const said = [company, kind, status, scope, part, measure, net, background, date, location, effectiveFrom, more];
  return JSON.stringify([source, String(start).padStart(9, "0"), end, quote, ...figures, ...said, document]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The last of them that was told. */
export function newest<T>(inOrder: readonly T[]): T | undefined {
  return inOrder.at(-1);
}

/** Whether a layoff can be made of it: a denial, and what is cited as past without saying when, only belong to one. */
export function isFounding({ status, background, date }: Pick<Claim, "status" | "background" | "date">): boolean {
  return status !== "denied" && !(background && date === null);
}
