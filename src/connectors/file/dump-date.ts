import { statSync } from "node:fs";
import type { Instant } from "../../core/time.ts";
import { fromFileName } from "./file-name.ts";

export interface DateOptions {
  /** When the dump was taken; a stream says it of each of its snapshots. */
  readonly at?: Instant;
  /** Takes the time of a file's last modification where neither `at` nor its name gives a date. */
  readonly allowFileTime?: boolean;
}

/** When a dump was taken, as far as its name tells. @param path undefined for standard input */
export function dumpDate(path: string | undefined, options: DateOptions): Instant | undefined {
  if (options.at !== undefined || path === undefined) return options.at;
  const named = fromFileName(path).at;
  if (named !== undefined || options.allowFileTime !== true) return named;
  return Math.floor(statSync(path).mtimeMs);
}
