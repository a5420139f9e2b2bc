// A SCIM server that is not ours (scimmy 1.3.5, scimmy-routers 1.3.2): what it says is what such servers say.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Scimmy, startScimmy } from "./fake/scimmy.ts";
import { scim } from "./index.ts";
import { outcomeOf, scimReading } from "./testing.ts";

const PACE = { perMinute: 60, pageSize: 20 };

describe("scimmy-routers with Express 5, which ignores startIndex and count", () => {
  let server: Scimmy;
  beforeAll(async () => {
    server = await startScimmy(50, { fixed: false });
  });
  afterAll(() => server.close());

  it("answers every question with its first page, and is not believed", async () => {
    expect(await outcomeOf(scimReading(server.base, server.token, { pace: PACE }))).toMatch(
      /^malformed: SCIM, Users, page 2: the server gave the page from 1 where the one from 21 was asked for/,
    );
  });
});

describe("scimmy-routers that pages", () => {
  let server: Scimmy;
  beforeAll(async () => {
    server = await startScimmy(50, { fixed: true });
  });
  afterAll(() => server.close());
  const reading = () => scimReading(server.base, server.token, { pace: PACE });

  it("repeats page 1 beyond the end, labelled as what was asked for, and is read whole", async () => {
    const beyond = await fetch(`${server.base}/Users?startIndex=51&count=20`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    expect(await beyond.json()).toMatchObject({ startIndex: 51, totalResults: 50, Resources: { length: 20 } });
    expect(await outcomeOf(reading())).toBe("50 accounts");
  });

  it("gives the attributes that are asked for, and no others", async () => {
    const snapshot = await scim.snapshot(reading());
    const [first] = snapshot.complete ? snapshot.accounts : [];
    expect(first).toEqual({
      id: "1",
      status: "active",
      attributes: { name: "Rikvald Tormunder 1", handle: "rikvald.1", email: "rikvald.1@scimmy.example" },
    });
  });

  it("shows who is deactivated, in the list and by id, and knows nobody else", async () => {
    const user = server.users.get("7");
    if (user === undefined) throw new Error("The server has no such user.");
    user.active = false;
    const snapshot = await scim.snapshot(reading());
    const ended = snapshot.complete ? snapshot.accounts.filter(({ status }) => status === "deactivated") : [];
    expect(ended.map(({ id }) => id)).toEqual(["7"]);
    const answer = await scim.readBack?.(reading(), ["7", "8", "999"]);
    expect(answer?.accounts.map(({ id, status }) => `${id} ${status}`)).toEqual(["7 deactivated", "8 active"]);
    user.active = true;
  });

  it("refuses another token as what it is", async () => {
    await expect(scim.check(scimReading(server.base, "no-such-token"))).rejects.toMatchObject({ code: "unauthorised" });
    expect(await outcomeOf(scimReading(server.base, "no-such-token"))).toMatch(/^unauthorised: /);
  });
});
