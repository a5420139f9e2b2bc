import { type ErrorCode, RollcallError } from "../errors.ts";
import type { PartialSnapshot } from "./snapshot.ts";

/** Failures of the tool; any other (a refused token, a wrong setting, an interruption) is thrown and nothing is kept. */
const HEALTH_OF: Partial<Record<ErrorCode, PartialSnapshot["health"]>> = {
  unauthorised: "unauthorised",
  scope_missing: "scope_lost",
  wrong_workspace: "wrong_workspace",
  malformed: "malformed",
  rate_limited: "unreachable",
  unreachable: "unreachable",
};

/** What a reading was that ended with this error: undefined where the tool is not what failed. */
export function healthOf(error: unknown): PartialSnapshot["health"] | undefined {
  return error instanceof RollcallError ? HEALTH_OF[error.code] : undefined;
}

/** The reading that a failure of the tool cut off. Throws the error itself where the tool is not what failed. */
export function partialSnapshot(
  error: unknown,
  reading: Pick<PartialSnapshot, "directory" | "startedAt" | "takenAt" | "accountsRead" | "notes">,
): PartialSnapshot {
  const health = healthOf(error);
  if (health === undefined || !(error instanceof RollcallError)) throw error;
  return { ...reading, complete: false, health, reason: error.message };
}

/** One odd record must not blind anybody for good; a list of them is not what a tool gives. @param all odd ones included */
export function tooManyOdd(odd: number, all: number): boolean {
  return odd > Math.min(10, Math.max(1, Math.floor(all / 100)));
}
