import { undoAcknowledgement } from "../../app/acknowledge-offboarding.ts";
import { flag, type Run } from "../command.ts";
import { openCheck, showActed } from "../show/acknowledged.ts";

/** Takes back that something is meant to be so. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { viewing, check } = await openCheck(invocation);
  try {
    const done = await undoAcknowledgement(viewing.store, check, args[0] ?? "", viewing.clock.now());
    await showActed(output, viewing, done, flag(invocation, "json"));
    output.note("It is asked about again, and told where there is a destination for it.");
    return 0;
  } finally {
    await viewing.store.close();
  }
};
