import { extract } from "../../core/record/extract/extract.ts";
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
  if (flag(invocation, "ndjson")) {
    for await (const { id, ...passage } of passagesOf(path)) {
      const { claims, refused } = extract(passage, names);
      output.json({ id, claims, refused });
    }
    return 0;
  }
  const passage = {
    title: textOption(invocation, "title") ?? null,
    published: textOption(invocation, "published") ?? null,
    text: await plainText(path),
  };
  const reading = extract(passage, names);
  if (flag(invocation, "json")) output.json(reading);
  else showReading(output, reading);
  return 0;
};
