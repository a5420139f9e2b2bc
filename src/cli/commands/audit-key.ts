import { auditKey } from "../../app/audit.ts";
import { openAudit } from "../../wire/audit.ts";
import { choice, type Run } from "../command.ts";

/** The public key of the log, for whoever verifies. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const context = await openAudit(choice(invocation));
  try {
    output.line((await auditKey(context)).verifier.text);
    output.note("Hand it to whoever verifies, by another way than the exports: rollcall audit verify FILE --key KEY.");
    return 0;
  } finally {
    await context.store.close();
  }
};
