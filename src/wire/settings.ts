import { existsSync } from "node:fs";
import { homedir } from "node:os";
import type { CheckpointRules } from "../app/checkpoints.ts";
import type { Context } from "../app/context.ts";
import type { Destination } from "../app/destination.ts";
import type { Directory } from "../app/directory.ts";
import { loadKinds } from "../app/kinds.ts";
import type { LiveEvent, Receiver } from "../app/live.ts";
import { grantFor } from "../app/named-view.ts";
import type { RecordWatch } from "../app/announce-layoffs.ts";
import type { Clock, Connector, Exposure, Notifier, Progress, Store } from "../app/ports.ts";
import { lastPurpose } from "../app/purpose.ts";
import { readersNamed } from "../app/readers.ts";
import { systemClock } from "../clock.ts";
import { auditFiles } from "../config/audit-files.ts";
import { faultAt, loadSettings, type LoadedSettings } from "../config/load.ts";
import { defaultStorePath } from "../config/places.ts";
import type { Path } from "../config/yaml.ts";
import {
  type ResolvedServe,
  resolveDestinations,
  resolveDirectory,
  resolveHeartbeat,
  resolvePostgres,
  resolveServe,
} from "../config/resolve.ts";
import { keyOf, overlay, readPeople } from "../connectors/file/people.ts";
import { connectorKinds } from "../connectors/index.ts";
import { defined } from "../core/defined.ts";
import type { Grant, OwnAudience } from "../core/disclosure/grant.ts";
import type { PurposeRecord } from "../core/disclosure/purpose.ts";
import { RollcallError } from "../core/errors.ts";
import { withoutSecondRoute } from "../core/notification/second-route.ts";
import type { Secret } from "../core/secret.ts";
import type { CountRules, Readers } from "../core/ledger/rules.ts";
import type { Retention } from "../core/disclosure/retention.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import type { PersonRules } from "../core/person/rules.ts";
import type { Publication } from "../core/record/publication.ts";
import type { WatchList } from "../core/record/watch-list.ts";
import type { WaveRules } from "../core/wave/rules.ts";
import { notifierKinds } from "../notifiers/index.ts";
import { contextOf, interruption } from "./context.ts";
import { ofKind } from "./kinds.ts";
import { personRulesOf } from "./person-mapping.ts";
import { purposeRecordOf } from "./purpose.ts";
import { openStoreAt, type StorePlace } from "./store.ts";

/** Options of the command line that choose settings, store or dumps. */
export interface Choice {
  readonly config?: string;
  readonly store?: string;
  readonly key?: string;
  readonly absent?: string;
  readonly at?: string;
  /** For which audience names are shown; ROLLCALL_AS without it. */
  readonly as?: string;
  readonly directory?: string;
}

/** The settings as they are written, with the code of the kinds that they name. */
export interface Loaded extends LoadedSettings {
  readonly connectors: readonly Connector[];
  readonly notifiers: readonly Notifier[];
}

/** The settings with their directories ready to be read. */
export interface Settings {
  readonly file: string;
  readonly directories: readonly Directory[];
  readonly purpose: string | undefined;
  readonly audiences: readonly OwnAudience[];
  /** What the settings say of the watching, for the record. */
  readonly record: PurposeRecord;
  readonly storePath: string;
  /** The store itself, with what it takes to open it. */
  readonly storePlace: StorePlace;
  /** All directories of the settings, also those that are not made ready. */
  readonly aliases: readonly string[];
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
  /** By what accounts are linked over directories. */
  readonly persons: PersonRules;
  /** Until when accounts of people who left are to be gone; nobody asks without it. */
  readonly offboarding: OffboardingRules | undefined;
  /** How long each kind of data is kept. */
  readonly retention: Retention;
  /** How the audit log is signed for the destinations that are told. */
  readonly checkpoints: CheckpointRules;
  /** Where the requests of tools are received. */
  readonly receive: LoadedSettings["watch"]["receive"];
  /** Where pages and API are. */
  readonly serve: LoadedSettings["serve"];
  /** Under what the public record is published. */
  readonly publication: Publication;
  /** Of whose cuts destinations are told. */
  readonly watchLists: readonly WatchList[];
  /** The secrets and files of that, which only `serve` needs. Throws as `resolveServe`. */
  readonly serving: () => Promise<ResolvedServe>;
  /** Directories of which nobody would hear that they have gone dark, except through the tool that has. */
  readonly withoutSecondRoute: readonly string[];
  /** Destinations of names at which others than their audience may read, and who. */
  readonly exposed: readonly Exposed[];
}

