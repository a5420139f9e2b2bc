import { existsSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { basename, dirname } from "node:path";
import type { Context } from "./app/context.ts";
import type { Directory } from "./app/directory.ts";
import type { Clock, Connector, Http, Progress, Store } from "./app/ports.ts";
import type { ReadingRules } from "./app/take-reading.ts";
import { SecretRef } from "./app/secret-ref.ts";
import { rulesFor } from "./app/sweep.ts";
import { fastClock, systemClock } from "./clock.ts";
import { defaultStorePath } from "./config/places.ts";
import { loadSettings, type LoadedSettings, parseSettings } from "./config/load.ts";
import { resolveDirectory } from "./config/resolve.ts";
import { resolveSecret } from "./config/secrets.ts";
import { settingsTemplate } from "./config/template.ts";
import { connectors } from "./connectors/index.ts";
import { fromFileName } from "./connectors/file/file-name.ts";
import { overlay, readPeople } from "./connectors/file/people.ts";
import { readDumps, type DumpOptions } from "./connectors/file/read-dumps.ts";
import { slackManifest } from "./connectors/slack/manifest.ts";
import { mapSlackUser } from "./connectors/slack/map.ts";
import { slackScopes } from "./connectors/slack/scopes.ts";
import type { Snapshot } from "./core/directory/snapshot.ts";
import { RollcallError } from "./core/errors.ts";
import { type Instant, parseInstant, SECOND } from "./core/time.ts";
import { type Company, openCompany, START } from "./demo/company.ts";
import { createHttp } from "./http/client.ts";
import { openSqlite } from "./stores/sqlite.ts";

// The only file that knows every side. It makes what the commands work with; it decides nothing.

const HTTP = { timeoutMs: 30 * SECOND, maxBytes: 64 * 1024 * 1024, userAgent: "Rollcall" };

/** Options of the command line that choose settings, store or dumps. */
export interface Choice {
  readonly config?: string;
  readonly store?: string;
  readonly key?: string;
  readonly absent?: string;
  readonly at?: string;
  readonly directory?: string;
}

/** The settings with their directories ready to be read. */
export interface Settings {
  readonly file: string;
  readonly directories: readonly Directory[];
  readonly purpose: string | undefined;
  readonly storePath: string;
}

/** @param only the alias of the one directory to make ready; all of them without it. */
export async function openSettings(choice: Choice, only?: string): Promise<Settings> {
  const loaded = await load(choice);
  const aliases = only === undefined ? [...loaded.directories.keys()] : [only];
  return {
    file: loaded.file,
    directories: await directoriesOf(loaded, aliases),
    purpose: loaded.purpose?.text,
    storePath: storePathOf(loaded, choice),
  };
}

/** What a command needs that reads tools and writes the store. */
export interface Watching extends Settings {
  readonly context: Context;
  readonly close: () => Promise<void>;
}

export async function openWatching(choice: Choice, only: string | undefined, progress: Progress): Promise<Watching> {
  const settings = await openSettings(choice, only);
  const store = await openSqlite({ path: settings.storePath });
  const { signal, release } = interruption();
  return {
    ...settings,
    context: contextOf({ store, progress, signal }),
    close: async () => {
      release();
      await store.close();
    },
  };
}

/** The store alone, for commands that ask no tool. */
export async function openReading(choice: Choice): Promise<{ readonly store: Store; readonly clock: Clock }> {
  const path = choice.store ?? storePathOf(await load(choice), choice);
  // Opening would make it, and an empty store has the answer to no question.
  if (choice.store !== undefined && !existsSync(choice.store)) {
    throw new RollcallError("usage", `--store ${choice.store}: there is no such file.`);
  }
  return { store: await openSqlite({ path }), clock: systemClock };
}

/** A store in memory, or in `path`. */
export function openStore(path?: string): Promise<Store> {
  return openSqlite({ path: path ?? ":memory:" });
}

export function contextOf(parts: {
  readonly store: Store;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly http?: Http;
}): Context {
  return {
    clock: systemClock,
    http: createHttp(HTTP),
    holder: `${hostname()}:${process.pid}`,
    isGone: isGoneFrom(hostname()),
    ...parts,
  };
}

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
  const [target] = (await openSettings(choice, after)).directories;
  if (target === undefined)
    throw new RollcallError("usage", `${after}: neither a file nor a directory of the settings.`);
  const context = contextOf({ store: await openStore(), progress });
  const now = async function* (): AsyncGenerator<Snapshot> {
    yield await target.connector.snapshot({ ...context, directory, settings: target.settings });
  };
  return { rules: rulesFor(context, target), snapshots: pair(only(before), now()) };
}

/** What `init` has asked. */
export interface InitAnswers {
  readonly alias: string;
  readonly secret: { readonly env: string } | { readonly file: string };
  readonly purpose: string;
  readonly authorisedBy: string;
  readonly contact: string;
  readonly channels: boolean;
  readonly fields: { readonly location?: string; readonly team?: string };
  readonly api?: string;
}

