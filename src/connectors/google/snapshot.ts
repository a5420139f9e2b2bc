import { z } from "zod";
import type { Check, ReadBackAnswer } from "../../app/ports.ts";
import { readSnapshot } from "../../app/read-snapshot.ts";
import type { Account } from "../../core/directory/account.ts";
import type { Snapshot } from "../../core/directory/snapshot.ts";
import { RollcallError } from "../../core/errors.ts";
import { malformed } from "../../http/json-answer.ts";
import { oddRecords } from "../../http/odd-records.ts";
import { askOneByOne } from "../../http/one-by-one.ts";
import { turnPages } from "../../http/pages.ts";
import { callGoogle, type GoogleReading, NotThere, placeOf } from "./api.ts";
import { paceOf, type Sources, sourcesOf } from "./settings.ts";
import { SCOPE } from "./token.ts";
import { accountOf, deletedAccount, googleUser, type GoogleUser, readsOf, suspendedByGoogle } from "./user.ts";

const Page = z.object({ users: z.array(z.unknown()).optional(), nextPageToken: z.string().optional() });

interface Read {
  readonly users: readonly GoogleUser[];
  /** Rows that are no users. */
  readonly odd: number;
}

/** The list in the order of addresses, to the page without a token for the next one: Google's own end marker. */
async function readList(
  reading: GoogleReading,
  which: "users" | "deleted users",
  read: (users: number) => void = () => undefined,
): Promise<Read> {
  const { fields, params } = readsOf(sourcesOf(reading.settings));
  const asked = {
    customer: "my_customer",
    maxResults: String(paceOf(reading.settings).pageSize),
    orderBy: "email",
    ...params,
    ...(which === "users" ? {} : { showDeleted: "true" }),
    fields: `nextPageToken,users(${fields})`,
  };
  const users = new Map<string, GoogleUser>();
  let odd = 0;
  await turnPages(
    (page) => placeOf(which, page),
    async (token, page) => {
      const more: Record<string, string> = token === undefined ? {} : { pageToken: token };
      const answer = await callGoogle(reading, placeOf(which, page), "users", { ...asked, ...more }, Page);
      for (const raw of answer.users ?? []) {
        const user = googleUser.safeParse(raw);
        if (user.success) users.set(user.data.id, user.data);
        else odd++;
      }
      read(users.size);
      return { next: answer.nextPageToken || undefined, known: users.size };
    },
  );
  return { users: [...users.values()], odd };
}

/** One reading of the whole account: the users, then those that were deleted, whom Google lists by themselves. */
export function googleSnapshot(reading: GoogleReading): Promise<Snapshot> {
  return readSnapshot(reading, async (tally) => {
    const list = await readList(reading, "users", tally.count);
    const identity = customerOf(reading, list.users);
    const accounts = accountsOf(list, sourcesOf(reading.settings), tally.notes);
    // After the list: who is deleted in between is then deleted, and who is restored in between is asked for by itself.
    const deleted = (await readList(reading, "deleted users")).users.map(deletedAccount);
    const gone = new Set(deleted.map(({ id }) => id));
    return {
      identity,
      scopes: [SCOPE],
      accounts: [...accounts.filter(({ id }) => !gone.has(id)), ...deleted],
      endMarker: "no nextPageToken, of the users and of the deleted ones",
    };
  });
}

/** The customer that answers. Throws `wrong_workspace` where the settings name another, or the list is of several. */
function customerOf({ settings }: GoogleReading, users: readonly GoogleUser[]): string | undefined {
  const named = users.flatMap(({ customerId }) =>
    customerId != null && /^C\w{4,40}$/.test(customerId) ? [customerId] : [],
  );
  const ids = [...new Set(named)];
  const [id] = ids;
  if (ids.length > 1) {
    throw new RollcallError(
      "wrong_workspace",
      `Google's list is of ${ids.length} customers, where one was asked for; check what stands between Rollcall and Google.`,
    );
  }
  if (settings.customer !== undefined && settings.customer !== id) {
    throw new RollcallError(
      "wrong_workspace",
      `The settings ask for the customer ${settings.customer}, and ${id ?? "nobody"} answered; check the key, subject and customer.`,
    );
  }
  return id;
}

function accountsOf({ users, odd }: Read, sources: Sources, notes: string[]): Account[] {
  const accounts = users.flatMap((user) => accountOf(user, sources) ?? []);
  const all = odd + users.length;
  const what = "users of which it is said whether they are in use";
  notes.push(...oddRecords(placeOf("users"), all - accounts.length, all, what));
  const byGoogle = users.filter(suspendedByGoogle).length;
  if (byGoogle > 0)
    notes.push(`Not called gone, since Google suspended them and no administrator did: ${byGoogle} of ${all} users`);
  return accounts;
}

/** Asks for these users one by one, and for those that are not there in the list of deleted ones, which has no other way in. */
export async function readGoogleAgain(reading: GoogleReading, ids: readonly string[]): Promise<ReadBackAnswer> {
  const sources = sourcesOf(reading.settings);
  const { fields, params } = readsOf(sources);
  const at = placeOf("users/{id}");
  const absent = new Set<string>();
  const users: GoogleUser[] = [];
  const { accounts, unread } = await askOneByOne(reading, ids, async (id) => {
    try {
      const user = await callGoogle(reading, at, `users/${encodeURIComponent(id)}`, { ...params, fields }, googleUser);
      const account = accountOf(user, sources);
      if (account === undefined) throw malformed(at, "the answer does not say whether the account is in use");
      users.push(user);
      return account;
    } catch (error) {
      if (!(error instanceof NotThere)) throw error;
      absent.add(id);
      return undefined;
    }
  });
  const deleted = absent.size === 0 ? [] : (await readList(reading, "deleted users")).users;
  const gone = deleted.filter(({ id }) => absent.has(id)).map(deletedAccount);
  // Of somebody who is gone nobody says of which customer; the whole list does.
  const identity = users.length === 0 ? undefined : customerOf(reading, users);
  return { ...(identity === undefined ? {} : { identity }), accounts: [...accounts, ...gone], unread };
}

const First = z.object({ users: z.array(googleUser).optional() });

export async function checkGoogle(reading: GoogleReading): Promise<Check> {
  const params = { customer: "my_customer", maxResults: "1", fields: "users(id,customerId)" };
  const { users = [] } = await callGoogle(reading, placeOf("users"), "users", params, First);
  const identity = customerOf(reading, users);
  return { ...(identity === undefined ? {} : { identity }), scopes: [SCOPE] };
}
