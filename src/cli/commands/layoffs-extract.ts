import { RollcallError } from "../../core/errors.ts";
import { LANGUAGES } from "../../core/record/extract/languages/language.ts";
import type { WeighedReading } from "../../core/record/extract/proposal.ts";
import { read } from "../../core/record/extract/read.ts";
import type { Passage, Reading } from "../../core/record/extract/reading.ts";
import { readWithModel } from "../../app/model-reader.ts";
import { modelOf } from "../../wire/record.ts";
import { gazetteer } from "../../wire/gazetteer.ts";
import { plainText } from "../../wire/lines.ts";
import { passagesOf } from "../../wire/passages.ts";
import { choice, flag, type Run, textOption } from "../command.ts";
import { showReading } from "../show/claims.ts";

/** What texts claim of job cuts. Reads text alone: no store, no settings, no network; with --model also the one that the settings name. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const [path = "-"] = args;
  const names = gazetteer();
  const spoken = languageOption(invocation);
  const reading = await readingBy(invocation, names);
  if (flag(invocation, "ndjson")) {
    for await (const { id, language, ...passage } of passagesOf(path))
      output.json({ id, ...(await reading(passage, spoken ?? language)) });
    return 0;
  }
  const passage = {
    title: textOption(invocation, "title") ?? null,
    published: textOption(invocation, "published") ?? null,
    text: await plainText(path),
  };
  const found = await reading(passage, spoken);
  if (flag(invocation, "json")) output.json(found);
  else showReading(output, found);
  return 0;
};

type Read = (passage: Passage, language: string | null) => Promise<Reading | WeighedReading>;

/** By rules or, where that is asked for, by the model of the settings behind them. */
async function readingBy(invocation: Parameters<Run>[0], names: ReturnType<typeof gazetteer>): Promise<Read> {
  if (!flag(invocation, "model")) return async (passage, language) => read(passage, names, language);
  const model = await modelOf(choice(invocation));
  if (model === undefined)
    throw new RollcallError("usage", "--model: the settings name none; say which as record.model (docs/settings.md).");
  let left = model.most;
  return async (passage, language) => {
    if (passage.text.length > model.longest)
      throw new RollcallError("usage", `--model: the text is longer than record.model.longest (${model.longest}).`);
    if (left-- === 0)
      throw new RollcallError("usage", `--model: there are more texts than record.model.passages (${model.most}).`);
    return readWithModel(passage, language, { names: () => names, model });
  };
}

/** The language that all texts are in; null where each is told by its words, or by its own line. */
function languageOption(invocation: Parameters<Run>[0]): string | null {
  const text = textOption(invocation, "language");
  if (text === undefined) return null;
  if (LANGUAGES.some((language) => language === text)) return text;
  throw new RollcallError("usage", `--language "${text}" is none that is read: ${LANGUAGES.join(", ")}.`);
}
