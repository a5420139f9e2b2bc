import { afterEach, describe, expect, it } from "vitest";
import type { Snapshot } from "../../core/directory/snapshot.ts";
import { Secret } from "../../core/secret.ts";
import { type FakeScim, type Habits, startFakeScim } from "./fake/index.ts";
import { scim } from "./index.ts";
import type { ScimSettings } from "./settings.ts";
import { outcomeOf, scimReading } from "./testing.ts";

let fake: FakeScim | undefined;
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

const PACE = { perMinute: 60, pageSize: 20 };

async function start(count: number, habits: Partial<Habits> = {}, settings: Partial<ScimSettings> = {}) {
  fake = await startFakeScim(count, habits);
  return { server: fake, reading: scimReading(fake.base, fake.secret, { pace: PACE, ...settings }) };
}

const outcome = async (count: number, habits: Partial<Habits>, settings: Partial<ScimSettings> = {}) =>
  outcomeOf((await start(count, habits, settings)).reading);

describe("pages by startIndex", () => {
  it("give everybody once, whatever the server makes of the size that was asked for", async () => {
    for (const most of [7, 20, 100]) {
      expect(await outcome(95, { most })).toBe("95 accounts");
      await fake?.close();
    }
    expect(await outcome(100, {})).toBe("100 accounts");
  });

  it("of a server that ignores startIndex are no list, and no loop without end", async () => {
    expect(await outcome(95, { ignoresStartIndex: true })).toBe(
      "malformed: SCIM, Users, page 2: the server gave the page from 1 where the one from 21 was asked for: it does not page as " +
        "RFC 7644 has it, and the rest of its list cannot be read; look at what stands between Rollcall and SCIM, then try again.",
    );
  });

  it("of a server that ignores startIndex and says otherwise are no list either", async () => {
    expect(await outcome(95, { ignoresStartIndex: true, saysOtherwise: true })).toMatch(
      /^malformed: SCIM, Users, page 2: the accounts of an earlier page came again/,
    );
  });

  it("of a server that repeats page 1 beyond the end are the list", async () => {
    for (const count of [95, 100, 13]) {
      expect(await outcome(count, { beyond: "first page" })).toBe(`${count} accounts`);
      await fake?.close();
    }
  });

  it("of a server that refuses what is beyond the end are the list", async () => {
    expect(await outcome(100, { beyond: "refuses" })).toBe("100 accounts");
  });

  it("of a server that counts the page for the list are not believed", async () => {
    expect(await outcome(95, { countsThePage: true })).toMatch(
      /^malformed: SCIM, Users: 20 accounts are counted, and there are more behind them, in 3 readings/,
    );
  });

  it("of a server that does not page are the list where it is shorter than a page, with a word about it", async () => {
    expect(await outcome(13, { ignoresStartIndex: true })).toMatch(/^13 accounts; The server does not page/);
    // As many as a page may have, and the same again: where a list was cut looks just like that.
    expect(await outcome(20, { ignoresStartIndex: true })).toMatch(/^malformed: .*there may be more/);
  });

  it("that shift while they are read are read again, and no one is lost between them", async () => {
    const { server, reading } = await start(95);
    let left = 1;
    server.onPage((page) => {
      if (page === 3 && left-- > 0) server.users.splice(0, 1);
    });
    const snapshot = await scim.snapshot(reading);
    if (!snapshot.complete) throw new Error(snapshot.reason);
    expect(snapshot.accounts.map(({ id }) => id)).toEqual(server.users.map(({ id }) => id));
    expect(snapshot.notes).toEqual(["The list was read again from its beginning: its total changed while it was read"]);
  });

  it("that shift where the count stays the same are noticed by who is missing", async () => {
    const { server, reading } = await start(95);
    let left = 1;
    server.onPage((page) => {
      if (page === 3 && left-- > 0) server.users.push(...server.users.splice(0, 1));
    });
    expect(await outcomeOf(reading)).toBe(
      "95 accounts; The list was read again from its beginning: 95 accounts are counted and 94 different ones came",
    );
  });

  it("that never stand still end as malformed and not as people who left", async () => {
    const { server, reading } = await start(95);
    server.onPage((page) => {
      if (page === 2) server.users.splice(0, 1);
    });
    expect(await outcomeOf(reading)).toMatch(/^malformed: .*in 3 readings one after another/);
  });
});

