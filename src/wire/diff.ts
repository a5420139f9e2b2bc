import type { Progress } from "../app/ports.ts";
import type { ReadingRules } from "../app/take-reading.ts";
import { dumpDate } from "../connectors/file/dump-date.ts";
import { fromFileName } from "../connectors/file/file-name.ts";
import { type Pair, slackPair } from "../connectors/file/slack-pair.ts";
import { slackUsersCompared } from "../connectors/slack/alike.ts";
import { completeSnapshot, type Snapshot } from "../core/directory/snapshot.ts";
import { defined } from "../core/defined.ts";
import { RollcallError } from "../core/errors.ts";
import type { Instant } from "../core/time.ts";
import { type Choice, dumpAt, dumpRules } from "./dump-choice.ts";

// What only some comparisons need is loaded by those: of two dumps of Slack that hardly differ, hardly anything is.

export interface Diff {
  readonly rules: ReadingRules;
  readonly snapshots: AsyncIterable<Snapshot>;
  /** How many accounts are in both snapshots, the same in both, and were not parsed. */
  readonly leftOut?: number;
  /** These, by status, kind and place; none where nobody asked. */
  readonly alike: Pair["alike"];
}

/**
 * Two snapshots to compare: two dumps, or a dump and a directory of the settings as it is now.
 * @param counted whether those who are the same in both are to be counted
 */
export async function openDiff(
  before: string,
  after: string,
  choice: Choice,
  given: { readonly isFile: (path: string) => boolean; readonly progress: Progress; readonly counted: boolean },
): Promise<Diff> {
  const { isFile } = given;
  const dates = { ...defined({ at: dumpAt(choice) }), allowFileTime: true };
  const directory = choice.directory ?? (isFile(after) ? `file:${fromFileName(after).name}` : after);
  const [from, to] = [datedName(before), datedName(after)];
  if (from !== undefined && to !== undefined && from > to) {
    throw new RollcallError("usage", `${before} is dated after ${after}: give the earlier dump first.`);
  }
  if (isFile(after)) {
    const lean =
      before !== "-" && after !== "-" ? await leanDiff([before, after], directory, dates, given.counted) : undefined;
    if (lean !== undefined) return { rules: dumpRules(choice), ...lean };
  } else if (/[./\\]/.test(after)) {
    throw new RollcallError("bad_file", `${after}: there is no such file; check its name.`);
  }
  const { dumpOptions, readDumps } = await import("./dumps.ts");
  const options = { ...dumpOptions(choice), directory, allowFileTime: true };
  const only = (path: string): AsyncIterable<Snapshot> => single(readDumps([path], options), path);
  if (isFile(after)) return { rules: dumpRules(choice), snapshots: pair(only(before), only(after)), alike: [] };
  const { openDirectoryNow } = await import("./directory-now.ts");
  const { rules, now } = await openDirectoryNow(after, choice, directory, given.progress);
  return { rules, snapshots: pair(only(before), now()), alike: [] };
}

async function leanDiff(
  paths: readonly [string, string],
  directory: string,
  dates: Parameters<typeof dumpDate>[1],
  counted: boolean,
): Promise<Omit<Diff, "rules"> | undefined> {
  const found = await slackPair(...paths, slackUsersCompared, counted);
  if (found === undefined) return undefined;
  const at = [dumpDate(paths[0], dates), dumpDate(paths[1], dates)] as const;
  if (at[0] === undefined || at[1] === undefined) return undefined;
  const unchanged = { size: found.unchanged, has: (id: string) => !parsed.has(id) };
  const parsed = new Set([...found.before, ...found.after].map(({ id }) => id));
  const snapshot = (accounts: Pair["before"], takenAt: Instant): Snapshot => ({
    ...completeSnapshot({ directory, startedAt: takenAt, takenAt, accounts, notes: [], endMarker: "end of the list" }),
    unchanged,
  });
  const [first, second] = [snapshot(found.before, at[0]), snapshot(found.after, at[1])];
  return { snapshots: pair(of(first), of(second)), leftOut: found.unchanged, alike: found.alike };
}

async function* of(snapshot: Snapshot): AsyncGenerator<Snapshot> {
  yield snapshot;
}

async function* single(snapshots: AsyncIterable<Snapshot>, path: string): AsyncGenerator<Snapshot> {
  let first = true;
  for await (const snapshot of snapshots) {
    if (!first)
      throw new RollcallError("bad_file", `${path}: holds more than one snapshot; rollcall replay reads such a file.`);
    first = false;
    yield snapshot;
  }
}

function datedName(path: string): Instant | undefined {
  return path === "-" ? undefined : fromFileName(path).at;
}

/** Two readings in the order in which they were named, whatever the times of their files: copying a file changes its time. */
async function* pair(before: AsyncIterable<Snapshot>, after: AsyncIterable<Snapshot>): AsyncGenerator<Snapshot> {
  const earlier: Snapshot[] = [];
  for await (const snapshot of before) earlier.push(snapshot);
  for await (const snapshot of after) {
    for (const first of earlier.splice(0)) {
      const at = Math.min(first.takenAt, snapshot.takenAt);
      yield { ...first, startedAt: Math.min(first.startedAt, at), takenAt: at };
    }
    yield snapshot;
  }
}