/**
 * The token of `init`, asked live: who answers, and which scopes are missing.
 * @param file where the settings are to be written; what they name counts from its folder.
 */
export async function checkAccess(
  answers: InitAnswers,
  file: string,
): Promise<{ readonly identity?: string; readonly title?: string; readonly missing: readonly string[] }> {
  const loaded = parseSettings(settingsText(answers), { file, label: basename(file) }, connectors);
  // Looked up by itself first: a line and column of a file that is not written yet would send people looking for it.
  const { secret } = answers;
  const ref = "env" in secret ? new SecretRef("env", secret.env) : new SecretRef("file", secret.file);
  await resolveSecret(ref, { env: process.env, baseDir: dirname(file) });
  const directory = await directoryOf(loaded, answers.alias);
  const { connector, settings } = directory;
  const { scopes, ...check } = await connector.check({
    directory: directory.id,
    settings,
    clock: systemClock,
    http: createHttp(HTTP),
    progress: () => {},
  });
  const missing = connector
    .scopes(settings)
    .filter(({ name, required }) => required && scopes?.includes(name) === false);
  return { ...check, missing: missing.map(({ name }) => name) };
}

/** The settings file that the answers make. */
export function settingsText({ api, channels, fields, ...answers }: InitAnswers): string {
  return settingsTemplate({
    kind: "slack",
    ...answers,
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...(channels ? { channels } : {}),
    ...(api === undefined ? {} : { api }),
  });
}

/** The Slack app that these answers need. */
export function manifestFor({ channels, fields }: InitAnswers): string {
  return slackManifest(slackScopes({ channels, ...(Object.keys(fields).length === 0 ? {} : { fields }) }));
}

/** The simulated company, with everything that watches it. */
export interface Demo {
  readonly company: Company;
  readonly context: Context;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}

export async function openDemo(seed: number, speed: number): Promise<Demo> {
  const clock = fastClock(START, speed);
  const company = await openCompany(seed, clock);
  const store = await openStore();
  const { signal, release } = interruption();
  return {
    company,
    clock,
    context: contextOf({ store, clock, signal, progress: () => {} }),
    close: async () => {
      release();
      await company.workspace.close();
      await store.close();
    },
  };
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

async function load(choice: Choice): Promise<LoadedSettings> {
  return loadSettings({
    ...surroundings(),
    connectors,
    ...(choice.config === undefined ? {} : { config: choice.config }),
  });
}

function surroundings(): { env: NodeJS.ProcessEnv; cwd: string; home: string } {
  return { env: process.env, cwd: process.cwd(), home: homedir() };
}

function storePathOf(loaded: LoadedSettings, choice: Choice): string {
  return choice.store ?? loaded.storePath ?? defaultStorePath(surroundings());
}

/** All of them, or one error with what is wrong with each. */
async function directoriesOf(loaded: LoadedSettings, aliases: readonly string[]): Promise<Directory[]> {
  const directories: Directory[] = [];
  const faults: RollcallError[] = [];
  for (const alias of aliases) {
    try {
      directories.push(await directoryOf(loaded, alias));
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      faults.push(error);
    }
  }
  const [first] = faults;
  if (first === undefined) return directories;
  throw faults.length === 1 ? first : new RollcallError(first.code, faults.map(({ message }) => message).join("\n"));
}

async function directoryOf(loaded: LoadedSettings, alias: string): Promise<Directory> {
  const { kind, settings, attributes } = await resolveDirectory(loaded, alias, process.env);
  const people = attributes === undefined ? undefined : await readPeople(attributes.from, attributes.key);
  return {
    id: alias,
    connector: connectorOf(kind),
    settings,
    rules: loaded.departures,
    ...(people === undefined ? {} : { overlay: (account) => overlay(account, people) }),
  };
}

function connectorOf(kind: string): Connector {
  const connector = connectors.find((candidate) => candidate.kind === kind);
  if (connector === undefined) throw new Error(`the settings let through the kind ${kind}`);
  return connector;
}

function dumpOptions(choice: Choice): DumpOptions {
  const at = choice.at === undefined ? undefined : parseInstant(choice.at);
  if (choice.at !== undefined && at === undefined) {
    throw new RollcallError("usage", `--at ${choice.at}: give an ISO date such as 2026-11-23 or 2026-11-23T10:00Z.`);
  }
  return {
    mapSlackUser,
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

/** A signal that fires at SIGINT or SIGTERM; the second one ends the process at once, as people expect. */
function interruption(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    release: () => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}

/** A holder on this machine whose process does not exist any more; of other machines nothing is known. */
function isGoneFrom(host: string): (holder: string) => boolean {
  return (holder) => {
    const [on, pid] = [holder.slice(0, holder.lastIndexOf(":")), Number(holder.slice(holder.lastIndexOf(":") + 1))];
    if (on !== host || !Number.isInteger(pid)) return false;
    try {
      process.kill(pid, 0);
      return false;
    } catch (error) {
      return error instanceof Error && "code" in error && error.code === "ESRCH";
    }
  };
}
