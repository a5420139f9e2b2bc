import { z } from "zod";
import { defined } from "../../core/defined.ts";
import type { Account, Attributes, Status } from "../../core/directory/account.ts";
import { parseInstant } from "../../core/time.ts";
import { schemasOf, type Sources } from "./settings.ts";

const userId = z.string().regex(/^[0-9A-Za-z]{1,64}$/);

const text = z.string().nullish();

/** https://developers.google.com/admin-sdk/directory/reference/rest/v1/users; `lastLoginTime` is not asked for. */
export const googleUser = z.object({
  id: userId,
  customerId: text,
  primaryEmail: text,
  name: z.object({ fullName: text }).nullish(),
  suspended: z.boolean().nullish(),
  suspensionReason: text,
  archived: z.boolean().nullish(),
  isAdmin: z.boolean().nullish(),
  isDelegatedAdmin: z.boolean().nullish(),
  deletionTime: text,
  orgUnitPath: text,
  organizations: z
    .array(
      z.object({ primary: z.boolean().nullish(), title: text, department: text, costCenter: text, location: text }),
    )
    .nullish()
    .catch(undefined),
  locations: z
    .array(z.object({ type: text, area: text, buildingId: text }))
    .nullish()
    .catch(undefined),
  externalIds: z
    .array(z.object({ type: text, value: text }))
    .nullish()
    .catch(undefined),
  relations: z
    .array(z.object({ type: text, value: text }))
    .nullish()
    .catch(undefined),
  customSchemas: z.record(z.string(), z.record(z.string(), z.unknown())).nullish().catch(undefined),
});
export type GoogleUser = z.output<typeof googleUser>;

const READ =
  "id,customerId,primaryEmail,name(fullName),suspended,suspensionReason,archived,isAdmin,isDelegatedAdmin,deletionTime," +
  "orgUnitPath,organizations(primary,title,department,costCenter,location),locations(type,area,buildingId)," +
  "externalIds(type,value),relations(type,value)";

/** What is asked for of each user: the rest does not even leave Google. */
export function readsOf(sources: Sources): {
  readonly fields: string;
  readonly params: Readonly<Record<string, string>>;
} {
  const schemas = schemasOf(sources);
  return schemas.length === 0
    ? { fields: READ, params: { projection: "basic" } }
    : { fields: `${READ},customSchemas`, params: { projection: "custom", customFieldMask: schemas.join(",") } };
}

/**
 * Google's own reasons for suspending: the person is still there. Whoever an administrator suspends has the reason ADMIN, or none.
 */
const BY_GOOGLE = new Set(["ABUSE", "ABUSIVE", "UNDER13", "WEB_LOGIN_REQUIRED"]);

export function suspendedByGoogle({ suspended, suspensionReason }: GoogleUser): boolean {
  return suspended === true && suspensionReason != null && BY_GOOGLE.has(suspensionReason);
}

/** Undefined where Google does not say whether the account is in use. */
export function accountOf(user: GoogleUser, sources: Sources): Account | undefined {
  const state = statusOf(user);
  return state === undefined ? undefined : { id: user.id, ...state, attributes: attributesOf(user, sources) };
}

/** A user of the list of deleted ones, where they are for 20 days. The address may be another user's by now. */
export function deletedAccount(user: GoogleUser): Account {
  const deleted = user.deletionTime == null ? undefined : parseInstant(user.deletionTime);
  const attributes = defined({
    name: user.name?.fullName || undefined,
    email: user.primaryEmail ? user.primaryEmail.toLowerCase() : undefined,
    kind: "human" as const,
  });
  return {
    id: user.id,
    status: "deactivated",
    stated: "among the deleted users",
    ...(deleted === undefined ? {} : { updated: deleted }),
    attributes,
  };
}

function statusOf(user: GoogleUser): { readonly status: Status; readonly stated?: string } | undefined {
  const { suspended, archived, suspensionReason } = user;
  if (archived === true) return { status: "deactivated", stated: "archived: true" };
  const reason = suspensionReason != null && /^[A-Z0-9_]{1,40}$/.test(suspensionReason) ? ` (${suspensionReason})` : "";
  if (suspendedByGoogle(user)) return { status: "active", stated: `suspended: true${reason}` };
  if (suspended === true) return { status: "deactivated", stated: `suspended: true${reason}` };
  return suspended === false ? { status: "active" } : undefined;
}

function attributesOf(user: GoogleUser, sources: Sources): Attributes {
  const organization = user.organizations?.find(({ primary }) => primary === true) ?? user.organizations?.[0];
  const location = valueOf(user, sources.location);
  const email = user.primaryEmail ? user.primaryEmail.toLowerCase() : undefined;
  return defined({
    name: user.name?.fullName || undefined,
    handle: email,
    email,
    // The organisation has assigned it, in a domain that it has proved to be its own.
    emailVerified: email === undefined ? undefined : true,
    kind: "human",
    role:
      user.isAdmin === true || user.isDelegatedAdmin === true ? "admin" : user.isAdmin === false ? "member" : undefined,
    title: organization?.title || undefined,
    employeeId: valueOfType(user.externalIds, "organization"),
    team: valueOf(user, sources.team),
    location,
    locationFrom: location === undefined ? undefined : sources.location,
    manager: valueOfType(user.relations, "manager"),
  });
}

type Typed = readonly { readonly type?: string | null | undefined; readonly value?: string | null | undefined }[];

function valueOfType(list: Typed | null | undefined, wanted: string): string | undefined {
  return list?.find(({ type, value }) => type === wanted && value)?.value || undefined;
}

/** What a source of the settings gives; Google leaves out what is empty, so that nothing is never a statement. */
function valueOf(user: GoogleUser, source: string): string | undefined {
  const organization = user.organizations?.find(({ primary }) => primary === true) ?? user.organizations?.[0];
  const desk = user.locations?.find(({ type }) => type === "desk") ?? user.locations?.[0];
  const own: Readonly<Record<string, string | null | undefined>> = {
    building: desk?.buildingId,
    area: desk?.area,
    organization: organization?.location,
    department: organization?.department,
    costCenter: organization?.costCenter,
    orgUnit: user.orgUnitPath,
  };
  if (source in own) return own[source] || undefined;
  const [schema = "", field = ""] = source.split(".");
  const value = user.customSchemas?.[schema]?.[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}
