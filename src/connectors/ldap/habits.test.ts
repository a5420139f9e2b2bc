// The awkward habits of directories, one test each, against the fake; slapd.test.ts and samba.test.ts have the real ones.
import { Client } from "ldapts";
import { describe, expect, it } from "vitest";
import { HOUR, SECOND } from "../../core/time.ts";
import { called, company, complete, partial } from "./fake/company.ts";
import { BIND_DN, BIND_PASSWORD } from "./fake/index.ts";
import { personOf, settingsFor } from "./fake/stand.ts";
import { PEOPLE, SUFFIX } from "./fake/tree.ts";
import { ldap } from "./index.ts";
import type { LdapSettings } from "./settings.ts";

describe("the end of a list", () => {
  it("is an empty cookie: pages without anybody come before it, where access rules hide whom they would hold", async () => {
    const { reading } = await company({ server: "openldap", emptyPages: 3 }, 20);
    expect((await complete(reading)).accounts).toHaveLength(20);
  });

  it("never comes in pages that are empty for ever", async () => {
    const { reading } = await company({ server: "openldap", emptyPages: Infinity });
    expect(await partial(reading)).toMatchObject({
      health: "malformed",
      reason: "LDAP, entries, page 50: 50 pages in a row were empty and not the last.",
    });
  });

  it("is found although 389 gives the same cookie with each page", async () => {
    const { reading } = await company({ server: "389" }, 30);
    expect((await complete(reading)).accounts).toHaveLength(30);
  });

  it("is the first success where the server says that it has no paging", async () => {
    const { reading } = await company({ server: "other", paging: false });
    expect((await complete(reading)).accounts).toHaveLength(20);
  });

  it("is not the server's size limit, which cuts off lists in pages too: fewer people are no departures", async () => {
    const { reading } = await company({ server: "openldap", sizeLimit: 15 });
    expect(await partial(reading)).toMatchObject({
      health: "short",
      accountsRead: 15,
      reason: expect.stringContaining("size limit"),
    });
  });

  it.each([
    [3, "time limit"],
    [11, "administrative limit"],
  ])("is not result %i, the server's %s", async (code, limit) => {
    const { reading, fake } = await company({ server: "389" });
    fake.fault(code, 2);
    expect(await partial(reading)).toMatchObject({
      health: "short",
      accountsRead: 8,
      reason: expect.stringContaining(limit),
    });
  });

  it("is a success with 0 entries only for a broken reading: access rules that hide everybody do so", async () => {
    const { reading, fake } = await company({ server: "openldap" });
    fake.hidden.add(PEOPLE);
    const snapshot = await complete(reading);
    expect(snapshot.accounts).toEqual([]);
    expect(snapshot.notes).toEqual([
      "The search succeeded and found nobody: the bind DN may see nothing below the base, or the filter fits nothing",
    ]);
  });

  it("leaves out what other servers hold, and says how many referrals were not followed", async () => {
    const { reading } = await company({ server: "ad", references: ["ldap://other.acme.test/DC=de,DC=acme,DC=test"] });
    expect((await complete(reading)).notes).toEqual(["1 referral to another server was not followed"]);
  });

  it("is not in a referral of the whole search", async () => {
    const { reading, fake } = await company({ server: "389" });
    fake.fault(10, 1);
    expect(await partial(reading)).toMatchObject({
      health: "unreachable",
      reason: expect.stringContaining("name that one in url"),
    });
  });
});

