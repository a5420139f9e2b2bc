import { userInfo } from "node:os";
import { acknowledge } from "../../app/acknowledge-offboarding.ts";
import { accountMeant } from "../../app/persons.ts";
import { RollcallError } from "../../core/errors.ts";
import { flag, type Run, textOption } from "../command.ts";
import { openCheck, showActed } from "../show/acknowledged.ts";

/** Says of an accident, or of an account that nobody owns, that it is meant to be so. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const [what = ""] = args;
  const reason = textOption(invocation, "reason")?.trim() ?? "";
  if (reason === "") {
    throw new RollcallError("usage", "offboarding acknowledge: give a --reason, for whoever wonders about it later.");
  }
  const by = textOption(invocation, "by")?.trim() || userInfo().username;
  const { viewing, check } = await openCheck(invocation);
  try {
    const { store, clock } = viewing;
    const meant = /^d-[\w-]+$/.test(what) ? { departure: what } : await heldBy(viewing.store, what);
    const done = await acknowledge(store, check, meant, { at: clock.now(), by, reason });
    await showActed(output, viewing, done, flag(invocation, "json"));
    output.note(`rollcall offboarding undo ${done.acknowledgement.id} takes it back. Nobody is told of it any more.`);
    return 0;
  } finally {
    await viewing.store.close();
  }
};

async function heldBy(store: Parameters<typeof accountMeant>[0], word: string) {
  const { directory, id: account } = await accountMeant(store, word);
  return { directory, account };
}
