import { type Stats, lstatSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { withNew } from "../config/new-file.ts";
import { cachePath } from "../config/places.ts";

/** What V8 made of the built files that a command loads. */
export interface Compiled {
  /** The command. */
  readonly name: string;
  /** When it was kept, in milliseconds since 1970. */
  readonly at: number;
  /** By the name of the file. */
  readonly parts: ReadonlyMap<string, Buffer>;
}

/** V8 copies what does not begin at a multiple of it. */
const WORD = 8;

/** What is kept of a command; undefined where there is nothing, or not the whole of it. */
export function kept(folder: string, name: string): Compiled | undefined {
  let bytes: Buffer;
  let written: number;
  try {
    const place = join(folder, name);
    bytes = readFileSync(place);
    written = statSync(place).mtimeMs;
  } catch {
    return undefined;
  }
  const end = bytes.indexOf("\n");
  if (end < 0) return undefined;
  const parts = new Map<string, Buffer>();
  let at = rounded(end + 1);
  for (const one of bytes.toString("latin1", 0, end).split(" ")) {
    const [file = "", size] = one.split(":");
    parts.set(file, bytes.subarray(at, at + Number(size)));
    at += rounded(Number(size));
  }
  // V8 looks only at how it begins: what is not whole is not given to it.
  return at === bytes.length ? { name, at: written, parts } : undefined;
}

/** Keeps it in one file a command, in place of what was there. */
export function keep(folder: string, { name, parts }: Omit<Compiled, "at">): void {
  const head = [...parts].map(([file, { length }]) => `${file}:${length}`).join(" ");
  const bytes = [Buffer.from(`${head}\n`, "latin1"), ...parts.values()].flatMap((part) => [
    part,
    Buffer.alloc(rounded(part.length) - part.length),
  ]);
  const place = join(folder, name);
  try {
    withNew(place, Buffer.concat(bytes), (made) => renameSync(made, place));
  } catch {
    // A disk that is full: the next start compiles once more.
  }
}

function rounded(size: number): number {
  return Math.ceil(size / WORD) * WORD;
}

/**
 * Where it is kept. What is in that folder runs as this user: Node's own choice is one in /tmp, which is anybody's, so it is one in
 * this user's cache that nobody else can write to, or none; or the one that Node is told to use.
 */
export function folderOfOurs(env: NodeJS.ProcessEnv): string | undefined {
  const { NODE_COMPILE_CACHE: named, NODE_DISABLE_COMPILE_CACHE: none } = env;
  if (none !== undefined && none !== "") return undefined;
  if (named !== undefined) return named === "" ? undefined : inNamed(named);
  const me = process.getuid?.();
  // Windows says nothing of who may write where.
  if (me === undefined) return undefined;
  try {
    const cache = cachePath({ env, home: homedir() });
    const folder = join(cache, "compiled");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return [folder, cache, dirname(cache)].every((one) => isOurs(lstatSync(one), me)) ? folder : undefined;
  } catch {
    // A home that is not there or cannot be written to: a container, a service.
    return undefined;
  }
}

function inNamed(named: string): string | undefined {
  const folder = join(named, "rollcall");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch {
    return undefined;
  }
}

function isOurs(found: Stats, me: number): boolean {
  return found.isDirectory() && (found.uid === me || found.uid === 0) && (found.mode & 0o022) === 0;
}
