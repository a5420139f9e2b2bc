// The figure of a layoff, derived from its claims by one rule, and the derivation with it. docs/record.md says the rule in words.
import type { Band } from "./announced.ts";
import type { ClaimKind, ClaimStatus } from "./claim.ts";
import { type Course, courseOf, type Standing, type Step } from "./course.ts";
import { type Coverage, coverageOf, isPart, largestDivision, leastOf, newestParts } from "./parts.ts";
import { isHeadcount } from "./said.ts";
import type { SetAside } from "./set-aside.ts";
import { bandOf, inTelling, isCut, newest, told, type Weighed } from "./weighed.ts";

/** A figure that is said beside the one that decides, in another measure. */
export interface Beside {
  /** `net`: hires set off against cuts. `at_risk`: proposed or at risk, beside what became of it. `running_total`: of all rounds. */
  readonly what: "net" | "at_risk" | "running_total";
  readonly claim: string;
  readonly count: number | null;
  readonly low: number;
  readonly high: number | null;
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
  /** Which claims decide: one, or those that were added up; none where there is no figure. */
  readonly decided: readonly string[];
  /** What was added up, where several decide: parts of which nobody tells the whole, or a figure and what was added to it. */
  readonly added: "parts" | "additions" | null;
  /** How it came to be the figure that it is, where it was another before. */
  readonly course: readonly Step[];
  /** What the notices of registers come to; null without any, and where nobody speaks of the whole. */
  readonly coverage: Coverage | null;
  readonly beside: readonly Beside[];
  readonly setAside: readonly { readonly claim: string; readonly why: SetAside }[];
}

/** @param unordered of one layoff; at least one. It does not matter in which order. */
export function derive(unordered: readonly Weighed[]): Derived {
  const claims = inTelling(unordered);
  const sieve = sieveOf(claims);
  sieve.aside("background", ({ background }) => background);
  const about = sieve.left;
  // What is said of the whole is not said by its parts: neither when it was, nor how far it has come.
  const whole = about.some((claim) => !isPart(claim)) ? about.filter((claim) => !isPart(claim)) : about;
  const kind = kindOf(whole);
  const denied = isDenied(about);
  sieve.aside("denied", ({ status }) => status === "denied", true);
  sieve.aside("rumour", ({ status }) => status === "rumoured");
  const status = denied
    ? "denied"
    : statusOf(
        sieve.left.filter((claim) => whole.includes(claim)),
        whole,
      );
  sieve.aside("other_kind", (claim) => isCut(claim.kind) !== isCut(kind));
  sieve.aside("contractors", ({ scope }) => scope === "contractors");
  const speaking = sieve.left;
  sieve.aside("net", ({ net }) => net, true);
  sieve.aside("no_figure", (claim) => bandOf(claim) === undefined, true);
  const { standing: parts, replaced } = newestParts(sieve.left.filter(isPart));
  sieve.aside("superseded", (claim) => replaced.includes(claim));
  sieve.aside("part", isPart);
  const isOfWhole = sieve.left.some((claim) => !isPart(claim));
  const sure = Math.max(...sieve.left.map(surety));
  sieve.aside("less_sure", (claim) => surety(claim) < sure);
  const figure = isOfWhole ? chosen(sieve) : ofParts(sieve);
  const { low, high } = figure;
  const ofAll = speaking.filter(({ percent, percentOf }) => percent !== null && (percentOf ?? "company") === "company");
  return {
    ...figure,
    percent: newest(ofAll)?.percent ?? null,
    base: newest(speaking.filter(isHeadcount))?.base ?? null,
    kind,
    status,
    date: earliest(whole),
    decided: sieve.left.map(({ id }) => id),
    setAside: claims.flatMap(({ id }) => {
      const why = sieve.asides.get(id);
      return why === undefined ? [] : [{ claim: id, why }];
    }),
    coverage: isOfWhole ? coverageOf(parts, low === null ? null : { low, high }) : null,
    beside: besideOf(claims, sieve),
  };
}

/**
 * The last word is that it is not so, and nothing is known that a word cannot undo: that somebody has confirmed or done it, or has
 * given a register notice of it.
 */
function isDenied(about: readonly Weighed[]): boolean {
  const whole = about.filter((claim) => !isPart(claim));
  const denial = newest(whole.filter(({ status }) => status === "denied"));
  if (denial === undefined) return false;
  // Who denies a rumour tells it again.
  const since = whole.slice(whole.indexOf(denial) + 1);
  if (since.some((claim) => claim.status !== "rumoured" || told(claim) !== told(denial))) return false;
  return !about.some((claim) => isPart(claim) || claim.status === "confirmed" || claim.status === "done");
}

