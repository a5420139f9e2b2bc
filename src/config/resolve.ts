import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { PathRef, SecretRef } from "../app/secret-ref.ts";
import { isSafeAddress } from "../core/address.ts";
import { defined } from "../core/defined.ts";
import { RollcallError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import { hintAmong } from "../core/suggest.ts";
import type { DeclaredDestination } from "./destinations.ts";
import type { DeclaredDirectory } from "./directories.ts";
import type { LoadedSettings } from "./load.ts";
import { pathText } from "./problems.ts";
import { readSecret, resolveSecret } from "./secrets.ts";
import type { SecretContext } from "./secrets.ts";
import type { ResolvedPostgres } from "./store.ts";
import { HEARTBEAT_ADDRESS } from "./watch.ts";
import type { Path } from "./yaml.ts";

/** A directory ready to be read: every secret looked up, every path absolute. */
export interface ResolvedDirectory {
  readonly alias: string;
  readonly kind: string;
  /** From the start of one reading to the start of the next, in milliseconds. */
  readonly every: number;
  /** The file that adds what the tool does not know, and what its rows are matched by. */
  readonly attributes?: { readonly from: string; readonly key: "email" | "id" | "handle" };
  /** The connector's settings, as `Resolved` gives their type. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A destination ready to be told: every secret in `settings` looked up, every path absolute. */
export type ResolvedDestination = DeclaredDestination;

/**
 * One directory of the settings. Only its own secrets are looked up, so that what another directory lacks does not matter.
 * @throws RollcallError `usage` for an alias that is not in the settings; `bad_secret` with one line for each secret.
 */
export async function resolveDirectory(
  loaded: LoadedSettings,
  alias: string,
  env: SecretContext["env"],
): Promise<ResolvedDirectory> {
  const directory = loaded.directories.get(alias);
  if (directory === undefined) throw noSuch("directory", alias, [...loaded.directories.keys()], loaded);
  const resolver = resolverOf(loaded, env);
  const settings = await resolveEntries(directory.settings, ["directories", alias], resolver);
  refuseProblems(resolver);
  const every = directory.every ?? loaded.watch.every;
  return { alias, kind: directory.kind, every, ...attributesOf(directory, resolver), settings };
}

/**
 * One destination of the settings. Only its own secrets are looked up, so that what another destination lacks does not matter.
 * @throws RollcallError `usage` for a name that is not in the settings; `bad_secret` with one line for each secret.
 */
export async function resolveDestination(
  loaded: LoadedSettings,
  name: string,
  env: SecretContext["env"],
): Promise<ResolvedDestination> {
  const { destinations } = loaded;
  const destination = destinations.find((one) => one.name === name);
  const names = destinations.map((one) => one.name);
  if (destination === undefined) throw noSuch("destination", name, names, loaded);
  const resolver = resolverOf(loaded, env);
  const resolved = await resolveNotify(destination, resolver);
  refuseProblems(resolver);
  return resolved;
}

/**
 * All destinations, in the order of the settings.
 * @throws RollcallError `bad_secret` with one line for each secret that one of them lacks
 */
export async function resolveDestinations(
  loaded: LoadedSettings,
  env: SecretContext["env"],
): Promise<readonly ResolvedDestination[]> {
  const resolver = resolverOf(loaded, env);
  const resolved: ResolvedDestination[] = [];
  for (const destination of loaded.destinations) resolved.push(await resolveNotify(destination, resolver));
  refuseProblems(resolver);
  return resolved;
}

async function resolveNotify(destination: DeclaredDestination, resolver: Resolver): Promise<ResolvedDestination> {
  const path = ["notify", resolver.loaded.destinations.indexOf(destination)];
  return { ...destination, settings: await resolveEntries(destination.settings, path, resolver) };
}

/**
 * The address of the heartbeat, kept as a secret: who knows it can keep the alarm silent. Undefined where there is none.
 * @throws RollcallError `bad_secret`
 */
export async function resolveHeartbeat(loaded: LoadedSettings, env: SecretContext["env"]): Promise<Secret | undefined> {
  const url = loaded.watch.heartbeat?.url;
  if (url === undefined) return undefined;
  if (typeof url === "string") return new Secret(url, "the settings");
  const resolver = resolverOf(loaded, env);
  const path = ["watch", "heartbeat", "url"];
  const address = await secret(url, path, resolver);
  if (address !== undefined && !isSafeAddress(address.reveal())) {
    resolver.problems.push(problem(url, path, `what ${address.origin} holds ${HEARTBEAT_ADDRESS}`, resolver));
  }
  refuseProblems(resolver);
  return address;
}

/**
 * The key of the model that is asked; undefined where none is named.
 * @throws RollcallError `bad_secret`
 */
export async function resolveModelKey(loaded: LoadedSettings, env: SecretContext["env"]): Promise<Secret | undefined> {
  const ref = loaded.record.model?.key;
  if (ref === undefined) return undefined;
  const resolver = resolverOf(loaded, env);
  const key = await secret(ref, ["record", "model", "key"], resolver);
  refuseProblems(resolver);
  return key;
}

/**
 * The database that is the store; undefined where it is a file. The certificates of `ca` are text here.
 * @throws RollcallError `bad_secret`; `bad_setting` where `ca` cannot be read
 */
export async function resolvePostgres(
  loaded: LoadedSettings,
  env: SecretContext["env"],
): Promise<ResolvedPostgres | undefined> {
  if (loaded.postgres === undefined) return undefined;
  const { password: ref, ca: file, ...rest } = loaded.postgres;
  const resolver = resolverOf(loaded, env);
  const password = ref && (await secret(ref, ["store", "postgres", "password"], resolver));
  refuseProblems(resolver);
  const ca =
    file &&
    (await readFile(absolute(file, resolver.context), "utf8").catch(() => {
      const path = ["store", "postgres", "ca"];
      const text = "there is no such file, or this user may not read it";
      throw new RollcallError("bad_setting", `${loaded.place(path)}: ${pathText(path)}: ${text}`);
    }));
  return { ...rest, ...defined({ password, ca }) };
}

/** A server's certificate and key, as PEM. */
interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** What `serve` needs beside what it says: the provider's secret, and the files of TLS, which are read anew each time. */
export interface ResolvedServe {
  readonly clientSecret?: Secret;
  readonly tls?: () => Promise<TlsFiles>;
}

/**
 * The secrets of `serve`.
 * @throws RollcallError `bad_secret`; `bad_setting` where the files of TLS cannot be read or do not belong together
 */
export async function resolveServe(loaded: LoadedSettings, env: SecretContext["env"]): Promise<ResolvedServe> {
  const resolver = resolverOf(loaded, env);
  const { signIn, tls } = loaded.serve;
  const ref = signIn?.clientSecret;
  const clientSecret = ref && (await secret(ref, ["serve", "signIn", "clientSecret"], resolver));
  refuseProblems(resolver);
  if (tls === undefined) return defined({ clientSecret });
  const files = (): Promise<TlsFiles> => readTls(tls, resolver);
  await files();
  return defined({ clientSecret, tls: files });
}

async function readTls(tls: { readonly cert: PathRef; readonly key: PathRef }, resolver: Resolver): Promise<TlsFiles> {
  const { loaded, context } = resolver;
  const fault = (key: string, text: string): RollcallError => {
    const path = ["serve", "tls", key];
    return new RollcallError("bad_setting", `${loaded.place(path)}: ${pathText(path)}: ${text}`);
  };
  const cert = await readFile(absolute(tls.cert, context), "utf8").catch(() => {
    throw fault("cert", "there is no such file, or this user may not read it");
  });
  const key = await readSecret(tls.key.path, context).catch((error: unknown) => {
    throw error instanceof RollcallError ? fault("key", error.message) : error;
  });
  try {
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key.text))) {
      throw fault("key", "is not the key of that certificate");
    }
  } catch (error) {
    if (error instanceof RollcallError) throw error;
    throw fault("cert", "the certificate or its key is no PEM that can be read");
  }
  return { cert, key: key.text };
}

