// A real domain controller (Samba). Where there can be none, one line says so and the tests are counted as skipped.
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Account } from "../../core/directory/account.ts";
import { Secret } from "../../core/secret.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { createHttp } from "../../http/client.ts";
import { virtualClock } from "../../http/testing.ts";
import { ADMINISTRATOR, DOMAIN, noSamba, PASSWORD, type Samba, startSamba } from "./fake/samba.ts";
import { settingsFor } from "./fake/stand.ts";
import { ldap } from "./index.ts";
import type { LdapReading } from "./session.ts";
import type { LdapSettings } from "./settings.ts";

const missing = await noSamba();
if (missing !== undefined) process.stderr.write(`Not tested here: a real Active Directory (Samba): ${missing}.\n`);

const PEOPLE = 40;
const who = (dn: string, password: string) => ({ dn, password: new Secret(password, "env LDAP_PASSWORD") });
const READER = who("reader@ACME.TEST", "Reader!x9");
const dn = (number: number): string => `CN=User ${number},OU=People,${DOMAIN}`;

function company(): string {
  const unit = (name: string): string =>
    `dn: OU=${name},${DOMAIN}\nchangetype: add\nobjectClass: organizationalUnit\nou: ${name}\n\n`;
  const people = Array.from({ length: PEOPLE }, (_, i) => {
    const number = i + 1;
    const more = number === 1 ? "" : `manager: ${dn(1)}\n`;
    const names = `cn: User ${number}\nsAMAccountName: u${number}\nmail: U${number}@acme.test\n`;
    return `dn: ${dn(number)}\nchangetype: add\nobjectClass: user\n${names}department: Sales\nuserAccountControl: 544\n${more}\n`;
  });
  const password = Buffer.from('"Reader!x9"', "utf16le").toString("base64");
  const account = `objectClass: user\ncn: Reader\nsAMAccountName: reader\nunicodePwd:: ${password}\nuserAccountControl: 512\n\n`;
  return [
    unit("People"),
    unit("Former"),
    ...people,
    `dn: CN=Reader,CN=Users,${DOMAIN}\nchangetype: add\n${account}`,
  ].join("");
}

