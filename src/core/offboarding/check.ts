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
  readonly acknowledged?: Acknowledgement;
}

/** An account in use that no leading directory vouches for. */
export interface Orphan {
  readonly holding: Holding;
  /** Whose it is, where it is linked to accounts elsewhere. */
  readonly person?: string;
  /** `nobody`: no person has it; `not_led`: its person has no account in a leading directory. */
  readonly ground: "nobody" | "not_led";
  readonly acknowledged?: Acknowledgement;
}

/** Somebody said of an accident, or of an account that nobody owns, that it is meant to be so; it stands until it is taken back. */
export interface Acknowledgement {
  /** `k-…` */
  readonly id: string;
  readonly at: Instant;
  /** Who said so, in their own words as the reason is. */
  readonly by: string;
  readonly reason: string;
  readonly directory: string;
  readonly account: string;
  /** Of an accident: the end that was meant (`d-…`). Another end of the account is another question. */
  readonly departure?: string;
}

export interface Check {
  readonly timelines: readonly Timeline[];
  /** Those of which nobody said that it is meant to be so, and so of orphans. */
  readonly accidents: readonly Accident[];
  readonly orphans: readonly Orphan[];
  /** Those of which somebody did. */
  readonly acknowledged: { readonly accidents: readonly Accident[]; readonly orphans: readonly Orphan[] };
}

export const NOTHING_FOUND: Check = {
  timelines: [],
  accidents: [],
  orphans: [],
  acknowledged: { accidents: [], orphans: [] },
};

/** A question that nobody has answered for so long is not asked any more: they do without the account. */
export const ASKED_FOR = 30 * DAY;

/** What the check goes by, beside the accounts themselves. */
export interface Standpoint {
  readonly now: Instant;
  /** When the last healthy reading of each leading directory began; null of one that has had none. */
  readonly led: readonly (Instant | null)[];
  readonly acknowledged: Acknowledged;
}

/** By what they are of: see `acknowledgedBy`. */
export type Acknowledged = ReadonlyMap<string, Acknowledgement>;

export function acknowledgedBy(all: readonly Acknowledgement[]): Acknowledged {
  return new Map(all.map((one) => [matterKey(one.directory, one.account, one.departure), one]));
}

/** Of an accident with the departure that it is, of an account that nobody owns without one. */
function matterKey(directory: string, account: string, departure: string | undefined): string {
  return JSON.stringify([directory, account, departure ?? null]);
}

export function checkOf(
  owners: Iterable<Owner>,
  rules: OffboardingRules,
  { now, led, acknowledged }: Standpoint,
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
  const asked = split(accidents, ({ lost: { directory, account, end } }) => {
    // Without its departure nobody can say that it is the same end.
    return end.departure === undefined ? undefined : acknowledged.get(matterKey(directory, account, end.departure));
  });
  const owned = split(orphans, ({ holding: { directory, account } }) => {
    return acknowledged.get(matterKey(directory, account, undefined));
  });
  return {
    timelines,
    accidents: asked.open,
    orphans: owned.open,
    acknowledged: { accidents: asked.acknowledged, orphans: owned.acknowledged },
  };
}

function split<T extends object>(all: readonly T[], by: (one: T) => Acknowledgement | undefined) {
  const open: T[] = [];
  const done: (T & { readonly acknowledged: Acknowledgement })[] = [];
  for (const one of all) {
    const acknowledgement = by(one);
    if (acknowledgement === undefined) open.push(one);
    else done.push({ ...one, acknowledged: acknowledgement });
  }
  return { open, acknowledged: done };
}

/** What of it is said of different people, together. */
export function together(parts: readonly Check[]): Check {
  return {
    timelines: parts.flatMap(({ timelines }) => timelines),
    accidents: parts.flatMap(({ accidents }) => accidents),
    orphans: parts.flatMap(({ orphans }) => orphans),
    acknowledged: {
      accidents: parts.flatMap(({ acknowledged }) => acknowledged.accidents),
      orphans: parts.flatMap(({ acknowledged }) => acknowledged.orphans),
    },
  };
}

/** From when on time alone has the check say something else; infinite where it never does. */
export function changesAt(check: Check, now: Instant): Instant {
  let next = Infinity;
  for (const { steps } of check.timelines) {
    for (const { due } of steps) if (due > now) next = Math.min(next, due);
  }
  for (const { lost } of [...check.accidents, ...check.acknowledged.accidents]) {
    next = Math.min(next, lost.end.at.notAfter + ASKED_FOR + 1);
  }
  return next;
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
  const accidents = (some: readonly Accident[]): Accident[] =>
    some.filter(({ belongs, lost }) => mine(belongs.directory) && mine(lost.directory));
  const orphans = (some: readonly Orphan[]): Orphan[] => some.filter(({ holding }) => all && mine(holding.directory));
  return {
    timelines: check.timelines.flatMap(({ steps, ...timeline }) =>
      mine(timeline.by.directory)
        ? [{ ...timeline, steps: steps.filter(({ holding }) => mine(holding.directory)) }]
        : [],
    ),
    accidents: accidents(check.accidents),
    orphans: orphans(check.orphans),
    acknowledged: {
      accidents: accidents(check.acknowledged.accidents),
      orphans: orphans(check.acknowledged.orphans),
    },
  };
}
