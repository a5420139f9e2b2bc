import type { Kind, Status } from "../directory/account.ts";
import { defined } from "../defined.ts";
import type { RosterEntry } from "../directory/roster.ts";

/** An account as it is kept. */
export interface HeldAccount {
  readonly directory: string;
  readonly entry: RosterEntry;
}

/** The stable JSON of an account, as far as it tells who it is. */
export interface AccountView {
  readonly directory: string;
  readonly id: string;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly kind?: Kind;
  readonly status: Status;
}

export function accountView({ directory, entry: { account } }: HeldAccount): AccountView {
  const { name, email, kind } = account.attributes;
  return { directory, id: account.id, ...defined({ name, email, kind }), status: account.status };
}
