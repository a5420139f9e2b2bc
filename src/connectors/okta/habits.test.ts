import { afterEach, describe, expect, it } from "vitest";
import { Secret } from "../../core/secret.ts";
import { DAY, MINUTE, SECOND } from "../../core/time.ts";
import { API_TOKEN, CLIENT, KEY_ID, ORGANISATION, type State } from "./fake/index.ts";
import { okta } from "./index.ts";
import { type Organisation, startOrganisation } from "./fake/testing.ts";

let organisation: Organisation | undefined;
afterEach(async () => {
  await organisation?.fake.close();
  organisation = undefined;
});
const start = async (...options: Parameters<typeof startOrganisation>) =>
  (organisation = await startOrganisation(...options));

const token = { token: new Secret(API_TOKEN, "env OKTA_TOKEN") };

describe("habits of Okta's directory", () => {
  it("the list leaves out who is deactivated, whom a second question brings: a flag, and no absence", async () => {
    const { fake, snapshot } = await start();
    const [id = "", ...others] = fake.users.keys();
    await snapshot();
    fake.set(id, "DEPROVISIONED");
    const { accounts } = await snapshot();
    expect(accounts.map((account) => account.id).toSorted()).toEqual([id, ...others].toSorted());
    expect(accounts.find((account) => account.id === id)).toMatchObject({
      status: "deactivated",
      stated: "status: DEPROVISIONED",
    });
    const filters = fake.asked.flatMap(({ query }) => query.get("filter") ?? []);
    expect(new Set(filters)).toEqual(new Set(['status eq "DEPROVISIONED"']));
    // Its index lags.
    expect(fake.asked.filter(({ query }) => query.has("search") || query.has("q"))).toEqual([]);
  });

  it("who is deactivated has when that was, though the record is changed later", async () => {
    const { fake, clock, snapshot } = await start();
    const [id = ""] = fake.users.keys();
    await clock.sleep(MINUTE);
    fake.set(id, "DEPROVISIONED");
    const at = clock.now();
    await clock.sleep(MINUTE);
    expect((await snapshot()).accounts.find((account) => account.id === id)?.updated).toBe(at);
  });

  it.each<[State, string, string | undefined]>([
    ["STAGED", "invited", "status: STAGED"],
    ["PROVISIONED", "invited", "status: PROVISIONED"],
    ["ACTIVE", "active", undefined],
    ["RECOVERY", "active", "status: RECOVERY"],
    ["PASSWORD_EXPIRED", "active", "status: PASSWORD_EXPIRED"],
    ["LOCKED_OUT", "active", "status: LOCKED_OUT"],
    ["SUSPENDED", "deactivated", "status: SUSPENDED"],
    ["DEPROVISIONED", "deactivated", "status: DEPROVISIONED"],
  ])("%s is %s", async (state, status, stated) => {
    const { fake, snapshot } = await start();
    const [id = ""] = fake.users.keys();
    fake.set(id, state);
    const account = (await snapshot()).accounts.find((one) => one.id === id);
    expect([account?.status, account?.stated]).toEqual([status, stated]);
  });

  it("a suspended user is still here where the settings say so", async () => {
    const { fake, snapshot } = await start();
    const [id = ""] = fake.users.keys();
    fake.set(id, "SUSPENDED");
    const account = (await snapshot({ suspended: "here" })).accounts.find((one) => one.id === id);
    expect([account?.status, account?.stated]).toEqual(["active", "status: SUSPENDED"]);
  });

  it("a state that Okta's description has not is no departure: the row is skipped, and a list of them is none", async () => {
    const { fake, snapshot, reading } = await start();
    const [id = "", second = "", third = ""] = fake.users.keys();
    fake.set(id, "UNHEARD_OF");
    const { accounts, notes } = await snapshot();
    expect(accounts).toHaveLength(11);
    expect(notes).toEqual(["Skipped, for being no users in a state that Okta documents: 1 of 12 records"]);
    fake.set(second, "UNHEARD_OF");
    fake.set(third, "UNHEARD_OF");
    expect(await okta.snapshot(reading())).toMatchObject({ complete: false, health: "malformed" });
  });

  it("a user is deleted only after deactivation, and then answers to nobody", async () => {
    const { fake, snapshot, reading } = await start();
    const [id = ""] = fake.users.keys();
    expect(() => fake.remove(id)).toThrow("deactivated");
    fake.set(id, "DEPROVISIONED");
    fake.remove(id);
    expect((await snapshot()).accounts).toHaveLength(11);
    expect(await okta.readBack?.(reading(), [id])).toEqual({ identity: ORGANISATION, accounts: [], unread: [] });
  });

  it("a name for signing in stands for an id where one is asked for, and is none", async () => {
    const { reading } = await start();
    const answer = await okta.readBack?.(reading(), ["Ada.Quill0@acme.example"]);
    expect(answer).toMatchObject({ accounts: [], unread: [{ error: { code: "malformed" } }] });
  });

  it("pages are followed by the link, to the one that has none, and to no other address", async () => {
    const { fake, snapshot, reading } = await start();
    await snapshot();
    const pages = fake.asked.filter(({ path, query }) => path === "/api/v1/users" && !query.has("filter"));
    expect(pages.map(({ query }) => query.has("after"))).toEqual([false, true, true]);
    const read = reading();
    const http = {
      send: async (...args: Parameters<typeof read.http.send>) => {
        const answer = await read.http.send(...args);
        const link = answer.headers.get("link")?.replaceAll(fake.url, "https://elsewhere.example/");
        return { ...answer, headers: new Headers(link === undefined ? {} : { link }) };
      },
    };
    const elsewhere = await okta.snapshot({ ...read, http });
    expect(elsewhere).toMatchObject({
      complete: false,
      reason: expect.stringContaining("at another address than the API"),
    });
  });

  it("the limit of a minute is kept by its headers: nobody is refused, and the rest waits until it is full again", async () => {
    const { fake, clock, snapshot } = await start({ users: 60, perMinute: 6 });
    expect((await snapshot()).accounts).toHaveLength(60);
    expect(clock.slept).toEqual([60 * SECOND, 60 * SECOND]);
    expect(fake.asked.filter(({ path }) => path === "/api/v1/users")).toHaveLength(13);
  });

  it("a refusal for too many calls has no Retry-After; what it says of the limit is waited for", async () => {
    const { fake, clock, snapshot } = await start();
    fake.fault("429", 2, 1);
    await snapshot();
    expect(clock.slept).toEqual([20 * SECOND]);
  });

  it("credentials and the last sign-in are left out", async () => {
    const { fake, snapshot } = await start();
    const { accounts } = await snapshot();
    const asked = fake.asked.filter(({ path }) => path === "/api/v1/users");
    for (const { headers } of asked) expect(headers["content-type"]).toContain("okta-response=omitCredentials,");
    expect(JSON.stringify(accounts)).not.toContain("2026-11-01");
  });

  it("an attribute that is null is none, and one that is not there is unknown", async () => {
    const { fake, snapshot } = await start();
    const [id = ""] = fake.users.keys();
    fake.setProfile(id, { title: null, city: "" });
    const account = (await snapshot()).accounts.find((one) => one.id === id);
    expect(account?.attributes).toMatchObject({ title: null, location: null, locationFrom: null, employeeId: "E1000" });
    expect(account?.attributes).not.toHaveProperty("timezone");
  });

  it("places and teams are in the attributes of the settings, and addresses are vouched for in the organisation's domains", async () => {
    const { fake, snapshot } = await start();
    const [id = "", other = ""] = fake.users.keys();
    fake.setProfile(id, { site: "Harbour", squad: "Seven" });
    fake.setProfile(other, { email: "b@elsewhere.example" });
    const settings = { fields: { location: "site", team: "squad" }, domains: ["acme.example"] };
    const { accounts } = await snapshot(settings);
    expect(accounts.find((one) => one.id === id)?.attributes).toMatchObject({
      location: "Harbour",
      locationFrom: "site",
      team: "Seven",
      emailVerified: true,
    });
    expect(accounts.find((one) => one.id === other)?.attributes).not.toHaveProperty("emailVerified");
    for (const { attributes } of (await snapshot()).accounts) expect(attributes).not.toHaveProperty("emailVerified");
  });
});

