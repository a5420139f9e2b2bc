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
import { oktaAccess, oktaScopes } from "./access.ts";
import { callOkta, NotThere, type OktaReading, placeOf } from "./api.ts";
import { paceOf } from "./settings.ts";
import { accountOf, oktaUser } from "./user.ts";

interface Identity {
  readonly id?: string;
  readonly scopes?: readonly string[];
  readonly notes: readonly string[];
}

const Organisation = z.object({ id: z.string().regex(/^00o[0-9A-Za-z]{5,40}$/) });

/** The organisation that answers at the address, which it says to anybody, and what the app may do. Throws `scope_missing`. */
async function identify(reading: OktaReading): Promise<Identity> {
  const notes: string[] = [];
  const { scopes } = await oktaAccess(reading);
  if (scopes === undefined) {
    notes.push(
      "Okta does not say what an API token may do: it may do whatever its owner may; an app (oauth) may do less",
    );
  } else {
    const missing = oktaScopes(reading.settings).filter(({ name }) => !scopes.includes(name));
    if (missing.length > 0) {
      const list = missing.map(({ name, why }) => `${name} (${why})`).join(", ");
      throw new RollcallError(
        "scope_missing",
        `The app at Okta lacks ${list}; grant it under Okta API Scopes of the app.`,
      );
    }
  }
  const id = await organisationOf(reading);
  if (id === undefined) notes.push("Okta did not say which organisation it is");
  return { ...(id === undefined ? {} : { id }), ...(scopes === undefined ? {} : { scopes }), notes };
}

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/OrgSettingGeneral/ (well-known org metadata) */
async function organisationOf(reading: OktaReading): Promise<string | undefined> {
  const at = placeOf("okta-organization");
  try {
    return (await callOkta(reading, at, "user", ".well-known/okta-organization", Organisation)).value.id;
  } catch (error) {
    if (error instanceof NotThere) return undefined;
    throw error;
  }
}

/** What the plain list leaves out. `search` would give them too, after a while: its index lags. */
const ENDED = 'status eq "DEPROVISIONED"';

const Page = z.array(z.unknown());

interface Read {
  readonly accounts: ReadonlyMap<string, Account>;
  /** Rows that are no users, or in a state that nobody knows. */
  readonly odd: number;
}

/** A list to the page without a link to the next one: Okta's own end marker. */
async function readList(
  reading: OktaReading,
  which: "users" | "deactivated users",
  read: (users: number) => void = () => undefined,
): Promise<Read> {
  const { settings } = reading;
  const params = new URLSearchParams({ limit: String(paceOf(settings).pageSize) });
  if (which === "deactivated users") params.set("filter", ENDED);
  const accounts = new Map<string, Account>();
  let odd = 0;
  await turnPages(
    (page) => placeOf(which, page),
    async (next, page) => {
      const answer = await callOkta(
        reading,
        placeOf(which, page),
        "users",
        next ?? `api/v1/users?${params.toString()}`,
        Page,
      );
      for (const raw of answer.value) {
        const user = oktaUser.safeParse(raw);
        const account = user.success ? accountOf(user.data, settings) : undefined;
        if (account === undefined) odd++;
        else accounts.set(account.id, account);
      }
      read(accounts.size);
      return { next: answer.next, known: accounts.size };
    },
  );
  return { accounts, odd };
}

/** One reading of the organisation: the list, then those who are deactivated, whom the list leaves out. */
export function oktaSnapshot(reading: OktaReading): Promise<Snapshot> {
  return readSnapshot(reading, async ({ notes, count }) => {
    const { id, scopes, notes: said } = await identify(reading);
    notes.push(...said);
    const list = await readList(reading, "users", count);
    // After the list: who is deactivated in between is then deactivated, and who is back in between is asked for by itself.
    const ended = await readList(reading, "deactivated users");
    // What filters the answers wrongly (a gateway) must not turn everybody into leavers: each row says itself what it is.
    const accounts = [...new Map([...list.accounts, ...ended.accounts]).values()];
    const odd = list.odd + ended.odd;
    const what = "users in a state that Okta documents";
    notes.push(...oddRecords(placeOf("users"), odd, accounts.length + odd, what));
    const endMarker = "no link to a next page, of the list and of those deactivated";
    return { identity: id, scopes, accounts, endMarker };
  });
}

/** Asks for these users one by one, whatever their state. */
export async function readOktaAgain(reading: OktaReading, ids: readonly string[]): Promise<ReadBackAnswer> {
  const { id: identity } = await identify(reading);
  const read = await askOneByOne(reading, ids, (id) => readOne(reading, id));
  return { ...(identity === undefined ? {} : { identity }), ...read };
}

async function readOne(reading: OktaReading, id: string): Promise<Account | undefined> {
  const at = placeOf("users/{id}");
  try {
    const { value } = await callOkta(reading, at, "user", `api/v1/users/${encodeURIComponent(id)}`, oktaUser);
    const account = accountOf(value, reading.settings);
    // Okta takes a login in the place of an id, and answers with the user of that name.
    if (account === undefined || account.id !== id)
      throw malformed(at, "the answer is no user in a state that is known");
    return account;
  } catch (error) {
    if (error instanceof NotThere) return undefined;
    throw error;
  }
}

export async function checkOkta(reading: OktaReading): Promise<Check> {
  const { id, scopes } = await identify(reading);
  await callOkta(reading, placeOf("users"), "users", "api/v1/users?limit=1", Page);
  return { ...(id === undefined ? {} : { identity: id }), ...(scopes === undefined ? {} : { scopes }) };
}
