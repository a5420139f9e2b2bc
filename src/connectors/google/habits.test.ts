import { afterEach, describe, expect, it } from "vitest";
import { Secret } from "../../core/secret.ts";
import { MINUTE } from "../../core/time.ts";
import { createHttp } from "../../http/client.ts";
import { virtualClock } from "../../http/testing.ts";
import type { GoogleReading } from "./api.ts";
import { ADMIN, type FakeGoogle, startFakeGoogle } from "./fake/index.ts";
import { google } from "./index.ts";
import type { GoogleSettings } from "./settings.ts";

let fake: FakeGoogle;
let clock: ReturnType<typeof virtualClock>;
afterEach(() => fake.close());

async function start(users = 12): Promise<string[]> {
  clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  fake = await startFakeGoogle({ now: clock.now, users });
  return [...fake.users.keys()];
}

function reading(settings: Partial<GoogleSettings> = {}): GoogleReading {
  return {
    directory: "acme",
    settings: {
      key: new Secret(fake.key, "file key.json"),
      subject: ADMIN,
      ...fake.settings,
      pace: { perMinute: 300, pageSize: 5 },
      ...settings,
    },
    clock,
    http: createHttp({ timeoutMs: 2000, maxBytes: 50_000_000, userAgent: "rollcall-test" }),
    progress: () => undefined,
  };
}

async function snapshot(settings: Partial<GoogleSettings> = {}) {
  const read = await google.snapshot(reading(settings));
  if (!read.complete) throw new Error(read.reason);
  return read;
}

async function one(id: string, settings: Partial<GoogleSettings> = {}) {
  return (await snapshot(settings)).accounts.find((account) => account.id === id);
}

