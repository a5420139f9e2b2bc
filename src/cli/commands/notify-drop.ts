import { RollcallError } from "../../core/errors.ts";
import { failedAt } from "../../app/failed.ts";
import { dropFailed } from "../../app/notify.ts";
import { counted } from "../../messages/words.ts";
import { openWatching } from "../../wire/settings.ts";
import { choice, flag, progressOn, type Run } from "../command.ts";

/** Lets go of what was given up, at each destination or at one, which the settings may have lost. It stays on the record. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { context, close } = await openWatching(choice(invocation), [], progressOn(output));
  try {
    const [name] = args;
    const known = await context.store.notifications(name === undefined ? {} : { destination: name });
    if (name !== undefined && known.length === 0) {
      throw new RollcallError("usage", `${name}: no message was ever meant for a destination of this name.`);
    }
    const dryRun = flag(invocation, "dryRun");
    const dropped = dryRun ? await failedAt(context.store, name) : await dropFailed(context, name);
    output.line(
      dropped.length === 0
        ? "Nothing has failed."
        : `${counted(dropped.length, "message")} ${dryRun ? "would be" : dropped.length === 1 ? "was" : "were"} let go. What they told stays in the store: rollcall departures.`,
    );
    return 0;
  } finally {
    await close();
  }
};
