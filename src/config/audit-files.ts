import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import type { AuditFiles } from "../app/audit.ts";
import { SecretRef } from "../app/secret-ref.ts";
import { RollcallError } from "../core/errors.ts";
import { errnoOf } from "./errno.ts";
import { resolveSecret } from "./secrets.ts";

/**
 * The files beside the store: the key with which the log is signed, and what was signed last. Neither is in the store: whoever
 * puts an older store back does not put these back with it by the same act.
 * @param store the store's file
 */
export function auditFiles(store: string): AuditFiles {
  const path = resolve(store);
  const [key, last] = [`${path}.audit-key`, `${path}.audit-checkpoint`];
  return {
    async key() {
      if (!existsSync(key)) return undefined;
      return resolveSecret(new SecretRef("file", key), { env: {}, baseDir: dirname(path) });
    },
    async keepKey(secret) {
      // Whole or not at all, and never over another: a link to what has been written fails where there is one already.
      withNew(key, `${secret.reveal()}\n`, (made) => {
        try {
          linkSync(made, key);
        } catch (error) {
          if (errnoOf(error) !== "EEXIST") throw error;
        }
        rmSync(made);
      });
    },
    async lastCheckpoint() {
      try {
        return { note: readFileSync(last, "utf8"), place: last, at: Math.floor(statSync(last).mtimeMs) };
      } catch (error) {
        if (errnoOf(error) === "ENOENT") return undefined;
        throw failed(error, last, "read");
      }
    },
    async keepCheckpoint(note) {
      withNew(last, note, (made) => renameSync(made, last));
    },
  };
}

/** Writes a file beside `place`, for its owner alone, and hands it over once it has reached the disk. */
function withNew(place: string, text: string, use: (made: string) => void): void {
  const made = `${place}.${process.pid}`;
  try {
    rmSync(made, { force: true });
    const file = openSync(made, "wx", 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    use(made);
  } catch (error) {
    rmSync(made, { force: true });
    throw failed(error, place, "written");
  }
}

function failed(error: unknown, place: string, done: "read" | "written"): RollcallError {
  return new RollcallError(
    "bad_setting",
    `${place} cannot be ${done} (${errnoOf(error) ?? "unknown fault"}): let the user that Rollcall runs as do so.`,
    { cause: error },
  );
}
