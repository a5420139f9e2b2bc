import { destinationNamed, sendTest, testMessage } from "../../app/notify.ts";
import { exitCode, RollcallError } from "../../core/errors.ts";
import { openWatching } from "../../wire/settings.ts";
import { choice, flag, progressOn, type Run } from "../command.ts";
import { errorText } from "../show/error.ts";
import { destinationText } from "../show/destinations.ts";
import { showPreview } from "../show/notices.ts";

/** Sends a message about nobody to each destination, or to one. The exit code is the worst one's. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { context, close } = await openWatching(choice(invocation), [], progressOn(output));
  let worst = 0;
  try {
    const [name] = args;
    const chosen = name === undefined ? context.destinations : [destinationNamed(context.destinations, name)];
    if (chosen.length === 0) {
      throw new RollcallError("bad_setting", "The settings have no destination: name one under notify:.");
    }
    for (const destination of chosen) {
      if (flag(invocation, "dryRun")) {
        showPreview(output, [destination], testMessage(destination, context.clock.now()));
        continue;
      }
      try {
        await sendTest(context, destination);
        output.line(`${output.style("green", "✓")} ${destinationText(destination)}`);
      } catch (error) {
        if (!(error instanceof RollcallError) || error.code === "interrupted") throw error;
        output.line(`${output.style("red", "✗")} ${destinationText(destination)}`);
        output.note(errorText(new RollcallError(error.code, `${destination.name}: ${error.message}`)));
        worst = Math.max(worst, exitCode(error));
      }
    }
  } finally {
    await close();
  }
  return worst;
};
