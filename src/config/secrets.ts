import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { looksLikeToken } from "../core/token-text.ts";
import type { SecretRef } from "../app/secret-ref.ts";
import { RollcallError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import { errnoOf } from "./errno.ts";

export interface SecretContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths count from: the folder of the settings file. */
  readonly baseDir: string;
}

const BYTES_AT_MOST = 64 * 1024;

/**
 * The secret that `ref` points at. What the settings name may itself be a secret in the wrong place, so an error repeats a
 * name only where something of that name exists, or where it is written as names of variables usually are.
 * @throws RollcallError `bad_secret`
 */
export async function resolveSecret(ref: SecretRef, context: SecretContext): Promise<Secret> {
  return ref.source === "env" ? fromVariable(ref.name, context.env) : await fromFile(ref.name, context);
}

function fromVariable(name: string, env: SecretContext["env"]): Secret {
  const value = env[name];
  if (value === undefined) {
    const usual = /^[A-Z][A-Z0-9_]{0,63}$/.test(name) && !looksLikeToken(name);
    throw bad(`the environment variable ${usual ? name : "named here"} is not set; set it where Rollcall runs`);
  }
  return new Secret(oneLine(value, `the environment variable ${name}`), `env ${name}`);
}

async function fromFile(path: string, context: SecretContext): Promise<Secret> {
  const { file, text } = await readSecret(path, context);
  return new Secret(oneLine(text, `the file ${file}`), `file ${file}`);
}

/**
 * What a file holds that only its owner may read.
 * @param path counts from the folder of the settings file
 * @throws RollcallError `bad_secret`
 */
export async function readSecret(
  path: string,
  { env, baseDir }: SecretContext,
): Promise<{ readonly file: string; readonly text: string }> {
  const file = resolve(baseDir, path);
  const what = `the file ${file}`;
  const { mode, size, isFile } = await look(file);
  if (!isFile) throw bad(`${what} is not a regular file; name a file that holds the secret`);
  if (size > BYTES_AT_MOST)
    throw bad(`${what} is larger than 64 KiB; name a file that holds the secret and nothing else`);
  if ((mode & (await refusedBits(file, env))) !== 0) {
    throw bad(`other users have access to ${what}; run: chmod 600 ${file}`);
  }
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch {
    throw bad(`${what} cannot be read by this user; give it to the user that Rollcall runs as`);
  }
  return { file, text: new TextDecoder().decode(bytes) };
}

async function look(file: string): Promise<{ readonly mode: number; readonly size: number; readonly isFile: boolean }> {
  try {
    const info = await stat(file);
    return { mode: info.mode, size: info.size, isFile: info.isFile() };
  } catch (error) {
    const denied = errnoOf(error) === "EACCES";
    throw bad(
      denied
        ? "this user may not look into the folder of the file named here; give access to it"
        : "the file named here does not exist; a relative path counts from the folder of the settings file",
    );
  }
}

/**
 * The permissions that make a file unfit for a secret: any for others than its owner. Containers and systemd mount
 * secrets readable by all within a place that is closed to the rest of the machine, so there only writing is refused:
 * Compose Specification, services, secrets, `mode` (0444 in /run/secrets unless set); systemd.exec(5), Credentials.
 */
async function refusedBits(file: string, env: SecretContext["env"]): Promise<number> {
  // Windows has no such bits; node reports every file as readable by all.
  if (process.platform === "win32") return 0;
  // Followed to its end, so that a link placed there does not lend its trust to a file elsewhere.
  const real = await realpath(file);
  for (const folder of ["/run/secrets", env["CREDENTIALS_DIRECTORY"]]) {
    if (folder === undefined || !isAbsolute(folder)) continue;
    const inside = relative(await realpath(folder).catch(() => folder), real);
    if (inside !== "" && inside.split(sep)[0] !== ".." && !isAbsolute(inside)) return 0o022;
  }
  return 0o077;
}

function oneLine(value: string, what: string): string {
  const text = value.replace(/(?:\r?\n)+$/, "");
  if (text.trim() === "") throw bad(`${what} is empty; put the secret into it`);
  if (/[\r\n]/.test(text)) throw bad(`${what} holds more than one line; keep the secret alone in it`);
  return text;
}

function bad(message: string): RollcallError {
  return new RollcallError("bad_secret", message);
}
