import { openWatching } from "../../wire/settings.ts";
import { choice, flag, type Run } from "../command.ts";
import { introduce, noteOn, watchUntilStopped } from "../watching.ts";

/** Sweeps on schedule and delivers until it is stopped. */
export const run: Run = async (invocation) => {
  const watching = await openWatching(choice(invocation), undefined, () => {});
  try {
    await introduce(invocation, watching);
    if (flag(invocation, "dryRun")) return 0;
    await watchUntilStopped(invocation, watching);
    noteOn(invocation)("stopped; nothing is left claimed");
    return 0;
  } finally {
    await watching.close();
  }
};
