import { afterEach, describe, expect, it } from "vitest";
import { Secret } from "../../core/secret.ts";
import { createHttp } from "../../http/client.ts";
import { virtualClock } from "../../http/testing.ts";
import type { ZulipReading } from "./api.ts";
import { type FakeZulip, startFakeZulip } from "./fake/index.ts";
import { zulip } from "./index.ts";
import type { ZulipSettings } from "./settings.ts";
import { mapZulipUser } from "./user.ts";

let fake: FakeZulip | undefined;
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

async function start(settings: Partial<ZulipSettings> = {}): Promise<{ server: FakeZulip; reading: ZulipReading }> {
  fake = await startFakeZulip(60);
  return {
    server: fake,
    reading: {
      directory: "acme",
      settings: { url: fake.url, bot: fake.bot, key: new Secret(fake.key, "env ZULIP_KEY"), ...settings },
      clock: virtualClock(),
      http: createHttp({ timeoutMs: 2000, maxBytes: 50_000_000, userAgent: "rollcall-test" }),
      progress: () => undefined,
    },
  };
}

describe("a reading of an organisation", () => {
  it("gives everybody in one answer, the deactivated too, and what each is", async () => {
    const { server, reading } = await start();
    const snapshot = await zulip.snapshot(reading);
    if (!snapshot.complete) throw new Error(snapshot.reason);
    expect(snapshot.identity).toBe("acme.zulip.example");
    expect(snapshot.accounts).toHaveLength(60);
    expect(snapshot.accounts.filter(({ status }) => status === "deactivated")).toHaveLength(4);
    const kinds = snapshot.accounts.map(({ attributes }) => `${attributes.kind} ${attributes.role}`);
    expect(new Set(kinds)).toEqual(new Set(["human owner", "human member", "guest guest", "bot undefined"]));
    expect(server.asked.map(({ path }) => path)).toEqual([
      "/api/v1/users/me",
      "/api/v1/server_settings",
      "/api/v1/users",
    ]);
  });

  it("takes the real address where the bot may see it, and never the one that Zulip makes up", async () => {
    const { reading } = await start();
    const snapshot = await zulip.snapshot(reading);
    const emails = snapshot.complete ? snapshot.accounts.map(({ attributes }) => attributes.email) : [];
    expect(emails.slice(0, 2)).toEqual([undefined, "ondrelle.1@zulip.example"]);
    expect(emails.some((email) => email?.includes("acme.zulip.example"))).toBe(false);
  });

  it("by a bot that is a guest is refused: it sees some of the people alone, which is lost access and nobody's departure", async () => {
    const { server, reading } = await start();
    server.habits.role = 600;
    expect(await zulip.snapshot(reading)).toMatchObject({ complete: false, health: "scope_lost" });
  });

  it("asks for whom Zulip does not know, and they are in neither list", async () => {
    const { reading } = await start();
    const answer = await zulip.readBack?.(reading, ["101", "114", "99999"]);
    expect(answer?.accounts.map(({ id, status }) => `${id} ${status}`)).toEqual(["101 active", "114 deactivated"]);
    expect(answer?.unread).toEqual([]);
  });

  it("with a key that is none is refused before anything is sent", async () => {
    const { server, reading } = await start({ key: new Secret("not a key", "env ZULIP_KEY") });
    await expect(zulip.snapshot(reading)).rejects.toMatchObject({ code: "refused_token" });
    expect(server.asked).toEqual([]);
  });
});

describe("a user", () => {
  it("says nothing of what is left out, and is none without is_active", () => {
    expect(mapZulipUser({ user_id: 1, is_active: true })).toEqual({ id: "1", status: "active", attributes: {} });
    expect(mapZulipUser({ user_id: 1 })).toBeUndefined();
    expect(mapZulipUser({ user_id: 1, is_active: true, is_guest: false, role: 300 })?.attributes).toEqual({
      kind: "human",
      role: "moderator",
    });
  });
});
