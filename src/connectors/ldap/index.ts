import { defineConnector } from "../../app/ports.ts";
import { changesLog } from "./changes.ts";
import { readBack } from "./read-back.ts";
import { ldapReads } from "./reads.ts";
import { check, ldapScopes } from "./rights.ts";
import { ldapSettings, type LdapSettings } from "./settings.ts";
import { ldapSnapshot } from "./snapshot.ts";

/** What a directory was seen to give at least (Samba, which is the slowest of those that were tried). */
const ACCOUNTS_A_SECOND = 1000;

export const ldap = defineConnector<LdapSettings>({
  kind: "ldap",
  title: "LDAP and Active Directory",
  docs: "docs/connectors/ldap.md",
  settings: ldapSettings,
  scopes: ldapScopes,
  reads: ldapReads,
  sees: {
    // A disabled account is flagged; one whose entry was deleted is flagged only where the server has tombstones to read.
    departure: () => "absence",
    blindTo: [
      "Whoever is moved out of the base is not listed any more, as if the entry had been deleted.",
      "What the access rules hide from the bind DN cannot be told from what is not there.",
      "A lock after wrong passwords is no departure, and is not looked at.",
      "Another server that does not have a change yet shows the state before it; name one server and stay with it.",
    ],
  },
  pace: ({ pageSize }) => ({ pageSize }),
  sweepSeconds: (_, accounts) => Math.ceil(accounts / ACCOUNTS_A_SECOND),
  check,
  snapshot: ldapSnapshot,
  readBack,
  events: (settings) => (settings.changes === undefined ? {} : { log: changesLog(settings.changes) }),
});
