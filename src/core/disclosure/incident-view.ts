import { defined } from "../defined.ts";
import type { Change } from "../directory/change.ts";
import type { Departure } from "../directory/departure.ts";
import type { Health } from "../directory/health.ts";
import type { Tally } from "../directory/tally.ts";
import {
  type CHECKPOINT_FAULTS,
  type CheckpointState,
  type FailureState,
  type HealthState,
  type Incident,
  type IncidentKind,
  isForCounts,
} from "../notification/incident.ts";
import type { Finding } from "../offboarding/check.ts";
import type { Report } from "../ledger/report.ts";
import { type Instant, iso } from "../time.ts";
import { newsView, type WatchReport, type WatchView } from "./layoff-news.ts";
import { type EntryOf, findingView, type FindingView } from "./offboarding-view.ts";
import {
  changeView,
  type ChangeView,
  departureView,
  type DepartureView,
  type Disclosed,
  type IntervalView,
  intervalView,
} from "./views.ts";
import { waveView, type WaveView } from "./wave-view.ts";

/** An incident with all that one destination may be told of it, before it is disclosed. */
export interface IncidentReport {
  readonly incident: Incident;
  readonly directories: readonly DirectoryReport[];
  /** Of the people after whom the places of a wave are called, by account id. */
  readonly names?: ReadonlyMap<string, string>;
  /** What is to be done about accounts of its directory. */
  readonly offboarding?: OffboardingReport;
}

export interface OffboardingReport {
  readonly findings: readonly Finding[];
  readonly entryOf: EntryOf;
  /** What is gone since it was told. */
  readonly settled: number;
  readonly over: boolean;
}

export interface DirectoryReport {
  readonly directory: string;
  readonly departures: readonly Departure[];
  /** Of these departures; absent where there are none. */
  readonly tally?: Tally;
  readonly changes: readonly (Change & { readonly id: string })[];
  /** The last complete reading: how fresh and how complete what is said here is (law 7). */
  readonly reading?: { readonly takenAt: Instant; readonly accounts: number; readonly health: Health };
}

/** The stable JSON of an incident: what `command` gets on standard input, and a webhook with the full payload. */
export interface IncidentView {
  /** `i-…` */
  readonly incident: string;
  readonly kind: IncidentKind;
  readonly version: number;
  readonly directory?: string;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly directories: readonly DirectoryPart[];
  readonly health?: HealthView;
  readonly failure?: Omit<FailureState, "since"> & { readonly since: string };
  readonly wave?: WaveView;
  /** All that it told was erased. */
  readonly erased?: true;
  /** A release of counts: the report of the readers of this destination. */
  readonly report?: Report;
  readonly checkpoint?: CheckpointView;
  readonly offboarding?: OffboardingPart;
  /** What the public record has new: of no one here, and so for every audience. */
  readonly layoffs?: WatchView;
}

/** Accounts that are overdue, or were ended by accident, as it is now. */
interface OffboardingPart {
  readonly findings: readonly Disclosed<FindingView>[];
  readonly settled: number;
  readonly over: boolean;
}

/** The audit log as it was signed. */
export interface CheckpointView {
  /** The signed note, to the byte; null where nothing could be signed. */
  readonly note: string | null;
  /** It does not say how many entries there are: so for an audience of counts, to whom the number would tell of what happened. */
  readonly sealed: boolean;
  /** How many entries it is of. */
  readonly size?: number;
  /** Why nothing could be signed. */
  readonly fault?: (typeof CHECKPOINT_FAULTS)[number];
  /** How much is wrong with the log. */
  readonly findings?: number;
}

/** A release, with what its readers are told of it. */
export interface ReleasedReport {
  readonly incident: Incident;
  readonly report: Report;
}

interface DirectoryPart {
  readonly directory: string;
  readonly departures: readonly Disclosed<DepartureView>[];
  readonly tally?: TallyView;
  readonly changes: readonly Disclosed<ChangeView>[];
  readonly reading?: { readonly takenAt: string; readonly accounts: number; readonly health: Health };
}

interface TallyView extends Omit<Tally, "at"> {
  readonly at: IntervalView;
}

