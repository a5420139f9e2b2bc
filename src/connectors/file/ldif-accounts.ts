import { defined } from "../../core/defined.ts";
import type { Account } from "../../core/directory/account.ts";
import { type Accounts, counted } from "./accounts.ts";
import { badFile, shown } from "../../files/bad-file.ts";
import { type LdifRecord, ldifRecords } from "./ldif.ts";
import type { Input } from "../../files/input.ts";

const PEOPLE = new Set(["inetorgperson", "person", "user", "organizationalperson", "posixaccount", "account"]);
/** Active Directory's computers are users and its contacts are persons, but nobody's accounts. */
const NOT_PEOPLE = new Set(["computer", "contact"]);

/** What a directory's values mean, as the connector ldap reads them from the directory itself. */
export interface LdapWords {
  /** An objectGUID as it is written; undefined for bytes that are none. */
  guidOf(bytes: Buffer): string | undefined;
  /** The statement that the account has ended. */
  endedBy(valuesOf: (attribute: string) => readonly string[]): string | undefined;
}

/**
 * The entries of people. `ldapsearch` closes its output with the server's result, which is then the end marker: a size
 * limit that was reached is a reading that is not complete.
 * @param key the attribute that names an account; by default what survives a rename, see `identityOf`.
 */
export async function* ldifAccounts(source: Input, ldap: LdapWords, key?: string): Accounts {
  const { place } = source;
  const lineOf = new Map<string, number>();
  let others = 0;
  let references = 0;
  let result: SearchResult | undefined;
  for await (const record of ldifRecords(source.chunks(), place)) {
    if (!record.has("dn")) {
      if (record.has("ref")) references++;
      else if (record.has("result")) result = resultOf(record);
      else throw badFile(place, "the record does not begin with dn:", { line: record.line });
      continue;
    }
    if (!isPerson(record)) {
      others++;
      continue;
    }
    const account = accountOf(record, key, place, ldap);
    const before = lineOf.get(account.id);
    if (before !== undefined) {
      const what = `the entry has the same id as the entry of line ${before}; keep one reading a file`;
      throw badFile(place, what, { line: record.line });
    }
    lineOf.set(account.id, record.line);
    yield account;
  }
  const notes = [
    ...counted(others, "entry is no person and was not counted", "entries are no persons and were not counted"),
    ...counted(references, "referral was not followed", "referrals were not followed"),
  ];
  if (result === undefined) return { complete: true, endMarker: "end of file", notes };
  if (result.code === 0 && !result.more) return { complete: true, endMarker: "result: 0", notes };
  const why = result.more ? "the server had another page" : `the search ended with ${result.text}`;
  const reason = `${place}, line ${result.line}: ${why}, so that entries are missing; search again with paging`;
  return { complete: false, health: "short", reason, notes };
}

interface SearchResult {
  readonly code: number;
  /** The number and, for the codes that end a search early, its name (RFC 4511, section 4.1.9). */
  readonly text: string;
  readonly more: boolean;
  readonly line: number;
}

const RESULTS: Readonly<Record<number, string>> = {
  3: "time limit exceeded",
  4: "size limit exceeded",
  11: "administrative limit exceeded",
  50: "insufficient access rights",
};

function resultOf(record: LdifRecord): SearchResult {
  const code = Number.parseInt(record.text("result") ?? "", 10);
  const name = RESULTS[code];
  const cookie = /cookie=(.*)$/.exec(record.text("pagedresults") ?? "")?.[1]?.trim() ?? "";
  return {
    code,
    text: `result ${code}${name === undefined ? "" : ` (${name})`}`,
    more: cookie !== "",
    line: record.line,
  };
}

/** A search that asked for single attributes only does not give the class; a login name is then enough. */
function isPerson(record: LdifRecord): boolean {
  const classes = record.texts("objectclass").map((name) => name.toLowerCase());
  if (classes.length > 0) {
    return classes.some((name) => PEOPLE.has(name)) && !classes.some((name) => NOT_PEOPLE.has(name));
  }
  const login = loginOf(record) ?? record.text("userprincipalname");
  return login !== undefined && !login.endsWith("$");
}

function loginOf(record: LdifRecord): string | undefined {
  return record.text("uid") ?? record.text("samaccountname");
}

function accountOf(record: LdifRecord, key: string | undefined, place: string, ldap: LdapWords): Account {
  const ended = ldap.endedBy((attribute) => record.texts(attribute.toLowerCase()));
  const location = record.text("physicaldeliveryofficename") ?? record.text("l");
  const office = record.has("physicaldeliveryofficename");
  return {
    id: identityOf(record, key, place, ldap),
    status: ended === undefined ? "active" : "deactivated",
    ...(ended === undefined ? {} : { stated: ended }),
    attributes: defined({
      name: record.text("displayname") ?? record.text("cn"),
      handle: loginOf(record),
      email: record.text("mail")?.toLowerCase(),
      employeeId: record.text("employeenumber") ?? record.text("employeeid"),
      title: record.text("title"),
      team: record.text("ou") ?? record.text("department"),
      location,
      locationFrom: location === undefined ? undefined : `attribute ${office ? "physicalDeliveryOfficeName" : "l"}`,
      manager: record.text("manager"),
    }),
  };
}

/** What the caller names, else the id that the server never changes, else the login, else the name of the entry. */
function identityOf(record: LdifRecord, key: string | undefined, place: string, ldap: LdapWords): string {
  if (key !== undefined) {
    const named = record.text(key.toLowerCase());
    if (named === undefined || named === "") {
      throw badFile(place, `the entry has no ${shown(key)}, which --key names`, { line: record.line });
    }
    return key.toLowerCase() === "mail" ? named.toLowerCase() : named;
  }
  const binary = record.bytes("objectguid");
  if (binary !== undefined) return ldap.guidOf(binary) ?? binary.toString("utf8").toLowerCase();
  const id = record.text("entryuuid") ?? loginOf(record)?.toLowerCase() ?? record.text("dn")?.toLowerCase();
  if (id === undefined || id === "") throw badFile(place, "the entry has no name after dn:", { line: record.line });
  return id;
}
