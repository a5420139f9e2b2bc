import { createHmac, createSecretKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Account, Attributes } from "./account.ts";
import { accountHash, keyId, type Tombstone, withoutActor, withoutErased, wordHash, wordsIn } from "./erased.ts";

const KEY = createSecretKey(Buffer.alloc(32, 7));
const OUT: Tombstone = { inUse: true, why: "erased", day: "2026-11-25" };
const GONE: Tombstone = { ...OUT, inUse: false };

function account(id: string, attributes: Attributes = {}, status: Account["status"] = "active"): Account {
  return { id, status, attributes };
}

describe("the hash of an account", () => {
  it("is HMAC-SHA-256 of the directory and the id, by a key that is nowhere in it", () => {
    const about = JSON.stringify(["account", "acme", "U1"]);
    expect(accountHash(KEY, "acme", "U1")).toBe(createHmac("sha256", KEY).update(about).digest("base64"));
  });

  it("is another one for another directory, id, key and use, and the same for a word however it is written", () => {
    const hashes = [
      accountHash(KEY, "acme", "U1"),
      accountHash(KEY, "beta", "U1"),
      accountHash(KEY, "acme", "U2"),
      accountHash(createSecretKey(Buffer.alloc(32, 8)), "acme", "U1"),
      wordHash(KEY, "acme", "U1"),
    ];
    expect(new Set(hashes).size).toBe(5);
    expect(wordHash(KEY, "acme", "Ada@acme.example")).toBe(wordHash(KEY, "acme", "ada@ACME.example"));
    expect(keyId(KEY)).not.toBe(keyId(createSecretKey(Buffer.alloc(32, 8))));
  });
});

describe("accounts of which nothing is kept", () => {
  it("are left out: for good where they were in use, else until they are in use again", () => {
    const accounts = [account("out"), account("back"), account("gone", {}, "deactivated"), account("other")];
    const tombstones = new Map([
      ["out", OUT],
      ["back", GONE],
      ["gone", GONE],
    ]);
    const filtered = withoutErased(accounts, { tombstones, words: new Set() });
    expect(filtered.accounts.map(({ id }) => id)).toEqual(["back", "other"]);
    expect(filtered.back).toEqual(["back"]);
  });

  it("are named by nobody, by id or by a word that is known or stands in their own record; others of that name are", () => {
    const accounts = [
      account("out", { name: "Ada Boss", handle: "carl" }),
      account("1", { manager: "out" }),
      account("2", { manager: "boss@acme.example", invitedBy: "out" }),
      account("3", { manager: "ADA BOSS" }),
      account("4", { manager: "Carl" }),
      account("5", { name: "Carl", manager: null }),
    ];
    const erased = { tombstones: new Map([["out", OUT]]), words: new Set(["boss@acme.example"]) };
    const filtered = withoutErased(accounts, erased);
    expect(filtered.accounts.map(({ attributes }) => attributes.manager)).toEqual([
      "(erased)",
      "(erased)",
      "(erased)",
      "Carl",
      null,
    ]);
    expect([...filtered.accounts][1]?.attributes.invitedBy).toBe("(erased)");
    expect([...filtered.learnt]).toEqual([["out", ["ADA BOSS"]]]);
    // Who is not concerned is the very same.
    expect([...filtered.accounts][3]).toBe(accounts[4]);
    expect(wordsIn(filtered.accounts.map(({ attributes }) => attributes))).toEqual(["Carl"]);
  });

  it("are nobody who ended an account, and what ended it stays: a person's hand or an app", () => {
    const actor = { kind: "person", id: "out", name: "Ada" } as const;
    expect(withoutActor(actor, (id) => id === "out")).toEqual({ kind: "person", id: "(erased)" });
    expect(withoutActor(actor, () => false)).toBe(actor);
  });
});
