import { z } from "zod";
import { RollcallError } from "../core/errors.ts";
import type { Passage } from "../core/record/extract/reading.ts";
import { bytesOf } from "./audit.ts";

/** A passage with what its owner calls it. */
export interface NamedPassage extends Passage {
  readonly id: string | number | null;
}

/** An article has some ten thousand characters; a register or a book is another thing. */
const LONGEST = 4 * 1024 * 1024;

const line = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  title: z.string().nullish(),
  published: z.string().nullish(),
  text: z.string(),
});

/**
 * The passages of a file or of standard input (`-`), one JSON object a line; blank lines are passed over.
 * @throws RollcallError `bad_file` with the line
 */
export async function* passagesOf(path: string): AsyncGenerator<NamedPassage> {
  let at = 0;
  for await (const written of linesOf(path)) {
    at += 1;
    if (written.trim() !== "") yield passageFrom(written, `${placeOf(path)}, line ${at}`);
  }
}

function passageFrom(written: string, place: string): NamedPassage {
  let json: unknown;
  try {
    json = JSON.parse(written);
  } catch (error) {
    throw new RollcallError(
      "bad_file",
      `${place}: this is no JSON object; a line is {"id","title","published","text"}.`,
      {
        cause: error,
      },
    );
  }
  const { success, data, error } = line.safeParse(json);
  if (!success) {
    const field = error.issues[0]?.path.join(".") ?? "";
    const what = field === "" ? "this is no object" : `"${field}" is missing or of another type`;
    throw new RollcallError(
      "bad_file",
      `${place}: ${what}; a line is {"id","title","published","text"}, and text is needed.`,
    );
  }
  return { id: data.id ?? null, title: data.title ?? null, published: data.published ?? null, text: data.text };
}

/** One plain text. @throws RollcallError `bad_file` */
export async function plainText(path: string): Promise<string> {
  let text = "";
  for await (const chunk of decoded(path)) {
    text += chunk;
    if (text.length > LONGEST) throw tooLong(placeOf(path), "text");
  }
  return text;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of decoded(path)) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LONGEST) throw tooLong(placeOf(path), "line");
    yield* lines;
  }
  if (rest !== "") yield rest;
}

function tooLong(place: string, what: string): RollcallError {
  return new RollcallError(
    "bad_file",
    `${place}: this ${what} is longer than ${LONGEST / 1024 / 1024} million characters: give one article at a time.`,
  );
}

async function* decoded(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const bytes of bytesOf(path)) yield decoder.decode(bytes, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new RollcallError("bad_file", `${placeOf(path)}: this is not UTF-8; convert it first.`, { cause: error });
  }
}

function placeOf(path: string): string {
  return path === "-" ? "standard input" : path;
}
