import type { SigningKey } from "../core/audit/note.ts";
import { RollcallError } from "../core/errors.ts";
import { type CheckpointState, openCheckpoint } from "../core/notification/incident.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import { notify } from "./announce.ts";
import { type AuditFiles, auditKey, signLog } from "./audit.ts";
import { dueIn } from "./checkpoint-stand.ts";
import type { Context } from "./context.ts";
import { hearsOfCheckpoints } from "./destination.ts";

/** How the audit log is signed for those who keep its checkpoints outside. */
export interface CheckpointRules {
  /** From one checkpoint to the next, in milliseconds. */
  readonly every: number;
  readonly files: AuditFiles;
}

type Checkpointed =
  | { readonly made: true; readonly signed: boolean; readonly next: Instant }
  | { readonly made: false; readonly next: Instant | null };

/**
 * What an audience of counts is sent leaves so long after it was due: signing takes longer the more entries there are, which tells of
 * what happened.
 */
const SIGNING = MINUTE;

/**
 * Signs the audit log, if that is due, for the destinations that are told so. The note is kept with the messages that it goes out in,
 * so that each of them gets what was signed, however the log grows meanwhile. What is wrong with the log is not signed: then they are
 * told that.
 * @param early so much before its time it is made as well: by a `sweep` that comes once a day, and not quite at the same second
 * @throws RollcallError `store_busy`, `store_full`
 */
export async function checkpoint(
  context: Pick<Context, "store" | "clock" | "destinations">,
  { every, files }: CheckpointRules,
  early = 0,
): Promise<Checkpointed> {
  const { store, clock } = context;
  const hearing = context.destinations.filter(hearsOfCheckpoints);
  if (hearing.length === 0) return { made: false, next: null };
  const due = await dueIn(store, every, clock.now(), early);
  if (!due.now) return { made: false, next: due.at };
  const state = await signedNow({ store, clock, files });
  return store.transaction(async (writer): Promise<Checkpointed> => {
    const now = clock.now();
    // Another process may have been faster.
    const still = await dueIn(writer, every, now, early);
    if (!still.now) return { made: false, next: still.at };
    const incident = openCheckpoint(still.at, state);
    await writer.putIncident(incident);
    const isSigned = "note" in state;
    await writer.record({
      at: now,
      action: "checkpoint",
      detail: { incident: incident.id, ...(isSigned ? { size: state.size } : { ...state }) },
    });
    for (const destination of hearing) {
      const from = destination.audience === "counts" ? still.at + SIGNING : now;
      await notify(writer, incident, [destination], now, Math.max(now, from));
    }
    return { made: true, signed: isSigned, next: still.at + every };
  });
}

async function signedNow(context: {
  readonly store: Context["store"];
  readonly clock: Context["clock"];
  readonly files: AuditFiles;
}): Promise<CheckpointState> {
  let key: SigningKey;
  try {
    key = await auditKey(context);
  } catch (error) {
    return faultIn("key", error);
  }
  try {
    const { check, note, sealed } = await signLog(context, key);
    if (note !== undefined && sealed !== undefined) return { size: check.size, note, sealed };
    return { fault: "log", findings: check.findings.length + check.more };
  } catch (error) {
    return error instanceof RollcallError && error.code === "store_damaged"
      ? { fault: "log", findings: 1 }
      : faultIn("last", error);
  }
}

/** Of the files beside the store; what else goes wrong says nothing of the log, and is tried again. */
function faultIn(fault: "key" | "last", error: unknown): CheckpointState {
  if (!(error instanceof RollcallError) || !OF_FILES.has(error.code)) throw error;
  return { fault, findings: 0 };
}

const OF_FILES: ReadonlySet<string> = new Set(["bad_secret", "bad_setting", "bad_file"]);
