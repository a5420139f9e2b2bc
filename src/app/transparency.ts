import { checkpointOf } from "../core/audit/verify.ts";
import { changedParts, digestOf, type Part, type PurposeRecord } from "../core/disclosure/purpose.ts";
import { RollcallError } from "../core/errors.ts";
import type { Instant } from "../core/time.ts";
import type { AuditFiles } from "./audit.ts";
import type { StoreReader } from "./ports.ts";

/** What the people concerned are told; `Transparency` of the pages. */
interface Told {
  readonly record: PurposeRecord;
  readonly versions: readonly { readonly version: number; readonly at: Instant; readonly changed: readonly Part[] }[];
  readonly checkpoint?: { readonly at: Instant; readonly root: string };
  /** What the settings say otherwise than the version in force; nothing where they are not at hand. */
  readonly pending: readonly Part[];
}

/**
 * The record in force with its history; before there is one, what the settings say. It reads no more of the store than its versions.
 * @param settings what they say now
 * @throws RollcallError `usage` where there is neither
 */
export async function transparency(
  store: Pick<StoreReader, "purposes">,
  files: Pick<AuditFiles, "lastCheckpoint">,
  settings: PurposeRecord | undefined,
): Promise<Told> {
  const all = (await store.purposes({})).toReversed();
  const last = all.at(-1)?.record;
  const record = last ?? settings;
  if (record === undefined) {
    throw new RollcallError("usage", "This store has no purpose record: rollcall sweep begins it, by the settings.");
  }
  const signed = await files.lastCheckpoint();
  const checkpoint = signed === undefined ? undefined : checkpointOf(signed.note);
  return {
    record,
    versions: all.map(({ version, at, record: one }, i) => ({
      version,
      at,
      changed: changedParts(all[i - 1]?.record, one),
    })),
    ...(signed === undefined || checkpoint === undefined
      ? {}
      : { checkpoint: { at: signed.at, root: checkpoint.root } }),
    pending:
      last === undefined || settings === undefined || digestOf(last) === digestOf(settings)
        ? []
        : changedParts(last, settings),
  };
}
