import { afterEach, describe, expect, it } from "vitest";
import type { Account } from "../../core/directory/account.ts";
import type { Accounts } from "../../core/directory/accounts.ts";
import { DAY, MINUTE } from "../../core/time.ts";
import { graph } from "./index.ts";
import { startTenant, type Tenant } from "./fake/testing.ts";

let tenant: Tenant | undefined;
afterEach(async () => {
  await tenant?.fake.close();
  tenant = undefined;
});
const start = async (...options: Parameters<typeof startTenant>) => (tenant = await startTenant(...options));

const find = (accounts: Accounts, id: string): Account | undefined => accounts.find((account) => account.id === id);

describe("habits of Microsoft's directory", () => {
  it("$select fixes what is tracked, $top, $expand and $orderby are not there, and a filter that changes removes everybody: none is sent", async () => {
    const { fake, snapshot } = await start();
    await snapshot({ fields: { location: "city", team: "companyName", manager: true } });
    const [first, ...rest] = fake.asked.filter(({ path }) => path.endsWith("/users/delta"));
    const select = first?.query.get("$select")?.split(",");
    expect(select).toEqual(expect.arrayContaining(["accountEnabled", "userType", "city", "companyName", "manager"]));
    expect(select).not.toContain("signInActivity");
    for (const { query } of fake.asked) expect([...query.keys()].join(" ")).not.toMatch(/\$(expand|orderby|filter)/);
    expect([first, ...rest].filter((call) => call?.query.has("$top"))).toEqual([]);
    for (const { query } of rest) expect(query.has("$select")).toBe(false);
  });

  it("accountEnabled: false is a blocked account, and what it was stays stated", async () => {
    const { fake, snapshot } = await start();
    const [id = ""] = fake.users.keys();
    fake.set(id, { accountEnabled: false });
    expect(find((await snapshot()).accounts, id)).toMatchObject({
      status: "deactivated",
      stated: "accountEnabled: false",
      attributes: { employeeId: "E1000" },
    });
  });

  it("a soft-deleted user is among the deleted ones for 30 days, with when; no name for signing in is taken from there", async () => {
    const { fake, clock, snapshot, reading } = await start();
    const [id = ""] = fake.users.keys();
    await clock.sleep(MINUTE);
    const at = clock.now();
    fake.delete(id);
    const { accounts } = await snapshot();
    const gone = { id, status: "deactivated", stated: "in deletedItems", updated: at };
    expect(find(accounts, id)).toMatchObject(gone);
    expect(find(accounts, id)?.attributes).not.toHaveProperty("handle");
    expect((await graph.readBack?.(reading(), [id]))?.accounts).toMatchObject([gone]);
    fake.restore(id);
    expect(find((await snapshot()).accounts, id)?.status).toBe("active");
  });

  it("@removed: changed and @removed: deleted are both the end of an account, in the first round too", async () => {
    const { fake, snapshot } = await start();
    fake.strays.push(
      { id: "gone-1", "@removed": { reason: "changed" } },
      { id: "gone-2", "@removed": { reason: "deleted" } },
    );
    const { accounts } = await snapshot();
    expect(find(accounts, "gone-1")).toEqual({
      id: "gone-1",
      status: "deactivated",
      stated: "@removed: changed",
      attributes: {},
    });
    expect(find(accounts, "gone-2")).toMatchObject({ status: "deactivated", stated: "@removed: deleted" });
  });

  it("a user who is deleted for good is in no list and answers to nobody, which is a question and no departure", async () => {
    const { fake, snapshot, reading } = await start();
    const [id = ""] = fake.users.keys();
    fake.purge(id);
    expect(find((await snapshot()).accounts, id)).toBeUndefined();
    expect(await graph.readBack?.(reading(), [id])).toMatchObject({ accounts: [], unread: [] });
    expect(graph.sees.departure(reading().settings)).toBe("flag");
  });

  it("a row that comes twice counts once, and what its later form leaves out stands as it was", async () => {
    const { fake, snapshot } = await start();
    const [id = "", other = ""] = fake.users.keys();
    fake.habits.repeats = true;
    fake.strays.push({ id, jobTitle: "Keeper" }, { id: other, accountEnabled: false });
    const { accounts } = await snapshot();
    expect(accounts.filter((account) => account.id === id)).toHaveLength(1);
    expect(find(accounts, id)).toMatchObject({
      status: "active",
      attributes: { title: "Keeper", team: "Sales", location: "Berlin", employeeId: "E1000" },
    });
    expect(find(accounts, other)).toMatchObject({ status: "deactivated", attributes: { employeeId: "E1001" } });
  });

  it("who is removed and made anew within a round is as the new row has them", async () => {
    const { fake, snapshot } = await start();
    const [id = ""] = fake.users.keys();
    fake.strays.push({ id, "@removed": { reason: "changed" } }, { id, accountEnabled: true, displayName: "Again" });
    expect(find((await snapshot()).accounts, id)).toEqual({ id, status: "active", attributes: { name: "Again" } });
  });

  it("a page without anybody is not the end", async () => {
    const { fake, snapshot } = await start();
    fake.habits.emptyPages = true;
    expect((await snapshot()).accounts).toHaveLength(12);
  });

  it.each(["410", "syncStateNotFound"] as const)(
    "a round that Microsoft loses on the way (%s) begins again",
    async (words) => {
      const { fake, reading } = await start();
      fake.habits.lostWords = words;
      let lost = 0;
      const read = reading();
      const snapshot = await graph.snapshot({
        ...read,
        progress: ({ done }) => {
          if (done !== 5 || lost++ > 0) return;
          fake.forgetRounds();
        },
      });
      expect(snapshot).toMatchObject({
        complete: true,
        notes: ["Microsoft lost the round of the delta query on the way, which was begun again from page 1"],
      });
      if (snapshot.complete) expect(snapshot.accounts).toHaveLength(12);
    },
  );

  it("a round that is lost again and again is no reading", async () => {
    const { fake, reading } = await start();
    const snapshot = await graph.snapshot({ ...reading(), progress: () => fake.forgetRounds() });
    expect(snapshot).toMatchObject({ complete: false, health: "malformed", accountsRead: 5 });
  });

  it("the address of a next page elsewhere gets no token", async () => {
    const { fake, reading } = await start();
    const read = reading();
    const http = {
      send: async (...args: Parameters<typeof read.http.send>) => {
        const answer = await read.http.send(...args);
        const text = Buffer.from(answer.body)
          .toString()
          .replaceAll(`${fake.settings.login}v1.0/users/delta`, "https://elsewhere.example/delta");
        return { ...answer, body: Buffer.from(text) };
      },
    };
    const snapshot = await graph.snapshot({ ...read, http });
    expect(snapshot).toMatchObject({ complete: false, health: "malformed" });
    if (!snapshot.complete) expect(snapshot.reason).toContain("at another address than the API");
    expect(fake.asked.filter(({ path }) => path.includes("delta"))).toHaveLength(1);
  });

  it("too many calls are answered with Retry-After, which is waited for", async () => {
    const { fake, clock, snapshot } = await start();
    fake.fault("429", 2, 2);
    await snapshot();
    expect(clock.slept.filter((ms) => ms === 1000)).toHaveLength(2);
  });

  it("a guest is one by userType, and invited as long as the invitation was not taken up", async () => {
    const { fake, snapshot } = await start();
    const name = "mo_other.example#EXT#@acme.onmicrosoft.com";
    const of = { userType: "Guest", userPrincipalName: name, mail: "mo@other.example" };
    const waiting = fake.add({ ...of, externalUserState: "PendingAcceptance" });
    const here = fake.add({ ...of, externalUserState: "Accepted" });
    const { accounts } = await snapshot();
    expect(find(accounts, waiting)).toMatchObject({ status: "invited", attributes: { kind: "guest", role: "guest" } });
    expect(find(accounts, here)).toMatchObject({ status: "active", attributes: { email: "mo@other.example" } });
    expect(find(accounts, here)?.attributes).not.toHaveProperty("emailVerified");
  });

  it("an address is vouched for where it has the domain that the tenant has proved, and not for being in mail", async () => {
    const { fake, snapshot } = await start();
    const [own = "", typed = "", none = ""] = fake.users.keys();
    fake.set(typed, { mail: "ceo@elsewhere.example" });
    fake.set(none, { mail: null });
    const { accounts } = await snapshot();
    expect(find(accounts, own)?.attributes).toMatchObject({ email: "ada.quill0@acme.example", emailVerified: true });
    expect(find(accounts, typed)?.attributes).not.toHaveProperty("emailVerified");
    expect(find(accounts, none)?.attributes).toMatchObject({ email: "cem.quill2@acme.example", emailVerified: true });
  });

  it("a property that was never set is unknown, and one that was taken away is none", async () => {
    const { fake, snapshot } = await start();
    const [cleared = ""] = fake.users.keys();
    fake.set(cleared, { department: null });
    const { accounts } = await snapshot();
    expect(find(accounts, cleared)?.attributes).toMatchObject({ team: null });
    expect(find(accounts, cleared)?.attributes).not.toHaveProperty("title");
  });

  it("the manager is the one that is left of those that came and went, and is read by itself likewise", async () => {
    const { fake, snapshot, reading } = await start();
    const [id = "", manager = "", former = ""] = fake.users.keys();
    fake.setManager(id, manager);
    fake.strays.push({ id, "manager@delta": [{ id: former, "@removed": { reason: "deleted" } }, { id: manager }] });
    const fields = { manager: true };
    expect(find((await snapshot({ fields })).accounts, id)?.attributes.manager).toBe(manager);
    const again = await graph.readBack?.(reading({ fields }), [id, manager]);
    expect(again?.accounts.map(({ attributes }) => attributes.manager)).toEqual([manager, null]);
    expect(find((await snapshot()).accounts, id)?.attributes).not.toHaveProperty("manager");
  });

  it("rights that do not show whether accounts are in use are a lost right, and no list of odd rows", async () => {
    const { fake, reading } = await start();
    for (const user of fake.users.values()) delete user.properties["accountEnabled"];
    expect(await graph.snapshot(reading())).toMatchObject({ complete: false, health: "scope_lost" });
  });

  it("one odd row blinds nobody, and is said", async () => {
    const { fake, snapshot } = await start();
    fake.strays.push({ id: "odd", accountEnabled: null });
    const { accounts, notes } = await snapshot();
    expect(accounts).toHaveLength(12);
    expect(notes).toEqual(["Skipped, for being no users of which it is said whether they are in use: 1 of 13 records"]);
  });

  it("a token lasts an hour and is asked for again before it ends, and after it was refused", async () => {
    const { fake, clock, snapshot, reading } = await start();
    await snapshot();
    await snapshot();
    expect(fake.tokens).toHaveLength(1);
    await clock.sleep(58 * MINUTE);
    await snapshot();
    expect(fake.tokens).toHaveLength(2);
    fake.revoke();
    expect(await graph.snapshot(reading())).toMatchObject({ complete: false, health: "unauthorised" });
    await snapshot();
    expect(fake.tokens).toHaveLength(3);
  });
});

