import type { Directory } from "../../app/directory.ts";
import { sweep } from "../../app/sweep.ts";
import type { StoredChange } from "../../app/ports.ts";
import type { Outcome } from "../../app/take-reading.ts";
import { exitCode, RollcallError } from "../../core/errors.ts";
import { counted } from "../../messages/words.ts";
import { openWatching, type Watching } from "../../wire.ts";
import { choice, flag, type Invocation, progressOn, type Run, textOption } from "../command.ts";
import { ROWS, showChanges } from "../show/changes.ts";
import { errorText } from "../show/error.ts";
import { changeJson, changeViews, exitCodeOf, showOutcome, sweepJson } from "../show/outcome.ts";

/** One full reading of each directory of the settings, or of one. The exit code is the worst reading's. */
export const run: Run = async (invocation) => {
  const details = fieldsOption(invocation);
  const watching = await openWatching(choice(invocation), invocation.args[0], progressOn(invocation.output));
  let worst = 0;
  try {
    for (const directory of watching.directories) {
      worst = Math.max(worst, await sweepOne(invocation, watching, directory, details));
    }
  } finally {
    await watching.close();
  }
  return worst;
};

async function sweepOne(
  invocation: Invocation,
  { context }: Watching,
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
      details,
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

function fieldsOption(invocation: Invocation): number | "all" {
  const text = textOption(invocation, "fields") ?? "100";
  if (text === "all") return "all";
  if (text === "none") return 0;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RollcallError("usage", `--fields ${text}: give a number, all or none.`);
}