describe("access to Okta", () => {
  it("is an app's, which asks for the needed scopes and no other, and says who it is with its key", async () => {
    const { fake, reading, snapshot } = await start();
    await snapshot();
    const scopesOf = () =>
      fake.asked.filter(({ method }) => method === "POST").map(({ body }) => new URLSearchParams(body).get("scope"));
    expect(scopesOf()).toEqual(["okta.users.read"]);
    const events = { every: MINUTE };
    expect(await okta.check(reading({ events }))).toEqual({
      identity: ORGANISATION,
      scopes: ["okta.logs.read", "okta.users.read"],
    });
    expect(scopesOf()).toEqual(["okta.users.read", "okta.users.read okta.logs.read"]);
  });

  it("takes the key as PEM as well, with its id in the settings", async () => {
    const { fake, snapshot, reading } = await start();
    const pem = new Secret(fake.pem, "file app.pem");
    expect((await snapshot({ oauth: { clientId: CLIENT, key: pem, keyId: KEY_ID } })).accounts).toHaveLength(12);
    const noId = await okta.snapshot({
      ...reading({ oauth: { clientId: CLIENT, key: pem } }),
      clock: (await start()).clock,
    });
    expect(noId).toMatchObject({ complete: false, health: "unauthorised", reason: expect.stringContaining("keyId") });
    await fake.close();
  });

  it("is an API token's, of which the reading says that it may do whatever its owner may", async () => {
    const { fake, snapshot } = await start();
    const { scopes, notes } = await snapshot(token);
    expect(scopes).toBeUndefined();
    expect(notes.join(" ")).toContain("whatever its owner may");
    expect(fake.asked.every(({ method }) => method === "GET")).toBe(true);
  });

  it.each([
    ["invalid_client", "unauthorised", "public keys"],
    ["invalid_scope", "scope_lost", "Okta API Scopes"],
    ["invalid_dpop_proof", "unauthorised", "DPoP"],
  ])("that is refused (%s) says what to do, and nothing of what was sent", async (error, health, says) => {
    const { fake, reading } = await start();
    fake.refuseTokens(error);
    const read = await okta.snapshot(reading());
    expect(read).toMatchObject({ complete: false, health, reason: expect.stringContaining(says) });
    expect(JSON.stringify(read)).not.toMatch(/assertion=|eyJ/);
  });

  it("with a key or a token that is none is not tried, and the error holds none of it", async () => {
    const { fake, reading } = await start();
    for (const settings of [
      { oauth: { clientId: CLIENT, key: new Secret('{"kty":"oct","k":"hello"}', "file app.jwk") } },
      { token: new Secret("SSWS hello", "env OKTA_TOKEN") },
    ]) {
      const error: unknown = await okta.snapshot(reading(settings)).catch((one: unknown) => one);
      expect(error).toMatchObject({ name: "RollcallError" });
      expect(String(error)).not.toContain("hello");
    }
    expect(fake.asked).toEqual([]);
  });

  it("that was taken away is one reading's failure, and is asked for anew", async () => {
    const { fake, reading, snapshot } = await start();
    await snapshot();
    fake.revoke();
    expect(await okta.snapshot(reading())).toMatchObject({ complete: false, health: "unauthorised" });
    expect((await snapshot()).accounts).toHaveLength(12);
    expect(fake.tokens).toHaveLength(2);
  });
});

