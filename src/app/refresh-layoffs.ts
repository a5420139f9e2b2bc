import { canonical } from "../core/canonical.ts";
import type { Cause } from "../core/record/history.ts";
import { type Layoff, type Made } from "../core/record/layoff.ts";
import { layoffOf } from "../core/record/derived.ts";
import type { Instant } from "../core/time.ts";
import type { StoreWriter } from "./ports.ts";

/** When something is done to the record, and what does it. */
export interface Doing {
  readonly now: Instant;
  readonly causes: readonly Cause[];
}

/** Derives these layoffs anew from the claims that are in force, and from the questions that wait. */
export async function refresh(writer: StoreWriter, ids: readonly string[], { now, causes }: Doing): Promise<void> {
  const layoffs = await writer.layoffsById(ids);
  const claims = Map.groupBy(await writer.claimsOf(ids), ({ layoff }) => layoff);
  const asked = await writer.undecided(ids);
  const fresh: Layoff[] = [];
  for (const layoff of layoffs) {
    const own = claims.get(layoff.id) ?? [];
    const { id, company, mergedInto, suppressed, createdAt, changedAt } = layoff;
    const undecided = asked.has(id);
    const made: Made = { id, company, mergedInto, suppressed, createdAt, changedAt, undecided };
    const derived = own.length === 0 ? { ...layoff, ...made, empty: true } : layoffOf(made, own);
    if (canonical(derived) !== canonical(layoff)) fresh.push({ ...derived, changedAt: now });
  }
  await writer.putLayoffs(fresh, causes);
}
