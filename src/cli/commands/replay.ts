import { intoStore } from "../../app/into-store.ts";
import { replay } from "../../app/replay.ts";
import { sweepJson } from "../../messages/explanation.ts";
import type { Outcome } from "../../app/take-reading.ts";
import type { StoredChange } from "../../app/ports.ts";
import { counted } from "../../messages/words.ts";
import { openStore } from "../../wire/context.ts";
import { openDumps } from "../../wire/dumps.ts";
import { choice, flag, type Run, textOption } from "../command.ts";
import { ROWS, showChanges } from "../show/changes.ts";
import { changeJson, changeViews, hintAtAbsence, showSweep } from "../show/outcome.ts";

/** Dated dumps in order, as if they had been watched: in memory, unless `--into` says where to keep what is found. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const json = flag(invocation, "json");
  const into = textOption(invocation, "into");
  const dumps = openDumps(choice(invocation));
  if (into !== undefined) {
    // Bad input writes nothing: everything is read once before the first snapshot is kept.
    for await (const _ of dumps.read(args)) continue;
  }
  const store = await openStore(into);
  // Lines wait until the input has been read to its end, so that a fault in it is not found below half of an answer.
  const told: StoredChange[] = [];
  const readings: Outcome[] = [];
  const lines: unknown[] = [];
  try {
    await replay(intoStore(store, dumps.rules), dumps.read(args), dumps.rules, {
      change: (change) => {
        told.push(change);
        if (json) lines.push(changeJson(change));
      },
      reading: (outcome) => {
        readings.push(outcome);
        if (json && outcome.sweep.health !== "ok") lines.push(sweepJson(outcome.sweep));
        output.status(`${counted(readings.length, "snapshot")} read`);
      },
    });
  } finally {
    await store.close();
  }
  output.status("");
  if (json) {
    for (const line of lines) output.json(line);
    return 0;
  }
  for (const { sweep } of readings) if (sweep.health !== "ok") showSweep(output, sweep);
  if (told.length > 0) {
    const views = changeViews(told);
    showChanges(output, views, flag(invocation, "all") ? Infinity : ROWS);
    output.line();
  }
  output.line(summary(readings, told));
  hintAtAbsence(output, told);
  return 0;
};

function summary(readings: readonly Outcome[], told: readonly StoredChange[]): string {
  const kinds = new Map<string, number>();
  for (const { change, confirmed } of told) {
    const kind = confirmed ? change : `${change} (unconfirmed)`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const unsound = readings.filter(({ sweep }) => sweep.health !== "ok").length;
  return [
    counted(readings.length, "snapshot"),
    ...(unsound === 0 ? ["all healthy"] : [`${unsound} not healthy`]),
    ...[...kinds].map(([kind, n]) => `${n} ${kind}`),
  ].join(", ");
}
