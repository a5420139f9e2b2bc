import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from "node:fs";
import { RollcallError } from "../core/errors.ts";
import { errnoOf } from "./errno.ts";

/** Writes a file beside `place`, for its owner alone, and hands it over once it has reached the disk. */
export function withNew(place: string, content: string | Uint8Array, use: (made: string) => void): void {
  const made = `${place}.${process.pid}`;
  try {
    rmSync(made, { force: true });
    const file = openSync(made, "wx", 0o600);
    try {
      writeFileSync(file, content);
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

export function failed(error: unknown, place: string, done: "read" | "written"): RollcallError {
  return new RollcallError(
    "bad_setting",
    `${place} cannot be ${done} (${errnoOf(error) ?? "unknown fault"}): let the user that Rollcall runs as do so.`,
    { cause: error },
  );
}
