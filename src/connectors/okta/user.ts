import { z } from "zod";
import { defined } from "../../core/defined.ts";
import type { Account, Attributes, Status } from "../../core/directory/account.ts";
import { parseInstant } from "../../core/time.ts";
import { attributedOf, type OktaSettings } from "./settings.ts";

export const userId = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/);

const text = z.string().nullish();

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/; `lastLogin` comes along and is not taken. */
export const oktaUser = z.object({
  id: userId,
  status: z.string(),
  statusChanged: text,
  lastUpdated: text,
  profile: z.record(z.string(), z.unknown()),
});
export type OktaUser = z.output<typeof oktaUser>;

/**
 * Where users stand (https://help.okta.com/oie/en-us/content/topics/users-groups-profiles/usgp-end-user-states.htm): made and not
 * yet active; active, also while a password is renewed or too many were tried; and ended.
 */
const STATES: ReadonlyMap<string, Status> = new Map([
  ["STAGED", "invited"],
  ["PROVISIONED", "invited"],
  ["ACTIVE", "active"],
  ["RECOVERY", "active"],
  ["PASSWORD_EXPIRED", "active"],
  ["LOCKED_OUT", "active"],
  ["SUSPENDED", "deactivated"],
  ["DEPROVISIONED", "deactivated"],
]);

/** Undefined for a state that Okta's description does not have. */
export function accountOf(user: OktaUser, settings: OktaSettings): Account | undefined {
  const stands = STATES.get(user.status);
  if (stands === undefined) return undefined;
  const status = user.status === "SUSPENDED" && settings.suspended === "here" ? "active" : stands;
  // Of those who are gone Okta says when they were ended, which is surer than when anything of them was last changed.
  const changed = (status === "deactivated" ? user.statusChanged : undefined) ?? user.lastUpdated;
  const updated = changed == null ? undefined : parseInstant(changed);
  return {
    id: user.id,
    status,
    ...(user.status === "ACTIVE" ? {} : { stated: `status: ${user.status}` }),
    ...(updated === undefined ? {} : { updated }),
    attributes: attributesOf(user, settings),
  };
}

/** A key that is not there is unknown, and null is a statement that there is none. */
function attributesOf({ profile }: OktaUser, settings: OktaSettings): Attributes {
  const { location, team } = attributedOf(settings);
  const stated = (name: string): string | null | undefined => {
    const value = profile[name];
    if (value === null || value === "") return null;
    return typeof value === "string" ? value : undefined;
  };
  const said = (name: string): string | undefined => stated(name) ?? undefined;
  const names = [said("firstName"), said("lastName")].filter((name) => name !== undefined).join(" ");
  const place = stated(location);
  const email = stated("email")?.toLowerCase();
  const number = profile["employeeNumber"];
  return defined({
    name: said("displayName") ?? (names === "" ? said("login") : names),
    handle: said("login")?.toLowerCase(),
    email,
    emailVerified: email !== undefined && isOwn(email, settings) ? true : undefined,
    kind: "human" as const,
    title: stated("title"),
    employeeId: typeof number === "number" ? String(number) : stated("employeeNumber"),
    team: stated(team),
    location: place,
    locationFrom: place == null ? place : location,
    manager: stated("managerId") ?? stated("manager"),
    timezone: said("timezone"),
  });
}

function isOwn(email: string, { domains = [] }: OktaSettings): boolean {
  return domains.some((domain) => email.endsWith(`@${domain}`));
}
