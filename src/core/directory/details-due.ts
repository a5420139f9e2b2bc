import type { RosterEntry } from "./roster.ts";
import { mayLeave } from "./step.ts";

/** Whose custom fields to read next: first those never read, then those read longest ago. Only people who are here. */
export function detailsDue(entries: Iterable<RosterEntry>): RosterEntry[] {
  return [...entries]
    .filter(({ account, presence }) => account.status === "active" && presence === "present" && mayLeave(account))
    .toSorted((a, b) => (a.detailsAt ?? 0) - (b.detailsAt ?? 0));
}
