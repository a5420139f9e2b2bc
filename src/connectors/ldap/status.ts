import type { Account } from "../../core/directory/account.ts";
import { type Instant, isoToTheSecond } from "../../core/time.ts";
import { fileTime, generalizedTime, textsOf } from "./entry.ts";
import type { Entry } from "./message.ts";
import type { Server } from "./settings.ts";

/** Attributes that say whether an account may be used. None of them says when, or how often, it was. */
const FLAGS: Readonly<Record<Exclude<Server, "other">, readonly string[]>> = {
  ad: ["userAccountControl", "msDS-UserAccountDisabled", "accountExpires", "isDeleted", "lastKnownParent"],
  "389": ["nsAccountLock", "krbPrincipalExpiration"],
  openldap: ["pwdAccountLockedTime", "pwdEndTime"],
};

/** They have to be asked for by name: most are operational. */
export function statusAttributes(server: Server): readonly string[] {
  return server === "other" ? [...Object.values(FLAGS).flat(), "loginDisabled"] : FLAGS[server];
}

export function changedAttribute(server: Server): string {
  return server === "ad" ? "whenChanged" : "modifyTimestamp";
}

/** ADS_UF_ACCOUNTDISABLE ([MS-ADTS] 2.2.16). The lock after wrong passwords is another bit, and ends by itself. */
const ACCOUNT_DISABLED = 0x2;
/** An administrator's lock (draft-behera-ldap-password-policy, section 5.3.3). Any other time is a lock after wrong passwords. */
const LOCKED_FOR_GOOD = "000001010000Z";

/** What an entry says of whether its account is in use; disabled outranks expired. */
export function statusOf(
  entry: Entry,
  server: Server,
  now: Instant,
  expired: "left" | "active",
): Pick<Account, "status" | "stated" | "updated"> {
  const changed = generalizedTime(textsOf(entry, changedAttribute(server))[0] ?? "");
  const updated = changed === undefined ? {} : { updated: changed };
  const ended = endedBy((attribute) => textsOf(entry, attribute));
  if (ended !== undefined) return { status: "deactivated", stated: ended, ...updated };
  const end = endDate(entry);
  if (end === undefined || end.at > now || expired === "active") return { status: "active", ...updated };
  // Nobody touched the entry on the day that it ran out: it ended then, or when the date was put into the past.
  const since = Math.max(end.at, changed ?? end.at);
  return { status: "deactivated", stated: `${end.attribute}: ${isoToTheSecond(end.at)} (expired)`, updated: since };
}

/**
 * The statement that the account has ended, in the directory's own words. The live connector and dumps of a directory go by it.
 * @param valuesOf the values of an attribute, whatever the case of its name
 */
export function endedBy(valuesOf: (attribute: string) => readonly string[]): string | undefined {
  const isSet = (attribute: string): boolean => valuesOf(attribute)[0]?.toUpperCase() === "TRUE";
  if (isSet("isDeleted")) return "isDeleted: TRUE";
  const [control] = valuesOf("userAccountControl");
  if (control !== undefined && (Number.parseInt(control, 10) & ACCOUNT_DISABLED) !== 0) {
    return `userAccountControl: ${control} (disabled)`;
  }
  if (valuesOf("pwdAccountLockedTime").includes(LOCKED_FOR_GOOD)) return `pwdAccountLockedTime: ${LOCKED_FOR_GOOD}`;
  const flag = ["msDS-UserAccountDisabled", "nsAccountLock", "loginDisabled"].find(isSet);
  return flag === undefined ? undefined : `${flag}: TRUE`;
}

/** Until when the account may be used, where it says so. */
export function endDate(entry: Entry): { readonly at: Instant; readonly attribute: string } | undefined {
  for (const [attribute, read] of END_DATES) {
    const at = read(textsOf(entry, attribute)[0] ?? "");
    if (at !== undefined) return { at, attribute };
  }
  return undefined;
}

const END_DATES = [
  ["accountExpires", fileTime],
  ["pwdEndTime", generalizedTime],
  ["krbPrincipalExpiration", generalizedTime],
] as const;
