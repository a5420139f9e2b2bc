// Parts of a round: what is said of single sites, units and unions, and how much of what was announced the notices of registers
// account for. A part stands beside its whole and never adds to it.
import type { Band } from "./announced.ts";
import { daysBetween, spanOf } from "./dates.ts";
import { isRegister, placeKey } from "./same.ts";
import { bandOf, inTelling, type Weighed } from "./weighed.ts";
import { folded } from "./words.ts";

/** What the notices of registers come to, beside what was announced. */
export interface Coverage {
  /** Notices that count; one that another has replaced does not. */
  readonly notices: number;
  /** People in them. `high` is null where one of them sets no upper end. */
  readonly low: number;
  readonly high: number | null;
  /** Notices that name no number. */
  readonly unfigured: number;
  /**
   * What share of the announced figure that is: at least and at most, 1 for all of it. `high` is null where the figure names no least
   * number; the whole is null where there is no figure to compare with.
   */
  readonly share: { readonly low: number; readonly high: number | null } | null;
}

/** A notice for the same site of which the effect is so much later, and the number another, is of other people. */
const ANOTHER_PHASE = 14;

export function isPart({ scope }: Weighed): boolean {
  return scope !== "company";
}

/** Parts that stand, and those that a newer one of the same people has replaced. */
export interface Parts {
  readonly standing: readonly Weighed[];
  readonly replaced: readonly Weighed[];
}

/**
 * Of each part the newest. Notices of one register for one site are of the same people, unless they differ in number and in effect;
 * what the press says of a place gives way to the notices for it.
 */
export function newestParts(parts: readonly Weighed[]): Parts {
  const standing: Weighed[] = [];
  for (const some of Map.groupBy(inTelling(parts), partKey).values()) {
    const kept: Weighed[] = [];
    for (const part of some) {
      const before = kept.findIndex((one) => isOfSamePeople(one, part));
      if (before >= 0) kept.splice(before, 1);
      kept.push(part);
    }
    standing.push(...kept);
  }
  const noticed = new Set(standing.filter(isRegister).flatMap(({ location }) => placeKey(location) ?? []));
  const own = standing.filter((part) => {
    const place = part.scope === "site" && !isRegister(part) ? placeKey(part.part ?? part.location) : null;
    return place === null || !noticed.has(place);
  });
  return { standing: own, replaced: parts.filter((part) => !own.includes(part)) };
}

function partKey(part: Weighed): string {
  const { scope, source, location, more } = part;
  if (!isRegister(part)) return JSON.stringify([scope, placeKey(part.part ?? location) ?? ""]);
  return JSON.stringify([source, placeKey(location) ?? "", folded(String(more?.["site"] ?? ""))]);
}

function isOfSamePeople(before: Weighed, after: Weighed): boolean {
  if (!isRegister(after) || isRevision(after)) return true;
  const [one, two] = [spanOf(before.effectiveFrom), spanOf(after.effectiveFrom)];
  if (one === undefined || two === undefined || daysBetween(one, two) < ANOTHER_PHASE) return true;
  return before.count === after.count;
}

function isRevision({ more }: Weighed): boolean {
  return more?.["revision"] !== undefined || more?.["revised"] !== undefined;
}

/**
 * Parts of which nobody tells the whole. Sites, units and unions are three ways to divide the same people: of them the one that comes
 * to most is added up, which is the least that it can be.
 */
export function largestDivision(parts: readonly Weighed[]): readonly Weighed[] {
  const divisions = [...Map.groupBy(parts, ({ scope }) => scope).values()];
  return divisions.reduce<readonly Weighed[]>((most, some) => (leastOf(some) > leastOf(most) ? some : most), []);
}

export function leastOf(parts: readonly Weighed[]): number {
  return parts.reduce((sum, part) => sum + (bandOf(part)?.low ?? 0), 0);
}

/** @param parts those that stand @param figure what was announced; null where nobody names a number of the whole */
export function coverageOf(parts: readonly Weighed[], figure: Band | null): Coverage | null {
  const notices = parts.filter(isRegister);
  if (notices.length === 0) return null;
  const bands = notices.flatMap((notice) => bandOf(notice) ?? []);
  const low = bands.reduce((sum, band) => sum + band.low, 0);
  const high = bands.some((band) => band.high === null) ? null : bands.reduce((sum, band) => sum + (band.high ?? 0), 0);
  return {
    notices: notices.length,
    low,
    high,
    unfigured: notices.length - bands.length,
    share: shareOf(low, high, figure),
  };
}

function shareOf(low: number, high: number | null, figure: Band | null): Coverage["share"] {
  if (figure === null || figure.high === 0) return null;
  return {
    low: figure.high === null ? 0 : low / figure.high,
    high: figure.low === 0 || high === null ? null : high / figure.low,
  };
}