describe("who an account is", () => {
  it.each(["openldap", "389", "ad"] as const)("stays the same through a rename and a move (%s)", async (server) => {
    const { reading, fake, dn, nodes, id } = await company({ server });
    const before = await complete(reading);
    fake.tree.move(dn(3), `cn=Somebody Else,ou=former,${SUFFIX}`);
    const after = await complete(reading);
    expect(after.accounts.map((account) => account.id).toSorted()).toEqual(
      before.accounts.map((account) => account.id).toSorted(),
    );
    const third = nodes[2];
    expect(third && called(after, "p3")?.id).toBe(third && id(third));
  });

  it("stays the manager of others through it, since managers are kept by id and not by DN", async () => {
    const { reading, fake, dn, nodes, id } = await company({ server: "openldap" });
    fake.tree.set(dn(2), { manager: `UID=p1, ou=People,${SUFFIX}` });
    const first = nodes[0];
    const boss = first === undefined ? "" : id(first);
    expect(called(await complete(reading), "p2")?.attributes.manager).toBe(boss);
    fake.tree.move(dn(1), `uid=renamed,ou=former,${SUFFIX}`);
    fake.tree.set(dn(2), { manager: `uid=renamed,ou=former,${SUFFIX}` });
    expect(called(await complete(reading), "p2")?.attributes.manager).toBe(boss);
  });

  it("has to be readable: a list whose ids are hidden is no list of accounts", async () => {
    const { reading, fake } = await company({ server: "openldap" });
    fake.hiddenAttributes.add("entryuuid");
    expect(await partial(reading)).toMatchObject({
      health: "malformed",
      reason:
        "LDAP, entries: 20 of 20 entries have no entryUUID; let the bind DN read it, or name another attribute in id.",
    });
  });
});

describe("whether an account is in use", () => {
  it("is told by Active Directory's disable bit, and not by its lock after wrong passwords", async () => {
    const { reading, fake, dn } = await company({ server: "ad" });
    fake.tree.set(dn(1), { userAccountControl: "514" });
    fake.tree.set(dn(2), { userAccountControl: "528", lockoutTime: "133000000000000000" });
    const snapshot = await complete(reading);
    expect(called(snapshot, "p1")).toMatchObject({
      status: "deactivated",
      stated: "userAccountControl: 514 (disabled)",
    });
    expect(called(snapshot, "p2")?.status).toBe("active");
  });

  it("cannot be told without the right to read the disable bit: then nobody is called back", async () => {
    const { reading, fake } = await company({ server: "ad" });
    fake.hiddenAttributes.add("useraccountcontrol");
    expect(await partial(reading)).toMatchObject({
      health: "scope_lost",
      reason: expect.stringContaining("userAccountControl"),
    });
  });

  it("ends with accountExpires although nobody disabled it, as a state with words of its own", async () => {
    const { reading, fake, dn, clock } = await company({ server: "ad" });
    const fileTime = (at: number): string => String((BigInt(at) + 11_644_473_600_000n) * 10_000n);
    const ends = clock.now() + HOUR;
    fake.tree.set(dn(1), { accountExpires: fileTime(ends) });
    fake.tree.set(dn(2), { accountExpires: "9223372036854775807" });
    fake.tree.set(dn(3), { accountExpires: "0" });
    const states = async (settings: Partial<LdapSettings> = {}) => {
      const snapshot = await complete({ ...reading, settings: { ...reading.settings, ...settings } });
      return ["p1", "p2", "p3"].map((handle) => called(snapshot, handle)?.status);
    };
    expect(await states()).toEqual(["active", "active", "active"]);
    await clock.sleep(2 * HOUR);
    expect(await states()).toEqual(["deactivated", "active", "active"]);
    const expired = called(await complete(reading), "p1");
    expect(expired?.stated).toBe(`accountExpires: ${new Date(ends).toISOString().slice(0, 19)}Z (expired)`);
    // Nothing was changed when it ran out, so that the entry's own time of change would be too early.
    expect(expired?.updated).toBe(ends);
    expect(await states({ expired: "active" })).toEqual(["active", "active", "active"]);
  });

  it("is told by nsAccountLock in 389", async () => {
    const { reading, fake, dn } = await company({ server: "389" });
    fake.tree.set(dn(1), { nsAccountLock: "true" });
    fake.tree.set(dn(2), { nsAccountLock: "false" });
    const snapshot = await complete(reading);
    expect(called(snapshot, "p1")).toMatchObject({ status: "deactivated", stated: "nsAccountLock: TRUE" });
    expect(called(snapshot, "p2")?.status).toBe("active");
  });

  it("is told by a lock for good in OpenLDAP, and not by one after wrong passwords", async () => {
    const { reading, fake, dn } = await company({ server: "openldap" });
    fake.tree.set(dn(1), { pwdAccountLockedTime: "000001010000Z" });
    fake.tree.set(dn(2), { pwdAccountLockedTime: "20261120115900Z" });
    const snapshot = await complete(reading);
    expect(called(snapshot, "p1")).toMatchObject({
      status: "deactivated",
      stated: "pwdAccountLockedTime: 000001010000Z",
    });
    expect(called(snapshot, "p2")?.status).toBe("active");
  });

  it("is never asked by when somebody last signed in", async () => {
    for (const server of ["ad", "389", "openldap", "other"] as const) {
      const { reading, fake } = await company({ server }, 20, { changes: { every: SECOND } });
      await complete(reading);
      await ldap.readBack?.(reading, ["anybody"]);
      await ldap.events?.(reading.settings).log?.read(reading, reading.clock.now());
      const names = new Set(fake.asked.flat().map((name) => name.toLowerCase()));
      expect(names.has("mail")).toBe(true);
      // A list without names would ask for everything.
      expect(fake.asked.every((list) => list.length > 0)).toBe(true);
      expect(
        [...names].filter((name) => /logon|login(?!disabled)|lastsuccess|password|\*|\+|memberof/.test(name)),
      ).toEqual([]);
    }
  });
});

