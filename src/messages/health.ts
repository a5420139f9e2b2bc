import type { Sweep } from "../app/ports.ts";
import type { Health } from "../core/directory/health.ts";
import { isGood, isSeeing } from "../core/notification/outage.ts";
import type { Instant } from "../core/time.ts";
import { duration } from "./time.ts";

const SENTENCES: Readonly<Record<Health, string>> = {
  ok: "The list was read to its end and is as it should be.",
  short: "Far fewer accounts were listed than before: nobody is called gone for this reading alone.",
  empty: "The list was complete and empty, which no directory is: nothing of it is believed.",
  unauthorised: "The tool refused the token: it was taken back, or it has run out.",
  scope_lost: "The token has lost a right that it had: what it gave is kept as last known.",
  wrong_workspace: "The answer came from another workspace than before: nothing of it is believed.",
  ids_replaced: "The ids of many accounts were replaced, as after a migration: nobody is called gone for it.",
  malformed: "The tool gave an answer that cannot be understood.",
  unreachable: "The tool could not be reached.",
};

/** What a reading was, in one sentence without numbers of people. */
export function healthText({ health, complete }: Pick<Sweep, "health" | "complete">): string {
  return health === "ok" && !complete ? "The list could not be read to its end." : SENTENCES[health];
}

export type Sight = "fresh" | "doubtful" | "blind" | "unread";

/**
 * Whether people who leave would show now. `doubtful`: they would, and something is to be looked at.
 * @param seen the last reading in which they would have shown
 * @param blindAfter milliseconds without such a reading after which a directory is dark
 */
export function sightOf(last: Sweep | undefined, seen: Sweep | undefined, now: Instant, blindAfter: number): Sight {
  if (last === undefined) return "unread";
  if (seen === undefined || now - seen.takenAt > blindAfter) return "blind";
  return isSeeing(last) && isGood(last) ? "fresh" : "doubtful";
}

/** What a sight means, in one sentence. */
export function sightText(sight: Sight, seen: Sweep | undefined, now: Instant): string {
  switch (sight) {
    case "fresh":
      return "Whoever leaves is seen.";
    case "doubtful":
      return "Whoever leaves is still seen, and something is to be looked at.";
    case "blind":
      return seen === undefined
        ? "Nobody can tell whether people leave: no reading has shown it yet."
        : `Nobody can tell whether people have left in the last ${duration(now - seen.takenAt)}.`;
    case "unread":
      return "It has not been read yet.";
  }
}
