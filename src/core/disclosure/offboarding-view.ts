import { defined } from "../defined.ts";
import type { Kind } from "../directory/account.ts";
import type { ChangeKind } from "../directory/change.ts";
import type { RosterEntry } from "../directory/roster.ts";
import type { Accident, Acknowledgement, Finding, Orphan } from "../offboarding/check.ts";
import type { Holding } from "../offboarding/holding.ts";
import type { Standing, Step, Timeline } from "../offboarding/timeline.ts";
import { iso } from "../time.ts";
import { type IntervalView, intervalView } from "./views.ts";

/** What the roster keeps of an account. */
export type EntryOf = (directory: string, account: string) => RosterEntry | undefined;

/** Something that the off-boarding check found, with what the roster keeps of the accounts that it is of. */
export interface Checked<T> {
  readonly of: T;
  readonly entryOf: EntryOf;
}

/** The stable JSON of an account in the off-boarding check. */
interface HoldingView {
  readonly directory: string;
  readonly id: string;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly handle?: string | null;
  readonly kind?: Kind;
  readonly state: Holding["state"];
  readonly ended?: {
    /** `d-…` */
    readonly departure?: string;
    readonly at: IntervalView;
    readonly change: ChangeKind;
    readonly confirmed: boolean;
    readonly observed: boolean;
  };
  /** When the last complete and healthy reading of the directory began; null before the first. */
  readonly seen: string | null;
}

export interface StepView extends HoldingView {
  /** By when the account was, or is, to be gone. */
  readonly due: string;
  readonly standing: Standing;
}

/** The stable JSON of one departure over all tools. */
export interface TimelineView {
  readonly found: "departure";
  /** `p-…` */
  readonly person: string;
  /** The account with whose end they left. */
  readonly left: HoldingView;
  readonly steps: readonly StepView[];
}

/** An account that is overdue, with how its owner left. */
export interface OverdueView {
  readonly found: "overdue";
  readonly person: string;
  readonly left: HoldingView;
  readonly account: StepView;
}

/** Somebody lost an account, and is active in the directory that says who belongs: a question. */
export interface AccidentView {
  readonly found: "accident";
  readonly person: string;
  readonly account: HoldingView;
  readonly belongs: HoldingView;
  readonly acknowledged?: AcknowledgedView;
}

export interface OrphanView {
  readonly found: "orphan";
  readonly person: string | null;
  readonly account: HoldingView;
  readonly ground: Orphan["ground"];
  readonly acknowledged?: AcknowledgedView;
}

/** That somebody said that it is meant to be so. */
interface AcknowledgedView {
  /** `k-…` */
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

export type FindingView = OverdueView | AccidentView;

export function timelineView({ of, entryOf }: Checked<Timeline>): TimelineView {
  const { person, by, steps } = of;
  return {
    found: "departure",
    person,
    left: holdingView(by, entryOf),
    steps: steps.map((step) => stepView(step, entryOf)),
  };
}

export function findingView({ of, entryOf }: Checked<Finding>): FindingView {
  if (of.kind === "accident") return accidentView({ of: of.accident, entryOf });
  const { person, by } = of.timeline;
  return { found: "overdue", person, left: holdingView(by, entryOf), account: stepView(of.step, entryOf) };
}

function accidentView({ of: { person, lost, belongs, acknowledged }, entryOf }: Checked<Accident>): AccidentView {
  const [account, stays] = [holdingView(lost, entryOf), holdingView(belongs, entryOf)];
  return { found: "accident", person, account, belongs: stays, ...acknowledgedIn(acknowledged) };
}

export function orphanView({ of: { person, holding, ground, acknowledged }, entryOf }: Checked<Orphan>): OrphanView {
  const account = holdingView(holding, entryOf);
  return { found: "orphan", person: person ?? null, account, ground, ...acknowledgedIn(acknowledged) };
}

function acknowledgedIn(said: Acknowledgement | undefined): { readonly acknowledged?: AcknowledgedView } {
  if (said === undefined) return {};
  const { id, at, by, reason } = said;
  return { acknowledged: { id, at: iso(at), by, reason } };
}

function stepView({ holding, due, standing }: Step, entryOf: EntryOf): StepView {
  return { ...holdingView(holding, entryOf), due: iso(due), standing };
}

function holdingView({ directory, account, kind, state, end, seen }: Holding, entryOf: EntryOf): HoldingView {
  const { name, email, handle } = entryOf(directory, account)?.account.attributes ?? {};
  return {
    directory,
    id: account,
    ...defined({ name, email, handle, kind }),
    state,
    ...(end === undefined
      ? {}
      : {
          ended: {
            ...defined({ departure: end.departure }),
            at: intervalView(end.at),
            change: end.change,
            confirmed: end.confirmed,
            observed: end.observed,
          },
        }),
    seen: seen === null ? null : iso(seen),
  };
}
