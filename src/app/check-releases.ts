// Whether anything that was ever published tells of too few: what the store has of it, gone through with an integer solver.
import { RollcallError } from "../core/errors.ts";
import { audit, type Audit } from "../core/ledger/audit/audit.ts";
import { historyOf } from "../core/ledger/audit/history.ts";
import type { Solve } from "../core/ledger/audit/program.ts";
import type { StoreReader } from "./ports.ts";

export interface Checked extends Audit {
  readonly directory: string;
}

/**
 * Goes through all releases of counts and all official totals, and through nothing else of the store.
 * @param open the solver, which is loaded once there is something to check
 * @param progress is told of which directory how many releases are done
 * @returns for each directory of which something was published
 * @throws RollcallError `usage` where nothing was, `store_damaged`
 */
export async function checkReleases(
  store: Pick<StoreReader, "everPublished">,
  open: () => Promise<Solve>,
  progress: (directory: string, done: number, of: number) => void = () => undefined,
): Promise<Checked[]> {
  const published = await store.everPublished();
  if (published.length === 0) {
    throw new RollcallError("usage", "Nothing has been released yet, so that there is nothing to check.");
  }
  const solve = await open();
  return published.map(({ directory, ...kept }) => {
    const history = historyOf(kept);
    const of = history.releases.length;
    return { directory, ...audit(history, solve, (done) => progress(directory, done, of)) };
  });
}
