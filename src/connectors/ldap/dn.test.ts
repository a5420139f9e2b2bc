import { describe, expect, it } from "vitest";
import { isUnder, sameDn } from "./dn.ts";

describe("names of entries", () => {
  it("are the same whatever their case, spaces and escapes", () => {
    const one = sameDn("CN=Lovelace\\, Ada,OU=People,DC=acme,DC=test");
    expect(sameDn("cn=lovelace\\2C ada , ou=people,dc=ACME, dc=test")).toBe(one);
    expect(sameDn("cn=Łukasz,dc=acme")).toBe(sameDn("CN=\\C5\\81ukasz,DC=acme"));
    expect(sameDn("cn=a+uid=b,dc=acme")).toBe(sameDn("uid=b+cn=a,dc=acme"));
  });

  it("stay apart where a comma belongs to a name", () => {
    expect(sameDn("cn=a\\,dc=b")).not.toBe(sameDn("cn=a,dc=b"));
    expect(isUnder("cn=a\\,dc=acme", "dc=acme")).toBe(false);
  });

  it("stand below the top of their tree, and below themselves, and not below what only ends alike", () => {
    expect(isUnder("uid=a,ou=people,dc=acme", "DC=acme")).toBe(true);
    expect(isUnder("dc=acme", "dc=acme")).toBe(true);
    expect(isUnder("uid=a,dc=notacme", "dc=acme")).toBe(false);
    expect(isUnder("dc=acme", "ou=people,dc=acme")).toBe(false);
  });
});
