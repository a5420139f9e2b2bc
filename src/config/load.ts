import { closeSync, openSync, readSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import type { SecretRef } from "../app/secret-ref.ts";
import { defined } from "../core/defined.ts";
import type { OwnAudience } from "../core/disclosure/grant.ts";
import type { Purpose } from "../core/disclosure/purpose.ts";
import type { CountRules } from "../core/ledger/rules.ts";
import type { Retention } from "../core/disclosure/retention.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import type { DeclaredPersons } from "./persons.ts";
import type { WaveRules } from "../core/wave/rules.ts";
import { RollcallError } from "../core/errors.ts";
import type { Instant } from "../core/time.ts";
import { declaredIn, grantedTooLong } from "./audiences.ts";
import type { DeclaredDestination } from "./destinations.ts";
import type { DeclaredDirectory } from "./directories.ts";
import { errnoOf } from "./errno.ts";
import type { KindSettings } from "./parts.ts";
import { settingsPlaces } from "./places.ts";
import type { SettingsPlace, Surroundings } from "./places.ts";
import { faultsOf, pathText } from "./problems.ts";
import type { DeclaredRecord } from "./record.ts";
import { settingsSchema } from "./settings.ts";
import type { Serve } from "./serve.ts";
import type { DeclaredPostgres } from "./store.ts";
import type { Receive } from "./watch.ts";
import { inPlainWords } from "./words.ts";
import { readYaml } from "./yaml.ts";
import type { Fault, Path, YamlText } from "./yaml.ts";

export interface LoadedSettings {
  /** Absolute. */
  readonly file: string;
  /** May be missing where nobody is told but at the terminal, which `config check` points out. */
  readonly purpose?: Purpose;
  /** In the order of the file. */
  readonly audiences: readonly OwnAudience[];
  readonly directories: ReadonlyMap<string, DeclaredDirectory>;
  /** In the order of the file; no two have the same name. */
  readonly destinations: readonly DeclaredDestination[];
  /** `every` in milliseconds; for the directories that do not say it themselves. */
  readonly watch: {
    readonly every: number;
    readonly heartbeat?: { readonly url: string | SecretRef };
    readonly receive: Receive;
  };
  /** Where pages and API are. */
  readonly serve: Serve;
  readonly departures: { readonly demotion: boolean };
  readonly waves: WaveRules;
  /** Nobody asks what accounts people who left still have without it. */
  readonly persons?: DeclaredPersons;
  readonly offboarding?: OffboardingRules;
  /** Nothing is counted without it. */
  readonly counts?: CountRules;
  /** How long each kind of data is kept. */
  readonly retention: Retention;
  /** How often the audit log is signed for those who are told, in milliseconds. */
  readonly audit: { readonly checkpoint: number };
  readonly record: DeclaredRecord;
  /** The store's file, absolute, where the settings name one. */
  readonly storePath?: string;
  /** The database that is the store instead of a file. */
  readonly postgres?: DeclaredPostgres;
  /** `rollcall.yaml:12:5`: where a setting stands. */
  readonly place: (path: Path) => string;
}

interface Kinds {
  readonly connectors: readonly KindSettings[];
  readonly notifiers: readonly KindSettings[];
}

/** The kinds that a text names; undefined where it does not name them as it should. */
interface NamedKinds {
  readonly connectors: ReadonlySet<string> | undefined;
  readonly notifiers: ReadonlySet<string> | undefined;
}

export interface LoadOptions<K extends Kinds> extends Surroundings {
  /** The machine's clock: no grant is for longer than a year. */
  readonly now: Instant;
  /** `--config FILE`. */
  readonly config?: string;
  /** Gives those that are named, all of them where one is named that is not there, and may give no notifiers where none is. */
  readonly kinds: (named: NamedKinds) => Promise<K>;
}

const BYTES_AT_MOST = 1_000_000;
const FAULTS_SHOWN = 50;

/**
 * Finds and reads rollcall.yaml. Everything that is wrong with it is in one error, one line each, as
 * `rollcall.yaml:12:5: directories.acme.tokn: unknown key, did you mean "token"?`.
 * @throws RollcallError `bad_setting`
 */
export async function loadSettings<K extends Kinds>(options: LoadOptions<K>): Promise<LoadedSettings & K> {
  const { place, text } = find(settingsPlaces(options, options.config));
  const yaml = readYaml(text);
  const kinds = await options.kinds(namedIn(yaml.value));
  // Without destinations there is nothing that could be held against any of them.
  const loaded = settingsIn(yaml, place, kinds.notifiers.length === 0 ? { ...kinds, notifiers: [NONE] } : kinds);
  const faults = grantedTooLong(loaded.audiences, options.now);
  if (faults.length > 0) throw bad(faults.map((fault) => faultAt(loaded, fault.path, fault.text)).join("\n"));
  return { ...loaded, ...kinds };
}

const NONE: KindSettings = { kind: "none", settings: z.strictObject({}) };

function namedIn(value: unknown): NamedKinds {
  const { directories, notify } = (value ?? {}) as { readonly directories?: unknown; readonly notify?: unknown };
  return { connectors: wordsAt(directories, "kind"), notifiers: wordsAt(notify, "to") };
}

function wordsAt(entries: unknown, key: string): ReadonlySet<string> | undefined {
  if (entries === undefined) return new Set();
  if (typeof entries !== "object" || entries === null) return undefined;
  const words = Object.values(entries).map(
    (entry: unknown) => (entry as Readonly<Record<string, unknown>> | null)?.[key],
  );
  return words.every((word) => typeof word === "string") ? new Set(words) : undefined;
}

/** As `loadSettings`, of text that is at hand, and without asking the clock. */
export function parseSettings(
  text: string,
  place: SettingsPlace,
  connectors: readonly KindSettings[],
  notifiers: readonly KindSettings[],
): LoadedSettings {
  return settingsIn(readYaml(text), place, { connectors, notifiers });
}

function settingsIn(yaml: YamlText, { file, label }: SettingsPlace, { connectors, notifiers }: Kinds): LoadedSettings {
  if (yaml.faults.length === 0) refuseWhatIsNoMapping(yaml, label);
  const audiences = declaredIn(yaml.value);
  const schema = settingsSchema(connectors, notifiers, audiences);
  const parsed =
    yaml.value === undefined ? undefined : schema.safeParse(yaml.value, { error: inPlainWords, jitless: true });
  const faults = [...yaml.faults, ...(parsed?.error === undefined ? [] : faultsOf(parsed.error, yaml))];
  if (faults.length > 0 || parsed?.data === undefined) throw bad(listing(faults, label));

  const {
    purpose,
    directories,
    notify,
    watch,
    serve,
    departures,
    waves,
    persons,
    offboarding,
    counts,
    retention,
    audit,
    record,
    store,
  } = parsed.data;
  const place = (path: Path): string => {
    const { line, column } = yaml.position(path);
    return `${label}:${line}:${column}`;
  };
  return {
    file,
    ...(purpose === undefined ? {} : { purpose }),
    audiences: [...(audiences?.values() ?? [])].filter((one) => one !== null),
    directories: new Map(Object.entries(directories)),
    destinations: notify,
    watch: { every: watch.every, ...defined({ heartbeat: watch.heartbeat }), receive: watch.receive },
    serve,
    departures,
    waves,
    ...defined({ persons, offboarding, counts }),
    retention,
    audit,
    record,
    ...(store?.path === undefined ? {} : { storePath: resolve(dirname(file), store.path.path) }),
    ...defined({ postgres: store?.postgres }),
    place,
  };
}

/** `rollcall.yaml:12:5: notify[0].topic: …` */
export function faultAt({ place }: Pick<LoadedSettings, "place">, path: Path, text: string): string {
  return `${place(path)}: ${pathText(path)}: ${text}`;
}

function refuseWhatIsNoMapping({ value }: YamlText, label: string): void {
  if (value === null) throw bad(`${label}: is empty; run "rollcall init" to write one`);
  if (typeof value !== "object" || Array.isArray(value)) {
    throw bad(`${label}:1:1: must be a mapping (key: value) that begins with a key such as directories:`);
  }
}

function listing(faults: readonly Fault[], label: string): string {
  const lines = faults
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, text }) => `${label}:${line}:${column}: ${text}`);
  const more = lines.length - FAULTS_SHOWN;
  return [...lines.slice(0, FAULTS_SHOWN), ...(more > 0 ? [`${label}: and ${more} more`] : [])].join("\n");
}

