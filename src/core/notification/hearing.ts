import { type Instant, MINUTE } from "../time.ts";
import type { HealthState } from "./incident.ts";

/** What is known of a directory's events at one moment. */
export interface Heard {
  readonly now: Instant;
  /** Since when there has been no connection over which events could come, and why, as one sentence; absent while there is one. */
  readonly down?: { readonly since: Instant; readonly why: string };
  readonly lastHeard: Instant | null;
  /** From one event to the next, on the average of the last days, in milliseconds; null where too few have come. */
  readonly usual: number | null;
  /** Departures that a reading found while events could have come, and that none announced. */
  readonly unheard?: { readonly count: number; readonly since: Instant };
  /** How long something may last before it is told; milliseconds. */
  readonly patience: number;
}

/** So many times the usual silence is an unusual one. */
const UNUSUAL = 3;
/** An event may be late by some minutes (a delay of eight was measured: github.com/slackapi/python-slack-sdk issue 1280). */
export const LATE = 10 * MINUTE;

/**
 * What is to be told of a directory's events; undefined where that is nothing new. Silence alone says nothing (a quiet
 * weekend), so it is told only together with a reading that shows what should have been heard. Then, that events come again.
 */
export function hearingAfter(heard: Heard, told: HealthState | undefined): HealthState | undefined {
  const standing = told?.over === false ? told : undefined;
  const { down, lastHeard } = heard;
  const deaf = deafness(heard);
  if (standing === undefined) return deaf && { ...deaf, lastGood: lastHeard, blind: false, over: false };
  // After a silence only an event proves that they come again; after a lost connection the next connection does.
  const since = standing.lastGood ?? standing.since;
  const again = down === undefined && (standing.health === "disconnected" || (lastHeard ?? since) > since);
  return again ? { ...standing, over: true, lastGood: lastHeard } : undefined;
}

type Deafness = Pick<HealthState, "health" | "reasons" | "since">;

function deafness({ now, down, lastHeard, usual, unheard, patience }: Heard): Deafness | undefined {
  if (down !== undefined && now - down.since > patience) {
    return { health: "disconnected", since: down.since, reasons: [down.why] };
  }
  if (unheard === undefined) return undefined;
  const since = lastHeard ?? unheard.since;
  if (since > unheard.since || now - since <= Math.max(LATE, UNUSUAL * (usual ?? 0))) return undefined;
  const reason =
    "a sweep has since found departures that no event announced: see whether the tool still sends them (Slack switches a " +
    "subscription off when most deliveries fail)";
  return { health: "silent", since, reasons: [reason] };
}
