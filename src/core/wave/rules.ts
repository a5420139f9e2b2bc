import { PRIORS, type Prior } from "./expectation.ts";
import type { Who } from "./wave.ts";

/** What an organisation may set about its waves; the rest is learnt, or stands with the code that goes by it. */
export interface WaveRules {
  /** Departures of staff a year, as a share of headcount, that are believed before anything was seen. */
  readonly attrition?: number;
  /** How many times as many false alarms are allowed: the thresholds are set for so many times the usual. */
  readonly alarms?: number;
  /** Directories that say who belongs: that somebody is still active there speaks against their having left. */
  readonly leads?: readonly string[];
}

/** False alarms a year that the thresholds stay below, whatever the size: `npm run bench -- waves`. */
export const FALSE_ALARMS = 0.5;

/** Guests go many at once or at a month's end, which is plain to see; what is subtle among staff has more of the false alarms. */
const SHARE_OF_ALARMS = { staff: 1, guests: 0.5 } as const satisfies Record<Who, number>;

/** How many times as many false alarms a population is allowed. */
export function alarmsOf(who: Who, { alarms = 1 }: WaveRules): number {
  return alarms * SHARE_OF_ALARMS[who];
}

/** Of guests nobody knows a rate beforehand. */
export function priorOf(who: Who, { attrition }: WaveRules): Prior {
  return attrition === undefined || who === "guests" ? PRIORS[who] : { ...PRIORS[who], attrition };
}
