import { publishedTo } from "../../app/published.ts";
import { RollcallError } from "../../core/errors.ts";
import { REPORT_FORMATS, reportText } from "../../reports/report.ts";
import { openReading } from "../../wire/settings.ts";
import { choice, type Invocation, type Run, textOption } from "../command.ts";

/** Prints the last release of counts. Made of what is published alone: the width of the terminal and the hour change nothing. */
export const run: Run = async (invocation) => {
  const format = oneOf(invocation, "format", REPORT_FORMATS) ?? "text";
  const { store, readersNamed } = await openReading(choice(invocation));
  try {
    const readers = await readersNamed(textOption(invocation, "audience") ?? "authorised");
    invocation.output.write(reportText(await publishedTo(store, readers), format));
    return 0;
  } finally {
    await store.close();
  }
};

function oneOf<T extends string>(invocation: Invocation, name: string, choices: readonly T[]): T | undefined {
  const text = textOption(invocation, name);
  const found = choices.find((one) => one === text);
  if (text === undefined || found !== undefined) return found;
  throw new RollcallError("usage", `--${name} ${text}: give one of ${choices.join(", ")}.`);
}
