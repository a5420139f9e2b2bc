import { RollcallError } from "../../core/errors.ts";
import { LANGUAGES } from "../../core/record/extract/languages/language.ts";
import { read } from "../../core/record/extract/read.ts";
import { gazetteer } from "../../wire/gazetteer.ts";
import { plainText } from "../../wire/lines.ts";
import { passagesOf } from "../../wire/passages.ts";
import { flag, type Run, textOption } from "../command.ts";
import { showReading } from "../show/claims.ts";

/** What texts claim of job cuts. Reads text alone: no store, no settings, no network. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const [path = "-"] = args;
  const names = gazetteer();
  const spoken = languageOption(invocation);
  if (flag(invocation, "ndjson")) {
    for await (const { id, language, ...passage } of passagesOf(path)) {
      const { claims, refused } = read(passage, names, spoken ?? language);
      output.json({ id, claims, refused });
    }
    return 0;
  }
  const passage = {
    title: textOption(invocation, "title") ?? null,
    published: textOption(invocation, "published") ?? null,
    text: await plainText(path),
  };
  const reading = read(passage, names, spoken);
  if (flag(invocation, "json")) output.json(reading);
  else showReading(output, reading);
  return 0;
};

/** The language that all texts are in; null where each is told by its words, or by its own line. */
function languageOption(invocation: Parameters<Run>[0]): string | null {
  const text = textOption(invocation, "language");
  if (text === undefined) return null;
  if (LANGUAGES.some((language) => language === text)) return text;
  throw new RollcallError("usage", `--language "${text}" is none that is read: ${LANGUAGES.join(", ")}.`);
}
