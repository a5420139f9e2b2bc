import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { virtualClock } from "../../http/testing.ts";
import { createWorld, type FakeSlack, type FaultKind, startFakeSlack } from "./fake/index.ts";
import { slack } from "./index.ts";
import { readingAt } from "./testing.ts";

const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
const PAGES = 5;
let fake: FakeSlack;

beforeAll(async () => {
  const world = createWorld({ seed: 3, accounts: 230, now: clock.now(), projectChannels: 1 });
  fake = await startFakeSlack({ world, now: clock.now, scopes: ["users:read"] });
});
afterAll(() => fake.close());

const snapshot = () =>
  slack.snapshot(readingAt(fake.url, { token: fake.token, pace: { perMinute: 20, pageSize: 50 } }, { clock }));

const FAULTS: readonly (readonly [FaultKind, object, string])[] = [
  ["html", {}, "malformed"],
  ["empty_body", {}, "malformed"],
  ["truncated_json", {}, "malformed"],
  ["wrong_shape", { as: "null" }, "malformed"],
  ["wrong_shape", { as: "object" }, "malformed"],
  ["http_500", { times: 5 }, "unreachable"],
  ["http_503", { times: 5 }, "unreachable"],
  ["http_429", { times: 5 }, "unreachable"],
  ["reset", { times: 5 }, "unreachable"],
  ["ok_false", { error: "invalid_auth" }, "unauthorised"],
  ["ok_false", { error: "account_inactive" }, "unauthorised"],
  ["ok_false", { error: "fatal_error", times: 5 }, "unreachable"],
  ["ok_false", { error: "team_access_not_granted" }, "unauthorised"],
  ["ok_false", { error: "missing_scope" }, "scope_lost"],
  ["revoke_token", {}, "unauthorised"],
  ["scope_lost", {}, "scope_lost"],
];

describe("a bad answer", () => {
  for (const [kind, options, health] of FAULTS) {
    const name = [kind, ...Object.values(options)].join(" ");

    it(`(${name}) at any page of the list ends the reading as ${health}, with method and page and without accounts`, async () => {
      for (let page = 1; page <= PAGES; page++) {
        fake.clearFaults();
        fake.fault({ method: "users.list", kind, page, ...options });
        const reading = await snapshot();
        if (reading.complete) throw new Error(`Page ${page} was believed.`);
        expect(reading.health).toBe(health);
        expect(reading.reason).toContain(`Slack, users.list, page ${page}: `);
        expect(reading.reason).not.toContain(fake.token);
        expect(reading.accountsRead > 0).toBe(page > 1);
        expect(reading).not.toHaveProperty("accounts");
      }
    });

    // The fake spoils the app's own name, which is not read; other shapes of auth.test are in snapshot.test.ts.
    if (kind === "wrong_shape") continue;
    it(`(${name}) to auth.test ends the reading before any list`, async () => {
      fake.clearFaults();
      fake.fault({ method: "auth.test", kind, ...options });
      const reading = await snapshot();
      expect(reading).toMatchObject({ complete: false, health, accountsRead: 0 });
    });
  }

  it("of those that pass leaves no trace when it strikes less than five times", async () => {
    fake.clearFaults();
    const before = await snapshot();
    for (const kind of ["http_500", "http_503", "http_429", "reset"] as const) {
      fake.clearFaults();
      for (let page = 1; page <= PAGES; page++) fake.fault({ method: "users.list", kind, page, times: 2 });
      const after = await snapshot();
      expect(after.complete && before.complete && after.accounts.length === before.accounts.length).toBe(true);
      expect(after.notes).toEqual([]);
    }
  });

  it("is forgotten by the next good reading", async () => {
    fake.clearFaults();
    const reading = await snapshot();
    expect(reading.complete && reading.accounts.length).toBe(230);
  });
});
