import { RollcallError } from "../core/errors.ts";
import { bytesOf } from "./audit.ts";

/** An article has some ten thousand characters; a register or a book is another thing. */
const LONGEST = 4 * 1024 * 1024;

/** One plain text. @throws RollcallError `bad_file` */
export async function plainText(path: string): Promise<string> {
  let text = "";
  for await (const chunk of decoded(path)) {
    text += chunk;
    if (text.length > LONGEST) throw tooLong(placeOf(path), "text");
  }
  return text;
}

/** The lines of a text file, or of standard input for `-`. @throws RollcallError `bad_file` */
export async function* linesOf(path: string): AsyncGenerator<string> {
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

/** As errors name it. */
export function placeOf(path: string): string {
  return path === "-" ? "standard input" : path;
}
