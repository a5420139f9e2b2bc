import { existsSync } from "node:fs";
import { replay } from "../../app/replay.ts";
import type { StoredChange } from "../../app/ports.ts";
import type { Outcome } from "../../app/take-reading.ts";
import type { Departure } from "../../core/directory/departure.ts";
import { openDiff, openStore } from "../../wire.ts";
import { choice, flag, progressOn, type Run } from "../command.ts";
import { changeJson, exitCodeOf, showOutcome, showSweep, sweepJson } from "../show/outcome.ts";

/** What changed between two dumps, or between a dump and a directory as it is now. In memory; keeps nothing. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const json = flag(invocation, "json");
  const [before = "", after = ""] = args;
  const isFile = (path: string): boolean => path === "-" || existsSync(path);
  const { snapshots, rules } = await openDiff(before, after, choice(invocation), isFile, progressOn(output));
  const store = await openStore();
  const changes: StoredChange[] = [];
  const readings: Outcome[] = [];
  let held: readonly Departure[];
  try {
    held = await replay(store, snapshots, rules, {
      change: (change) => changes.push(change),
      reading: (outcome) => readings.push(outcome),
    });
    const unsound = readings.find(({ sweep }) => !sweep.complete || sweep.health === "empty");
    const after = readings.at(-1);
    if (json) {
      for (const change of changes) output.json(changeJson(change));
      for (const { sweep } of readings) if (sweep.health !== "ok") output.json(sweepJson(sweep));
    } else if (after !== undefined) {
      const { entries } = await store.roster(after.sweep.directory);
      for (const { sweep } of readings.slice(0, -1)) if (sweep.health !== "ok") showSweep(output, sweep);
      showOutcome(output, { ...after, first: false, changes, departures: [...after.departures, ...held] }, entries.values(), flag(invocation, "all"));
    }
    return unsound === undefined ? 0 : exitCodeOf(unsound.sweep);
  } finally {
    await store.close();
  }
};