interface Sieve {
  readonly left: readonly Weighed[];
  readonly asides: ReadonlyMap<string, SetAside>;
  /** Sets aside those for which it holds; where that would leave none, only if `always`. */
  aside(why: SetAside, holds: (claim: Weighed) => boolean, always?: boolean): void;
  /** Has these decide after all, beside those that are left. */
  takeBack(ids: readonly string[]): void;
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
    takeBack(ids) {
      for (const id of ids) asides.delete(id);
      left = claims.filter((claim) => left.includes(claim) || ids.includes(claim.id));
    },
  };
}

type Figures = Pick<Derived, "count" | "low" | "high" | "added" | "course">;

const NO_FIGURE: Figures = { count: null, low: null, high: null, added: null, course: [] };

/**
 * Of what is said of the whole since its figure was last added to or changed, the newest of the most exact decides; the bounds are
 * what all of it allows together, or from the least to the most.
 */
function chosen(sieve: Sieve): Figures {
  const course = courseOf(sieve.left);
  for (const why of new Set(course.passed.values())) sieve.aside(why, ({ id }) => course.passed.get(id) === why, true);
  const current = newestOfEach(sieve.left);
  sieve.aside("superseded", (claim) => !current.has(claim.id));
  const exact = Math.max(...sieve.left.map(exactness));
  sieve.aside("less_exact", (claim) => exactness(claim) < exact);
  const left = course.standing.filter(({ claim }) => sieve.left.includes(claim));
  const one = left.at(-1);
  if (one === undefined) return NO_FIGURE;
  const { low, high } = together(left.map(({ band }) => band));
  sieve.aside("older", ({ id }) => id !== one.claim.id);
  const summed = isSummed(course, one) ? course.summed : [];
  sieve.takeBack(summed);
  return {
    count: one.count,
    low,
    high: Number.isFinite(high) ? high : null,
    added: summed.length > 0 ? "additions" : null,
    course: course.steps.length > 1 ? course.steps : [],
  };
}

/** Whether it is a sum that nobody tells: later statements of the same figure tell it. */
function isSummed({ summed }: Course, { claim }: Standing): boolean {
  return summed.includes(claim.id);
}

/** At least as many as all of them together, where there are several. */
function ofParts(sieve: Sieve): Figures {
  if (sieve.left.length < 2) return chosen(sieve);
  const most = largestDivision(sieve.left);
  sieve.aside("other_division", (claim) => !most.includes(claim));
  if (most.length < 2) return chosen(sieve);
  return { ...NO_FIGURE, low: leastOf(most), added: "parts" };
}

function together(bands: readonly Band[]): { readonly low: number; readonly high: number } {
  const [lows, highs] = [bands.map(({ low }) => low), bands.map(({ high }) => high ?? Infinity)];
  const [low, high] = [Math.max(...lows), Math.min(...highs)];
  return low <= high ? { low, high } : { low: Math.min(...lows), high: Math.max(...highs) };
}

const BESIDE: Readonly<Partial<Record<SetAside, Beside["what"]>>> = {
  net: "net",
  less_sure: "at_risk",
  running_total: "running_total",
};

/** Of each measure the newest. */
function besideOf(claims: readonly Weighed[], { asides }: Sieve): Beside[] {
  const found = new Map<Beside["what"], Beside>();
  for (const claim of claims) {
    const what = BESIDE[asides.get(claim.id) ?? "older"];
    const band = bandOf(claim);
    if (what !== undefined && band !== undefined && !isPart(claim))
      found.set(what, { what, claim: claim.id, count: claim.count, low: band.low, high: band.high });
  }
  return [...found.values()];
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

/** Of each register or table the newest. Of the press each story stands for itself. */
function newestOfEach(claims: readonly Weighed[]): ReadonlySet<string> {
  const isPress = ({ source }: Weighed): boolean => /^(?:feed|article)\b/.test(source);
  const groups = Map.groupBy(claims, (claim) => (isPress(claim) ? claim.id : claim.source));
  return new Set([...groups.values()].flatMap((some) => newest(some)?.id ?? []));
}

function earliest(claims: readonly Weighed[]): string | null {
  const dates = claims.flatMap(({ date, published }) => date ?? published?.slice(0, 10) ?? []);
  const [first] = dates.toSorted();
  if (first === undefined) return null;
  // "2026-03" stands before "2026-03-10", which says the same more exactly.
  return dates.filter((date) => date.startsWith(`${first}-`) && !date.includes("..")).toSorted()[0] ?? first;
}
