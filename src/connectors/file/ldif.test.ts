import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Account } from "../../core/directory/account.ts";
import type { Snapshot } from "../../core/directory/snapshot.ts";
import { snapshotOf } from "./accounts.ts";
import { ldifAccounts } from "./ldif-accounts.ts";
import { guidOf } from "../ldap/entry.ts";
import { endedBy } from "../ldap/status.ts";
import { standardInput } from "../../files/input.ts";

function snapshot(content: string | Buffer, key?: string): Promise<Snapshot> {
  return snapshotOf(
    ldifAccounts(standardInput(Readable.from([Buffer.from(content)])), { guidOf, endedBy }, key),
    "ldap",
    0,
  );
}

async function read(content: string | Buffer, key?: string): Promise<readonly Account[]> {
  const result = await snapshot(content, key);
  return result.complete ? [...result.accounts] : [];
}

const person = (dn: string, ...attributes: string[]): string =>
  [`dn: ${dn}`, "objectClass: inetOrgPerson", ...attributes, "", ""].join("\n");

describe("an LDIF file as a list of accounts", () => {
  it("is read with folded lines, base64, comments, a version and attribute options", async () => {
    const content = [
      "version: 1",
      "# a comment",
      " that is folded",
      "dn: uid=ab,ou=people,dc=acme,",
      " dc=test",
      "objectClass: top",
      "objectClass: inetOrgPerson",
      "uid: AB",
      "cn;lang-en: A B",
      `displayName:: ${Buffer.from("Zoë").toString("base64")}`,
      "mail: A.B@Acme.test",
      "title: Engineer",
      "ou: Core",
      "l: Oslo",
      "manager: uid=boss,ou=people,dc=acme,dc=test",
      "jpegPhoto:< file:///etc/passwd",
      "",
    ].join("\r\n");
    expect(await read(content)).toEqual([
      {
        id: "ab",
        status: "active",
        attributes: {
          name: "Zoë",
          handle: "AB",
          email: "a.b@acme.test",
          title: "Engineer",
          team: "Core",
          location: "Oslo",
          locationFrom: "attribute l",
          manager: "uid=boss,ou=people,dc=acme,dc=test",
        },
      },
    ]);
  });

  it("takes a name with a language where there is none without", async () => {
    expect(await read(person("cn=x", "cn;lang-en: English"))).toMatchObject([{ attributes: { name: "English" } }]);
  });

  it("takes the identity that survives a rename: objectGUID in its canonical form, entryUUID, then the login, then the name", async () => {
    const guid = Buffer.from("33221100554477668899aabbccddeeff", "hex").toString("base64");
    const uuid = "entryUUID: 5f4e3d2c-0000-1000-8000-000000000001";
    const accounts = await read(
      person("CN=1", `objectGUID:: ${guid}`, "sAMAccountName: one") +
        person("CN=2", uuid, "uid: two") +
        person("CN=3", "sAMAccountName: Three") +
        person("CN=Four,DC=Test"),
    );
    expect(accounts.map((account) => account.id)).toEqual([
      "00112233-4455-6677-8899-aabbccddeeff",
      "5f4e3d2c-0000-1000-8000-000000000001",
      "three",
      "cn=four,dc=test",
    ]);
  });

  it("takes the attribute that the caller names as the key before all others", async () => {
    expect(await read(person("cn=x", "uid: a", "employeeNumber: 7"), "employeeNumber")).toMatchObject([{ id: "7" }]);
    await expect(read(person("cn=x", "uid: a"), "employeeNumber")).rejects.toThrow(
      'standard input, line 1: the entry has no "employeeNumber", which --key names',
    );
  });

  it.each([
    ["userAccountControl: 514", "userAccountControl: 514 (disabled)"],
    ["nsAccountLock: true", "nsAccountLock: TRUE"],
    ["loginDisabled: TRUE", "loginDisabled: TRUE"],
    ["pwdAccountLockedTime: 000001010000Z", "pwdAccountLockedTime: 000001010000Z"],
    ["isDeleted: TRUE", "isDeleted: TRUE"],
  ])("reads %s as deactivated, in the directory's own words", async (line, stated) => {
    expect(await read(person("cn=x", line))).toMatchObject([{ status: "deactivated", stated }]);
  });

  it.each(["userAccountControl: 512", "nsAccountLock: false", "pwdAccountLockedTime: 20261122101500Z"])(
    "does not read %s as a departure",
    async (line) => {
      expect(await read(person("cn=x", line))).toMatchObject([{ status: "active" }]);
    },
  );

  it("counts entries that are no people, computers and contacts among them, in its notes", async () => {
    const content = [
      "dn: dc=test\nobjectClass: domain\n",
      "dn: cn=pc\nobjectClass: person\nobjectClass: user\nobjectClass: computer\n",
      "dn: cn=c\nobjectClass: person\nobjectClass: contact\n",
      "dn: cn=a\nobjectClass: posixAccount\nuid: a\n",
    ].join("\n");
    expect(await snapshot(content)).toMatchObject({
      accounts: [{ id: "a" }],
      notes: ["3 entries are no persons and were not counted"],
    });
  });

  it("recognises people by their login where the search did not ask for the class", async () => {
    expect(await read("dn: cn=a\nsAMAccountName: a\n\ndn: cn=pc\nsAMAccountName: pc$\n\n")).toMatchObject([
      { id: "a" },
    ]);
  });

  it("is complete where ldapsearch says that the search succeeded", async () => {
    const content = `# extended LDIF\n\n${person("cn=a", "uid: a")}# search result\nsearch: 2\nresult: 0 Success\n\n# numEntries: 1\n`;
    expect(await snapshot(content)).toMatchObject({ complete: true, accounts: [{ id: "a" }] });
  });

  it("is not complete where the server stopped at its size limit", async () => {
    const content = `${person("cn=a", "uid: a")}search: 2\nresult: 4 Size limit exceeded\n`;
    expect(await snapshot(content)).toMatchObject({
      complete: false,
      health: "short",
      accountsRead: 1,
      reason:
        "standard input, line 5: the search ended with result 4 (size limit exceeded), so that entries are missing; search again with paging",
    });
  });

  it("is not complete where the last page names a next one", async () => {
    const content = `${person("cn=a", "uid: a")}search: 2\nresult: 0 Success\npagedresults: cookie=AAAB\n`;
    expect(await snapshot(content)).toMatchObject({ complete: false, health: "short" });
  });

  it.each([
    [
      "a list of changes",
      "dn: cn=a\nchangetype: modify\n",
      "line 2: this is a list of changes (changetype), not of entries; export the entries themselves",
    ],
    ["a record without a name", "cn: a\nuid: a\n", "line 1: the record does not begin with dn:"],
    ["a line that is no attribute", "dn: cn=a\nuid a\n", 'line 2: this is no attribute; LDIF lines read "name: value"'],
    ["a value that is not base64", "dn: cn=a\nuid:: %%%\n", "line 2: the value after :: is not base64"],
    ["a continuation of nothing", "dn: cn=a\n\n uid: a\n", "line 3: the line continues a line that is not there"],
    [
      "a file that is cut off",
      "dn: cn=a\nuid: a\nmail: a@ac",
      "line 3: the last line has no line end, as in a file that is cut off; export it again, or add the line end",
    ],
    ["another version", "version: 2\ndn: cn=a\n", "line 1: only version 1 of LDIF is understood"],
    [
      "an entry that stands twice",
      person("cn=a", "uid: a") + person("cn=b", "uid: A"),
      "line 5: the entry has the same id as the entry of line 1; keep one reading a file",
    ],
  ])("refuses %s with its line", async (_, content, message) => {
    await expect(snapshot(content)).rejects.toMatchObject({ code: "bad_file", message: `standard input, ${message}` });
  });

  it("refuses bytes that are not UTF-8, written plainly or in base64", async () => {
    const latin = Buffer.from("dn: cn=a\ncn: Zo\u00eb\n", "latin1");
    await expect(snapshot(latin)).rejects.toThrow("line 2: a byte is not UTF-8");
    const hidden = person("cn=a", `cn:: ${Buffer.from("Zo\u00eb", "latin1").toString("base64")}`);
    await expect(snapshot(hidden)).rejects.toThrow("line 3: a byte is not UTF-8");
  });
});
