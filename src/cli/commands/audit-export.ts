import { exportLog } from "../../app/audit.ts";
import { counted } from "../../messages/words.ts";
import { openAudit, writeNew } from "../../wire/audit.ts";
import { choice, type Run } from "../command.ts";
import { findingLines, NOT_SIGNED } from "../show/audit.ts";

/** The whole log in a file, for whoever has to check it somewhere else. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const [path = ""] = args;
  const context = await openAudit(choice(invocation));
  try {
    const { check, note } = await writeNew(path, (write) => exportLog(context, write));
    const entries = counted(check.size, "entry", "entries");
    if (note === undefined) {
      for (const text of [...findingLines(check.findings, check.more), NOT_SIGNED]) output.note(text);
      output.note(`${path}: ${entries}, without a checkpoint.`);
      return 1;
    }
    output.note(`${path}: ${entries} and a signed checkpoint. rollcall audit verify ${path} checks it.`);
    return 0;
  } finally {
    await context.store.close();
  }
};
