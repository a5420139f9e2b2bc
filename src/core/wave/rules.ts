import { PRIORS, type Prior } from "./expectation.ts";
import type { Who } from "./wave.ts";

/** What an organisation may set about its waves; the rest is learnt, or stands with the code that goes by it. */
export interface WaveRules {
  /** Departures of staff a year, as a share of headcount, that are believed before anything was seen. */
  readonly attrition?: number;
  /** How many times as many false alarms are allowed: the thresholds are set for so many times the usual. */
  readonly alarms?: number;
}

/** False alarms a year that the thresholds stay below, whatever the size: `npm run bench -- waves`. */
export const FALSE_ALARMS = 0.5;

/** Of guests nobody knows a rate beforehand. */
export function priorOf(who: Who, { attrition }: WaveRules): Prior {
  return attrition === undefined || who === "guests" ? PRIORS[who] : { ...PRIORS[who], attrition };
}
