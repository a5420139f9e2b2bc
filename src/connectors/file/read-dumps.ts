import type { Readable } from "node:stream";
import type { KnownRecords } from "../../app/ports.ts";
import type { Snapshot } from "../../core/directory/snapshot.ts";
import { type Instant, iso } from "../../core/time.ts";
import { type Accounts, snapshotOf } from "./accounts.ts";
import { badFile } from "../../files/bad-file.ts";
import { csvAccounts } from "./csv.ts";
import { dumpDate, type DateOptions } from "./dump-date.ts";
import { fromFileName } from "./file-name.ts";
import { describeFormat, type Format } from "./format.ts";
import { ldifAccounts, type LdapWords } from "./ldif-accounts.ts";
import { ndjsonAccounts } from "./ndjson.ts";
import { slackAccounts, type SlackUsers } from "./slack-dump.ts";
import { fileSource, type Input, standardInput } from "../../files/input.ts";
import { streamSnapshots } from "./stream.ts";

/** How other connectors read what is of their tools; none sees another's folder, so that it is handed over. */
export interface ToolWords {
  readonly slack: SlackUsers;
  readonly ldap: LdapWords;
}

export interface DumpOptions extends ToolWords, DateOptions {
  /** Calls every snapshot so; without it a stream's own name, or `file:` and the file's name without its date. */
  readonly directory?: string;
  /** The column (CSV) or attribute (LDIF) that names an account. */
  readonly key?: string;
  /** What the path `-` reads. */
  readonly stdin?: Readable;
}

/** The accounts of a dump that holds one snapshot, as they are read. @param known for a format in which records can be told apart unparsed */
export function dumpAccounts(
  source: Input,
  format: Exclude<Format, "stream">,
  options: ToolWords & Pick<DumpOptions, "key">,
  known?: KnownRecords,
): Accounts {
  switch (format) {
    case "slack":
      return slackAccounts(source, options.slack, known);
    case "csv":
      return csvAccounts(source, options.key);
    case "ldif":
      return ldifAccounts(source, options.ldap, options.key);
    case "ndjson":
      return ndjsonAccounts(source);
  }
}

/** A snapshot that is still to be read, with its date and place. */
interface Due {
  readonly directory: string;
  readonly at: Instant;
  readonly place: string;
  read(): Promise<Snapshot>;
  /** The next snapshot of the same file; closing any of them closes the file. */
  next(): Promise<Due | undefined>;
  close(): Promise<void>;
}

/**
 * The snapshots of these files in the order of their dates, however the files are ordered. Only one dump is in memory at
 * a time, and one snapshot of each stream.
 * @throws RollcallError `bad_file` for a file that cannot be read, has no date, or repeats a date of its directory.
 */
export async function* readDumps(paths: readonly string[], options: DumpOptions): AsyncGenerator<Snapshot> {
  const sources = sourcesOf(paths, options);
  const opened: Due[] = [];
  const last = new Map<string, { at: Instant; place: string }>();
  try {
    for (const source of sources) {
      const due = await firstDue(source, options);
      if (due !== undefined) opened.push(due);
    }
    refuseEqualDates(opened);
    const dues = [...opened];
    for (let due = takeEarliest(dues); due !== undefined; due = takeEarliest(dues)) {
      refuseBackwards(due, last.get(due.directory));
      last.set(due.directory, due);
      yield await due.read();
      const next = await due.next();
      if (next !== undefined) dues.push(next);
    }
  } finally {
    for (const { close } of [...opened, ...sources]) await close();
  }
}

function sourcesOf(paths: readonly string[], options: DumpOptions): Input[] {
  const input = options.stdin ?? process.stdin;
  if (paths.filter((path) => path === "-").length > 1) throw badFile("-", "standard input can be read only once");
  return paths.map((path) => (path === "-" ? standardInput(input) : fileSource(path)));
}

function takeEarliest(dues: Due[]): Due | undefined {
  const earliest = dues.reduce<Due | undefined>(
    (best, due) => (best === undefined || due.at < best.at ? due : best),
    undefined,
  );
  if (earliest !== undefined) dues.splice(dues.indexOf(earliest), 1);
  return earliest;
}

/** What is known before anything is read is refused before anything is told. */
function refuseEqualDates(dues: readonly Due[]): void {
  const seen = new Map<string, Due>();
  for (const due of dues) {
    const other = seen.get(`${due.at} ${due.directory}`);
    if (other !== undefined) refuseBackwards(due, other);
    seen.set(`${due.at} ${due.directory}`, due);
  }
}

function refuseBackwards(due: Due, before: { at: Instant; place: string } | undefined): void {
  if (before === undefined || due.at > before.at) return;
  const same = due.at === before.at;
  const what = same ? `has the same date as ${before.place}` : `is dated before ${before.place}`;
  throw badFile(
    due.place,
    `the snapshot of ${iso(due.at)} ${what}; each directory needs one snapshot a date, in order`,
  );
}

async function firstDue(source: Input, options: DumpOptions): Promise<Due | undefined> {
  const { format } = await describeFormat(source, options.key);
  if (format === "stream") return dueOfStream(streamSnapshots(source, options.directory), source.place);
  const at = dumpDate(source.path, options);
  if (at === undefined) {
    throw badFile(source.place, "neither the content nor the name gives a date; say with --at when it was taken");
  }
  const directory = options.directory ?? `file:${source.path === undefined ? "stdin" : fromFileName(source.path).name}`;
  return {
    directory,
    at,
    place: source.place,
    read: () => snapshotOf(dumpAccounts(source, format, options), directory, at),
    next: async () => undefined,
    close: async () => {},
  };
}

async function dueOfStream(snapshots: ReturnType<typeof streamSnapshots>, place: string): Promise<Due | undefined> {
  const next = await snapshots.next();
  if (next.done === true) return undefined;
  const { snapshot, line } = next.value;
  return {
    directory: snapshot.directory,
    at: snapshot.takenAt,
    place: `${place}, line ${line}`,
    read: async () => snapshot,
    next: () => dueOfStream(snapshots, place),
    close: async () => void (await snapshots.return(undefined)),
  };
}
