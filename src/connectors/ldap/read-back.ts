import { AndFilter } from "ldapts";
import type { ReadBackAnswer } from "../../app/ports.ts";
import { mapContext, wasUnder } from "./accounts.ts";
import { SHOW_DELETED, showDeleted } from "./controls.ts";
import { isTrue } from "./entry.ts";
import { accountOf, attributesToRead } from "./map.ts";
import type { Entry } from "./message.ts";
import { refusalOf } from "./results.ts";
import { byId, type LdapReading, type Session, userObjects, withSession } from "./session.ts";

/** Asks for these accounts one by one, by what names them for ever; whoever was moved out of the base is in no list. */
export function readBack(reading: LdapReading, ids: readonly string[]): Promise<ReadBackAnswer> {
  return withSession(reading, async (session) => {
    const entries: Entry[] = [];
    for (const id of ids) {
      entries.push(...(await entriesOf(reading, session, id)));
      reading.progress({ stage: "asked again", done: entries.length, total: ids.length });
    }
    const context = await mapContext(reading, session, entries);
    return {
      ...(session.identity === undefined ? {} : { identity: session.identity }),
      accounts: entries.flatMap((entry) => accountOf(entry, context) ?? []),
      unread: [],
    };
  });
}

async function entriesOf(reading: LdapReading, session: Session, id: string): Promise<readonly Entry[]> {
  const filter = byId(session, id);
  if (filter === undefined) return [];
  const { base, root, context } = session;
  const attributes = attributesToRead(reading.settings, root.server);
  const place = "LDAP, one account";
  const listed = new AndFilter({ filters: [session.filter, filter] });
  const live = await session.connection.search({ base, scope: "sub", filter: listed, attributes }, place);
  const refusal = refusalOf(live.result, place);
  if (refusal !== undefined) throw refusal;
  if (live.entries.length > 0 || root.server !== "ad" || !root.controls.has(SHOW_DELETED)) return live.entries;
  const controls = [showDeleted()];
  const gone = await session.connection.search(
    { base: context, scope: "sub", filter: userObjects(filter), attributes, controls },
    place,
  );
  // An object that is not deleted was moved out of the base, or the filter leaves it out.
  return gone.entries.filter((entry) => isTrue(entry, "isDeleted") && wasUnder(entry, base, context));
}
