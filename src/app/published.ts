// What commands of counts may read of the store: the ledger of their readers, and nothing else.
import { RollcallError } from "../core/errors.ts";
import { type Ledger, ledgerFrom } from "../core/ledger/ledger.ts";
import type { Readers } from "../core/ledger/rules.ts";
import type { StoreReader } from "./ports.ts";

/**
 * What these readers have been told.
 * @throws RollcallError `usage` where nothing has been released yet, `store_damaged`
 */
export async function publishedTo(store: Pick<StoreReader, "counted" | "ledger">, readers: Readers): Promise<Ledger> {
  const [counted] = await store.counted();
  const stored = counted && (await store.ledger(counted.directory, readers));
  if (stored === undefined) {
    throw new RollcallError(
      "usage",
      "Nothing has been released yet: set counts.headcount in the settings; the first release comes with the next sweep.",
    );
  }
  return ledgerFrom(readers === "anyone" ? "ledger" : "departures", stored);
}

/** What they were told at each release, in order; nothing before the first. @param last so many of the newest alone */
export async function releasesTo(
  store: Pick<StoreReader, "counted" | "releases">,
  readers: Readers,
  last?: number,
): Promise<readonly Ledger[]> {
  const [counted] = await store.counted();
  const all = counted === undefined ? [] : await store.releases(counted.directory, readers, last);
  return all.map((stored) => ledgerFrom(readers === "anyone" ? "ledger" : "departures", stored));
}
