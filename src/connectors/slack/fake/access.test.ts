import { afterEach, describe, expect, it } from "vitest";
import { SECOND } from "../../../core/time.ts";
import type { FakeSlack } from "./index.ts";
import { NOW, ask, asList, asObject, everyone, exchange, someone, staff, startSmall } from "./test-client.ts";

let slack: FakeSlack;
afterEach(() => slack.close());

const start = async (...options: Parameters<typeof startSmall>) => (slack = await startSmall(...options));

describe("habits of Slack that the fake keeps: tokens and limits", () => {
  it("e-mail addresses need users:read.email", async () => {
    await start();
    const token = slack.issueToken({ scopes: ["users:read"] });
    const withEmail = JSON.stringify(await ask(slack, "users.list", { limit: "99" }));
    const without = JSON.stringify(await ask(slack, "users.list", { limit: "99" }, token));
    expect(withEmail).toContain("@acme.example");
    expect(without).not.toContain("@acme.example");
  });

  it("errors come with HTTP 200; a missing scope is named, beside those that were given", async () => {
    await start();
    const token = slack.issueToken({ scopes: ["team:read", "chat:write"] });
    const { status, text, headers } = await exchange(slack, "users.list", {}, token);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      ok: false,
      error: "missing_scope",
      needed: "users:read",
      provided: "team:read,chat:write",
    });
    expect(headers.get("x-oauth-scopes")).toBe("team:read,chat:write");
    expect(headers.get("x-accepted-oauth-scopes")).toBe("users:read");
  });

  it("tokens that are absent, unknown, revoked or of a dead account each have their error", async () => {
    await start();
    const [revoked, dead] = [slack.issueToken(), slack.issueToken()];
    slack.revokeToken(revoked);
    slack.revokeToken(dead, "account_inactive");
    const bare = await fetch(`${slack.url}auth.test`, { method: "POST" });
    expect(await bare.json()).toEqual({ ok: false, error: "not_authed" });
    for (const [token, error] of [
      ["xoxb-no", "invalid_auth"],
      [revoked, "token_revoked"],
      [dead, "account_inactive"],
    ] as const) {
      expect(await ask(slack, "auth.test", {}, token)).toEqual({ ok: false, error });
    }
  });

  it("a method that Slack does not have is named as such, and every call is logged without its token", async () => {
    await start();
    expect(await ask(slack, "users.everything", { limit: "5" })).toEqual({ ok: false, error: "unknown_method" });
    expect(slack.calls).toEqual([
      { at: NOW, method: "users.everything", params: { limit: "5" }, page: 1, status: 200 },
    ]);
  });

  it("answers are compressed for those who accept it", async () => {
    await start();
    const { headers } = await exchange(slack, "users.list", { limit: "50" });
    const plain = await fetch(`${slack.url}users.list?limit=50`, {
      headers: { authorization: `Bearer ${slack.token}`, "accept-encoding": "identity" },
    });
    expect(headers.get("content-encoding")).toBe("gzip");
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(asList(asObject(await plain.json())["members"])).toHaveLength(50);
  });

  it("arguments are read from the query, a form and JSON alike", async () => {
    await start();
    const user = someone(slack);
    const headers = { authorization: `Bearer ${slack.token}` };
    const viaGet = await fetch(`${slack.url}users.info?user=${user}`, { headers });
    const viaJson = await fetch(`${slack.url}users.info`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ user }),
    });
    const viaForm = await ask(slack, "users.info", { user });
    expect(await viaGet.json()).toEqual(viaForm);
    expect(await viaJson.json()).toEqual(viaForm);
  });

  it("the 21st users.list within a minute is refused with Retry-After, and goes through once that has passed", async () => {
    let now = NOW;
    await start({}, { now: () => now, rateLimits: true });
    for (let call = 0; call < 20; call += 1) {
      now += SECOND;
      expect((await exchange(slack, "users.list", { limit: "1" })).status).toBe(200);
    }
    now += 300;
    const refused = await exchange(slack, "users.list", { limit: "1" });
    expect([refused.status, refused.headers.get("retry-after"), refused.text]).toEqual([
      429,
      "41",
      '{"ok":false,"error":"ratelimited"}',
    ]);
    expect((await exchange(slack, "users.info", { user: someone(slack) })).status).toBe(200);
    now += 40 * SECOND;
    expect((await exchange(slack, "users.list", { limit: "1" })).status).toBe(429);
    now += SECOND;
    expect((await exchange(slack, "users.list", { limit: "1" })).status).toBe(200);
  });

  it("one message a second goes into a channel", async () => {
    let now = NOW;
    await start({}, { now: () => now, rateLimits: true });
    const [one = "", two = ""] = slack.world.channels.keys();
    const post = async (channel: string) => (await exchange(slack, "chat.postMessage", { channel, text: "x" })).status;
    expect([await post(one), await post(one), await post(two)]).toEqual([200, 429, 200]);
    now += SECOND;
    expect(await post(one)).toBe(200);
    expect(slack.messages).toHaveLength(3);
  });
});

