// The off-boarding check: who left and still has access, who lost access and has not left, and what nobody owns.
import { DAY, type Instant } from "../time.ts";
import { type End, type Holding, isHuman } from "./holding.ts";
import type { OffboardingRules } from "./rules.ts";
import { belongingOf, type Step, type Timeline, timelineOf } from "./timeline.ts";

/** A person with all their accounts. An account that is linked to no other is a person's of its own. */
export interface Owner {
  /** `p-…`; absent of an account that nobody owns. */
  readonly person?: string;
  readonly holdings: readonly Holding[];
}

/** Somebody belongs, and yet their account in a tool was ended: a question, since they may have changed jobs. */
export interface Accident {
  readonly person: string;
  /** The account by which they belong, in use in a healthy reading that began after the end. */
  readonly belongs: Holding;
  readonly lost: Holding & { readonly end: End };
}

/** An account in use that no leading directory vouches for. */
export interface Orphan {
  readonly holding: Holding;
  /** Whose it is, where it is linked to accounts elsewhere. */
  readonly person?: string;
  /** `nobody`: no person has it; `not_led`: its person has no account in a leading directory. */
  readonly ground: "nobody" | "not_led";
}

export interface Check {
  readonly timelines: readonly Timeline[];
  readonly accidents: readonly Accident[];
  readonly orphans: readonly Orphan[];
}

/** A question that nobody has answered for so long is not asked any more: they do without the account. */
export const ASKED_FOR = 30 * DAY;

/** @param led when the last healthy reading of each leading directory began; null of one that has had none */
export function checkOf(
  owners: Iterable<Owner>,
  rules: OffboardingRules,
  { now, led }: { readonly now: Instant; readonly led: readonly (Instant | null)[] },
): Check {
  const timelines: Timeline[] = [];
  const accidents: Accident[] = [];
  const orphans: Orphan[] = [];
  // Of whom a leading directory does not know, only one that was read can say so.
  const asOf = led.length === 0 || led.includes(null) ? null : Math.min(...led.map((at) => at ?? 0));
  for (const { person, holdings } of owners) {
    if (person !== undefined) {
      const timeline = timelineOf(person, holdings, rules, now);
      if (timeline !== undefined) timelines.push(timeline);
      accidents.push(...accidentsOf(person, holdings, rules, now));
    }
    if (asOf !== null) orphans.push(...orphansOf(person, holdings, rules, asOf));
  }
  return { timelines, accidents, orphans };
}

function accidentsOf(
  person: string,
  holdings: readonly Holding[],
  rules: OffboardingRules,
  now: Instant,
): readonly Accident[] {
  const found = belongingOf(holdings, rules);
  if (found.belongs !== "yes") return [];
  const { by } = found;
  const used = new Set(holdings.flatMap(({ state, directory }) => (state === "ended" ? [] : [directory])));
  return holdings.flatMap((lost) => {
    const { directory, end, kind } = lost;
    // Whoever has another account there has moved to it.
    if (end === undefined || used.has(directory) || !isHuman(lost) || kind === "guest") return [];
    if (!end.confirmed || !end.observed || !ENDINGS.has(end.change)) return [];
    const at = end.at.notAfter;
    if (by.seen === null || by.seen < at + rules.settle || now - at > ASKED_FOR) return [];
    return [{ person, belongs: by, lost: { ...lost, end } }];
  });
}

/** A demotion leaves access, and data that was erased is asked back by nobody. */
const ENDINGS: ReadonlySet<string> = new Set(["deactivated", "removed"]);

function orphansOf(
  person: string | undefined,
  holdings: readonly Holding[],
  { leads, guests }: OffboardingRules,
  asOf: Instant,
): readonly Orphan[] {
  if (holdings.some(({ directory }) => leads.includes(directory))) return [];
  const ground = person === undefined || holdings.length === 1 ? "nobody" : "not_led";
  return holdings.flatMap((holding): Orphan[] => {
    if (holding.state !== "in_use" || !isHuman(holding)) return [];
    if (holding.kind === "guest" && !guests) return [];
    // Whoever has come since may be in the leading directory already.
    if (holding.since !== undefined && holding.since > asOf) return [];
    return [{ holding, ground, ...(person === undefined ? {} : { person }) }];
  });
}

/** What has to be done, or answered, in one directory: an account that is overdue there, or that was ended by accident. */
export type Finding =
  | { readonly kind: "overdue"; readonly timeline: Timeline; readonly step: Step }
  | { readonly kind: "accident"; readonly accident: Accident };

export function findingsOf({ timelines, accidents }: Pick<Check, "timelines" | "accidents">): Finding[] {
  return [
    ...timelines.flatMap((timeline) =>
      timeline.steps.flatMap((step): Finding[] =>
        step.standing === "overdue" ? [{ kind: "overdue", timeline, step }] : [],
      ),
    ),
    ...accidents.map((accident): Finding => ({ kind: "accident", accident })),
  ];
}

export function directoryOf(finding: Finding): string {
  return holdingIn(finding).directory;
}

export function holdingIn(finding: Finding): Holding {
  return finding.kind === "overdue" ? finding.step.holding : finding.accident.lost;
}

/** The directories that a finding speaks of: it is for those who may know names of all of them. */
export function directoriesOf(finding: Finding): readonly [string, string] {
  return finding.kind === "overdue"
    ? [finding.timeline.by.directory, finding.step.holding.directory]
    : [finding.accident.belongs.directory, finding.accident.lost.directory];
}

/** The departure by which it came to be found: of the person, or of the account. */
export function departureIn(finding: Finding): string | undefined {
  return (finding.kind === "overdue" ? finding.timeline.by : finding.accident.lost).end.departure;
}

/**
 * What of it those may know who may know names of these directories alone: nothing of where somebody belongs, left or is unknown that
 * is not theirs.
 */
export function knownTo(check: Check, leads: readonly string[], mine: (directory: string) => boolean): Check {
  const all = leads.every(mine);
  return {
    timelines: check.timelines.flatMap(({ steps, ...timeline }) =>
      mine(timeline.by.directory)
        ? [{ ...timeline, steps: steps.filter(({ holding }) => mine(holding.directory)) }]
        : [],
    ),
    accidents: check.accidents.filter(({ belongs, lost }) => mine(belongs.directory) && mine(lost.directory)),
    orphans: check.orphans.filter(({ holding }) => all && mine(holding.directory)),
  };
}
