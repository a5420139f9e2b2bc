import { FilterParser } from "ldapts";
import { z } from "zod";
import { logPause } from "../../app/setting-parts.ts";
import { pathRef, type Resolved, secretRef } from "../../app/secret-ref.ts";
import { MINUTE } from "../../core/time.ts";

/** The kinds of servers that show differently who has left. `other` has none of their flags but all that are known. */
const SERVERS = ["ad", "389", "openldap", "other"] as const;
export type Server = (typeof SERVERS)[number];

const attribute = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,100}$/, { error: "must be the name of an attribute (letters, digits and -)" });
const dn = z.string().trim().min(1).max(1000);

const fields = z
  .strictObject({
    name: attribute.optional().describe("The attribute with the name; displayName or cn without it."),
    handle: attribute.optional().describe("The sign-in name; sAMAccountName or uid without it."),
    email: attribute.optional().describe("The e-mail address; mail without it."),
    title: attribute.optional().describe("The job title; title without it."),
    team: attribute.optional().describe("The team; department, departmentNumber or ou without it."),
    location: attribute.optional().describe("Where people work; physicalDeliveryOfficeName or l without it."),
    employeeId: attribute.optional().describe("The personnel number; employeeID or employeeNumber without it."),
    manager: attribute.optional().describe("The DN of the manager's entry; manager without it."),
    startDate: attribute.optional().describe("The first day at work, as a date or a GeneralizedTime; none without it."),
  })
  .describe("Which attributes are read, where they are others than usual.");

const rule = z
  .strictObject({
    under: z.array(dn).min(1).optional().describe("DNs: every entry below one of them."),
    where: z
      .record(attribute, z.array(z.string().min(1)).min(1))
      .optional()
      .describe("Attributes and values: every entry that has one of them. A * at either end stands for anything."),
  })
  .refine(({ under, where }) => under !== undefined || where !== undefined, { error: "needs under or where" });

const kinds = z
  .strictObject({
    service: rule.optional().describe("Service accounts."),
    bot: rule.optional().describe("Bots."),
    external: rule.optional().describe("People of other organisations."),
    guest: rule.optional().describe("Guests and contractors, who count as people who may leave."),
  })
  .describe("Which entries are no staff. The first kind that fits, in this order, is the entry's.");

const changes = z
  .strictObject({
    every: logPause.describe("From one question to the next."),
    by: z
      .enum(["dirsync", "timestamp"])
      .optional()
      .describe(
        "dirsync: Active Directory's log of changes. timestamp: entries changed since. By the kind of server without it.",
      ),
  })
  .describe("Asks the directory between sweeps which entries have changed.");

export const ldapSettings = z.strictObject({
  url: z
    .string()
    .refine(isLdapAddress, { error: "must be ldaps://host[:port] or ldap://host[:port], without anything behind it" })
    .describe(
      "The server. ldaps:// is TLS from the start; ldap:// goes on with StartTLS, except on this machine's loopback.",
    ),
  bind: z
    .strictObject({
      dn: dn.describe("Who asks: a DN, or in Active Directory also name@domain."),
      password: secretRef.describe("The password of the account that asks."),
    })
    .describe("An account of its own that may read the entries and no more."),
  base: dn.optional().describe("The DN below which people are; the server's own naming context without it."),
  filter: z
    .string()
    .refine(isFilter, { error: "must be a filter such as (objectClass=inetOrgPerson)" })
    .optional()
    .describe("Which entries are accounts; users or persons without it."),
  server: z.enum(SERVERS).optional().describe("The kind of server; asked for without it."),
  id: attribute
    .optional()
    .describe("The attribute that names an account for ever; objectGUID, nsUniqueId or entryUUID without it."),
  fields: fields.optional(),
  kinds: kinds.optional(),
  expired: z
    .enum(["left", "active"])
    .default("left")
    .describe(
      "What an account is whose end date (accountExpires, pwdEndTime) has passed without anybody disabling it.",
    ),
  mailIsAssigned: z
    .boolean()
    .optional()
    .describe(
      "Whether the organisation alone writes e-mail addresses here, so that one is proof of whose account it is; true in Active Directory without it, else false.",
    ),
  tls: z
    .strictObject({
      ca: pathRef.optional().describe("A file with the certificates (PEM) of those who sign the server's."),
      startTls: z.boolean().optional().describe("Whether ldap:// on loopback is encrypted; elsewhere it always is."),
    })
    .optional()
    .describe("How the connection is encrypted."),
  pageSize: z.int().min(1).max(1000).default(500).describe("Entries a page. Active Directory gives no more than 1000."),
  changes: changes.optional(),
});

/** The settings as the connector gets them; as written, secrets and paths are still references. */
export type LdapSettings = Resolved<z.output<typeof ldapSettings>>;

export type Rule = NonNullable<NonNullable<LdapSettings["kinds"]>["service"]>;

/** How old the oldest change is that `by: timestamp` goes back for: replicas pass on what is older than they know. */
export const TIMESTAMP_OVERLAP = 5 * MINUTE;

/** Host and port of the address. Throws TypeError for what the schema refuses. */
export function addressOf(url: string): { readonly host: string; readonly port: number; readonly tls: boolean } {
  // URL knows neither scheme, and reads hosts of unknown ones less strictly.
  const { hostname, port } = new URL(url.replace(/^ldaps?:/, "https:"));
  const tls = url.startsWith("ldaps:");
  // https leaves its own port out.
  const own = port === "" && /:443\/?$/.test(url) ? "443" : port;
  return { host: hostname.replaceAll(/^\[|\]$/g, ""), port: own === "" ? (tls ? 636 : 389) : Number(own), tls };
}

export function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
}

function isLdapAddress(text: string): boolean {
  if (!/^ldaps?:\/\/[^/?#@\s]+\/?$/.test(text)) return false;
  return URL.canParse(text.replace(/^ldaps?:/, "https:"));
}

function isFilter(text: string): boolean {
  try {
    FilterParser.parseString(text);
    return text.startsWith("(");
  } catch {
    return false;
  }
}
