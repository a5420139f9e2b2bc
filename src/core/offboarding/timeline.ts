// One departure over all tools: when each account of the person was to be gone, and whether it was.
import type { Instant } from "../time.ts";
import { type End, type Holding, isHuman } from "./holding.ts";
import { limitOf, type OffboardingRules } from "./rules.ts";

/**
 * `left`: the account with which they left. `in_time`, `late`: ended, and it is known on which side of the limit; `ended`: it is not,
 * the readings are too far apart. `overdue`: a healthy reading that began after the limit shows it in use. `within`: the limit is not
 * over. `unknown`: the limit is over, and no healthy reading has looked since.
 */
export type Standing = "left" | "in_time" | "late" | "ended" | "overdue" | "within" | "unknown";

/** One account on the timeline. */
export interface Step {
  readonly holding: Holding;
  /** By when it was, or is, to be gone; the latest moment that the departure allows for. */
  readonly due: Instant;
  readonly standing: Standing;
}

export interface Timeline {
  /** `p-…` */
  readonly person: string;
  /** The account with whose end they left. */
  readonly by: Holding & { readonly end: End };
  /** The account with which they left first, then by time; those in use last. */
  readonly steps: readonly Step[];
}

/** What a person's accounts say of whether they belong: the leading account that decides, if one does. */
export type Belonging =
  | { readonly belongs: "yes"; readonly by: Holding }
  | { readonly belongs: "no"; readonly by: Holding & { readonly end: End } }
  | { readonly belongs: "unknown" };

/** The first leading directory in which they have an account decides; of several accounts there, one in use is enough. */
export function belongingOf(holdings: readonly Holding[], { leads }: Pick<OffboardingRules, "leads">): Belonging {
  for (const lead of leads) {
    const there = holdings.filter(({ directory }) => directory === lead);
    if (there.length === 0) continue;
    const used = there.find(({ state }) => state === "in_use");
    if (used !== undefined) return { belongs: "yes", by: used };
    // One that is missing proves nothing, and so neither does the end of another.
    if (there.some(({ state }) => state === "missing")) return { belongs: "unknown" };
    const last = latest(there.flatMap(ended));
    return last === undefined ? { belongs: "unknown" } : { belongs: "no", by: last };
  }
  if (leads.length > 0) return { belongs: "unknown" };
  const first = holdings
    .flatMap(ended)
    .filter(({ end, ...one }) => end.observed && isHuman(one))
    .toSorted((a, b) => a.end.at.notAfter - b.end.at.notAfter)[0];
  return first === undefined ? { belongs: "unknown" } : { belongs: "no", by: first };
}

/** The departure of a person over all their accounts; undefined where they have not left, or nobody can say so. */
export function timelineOf(
  person: string,
  holdings: readonly Holding[],
  rules: OffboardingRules,
  now: Instant,
): Timeline | undefined {
  const found = belongingOf(holdings, rules);
  if (found.belongs !== "no") return undefined;
  const { by } = found;
  const steps = holdings.map((holding): Step => {
    // From when it could be known: nobody could act on it earlier.
    const due = by.end.at.notAfter + limitOf(rules, holding.directory);
    const starts = holding.directory === by.directory && rules.leads.includes(by.directory);
    const isStart = starts || (holding.directory === by.directory && holding.account === by.account);
    return { holding, due, standing: isStart ? "left" : standingOf(holding, due, by.end, now) };
  });
  return { person, by, steps: steps.toSorted(inOrder) };
}

function standingOf({ state, end, seen }: Holding, due: Instant, start: End, now: Instant): Standing {
  if (state === "ended" && end !== undefined) {
    if (end.confirmed && end.at.notAfter <= due) return "in_time";
    // The last reading that showed it in use had begun by then.
    const used = end.at.notBefore;
    if (used !== null && used >= due && start.confirmed) return end.confirmed ? "late" : "overdue";
    if (end.confirmed) return "ended";
    return now < due ? "within" : "unknown";
  }
  if (now < due) return "within";
  if (state === "missing" || seen === null || seen < due || !start.confirmed) return "unknown";
  return "overdue";
}

function ended(holding: Holding): (Holding & { readonly end: End })[] {
  return holding.state === "ended" && holding.end !== undefined ? [{ ...holding, end: holding.end }] : [];
}

function latest<T extends { readonly end: End }>(some: readonly T[]): T | undefined {
  return some.toSorted((a, b) => b.end.at.notAfter - a.end.at.notAfter)[0];
}

function inOrder(a: Step, b: Step): number {
  return placeOf(a) - placeOf(b) || a.due - b.due || (a.holding.directory < b.holding.directory ? -1 : 1);
}

function placeOf({ standing, holding }: Step): number {
  return standing === "left" ? -1 : (holding.end?.at.notAfter ?? Number.MAX_SAFE_INTEGER);
}
