// A real OpenLDAP. Where there is none, one line says so and the tests are counted as skipped.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sweep } from "../../app/sweep.ts";
import type { Accounts } from "../../core/directory/accounts.ts";
import { Secret } from "../../core/secret.ts";
import { HOUR, MINUTE, SECOND } from "../../core/time.ts";
import { createHttp } from "../../http/client.ts";
import { virtualClock } from "../../http/testing.ts";
import { contextOf, openStore } from "../../wire/context.ts";
import { noSlapd, READER, type Slapd, startSlapd, SUFFIX } from "./fake/slapd.ts";
import { settingsFor } from "./fake/stand.ts";
import { ldap } from "./index.ts";
import type { LdapReading } from "./session.ts";
import type { LdapSettings } from "./settings.ts";

const PEOPLE = 120;
const missing = noSlapd();
if (missing !== undefined) process.stderr.write(`Not tested here: a real OpenLDAP: ${missing}.\n`);

const who = (dn: string, password: string) => ({ dn, password: new Secret(password, "env LDAP_PASSWORD") });

describe.skipIf(missing !== undefined)("OpenLDAP", () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd(PEOPLE);
  }, 60_000);
  afterAll(() => slapd.close());

  const dn = (number: number): string => `uid=u${number},ou=people,${SUFFIX}`;
  const reader = (more: Partial<LdapSettings> = {}): LdapReading => ({
    directory: "acme",
    settings: settingsFor(slapd.url, { bind: who(READER, "reader-secret"), pageSize: 50, ...more }),
    clock: virtualClock(Date.now()),
    http: createHttp({ timeoutMs: 1000, maxBytes: 1000, userAgent: "Rollcall" }),
    progress: () => undefined,
  });
  const accounts = async (reading = reader()): Promise<Accounts> => {
    const snapshot = await ldap.snapshot(reading);
    if (!snapshot.complete) throw new Error(snapshot.reason);
    return snapshot.accounts;
  };
  const called = async (handle: string) => (await accounts()).find(({ attributes }) => attributes.handle === handle);

  it("says what it is, and who it is", async () => {
    expect(await ldap.check(reader())).toEqual({
      identity: expect.stringMatching(/^[0-9a-f-]{36}$/),
      title: `OpenLDAP, ${SUFFIX}`,
      scopes: ["read entries"],
    });
  });

  it("is read in pages to the end, by its entryUUIDs", async () => {
    const all = await accounts();
    expect(all).toHaveLength(PEOPLE);
    expect([...all][0]).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: "active",
      attributes: { name: "Cn of u1", handle: "u1", email: "u1@acme.test", kind: "human" },
    });
  });

  it("cuts lists in pages off at its size limit too, for a bind DN that it is not lifted for", async () => {
    expect(await ldap.snapshot(reader({ bind: who(dn(9), "secret") }))).toMatchObject({
      complete: false,
      health: "short",
      accountsRead: 50,
      reason: expect.stringContaining("size limit"),
    });
  });

  it("succeeds with nobody where its access rules hide the people", async () => {
    const hiding = await startSlapd(3, [`access to dn.subtree="ou=people,${SUFFIX}" by * none`]);
    try {
      const snapshot = await ldap.snapshot(reader({ url: hiding.url }));
      expect(snapshot).toMatchObject({
        complete: true,
        accounts: [],
        notes: [expect.stringContaining("found nobody")],
      });
    } finally {
      await hiding.close();
    }
  }, 60_000);

  it("says that there is no base where there is none, or none to see", async () => {
    expect(await ldap.snapshot(reader({ base: `ou=nowhere,${SUFFIX}` }))).toMatchObject({
      complete: false,
      health: "scope_lost",
    });
  });

  it("refuses a wrong password in the same words as a locked account", async () => {
    expect(await ldap.snapshot(reader({ bind: who(READER, "wrong") }))).toMatchObject({
      health: "unauthorised",
      reason: "LDAP, bind: the bind DN or its password is wrong, or the account is locked; check bind.",
    });
  });

  it("tells a lock for good from a lock after wrong passwords, and an end that has passed", async () => {
    const change = (number: number, attribute: string, value: string) =>
      `dn: ${dn(number)}\nchangetype: modify\nreplace: ${attribute}\n${attribute}: ${value}\n\n`;
    slapd.modify(change(1, "pwdAccountLockedTime", "000001010000Z") + change(3, "pwdEndTime", "20200101000000Z"));
    for (let tries = 0; tries < 4; tries++) {
      await ldap.check(reader({ bind: who(dn(2), "wrong") })).catch(() => undefined);
    }
    // Locked by now: the right password is refused as well.
    await expect(ldap.check(reader({ bind: who(dn(2), "secret") }))).rejects.toMatchObject({ code: "unauthorised" });
    expect(await called("u1")).toMatchObject({ status: "deactivated", stated: "pwdAccountLockedTime: 000001010000Z" });
    expect(await called("u2")).toMatchObject({ status: "active" });
    expect(await called("u3")).toMatchObject({
      status: "deactivated",
      stated: "pwdEndTime: 2020-01-01T00:00:00Z (expired)",
    });
    slapd.modify(
      `dn: ${dn(1)}\nchangetype: modify\ndelete: pwdAccountLockedTime\n\ndn: ${dn(3)}\nchangetype: modify\ndelete: pwdEndTime\n\n`,
    );
    expect([(await called("u1"))?.status, (await called("u3"))?.status]).toEqual(["active", "active"]);
  });

  it("shows a rename and a move as what they are, and a deletion as a departure once two readings agree", async () => {
    const store = await openStore();
    const reading = reader({ kinds: { service: { where: { uid: ["u11*"] } } } });
    const context = contextOf({ store, clock: reading.clock, http: reading.http, progress: () => undefined });
    const directory = {
      id: "acme",
      connector: ldap,
      settings: reading.settings,
      rules: { demotion: false },
      every: HOUR,
    };
    const read = async () => {
      await reading.clock.sleep(MINUTE);
      return sweep(context, directory, { details: { limit: 0 } });
    };
    await read();
    slapd.modify(
      `dn: ${dn(20)}\nchangetype: modrdn\nnewrdn: uid=renamed\ndeleteoldrdn: 1\nnewsuperior: ou=former,${SUFFIX}\n\n` +
        `dn: ${dn(21)}\nchangetype: delete\n\n` +
        `dn: ${dn(22)}\nchangetype: modify\nreplace: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n\n` +
        `dn: ${dn(110)}\nchangetype: delete\n\n`,
    );
    const first = await read();
    expect(first.sweep.health).toBe("ok");
    expect(first.changes).toHaveLength(4);
    const seen = first.changes.map(({ change, confirmed, lastKnown }) => [change, confirmed, lastKnown?.email]);
    expect(new Set(seen)).toEqual(
      new Set([
        ["renamed", true, undefined],
        ["deactivated", true, "u22@acme.test"],
        ["removed", false, "u21@acme.test"],
        // A service account is nobody who could leave.
        ["removed", false, undefined],
      ]),
    );
    const second = await read();
    expect(second.departures.map(({ confirmed, change }) => [change, confirmed])).toEqual([["removed", true]]);
    const left = await store.departures({ directory: "acme", limit: 10 });
    expect(new Set(left.map(({ lastKnown }) => lastKnown.email))).toEqual(new Set(["u21@acme.test", "u22@acme.test"]));
    await store.close();
  });

  it("tells between sweeps which entries have changed, by their time", async () => {
    const reading = reader({ changes: { every: SECOND } });
    const since = Date.now() + HOUR;
    const log = ldap.events?.(reading.settings).log;
    expect(await log?.read(reading, since)).toEqual([]);
    slapd.modify(`dn: ${dn(30)}\nchangetype: modify\nreplace: title\ntitle: CTO\n`);
    const events = await log?.read(reading, Date.now());
    expect(events).toContainEqual(expect.objectContaining({ about: { account: (await called("u30"))?.id } }));
  });

  it("is read over TLS and StartTLS, by the file of those who signed its certificate, and by that name alone", async () => {
    const { identity } = await ldap.check(reader());
    for (const settings of [{ url: slapd.tlsUrl, tls: { ca: slapd.ca } }, { tls: { ca: slapd.ca, startTls: true } }]) {
      expect(await ldap.check(reader(settings))).toMatchObject({ identity });
    }
    expect(await ldap.snapshot(reader({ url: slapd.tlsUrl }))).toMatchObject({
      health: "unreachable",
      reason: expect.stringContaining("nobody known signed the server's certificate"),
    });
    const other = { url: slapd.tlsUrl.replace("127.0.0.1", "localhost"), tls: { ca: slapd.ca } };
    expect(await ldap.snapshot(reader(other))).toMatchObject({
      health: "unreachable",
      reason: expect.stringContaining("of another name"),
    });
  });
});
