import { z } from "zod";
import { RollcallError } from "../core/errors.ts";
import type { Passage } from "../core/record/extract/reading.ts";
import { linesOf, placeOf } from "./lines.ts";

/** A passage with what its owner calls it. */
export interface NamedPassage extends Passage {
  readonly id: string | number | null;
  /** As its owner states it ("de-AT"); null where it is to be told by the words. */
  readonly language: string | null;
}

const line = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  title: z.string().nullish(),
  published: z.string().nullish(),
  language: z.string().nullish(),
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
  const { id, title, published, language, text } = data;
  return { id: id ?? null, title: title ?? null, published: published ?? null, language: language ?? null, text };
}
