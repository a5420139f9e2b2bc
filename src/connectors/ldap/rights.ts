import { EqualityFilter } from "ldapts";
import type { Check, Scope } from "../../app/ports.ts";
import { DIRSYNC, dirSync, paged, SHOW_DELETED, showDeleted } from "./controls.ts";
import { sameDn } from "./dn.ts";
import { anything, type LdapReading, type Session, userObjects, withSession } from "./session.ts";
import type { LdapSettings } from "./settings.ts";

const READ = "read entries";
const DELETED = "Deleted Objects";
const REPLICATE = "Replicating Directory Changes";

type Asked = Pick<LdapSettings, "server" | "changes">;

/**
 * LDAP has no scopes: these are the rights that an administrator gives the bind DN. Those of Active Directory are named only where
 * the settings say that it is one, so that nobody looks for them elsewhere.
 */
export function ldapScopes({ server, changes }: Asked): Scope[] {
  const scopes: Scope[] = [
    { name: READ, why: "the entries of people below the base, with the attributes of the settings", required: true },
  ];
  if (server !== "ad") return scopes;
  scopes.push({
    name: DELETED,
    why: "tombstones: proof that an account was deleted, instead of a list that leaves it out",
    required: false,
  });
  if (changes !== undefined && changes.by !== "timestamp") {
    const why = "deletions among the changes that are asked for between sweeps";
    scopes.push({ name: REPLICATE, why, required: false });
  }
  return scopes;
}

/** Those of the rights that the bind DN has, sorted. */
async function rightsOf(session: Session, settings: LdapSettings): Promise<string[]> {
  const has: Readonly<Record<string, () => Promise<boolean>>> = {
    [READ]: async () => true,
    [DELETED]: () => seesDeleted(session),
    [REPLICATE]: () => mayReplicate(session),
  };
  const rights: string[] = [];
  for (const { name } of ldapScopes(settings)) if ((await has[name]?.()) === true) rights.push(name);
  return rights.toSorted();
}

/** The container may be seen without what is in it, so that only something deleted shows the right; a new domain may have nothing. */
async function seesDeleted({ connection, root, context }: Session): Promise<boolean> {
  if (!root.controls.has(SHOW_DELETED)) return false;
  const filter = new EqualityFilter({ attribute: "isDeleted", value: "TRUE" });
  const controls = [showDeleted(), paged(2, Buffer.alloc(0))];
  const question = { base: context, scope: "sub", filter, attributes: ["cn"], controls } as const;
  const { entries, result } = await connection.search(question, "LDAP, deleted objects");
  const container = sameDn(`CN=Deleted Objects,${context}`);
  return result.code === 0 && entries.some(({ dn }) => sameDn(dn) !== container);
}

async function mayReplicate({ connection, root, context }: Session): Promise<boolean> {
  if (!root.controls.has(DIRSYNC)) return false;
  const controls = [dirSync(0, Buffer.alloc(0))];
  const question = {
    base: context,
    scope: "sub",
    filter: userObjects(anything()),
    attributes: ["cn"],
    controls,
  } as const;
  const { result } = await connection.search(question, "LDAP, DirSync");
  return result.code === 0;
}

export function check(reading: LdapReading): Promise<Check> {
  return withSession(reading, async (session) => ({
    ...(session.identity === undefined ? {} : { identity: session.identity }),
    title: `${session.root.title}, ${session.base}`,
    scopes: await rightsOf(session, reading.settings),
  }));
}
