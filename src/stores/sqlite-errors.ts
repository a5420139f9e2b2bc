import { RollcallError } from "../core/errors.ts";

/** Primary result codes (https://sqlite.org/rescode.html): the low byte of the extended ones that node:sqlite gives. */
const PERM = 3;
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** What an error of SQLite, or of making room for its file, means to whoever runs Rollcall; any other is given back. */
export function explained(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof RollcallError) return error;
  if ("errcode" in error && typeof error.errcode === "number") return ofSqlite(error.errcode & 0xff, error, path);
  if ("code" in error && typeof error.code === "string") return ofFileSystem(error.code, error, path);
  return error;
}

function ofSqlite(code: number, cause: Error, path: string): Error {
  switch (code) {
    case BUSY:
    case LOCKED:
      return new RollcallError("store_busy", `${path} is being written by another process: try again in a moment.`, {
        cause,
      });
    case FULL:
      return diskFull(cause, path);
    case READONLY:
      return readOnly(cause, path);
    case PERM:
    case CANTOPEN:
      return noPermission(cause, path);
    case NOTADB:
      return new RollcallError(
        "store_damaged",
        `${path} is not a Rollcall store, or its beginning is damaged: give another path, or restore a backup of it.`,
        { cause },
      );
    case CORRUPT:
      return damaged(path, { cause });
    case IOERR:
      return new RollcallError("store_damaged", `${path}: the disk failed to read or write it: check the disk.`, {
        cause,
      });
    default:
      return cause;
  }
}

function ofFileSystem(code: string, cause: Error, path: string): Error {
  switch (code) {
    case "EACCES":
    case "EPERM":
      return noPermission(cause, path);
    case "EROFS":
      return readOnly(cause, path);
    case "ENOSPC":
    case "EDQUOT":
      return diskFull(cause, path);
    case "ENOTDIR":
    case "EEXIST":
      return new RollcallError(
        "bad_setting",
        `${path}: a part of this path is a file, not a folder: give another path.`,
        { cause },
      );
    default:
      return cause;
  }
}

export function damaged(path: string, options: { readonly cause?: unknown } = {}): RollcallError {
  return new RollcallError(
    "store_damaged",
    `${path} is damaged: keep a copy of it, then restore a backup or give another path, where a new store begins.`,
    options,
  );
}

export function notAFile(path: string): RollcallError {
  return new RollcallError("bad_setting", `${path} is a folder, not a file: give the path of a file inside it.`);
}

function noPermission(cause: Error, path: string): RollcallError {
  return new RollcallError(
    "bad_setting",
    `${path}: no permission to keep the store there: run as the owner of the file and its folder, or give another path.`,
    { cause },
  );
}

function readOnly(cause: Error, path: string): RollcallError {
  return new RollcallError(
    "bad_setting",
    `${path} can only be read, and a store is written: make the file and its disk writable, or give another path.`,
    { cause },
  );
}

function diskFull(cause: Error, path: string): RollcallError {
  return new RollcallError(
    "store_full",
    `${path}: the disk is full, and nothing of this was written: make room, then try again.`,
    { cause },
  );
}