describe("an entry that is gone", () => {
  it("is an absence where there is no tombstone to see", async () => {
    const { reading, fake, dn } = await company({ server: "openldap" });
    const before = await complete(reading);
    const id = called(before, "p1")?.id ?? "";
    fake.tree.remove(dn(1));
    expect((await complete(reading)).accounts).toHaveLength(19);
    expect((await ldap.readBack?.(reading, [id]))?.accounts).toEqual([]);
    expect(ldap.sees.departure(reading.settings)).toBe("absence");
  });

  it("is proof where Active Directory shows its tombstone, which has lost the address and the place", async () => {
    const { reading, fake, dn } = await company({ server: "ad", sees: { deleted: true } });
    fake.tree.remove(dn(1));
    const gone = called(await complete(reading), "p1");
    expect(gone).toMatchObject({ status: "deactivated", stated: "isDeleted: TRUE" });
    expect(gone?.attributes).not.toHaveProperty("email");
    expect(gone?.attributes).not.toHaveProperty("name");
    expect((await ldap.readBack?.(reading, [gone?.id ?? ""]))?.accounts).toEqual([gone]);
  });

  it.each([
    ["busy", 51, "unreachable"],
    ["unavailable", 52, "unreachable"],
    ["size limit", 4, "short"],
    ["reset", "reset", "unreachable"],
    ["cut off", "cut", "malformed"],
    ["without an end", "no end", "malformed"],
  ] as const)(
    "is not known where the list of tombstones fails (%s): that ends the reading",
    async (_, fault, health) => {
      const { reading, fake, dn } = await company({ server: "ad", sees: { deleted: true } });
      for (let number = 1; number <= 12; number++) fake.tree.remove(dn(number));
      for (const page of [1, 2] as const) {
        fake.fault(fault, `deleted ${page}`);
        const { health: seen, reason } = await partial(reading);
        expect([health, fault === "cut" ? "unreachable" : health]).toContain(seen);
        expect(reason).toContain("LDAP");
        fake.heal();
      }
      expect((await complete(reading)).accounts.filter(({ status }) => status === "deactivated")).toHaveLength(12);
    },
  );

  it("was one of ours only if it stood below the base", async () => {
    const base = `ou=former,${SUFFIX}`;
    const { reading, fake, dn } = await company({ server: "ad", sees: { deleted: true } }, 20, { base });
    fake.tree.add(`cn=old,${base}`, personOf("ad", 77));
    fake.tree.remove(dn(1));
    expect((await complete(reading)).accounts.map(({ attributes }) => attributes.handle)).toEqual(["p77"]);
  });
});

