import { shortDigest } from "../digest.ts";
import type { Audience } from "../disclosure/disclose.ts";
import type { Health } from "../directory/health.ts";
import { DAY, HOUR, type Instant } from "../time.ts";
import type { WaveState } from "../wave/report.ts";
import type { Who } from "../wave/wave.ts";

/**
 * What is told together: 500 departures are one incident, and so one message for each destination, which is updated. A
 * digest gathers for one destination what its rule tells until the digest is due; what is to be done about the accounts of one directory
 * is one incident until all of it is settled; what the public record has new about one watch list goes together as departures do; a test says nothing of anybody. Each release of
 * counts is one incident, and each checkpoint of the audit log, of a single version.
 */
export const INCIDENT_KINDS = [
  "departures",
  "changes",
  "waves",
  "offboarding",
  "layoffs",
  "reports",
  "checkpoints",
  "health",
  "deliveries",
  "digest",
  "test",
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

export interface Incident {
  /** `i-…` */
  readonly id: string;
  readonly kind: IncidentKind;
  /** What it gathers, as `groupOf` gives it; the newest of a group that is not closed takes what comes. */
  readonly group: string;
  /** Absent where it is about a destination: a digest, a failed delivery. */
  readonly directory?: string;
  readonly openedAt: Instant;
  readonly updatedAt: Instant;
  /** From 1; the next one for everything that comes in, so that a receiver can tell the later of two messages. */
  readonly version: number;
  readonly closed: boolean;
  readonly health?: HealthState;
  readonly failure?: FailureState;
  readonly wave?: WaveState;
  /** Something that it told was erased since. */
  readonly erased?: true;
  /** The number of the release that is told. */
  readonly release?: number;
  readonly checkpoint?: CheckpointState;
}

/** Something is wrong with the log, its key cannot be used, or what was signed last cannot be read or kept. */
export const CHECKPOINT_FAULTS = ["log", "key", "last"] as const;

/** What came of signing the audit log: the notes as they were signed then, or why there are none. */
export type CheckpointState =
  | {
      readonly size: number;
      /** The signed checkpoint. */
      readonly note: string;
      /** The same for those who may not know how many entries there are (`sealText`). */
      readonly sealed: string;
    }
  | {
      readonly fault: (typeof CHECKPOINT_FAULTS)[number];
      /** How much is wrong with the log. */
      readonly findings: number;
    };

/** How a directory's events fail: nothing over which they could come, or nothing that comes. */
export const DEAF = ["disconnected", "silent"] as const;
type Deaf = (typeof DEAF)[number];

/** How the readings of a directory fail, or its events. */
export interface HealthState {
  readonly health: Health | Deaf;
  /** Sentences without names. */
  readonly reasons: readonly string[];
  /** The first reading of this incident that failed. */
  readonly since: Instant;
  /** The end of the last reading in which departures would have shown; of events, when the last was heard. */
  readonly lastGood: Instant | null;
  /** Nothing has been seen for longer than the directory's limit: nobody knows whether people leave. */
  readonly blind: boolean;
  /** The list was read to its end all the same: whoever is flagged as gone shows. Absent where it was not. */
  readonly whole?: true;
  /** Readings are complete and healthy again. */
  readonly over: boolean;
}

/** How a destination cannot be reached. */
export interface FailureState {
  readonly destination: string;
  /** When the first message that failed was to be told. */
  readonly since: Instant;
  /** Messages that were given up. */
  readonly failed: number;
  readonly attempts: number;
  /** One sentence without names or secrets. */
  readonly error: string;
  /** A message has arrived there since. */
  readonly over: boolean;
}

/** A departure (`d-…`) or change (`c-…`) of an incident, and the version in which it came or was last changed. */
export interface IncidentItem {
  readonly id: string;
  readonly version: number;
}

/** What comes after a longer silence, or after so long altogether, is another message. */
const SILENCE = 2 * HOUR;
const LONGEST = DAY;
/** A confirmation or a return within this time follows up where the departure was told; later nobody would look there. */
const FOLLOW_UP = 7 * DAY;

/**
 * @param of the directory, or the destination of a digest or of failed deliveries.
 * @param audience an audience of counts has outages of its own: ids, versions and times of what others are told would tell.
 */
export function groupOf(kind: IncidentKind, of: string, audience: Audience = "named"): string {
  return audience === "named" ? `${kind} ${of}` : `${kind} ${of} for ${audience}`;
}

/** Outages of a directory's events are beside those of its readings: either may fail and be well again by itself. */
export function openDeafness(directory: string, at: Instant): Incident {
  return { ...openIncident("health", eventsOf(directory), at), directory };
}

/** That our own store keeps nothing is told past it, and so beside what it holds of the directory's readings. */
export function openUnkept(directory: string, at: Instant, audience: Audience): Incident {
  return { ...openIncident("health", storeOf(directory), at, audience), directory };
}

/** The outages that an audience of counts hears of: they are the same whoever left. */
export function isForCounts({ group, directory = "" }: Incident): boolean {
  return [directory, storeOf(directory)].some((of) => group === groupOf("health", of, "counts"));
}

export function deafnessGroup(directory: string): string {
  return groupOf("health", eventsOf(directory));
}

/** Staff and guests of a directory have waves of their own; there is one at a time. */
export function openWave(directory: string, who: Who, at: Instant): Incident {
  return { ...openIncident("waves", `${directory} ${who}`, at), directory };
}

export function waveGroup(directory: string, who: Who): string {
  return groupOf("waves", `${directory} ${who}`);
}

/** The watch list of which the record has news. */
export function listOf({ group }: Incident): string {
  return group.slice(groupOf("layoffs", "").length);
}

/** What a checkpoint is of. */
const LOG = "audit log";

/** No alias has a space in it. */
function eventsOf(directory: string): string {
  return `${directory} events`;
}

function storeOf(directory: string): string {
  return `${directory} store`;
}

/** Of which what comes soon after is told together. */
const FOLLOW_ONE_ANOTHER: ReadonlySet<IncidentKind> = new Set(["departures", "changes", "layoffs"]);

/** Whether what happens at `at` belongs to this incident, which is the newest of its group. */
export function takes(incident: Incident, at: Instant): boolean {
  if (incident.closed) return false;
  if (FOLLOW_ONE_ANOTHER.has(incident.kind)) {
    return at - incident.updatedAt <= SILENCE && at - incident.openedAt <= LONGEST;
  }
  return true;
}

/** Whether more about what this incident has told is told in it. */
export function followsUp(incident: Incident, at: Instant): boolean {
  return incident.kind !== "digest" && at - incident.updatedAt <= FOLLOW_UP;
}

export function openIncident(kind: IncidentKind, of: string, at: Instant, audience?: Audience): Incident {
  const group = groupOf(kind, of, audience);
  const aboutDirectory = !OF_NO_DIRECTORY.has(kind);
  return {
    id: `i-${shortDigest(JSON.stringify([group, at]))}`,
    kind,
    group,
    ...(aboutDirectory ? { directory: of } : {}),
    openedAt: at,
    updatedAt: at,
    version: 1,
    closed: false,
  };
}

const OF_NO_DIRECTORY: ReadonlySet<IncidentKind> = new Set(["checkpoints", "digest", "deliveries", "layoffs", "test"]);

/** Checkpoints are of the one log that there is. */
export function openCheckpoint(at: Instant, checkpoint: CheckpointState): Incident {
  return { ...openIncident("checkpoints", LOG, at), checkpoint, closed: true };
}

export const CHECKPOINTS = groupOf("checkpoints", LOG);

/** The incident after something more has come in. */
export function nextVersion(incident: Incident, at: Instant): Incident {
  return { ...incident, version: incident.version + 1, updatedAt: Math.max(incident.updatedAt, at) };
}
