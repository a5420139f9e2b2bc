// The figure of a layoff, derived from its claims by one rule, and the derivation with it. docs/record.md says the rule in words.
import { defined } from "../defined.ts";
import { type Band, expectationOf } from "./announced.ts";
import type { Claim, ClaimKind, ClaimStatus } from "./claim.ts";
import { folded } from "./words.ts";

/** A claim as the rule needs it. */
export interface Weighed extends Claim {
  readonly id: string;
  readonly source: string;
  /** When its document was published, ISO 8601; null where that is not known. */
  readonly published: string | null;
}

/** Why a claim does not decide. */
export const SET_ASIDE = [
  /** It cites an earlier event. */
  "background",
  "denied",
  "rumour",
  /** Another thing is done to people than in most of what is said: a furlough beside a layoff. */
  "other_kind",
  /** Hires are set off against cuts. */
  "net",
  /** Of people whom the employer does not employ. */
  "contractors",
  "no_figure",
  /** A sum over all rounds so far. */
  "running_total",
  /** Of a unit, a site or a union, where another is of the whole. */
  "part",
  /** The same register or table has stated something newer. */
  "superseded",
  /** Proposed or at risk, where others say it was announced. */
  "less_sure",
  /** Bounds or vague words, where others name a number. */
  "less_exact",
  /** Of equal rank and not the newest; it still has its say in the bounds. */
  "older",
] as const;
export type SetAside = (typeof SET_ASIDE)[number];

/** The kinds that the record counts. */
export function isCut(kind: ClaimKind): boolean {
  return kind === "layoff" || kind === "closure";
}

export interface Derived {
  /** The number that is named; null where none is, or where parts were added up. */
  readonly count: number | null;
  /** What the claims leave open; both null where there is no figure, `high` alone where there is no upper end. */
  readonly low: number | null;
  readonly high: number | null;
  /** Of the whole company. */
  readonly percent: number | null;
  readonly base: number | null;
  readonly kind: ClaimKind;
  readonly status: ClaimStatus;
  /** ISO 8601, as exact as the earliest claim says it. */
  readonly date: string | null;
  /** Which claims decide: one, or the parts that were added up; none where there is no figure. */
  readonly decided: readonly string[];
  readonly setAside: readonly { readonly claim: string; readonly why: SetAside }[];
}

/**
 * @param claims of one layoff, in the order in which they were kept; at least one
 */
export function derive(claims: readonly Weighed[]): Derived {
  const sieve = sieveOf(claims);
  sieve.aside("background", ({ background }) => background);
  const about = sieve.left;
  const kind = kindOf(about);
  const denied = newest(about)?.status === "denied";
  sieve.aside("denied", ({ status }) => status === "denied", true);
  sieve.aside("rumour", ({ status }) => status === "rumoured");
  const status = denied ? "denied" : statusOf(sieve.left, about);
  sieve.aside("other_kind", (claim) => isCut(claim.kind) !== isCut(kind));
  sieve.aside("contractors", ({ scope }) => scope === "contractors");
  const speaking = sieve.left;
  sieve.aside("net", ({ net }) => net, true);
  sieve.aside("no_figure", (claim) => bandOf(claim) === undefined, true);
  sieve.aside("running_total", ({ measure }) => measure === "total");
  sieve.aside("part", ({ scope }) => scope !== "company");
  const current = newestOfEach(sieve.left);
  sieve.aside("superseded", (claim) => !current.has(claim.id));
  const sure = Math.max(...sieve.left.map(surety));
  sieve.aside("less_sure", (claim) => surety(claim) < sure);
  const figure = isOfParts(sieve.left) ? addedUp(sieve) : chosen(sieve);
  const ofAll = speaking.filter(({ percent, percentOf }) => percent !== null && (percentOf ?? "company") === "company");
  return {
    ...figure,
    percent: newest(ofAll)?.percent ?? null,
    base: newest(speaking.filter(({ base }) => base !== null))?.base ?? null,
    kind,
    status,
    date: earliest(about),
    decided: sieve.left.map(({ id }) => id),
    setAside: claims.flatMap(({ id }) => {
      const why = sieve.asides.get(id);
      return why === undefined ? [] : [{ claim: id, why }];
    }),
  };
}

interface Sieve {
  readonly left: readonly Weighed[];
  readonly asides: ReadonlyMap<string, SetAside>;
  /** Sets aside those for which it holds; where that would leave none, only if `always`. */
  aside(why: SetAside, holds: (claim: Weighed) => boolean, always?: boolean): void;
}

