import type { PartialSnapshot } from "../core/directory/snapshot.ts";
import type { ErrorCode, RollcallError } from "../core/errors.ts";
import type { Context } from "./context.ts";
import type { Directory } from "./directory.ts";
import { rulesFor } from "./sweep.ts";
import { takeReading } from "./take-reading.ts";
import { withTurn } from "./turn.ts";

/**
 * A sweep that could not even begin (a refused token, a scope too many), or that does not come to an end, is kept, and told,
 * as a reading that failed.
 */
export async function keepFailure(
  context: Context,
  directory: Directory,
  error: Pick<RollcallError, "code" | "message">,
): Promise<void> {
  const at = context.clock.now();
  await withTurn(context, directory.id, async (turn) => {
    const since = await context.store.watermark(directory.id);
    await takeReading(
      context.store,
      {
        directory: directory.id,
        startedAt: at,
        takenAt: at,
        notes: [],
        complete: false,
        health: HEALTH_OF[error.code] ?? "unreachable",
        reason: error.message,
        accountsRead: 0,
      },
      rulesFor(context, directory, { turn, since }),
    );
  });
}

const HEALTH_OF: Partial<Record<ErrorCode, PartialSnapshot["health"]>> = {
  refused_token: "unauthorised",
  bad_secret: "unauthorised",
  unauthorised: "unauthorised",
  refused_scope: "unauthorised",
  scope_missing: "scope_lost",
  wrong_workspace: "wrong_workspace",
  bad_setting: "malformed",
  bad_file: "malformed",
  malformed: "malformed",
};
