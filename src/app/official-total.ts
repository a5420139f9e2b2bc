import { RollcallError } from "../core/errors.ts";
import { type Ledger, ledgerFrom, storedOf, withTotal } from "../core/ledger/ledger.ts";
import { READERS, type Readers } from "../core/ledger/rules.ts";
import type { Clock, Store } from "./ports.ts";

/** At least and at most so many have left, of those who are counted; the same twice for an exact figure. */
interface Total {
  readonly low: number;
  readonly high: number;
}

/** How many units never change again for whom, because the total would tell of them. */
type Frozen = Readonly<Record<Readers, number>>;

/**
 * Enters an official total that everybody may know, for all readers, on the record. It cannot be taken back.
 * @throws RollcallError `usage` where it is no range, or nothing has been released yet
 */
export async function enterTotal(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  total: Total,
): Promise<Frozen> {
  return store.transaction(async (writer) => {
    const [counted] = await writer.counted();
    let known: { readonly number: number; readonly release: number } | undefined;
    const frozen: Record<Readers, number> = { authorised: 0, anyone: 0 };
    for (const readers of READERS) {
      const stored = counted && (await writer.ledger(counted.directory, readers));
      if (stored === undefined) {
        throw new RollcallError("usage", "Nothing has been released yet: state the total after the first release.");
      }
      const before: Ledger = ledgerFrom(readers === "anyone" ? "ledger" : "departures", stored);
      const after = withTotal(before, total);
      frozen[readers] = after.frozen.length;
      known = { number: after.ledger.totals, release: before.release };
      await writer.putLedger(counted?.directory ?? "", readers, storedOf(after.ledger));
    }
    const { number, release } = known ?? { number: 1, release: 0 };
    await writer.addOfficialTotal(counted?.directory ?? "", number, { release, ...total });
    const detail = { directory: counted?.directory ?? null, ...total, ...frozen };
    await writer.record({ at: clock.now(), action: "total", detail });
    return frozen;
  });
}