interface Resolver {
  readonly context: SecretContext;
  readonly loaded: LoadedSettings;
  readonly problems: string[];
}

function resolverOf(loaded: LoadedSettings, env: SecretContext["env"]): Resolver {
  return { context: { env, baseDir: dirname(loaded.file) }, loaded, problems: [] };
}

function refuseProblems({ problems }: Resolver): void {
  if (problems.length > 0) throw new RollcallError("bad_secret", problems.join("\n"));
}

function attributesOf({ attributes }: DeclaredDirectory, { context }: Resolver): Pick<ResolvedDirectory, "attributes"> {
  return attributes === undefined ? {} : { attributes: { ...attributes, from: absolute(attributes.from, context) } };
}

function absolute({ path }: PathRef, { baseDir }: SecretContext): string {
  return resolve(baseDir, path);
}

async function resolveEntries(
  settings: Readonly<Record<string, unknown>>,
  path: Path,
  resolver: Resolver,
): Promise<Record<string, unknown>> {
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(settings)) {
    entries.push([key, await resolveValue(value, [...path, key], resolver)]);
  }
  return Object.fromEntries(entries);
}

async function resolveValue(value: unknown, path: Path, resolver: Resolver): Promise<unknown> {
  if (value instanceof SecretRef) return await secret(value, path, resolver);
  if (value instanceof PathRef) return absolute(value, resolver.context);
  if (Array.isArray(value))
    return await Promise.all(value.map((item, i) => resolveValue(item, [...path, i], resolver)));
  return isMapping(value) ? await resolveEntries(value, path, resolver) : value;
}

async function secret(ref: SecretRef, path: Path, resolver: Resolver): Promise<Secret | undefined> {
  try {
    return await resolveSecret(ref, resolver.context);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    resolver.problems.push(problem(ref, path, error.message, resolver));
    return undefined;
  }
}

/** `rollcall.yaml:8:19: directories.acme.token: …` */
function problem(ref: SecretRef, path: Path, text: string, { loaded }: Resolver): string {
  return `${loaded.place([...path, ref.source])}: ${pathText(path)}: ${text}`;
}

/** Not what a connector's schema made of its input (a URL, a Map): that stays as it is. */
function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function noSuch(what: string, name: string, names: readonly string[], { file }: LoadedSettings): RollcallError {
  return new RollcallError("usage", `no ${what} of this name in ${file}${hintAmong(name, names, "; there is none")}`);
}
