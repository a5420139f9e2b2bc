import { accountMeant, unlinkAccounts } from "../../app/persons.ts";
import { RollcallError } from "../../core/errors.ts";
import { flag, type Run } from "../command.ts";
import { openActing } from "../show/persons.ts";

/** Takes an account out of its person, or says of two accounts that they are not one person's. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const [one, two] = args;
  if (one === undefined) throw new RollcallError("usage", "persons unlink: give an account, or two.");
  const { viewing, rules } = await openActing(invocation);
  try {
    const account = await accountMeant(viewing.store, one);
    const other = two === undefined ? undefined : await accountMeant(viewing.store, two);
    const { person, changed } = await unlinkAccounts(viewing, rules, account, other);
    if (flag(invocation, "json")) output.json({ unlink: { person: person ?? null, changed } });
    else if (!changed) output.line("They were kept apart already.");
    else output.line(person === undefined ? "They are apart." : `It is apart; the others stay ${person}.`);
    if (changed) output.note("It stays so until rollcall persons link takes it back, whatever the tools say.");
    return 0;
  } finally {
    await viewing.store.close();
  }
};
