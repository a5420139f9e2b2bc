import { checkpoint, type CheckpointRules } from "../../app/checkpoints.ts";
import type { Context } from "../../app/context.ts";
import { type Delivery, deliverDue } from "../../app/deliver.ts";
import type { Destination } from "../../app/destination.ts";
import type { Directory } from "../../app/directory.ts";
import { failedAt, preview } from "../../app/notify.ts";
import type { StoredChange } from "../../app/ports.ts";
import { release } from "../../app/release.ts";
import { rehearsal } from "../../app/rehearsal.ts";
import { sweep } from "../../app/sweep.ts";
import type { Outcome } from "../../app/take-reading.ts";
import type { Disclosed, IncidentView } from "../../core/disclosure/disclose.ts";
import { exitCode, RollcallError } from "../../core/errors.ts";
import type { CountRules } from "../../core/ledger/rules.ts";
import { failuresText } from "../../messages/deliveries.ts";
import { moment } from "../../messages/time.ts";
import { counted } from "../../messages/words.ts";
import { openWatching } from "../../wire/settings.ts";
import { choice, fieldsOption, flag, type Invocation, progressOn, type Run } from "../command.ts";
import { ROWS, showChanges } from "../show/changes.ts";
import type { Output } from "../output.ts";
import { deliveryText } from "../show/deliveries.ts";
import { errorText } from "../show/error.ts";
import { showPreview } from "../show/notices.ts";
import { changeJson, changeViews, exitCodeOf, showOutcome, sweepJson } from "../show/outcome.ts";

/**
 * One full reading of each directory of the settings, or of one, and one try at everything that is to be told. The exit code
 * is the worst reading's.
 */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const dryRun = flag(invocation, "dryRun");
  const details = dryRun ? 0 : fieldsOption(invocation);
  const watching = await openWatching(choice(invocation), args.length === 0 ? undefined : args, progressOn(output));
  let worst = 0;
  try {
    for (const text of failuresText(await failedAt(watching.context.store, undefined))) output.note(text);
    const context = dryRun ? await rehearsed(watching.context, output) : watching.context;
    const began = context.clock.now();
    const tell = (delivery: Delivery): void => output.note(deliveryText(delivery));
    if (!dryRun) {
      worst = Math.max(worst, await signed(output, context, watching.checkpoints));
      // What an audience of counts has been waiting for comes before anything is read: a reading lasts longer where it finds somebody
      // gone, so that what comes after it would tell.
      if (!flag(invocation, "quiet")) await deliverDue(context, tell, ({ audience }) => audience === "counts");
    }
    for (const directory of watching.directories) {
      worst = Math.max(worst, await sweepOne(invocation, context, directory, details));
    }
    if (!dryRun && watching.counts !== undefined)
      worst = Math.max(worst, await released(output, context, watching.counts));
    if (dryRun) output.note("A dry run: nothing was kept, and nothing was sent.");
    else if (!flag(invocation, "quiet")) {
      await deliverDue(context, tell, ({ audience, since }) => audience !== "counts" || since >= began);
    }
  } finally {
    await watching.close();
  }
  return worst;
};

/** Has the audit log signed, if that is due. @returns the exit code */
async function signed(output: Output, context: Context, rules: CheckpointRules): Promise<number> {
  try {
    const made = await checkpoint(context, rules, rules.every / 10);
    if (made.made && !made.signed)
      output.note("The audit log is not signed, for something is wrong with it: rollcall doctor says what.");
    return made.made && !made.signed ? 1 : 0;
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code === "interrupted") throw error;
    output.note(errorText(error));
    return exitCode(error);
  }
}

/** Publishes the counts that are due. @returns the exit code */
async function released(output: Output, context: Context, counts: CountRules): Promise<number> {
  try {
    const { directory, ...what } = await release(context, counts);
    if (!what.made) return 0;
    output.note(`${directory}: counts released, number ${what.release}; rollcall report shows them.`);
    if (what.toldFrom !== undefined)
      output.note(
        `Their report leaves at ${moment(what.toldFrom)}, with rollcall watch or with the next sweep after that.`,
      );
    return 0;
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code === "interrupted") throw error;
    output.note(errorText(error));
    return exitCode(error);
  }
}

/** Shows what each reading would have told, and keeps nothing of it. */
async function rehearsed(context: Context, output: Output): Promise<Context> {
  const before = new Map((await context.store.notifications({})).map(({ id, version }) => [id, version]));
  const store = rehearsal(context.store, async (reader) => {
    const previews = new Map<string, { readonly view: Disclosed<IncidentView>; readonly told: Destination[] }>();
    for (const notification of await reader.notifications({ state: "waiting" })) {
      if (before.get(notification.id) === notification.version) continue;
      const destination = context.destinations.find(({ name }) => name === notification.destination);
      const view = destination && (await preview(reader, destination, notification));
      if (destination === undefined || view === undefined) continue;
      const key = JSON.stringify(view);
      const same = previews.get(key) ?? { view, told: [] };
      previews.set(key, same);
      same.told.push(destination);
    }
    for (const { view, told } of previews.values()) showPreview(output, told, view);
  });
  return { ...context, store };
}

async function sweepOne(
  invocation: Invocation,
  context: Context,
  directory: Directory,
  details: number | "all",
): Promise<number> {
  const { output } = invocation;
  const json = flag(invocation, "json");
  let told: Outcome | undefined;
  const fields: StoredChange[] = [];
  const tell = async (outcome: Outcome): Promise<void> => {
    output.status("");
    told = outcome;
    if (json) {
      for (const change of outcome.changes) output.json(changeJson(change));
      return;
    }
    const { entries } = await context.store.roster(outcome.sweep.directory);
    showOutcome(output, outcome, entries.values(), flag(invocation, "all"));
  };
  try {
    const { sweep: reading } = await sweep(context, directory, {
      details: { limit: details },
      onOutcome: tell,
      onChange: (change) => fields.push(change),
    });
    return exitCodeOf(reading);
  } catch (error) {
    // One directory that cannot be read does not keep the others from being read.
    if (!(error instanceof RollcallError) || error.code === "interrupted") throw error;
    output.note(errorText(error));
    return exitCode(error);
  } finally {
    output.status("");
    if (json) {
      for (const change of fields) output.json(changeJson(change));
      // The last line of a directory, also where reading its fields failed: the list was read, compared and kept.
      if (told !== undefined) output.json(sweepJson(told.sweep));
    } else if (fields.length > 0) {
      output.line();
      output.line(output.style("bold", `${counted(fields.length, "change")} in custom fields`));
      const views = changeViews(fields);
      showChanges(output, views, flag(invocation, "all") ? Infinity : ROWS);
    }
  }
}
