import type { ReadingRules } from "../app/take-reading.ts";
import { readDumps, type DumpOptions } from "../connectors/file/read-dumps.ts";
import { guidOf } from "../connectors/ldap/entry.ts";
import { endedBy } from "../connectors/ldap/status.ts";
import { slackUsers } from "../connectors/slack/map.ts";
import type { Snapshot } from "../core/directory/snapshot.ts";
import { type Choice, dumpAt, dumpRules } from "./dump-choice.ts";

export { readDumps };

/** Dated dumps, and how they are to be understood. */
export function openDumps(choice: Choice): {
  readonly rules: ReadingRules;
  readonly read: (paths: readonly string[]) => AsyncIterable<Snapshot>;
} {
  const options = dumpOptions(choice);
  return { rules: dumpRules(choice), read: (paths) => readDumps(paths, options) };
}

export function dumpOptions(choice: Choice): DumpOptions {
  const at = dumpAt(choice);
  return {
    slack: slackUsers,
    ldap: { guidOf, endedBy },
    ...(choice.directory === undefined ? {} : { directory: choice.directory }),
    ...(choice.key === undefined ? {} : { key: choice.key }),
    ...(at === undefined ? {} : { at }),
  };
}
