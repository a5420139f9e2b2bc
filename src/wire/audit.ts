import { closeSync, createReadStream, fsyncSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import type { AuditContext } from "../app/audit.ts";
import { auditFiles } from "../config/audit-files.ts";
import { errnoOf } from "../config/errno.ts";
import { RollcallError } from "../core/errors.ts";
import { type Choice, openReading } from "./settings.ts";

/** The audit log of a store, with the files beside it. */
export async function openAudit(choice: Choice): Promise<AuditContext> {
  const { store, path, clock } = await openReading(choice);
  return { store, clock, files: auditFiles(path) };
}

/**
 * Has `work` write lines to a new file, which its owner alone can read. Where it fails the file is not left behind.
 * @throws RollcallError `usage` where the file is there already: an export is kept, and not replaced
 */
export async function writeNew<T>(path: string, work: (write: (line: string) => void) => Promise<T>): Promise<T> {
  let file: number;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    const errno = errnoOf(error);
    const why = errno === "EEXIST" ? "is there already: give the name of a new file" : `cannot be made (${errno})`;
    throw new RollcallError("usage", `${path} ${why}.`, { cause: error });
  }
  try {
    const result = await work((line) => {
      const bytes = Buffer.from(`${line}\n`);
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    });
    fsyncSync(file);
    return result;
  } catch (error) {
    rmSync(path, { force: true });
    if (error instanceof RollcallError || errnoOf(error) === undefined) throw error;
    throw new RollcallError("bad_file", `${path} cannot be written (${errnoOf(error)}): check the disk.`, {
      cause: error,
    });
  } finally {
    closeSync(file);
  }
}

/** The bytes of a file, or of standard input for `-`. @throws RollcallError `bad_file` */
export async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const stream: AsyncIterable<Uint8Array> = path === "-" ? process.stdin : createReadStream(path);
  try {
    yield* stream;
  } catch (error) {
    throw unread(error, path);
  }
}

/** @throws RollcallError `bad_file` */
export function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw unread(error, path);
  }
}

function unread(error: unknown, path: string): unknown {
  const errno = errnoOf(error);
  return errno === undefined
    ? error
    : new RollcallError("bad_file", `${path} cannot be read (${errno}): check its name.`, { cause: error });
}