function sieveOf(claims: readonly Weighed[]): Sieve {
  const asides = new Map<string, SetAside>();
  let left = claims;
  return {
    get left() {
      return left;
    },
    asides,
    aside(why, holds, always = false) {
      const stay = left.filter((claim) => !holds(claim));
      if (stay.length === 0 && !always) return;
      for (const claim of left) if (!stay.includes(claim)) asides.set(claim.id, why);
      left = stay;
    },
  };
}

type Figures = Pick<Derived, "count" | "low" | "high">;

/** The newest of the most exact decides; the bounds are what all of them allow together, or from the least to the most of them. */
function chosen(sieve: Sieve): Figures {
  const exact = Math.max(...sieve.left.map(exactness));
  sieve.aside("less_exact", (claim) => exactness(claim) < exact);
  const one = newest(sieve.left);
  if (one === undefined) return { count: null, low: null, high: null };
  const { low, high } = together(sieve.left.flatMap((claim) => bandOf(claim) ?? []));
  sieve.aside("older", ({ id }) => id !== one.id);
  return { count: one.count, low, high: Number.isFinite(high) ? high : null };
}

function isOfParts(claims: readonly Weighed[]): boolean {
  return claims.every(({ scope }) => scope !== "company") && new Set(claims.map(partKey)).size > 1;
}

/** Parts of one round that nobody has told the whole of: at least as many as all of them together. */
function addedUp(sieve: Sieve): Figures {
  const groups = Map.groupBy(sieve.left, partKey);
  const last = new Set([...groups.values()].map(newest));
  sieve.aside("older", (claim) => !last.has(claim));
  return { count: null, low: sieve.left.reduce((sum, claim) => sum + (bandOf(claim)?.low ?? 0), 0), high: null };
}

function together(bands: readonly Band[]): { readonly low: number; readonly high: number } {
  const [lows, highs] = [bands.map(({ low }) => low), bands.map(({ high }) => high ?? Infinity)];
  const [low, high] = [Math.max(...lows), Math.min(...highs)];
  return low <= high ? { low, high } : { low: Math.min(...lows), high: Math.max(...highs) };
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

function kindOf(claims: readonly Weighed[]): ClaimKind {
  const cuts = claims.filter(({ kind }) => isCut(kind));
  if (cuts.some(({ kind }) => kind === "closure")) return "closure";
  return cuts[0]?.kind ?? newest(claims)?.kind ?? "layoff";
}

const SURETY: Readonly<Record<ClaimStatus, number>> = {
  denied: 0,
  rumoured: 0,
  proposed: 1,
  at_risk: 1,
  announced: 2,
  confirmed: 2,
  done: 2,
};

function surety({ status }: Weighed): number {
  return SURETY[status];
}

const COURSE: readonly ClaimStatus[] = ["rumoured", "proposed", "at_risk", "announced", "confirmed", "done"];

/** How far it has come by the claim that goes furthest. */
function statusOf(claims: readonly Weighed[], all: readonly Weighed[]): ClaimStatus {
  const reached = Math.max(...claims.map(({ status }) => COURSE.indexOf(status)));
  return COURSE[reached] ?? all[0]?.status ?? "rumoured";
}

function exactness({ count, qualifier }: Weighed): number {
  if (qualifier === "vague") return 0;
  return count !== null && (qualifier === null || qualifier === "exact" || qualifier === "approx") ? 2 : 1;
}

function partKey({ part, location, scope }: Weighed): string {
  return `${scope} ${folded(part ?? location ?? "")}`;
}

/** Of each register or table, and of each part that it tells of, the newest. Of the press each story stands for itself. */
function newestOfEach(claims: readonly Weighed[]): ReadonlySet<string> {
  const isPress = ({ source }: Weighed): boolean => /^(?:feed|article)\b/.test(source);
  const groups = Map.groupBy(claims, (claim) =>
    isPress(claim) ? claim.id : JSON.stringify([claim.source, partKey(claim)]),
  );
  return new Set([...groups.values()].flatMap((some) => newest(some)?.id ?? []));
}

/** By its document's day, else by its own date; of equal ones the one that was kept last. */
function newest<T extends Weighed>(claims: readonly T[]): T | undefined {
  let best: T | undefined;
  for (const claim of claims) if (best === undefined || told(claim) >= told(best)) best = claim;
  return best;
}

function told({ published, date }: Weighed): string {
  return published ?? date ?? "";
}

function earliest(claims: readonly Weighed[]): string | null {
  const dates = claims.flatMap(({ date, published }) => date ?? published?.slice(0, 10) ?? []);
  const [first] = dates.toSorted();
  if (first === undefined) return null;
  // "2026-03" stands before "2026-03-10", which says the same more exactly.
  return dates.filter((date) => date.startsWith(`${first}-`) && !date.includes("..")).toSorted()[0] ?? first;
}
