import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Http, HttpRequest } from "../../../app/ports.ts";
import { RollcallError } from "../../../core/errors.ts";
import { createHttp } from "../../../http/client.ts";
import { virtualClock } from "../../../http/testing.ts";
import { createFakeSlack, createWorld, startFakeSlack, type FakeSlack, type FaultKind } from "./index.ts";
import { NOW } from "./test-client.ts";

/** What hangs is waited for so long; what is only slow, on a busy machine, answers in it. */
const PATIENCE = 2000;
const network = createHttp({ timeoutMs: PATIENCE, maxBytes: 50_000_000, userAgent: "rollcall-test" });

/** Two workspaces alike, of which one is called over the network and the other in the process. */
let far: FakeSlack;
let near: FakeSlack;

beforeAll(async () => {
  const world = () => createWorld({ seed: 7, accounts: 250, now: NOW, workspaces: 2 });
  const options = { now: () => NOW, patience: { clock: virtualClock(), timeoutMs: PATIENCE } };
  far = await startFakeSlack({ world: world(), ...options });
  near = createFakeSlack({ world: world(), ...options });
});
afterAll(() => far.close());

interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly text?: string;
  readonly code?: string;
  readonly message?: string;
}

/** What one call gives, an error without the address. */
async function told(http: Http, slack: FakeSlack, request: HttpRequest, signal?: AbortSignal): Promise<Told> {
  const { host } = new URL(slack.url);
  try {
    const { status, headers, body } = await http.send(request, signal);
    const kept = ["content-type", "retry-after", "x-oauth-scopes", "x-accepted-oauth-scopes"];
    return {
      status,
      headers: Object.fromEntries(kept.map((name) => [name, headers.get(name)])),
      text: Buffer.from(body).toString().replaceAll(host, "HOST"),
    };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { code: error.code, message: error.message.replaceAll(host, "HOST") };
  }
}

/** The same call to both. */
async function both(make: (slack: FakeSlack) => HttpRequest, signal?: () => AbortSignal): Promise<[Told, Told]> {
  const [request, local] = [make(far), make(near)];
  return [await told(network, far, request, signal?.()), await told(near.http, near, local, signal?.())];
}

function call(method: string, params: Record<string, string> = {}, token?: string): (slack: FakeSlack) => HttpRequest {
  return (slack) => ({
    url: slack.url + method,
    method: "POST",
    headers: {
      Authorization: `Bearer ${token ?? slack.token}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(params).toString(),
  });
}

const team = () => far.world.workspaces[0].id;
const user = () => [...far.world.members.keys()][3] ?? "";
const channel = () => [...far.world.channels.keys()][0] ?? "";
const group = () => far.world.groups[0]?.id ?? "";

const METHODS: Readonly<Record<string, () => Record<string, string>>> = {
  "users.list": () => ({ team_id: team(), limit: "50" }),
  "users.info": () => ({ user: user() }),
  "users.profile.get": () => ({ user: user() }),
  "team.profile.get": () => ({}),
  "conversations.list": () => ({ team_id: team() }),
  "conversations.info": () => ({ channel: channel() }),
  "conversations.members": () => ({ channel: channel() }),
  "users.conversations": () => ({ team_id: team(), user: user() }),
  "auth.test": () => ({}),
  "auth.teams.list": () => ({}),
  "team.info": () => ({ team: team() }),
  "usergroups.list": () => ({ team_id: team() }),
  "usergroups.users.list": () => ({ usergroup: group() }),
  "chat.postMessage": () => ({ channel: channel(), text: "hello" }),
  "chat.update": () => ({ channel: channel(), ts: "1.000001", text: "hello" }),
  "chat.delete": () => ({ channel: channel(), ts: "1.000001" }),
  "apps.connections.open": () => ({}),
  "no.such.method": () => ({}),
};

const FAULTS: readonly FaultKind[] = [
  "http_500",
  "http_503",
  "http_status",
  "redirect",
  "http_429",
  "ok_false",
  "html",
  "empty_body",
  "garbage",
  "truncated_json",
  "wrong_shape",
  "reset",
  "hang",
  "cursor_dies",
  "cut",
  "empty_list",
  "half",
  "other_workspace",
  "scope_lost",
  "revoke_token",
  "ids_replaced",
];

describe("the fake without a network", () => {
  it.each(Object.keys(METHODS))("answers %s as over the network", async (method) => {
    const [remote, local] = await both(call(method, METHODS[method]?.()));
    expect(remote.status).toBe(200);
    expect(local).toEqual(remote);
  });

  it.each(FAULTS)("fails with %s as over the network", async (kind) => {
    for (const slack of [far, near]) slack.fault({ method: "users.list", kind });
    const [remote, local] = await both(call("users.list", { team_id: team(), limit: "50" }));
    for (const slack of [far, near]) slack.clearFaults();
    expect(local).toEqual(remote);
    expect(near.calls.at(-1)).toEqual(far.calls.at(-1));
  });

  it("refuses an unknown token, JSON that is none, and answers the audit log, as over the network", async () => {
    const bad = (slack: FakeSlack): HttpRequest => ({
      url: `${slack.url}auth.test`,
      method: "POST",
      headers: { authorization: `Bearer ${slack.token}`, "content-type": "application/json; charset=utf-8" },
      body: "{no",
    });
    const audit = (slack: FakeSlack): HttpRequest => ({
      url: `${slack.auditUrl}logs?limit=5`,
      method: "GET",
      headers: { authorization: `Bearer ${slack.auditToken}` },
    });
    const texts: (string | undefined)[] = [];
    for (const make of [call("auth.test", {}, "xoxb-nobody"), bad, audit]) {
      const [remote, local] = await both(make);
      expect(local).toEqual(remote);
      texts.push(local.text);
    }
    expect(texts).toEqual([
      '{"ok":false,"error":"invalid_auth"}',
      '{"ok":false,"error":"invalid_json"}',
      '{"entries":[],"response_metadata":{"next_cursor":""}}',
    ]);
  });

  it("is interrupted while it hangs, and before it has begun, as over the network", async () => {
    for (const signal of [() => AbortSignal.timeout(20), () => AbortSignal.abort()]) {
      const slack = createFakeSlack({ world: near.world, now: () => NOW });
      for (const one of [far, slack]) one.fault({ method: "auth.test", kind: "hang" });
      const remote = await told(network, far, call("auth.test")(far), signal());
      const local = await told(slack.http, slack, call("auth.test")(slack), signal());
      far.clearFaults();
      expect(remote.code).toBe("interrupted");
      expect(local).toEqual(remote);
    }
  });

  it("is nowhere but at its own address", async () => {
    const request = { ...call("auth.test")(near), url: "http://127.0.0.1:2/api/auth.test" };
    expect(await told(near.http, near, request)).toMatchObject({ code: "unreachable" });
  });

  it("makes a thousand calls in no time worth speaking of", async () => {
    const slack = createFakeSlack({ world: near.world, now: () => NOW, rateLimits: false });
    const start = process.cpuUsage();
    for (let count = 0; count < 1000; count += 1) await slack.http.send(call("users.info", { user: user() })(slack));
    expect(slack.calls).toHaveLength(1000);
    const took = process.cpuUsage(start);
    expect((took.user + took.system) / 1000).toBeLessThan(3000);
  });
});
