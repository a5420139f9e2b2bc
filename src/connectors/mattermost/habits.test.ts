import { afterEach, describe, expect, it } from "vitest";
import type { Account } from "../../core/directory/account.ts";
import { readingOf, type Stand } from "../testing.ts";
import { type FakeMattermost, startFakeMattermost } from "./fake/index.ts";
import { openMattermostStand } from "./fake/stand.ts";
import { mattermost } from "./index.ts";
import type { MattermostSettings } from "./settings.ts";
import { mapMattermostUser, readUser } from "./user.ts";

let fake: FakeMattermost | undefined;
let stand: Stand<MattermostSettings> | undefined;
afterEach(async () => {
  await fake?.close();
  await stand?.close();
});

async function start(count: number, settings: Partial<MattermostSettings> = {}) {
  stand = await openMattermostStand();
  const server = await startFakeMattermost(count, stand.clock.now);
  fake = server;
  const reading = { ...readingOf(stand), settings: { ...stand.settings, url: server.url, ...settings } };
  return { server, reading };
}

async function read(reading: Parameters<typeof mattermost.snapshot>[0]): Promise<readonly Account[]> {
  const snapshot = await mattermost.snapshot(reading);
  if (!snapshot.complete) throw new Error(snapshot.reason);
  return [...snapshot.accounts];
}

describe("pages by offset", () => {
  it("are read to an empty one, also where the last is full", async () => {
    for (const count of [90, 75]) {
      const { server, reading } = await start(count);
      expect(await read(reading)).toHaveLength(count);
      expect(server.asked.filter(({ path }) => path === "/api/v4/users")).toHaveLength(4);
      await server.close();
      await stand?.close();
    }
  });

  it("that shift while they are read lose nobody: the list is read again until it has as many as the server counts", async () => {
    const { server, reading } = await start(90);
    // Somebody of the second page is renamed to the front of the first, after that was read: who was behind them moves up.
    let left = 1;
    server.habits.onPage = (page) => {
      const last = server.users[89];
      if (page === 2 && left-- > 0 && last !== undefined)
        server.users[0] = { ...(server.users[0] as typeof last), username: "zzz" };
    };
    const snapshot = await mattermost.snapshot(reading);
    expect(snapshot.notes).toEqual([
      "The list was read again from its beginning: the server counts 90 accounts, and its list has 89",
    ]);
    expect(snapshot.complete && snapshot.accounts.length).toBe(90);
  });

  it("that never have as many as the server counts are no list", async () => {
    const { server, reading } = await start(90);
    server.habits.counts = 120;
    expect(await mattermost.snapshot(reading)).toMatchObject({
      complete: false,
      health: "malformed",
      reason: expect.stringContaining("the server counts 120 accounts, and its list has 90, in 3 readings"),
    });
  });

  it("of a team are held against the team's count, in which the deactivated are", async () => {
    const { server, reading } = await start(90);
    for (const user of server.users.slice(0, 5)) user.delete_at = 1_795_000_000_000;
    expect(await read({ ...reading, settings: { ...reading.settings, team: server.team } })).toHaveLength(90);
    expect(server.asked.some(({ query }) => query.get("in_team") === server.team)).toBe(true);
  });
});

describe("an account", () => {
  it("is deactivated where delete_at is above 0, erased where its address is @deleteduser.invalid, and active else", async () => {
    const { server, reading } = await start(30);
    const [one, two, three] = server.users;
    Object.assign(one ?? {}, { delete_at: 1_795_000_000_000, update_at: 1_795_900_000_000 });
    Object.assign(two ?? {}, { delete_at: 1_795_000_000_000, email: "x1@deleteduser.invalid" });
    const accounts = await read(reading);
    const of = (user: { readonly id: string } | undefined) => accounts.find(({ id }) => id === user?.id);
    // The end has a time of its own, which later changes of the record do not move.
    expect(of(one)).toMatchObject({
      status: "deactivated",
      stated: "delete_at: 1795000000000",
      updated: 1_795_000_000_000,
    });
    expect(of(two)).toEqual(expect.objectContaining({ status: "erased", attributes: {} }));
    expect(of(three)).toMatchObject({
      status: "active",
      attributes: { kind: "human", role: "member", timezone: "Europe/Lisbon", emailVerified: true, title: "Engineer" },
    });
  });

  it("of a bot, a guest, an administrator or another server is told apart", () => {
    const kindOf = (more: object) =>
      mapMattermostUser(readUser({ id: "1", delete_at: 0, roles: "system_user", ...more }) ?? { id: "", delete_at: 0 })
        .attributes;
    expect(kindOf({ is_bot: true })).toEqual({ kind: "bot" });
    expect(kindOf({ roles: "system_guest" })).toEqual({ kind: "guest", role: "guest" });
    expect(kindOf({ roles: "system_user system_admin" })).toEqual({ kind: "human", role: "admin" });
    expect(kindOf({ remote_id: "abc" })).toEqual({ kind: "external" });
    expect(kindOf({ roles: "" })).toEqual({});
  });

  it("whose address the server hides has an unknown one, and not none", () => {
    const user = readUser({ id: "1", delete_at: 0, email: "", email_verified: false });
    expect(user === undefined ? undefined : mapMattermostUser(user).attributes).toEqual({});
  });

  it("is none without delete_at: nobody knows whether it is active", () => {
    expect(readUser({ id: "1" })).toBeUndefined();
  });
});

describe("a token", () => {
  it("of a guest sees a part of the people, and is refused as a lost right", async () => {
    const { server, reading } = await start(30);
    server.habits.role = "system_guest";
    expect(await mattermost.snapshot(reading)).toMatchObject({
      complete: false,
      health: "scope_lost",
      accountsRead: 0,
    });
  });
});