describe.skipIf(missing !== undefined)("Active Directory (Samba)", () => {
  let samba: Samba;
  beforeAll(async () => {
    samba = await startSamba();
    samba.modify(company());
  }, 3 * MINUTE);
  afterAll(() => samba.close(), MINUTE);

  const administrator = (more: Partial<LdapSettings> = {}): LdapReading => ({
    directory: "acme",
    settings: settingsFor(samba.url, {
      bind: who(ADMINISTRATOR, PASSWORD),
      pageSize: 15,
      changes: { every: SECOND },
      server: "ad",
      ...more,
    }),
    clock: virtualClock(Date.now()),
    http: createHttp({ timeoutMs: 1000, maxBytes: 1000, userAgent: "Rollcall" }),
    progress: () => undefined,
  });
  const accounts = async (reading = administrator()): Promise<ReadonlyMap<string, Account>> => {
    const snapshot = await ldap.snapshot(reading);
    if (!snapshot.complete) throw new Error(snapshot.reason);
    return new Map(snapshot.accounts.map((account) => [account.attributes.handle ?? "", account]));
  };
  const replace = (number: number, attribute: string, value: string): string =>
    `dn: ${dn(number)}\nchangetype: modify\nreplace: ${attribute}\n${attribute}: ${value}\n\n`;

  it("is read in pages, people alone; its own permanently disabled accounts are service accounts", async () => {
    const all = await accounts();
    expect([...all.keys()].filter((handle) => /^u\d/.test(handle))).toHaveLength(PEOPLE);
    expect(all.has("DC1$")).toBe(false);
    expect(all.get("u2")).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: "active",
      attributes: {
        email: "u2@acme.test",
        emailVerified: true,
        kind: "human",
        team: "Sales",
        manager: all.get("u1")?.id,
      },
    });
    for (const handle of ["krbtgt", "Guest"]) {
      expect(all.get(handle)).toMatchObject({ status: "deactivated", attributes: { kind: "service" } });
    }
  });

  it("writes ids as its own tools write them", async () => {
    const base = `<GUID=${(await accounts()).get("u7")?.id}>`;
    const as = ["-x", "-H", samba.url, "-D", ADMINISTRATOR, "-w", PASSWORD, "-s", "base", "-b", base];
    expect(execFileSync("ldapsearch", ["-LLL", ...as, "sAMAccountName"]).toString()).toContain("sAMAccountName: u7\n");
  });

  it("tells disabled and expired apart, keeps ids through rename and move, and proves a deletion by its tombstone", async () => {
    const before = await accounts();
    const log = ldap.events?.(administrator().settings).log;
    const start = Date.now();
    expect((await log?.read(administrator(), start))?.map(({ about }) => Object.keys(about))).toEqual([["directory"]]);
    samba.modify(
      replace(2, "userAccountControl", "546") +
        `dn: ${dn(3)}\nchangetype: delete\n\n` +
        `dn: ${dn(4)}\nchangetype: modrdn\nnewrdn: CN=User Four\ndeleteoldrdn: 1\nnewsuperior: OU=Former,${DOMAIN}\n\n` +
        replace(5, "accountExpires", "133000000000000000") +
        // A lock after wrong passwords.
        replace(6, "lockoutTime", "133000000000000000"),
    );
    const id = (handle: string): string => before.get(handle)?.id ?? "";
    const events = (await log?.read(administrator(), start + SECOND)) ?? [];
    const about = events.map((event) => ("account" in event.about ? event.about.account : "all"));
    expect(about).toEqual(expect.arrayContaining(["u2", "u3", "u5"].map(id)));
    expect(events.find((event) => "account" in event.about && event.about.account === id("u3"))?.type).toBe(
      "dirsync isDeleted",
    );
    expect(about).not.toContain("all");
    expect(await log?.read(administrator(), start + 2 * SECOND)).toEqual([]);

    const after = await accounts();
    expect(after.get("u2")).toMatchObject({
      id: id("u2"),
      status: "deactivated",
      stated: "userAccountControl: 546 (disabled)",
    });
    expect(after.get("u3")).toMatchObject({ id: id("u3"), status: "deactivated", stated: "isDeleted: TRUE" });
    expect(after.get("u3")?.attributes).not.toHaveProperty("email");
    expect(after.get("u4")).toMatchObject({ id: id("u4"), status: "active", attributes: { name: "User Four" } });
    expect(after.get("u5")).toMatchObject({
      status: "deactivated",
      stated: "accountExpires: 2022-06-18T04:26:40Z (expired)",
    });
    expect(after.get("u6")?.status).toBe("active");

    const again = await ldap.readBack?.(administrator(), ["u2", "u3", "u4", "u5"].map(id));
    expect(again?.accounts.map(({ id: one, status }) => [one, status])).toEqual([
      [id("u2"), "deactivated"],
      [id("u3"), "deactivated"],
      [id("u4"), "active"],
      [id("u5"), "deactivated"],
    ]);
  });

  it("asks for no right but that of reading: then a deletion is an absence, and changes come all the same", async () => {
    const reader = administrator({ bind: READER });
    expect((await ldap.check(administrator())).scopes).toEqual([
      "Deleted Objects",
      "Replicating Directory Changes",
      "read entries",
    ]);
    expect((await ldap.check(reader)).scopes).toEqual(["read entries"]);
    const log = ldap.events?.(reader.settings).log;
    const start = Date.now();
    await log?.read(reader, start);
    const before = await accounts(reader);
    samba.modify(`${replace(12, "userAccountControl", "546")}dn: ${dn(13)}\nchangetype: delete\n\n`);
    const events = await log?.read(reader, start + SECOND);
    expect(events?.map(({ about }) => about)).toContainEqual({ account: before.get("u12")?.id });
    const after = await accounts(reader);
    expect(after.get("u12")?.status).toBe("deactivated");
    expect(after.has("u13")).toBe(false);
  });

  it("has whoever is moved out of the base not listed any more", async () => {
    const within = administrator({ base: `OU=People,${DOMAIN}` });
    const id = (await accounts(within)).get("u20")?.id ?? "";
    samba.modify(
      `dn: ${dn(20)}\nchangetype: modrdn\nnewrdn: CN=User 20\ndeleteoldrdn: 1\nnewsuperior: OU=Former,${DOMAIN}\n\n`,
    );
    expect((await accounts(within)).has("u20")).toBe(false);
    expect((await ldap.readBack?.(within, [id]))?.accounts).toEqual([]);
    expect((await accounts()).get("u20")?.id).toBe(id);
  });

  it("says why it lets the account not in", async () => {
    samba.modify(replace(30, "userAccountControl", "546"));
    const refused = async (bind: LdapSettings["bind"]) => {
      const snapshot = await ldap.snapshot(administrator({ bind }));
      return snapshot.complete ? "let in" : [snapshot.health, snapshot.reason];
    };
    expect(await refused(who(ADMINISTRATOR, "wrong"))).toEqual([
      "unauthorised",
      "LDAP, bind: the password of the bind account is wrong (52e).",
    ]);
  });
});
