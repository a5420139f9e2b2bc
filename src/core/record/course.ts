// How the figure of a round came to be what it is: a first statement, what was added to it, what was put in its place. Each is read
// from the claims alone, in the order in which they were told.
import type { Band } from "./announced.ts";
import { isSize, type People, saidIn, sizeOf } from "./said.ts";
import { bandOf, type Weighed } from "./weighed.ts";

/** The figure from then on. */
export interface Step {
  /** `added`: so many more than before. `changed`: in place of what was said before. */
  readonly how: "first" | "added" | "changed";
  readonly claim: string;
  /** ISO 8601 day; null where it is not known. */
  readonly on: string | null;
  readonly count: number | null;
  readonly low: number;
  readonly high: number | null;
  /** Of what was added: so many. */
  readonly by: People | null;
}

/** Why a statement of the whole does not stand. */
type Passed =
  /** It was added to since. */
  | "added_to"
  /** Another figure was put in its place. */
  | "changed"
  /** It is the earlier figure, which a sentence names beside its own. */
  | "cited"
  /** It repeats a figure that is no longer the one. */
  | "outdated"
  /** It adds to a figure that nobody has told. */
  | "unmatched"
  /** A sum over all rounds so far. */
  | "running_total";

/** A statement of the whole that stands, with what it comes to: with what it adds to, where it adds. */
export interface Standing {
  readonly claim: Weighed;
  readonly count: number | null;
  readonly band: Band;
}

export interface Course {
  readonly standing: readonly Standing[];
  readonly passed: ReadonlyMap<string, Passed>;
  readonly steps: readonly Step[];
  /** Claims whose figure went into a sum that nobody tells. */
  readonly summed: readonly string[];
}

/** @param claims of the whole, each with a figure, in the order of telling */
export function courseOf(claims: readonly Weighed[]): Course {
  const isOfRound = claims.some(({ measure }) => measure === "increment");
  const passed = new Map<string, Passed>();
  const steps: Step[] = [];
  /** Every figure that was one, in its order. */
  const levels: Level[] = [];
  let standing: Standing[] = [];
  let summed: string[] = [];
  const begin = (how: Step["how"], claim: Weighed, level: Level, by: People | null = null): void => {
    for (const one of standing) passed.set(one.claim.id, how === "added" ? "added_to" : "changed");
    standing = [{ claim, ...level }];
    levels.push(level);
    const on = (claim.published ?? claim.date)?.slice(0, 10) ?? null;
    steps.push({ how, claim: claim.id, on, count: level.count, ...level.band, by });
  };
  for (const claim of claims) {
    const own = ownLevel(claim);
    const now = levels.at(-1);
    if (own === undefined) continue;
    // A sum over all rounds is no beginning of one, where the round has a figure of its own.
    const isSum = claim.measure === "total" && now === undefined && isOfRound;
    const role = isSum ? "running_total" : roleOf(claim, own, levels);
    if (typeof role === "string") passed.set(claim.id, role);
    else if (role.to === "add" && now !== undefined) {
      summed = role.told ? [] : [...(summed.length > 0 ? summed : deciders(standing)), claim.id];
      begin("added", claim, role.level, own.band);
    } else if (role.to === "change") {
      summed = [];
      begin("changed", claim, role.level);
    } else if (now === undefined) begin("first", claim, role.level);
    else standing.push({ claim, ...role.level });
  }
  return { standing, passed, steps, summed };
}

/** The base of a sum: of what stood, the newest. */
function deciders(standing: readonly Standing[]): string[] {
  return standing.slice(-1).map(({ claim }) => claim.id);
}

interface Level {
  readonly count: number | null;
  readonly band: Band;
}

type Role =
  | Passed
  | { readonly to: "add"; readonly level: Level; readonly told: boolean }
  | { readonly to: "change" | "join"; readonly level: Level };

function roleOf(claim: Weighed, own: Level, levels: readonly Level[]): Role {
  const { further, ownRound, total, onTopOf, insteadOf } = saidIn(claim.quote);
  const size = levelSize(own);
  const adds = further !== null && isSize(size, [sizeOf(further)]);
  if (!adds && isSize(size, [sizeOf(onTopOf), sizeOf(insteadOf)])) return "cited";
  const now = levels.at(-1);
  if (now === undefined || ownRound) return { to: "join", level: own };
  const [current, all] = [levelSize(now), levels.map(levelSize)];
  if (claim.measure === "total") return isSize(size, [current]) ? { to: "join", level: own } : "running_total";
  if (adds || onTopOf !== null) return additionOf(own, { total, onTopOf }, levels, now);
  const isRepeated = isSize(size, [current]);
  const isNews = isSize(sizeOf(insteadOf), all) || isSize(sizeOf(total), [size]);
  if (isNews && !isRepeated) return { to: "change", level: own };
  return isSize(size, all) && !isRepeated ? "outdated" : { to: "join", level: own };
}

/** What an addition comes to: what it says itself, or else what it says that it adds to, and its own. */
function additionOf(
  own: Level,
  { total, onTopOf }: { readonly total: People | null; readonly onTopOf: People | null },
  levels: readonly Level[],
  now: Level,
): Role {
  const stated = total === null ? null : levelOf(total);
  const current = levelSize(now);
  // Told again by another paper.
  if (stated !== null && isSize(levelSize(stated), [current])) return { to: "join", level: stated };
  if (stated === null && onTopOf === null) return "unmatched";
  const base = onTopOf === null ? (sizeOf(total) ?? 0) - (levelSize(own) ?? 0) : sizeOf(onTopOf);
  const before = levels.findLast((level) => isSize(levelSize(level), [base]));
  if (before === undefined) return "unmatched";
  const then = stated ?? plus(before, own);
  if (before === now) return { to: "add", level: then, told: stated !== null };
  return isSize(levelSize(then), [current]) ? { to: "join", level: then } : "outdated";
}

function ownLevel(claim: Weighed): Level | undefined {
  const band = bandOf(claim);
  return band === undefined ? undefined : { count: claim.count, band: { low: band.low, high: band.high } };
}

function levelOf({ low, high }: People): Level {
  return { count: low === high || low === 0 ? high : null, band: { low, high } };
}

/** The number that is named, by which it is cited. */
function levelSize({ count, band }: Level): number | null {
  return count ?? sizeOf(band);
}

function plus(a: Level, b: Level): Level {
  return {
    count: a.count === null || b.count === null ? null : a.count + b.count,
    band: {
      low: a.band.low + b.band.low,
      high: a.band.high === null || b.band.high === null ? null : a.band.high + b.band.high,
    },
  };
}
