import { deliverDue } from "../../app/deliver.ts";
import { limitedStore } from "../../app/limited-store.ts";
import { recordView } from "../../app/named-view.ts";
import { failedAt } from "../../app/failed.ts";
import { destinationNamed, preview, retryFailed } from "../../app/notify.ts";
import { recordPurpose } from "../../app/purpose.ts";
import { shownText } from "../../messages/audiences.ts";
import { failuresText } from "../../messages/deliveries.ts";
import { counted } from "../../messages/words.ts";
import { openWatching } from "../../wire/settings.ts";
import { choice, flag, progressOn, type Run } from "../command.ts";
import { showRecorded } from "../show/purpose.ts";
import { deliveryText } from "../show/deliveries.ts";
import { showPreview } from "../show/notices.ts";

/** Tries again what was given up. Exit code 0 where nothing is left that failed, 4 where something is. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { context, record, viewer, close } = await openWatching(choice(invocation), [], progressOn(output));
  try {
    const [name] = args;
    if (name !== undefined) destinationNamed(context.destinations, name);
    if (flag(invocation, "dryRun")) {
      const grant = viewer();
      const store = limitedStore(context.store, grant);
      const failed = await failedAt(context.store, name);
      // The messages are shown as who is told them would see them: with names.
      if (grant !== undefined) output.note(shownText(grant));
      if (failed.length > 0)
        await recordView({ ...context, grant }, "notify retry", { what: name ?? null, messages: failed.length });
      output.line(`${counted(failed.length, "message")} would be tried again.`);
      for (const notification of failed) {
        const destination = context.destinations.find((one) => one.name === notification.destination);
        const view = destination && (await preview(store, destination, notification, context.clock.now()));
        if (destination !== undefined && view !== undefined) showPreview(output, [destination], view);
        else output.line(`${notification.id} to ${notification.destination}: nothing of it may be told there now`);
      }
      return 0;
    }
    showRecorded(output, await recordPurpose(context, record));
    const retried = await retryFailed(context, name);
    if (retried.length === 0) {
      output.line("Nothing has failed.");
      return 0;
    }
    const ids = new Set(retried.map(({ id }) => id));
    let missed = 0;
    await deliverDue(context, (delivery) => {
      if (ids.has(delivery.notification) && delivery.ended !== "arrived") missed++;
      output.line(deliveryText(delivery));
    });
    for (const text of failuresText(await failedAt(context.store, name))) output.note(text);
    return missed === 0 ? 0 : 4;
  } finally {
    await close();
  }
};
