import { defined } from "../../core/defined.ts";
import type { Account } from "../../core/directory/account.ts";
import type { Instant } from "../../core/time.ts";
import { sameDn } from "./dn.ts";
import { firstOf, generalizedTime, idOf, textsOf } from "./entry.ts";
import { kindAttributes, kindOf } from "./kinds.ts";
import type { Entry } from "./message.ts";
import type { LdapSettings, Server } from "./settings.ts";
import { changedAttribute, endDate, statusAttributes, statusOf } from "./status.ts";

/** Where each thing is found without settings: the first attribute that has a value. */
const USUAL = {
  name: ["displayName", "cn"],
  handle: ["sAMAccountName", "uid"],
  email: ["mail"],
  title: ["title"],
  team: ["department", "departmentNumber", "ou"],
  location: ["physicalDeliveryOfficeName", "l"],
  employeeId: ["employeeID", "employeeNumber"],
  manager: ["manager"],
  startDate: [],
} as const satisfies Record<string, readonly string[]>;
export type Field = keyof typeof USUAL;
export const FIELDS = Object.keys(USUAL) as readonly Field[];

export function sourcesOf({ fields }: Pick<LdapSettings, "fields">, field: Field): readonly string[] {
  const named = fields?.[field];
  return named === undefined ? USUAL[field] : [named];
}

/** The attribute that names an account for ever on a server of this kind. A DN does not: renaming and moving change it. */
export function idAttribute(settings: Pick<LdapSettings, "id">, server: Server): string {
  return settings.id ?? { ad: "objectGUID", "389": "nsUniqueId", openldap: "entryUUID", other: "entryUUID" }[server];
}

/** All that is asked of an entry; nothing of sign-ins, passwords or groups. */
export function attributesToRead(settings: LdapSettings, server: Server): string[] {
  const names = [
    idAttribute(settings, server),
    "objectClass",
    ...(server === "ad" ? ["isCriticalSystemObject"] : []),
    changedAttribute(server),
    ...statusAttributes(server),
    ...kindAttributes(settings.kinds),
    ...FIELDS.flatMap((field) => sourcesOf(settings, field)),
  ];
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}

/** Accounts by the DN of their entry, in the form of `sameDn`: how managers are named. */
type Managers = ReadonlyMap<string, string>;

export interface MapContext {
  readonly settings: LdapSettings;
  readonly server: Server;
  readonly now: Instant;
  readonly managers: Managers;
}

/**
 * Reads one entry; undefined where it has no id. An attribute that is not there is unknown: LDAP does not tell whether there is
 * none or the bind DN may not see it, and Active Directory strips what is deleted.
 */
export function accountOf(entry: Entry, { settings, server, now, managers }: MapContext): Account | undefined {
  const id = idOf(entry, idAttribute(settings, server));
  if (id === undefined) return undefined;
  const value = (field: Field): string | undefined => firstOf(entry, sourcesOf(settings, field))?.value;
  const location = firstOf(entry, sourcesOf(settings, "location"));
  const manager = value("manager");
  const email = value("email")?.toLowerCase();
  const kind = kindOf(entry, settings.kinds);
  const status = statusOf(entry, server, now, settings.expired);
  return {
    id,
    ...status,
    attributes: defined({
      name: isDeleted(entry) ? undefined : value("name"),
      handle: value("handle"),
      email,
      emailVerified: email === undefined ? undefined : (settings.mailIsAssigned ?? server === "ad"),
      employeeId: value("employeeId"),
      kind,
      title: value("title"),
      team: value("team"),
      location: location?.value,
      locationFrom: location === undefined ? undefined : `attribute ${location.from}`,
      manager: manager === undefined ? undefined : managers.get(sameDn(manager)),
      startDate: dayOf(value("startDate")),
      guestExpires: kind === "guest" ? endDate(entry)?.at : undefined,
    }),
  };
}

/** The cn of a deleted object has had `DEL:` and its id put behind it. */
function isDeleted(entry: Entry): boolean {
  return textsOf(entry, "isDeleted")[0]?.toUpperCase() === "TRUE";
}

function dayOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const iso = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
  const at = iso === undefined ? generalizedTime(/^\d{8}$/.test(text) ? `${text}00Z` : text) : Date.parse(iso);
  return at === undefined || Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 10);
}