describe("habits of Google's directory", () => {
  it("a page is of 100 users unless 500 are asked for, of one customer and in one order", async () => {
    await start();
    await snapshot({ pace: { perMinute: 300, pageSize: 500 } });
    const [, list] = fake.asked;
    expect(Object.fromEntries(list?.query ?? [])).toMatchObject({
      customer: "my_customer",
      maxResults: "500",
      orderBy: "email",
      projection: "basic",
    });
  });

  it("the last sign-in is not asked for, nor anything else that is not read", async () => {
    await start();
    await snapshot();
    for (const { query, path } of fake.asked.filter(({ method }) => method === "GET")) {
      expect(path).toBe("/admin/directory/v1/users");
      expect(query.get("fields")).toMatch(/^nextPageToken,users\(/);
      expect(query.get("fields")).not.toMatch(/lastLogin|phones|addresses|customSchemas/);
    }
  });

  it("the list leaves the deleted out, who are in a list of their own with when they were deleted", async () => {
    const [id = "", restored = ""] = await start();
    await clock.sleep(MINUTE);
    fake.delete(id);
    fake.delete(restored);
    fake.undelete(restored);
    const { accounts } = await snapshot();
    expect(accounts).toHaveLength(12);
    const gone = { id, status: "deactivated", stated: "among the deleted users", updated: clock.now() };
    expect(accounts.find((account) => account.id === id)).toMatchObject(gone);
    expect(accounts.find((account) => account.id === restored)?.status).toBe("active");
    expect(await google.readBack?.(reading(), [id, restored, "999"])).toMatchObject({
      identity: "C0fake123",
      accounts: [{ id: restored, status: "active" }, gone],
      unread: [],
    });
  });

  it("a suspended user is gone by an administrator's hand, with the reason", async () => {
    const [id = "", other = ""] = await start();
    fake.set(id, { suspended: true, suspensionReason: "ADMIN" });
    fake.set(other, { suspended: true });
    expect(await one(id)).toMatchObject({ status: "deactivated", stated: "suspended: true (ADMIN)" });
    expect(await one(other)).toMatchObject({ status: "deactivated", stated: "suspended: true" });
  });

  it("whom Google suspends for abuse, or until a first sign-in, has not left, which the reading says", async () => {
    const [abuse = "", first = ""] = await start();
    fake.set(abuse, { suspended: true, suspensionReason: "ABUSE" });
    fake.set(first, { suspended: true, suspensionReason: "WEB_LOGIN_REQUIRED" });
    const { accounts, notes } = await snapshot();
    expect(accounts.filter(({ status }) => status !== "active")).toEqual([]);
    expect(notes).toEqual(["Not called gone, since Google suspended them and no administrator did: 2 of 12 users"]);
  });

  it("an archived user is one who has left and whose data is kept", async () => {
    const [id = ""] = await start();
    fake.set(id, { archived: true, suspended: true, suspensionReason: "ABUSE" });
    expect(await one(id)).toMatchObject({ status: "deactivated", stated: "archived: true" });
  });

  it("a reason that is none of Google's words is not repeated", async () => {
    const [id = ""] = await start();
    fake.set(id, { suspended: true, suspensionReason: "because of Ada <ada@acme.example>" });
    expect((await one(id))?.stated).toBe("suspended: true");
  });

  it("the number that the organisation gave is the external id of the type organization", async () => {
    const [id = "", none = ""] = await start();
    fake.set(none, { externalIds: [{ type: "login_id", value: "x" }] });
    expect((await one(id))?.attributes).toMatchObject({
      employeeId: "E1000",
      emailVerified: true,
      manager: "lead@acme.example",
    });
    expect((await one(none))?.attributes).not.toHaveProperty("employeeId");
  });

  it.each([
    [{}, { location: "BER1", locationFrom: "building", team: "Sales" }],
    [{ location: "area" }, { location: "desk", locationFrom: "area" }],
    [
      { location: "orgUnit", team: "costCenter" },
      { location: "/Berlin", locationFrom: "orgUnit", team: "K7" },
    ],
    [{ location: "Employment.office" }, { location: "Remote", locationFrom: "Employment.office" }],
  ])("where people work is where the settings look: %j", async (fields, attributes) => {
    const [id = ""] = await start();
    expect((await one(id, { fields }))?.attributes).toMatchObject(attributes);
  });

  it("of custom schemas none is asked for but those of the settings", async () => {
    await start();
    await snapshot({ fields: { location: "Employment.office" } });
    const [, list] = fake.asked;
    expect([list?.query.get("projection"), list?.query.get("customFieldMask")]).toEqual(["custom", "Employment"]);
  });

  it("too many calls are told with 403 and a reason, which is waited for and is no lost right", async () => {
    await start();
    for (const reason of ["userRateLimitExceeded", "rateLimitExceeded", "quotaExceeded"]) {
      fake.refuseOnce(403, reason);
      expect((await snapshot()).accounts).toHaveLength(12);
    }
    expect(clock.slept.filter((ms) => ms === 30_000)).toHaveLength(3);
  });

  it.each([
    ["accessNotConfigured", "unauthorised", "switch the Admin SDK API on"],
    ["forbidden", "unauthorised", "give them a role"],
    ["insufficientPermissions", "scope_lost", "domain-wide delegation"],
  ])("other refusals (%s) say what to do", async (reason, health, says) => {
    await start();
    fake.refuseOnce(403, reason);
    const read = await google.snapshot(reading());
    expect(read).toMatchObject({ complete: false, health, reason: expect.stringContaining(says) });
  });

  it.each([
    ["unauthorized_client", "scope_lost", "Domain-wide delegation"],
    ["invalid_grant", "unauthorised", "clock is wrong"],
    ["something_new", "unauthorised", "HTTP 400"],
  ])("a token that is refused (%s) says what to do, and nothing of what was sent", async (error, health, says) => {
    await start();
    fake.refuseTokens(error);
    const read = await google.snapshot(reading());
    expect(read).toMatchObject({ complete: false, health, reason: expect.stringContaining(says) });
    expect(JSON.stringify(read)).not.toMatch(/assertion|eyJ|reader@/);
  });

  it("the assertion is in the administrator's name, for one scope and an hour, and is made anew for each token", async () => {
    await start();
    await snapshot();
    await snapshot();
    await clock.sleep(58 * MINUTE);
    await snapshot();
    const assertions = fake.asked
      .filter(({ method }) => method === "POST")
      .map(({ body }) => new URLSearchParams(body).get("assertion"));
    expect(new Set(assertions).size).toBe(2);
    expect(fake.tokens).toHaveLength(2);
    fake.revoke();
    expect(await google.snapshot(reading())).toMatchObject({ complete: false, health: "unauthorised" });
    expect((await snapshot()).accounts).toHaveLength(12);
  });

  it("another subject, or a list of another customer, is refused", async () => {
    const [id = ""] = await start();
    expect(await google.snapshot(reading({ subject: "else@acme.example" }))).toMatchObject({ health: "unauthorised" });
    expect(await google.snapshot(reading({ customer: "C0another" }))).toMatchObject({ health: "wrong_workspace" });
    expect((await snapshot({ customer: "C0fake123" })).identity).toBe("C0fake123");
    fake.set(id, { customerId: "C0another" });
    expect(await google.snapshot(reading())).toMatchObject({ health: "wrong_workspace" });
  });

  it.each(["hello", "{}", '{"type":"authorized_user","refresh_token":"1//secret"}'])(
    "a file that is no key of a service account (%#) is refused, and the error holds none of it",
    async (file) => {
      await start();
      const key = new Secret(file, "file key.json");
      const error: unknown = await google.snapshot(reading({ key })).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "bad_secret", message: expect.stringContaining("file key.json") });
      expect(String(error)).not.toMatch(/hello|secret|refresh/);
      expect(fake.asked).toEqual([]);
    },
  );

  it("one odd row blinds nobody, and is said; rows of odd ones are no list", async () => {
    const [id = "", ...others] = await start();
    fake.set(id, { suspended: undefined });
    const { accounts, notes } = await snapshot();
    expect(accounts).toHaveLength(11);
    expect(notes).toEqual(["Skipped, for being no users of which it is said whether they are in use: 1 of 12 records"]);
    for (const other of others.slice(0, 3)) fake.set(other, { suspended: undefined });
    expect(await google.snapshot(reading())).toMatchObject({ complete: false, health: "malformed" });
  });

  it("users.watch needs an address that the internet reaches, and the log of admins another scope: there are sweeps alone", async () => {
    await start();
    expect(google.events).toBeUndefined();
    expect(google.sees.blindTo.join(" ")).toContain("sweeps alone");
  });
});
