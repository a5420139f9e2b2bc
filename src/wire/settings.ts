import { existsSync } from "node:fs";
import { homedir } from "node:os";
import type { CheckpointRules } from "../app/checkpoints.ts";
import type { Context } from "../app/context.ts";
import type { Destination } from "../app/destination.ts";
import type { Directory } from "../app/directory.ts";
import type { LiveEvent, Receiver } from "../app/live.ts";
import type { Clock, Progress, Store } from "../app/ports.ts";
import { systemClock } from "../clock.ts";
import { auditFiles } from "../config/audit-files.ts";
import { loadSettings, type LoadedSettings } from "../config/load.ts";
import { defaultStorePath } from "../config/places.ts";
import { resolveDestinations, resolveDirectory, resolveHeartbeat } from "../config/resolve.ts";
import { overlay, readPeople } from "../connectors/file/people.ts";
import { connectors } from "../connectors/index.ts";
import { defined } from "../core/defined.ts";
import { RollcallError } from "../core/errors.ts";
import { withoutSecondRoute } from "../core/notification/second-route.ts";
import type { Secret } from "../core/secret.ts";
import type { CountRules } from "../core/ledger/rules.ts";
import type { WaveRules } from "../core/wave/rules.ts";
import { notifiers } from "../notifiers/index.ts";
import { startReceivers } from "../server/receivers.ts";
import { openSqlite } from "../stores/sqlite.ts";
import { contextOf, interruption } from "./context.ts";

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

/** @param only the aliases of the directories to make ready; all of them without it. */
export async function openSettings(choice: Choice, only?: readonly string[]): Promise<Settings> {
  return settingsOf(await load(choice), choice, only);
}

/** The settings with everything ready that they name: what `config check` looks at. */
export interface WholeSettings extends Settings {
  readonly destinations: readonly Destination[];
  readonly heartbeat: Secret | undefined;
  /** Whose staff are counted, and how that is published; nothing is without it. */
  readonly counts: CountRules | undefined;
  /** How the audit log is signed for the destinations that are told. */
  readonly checkpoints: CheckpointRules;
  /** Where the requests of tools are received. */
  readonly receive: LoadedSettings["watch"]["receive"];
  /** Directories of which nobody would hear that they have gone dark, except through the tool that has. */
  readonly withoutSecondRoute: readonly string[];
}

export async function openWholeSettings(choice: Choice, only?: readonly string[]): Promise<WholeSettings> {
  const loaded = await load(choice);
  const settings = await settingsOf(loaded, choice, only);
  const destinations = await destinationsOf(loaded);
  return {
    ...settings,
    destinations,
    heartbeat: await resolveHeartbeat(loaded, process.env),
    counts: loaded.counts,
    checkpoints: { every: loaded.audit.checkpoint, files: auditFiles(settings.storePath) },
    receive: loaded.watch.receive,
    withoutSecondRoute: withoutSecondRoute(
      [...loaded.directories].map(([id, { kind }]) => ({ id, kind })),
      destinations.map(({ name, rule, notifier, settings: own }) => ({
        name,
        rule,
        ...defined({ through: notifier.through?.(own) }),
      })),
    ),
  };
}

/** What a command needs that reads tools, writes the store and tells destinations. */
export interface Watching extends WholeSettings {
  readonly context: Context;
  /** Opens what tools send their events to. */
  readonly receiving: (
    receivers: readonly Receiver[],
    tell: (event: LiveEvent) => void,
  ) => Promise<{ readonly port: number; readonly close: () => Promise<void> }>;
  readonly close: () => Promise<void>;
}

export async function openWatching(
  choice: Choice,
  only: readonly string[] | undefined,
  progress: Progress,
): Promise<Watching> {
  const settings = await openWholeSettings(choice, only);
  const store = await openSqlite({ path: settings.storePath });
  const { signal, release } = interruption();
  return {
    ...settings,
    context: contextOf({ store, progress, signal, destinations: settings.destinations }),
    receiving: (receivers, tell) => startReceivers({ ...settings.receive, receivers, clock: systemClock, tell }),
    close: async () => {
      release();
      await store.close();
    },
  };
}

/** The store alone, for commands that ask no tool. */
export interface Reading {
  readonly store: Store;
  /** The store's file. */
  readonly path: string;
  readonly clock: Clock;
  /** By directory: from one sweep to the next, in milliseconds; of a store without its settings nothing is known. */
  readonly every: ReadonlyMap<string, number>;
  /** What the settings say of waves; the usual without them. */
  readonly waves: WaveRules;
}

export async function openReading(choice: Choice): Promise<Reading> {
  const loaded = choice.store === undefined ? await load(choice) : undefined;
  const path = choice.store ?? (loaded === undefined ? defaultStorePath(surroundings()) : storePathOf(loaded, choice));
  // Opening would make it, and an empty store has the answer to no question.
  if (choice.store !== undefined && !existsSync(choice.store)) {
    throw new RollcallError("usage", `--store ${choice.store}: there is no such file.`);
  }
  const every = [...(loaded?.directories ?? [])].map(([id, one]) => [id, one.every ?? loaded?.watch.every] as const);
  return {
    store: await openSqlite({ path }),
    path,
    clock: systemClock,
    every: new Map(every.flatMap(([id, ms]) => (ms === undefined ? [] : [[id, ms]]))),
    waves: loaded?.waves ?? {},
  };
}

async function settingsOf(loaded: LoadedSettings, choice: Choice, only?: readonly string[]): Promise<Settings> {
  return {
    file: loaded.file,
    directories: await directoriesOf(loaded, only ?? [...loaded.directories.keys()]),
    purpose: loaded.purpose?.text,
    storePath: storePathOf(loaded, choice),
  };
}

async function load(choice: Choice): Promise<LoadedSettings> {
  return loadSettings({
    ...surroundings(),
    connectors,
    notifiers,
    ...(choice.config === undefined ? {} : { config: choice.config }),
  });
}

function surroundings(): { env: NodeJS.ProcessEnv; cwd: string; home: string } {
  return { env: process.env, cwd: process.cwd(), home: home() };
}

/** Without HOME, a user whom the machine does not know by name (the number of a container) has no home folder. */
function home(): string {
  try {
    return homedir();
  } catch {
    return "/";
  }
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

export async function directoryOf(loaded: LoadedSettings, alias: string): Promise<Directory> {
  const { kind, settings, attributes, every } = await resolveDirectory(loaded, alias, process.env);
  const people = attributes === undefined ? undefined : await readPeople(attributes.from, attributes.key);
  return {
    id: alias,
    connector: ofKind(connectors, kind),
    settings,
    rules: loaded.departures,
    waves: loaded.waves,
    every,
    ...(people === undefined ? {} : { overlay: (account) => overlay(account, people) }),
  };
}

async function destinationsOf(loaded: LoadedSettings): Promise<Destination[]> {
  const resolved = await resolveDestinations(loaded, process.env);
  return resolved.map(({ kind, ...destination }) => ({ ...destination, notifier: ofKind(notifiers, kind) }));
}

function ofKind<T extends { readonly kind: string }>(registry: readonly T[], kind: string): T {
  const found = registry.find((candidate) => candidate.kind === kind);
  if (found === undefined) throw new Error(`the settings let through the kind ${kind}`);
  return found;
}
