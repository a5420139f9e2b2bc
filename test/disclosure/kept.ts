// What a store would hold of what publishers release, for the auditor.
import type { Kept, OfficialTotal } from "../../src/core/ledger/audit/history.ts";
import { storedOf } from "../../src/core/ledger/ledger.ts";
import type { Issue } from "./publishers.ts";

export function keptOf(issues: readonly Issue[]): Kept {
  const totals = issues.flatMap(({ figure }, n): OfficialTotal[] => (figure ? [{ release: n + 1, ...figure }] : []));
  // Of a publisher who ignores totals the store knows them all the same.
  const known = (release: number): { readonly totals: number } => ({
    totals: totals.filter((total) => total.release < release).length,
  });
  const rows = (which: "first" | "second") =>
    issues.map((issue, n) => ({ ...storedOf(issue[which]), ...known(n + 1) }));
  const now = (which: "first" | "second") => {
    const last = issues.at(-1);
    if (last === undefined) throw new Error("there was no release");
    return { ...storedOf(last.next[which]), ...known(Infinity) };
  };
  return {
    releases: { authorised: rows("first"), anyone: rows("second") },
    now: { authorised: now("first"), anyone: now("second") },
    totals,
  };
}
