import { describe, expect, it } from "vitest";
import { RollcallError } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";
import { virtualClock } from "../../http/testing.ts";
import { settingsFor } from "./fake/stand.ts";
import { ldap } from "./index.ts";
import { addressOf, ldapSettings, type LdapSettings } from "./settings.ts";

const least = {
  url: "ldaps://ldap.acme.test",
  bind: { dn: "cn=rollcall,dc=acme", password: { env: "LDAP_PASSWORD" } },
};

function wrong(more: object): string[] {
  const { error } = ldapSettings.safeParse({ ...least, ...more });
  return error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
}

function refusal(settings: LdapSettings): Promise<unknown> {
  const reading = { directory: "acme", settings, clock: virtualClock(), progress: () => undefined };
  // LDAP is no HTTP: nothing is asked for it.
  return ldap.check({ ...reading, http: { send: () => Promise.reject(new Error("HTTP was asked for")) } }).then(
    () => "no error",
    (error: unknown) => (error instanceof RollcallError ? `${error.code}: ${error.message}` : error),
  );
}

describe("settings of a directory", () => {
  it("need an address and who asks", () => {
    expect(wrong({})).toEqual([]);
    expect(ldapSettings.parse(least)).toMatchObject({ pageSize: 500, expired: "left" });
  });

  it("name a server by ldap:// or ldaps://, without anything else in the address", () => {
    for (const url of [
      "https://a",
      "ldap://",
      "ldap://a/dc=acme",
      "ldap://cn=a:secret@host",
      "ldaps://a?x",
      "ldap://a b",
    ]) {
      expect(wrong({ url })).toEqual([
        "url: must be ldaps://host[:port] or ldap://host[:port], without anything behind it",
      ]);
    }
    expect(addressOf("ldaps://dc1.acme.test")).toEqual({ host: "dc1.acme.test", port: 636, tls: true });
    expect(addressOf("ldap://[::1]:3890/")).toEqual({ host: "::1", port: 3890, tls: false });
    expect(addressOf("ldaps://acme.test:443")).toEqual({ host: "acme.test", port: 443, tls: true });
  });

  it("refuse a filter that is none, and rules that name nobody", () => {
    expect(wrong({ filter: "(uid=*" })).toEqual(["filter: must be a filter such as (objectClass=inetOrgPerson)"]);
    expect(wrong({ filter: "uid=*" })).toHaveLength(1);
    expect(wrong({ filter: "(&(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))" })).toEqual([]);
    expect(wrong({ kinds: { service: {} } })).toEqual(["kinds.service: needs under or where"]);
  });

  it("leave nobody's name readable on the way: plain LDAP is for loopback alone", async () => {
    const settings = settingsFor("ldap://ldap.acme.test", { tls: { startTls: false } });
    expect(await refusal(settings)).toBe(
      "bad_setting: The setting tls.startTls can be false on this machine's loopback only: passwords and names would be readable on the way.",
    );
  });

  it("have a password, without which a server lets anybody in as nobody", async () => {
    const empty = { dn: "cn=rollcall", password: new Secret("", "env LDAP_PASSWORD") };
    expect(await refusal(settingsFor("ldap://127.0.0.1:1", { bind: empty }))).toBe(
      "bad_secret: The password of the LDAP account is empty, with which a server signs nobody in.",
    );
  });

  it("name a file of certificates that is one", async () => {
    const settings = settingsFor("ldaps://127.0.0.1:1", { tls: { ca: import.meta.filename } });
    expect(await refusal(settings)).toMatch(/^bad_setting: The file that tls\.ca names holds no certificate/);
    expect(await refusal({ ...settings, tls: { ca: "/nowhere.pem" } })).toMatch(/^bad_setting: .* cannot be read/);
  });
});