function find(places: readonly SettingsPlace[]): { readonly place: SettingsPlace; readonly text: string } {
  for (const place of places) {
    const text = read(place);
    if (text !== undefined) return { place, text };
  }
  const [only] = places;
  if (only !== undefined && places.length === 1) {
    throw bad(`${only.label}: there is no such file; name another with --config, or run "rollcall init" to write one`);
  }
  const looked = places.map(({ file }) => file).join(" and ");
  throw bad(`no settings found, looked for ${looked}; run "rollcall init" to write them, or name a file with --config`);
}

/** Undefined where there is no such file. Reads no further than the limit, whatever kind of file it is. */
function read({ file, label }: SettingsPlace): string | undefined {
  let bytes: Buffer;
  try {
    bytes = begin(file);
  } catch (error) {
    const code = errnoOf(error);
    if (code === "ENOENT") return undefined;
    if (code === "EISDIR") throw bad(`${label}: is a folder; name the file in it`);
    throw bad(`${label}: cannot be read (${code ?? "unknown error"}); check who may read it`);
  }
  if (bytes.length > BYTES_AT_MOST)
    throw bad(`${label}: is larger than 1 MB; settings are a page or two, name another file`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw bad(`${label}: is not UTF-8 text; save it as UTF-8`);
  }
}

/** As much of it as is asked whether it is too long; not as a stream, which takes longer to load than the settings to read. */
function begin(file: string): Buffer {
  const opened = openSync(file, "r");
  try {
    const pieces: Buffer[] = [];
    for (let left = BYTES_AT_MOST + 1; left > 0;) {
      const piece = Buffer.alloc(Math.min(left, 65_536));
      const length = readSync(opened, piece);
      if (length === 0) break;
      pieces.push(piece.subarray(0, length));
      left -= length;
    }
    return Buffer.concat(pieces);
  } finally {
    closeSync(opened);
  }
}

function bad(message: string): RollcallError {
  return new RollcallError("bad_setting", message);
}
