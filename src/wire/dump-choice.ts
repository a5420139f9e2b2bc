import type { ReadingRules } from "../app/take-reading.ts";
import { RollcallError } from "../core/errors.ts";
import { type Instant, parseInstant } from "../core/time.ts";
import type { Choice } from "./settings.ts";

export type { Choice };

/** When dumps were taken, where the options say it. */
export function dumpAt(choice: Choice): Instant | undefined {
  const at = choice.at === undefined ? undefined : parseInstant(choice.at);
  if (choice.at !== undefined && at === undefined) {
    throw new RollcallError("usage", `--at ${choice.at}: give an ISO date such as 2026-11-23 or 2026-11-23T10:00Z.`);
  }
  return at;
}

export function dumpRules(choice: Choice): ReadingRules {
  return {
    kind: "file",
    absence: choice.absent === "left" ? "counts" : "proves nothing",
    departures: { demotion: false },
  };
}