interface Exposed extends Exposure {
  readonly destination: string;
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
    persons: await personRulesOf(loaded),
    offboarding: loaded.offboarding,
    retention: loaded.retention,
    checkpoints: { every: loaded.audit.checkpoint, files: auditFiles(settings.storePath) },
    receive: loaded.watch.receive,
    serve: loaded.serve,
    publication: loaded.record,
    watchLists: loaded.record.watch,
    serving: () => resolveServe(loaded, process.env),
    exposed: exposedAmong(loaded, destinations),
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
  /** As `grantFor`: by which right names are shown. */
  readonly viewer: () => Grant | undefined;
  /** The alias that was asked for, where one was. */
  readonly as: string | undefined;
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
  const { destinations, watchLists: lists } = settings;
  const opened = await openStoreAt(settings.storePlace);
  const store = lists.length === 0 ? opened : await watched(opened, { lists, destinations });
  const { signal, release } = interruption();
  return {
    ...settings,
    context: contextOf({
      store,
      progress,
      signal,
      destinations,
      persons: settings.persons,
      ...defined({ offboarding: settings.offboarding }),
    }),
    as: askedAs(choice),
    viewer: () => grantFor(settings.audiences, askedAs(choice), systemClock.now()),
    receiving: async (receivers, tell) => {
      // Loaded where it is used: node:http brings much of Node along.
      const { startReceivers } = await import("../server/receivers.ts");
      return startReceivers({ ...settings.receive, receivers, clock: systemClock, tell });
    },
    close: async () => {
      release();
      await store.close();
    },
  };
}

/** What the record tells is much to load, and nothing for those who watch no list of it. */
async function watched(store: Store, watch: RecordWatch): Promise<Store> {
  const { watchedRecord } = await import("../app/announce-layoffs.ts");
  return watchedRecord(store, watch);
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
  /** By what accounts are linked; of a store without its settings nobody knows. */
  readonly persons?: PersonRules;
  /** What the settings say of off-boarding; nothing is known of it without them. */
  readonly offboarding?: OffboardingRules;
  /** Those of the settings; without settings, those that the store has on its record. */
  readonly audiences: () => Promise<readonly OwnAudience[]>;
  /** As `readersNamed`: whose counts are meant. */
  readonly readersNamed: (word: string) => Promise<Readers>;
}

export async function openReading(choice: Choice): Promise<Reading> {
  return readingOf(choice, await settingsFor(choice));
}

/** The settings of a store that is read; undefined where the store is named without them. */
export async function settingsFor(choice: Choice): Promise<Loaded | undefined> {
  return choice.store === undefined ? load(choice) : undefined;
}

export async function readingOf(choice: Choice, loaded: Loaded | undefined): Promise<Reading> {
  const place = await storePlaceOf(loaded, choice);
  // Opening would make it, and an empty store has the answer to no question.
  if (choice.store !== undefined && !existsSync(choice.store)) {
    throw new RollcallError("usage", `--store ${choice.store}: there is no such file.`);
  }
  const every = [...(loaded?.directories ?? [])].map(([id, one]) => [id, one.every ?? loaded?.watch.every] as const);
  const store = await openStoreAt(place);
  const audiences = async (): Promise<readonly OwnAudience[]> =>
    loaded?.audiences ?? (await lastPurpose(store))?.record.audiences ?? [];
  return {
    store,
    path: place.path,
    clock: systemClock,
    every: new Map(every.flatMap(([id, ms]) => (ms === undefined ? [] : [[id, ms]]))),
    waves: loaded === undefined ? {} : wavesOf(loaded),
    ...(loaded === undefined ? {} : { persons: await personRulesOf(loaded) }),
    ...defined({ offboarding: loaded?.offboarding }),
    audiences,
    readersNamed: async (word) => readersNamed(word, await audiences()),
  };
}

