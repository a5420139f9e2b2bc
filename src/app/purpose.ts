import {
  changedParts,
  nextVersion,
  type Part,
  type PurposeRecord,
  type PurposeVersion,
} from "../core/disclosure/purpose.ts";
import type { Clock, Store, StoreReader } from "./ports.ts";

/** A version that has just been recorded, and what it says otherwise than the one before. */
export interface Recorded {
  readonly version: number;
  readonly changed: readonly Part[];
  /** Whether there was none before. */
  readonly first: boolean;
}

/**
 * Puts on the record what the settings say of the watching, where that is not what the last version says: before anything is
 * read or told by them. The version and its entry in the log are one transaction.
 * @returns undefined where it is what the last version says
 */
export async function recordPurpose(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  record: PurposeRecord,
): Promise<Recorded | undefined> {
  // Mostly it is, and nobody has to wait for a writer's place to see that.
  if (nextVersion(await lastPurpose(store), record, 0) === undefined) return undefined;
  return store.transaction(async (writer) => {
    const at = clock.now();
    const last = await lastPurpose(writer);
    const next = nextVersion(last, record, at);
    // Another process may have been faster.
    if (next === undefined) return undefined;
    const changed = changedParts(last?.record, record);
    await writer.addPurpose(next);
    await writer.record({
      at,
      action: "purpose",
      // No values: who may know what is nobody's business who verifies the log.
      detail: { version: next.version, digest: next.digest, changed: changed.join(", ") },
    });
    return { version: next.version, changed, first: last === undefined };
  });
}

/** What is in force; undefined where nothing has been recorded yet. */
export async function lastPurpose(store: Pick<StoreReader, "purposes">): Promise<PurposeVersion | undefined> {
  const [last] = await store.purposes({ limit: 1 });
  return last;
}
