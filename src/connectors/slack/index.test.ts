import { afterEach, describe, expect, it } from "vitest";
import { virtualClock } from "../../http/testing.ts";
import type { SlackReading } from "./api.ts";
import { createWorld, type FakeSlack, startFakeSlack } from "./fake/index.ts";
import { slack } from "./index.ts";
import { readingAt } from "./testing.ts";

let fake: FakeSlack | undefined;
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

async function start(scopes: readonly string[]): Promise<{ fake: FakeSlack; reading: SlackReading }> {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const world = createWorld({ seed: 5, accounts: 60, now: clock.now(), projectChannels: 1 });
  fake = await startFakeSlack({ world, now: clock.now, scopes });
  return { fake, reading: readingAt(fake.url, { token: fake.token }, { clock }) };
}

describe("asking again for single accounts", () => {
  it("gives for each what the list gives, and leaves out whom Slack does not know", async () => {
    const { fake: workspace, reading } = await start(["users:read", "users:read.email"]);
    const listed = await slack.snapshot(reading);
    if (!listed.complete) throw new Error(listed.reason);
    const ids = listed.accounts.map(({ id }) => id);
    expect(await slack.readBack?.(reading, [...ids, "U0NOBODY"])).toEqual({
      identity: listed.identity,
      accounts: listed.accounts,
      unread: [],
    });
    workspace.acts.deactivate(
      listed.accounts.find(({ status, attributes }) => status === "active" && attributes.kind === "human")?.id ?? "",
    );
    const again = (await slack.readBack?.(reading, ids))?.accounts ?? [];
    expect(again.filter(({ status }, index) => status !== [...listed.accounts][index]?.status)).toHaveLength(1);
  });

  it("one whose answer cannot be read holds up no other, and is named with the reason", async () => {
    const { fake: workspace, reading } = await start(["users:read"]);
    const ids = [...workspace.world.members.keys()].slice(0, 3);
    for (const kind of ["html", "wrong_shape", "truncated_json", "empty_body"] as const) {
      workspace.clearFaults();
      workspace.fault({ method: "users.info", kind, call: 2, times: 1 });
      const answer = await slack.readBack?.(reading, ids);
      expect(answer?.accounts.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
      expect(answer?.unread).toMatchObject([{ id: ids[1], error: { code: "malformed" } }]);
    }
  });

  it("fails as a whole where Slack does, or where none of several answers can be read", async () => {
    const { fake: workspace, reading } = await start(["users:read"]);
    const ids = [...workspace.world.members.keys()].slice(0, 3);
    for (const kind of ["html", "wrong_shape", "revoke_token", "http_500"] as const) {
      workspace.clearFaults();
      workspace.fault({ method: "users.info", kind, times: 30 });
      await expect(slack.readBack?.(reading, ids)).rejects.toMatchObject({ name: "RollcallError" });
    }
  });
});

describe("the check", () => {
  it("names the workspace and the scopes, whether or not the token may ask for the name itself", async () => {
    for (const scopes of [["team:read", "users:read"], ["users:read"]]) {
      const { fake: workspace, reading } = await start(scopes);
      const [{ id, name }] = workspace.world.workspaces;
      expect(await slack.check(reading)).toEqual({ identity: id, title: name, scopes });
      await workspace.close();
    }
  });

  it("fails for a token that is revoked, missing a scope, or allowed too much", async () => {
    const { fake: workspace, reading } = await start(["users:read", "chat:write"]);
    await expect(slack.check(reading)).rejects.toMatchObject({ code: "refused_scope" });
    const poor = workspace.issueToken({ scopes: ["team:read"] });
    await expect(slack.check(readingAt(workspace.url, { token: poor }))).rejects.toMatchObject({
      code: "scope_missing",
    });
    workspace.revokeToken(workspace.token);
    await expect(slack.check(reading)).rejects.toMatchObject({ code: "unauthorised" });
  });
});

describe("the time of a full reading", () => {
  it("is none for what the first minute's calls bring, and follows the pace beyond", () => {
    const { settings } = readingAt("http://127.0.0.1/");
    const seconds = (accounts: number, pace = { perMinute: 20, pageSize: 200 }) =>
      slack.sweepSeconds?.({ ...settings, pace }, accounts);
    expect([seconds(0), seconds(4000), seconds(4001), seconds(30_000)]).toEqual([0, 0, 60, 420]);
    expect(seconds(500_000, { perMinute: 20, pageSize: 999 })).toBe(1500);
  });
});

describe("the connector", () => {
  it("counts flags and never absence as a departure, and says what it cannot see", () => {
    expect(slack.sees.departure(readingAt("http://127.0.0.1/").settings)).toBe("flag");
    for (const sentence of slack.sees.blindTo) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});
