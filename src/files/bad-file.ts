import { RollcallError } from "../core/errors.ts";

/**
 * `place`: the file as the caller named it; `line` counts from 1. `what` holds no value of a cell: in a file
 * whose columns have slipped, any of them may be a person's.
 */
export function badFile(place: string, what: string, at: { line?: number; cause?: unknown } = {}): RollcallError {
  const where = at.line === undefined ? place : `${place}, line ${at.line}`;
  return new RollcallError("bad_file", `${where}: ${what}`, at.cause === undefined ? {} : { cause: at.cause });
}

/** The name of a column, an attribute or a key as an error may show it: at most 20 characters. */
export function shown(word: string): string {
  return word.length > 20 ? `"${word.slice(0, 20)}…"` : `"${word}"`;
}
