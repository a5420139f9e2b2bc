import { checkpoint, type CheckpointRules } from "../../app/checkpoints.ts";
import { sweepJson } from "../../messages/explanation.ts";
import type { Context } from "../../app/context.ts";
import { type Delivery, deliverDue } from "../../app/deliver.ts";
import type { Destination } from "../../app/destination.ts";
import type { Directory } from "../../app/directory.ts";
import { failedAt } from "../../app/failed.ts";
import { preview } from "../../app/notify.ts";
import { limitedStore } from "../../app/limited-store.ts";
import { beyond, recordView } from "../../app/named-view.ts";
import type { StoredChange, Sweep } from "../../app/ports.ts";
import { recordPurpose } from "../../app/purpose.ts";
import { release } from "../../app/release.ts";
import { rehearsal } from "../../app/rehearsal.ts";
import { sweep } from "../../app/sweep.ts";
import { keepUp } from "../../app/upkeep.ts";
import type { Outcome } from "../../app/take-reading.ts";
import type { Disclosed, IncidentView } from "../../core/disclosure/disclose.ts";
import { covers, type Grant } from "../../core/disclosure/grant.ts";
import { exitCode, RollcallError } from "../../core/errors.ts";
import type { CountRules } from "../../core/ledger/rules.ts";
import { shownText } from "../../messages/audiences.ts";
import { failuresText } from "../../messages/deliveries.ts";
import { letGoText } from "../../messages/retention.ts";
import { moment } from "../../messages/time.ts";
import { counted } from "../../messages/words.ts";
import { openWatching, type Watching } from "../../wire/settings.ts";
import { choice, fieldsOption, flag, type Invocation, progressOn, type Run } from "../command.ts";
import { ROWS, showChanges } from "../show/changes.ts";
import type { Output } from "../output.ts";
import { deliveryText } from "../show/deliveries.ts";
import { errorText } from "../show/error.ts";
import { showRecorded } from "../show/purpose.ts";
import { showPreview } from "../show/notices.ts";
import { changeJson, changeViews, exitCodeOf, journalJson, journalText, showOutcome } from "../show/outcome.ts";

