import { readFileSync, renameSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { AuditFiles } from "../app/audit.ts";
import { errnoOf } from "./errno.ts";
import { keyFile } from "./key-file.ts";
import { failed, withNew } from "./new-file.ts";

/**
 * The files beside the store: the key with which the log is signed, and what was signed last. Neither is in the store, as of every
 * key of ours (`keyFile`).
 * @param store the store's file
 */
export function auditFiles(store: string): AuditFiles {
  const path = resolve(store);
  const last = `${path}.audit-checkpoint`;
  return {
    ...keyFile(`${path}.audit-key`),
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
