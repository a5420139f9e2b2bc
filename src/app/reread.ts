import type { Instant } from "../core/time.ts";
import { type CorrectionTold, correctionsOf } from "./corrections.ts";
import type { Store, StoreWriter } from "./ports.ts";
import { type Reader, type Taken, takeDocuments } from "./read-documents.ts";
import type { Reported } from "./record-port.ts";
import { refresh } from "./refresh-layoffs.ts";

/** What came of reading again. */
export interface Reread {
  readonly taken: Taken;
  /** Every figure that is another now, with what it was and why. */
  readonly corrections: readonly CorrectionTold[];
}

/** Derived anew at a time. */
const AT_ONCE = 500;

/**
 * Reads documents again that are known, and derives every layoff anew, all of it or nothing. What is not given again keeps its claims,
 * and what is not known is left out: nothing new comes in, and nothing is there twice.
 */
export async function rereadDocuments(
  store: Store,
  reported: AsyncIterable<Reported> | Iterable<Reported>,
  reader: Reader,
  now: Instant,
): Promise<Reread> {
  const done = await store.transaction(async (writer) => {
    const at = await writer.recordTime(now);
    const read = await takeDocuments(writer, reported, { reader, now: at, known: true });
    await deriveAll(writer, at);
    const corrected = (await writer.corrections({ at, limit: Number.MAX_SAFE_INTEGER })).length;
    const taken = { ...read, corrected };
    await writer.record({ at: now, action: "reread documents", detail: { ...taken, reader: reader.version } });
    return { taken, at };
  });
  return {
    taken: done.taken,
    corrections: await correctionsOf(store, { at: done.at, limit: Number.MAX_SAFE_INTEGER }),
  };
}

/** By the rule of today; what was derived by another one becomes what it is by this one. */
async function deriveAll(writer: StoreWriter, now: Instant): Promise<void> {
  const causes = [{ why: "rule", by: null }] as const;
  for (let after = ""; ;) {
    const ids = await writer.layoffIds(after, AT_ONCE);
    await refresh(writer, ids, { now, causes });
    after = ids.at(-1) ?? "";
    if (ids.length < AT_ONCE) return;
  }
}
