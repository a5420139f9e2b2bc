// Texts that no tool gives, in every place where a tool or a source gives a text: each store takes them, as far as they are kept.
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Account, Attributes } from "../core/directory/account.ts";
import { LONGEST_ID, LONGEST_TEXT } from "../core/directory/bounded.ts";
import { completeSnapshot } from "../core/directory/snapshot.ts";
import { DAY } from "../core/time.ts";
import { virtualClock } from "../http/testing.ts";
import { STORES } from "../stores/testing.ts";
import { contextOf } from "../wire/context.ts";
import { createInbox } from "./inbox.ts";
import type { Store } from "./ports.ts";
import { readDocuments } from "./read-documents.ts";
import type { StatedClaim } from "./record-port.ts";
import { takeReading } from "./take-reading.ts";

/** 10 kB that no compression makes shorter: an index takes what it can compress. Of letters of three bytes, which UTF-8 has most of. */
const long = (begin: string): string =>
  begin + [...randomBytes(3333)].map((byte) => String.fromCodePoint(0x4e00 + byte * 7)).join("");

const TEXTS = {
  name: long("n"),
  handle: long("h"),
  role: long("r"),
  location: long("l"),
  locationFrom: long("f"),
  team: long("t"),
  title: long("i"),
  manager: long("m"),
  timezone: long("Europe/"),
  startDate: long("2"),
  invitedBy: long("b"),
} as const satisfies Attributes;
const ATTRIBUTES: Attributes = {
  ...TEXTS,
  email: long("e"),
  emailVerified: true,
  employeeId: long("p"),
  kind: "human",
};

describe.each(STORES)("in $name", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const take = (takenAt: number, account: Account) =>
    takeReading(
      store,
      completeSnapshot({
        directory: "a",
        startedAt: takenAt - 1,
        takenAt,
        accounts: [account, { id: "U2", status: "active", attributes: { name: "x" } }],
        notes: [],
        endMarker: "the end of the test",
      }),
      { kind: "slack", absence: "proves nothing", departures: { demotion: false }, persons: { mapping: [] } },
    );

  it("an account of which every text is of 10 kB is kept, each text as far as it may be one, and leaves once", async () => {
    const account = { id: "U1", status: "active", attributes: ATTRIBUTES } as const;
    await take(10, account);
    const kept = (await store.roster("a")).entries.get("U1")?.account.attributes ?? {};
    for (const [field, text] of Object.entries(TEXTS))
      expect(kept[field as keyof Attributes], field).toBe(`${text.slice(0, LONGEST_TEXT - 1)}…`);
    // Of what tells whose it is a part might be another's.
    expect(kept).not.toHaveProperty("email");
    expect(kept).not.toHaveProperty("employeeId");
    expect((await take(20, account)).changes).toEqual([]);
    const { departures } = await take(30, { ...account, status: "deactivated" });
    expect(departures.map(({ lastKnown }) => lastKnown.team)).toEqual([kept.team]);
    expect(await store.departedFrom("a", "team", 9)).toEqual([kept.team]);
  });

  it("a list with an id that is longer than any is refused, and an event about one is of nobody", async () => {
    expect(() => take(10, { id: "U".repeat(LONGEST_ID + 1), status: "active", attributes: {} })).toThrow(
      "an account has an id of more than 500 characters",
    );
    const context = contextOf({ store, clock: virtualClock(), destinations: [], progress: () => {} });
    const keep = createInbox(context, "a", "http", () => {});
    await keep([{ key: long("k"), type: "user_change", about: { account: long("U") } }]);
    await keep([{ key: "Ev2", type: "user_change", about: { account: "U".repeat(LONGEST_ID) } }]);
    expect((await store.events({})).map(({ state, about }) => [state, Object.keys(about)])).toEqual([
      ["quarantined", ["unreadable"]],
      ["waiting", ["account"]],
    ]);
  });

  it("a document whose every text is of 10 kB makes one layoff, found by the company's name as it is kept", async () => {
    const words = ["company", "part", "location", "industry", "country", "region", "county", "site"] as const;
    const texts = Object.fromEntries([...words, "union", "stage", "raised", "quote"].map((key) => [key, long(key)]));
    const nothing = { low: null, high: null, percent: null, percentOf: null, base: null, expected: null };
    const none = { effectiveFrom: null, effectiveTo: null, notice: null, received: null, posted: null, revised: null };
    const figure = { count: 80, qualifier: "exact", measure: "total", net: false, background: false };
    const about = { kind: "layoff", status: "announced", scope: "company", date: "2026-03-10", start: 0, end: 1 };
    const others = { revision: null, temporary: null, origin: null };
    const claim = {
      ...nothing,
      ...none,
      ...others,
      ...figure,
      ...about,
      ...texts,
    } as unknown as StatedClaim;
    const of = { address: null, title: long("t"), published: "2026-03-10", publisher: long("p"), language: null };
    const reported = { source: "csv:x", key: long("k"), ...of, text: null, claims: [claim] };
    const reader = { version: "1", read: () => ({ claims: [], shelved: [] }) };
    expect(await readDocuments(store, [reported], reader, 400 * DAY)).toMatchObject({ added: 1, made: 1 });
    const [layoff] = await store.layoffs({ limit: 9 });
    expect(layoff?.name).toBe(`${String(texts["company"]).slice(0, 119)}…`);
  });
});