describe("the System Log as a source of events", () => {
  const log = ({ reading }: Organisation) => {
    const settings = { events: { every: MINUTE } };
    const source = okta.events?.(reading(settings).settings).log;
    if (source === undefined) throw new Error("There is no log.");
    return (since: number) => source.read(reading(settings), since);
  };
  const entry = (eventType: string, id: string, more: object = {}) => ({
    eventType,
    actor: { id: "00uadmin", type: "User", displayName: "An Admin" },
    target: [{ id, type: "User", alternateId: "ada@acme.example", displayName: "Ada" }],
    ...more,
  });

  it("is there only where the settings ask for it", async () => {
    expect(okta.events?.((await start()).reading().settings)).toEqual({});
  });

  it("names whose account began or ended, who did it, and nothing else of them", async () => {
    const at = await start();
    at.fake.log(entry("user.lifecycle.deactivate", "00u1"));
    at.fake.log(entry("user.lifecycle.activate", "00u2"));
    at.fake.log(entry("user.session.start", "00u3"));
    at.fake.log(
      entry("user.lifecycle.suspend", "00u4", {
        actor: { id: "0oa1", type: "PublicClientApp", displayName: "HR sync" },
      }),
    );
    const events = await log(at)(at.clock.now() - DAY);
    expect(events.map(({ type, about, actor }) => [type, about, actor])).toEqual([
      ["user.lifecycle.deactivate", { account: "00u1" }, { kind: "person", id: "00uadmin", name: "An Admin" }],
      ["user.lifecycle.activate", { account: "00u2" }, undefined],
      ["user.lifecycle.suspend", { account: "00u4" }, { kind: "app", id: "0oa1", name: "HR sync" }],
    ]);
    expect(JSON.stringify(events)).not.toContain("ada@acme.example");
  });

  it("is asked without an end, by when entries are stored: one that is stored late is not missed", async () => {
    const at = await start();
    const read = log(at);
    at.fake.log(entry("user.lifecycle.deactivate", "00u1"), 30 * MINUTE);
    await at.clock.sleep(20 * MINUTE);
    const since = at.clock.now();
    expect(await read(since)).toEqual([]);
    await at.clock.sleep(20 * MINUTE);
    expect((await read(since)).map(({ about }) => about)).toEqual([{ account: "00u1" }]);
    for (const { query, path } of at.fake.asked)
      if (path === "/api/v1/logs") expect([query.has("until"), query.has("since")]).toEqual([false, true]);
  });

  it("always names a next page; the end is a page without entries, and the same entry has the same key", async () => {
    const at = await start();
    const read = log(at);
    for (let n = 0; n < 2500; n++) at.fake.log(entry("user.lifecycle.deactivate", `00u${n}`));
    const events = await read(at.clock.now());
    expect(events).toHaveLength(2500);
    expect(await read(at.clock.now())).toEqual(events);
    expect(at.fake.asked.filter(({ path }) => path === "/api/v1/logs")).toHaveLength(8);
  });

  it("an import that Okta stopped has all of it read", async () => {
    const at = await start();
    at.fake.log({ eventType: "system.import.roadblock", actor: { id: "s", type: "SystemPrincipal" }, target: [] });
    expect(await log(at)(at.clock.now())).toMatchObject([{ about: { directory: expect.stringContaining("import") } }]);
  });

  it("an entry that cannot be read is shown as such, without its content", async () => {
    const at = await start();
    at.fake.log({ eventType: "user.lifecycle.deactivate", target: "ada@acme.example" });
    at.fake.log({ eventType: "user.lifecycle.deactivate", target: [{ id: "g1", type: "UserGroup" }] });
    const events = await log(at)(at.clock.now());
    expect(events.map(({ about }) => Object.keys(about))).toEqual([["unreadable"], ["unreadable"]]);
    expect(JSON.stringify(events)).not.toContain("ada@");
  });

  it("without its right says which one is lacking", async () => {
    const at = await start({ granted: ["okta.users.read"] });
    await expect(log(at)(at.clock.now())).rejects.toMatchObject({ code: "scope_missing" });
    expect((await at.snapshot()).accounts).toHaveLength(12);
  });
});
