import { beyond, grantFor } from "../app/named-view.ts";
import type { Progress } from "../app/ports.ts";
import { rulesFor } from "../app/sweep.ts";
import type { ReadingRules } from "../app/take-reading.ts";
import { systemClock } from "../clock.ts";
import { fromFileName } from "../connectors/file/file-name.ts";
import { readDumps, type DumpOptions } from "../connectors/file/read-dumps.ts";
import { guidOf } from "../connectors/ldap/entry.ts";
import { endedBy } from "../connectors/ldap/status.ts";
import { mapSlackUser } from "../connectors/slack/map.ts";
import type { Snapshot } from "../core/directory/snapshot.ts";
import { covers } from "../core/disclosure/grant.ts";
import { RollcallError } from "../core/errors.ts";
import { type Instant, parseInstant } from "../core/time.ts";
import { openStore, contextOf } from "./context.ts";
import { askedAs, type Choice, openSettings } from "./settings.ts";

/** Dated dumps, and how they are to be understood. */
export function openDumps(choice: Choice): {
  readonly rules: ReadingRules;
  readonly read: (paths: readonly string[]) => AsyncIterable<Snapshot>;
} {
  const options = dumpOptions(choice);
  return { rules: dumpRules(choice), read: (paths) => readDumps(paths, options) };
}

/** Two snapshots to compare: two dumps, or a dump and a directory of the settings as it is now. */
export async function openDiff(
  before: string,
  after: string,
  choice: Choice,
  isFile: (path: string) => boolean,
  progress: Progress,
): Promise<{ readonly rules: ReadingRules; readonly snapshots: AsyncIterable<Snapshot> }> {
  const directory = choice.directory ?? (isFile(after) ? `file:${fromFileName(after).name}` : after);
  const options = { ...dumpOptions(choice), directory, allowFileTime: true };
  const [from, to] = [datedName(before), datedName(after)];
  if (from !== undefined && to !== undefined && from > to) {
    throw new RollcallError("usage", `${before} is dated after ${after}: give the earlier dump first.`);
  }
  const only = (path: string): AsyncIterable<Snapshot> => single(readDumps([path], options), path);
  if (isFile(after)) return { rules: dumpRules(choice), snapshots: pair(only(before), only(after)) };
  if (/[./\\]/.test(after)) throw new RollcallError("bad_file", `${after}: there is no such file; check its name.`);
  const settings = await openSettings(choice, [after]);
  // A directory as it is now is nobody's own file: what is shown of it is shown by right.
  const grant = grantFor(settings.audiences, askedAs(choice), systemClock.now());
  if (grant !== undefined && !covers(grant, after)) throw beyond(grant, after);
  const [target] = settings.directories;
  if (target === undefined)
    throw new RollcallError("usage", `${after}: neither a file nor a directory of the settings.`);
  const context = contextOf({ store: await openStore(), progress });
  const now = async function* (): AsyncGenerator<Snapshot> {
    yield await target.connector.snapshot({ ...context, directory, settings: target.settings });
  };
  return { rules: rulesFor(context, target), snapshots: pair(only(before), now()) };
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

function dumpOptions(choice: Choice): DumpOptions {
  const at = choice.at === undefined ? undefined : parseInstant(choice.at);
  if (choice.at !== undefined && at === undefined) {
    throw new RollcallError("usage", `--at ${choice.at}: give an ISO date such as 2026-11-23 or 2026-11-23T10:00Z.`);
  }
  return {
    mapSlackUser,
    ldap: { guidOf, endedBy },
    ...(choice.directory === undefined ? {} : { directory: choice.directory }),
    ...(choice.key === undefined ? {} : { key: choice.key }),
    ...(at === undefined ? {} : { at }),
  };
}

function dumpRules(choice: Choice): ReadingRules {
  return {
    kind: "file",
    absence: choice.absent === "left" ? "counts" : "proves nothing",
    departures: { demotion: false },
  };
}
