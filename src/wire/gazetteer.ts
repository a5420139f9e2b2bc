import { readFileSync } from "node:fs";
import { errnoOf } from "../config/errno.ts";
import { RollcallError } from "../core/errors.ts";
import { type Gazetteer, unaccented } from "../core/record/extract/mention.ts";

/** Beside `src` and `dist` alike. */
const FILE = new URL("../../gazetteer/organisations.tsv", import.meta.url);
let read: Gazetteer | undefined;

/** The names of organisations that ship with Rollcall; read when first asked for. */
export function gazetteer(): Gazetteer {
  return (read ??= fromText(readOrThrow()));
}

function readOrThrow(): string {
  try {
    return readFileSync(FILE, "utf8");
  } catch (error) {
    const why = errnoOf(error) ?? "unknown fault";
    throw new RollcallError(
      "bad_file",
      `The names of organisations (gazetteer/organisations.tsv), which ship with Rollcall, cannot be read (${why}): install it again.`,
      { cause: error },
    );
  }
}

function fromText(text: string): Gazetteer {
  const names = new Set(
    text
      .split("\n")
      .slice(1)
      .map((line) => unaccented(line.slice(0, line.indexOf("\t")))),
  );
  names.delete("");
  return names;
}