describe("habits of Slack that the fake keeps: an Enterprise organisation", () => {
  it("an organisation token has to name the workspace, and auth.teams.list names them all", async () => {
    await start({ workspaces: 3 });
    const teams = asList((await ask(slack, "auth.teams.list"))["teams"]).map(({ id }) => String(id));
    expect(await ask(slack, "users.list")).toEqual({ ok: false, error: "missing_argument", arg: "team_id" });
    expect(await ask(slack, "users.list", { team_id: "T0NOWHERE" })).toEqual({ ok: false, error: "team_not_found" });
    expect(teams).toEqual(slack.world.workspaces.map(({ id }) => id));
    expect(await ask(slack, "auth.test")).toMatchObject({
      is_enterprise_install: true,
      enterprise_id: slack.world.enterprise?.id,
    });
  });

  it("a workspace's own token ignores team_id", async () => {
    await start({ workspaces: 2 });
    const [home, other] = slack.world.workspaces;
    const token = slack.issueToken({ workspace: home.id });
    const answer = await ask(slack, "users.list", { limit: "5", team_id: other?.id ?? "" }, token);
    for (const user of asList(answer["members"])) expect(user["team_id"]).toBe(home.id);
  });

  it("a person in two workspaces is in both lists with one enterprise_user, under ids that begin with U or W", async () => {
    await start({ workspaces: 2 });
    const lists = await Promise.all(slack.world.workspaces.map(({ id }) => everyone(slack, { team_id: id })));
    const [first = new Map(), second = new Map()] = lists;
    const both = staff(slack).find((id) => first.has(id) && second.has(id)) ?? "";
    expect(asObject(first.get(both))["enterprise_user"]).toEqual(asObject(second.get(both))["enterprise_user"]);
    expect(new Set([...first.keys()].map((id) => String(id).slice(0, 1)))).toEqual(new Set(["U", "W"]));
  });

  it("leaving one workspace is a deletion there and a shorter `teams` elsewhere; the organisation's end is one everywhere", async () => {
    await start({ workspaces: 2 });
    const [home, other] = slack.world.workspaces.map(({ id }) => id);
    if (home === undefined || other === undefined) throw new Error("two workspaces expected");
    const id = staff(slack).find((one) => slack.world.members.get(one)?.workspaces.length === 2) ?? "";
    const look = async (team_id: string) => asObject((await everyone(slack, { team_id })).get(id));
    slack.acts.removeFromWorkspace(id, home);
    expect(await look(home)).toMatchObject({ deleted: true, enterprise_user: { teams: [other] } });
    expect(await look(other)).toMatchObject({ deleted: false, enterprise_user: { teams: [other] } });
    slack.acts.deactivate(id);
    expect(await look(other)).toMatchObject({ deleted: true });
    expect(asObject((await ask(slack, "users.info", { user: id }))["user"])).toMatchObject({ deleted: true });
  });
});
