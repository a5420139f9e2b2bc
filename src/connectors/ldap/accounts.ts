import { EqualityFilter } from "ldapts";
import type { Tally, Whole } from "../../app/read-snapshot.ts";
import type { Account } from "../../core/directory/account.ts";
import { tooManyOdd } from "../../core/directory/partial.ts";
import { SHOW_DELETED, showDeleted } from "./controls.ts";
import { isUnder, sameDn } from "./dn.ts";
import { firstOf, idOf, textsOf } from "./entry.ts";
import { accountOf, attributesToRead, type MapContext, sourcesOf } from "./map.ts";
import type { Entry } from "./message.ts";
import { malformed, readPages } from "./paging.ts";
import { LdapRefusal } from "./results.ts";
import { entryAt, type LdapReading, type Session, userObjects } from "./session.ts";

/** Managers outside of the list that are looked up one by one; the others' are unknown. */
const MOST_MANAGERS = 500;

/** All entries of the list, and of Active Directory those that were deleted and still have a tombstone. */
export async function readAccounts(reading: LdapReading, session: Session, tally: Tally): Promise<Whole> {
  const { settings } = reading;
  const attributes = attributesToRead(settings, session.root.server);
  const entries: Entry[] = [];
  const take = (page: readonly Entry[]): void => {
    entries.push(...page);
    tally.count(entries.length);
  };
  const { base, filter, identity } = session;
  const { pageSize } = settings;
  const listed = await readPages(
    session,
    { base, scope: "sub", filter, attributes },
    { pageSize, place: "LDAP, entries" },
    take,
  );
  const { notes } = tally;
  const { references, endMarker } = listed;
  notes.push(
    ...counted(
      references,
      "referral to another server was not followed",
      "referrals to other servers were not followed",
    ),
  );
  if (entries.length === 0) {
    notes.push(
      "The search succeeded and found nobody: the bind DN may see nothing below the base, or the filter fits nothing",
    );
    return { identity, accounts: [], endMarker };
  }
  judgeRights(entries, session);
  const deleted = await readDeleted(reading, session, notes);
  const context = await mapContext(reading, session, entries);
  const accounts: Account[] = [];
  for (const entry of [...entries, ...deleted]) {
    const account = accountOf(entry, context);
    if (account !== undefined) accounts.push(account);
  }
  const skipped = entries.length + deleted.length - accounts.length;
  if (tooManyOdd(skipped, entries.length)) {
    const why = `${skipped} of ${entries.length} entries have no ${session.idAttribute}; let the bind DN read it, or name another attribute in id`;
    throw malformed("LDAP, entries", why);
  }
  notes.push(...counted(skipped, "entry has no id and was skipped", "entries have no id and were skipped"));
  return { identity, accounts, endMarker };
}

/** Every user of Active Directory has these flags. Where they cannot be seen, whoever is disabled would look active. */
function judgeRights(entries: readonly Entry[], { root }: Session): void {
  if (root.server !== "ad") return;
  const blind = entries.filter(
    (entry) => textsOf(entry, "userAccountControl").length + textsOf(entry, "msDS-UserAccountDisabled").length === 0,
  ).length;
  if (!tooManyOdd(blind, entries.length)) return;
  const what = `LDAP, entries: of ${blind} of ${entries.length} users the bind DN may not read userAccountControl, so that nobody can tell who is disabled; give it the right to.`;
  throw new LdapRefusal("scope_missing", what, 50);
}

/** Entries that were deleted below the base; none where the server keeps no tombstones, or the bind DN may not see them. */
async function readDeleted(reading: LdapReading, session: Session, notes: string[]): Promise<Entry[]> {
  const { root, context, base } = session;
  if (root.server !== "ad" || !root.controls.has(SHOW_DELETED)) return [];
  const deleted: Entry[] = [];
  const question = {
    base: context,
    scope: "sub",
    filter: userObjects(new EqualityFilter({ attribute: "isDeleted", value: "TRUE" })),
    attributes: attributesToRead(reading.settings, root.server),
  } as const;
  const options = { pageSize: reading.settings.pageSize, place: "LDAP, deleted objects", controls: [showDeleted()] };
  try {
    await readPages(session, question, options, (page) => void deleted.push(...page));
  } catch (error) {
    if (!(error instanceof LdapRefusal) || error.code !== "scope_missing") throw error;
    notes.push("Deleted objects may not be seen by the bind DN: whoever is deleted is only not listed any more");
    return [];
  }
  return deleted.filter((entry) => wasUnder(entry, base, context));
}

/** A tombstone stands in a container of its own and says where it was; where it does not say, everything below the top counts. */
export function wasUnder(entry: Entry, base: string, context: string): boolean {
  if (sameDn(base) === sameDn(context)) return true;
  const [parent] = textsOf(entry, "lastKnownParent");
  return parent !== undefined && isUnder(parent, base);
}

/** With everybody's manager by id, so that it stays the same when a manager's entry is renamed or moved. */
export async function mapContext(
  { settings, clock }: LdapReading,
  session: Session,
  entries: readonly Entry[],
): Promise<MapContext> {
  const managers = new Map<string, string>();
  for (const entry of entries) {
    const id = idOf(entry, session.idAttribute);
    if (id !== undefined) managers.set(sameDn(entry.dn), id);
  }
  const wanted = new Map<string, string>();
  for (const entry of entries) {
    const dn = firstOf(entry, sourcesOf(settings, "manager"))?.value;
    if (dn !== undefined && !managers.has(sameDn(dn))) wanted.set(sameDn(dn), dn);
  }
  for (const [same, dn] of [...wanted].slice(0, MOST_MANAGERS)) {
    const found = await entryAt(session, dn, [session.idAttribute]);
    const id = found === undefined ? undefined : idOf(found, session.idAttribute);
    if (id !== undefined) managers.set(same, id);
  }
  return { settings, server: session.root.server, now: clock.now(), managers };
}

function counted(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}
