import { recordPurpose } from "../../app/purpose.ts";
import { openWatching } from "../../wire/settings.ts";
import { shownOf, startSite } from "../../wire/serve.ts";
import { choice, flag, type Run } from "../command.ts";
import { showRecorded } from "../show/purpose.ts";
import { introduce, noteOn, watchUntilStopped } from "../watching.ts";

/** Watches as `watch` does, and shows it on pages, until it is stopped. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const watching = await openWatching(choice(invocation), undefined, () => {});
  try {
    await introduce(invocation, watching);
    if (flag(invocation, "dryRun")) return 0;
    const shown = await shownOf(watching, output.note);
    // What anybody is shown, they are shown by what is on the record.
    showRecorded(output, await recordPurpose(watching.context, watching.record));
    const site = await startSite(shown, output.note);
    try {
      output.note(`pages at ${site.address}`);
      if (site.link !== undefined) output.note(`sign in, once, within 15 minutes: ${site.link}`);
      await watchUntilStopped(invocation, watching);
    } finally {
      await site.close();
    }
    noteOn(invocation)("stopped; nothing is left claimed");
    return 0;
  } finally {
    await watching.close();
  }
};
