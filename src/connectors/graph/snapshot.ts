import { z } from "zod";
import type { ReadBackAnswer } from "../../app/ports.ts";
import { readSnapshot } from "../../app/read-snapshot.ts";
import type { Account } from "../../core/directory/account.ts";
import type { Snapshot } from "../../core/directory/snapshot.ts";
import { RollcallError } from "../../core/errors.ts";
import { malformed } from "../../http/json-answer.ts";
import { oddRecords } from "../../http/odd-records.ts";
import { askOneByOne } from "../../http/one-by-one.ts";
import { samePlace, turnPages } from "../../http/pages.ts";
import { callGraph, type GraphReading, NotThere, placeOf } from "./api.ts";
import { DELTA, readWholeRound, type Round } from "./delta.ts";
import { identify } from "./identity.ts";
import { apiOf, type Properties, propertiesOf } from "./settings.ts";
import { accountOf, deletedAccount, deletedUser, deltaUser, type GraphUser, selectOf } from "./user.ts";

const DELETED = "directory/deletedItems/microsoft.graph.user";
const DELETED_SELECT = "id,deletedDateTime,displayName,mail,userType";

/** One reading of the whole tenant: a round of the delta query from its beginning, then the users that were deleted. */
export function graphSnapshot(reading: GraphReading): Promise<Snapshot> {
  const properties = propertiesOf(reading.settings);
  return readSnapshot(reading, async ({ notes, count }) => {
    const { tenant, scopes, notes: said } = await identify(reading);
    notes.push(...said);
    const round = await readWholeRound(reading, selectOf(properties), count);
    if (round.restarts > 0)
      notes.push("Microsoft lost the round of the delta query on the way, which was begun again from page 1");
    const accounts = accountsOf(round, properties, notes);
    // After the round: who is deleted in between is then deleted, and who is restored in between is asked for by itself.
    const deleted = await readDeleted(reading);
    const gone = new Set(deleted.map(({ id }) => id));
    return {
      identity: tenant,
      scopes,
      accounts: [...accounts.filter(({ id }) => !gone.has(id)), ...deleted],
      endMarker: "@odata.deltaLink, and deletedItems without @odata.nextLink",
    };
  });
}

/** Throws `scope_missing` where Microsoft says of nobody whether the account is in use, and `malformed` for a list of odd rows. */
function accountsOf({ users, unreadable }: Round, properties: Properties, notes: string[]): Account[] {
  const at = placeOf({ what: DELTA });
  const accounts: Account[] = [];
  let silent = 0;
  for (const user of users.values()) {
    const account = accountOf(user, properties);
    if (account === undefined) silent++;
    else accounts.push(account);
  }
  if (silent > 0 && silent === users.size) {
    throw new RollcallError(
      "scope_missing",
      `${at.place}: Microsoft says of nobody whether the account is in use (accountEnabled); give the app the application ` +
        "permission User.Read.All, and have an administrator consent to it.",
    );
  }
  const odd = silent + unreadable.ids.length + unreadable.nameless;
  notes.push(...oddRecords(at, odd, accounts.length + odd, "users of which it is said whether they are in use"));
  return accounts;
}

const DeletedPage = z.object({ value: z.array(deletedUser), "@odata.nextLink": z.string().min(1).optional() });

/** Users that were deleted within the last 30 days. */
async function readDeleted(reading: GraphReading): Promise<Account[]> {
  const byId = new Map<string, Account>();
  await turnPages(
    (page) => placeOf({ what: "deletedItems", page }),
    async (next, page) => {
      const call = { what: "deletedItems", page };
      const address = next ?? `${DELETED}?$select=${DELETED_SELECT}&$top=999`;
      const { value, "@odata.nextLink": more } = await callGraph(reading, call, address, DeletedPage);
      for (const user of value) byId.set(user.id, deletedAccount(user));
      return {
        next: more === undefined ? undefined : samePlace(more, apiOf(reading.settings), placeOf(call)),
        known: byId.size,
      };
    },
  );
  return [...byId.values()];
}

/** Asks for these users one by one, and for those that are not there among the deleted ones. */
export async function readGraphAgain(reading: GraphReading, ids: readonly string[]): Promise<ReadBackAnswer> {
  const { tenant } = await identify(reading);
  const read = await askOneByOne(reading, ids, (id) => readOne(reading, id));
  return { ...(tenant === undefined ? {} : { identity: tenant }), ...read };
}

async function readOne(reading: GraphReading, id: string): Promise<Account | undefined> {
  const properties = propertiesOf(reading.settings);
  const select = selectOf({ ...properties, manager: false });
  const expand = properties.manager ? "&$expand=manager($select=id)" : "";
  const call = { what: "users/{id}" };
  const address = `users/${encodeURIComponent(id)}?$select=${select}${expand}`;
  const user = await orNotThere(callGraph(reading, call, address, deltaUser));
  if (user !== undefined) return accountOf(withManager(user, properties), properties) ?? silentAbout();
  const deleted = { what: "deletedItems/{id}" };
  const item = `directory/deletedItems/${encodeURIComponent(id)}`;
  const found = await orNotThere(callGraph(reading, deleted, item, deletedUser));
  return found === undefined ? undefined : deletedAccount(found);
}

/** Expanding leaves the manager out where there is none. */
function withManager(user: GraphUser, { manager }: Properties): GraphUser {
  return manager && user.manager === undefined ? { ...user, manager: null } : user;
}

function silentAbout(): never {
  throw malformed(placeOf({ what: "users/{id}" }), "the answer does not say whether the account is in use");
}

async function orNotThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NotThere) return undefined;
    throw error;
  }
}
