import { listed } from "../../messages/words.ts";
import { PAGE_FORMATS } from "../../reports/page.ts";
import { transparencyText } from "../../reports/transparency.ts";
import { openTransparency } from "../../wire/transparency.ts";
import { choice, type Run, textOption } from "../command.ts";

/** Prints the page for the people concerned: the same whoever left, whatever the terminal, and at whatever hour. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const { pending, ...told } = await openTransparency(choice(invocation));
  const format = PAGE_FORMATS.find((one) => one === textOption(invocation, "format")) ?? "text";
  output.write(transparencyText(told, format));
  if (pending.length > 0) {
    output.note(
      `The settings say otherwise by now (${listed(pending)}): the next sweep or watch puts that on the record.`,
    );
  }
  return 0;
};
