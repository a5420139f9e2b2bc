import { accountMeant, linkAccounts } from "../../app/persons.ts";
import { RollcallError } from "../../core/errors.ts";
import { flag, type Run } from "../command.ts";
import { openActing } from "../show/persons.ts";

/** Says that two accounts are one person's, whatever their keys say. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const [one, two] = args;
  if (one === undefined || two === undefined) throw new RollcallError("usage", "persons link: give two accounts.");
  const { viewing, rules } = await openActing(invocation);
  try {
    const account = await accountMeant(viewing.store, one);
    const other = await accountMeant(viewing.store, two);
    const { person, changed } = await linkAccounts(viewing, rules, account, other);
    if (flag(invocation, "json")) output.json({ link: { person, changed } });
    else output.line(changed ? `They are one person's: ${person}.` : `They were one person's already: ${person}.`);
    if (changed) output.note("It stays so until rollcall persons unlink takes it back, whatever the tools say.");
    return 0;
  } finally {
    await viewing.store.close();
  }
};
