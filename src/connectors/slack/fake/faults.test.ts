import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeSlack, FaultKind } from "./index.ts";
import { ask, asList, asObject, cursorOf, everyone, exchange, pages, startSmall } from "./test-client.ts";

let slack: FakeSlack;
beforeEach(async () => {
  slack = await startSmall();
});
afterEach(() => slack.close());

const list = (cursor = "") => exchange(slack, "users.list", { limit: "100", ...(cursor === "" ? {} : { cursor }) });
const strike = (kind: FaultKind, more: object = {}) => slack.fault({ method: "users.list", kind, ...more });
const body = async () => asObject(JSON.parse((await list()).text));

describe("faults that stand in for an answer", () => {
  it("http_500, http_503 and http_429 give that status once, then all is well", async () => {
    strike("http_500");
    strike("http_503", { call: 2 });
    strike("http_429", { call: 3, retryAfter: 30 });
    const [first, second, third, fourth] = [await list(), await list(), await list(), await list()];
    expect([first.status, second.status, third.status, fourth.status]).toEqual([500, 503, 429, 200]);
    expect(third.headers.get("retry-after")).toBe("30");
  });

  it("http_status gives any other status, redirect a way out, and garbage something that is no JSON", async () => {
    strike("http_status", { status: 418, body: "gateway" });
    const tea = await list();
    strike("garbage");
    const garbage = await list();
    strike("redirect");
    const away = await fetch(`${slack.url}users.list`, { redirect: "manual" });
    expect([tea.status, tea.text, garbage.status, away.status]).toEqual([418, "gateway", 200, 302]);
    expect(() => JSON.parse(garbage.text) as unknown).toThrow(SyntaxError);
    expect(away.headers.get("location")).toMatch(/^https:\/\/login\.example\//);
  });

  it("ok_false gives the named error with HTTP 200", async () => {
    strike("ok_false", { error: "internal_error" });
    expect([(await list()).status, await body()]).toMatchObject([200, { ok: true }]);
    strike("ok_false", { error: "internal_error" });
    expect(await body()).toEqual({ ok: false, error: "internal_error" });
  });

  it("html gives a login page and empty_body nothing, both with HTTP 200", async () => {
    strike("html");
    const page = await list();
    strike("empty_body");
    const nothing = await list();
    expect([page.status, page.headers.get("content-type"), nothing.status]).toEqual([
      200,
      "text/html; charset=utf-8",
      200,
    ]);
    expect(page.text).toContain("Sign in");
    expect(nothing.text).toBe("");
  });

  it("truncated_json cuts the body in the middle", async () => {
    const whole = (await list()).text;
    strike("truncated_json");
    const half = (await list()).text;
    expect(whole.startsWith(half)).toBe(true);
    expect(half).toHaveLength(Math.floor(whole.length / 2));
    expect(() => JSON.parse(half)).toThrow(SyntaxError);
  });

  it("reset breaks the connection, and hang waits until the client gives up", async () => {
    strike("reset");
    await expect(list()).rejects.toThrow("fetch failed");
    strike("hang");
    const impatient = new AbortController();
    const waiting = fetch(`${slack.url}users.list`, {
      signal: impatient.signal,
      headers: { authorization: `Bearer ${slack.token}` },
    });
    // The next answer is there, so the first one was not merely slower.
    await ask(slack, "auth.test");
    while (slack.calls.filter(({ status }) => status === 0).length < 2) await ask(slack, "auth.test");
    impatient.abort();
    await expect(waiting).rejects.toThrow("aborted");
  });
});

describe("faults that spoil a good answer", () => {
  it("wrong_shape makes the list null or an object", async () => {
    strike("wrong_shape");
    expect((await body())["members"]).toBeNull();
    strike("wrong_shape", { as: "object" });
    expect(Array.isArray((await body())["members"])).toBe(false);
    slack.fault({ method: "users.info", kind: "wrong_shape" });
    expect((await ask(slack, "users.info", { user: "USLACKBOT" }))["user"]).toBeNull();
  });

  it("cut claims the end at any page asked for, and the next sequence is whole", async () => {
    for (const page of [1, 2, 3]) {
      strike("cut", { page });
      expect(await pages(slack, "users.list", { limit: "100" })).toHaveLength(page);
    }
    expect((await everyone(slack)).size).toBe(400);
  });

  it("empty_list is a proper answer with nobody in it", async () => {
    strike("empty_list");
    const answer = await body();
    expect([answer["ok"], answer["members"], cursorOf(answer)]).toEqual([true, [], ""]);
  });

  it("half leaves out every second account of every page, ends properly, and lasts until cleared", async () => {
    strike("half");
    const seen = await everyone(slack);
    expect(seen.size).toBeGreaterThan(195);
    expect(seen.size).toBeLessThan(206);
    expect((await everyone(slack)).size).toBe(seen.size);
    slack.clearFaults();
    expect((await everyone(slack)).size).toBe(400);
  });

  it("cursor_dies refuses the cursor that a page gave, however often it is tried, until the list is begun anew", async () => {
    strike("cursor_dies", { page: 2 });
    const second = asObject(JSON.parse((await list(cursorOf(await body()))).text));
    const dead = cursorOf(second);
    expect(asList(second["members"]).length).toBeGreaterThan(0);
    for (const _ of [1, 2]) expect(JSON.parse((await list(dead)).text)).toEqual({ ok: false, error: "invalid_cursor" });
    expect((await everyone(slack)).size).toBe(400);
  });
});

describe("faults that last until they are cleared", () => {
  it("scope_lost takes a scope from the token in the middle of a sequence", async () => {
    strike("scope_lost", { page: 2 });
    await expect(pages(slack, "users.list", { limit: "100" })).rejects.toThrow("page 2 of users.list: missing_scope");
    expect(await body()).toMatchObject({ error: "missing_scope", needed: "users:read" });
    slack.clearFaults();
    expect(await body()).toMatchObject({ ok: true });
  });

  it("scope_lost of users:read.email leaves a good list without addresses", async () => {
    strike("scope_lost", { scope: "users:read.email" });
    const { text, headers } = await list();
    expect(text).not.toContain("@acme.example");
    expect(headers.get("x-oauth-scopes")).not.toContain("email");
  });

  it("revoke_token refuses the token everywhere", async () => {
    strike("revoke_token", { page: 3 });
    await expect(pages(slack, "users.list", { limit: "100" })).rejects.toThrow("page 3 of users.list: token_revoked");
    expect(await ask(slack, "auth.test")).toEqual({ ok: false, error: "token_revoked" });
    slack.clearFaults();
    expect(await ask(slack, "auth.test")).toMatchObject({ ok: true });
  });

  it("other_workspace answers in the name of another workspace", async () => {
    const home = slack.world.workspaces[0].id;
    slack.fault({ method: "auth.test", kind: "other_workspace" });
    const answer = await ask(slack, "auth.test");
    expect(answer["team_id"]).toMatch(/^T0/);
    expect(answer["team_id"]).not.toBe(home);
    expect((await list()).text).not.toContain(home);
    slack.clearFaults();
    expect(await ask(slack, "auth.test")).toMatchObject({ team_id: home });
  });

  it("ids_replaced gives every account another id, and back", async () => {
    const before = await everyone(slack);
    strike("ids_replaced");
    const after = await everyone(slack);
    expect(after.size).toBe(before.size);
    expect([...after.keys()].filter((id) => before.has(id))).toEqual(["USLACKBOT"]);
    slack.clearFaults();
    expect(await everyone(slack)).toEqual(before);
  });

  it("a fault on one method leaves the others alone, and strikes as often as it was told to", async () => {
    strike("http_500", { times: 3 });
    const statuses = [];
    for (let call = 0; call < 4; call += 1)
      statuses.push((await list()).status, (await exchange(slack, "auth.test")).status);
    expect(statuses).toEqual([500, 200, 500, 200, 500, 200, 200, 200]);
  });

  it("a fault on methods that begin alike strikes each of them, and no other", async () => {
    slack.fault({ method: "users.*", kind: "http_500", times: 2 });
    const methods = ["auth.test", "users.info", "users.list", "users.list"];
    const statuses = [];
    for (const method of methods) statuses.push((await exchange(slack, method, { limit: "5" })).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
  });
});
