import type { Finding } from "../../core/audit/check.ts";
import { findingText } from "../../messages/audit.ts";
import { counted } from "../../messages/words.ts";

/** One line a finding, and one for those that are too many to list. */
export function findingLines(findings: readonly Finding[], more: number): string[] {
  const lines = findings.map(findingText);
  return more === 0 ? lines : [...lines, `And ${counted(more, "finding")} more.`];
}

/** That a log is not signed, and what to do. */
export const NOT_SIGNED =
  "The log in the store is not as it was written, so nothing was signed: keep a copy of the store, and compare it with a backup and with a checkpoint that was kept elsewhere.";
