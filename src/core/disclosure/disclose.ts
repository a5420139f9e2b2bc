import type { Change } from "../directory/change.ts";
import type { Departure } from "../directory/departure.ts";
import type { Incident } from "../notification/incident.ts";
import { type AccountView, accountView, type HeldAccount } from "./account-view.ts";
import {
  checkpointView,
  type IncidentReport,
  incidentView,
  type IncidentView,
  outageView,
  type ReleasedReport,
  reportView,
  sealedView,
  watchView,
} from "./incident-view.ts";
import type { WatchReport } from "./layoff-news.ts";
import {
  type AccidentView,
  type Checked,
  type EntryOf,
  findingView,
  type FindingView,
  orphanView,
  type OrphanView,
  type OverdueView,
  type StepView,
  timelineView,
  type TimelineView,
} from "./offboarding-view.ts";
import type { Finding, Orphan } from "../offboarding/check.ts";
import type { Timeline } from "../offboarding/timeline.ts";
import {
  type ConflictView,
  conflictView,
  type HeldPerson,
  type PersonView,
  personView,
  type SuggestionView,
  suggestionView,
} from "./person-view.ts";
import { type RestorationView, type RestorePack, restoreView, type RestoreView } from "./restore-view.ts";
import { changeView, type ChangeView, departureView, type DepartureView, type Disclosed } from "./views.ts";

export const AUDIENCES = ["named", "counts"] as const;
/** Who reads. `named` may know names; `counts` learns only what a scheduled release says, and so nothing of any event. */
export type Audience = (typeof AUDIENCES)[number];

interface Subjects {
  account: { readonly of: HeldAccount; readonly view: AccountView };
  change: { readonly of: Change & { readonly id: string }; readonly view: ChangeView };
  person: { readonly of: HeldPerson; readonly view: PersonView };
  suggestion: { readonly of: Parameters<typeof suggestionView>[0]; readonly view: SuggestionView };
  conflict: { readonly of: Parameters<typeof conflictView>[0]; readonly view: ConflictView };
  departure: { readonly of: Departure; readonly view: DepartureView };
  incident: { readonly of: IncidentReport; readonly view: IncidentView };
  restore: { readonly of: RestorePack; readonly view: RestoreView };
  timeline: { readonly of: Checked<Timeline>; readonly view: TimelineView };
  finding: { readonly of: Checked<Finding>; readonly view: FindingView };
  orphan: { readonly of: Checked<Orphan>; readonly view: OrphanView };
  report: { readonly of: ReleasedReport; readonly view: IncidentView };
  checkpoint: { readonly of: Incident; readonly view: IncidentView };
  layoffs: { readonly of: WatchReport; readonly view: IncidentView };
}

type Views = { readonly [K in keyof Subjects]: (of: Subjects[K]["of"]) => Subjects[K]["view"] | undefined };

const VIEWS: Readonly<Record<Audience, Views>> = {
  named: {
    account: accountView,
    change: changeView,
    person: personView,
    suggestion: suggestionView,
    conflict: conflictView,
    departure: departureView,
    incident: incidentView,
    restore: restoreView,
    timeline: timelineView,
    finding: findingView,
    orphan: orphanView,
    report: reportView,
    checkpoint: checkpointView,
    layoffs: watchView,
  },
  counts: {
    account: () => undefined,
    change: () => undefined,
    person: () => undefined,
    suggestion: () => undefined,
    conflict: () => undefined,
    departure: () => undefined,
    incident: outageView,
    restore: () => undefined,
    timeline: () => undefined,
    finding: () => undefined,
    orphan: () => undefined,
    report: reportView,
    checkpoint: sealedView,
    layoffs: watchView,
  },
};

/**
 * The only way for a person's name, e-mail address or id to an output. Undefined where the audience may not know of it at
 * all: an audience of counts learns nothing from, or about, a single event; only what is released, and that a directory cannot
 * be read.
 */
export function disclose<K extends keyof Subjects>(
  subject: K,
  what: Subjects[K]["of"],
  audience: Audience,
): Disclosed<Subjects[K]["view"]> | undefined {
  return VIEWS[audience][subject](what) as Disclosed<Subjects[K]["view"]> | undefined;
}

export type { ChangeView, DepartureView, Disclosed, IncidentView, RestorationView, RestorePack, RestoreView };
export type { LayoffNews, LayoffNewsView, WatchReport, WatchView } from "./layoff-news.ts";
export type { WaveView } from "./wave-view.ts";
export type { DirectoryReport, IncidentReport, OffboardingReport } from "./incident-view.ts";
export type { AccidentView, EntryOf, FindingView, OrphanView, OverdueView, StepView, TimelineView };
