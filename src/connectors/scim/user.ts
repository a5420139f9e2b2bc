import { z } from "zod";
import { defined } from "../../core/defined.ts";
import type { Account, Attributes, Kind, Status } from "../../core/directory/account.ts";
import { parseInstant } from "../../core/time.ts";

const text = z.string().nullish().catch(undefined);
/** RFC 7643 wants a boolean; some servers send it as a text. */
const flag = z
  .union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })])
  .nullish()
  .catch(undefined);

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** What is asked for where the server understands it: nothing else of a person is of use (RFC 7644, 3.9). */
export const ATTRIBUTES = [
  "userName",
  "displayName",
  "name",
  "emails",
  "active",
  "title",
  "userType",
  "timezone",
  "addresses",
  "meta",
  `${ENTERPRISE}:employeeNumber`,
  `${ENTERPRISE}:department`,
  `${ENTERPRISE}:manager`,
].join(",");

const part = z.object({ value: text, type: text, primary: flag }).partial();

/** A user resource (RFC 7643, 4.1 and 4.3), as far as it is read; unknown keys are dropped. */
const scimUser = z.object({
  id: z.string().min(1),
  userName: text,
  displayName: text,
  name: z.object({ formatted: text, givenName: text, familyName: text }).partial().nullish().catch(undefined),
  emails: z.array(part).nullish().catch(undefined),
  active: flag,
  title: text,
  userType: text,
  timezone: text,
  addresses: z
    .array(z.object({ type: text, primary: flag, locality: text }).partial())
    .nullish()
    .catch(undefined),
  meta: z.object({ lastModified: text }).partial().nullish().catch(undefined),
  [ENTERPRISE]: z
    .object({
      employeeNumber: z
        .union([z.string(), z.number().transform(String)])
        .nullish()
        .catch(undefined),
      department: text,
      // A complex attribute; some servers give the id alone.
      manager: z
        .union([
          z.string().transform((value) => ({ value, displayName: undefined })),
          z.object({ value: text, displayName: text }).partial(),
        ])
        .nullish()
        .catch(undefined),
    })
    .partial()
    .nullish()
    .catch(undefined),
});
type ScimUser = z.output<typeof scimUser>;

export interface MapContext {
  /** The organisation alone sets e-mail addresses there. */
  readonly emailVerified: boolean;
}

/** Reads one user resource; undefined where it is none. An attribute that the server leaves out is left out. */
export function mapScimUser(raw: unknown, { emailVerified }: MapContext): Account | undefined {
  const parsed = scimUser.safeParse(raw);
  if (!parsed.success) return undefined;
  const user = parsed.data;
  const status: Status = user.active === false ? "deactivated" : "active";
  const updated = parseInstant(user.meta?.lastModified ?? "");
  return {
    id: user.id,
    status,
    ...defined({ stated: status === "active" ? undefined : "active: false", updated }),
    attributes: attributesOf(user, emailVerified),
  };
}

function attributesOf(user: ScimUser, emailVerified: boolean): Attributes {
  const email = emailOf(user);
  const enterprise = user[ENTERPRISE];
  const location = (pick(user.addresses, "work") ?? pick(user.addresses))?.locality;
  return defined({
    name: nameOf(user),
    handle: user.userName || undefined,
    email,
    emailVerified: emailVerified && email !== undefined ? true : undefined,
    kind: kindOf(user.userType),
    title: stated(user.title),
    timezone: user.timezone || undefined,
    location: location || undefined,
    locationFrom: location ? "address" : undefined,
    team: stated(enterprise?.department),
    employeeId: stated(enterprise?.employeeNumber),
    manager: enterprise?.manager?.displayName || enterprise?.manager?.value || undefined,
  });
}

/** An empty text is a statement: there is none. */
function stated(value: string | null | undefined): string | null | undefined {
  return value === "" ? null : (value ?? undefined);
}

function nameOf({ displayName, name }: ScimUser): string | undefined {
  const whole = [name?.givenName, name?.familyName].filter((one) => one != null && one !== "").join(" ");
  return displayName || name?.formatted || whole || undefined;
}

/** The primary address, else the work address, else the first, else the user name where it is one. */
function emailOf({ emails, userName }: ScimUser): string | undefined {
  const value = (emails?.find(({ primary }) => primary === true) ?? pick(emails, "work") ?? pick(emails))?.value;
  const found = value || (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(userName ?? "") ? userName : undefined);
  return found?.toLowerCase();
}

function pick<T extends { readonly type?: string | null | undefined }>(
  list: readonly T[] | null | undefined,
  type?: string,
): T | undefined {
  return type === undefined ? list?.[0] : list?.find((one) => one.type === type);
}

/** `userType` is the organisation's own word; only words that say something of the kind are taken for it. */
function kindOf(userType: string | null | undefined): Kind | undefined {
  const word = userType?.trim().toLowerCase();
  if (word === "guest") return "guest";
  if (word === "service" || word === "service account") return "service";
  if (word === "bot") return "bot";
  return word === "employee" ? "human" : undefined;
}