describe("pages by cursor (RFC 9865)", () => {
  const cursor = { paging: "cursor", prefers: "cursor" } as const;

  it("are asked for where the server says so, or the settings do, and give everybody", async () => {
    expect(await outcome(95, cursor)).toBe("95 accounts");
    await fake?.close();
    const { server, reading } = await start(95, { paging: "both" }, { paging: "cursor" });
    expect(await outcomeOf(reading)).toBe("95 accounts");
    expect(server.asked.map(({ query }) => query.get("cursor"))).toEqual(["", "at-20", "at-40", "at-60", "at-80"]);
  });

  it("are not asked for where the server prefers startIndex", async () => {
    const { server, reading } = await start(30, { paging: "both", prefers: "index" });
    expect(await outcomeOf(reading)).toBe("30 accounts");
    expect(server.asked.filter(({ query }) => query.has("cursor"))).toEqual([]);
  });

  it("whose cursor runs out are read again from the beginning, and given up after three times", async () => {
    expect(await outcome(95, { ...cursor, cursorPages: 3 })).toMatch(
      /^malformed: SCIM, Users: its cursor ran out, in 3 readings one after another/,
    );
  });
});

describe("a server with cursors", () => {
  const cursor = { paging: "cursor", prefers: "cursor" } as const;

  it("may only estimate how many there are, which ends no reading and is said", async () => {
    expect(await outcome(95, { ...cursor, overcounts: 3 })).toBe(
      "95 accounts; The server counts 98 accounts, and its list has 95",
    );
  });

  it("that does not know its own cursor is no list, after three readings", async () => {
    expect(await outcome(95, { ...cursor, forgetsFrom: 3 })).toMatch(
      /^malformed: SCIM, Users: the server did not know its own cursor, in 3 readings one after another/,
    );
  });
});

describe("an account that ends", () => {
  const idOf = (snapshot: Snapshot, id: string) =>
    snapshot.complete ? snapshot.accounts.find((account) => account.id === id) : undefined;

  it("is deactivated where it says active: false, as a text too", async () => {
    for (const activeAsText of [false, true]) {
      const { server, reading } = await start(30, { activeAsText });
      const [user] = server.users;
      if (user === undefined) throw new Error("The fake has nobody.");
      user.active = false;
      expect(idOf(await scim.snapshot(reading), user.id)).toMatchObject({
        status: "deactivated",
        stated: "active: false",
      });
      expect((await scim.readBack?.(reading, [user.id, "nobody"]))?.accounts).toMatchObject([
        { id: user.id, status: "deactivated" },
      ]);
      await server.close();
    }
  });

  it("and is in no list any more is found by its id, which still says so", async () => {
    const { server, reading } = await start(30, { hidesInactive: true });
    const [user] = server.users;
    if (user === undefined) throw new Error("The fake has nobody.");
    user.active = false;
    expect(idOf(await scim.snapshot(reading), user.id)).toBeUndefined();
    expect((await scim.readBack?.(reading, [user.id]))?.accounts).toMatchObject([{ status: "deactivated" }]);
  });
});

describe("who asks", () => {
  it("is told by a bearer token or by a name and a password", async () => {
    const { server, reading } = await start(30, { basic: "pass:word" });
    const { token: _, ...settings } = reading.settings;
    const password = new Secret("pass:word", "env SCIM_PASSWORD");
    expect(await outcomeOf({ ...reading, settings: { ...settings, basic: { user: "reader", password } } })).toBe(
      "30 accounts",
    );
    expect(await outcomeOf(scimReading(server.base, "another-token"))).toMatch(/^unauthorised: SCIM, Users, page 1: /);
  });

  it("asks for those attributes alone that are read, unless the server does not understand that", async () => {
    const { server, reading } = await start(30);
    await scim.snapshot(reading);
    expect(server.asked.at(-1)?.query.get("attributes")).toMatch(/^userName,.*:User:manager$/);
    await scim.snapshot({ ...reading, settings: { ...reading.settings, select: false } });
    expect(server.asked.at(-1)?.query.has("attributes")).toBe(false);
  });
});
