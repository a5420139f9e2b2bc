import { signCheckpoint } from "../../app/audit.ts";
import { openAudit } from "../../wire/audit.ts";
import { choice, type Run } from "../command.ts";
import { findingLines, NOT_SIGNED } from "../show/audit.ts";

/** A signed checkpoint, as it is to be kept: to the byte. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const context = await openAudit(choice(invocation));
  try {
    const { check, note } = await signCheckpoint(context);
    if (note === undefined) {
      for (const text of [...findingLines(check.findings, check.more), NOT_SIGNED]) output.note(text);
      return 1;
    }
    output.write(note);
    return 0;
  } finally {
    await context.store.close();
  }
};
