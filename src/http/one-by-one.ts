import type { ReadBackAnswer, Reading } from "../app/ports.ts";
import type { Account } from "../core/directory/account.ts";
import { RollcallError } from "../core/errors.ts";

/**
 * Asks for accounts one by one. What cannot be read of one holds up no other; where no answer at all can be read, it is no single
 * account's fault, and thrown.
 * @param ask gives undefined for whom the tool does not know; what it throws but `malformed` ends it
 */
export async function askOneByOne(
  { progress }: Pick<Reading<unknown>, "progress">,
  ids: readonly string[],
  ask: (id: string) => Promise<Account | undefined>,
): Promise<Pick<ReadBackAnswer, "accounts" | "unread">> {
  const accounts: Account[] = [];
  const unread: { readonly id: string; readonly error: RollcallError }[] = [];
  for (const id of ids) {
    try {
      const account = await ask(id);
      if (account === undefined) continue;
      accounts.push(account);
    } catch (error) {
      // The tool has just said who it is: what cannot be read now is this one answer.
      if (!(error instanceof RollcallError) || error.code !== "malformed") throw error;
      unread.push({ id, error });
    }
    progress({ stage: "asked again", done: accounts.length, total: ids.length });
  }
  const [first] = unread;
  if (first !== undefined && unread.length > 1 && unread.length === ids.length) throw first.error;
  return { accounts, unread };
}