describe("the delta query as a source of events", () => {
  const log = (at: Tenant) => {
    const source = graph.events?.(at.reading({ events: { every: MINUTE } }).settings).log;
    if (source === undefined) throw new Error("There is no log.");
    return (since: number) => source.read(at.reading(), since);
  };

  it("is there only where the settings ask for it", async () => {
    const at = await start();
    expect(graph.events?.(at.reading().settings)).toEqual({});
  });

  it("begins from now, and asks for a sweep for what was before", async () => {
    const at = await start();
    const read = log(at);
    const events = await read(at.clock.now() - DAY);
    expect(events).toMatchObject([{ type: "users/delta", about: { directory: expect.stringMatching(/\.$/) } }]);
    expect(at.fake.asked.filter(({ query }) => query.get("$deltatoken") === "latest")).toHaveLength(1);
  });

  it("names whom to read, however little a row says, and nothing else of them", async () => {
    const at = await start();
    const read = log(at);
    await read(0);
    const [blocked = "", deleted = "", moved = ""] = at.fake.users.keys();
    at.fake.habits.minimal = true;
    at.fake.habits.repeats = true;
    at.fake.set(blocked, { accountEnabled: false });
    at.fake.delete(deleted);
    at.fake.set(moved, { department: "Care" });
    await at.clock.sleep(MINUTE);
    const events = await read(at.clock.now());
    expect(events.map(({ type, about }) => [type, about])).toEqual([
      ["users/delta", { account: blocked }],
      ["users/delta @removed", { account: deleted }],
    ]);
    expect(JSON.stringify(events)).not.toContain("acme.example");
  });

  it("gives again what may not have been kept, under the same key, and forgets it when the time for that is over", async () => {
    const at = await start();
    const read = log(at);
    await read(0);
    const [id = ""] = at.fake.users.keys();
    at.fake.set(id, { accountEnabled: false });
    await at.clock.sleep(MINUTE);
    const since = at.clock.now();
    const once = await read(since);
    await at.clock.sleep(MINUTE);
    expect(await read(since)).toEqual(once);
    expect(await read(at.clock.now())).toEqual([]);
  });

  it.each(["410", "syncStateNotFound"] as const)(
    "a link of more than seven days (%s) has all of it read anew",
    async (words) => {
      const at = await start();
      const read = log(at);
      await read(0);
      at.fake.habits.lostWords = words;
      await at.clock.sleep(8 * DAY);
      at.fake.forgetRounds();
      expect(await read(at.clock.now())).toMatchObject([
        { about: { directory: expect.stringContaining("no longer knows") } },
      ]);
      const [id = ""] = at.fake.users.keys();
      at.fake.set(id, { accountEnabled: false });
      expect((await read(at.clock.now())).map(({ about }) => about)).toContainEqual({ account: id });
    },
  );

  it("a failure loses nothing: the next question goes on from the same link", async () => {
    const at = await start();
    const read = log(at);
    await read(0);
    const [id = ""] = at.fake.users.keys();
    at.fake.set(id, { accountEnabled: false });
    at.fake.revoke();
    await expect(read(at.clock.now())).rejects.toMatchObject({ code: "unauthorised" });
    expect((await read(at.clock.now())).map(({ about }) => about)).toContainEqual({ account: id });
  });
});
