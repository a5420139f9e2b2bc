// What a message says of a release: made of the ledger that was released, and of nothing else that the store holds.
import { RollcallError } from "../core/errors.ts";
import { ledgerFrom } from "../core/ledger/ledger.ts";
import { type Report, reportOf } from "../core/ledger/report.ts";
import type { Readers } from "../core/ledger/rules.ts";
import type { StoreReader } from "./ports.ts";

/**
 * What these readers are told of a release, however many there have been since.
 * @throws RollcallError `store_damaged`
 */
export async function releasedReport(
  store: Pick<StoreReader, "release">,
  { directory, release }: { readonly directory: string; readonly release: number },
  readers: Readers,
): Promise<Report> {
  const stored = await store.release(directory, readers, release);
  if (stored === undefined) {
    throw new RollcallError(
      "store_damaged",
      `Release ${release} of ${directory} is not in the store: restore the store.`,
    );
  }
  return reportOf(ledgerFrom(readers === "anyone" ? "ledger" : "departures", stored));
}