/**
 * One full reading of each directory of the settings, or of one, and one try at everything that is to be told. The exit code
 * is the worst reading's. A right to names that has run out stops nobody from looking: people are told by other routes.
 */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const dryRun = flag(invocation, "dryRun");
  const details = dryRun ? 0 : fieldsOption(invocation);
  const watching = await openWatching(choice(invocation), args.length === 0 ? undefined : args, progressOn(output));
  let worst = 0;
  try {
    const shown = shownFor(watching, dryRun);
    if ("withheld" in shown) {
      output.note(errorText(shown.withheld));
      output.note("What is read is kept and told all the same, and nobody is named here.");
      // Several audiences and none chosen is no fault; a right that has run out is to be renewed, or taken out.
      if (shown.withheld.code === "expired") worst = exitCode(shown.withheld);
    }
    await begin(invocation, watching, shown);
    for (const text of failuresText(await failedAt(watching.context.store, undefined))) output.note(text);
    const context = dryRun ? await rehearsed(watching.context, shown, output) : watching.context;
    const began = context.clock.now();
    const tell = (delivery: Delivery): void => output.note(deliveryText(delivery));
    if (!dryRun) {
      worst = Math.max(worst, await signed(output, context, watching.checkpoints));
      // What an audience of counts has been waiting for comes before anything is read: a reading lasts longer where it finds somebody
      // gone, so that what comes after it would tell.
      if (!flag(invocation, "quiet")) await deliverDue(context, tell, ({ audience }) => audience === "counts");
    }
    for (const directory of watching.directories) {
      const mine = { ...context, shown: shownOf(shown, directory.id) };
      worst = Math.max(worst, await sweepOne(invocation, mine, directory, details));
    }
    if (!dryRun && watching.counts !== undefined)
      worst = Math.max(worst, await released(output, context, watching.counts));
    if (dryRun) {
      const looked = "grant" in shown && shown.grant !== undefined ? " but that it was shown" : "";
      output.note(`A dry run: nothing was kept${looked}, and nothing was sent.`);
    } else if (!flag(invocation, "quiet")) {
      await deliverDue(context, tell, ({ audience, since }) => audience !== "counts" || since >= began);
    }
    if (!dryRun) worst = Math.max(worst, await letGo(output, watching));
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

/** By which right people are shown on the terminal; or why they are not. */
type Shown = { readonly grant: Grant | undefined } | { readonly withheld: RollcallError };

/** @throws RollcallError where the audience that was asked for is none, and where there would be nothing but people to show */
function shownFor({ viewer, as }: Watching, dryRun: boolean): Shown {
  try {
    return { grant: viewer() };
  } catch (error) {
    if (!(error instanceof RollcallError) || dryRun) throw error;
    if (error.code === "expired" || as === undefined) return { withheld: error };
    throw error;
  }
}

/** The same of one directory: what the right to names is not of is read all the same, and nobody of it is named. */
function shownOf(shown: Shown, directory: string): Shown {
  if (!("grant" in shown) || shown.grant === undefined || covers(shown.grant, directory)) return shown;
  return { withheld: beyond(shown.grant, directory) };
}

/** Puts on the record what is to be there before anything is read, told or shown. */
async function begin(invocation: Invocation, { context, record }: Watching, shown: Shown): Promise<void> {
  const { output } = invocation;
  const { store, clock } = context;
  const dryRun = flag(invocation, "dryRun");
  if (!dryRun) showRecorded(output, await recordPurpose(context, record));
  if ("withheld" in shown || shown.grant === undefined) return;
  output.note(shownText(shown.grant));
  if (dryRun) await recordView({ store, clock, grant: shown.grant }, "sweep", { what: null });
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

/** Lets go of what is due, so that whoever has a scheduler sweep needs nothing else for it. @returns the exit code */
async function letGo(output: Output, { context, retention, aliases }: Watching): Promise<number> {
  try {
    const done = await keepUp(context, { retention, watched: aliases }, "once");
    const text = letGoText(done);
    if (text !== undefined) output.note(text);
    return 0;
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code === "interrupted") throw error;
    output.note(errorText(error));
    return exitCode(error);
  }
}

/** Shows what each reading would have told, and keeps nothing of it. */
async function rehearsed(context: Context, shown: Shown, output: Output): Promise<Context> {
  const before = new Map((await context.store.notifications({})).map(({ id, version }) => [id, version]));
  const store = rehearsal(context.store, async (everything) => {
    const reader = limitedStore(everything, "grant" in shown ? shown.grant : undefined);
    const previews = new Map<string, { readonly view: Disclosed<IncidentView>; readonly told: Destination[] }>();
    for (const notification of await reader.notifications({ state: "waiting" })) {
      if (before.get(notification.id) === notification.version) continue;
      const destination = context.destinations.find(({ name }) => name === notification.destination);
      const view = destination && (await preview(reader, destination, notification, context.clock.now()));
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
  { shown, ...context }: Context & { readonly shown: Shown },
  directory: Directory,
  details: number | "all",
): Promise<number> {
  const { output } = invocation;
  const json = flag(invocation, "json");
  const isWithheld = "withheld" in shown;
  let told: Outcome | undefined;
  const fields: StoredChange[] = [];
  const tell = async (outcome: Outcome): Promise<void> => {
    output.status("");
    const { sweep: reading, changes, departures } = outcome;
    if (!isWithheld && changes.length + departures.length > 0)
      await onRecord(invocation, context, shown, reading, changes);
    told = outcome;
    if (json) {
      if (!isWithheld) for (const change of changes) output.json(changeJson(change));
    } else if (isWithheld) output.line(journalText(output, reading));
    else {
      const colleagues = (of: readonly string[]) => context.store.colleagues(reading.directory, of);
      await showOutcome(output, outcome, colleagues, all(invocation));
    }
  };
  try {
    const { sweep: reading } = await sweep(context, directory, {
      details: { limit: details },
      onOutcome: tell,
      onChange: (change) => {
        if (!isWithheld) fields.push(change);
      },
    });
    return exitCodeOf(reading);
  } catch (error) {
    // One directory that cannot be read does not keep the others from being read.
    if (!(error instanceof RollcallError) || error.code === "interrupted") throw error;
    output.note(errorText(error));
    return exitCode(error);
  } finally {
    output.status("");
    if (!isWithheld && told !== undefined && fields.length > 0) {
      await onRecord(invocation, context, shown, told.sweep, fields);
    }
    if (json) {
      for (const change of fields) output.json(changeJson(change));
      // The last line of a directory, also where reading its fields failed: the list was read, compared and kept.
      if (told !== undefined) output.json(isWithheld ? journalJson(told.sweep) : sweepJson(told.sweep));
    } else if (fields.length > 0) {
      output.line();
      output.line(output.style("bold", `${counted(fields.length, "change")} in custom fields`));
      showChanges(output, changeViews(fields), all(invocation));
    }
  }
}

/** How many rows are shown. */
function all(invocation: Invocation): number {
  return flag(invocation, "all") ? Infinity : ROWS;
}

/** What is shown by a grant is on the record with it; what the operator sees is in the entry of the reading. */
async function onRecord(
  invocation: Invocation,
  { store, clock }: Context,
  { grant }: Extract<Shown, { grant: unknown }>,
  reading: Sweep,
  changes: readonly StoredChange[],
): Promise<void> {
  if (grant === undefined || flag(invocation, "dryRun")) return;
  await recordView({ store, clock, grant }, "sweep", { what: reading.id, changes: changes.length });
}
