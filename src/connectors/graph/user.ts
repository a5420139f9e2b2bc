import { z } from "zod";
import { defined } from "../../core/defined.ts";
import type { Account, Attributes, Status } from "../../core/directory/account.ts";
import { type Instant, parseInstant } from "../../core/time.ts";
import type { Properties } from "./settings.ts";

/** https://learn.microsoft.com/graph/api/resources/user; ids are GUIDs. */
export const userId = z.string().regex(/^[0-9A-Za-z-]{1,64}$/);

const text = z.string().nullish();

/** What is read of a user: the least that says who it is, where, and whether the account is in use. Never `signInActivity`. */
const READ = [
  "id",
  "accountEnabled",
  "displayName",
  "userPrincipalName",
  "mail",
  "userType",
  "externalUserState",
  "jobTitle",
  "employeeId",
] as const;

export function selectOf({ location, team, manager }: Properties): string {
  return [...READ, location, team, ...(manager ? ["manager"] : [])].join(",");
}

/** A user of a delta round: at least what has changed of it, and nothing of it where it is gone. */
export const deltaUser = z.object({
  id: userId,
  "@removed": z.object({ reason: z.string().nullish() }).nullish(),
  accountEnabled: z.boolean().nullish(),
  displayName: text,
  userPrincipalName: text,
  mail: text,
  userType: text,
  externalUserState: text,
  jobTitle: text,
  employeeId: text,
  officeLocation: text,
  city: text,
  state: text,
  country: text,
  usageLocation: text,
  department: text,
  companyName: text,
  "manager@delta": z.array(z.object({ id: userId, "@removed": z.unknown().optional() })).nullish(),
  /** As a user by itself has it, where it was asked for. */
  manager: z.object({ id: userId }).nullish(),
});
export type GraphUser = z.output<typeof deltaUser>;

export const deletedUser = z.object({
  id: userId,
  deletedDateTime: text,
  displayName: text,
  mail: text,
  userType: text,
});

/**
 * What a later row of the same round says over an earlier one: rows hold "at least the properties that have been updated", so that
 * what a later one leaves out stands. Whoever was removed and comes again begins anew.
 */
export function over(before: GraphUser | undefined, after: GraphUser): GraphUser {
  if (before === undefined || after["@removed"] != null) return after;
  const { "@removed": _, ...known } = before;
  return before["@removed"] == null ? { ...known, ...after } : after;
}

/** Undefined where Microsoft does not say whether the account is in use: nothing else tells. */
export function accountOf(user: GraphUser, properties: Properties): Account | undefined {
  const removed = user["@removed"];
  if (removed != null) return { id: user.id, status: "deactivated", stated: removedWords(removed), attributes: {} };
  const state = statusOf(user);
  if (state === undefined) return undefined;
  return { id: user.id, ...state, attributes: attributesOf(user, properties) };
}

/** A user among the deleted ones, for 30 days. Microsoft changes the names for signing in of those, so these are not taken. */
export function deletedAccount(user: z.output<typeof deletedUser>): Account {
  const deleted = user.deletedDateTime == null ? undefined : parseInstant(user.deletedDateTime);
  const attributes = defined({
    name: user.displayName || undefined,
    email: user.mail ? user.mail.toLowerCase() : undefined,
    ...kindOf(user.userType),
  });
  const updated: { updated?: Instant } = deleted === undefined ? {} : { updated: deleted };
  return { id: user.id, status: "deactivated", stated: "in deletedItems", ...updated, attributes };
}

function removedWords({ reason }: { readonly reason?: string | null | undefined }): string {
  return reason === "changed" || reason === "deleted" ? `@removed: ${reason}` : "@removed";
}

function statusOf(user: GraphUser): { readonly status: Status; readonly stated?: string } | undefined {
  if (user.accountEnabled === false) return { status: "deactivated", stated: "accountEnabled: false" };
  if (user.accountEnabled !== true) return undefined;
  if (user.userType === "Guest" && user.externalUserState === "PendingAcceptance")
    return { status: "invited", stated: "externalUserState: PendingAcceptance" };
  return { status: "active" };
}

function attributesOf(user: GraphUser, { location, team, manager }: Properties): Attributes {
  const blank = (value: string | null | undefined) => (value === "" ? null : value);
  const place = blank(user[location]);
  return defined({
    name: user.displayName || undefined,
    handle: user.userPrincipalName ? user.userPrincipalName.toLowerCase() : undefined,
    ...emailOf(user),
    ...kindOf(user.userType),
    title: blank(user.jobTitle),
    employeeId: blank(user.employeeId),
    team: blank(user[team]),
    location: place,
    locationFrom: place == null ? place : location,
    manager: manager ? managerOf(user) : undefined,
  });
}

/**
 * `mail` can be anything an administrator or a synchronisation wrote; the name for signing in has a domain that the tenant has
 * proved to be its own. So an address is vouched for where it has the domain of that name.
 */
function emailOf({ mail, userPrincipalName, userType }: GraphUser): Pick<Attributes, "email" | "emailVerified"> {
  const principal = userPrincipalName?.toLowerCase();
  const email = mail
    ? mail.toLowerCase()
    : principal !== undefined && !principal.includes("#ext#")
      ? principal
      : undefined;
  if (!email) return mail === null && principal !== undefined ? { email: null } : {};
  const own = userType === "Member" && principal !== undefined && !principal.includes("#ext#");
  return own && domainOf(email) === domainOf(principal) ? { email, emailVerified: true } : { email };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}

function kindOf(userType: string | null | undefined): Pick<Attributes, "kind" | "role"> {
  if (userType === "Guest") return { kind: "guest", role: "guest" };
  return userType === "Member" ? { kind: "human", role: "member" } : {};
}

/** A round lists the managers that came and went; the one that is left is the manager. */
function managerOf(user: GraphUser): string | null | undefined {
  if (user.manager !== undefined) return user.manager?.id ?? null;
  const said = user["manager@delta"];
  if (said == null) return undefined;
  return said.findLast((one) => one["@removed"] === undefined)?.id ?? null;
}