/** The alias for which names are to be shown. */
export function askedAs({ as }: Choice): string | undefined {
  return as ?? (process.env["ROLLCALL_AS"] || undefined);
}

async function settingsOf(loaded: Loaded, choice: Choice, only?: readonly string[]): Promise<Settings> {
  const place = await storePlaceOf(loaded, choice);
  return {
    file: loaded.file,
    directories: await directoriesOf(loaded, only ?? [...loaded.directories.keys()]),
    purpose: loaded.purpose?.text,
    audiences: loaded.audiences,
    record: purposeRecordOf(loaded),
    storePath: place.path,
    storePlace: place,
    aliases: [...loaded.directories.keys()],
  };
}

export async function load(choice: Choice): Promise<Loaded> {
  return loadSettings({
    ...surroundings(),
    now: systemClock.now(),
    kinds: async (named) => ({
      connectors: await loadKinds(connectorKinds, named.connectors),
      notifiers: named.notifiers?.size === 0 ? [] : await loadKinds(notifierKinds, named.notifiers),
    }),
    ...defined({ config: choice.config }),
  });
}

export function surroundings(): { env: NodeJS.ProcessEnv; cwd: string; home: string } {
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

/** A store that is named is a file, whatever the settings say. */
async function storePlaceOf(loaded: LoadedSettings | undefined, choice: Choice): Promise<StorePlace> {
  if (choice.store !== undefined) return { path: choice.store };
  const path = loaded?.storePath ?? defaultStorePath(surroundings());
  return { path, ...defined({ postgres: loaded && (await resolvePostgres(loaded, process.env)) }) };
}

/** What leads in off-boarding also tells whether a wave is one of people who left. */
function wavesOf({ waves, offboarding }: LoadedSettings): WaveRules {
  return offboarding === undefined ? waves : { ...waves, leads: offboarding.leads };
}

/** All of them, or one error with what is wrong with each. */
async function directoriesOf(loaded: Loaded, aliases: readonly string[]): Promise<Directory[]> {
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

export async function directoryOf(loaded: Loaded, alias: string): Promise<Directory> {
  const { kind, settings, attributes, every } = await resolveDirectory(loaded, alias, process.env);
  const people = attributes === undefined ? undefined : await readPeople(attributes.from, attributes.key);
  return {
    id: alias,
    connector: ofKind(loaded.connectors, kind),
    settings,
    rules: loaded.departures,
    waves: wavesOf(loaded),
    every,
    ...(people === undefined
      ? {}
      : {
          overlay: (account) => overlay(account, people),
          overlaid: { by: people.by, keyOf: (account) => keyOf(account, people), rows: people.rows },
        }),
  };
}

/** @throws RollcallError `bad_setting` where names were to go where others are known to read */
function exposedAmong(loaded: LoadedSettings, destinations: readonly Destination[]): readonly Exposed[] {
  const exposed = destinations.flatMap(({ name, notifier, settings, audience, grant }) => {
    const found = audience === "named" ? notifier.exposure?.(settings, grant !== undefined) : undefined;
    return found === undefined ? [] : [{ destination: name, ...found }];
  });
  const refused = exposed.filter((one) => one.refused);
  if (refused.length === 0) return exposed;
  const place = (one: Exposed): Path => [
    "notify",
    loaded.destinations.findIndex(({ name }) => name === one.destination),
  ];
  throw new RollcallError("bad_setting", refused.map((one) => faultAt(loaded, place(one), one.why)).join("\n"));
}

/** All of them, with their secrets. @throws RollcallError `bad_secret` */
export async function destinationsOf(loaded: Loaded): Promise<Destination[]> {
  const resolved = await resolveDestinations(loaded, process.env);
  return resolved.map(({ kind, ...destination }) => ({ ...destination, notifier: ofKind(loaded.notifiers, kind) }));
}
