import { existsSync } from "node:fs";
import { sweepJson } from "../../messages/explanation.ts";
import { replay } from "../../app/replay.ts";
import { inMemory } from "../../app/taker.ts";
import type { StoredChange } from "../../app/ports.ts";
import type { Outcome } from "../../app/take-reading.ts";
import type { Health } from "../../core/directory/health.ts";
import { openDiff } from "../../wire/diff.ts";
import { choice, flag, progressOn, type Run } from "../command.ts";
import { ROWS } from "../show/changes.ts";
import { changeJson, exitCodeOf, hintAtAbsence, showOutcome, showSweep } from "../show/outcome.ts";

const COMPARED = new Set<Health>(["ok", "short", "scope_lost"]);

/** What changed between two dumps, or between a dump and a directory as it is now. In memory; keeps nothing. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const json = flag(invocation, "json");
  const [earlier = "", later = ""] = args;
  const isFile = (path: string): boolean => path === "-" || existsSync(path);
  const given = { isFile, progress: progressOn(output), counted: !json };
  const { snapshots, rules, leftOut, alike } = await openDiff(earlier, later, choice(invocation), given);
  const taker = inMemory(rules, leftOut);
  const changes: StoredChange[] = [];
  const readings: Outcome[] = [];
  const held = await replay(taker, snapshots, rules, {
    change: (change) => {
      // What the first reading says of itself had happened before either.
      if (readings.length > 0) changes.push(change);
    },
    reading: (outcome) => readings.push(outcome),
  });
  const unsound = readings.find(({ sweep }) => !COMPARED.has(sweep.health) || !sweep.complete);
  const after = readings.at(-1);
  if (unsound !== undefined) {
    // Without two readings that are believed there is nothing to compare, and so nothing to say of anybody.
    if (json) output.json(sweepJson(unsound.sweep));
    else showSweep(output, unsound.sweep);
    return exitCodeOf(unsound.sweep);
  }
  if (after === undefined) return 0;
  if (json) {
    for (const change of changes) output.json(changeJson(change));
    if (after.sweep.health !== "ok") output.json(sweepJson(after.sweep));
    return 0;
  }
  const { entries } = await taker.roster(after.sweep.directory);
  const departures = [
    ...new Map([...after.departures, ...held].map((departure) => [departure.id, departure])).values(),
  ];
  const limit = flag(invocation, "all") ? Infinity : ROWS;
  const others = alike.map(({ account, count }) => ({ account, presence: "present" as const, many: count }));
  const outcome = { ...after, first: false, changes, departures };
  await showOutcome(output, outcome, async () => [...entries.values(), ...others], limit);
  hintAtAbsence(output, changes);
  return 0;
};
