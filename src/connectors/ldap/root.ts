import { PresenceFilter } from "ldapts";
import { RollcallError } from "../../core/errors.ts";
import type { Connection } from "./connection.ts";
import { isUnder, sameDn } from "./dn.ts";
import { textsOf } from "./entry.ts";
import { refusalOf } from "./results.ts";
import type { Server } from "./settings.ts";

/** What a server says of itself before anything else is asked (its rootDSE, RFC 4512, section 5.1). */
export interface Root {
  readonly server: Server;
  /** In the server's own words: `OpenLDAP`, `389-Directory/2.3.1`, `dc1.acme.test`. */
  readonly title: string;
  readonly controls: ReadonlySet<string>;
  readonly contexts: readonly string[];
  readonly defaultContext?: string;
}

const ATTRIBUTES = [
  "objectClass",
  "vendorName",
  "vendorVersion",
  "supportedCapabilities",
  "supportedControl",
  "namingContexts",
  "defaultNamingContext",
  "dnsHostName",
];
/** [MS-ADTS] 3.1.1.3.4.3: a domain controller, which Samba is too; and a server of the Lightweight Directory Services. */
const ACTIVE_DIRECTORY: ReadonlySet<string> = new Set(["1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1851"]);

export async function readRoot(connection: Connection, known: Server | undefined): Promise<Root> {
  const place = "LDAP, rootDSE";
  const filter = new PresenceFilter({ attribute: "objectClass" });
  const { entries, result } = await connection.search(
    { base: "", scope: "base", filter, attributes: ATTRIBUTES },
    place,
  );
  const refusal = refusalOf(result, place);
  if (refusal !== undefined) throw refusal;
  const [root] = entries;
  // A server may hide it; then the settings have to say what it would.
  if (root === undefined) return { server: known ?? "other", title: "LDAP", controls: new Set(), contexts: [] };
  const all = (name: string): string[] => textsOf(root, name);
  const vendor = [...all("vendorName"), ...all("vendorVersion")].join(" ");
  const detected = all("supportedCapabilities").some((one) => ACTIVE_DIRECTORY.has(one))
    ? "ad"
    : /389[ -]|fedora|red hat/i.test(vendor)
      ? "389"
      : all("objectClass").some((one) => /^openldaprootdse$/i.test(one)) || /openldap/i.test(vendor)
        ? "openldap"
        : "other";
  const [defaultContext] = all("defaultNamingContext");
  return {
    server: known ?? detected,
    title: titleOf(detected, all("dnsHostName")[0]),
    controls: new Set(all("supportedControl")),
    contexts: all("namingContexts"),
    ...(defaultContext === undefined ? {} : { defaultContext }),
  };
}

const TITLES: Readonly<Record<Server, string>> = {
  ad: "Active Directory",
  "389": "389 Directory Server",
  openldap: "OpenLDAP",
  other: "LDAP",
};

function titleOf(server: Server, host: string | undefined): string {
  return host === undefined ? TITLES[server] : `${TITLES[server]} (${host})`;
}

/** The base of the settings, or the only one that the server has for people. Throws `bad_setting` where it has several. */
export function baseOf({ contexts, defaultContext }: Root, written: string | undefined): string {
  if (written !== undefined) return written;
  if (defaultContext !== undefined) return defaultContext;
  // cn=config, cn=log, cn=monitor hold no people.
  const [only, ...others] = contexts.filter((context) => !/^cn=/i.test(context));
  if (only !== undefined && others.length === 0) return only;
  const why = only === undefined ? "says none of its naming contexts" : `has ${others.length + 1} naming contexts`;
  throw new RollcallError("bad_setting", `The LDAP server ${why}; write in base below which DN people are.`);
}

/** The naming context that a base is in, the innermost; where the server does not say, the base itself. */
export function contextOf({ contexts, defaultContext }: Root, base: string): string {
  const around = [...contexts, ...(defaultContext === undefined ? [] : [defaultContext])]
    .filter((context) => isUnder(base, context))
    .toSorted((a, b) => sameDn(b).length - sameDn(a).length);
  return around[0] ?? base;
}
