import { dirname, resolve } from "node:path";
import { PathRef, SecretRef } from "../app/secret-ref.ts";
import { RollcallError } from "../core/errors.ts";
import { nearest } from "../core/suggest.ts";
import type { LoadedSettings } from "./load.ts";
import { pathText } from "./problems.ts";
import { resolveSecret } from "./secrets.ts";
import type { SecretContext } from "./secrets.ts";
import type { DeclaredDirectory } from "./settings.ts";
import type { Path } from "./yaml.ts";

/** A directory ready to be read: every secret looked up, every path absolute. */
export interface ResolvedDirectory {
  readonly alias: string;
  readonly kind: string;
  /** The file that adds what the tool does not know, and what its rows are matched by. */
  readonly attributes?: { readonly from: string; readonly key: "email" | "id" | "handle" };
  /** The connector's settings, as `Resolved` gives their type. */
  readonly settings: Readonly<Record<string, unknown>>;
}

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
  if (directory === undefined) throw noSuchDirectory(loaded, alias);
  const resolver = { context: { env, baseDir: dirname(loaded.file) }, loaded, problems: [] };
  const settings = await resolveEntries(directory.settings, ["directories", alias], resolver);
  if (resolver.problems.length > 0) throw new RollcallError("bad_secret", resolver.problems.join("\n"));
  return { alias, kind: directory.kind, ...attributesOf(directory, resolver), settings };
}

interface Resolver {
  readonly context: SecretContext;
  readonly loaded: LoadedSettings;
  readonly problems: string[];
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

async function secret(ref: SecretRef, path: Path, { context, loaded, problems }: Resolver): Promise<unknown> {
  try {
    return await resolveSecret(ref, context);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    problems.push(`${loaded.place([...path, ref.source])}: ${pathText(path)}: ${error.message}`);
    return undefined;
  }
}

/** Not what a connector's schema made of its input (a URL, a Map): that stays as it is. */
function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function noSuchDirectory({ directories, file }: LoadedSettings, alias: string): RollcallError {
  const near = nearest(alias, directories.keys());
  const hint = near === undefined ? `; there are ${[...directories.keys()].join(", ")}` : `, did you mean "${near}"?`;
  return new RollcallError("usage", `no directory of this name in ${file}${hint}`);
}
