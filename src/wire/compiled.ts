import { type Stats, lstatSync, mkdirSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { cachePath } from "../config/places.ts";

/**
 * Has Node keep what it compiles for the next start. What is in that folder runs as this user: Node's own choice is one in /tmp,
 * which is anybody's, so it is one in this user's cache that nobody else can write to, or none.
 */
export function keepCompiled(): void {
  const folder = folderOfOurs(process.env);
  if (folder !== undefined) enableCompileCache(folder);
}

/** Undefined where there is none that is surely this user's alone. */
export function folderOfOurs(env: NodeJS.ProcessEnv): string | undefined {
  const me = process.getuid?.();
  // Windows says nothing of who may write where; and whoever names a folder, or wants none, has Node do so.
  if (me === undefined || env["NODE_COMPILE_CACHE"] !== undefined) return undefined;
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

function isOurs(found: Stats, me: number): boolean {
  return found.isDirectory() && (found.uid === me || found.uid === 0) && (found.mode & 0o022) === 0;
}