/** What an audience of counts sees of it has neither `health` nor `reasons`: both hint at how many are missing. */
interface HealthView {
  readonly health?: HealthState["health"];
  readonly reasons: readonly string[];
  readonly since: string;
  readonly lastGood: string | null;
  readonly blind: boolean;
  readonly whole?: true;
  readonly over: boolean;
}

export function incidentView({ incident, directories, names, offboarding }: IncidentReport): IncidentView {
  const { failure, wave } = incident;
  return {
    ...headOf(incident),
    directories: directories.map(partOf),
    ...(incident.health === undefined ? {} : { health: healthView(incident.health) }),
    ...(failure === undefined ? {} : { failure: { ...failure, since: iso(failure.since) } }),
    ...(wave === undefined ? {} : { wave: waveView(incident.id, wave, names) }),
    ...(offboarding === undefined ? {} : { offboarding: offboardingPart(offboarding) }),
    ...(incident.erased === true && directories.length === 0 ? { erased: true } : {}),
  };
}

/**
 * What an audience of counts may know at any time: that a directory cannot be read, or can again. Undefined for every other
 * incident, since that there is one says that somebody left; also for an outage as others are told of it, which a list that
 * fell short is to them.
 */
export function outageView({ incident }: IncidentReport): IncidentView | undefined {
  if (incident.kind === "test") return { ...headOf(incident), directories: [] };
  if (incident.kind !== "health" || incident.health === undefined) return undefined;
  if (!isForCounts(incident)) return undefined;
  const { health: _, whole: _whole, ...outage } = healthView(incident.health);
  return { ...headOf(incident), directories: [], health: { ...outage, reasons: [] } };
}

/** The same for all who read the same ledger, whatever else they may know: it is made of the ledger. */
export function reportView({ incident, report }: ReleasedReport): IncidentView {
  return { ...headOf(incident), directories: [], report };
}

export function watchView({ incident, list, news, more }: WatchReport): IncidentView {
  return { ...headOf(incident), directories: [], layoffs: { list, news: news.map(newsView), more } };
}

export function checkpointView(incident: Incident): IncidentView | undefined {
  return checkpointAs(incident, (state) =>
    "note" in state ? { note: state.note, sealed: false, size: state.size } : { note: null, sealed: false, ...state },
  );
}

/** Without the number of entries, of which each message and each view of names makes some, and without what is wrong. */
export function sealedView(incident: Incident): IncidentView | undefined {
  return checkpointAs(incident, (state) => ({ note: "note" in state ? state.sealed : null, sealed: true }));
}

function checkpointAs(incident: Incident, told: (state: CheckpointState) => CheckpointView): IncidentView | undefined {
  const { checkpoint } = incident;
  return checkpoint && { ...headOf(incident), directories: [], checkpoint: told(checkpoint) };
}

function headOf(incident: Incident): Omit<IncidentView, "directories" | "health" | "failure"> {
  const { id, kind, version, directory, openedAt, updatedAt } = incident;
  return {
    incident: id,
    kind,
    version,
    ...(directory === undefined ? {} : { directory }),
    openedAt: iso(openedAt),
    updatedAt: iso(updatedAt),
  };
}

function partOf({ directory, departures, tally, changes, reading }: DirectoryReport): DirectoryPart {
  return {
    directory,
    departures: departures.map((departure) => departureView(departure) as Disclosed<DepartureView>),
    ...(tally === undefined ? {} : { tally: { ...tally, at: intervalView(tally.at) } }),
    changes: changes.map((change) => changeView(change) as Disclosed<ChangeView>),
    ...(reading === undefined ? {} : { reading: readingView(reading) }),
  };
}

function offboardingPart({ findings, entryOf, settled, over }: OffboardingReport): OffboardingPart {
  return { findings: findings.map((of) => findingView({ of, entryOf }) as Disclosed<FindingView>), settled, over };
}

function healthView({ health, reasons, since, lastGood, blind, whole, over }: HealthState): HealthView {
  return {
    health,
    reasons,
    since: iso(since),
    lastGood: lastGood === null ? null : iso(lastGood),
    blind,
    ...defined({ whole }),
    over,
  };
}

function readingView({ takenAt, accounts, health }: NonNullable<DirectoryReport["reading"]>): DirectoryPart["reading"] {
  return { takenAt: iso(takenAt), accounts, health };
}