describe("accounts that are nobody's", () => {
  it("are told by where they stand, by what they say of themselves, and by the directory's own marks", async () => {
    const { reading, fake, dn } = await company({ server: "ad" }, 20, {
      kinds: {
        service: { under: [`OU=Services, ${SUFFIX}`] },
        external: { where: { employeeType: ["Vendor*"] } },
        guest: { where: { sAMAccountName: ["*3"], title: ["intern"] } },
      },
    });
    fake.tree.add(`cn=backup,ou=services,${SUFFIX}`, personOf("ad", 90));
    fake.tree.set(dn(1), { isCriticalSystemObject: "TRUE" });
    fake.tree.set(dn(2), { employeeType: "vendor (Initech)" });
    fake.tree.set(dn(4), { title: "Intern", accountExpires: "134200000000000000" });
    const snapshot = await complete(reading);
    const kind = (handle: string) => called(snapshot, handle)?.attributes.kind;
    expect(["p90", "p1", "p2", "p3", "p4", "p5"].map(kind)).toEqual([
      "service",
      "service",
      "external",
      "guest",
      "guest",
      "human",
    ]);
    expect(called(snapshot, "p4")?.attributes.guestExpires).toBe(Date.parse("2026-04-07T01:46:40Z"));
  });
});

describe("what is known of an account", () => {
  it("is read by the usual attributes, and by others where the settings name them", async () => {
    const { reading, fake, dn } = await company({ server: "openldap" });
    fake.tree.set(dn(1), { physicalDeliveryOfficeName: "Kraków 2", roomNumber: "4.17", hired: "20240301" });
    expect(called(await complete(reading), "p1")?.attributes).toEqual({
      name: "Given1 Family1",
      handle: "p1",
      email: "person1@acme.test",
      emailVerified: false,
      kind: "human",
      title: "Engineer",
      team: "Sales",
      location: "Kraków 2",
      locationFrom: "attribute physicalDeliveryOfficeName",
      employeeId: "1001",
    });
    const fields = { location: "roomNumber", startDate: "hired", team: "title" };
    const named = { ...reading, settings: { ...reading.settings, fields, mailIsAssigned: true } };
    expect(called(await complete(named), "p1")?.attributes).toMatchObject({
      location: "4.17",
      startDate: "2024-03-01",
      team: "Engineer",
      emailVerified: true,
    });
  });

  it("is unknown and not none where an attribute is not there", async () => {
    const { reading, fake, dn } = await company({ server: "openldap" });
    fake.tree.set(dn(1), { title: null, l: null });
    const attributes = called(await complete(reading), "p1")?.attributes;
    expect(attributes).not.toHaveProperty("title");
    expect(attributes).not.toHaveProperty("location");
  });
});

describe("who asks", () => {
  it("is told why Active Directory lets them not in, without its words", async () => {
    const { reading, fake } = await company({ server: "ad" });
    fake.fault(49, 1);
    const { health, reason } = await partial(reading);
    expect([health, reason]).toEqual([
      "unauthorised",
      "LDAP, entries, page 1: the bind DN or its password is wrong, or the account is locked; check bind.",
    ]);
  });

  it("leaves no connection behind, whatever came of it", async () => {
    const { reading, fake } = await company({ server: "openldap" });
    await complete(reading);
    fake.fault("garbage", 2);
    await partial(reading);
    const { bind } = settingsFor(fake.url);
    const stranger = { ...reading, settings: { ...reading.settings, bind: { ...bind, dn: "cn=nobody" } } };
    expect((await partial(stranger)).health).toBe("unauthorised");
    for (let tries = 0; fake.open() > 0 && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(fake.open()).toBe(0);
  });
});

describe("the fake directory", () => {
  it("is read in pages by a client that is not ours, and lets nobody in without the password", async () => {
    const { fake } = await company({ server: "openldap" }, 25);
    const client = new Client({ url: fake.url });
    try {
      await expect(client.bind(BIND_DN, "wrong")).rejects.toMatchObject({ code: 49 });
      await client.bind(BIND_DN, BIND_PASSWORD);
      const search = { scope: "sub", filter: "(&(mail=*@acme.test)(!(uid=p7)))", paged: { pageSize: 10 } } as const;
      const { searchEntries } = await client.search(SUFFIX, search);
      expect(searchEntries).toHaveLength(24);
      expect(searchEntries[0]).toMatchObject({ uid: "p1", mail: "Person1@Acme.test" });
      expect(searchEntries[0]).not.toHaveProperty("entryUUID");
    } finally {
      await client.unbind();
    }
  });
});
