import { type Logger, LogLevel, SocketModeClient } from "@slack/socket-mode";
import { afterEach, describe, expect, it } from "vitest";
import { until } from "../testing.ts";
import { createWorld, startFakeSlack, type FakeSlack } from "./index.ts";
import { startFakeSocket, type FakeSocket, type SocketOptions } from "./socket.ts";
import { NOW, ask, asObject, someone, staff } from "./test-client.ts";

/** Slack's own client, unchanged, and what it was given. */
interface Client {
  readonly client: SocketModeClient;
  readonly got: { readonly id: string; readonly type: string; readonly retry: number | undefined }[];
  /** False: it takes events and says nothing. */
  acknowledges: boolean;
}

/** The library writes every broken connection to the terminal. */
const QUIET: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

let slack: FakeSlack;
let socket: FakeSocket;
let clients: Client[];

async function open(count: number, options: SocketOptions = {}): Promise<Client[]> {
  slack = await startFakeSlack({ world: createWorld({ seed: 7, accounts: 60, now: NOW }), now: () => NOW });
  socket = await startFakeSocket(slack, options);
  clients = [];
  for (let index = 0; index < count; index += 1) clients.push(await connect());
  return clients;
}

async function connect(autoReconnectEnabled = false, clientPingTimeout = 5000): Promise<Client> {
  const client = new SocketModeClient({
    appToken: slack.appToken,
    autoReconnectEnabled,
    clientPingTimeout,
    logger: QUIET,
    clientOptions: { slackApiUrl: slack.url, retryConfig: { retries: 0 } },
  });
  const made: Client = { client, got: [], acknowledges: true };
  client.on("slack_event", ({ ack, body, retry_num: retry }) => {
    const payload = asObject(body);
    const event = asObject(payload["event"]);
    made.got.push({ id: String(payload["event_id"]), type: String(event["type"]), retry });
    if (made.acknowledges) void ack();
  });
  await client.start();
  return made;
}

afterEach(async () => {
  await Promise.all(clients.map(({ client }) => client.disconnect()));
  await socket.close();
  await slack.close();
});

const got = () => clients.flatMap((one) => one.got);
const told = () => socket.tries.map(({ retry, acknowledged }) => [retry, acknowledged]);
const status = (index: number) => slack.acts.editStatus(someone(slack, index), "away");

describe("Socket Mode of the fake, driven by Slack's own client", () => {
  it("says hello, delivers an event once and takes its acknowledgement", async () => {
    await open(1);
    slack.acts.deactivate(someone(slack));
    await socket.idle();
    expect(got()).toMatchObject([{ type: "user_change", retry: 0 }]);
    expect(told()).toEqual([[0, true]]);
    expect(socket.lost).toEqual([]);
  });

  it("gives each event to one of several connections, and not always to the same", async () => {
    await open(2);
    const events = staff(slack).slice(0, 20);
    for (const id of events) slack.acts.deactivate(id);
    await socket.idle();
    expect(got()).toHaveLength(events.length);
    expect(new Set(got().map(({ id }) => id)).size).toBe(events.length);
    expect(clients.map((one) => one.got.length > 0)).toEqual([true, true]);
  });

  it("delivers again what is not acknowledged, on the other connection, and gives up after three retries", async () => {
    const [first, second] = await open(2, { ackMs: 150 });
    if (first === undefined || second === undefined) throw new Error("two clients expected");
    first.acknowledges = second.acknowledges = false;
    status(0);
    await socket.idle();
    const places = socket.tries.map(({ connection }) => connection);
    expect([places, places.toReversed()]).toContainEqual([1, 2, 1, 2]);
    expect(told()).toEqual([
      [0, false],
      [1, false],
      [2, false],
      [3, false],
    ]);
    expect(new Set(got().map(({ id }) => id)).size).toBe(1);
    expect(new Set(got().map(({ retry }) => retry))).toEqual(new Set([0, 1, 2, 3]));
    expect(clients.map((one) => one.got.length)).toEqual([2, 2]);
    expect(socket.lost).toHaveLength(1);
  });

  it("delivers again over a connection that acknowledges where the first one is frozen", async () => {
    await open(2, { ackMs: 1000 });
    socket.freeze(1);
    for (let index = 0; index < 8; index += 1) status(index);
    await socket.idle();
    expect(socket.lost).toEqual([]);
    expect(clients.map((one) => one.got.length)).toEqual([0, 8]);
    expect(socket.tries.some(({ connection, acknowledged }) => connection === 1 && !acknowledged)).toBe(true);
  });

  it("loses what happens while nobody is connected for long enough", async () => {
    await open(0, { ackMs: 10 });
    status(0);
    await socket.idle();
    expect(socket.lost).toHaveLength(1);
    expect(socket.tries.map(({ connection }) => connection)).toEqual([0, 0, 0, 0]);
  });

  it.each(["drop", "duplicate", "delay", "reorder"] as const)("can %s what it delivers", async (trouble) => {
    await open(1);
    if (trouble === "delay") socket.trouble.delay(2, 40);
    else socket.trouble[trouble](2);
    status(0);
    status(1);
    const expected = { drop: 0, duplicate: 4, delay: 2, reorder: 2 }[trouble];
    await until(() => got().length === expected);
    await socket.idle();
    status(2);
    await socket.idle();
    const order = got().map(({ id }) => id);
    expect(order).toHaveLength(expected + 1);
    expect(new Set(order).size).toBe({ drop: 1, duplicate: 3, delay: 3, reorder: 3 }[trouble]);
    expect(socket.trouble.struck[trouble]).toBe(2);
  });

  it("delivers the other way round what it reorders", async () => {
    await open(1);
    const ids: string[] = [];
    slack.onEvent((pushed) => ids.push(pushed.type === "event_callback" ? pushed.event_id : ""));
    socket.trouble.reorder(3);
    for (let index = 0; index < 4; index += 1) status(index);
    await socket.idle();
    const [a, b, c, d] = ids;
    expect(got().map(({ id }) => id)).toEqual([c, b, a, d]);
  });

  it("lets go what waits to be reordered once the troubles are taken back", async () => {
    await open(1);
    socket.trouble.reorder(9);
    status(0);
    status(1);
    expect(got()).toEqual([]);
    socket.trouble.clear();
    await socket.idle();
    expect(got()).toHaveLength(2);
  });

  it("cuts a connection without a word, and refuses new ones until it does not", async () => {
    const [only] = await open(1);
    const gone = new Promise((resolve) => only?.client.once("disconnected", resolve));
    socket.refuse(true);
    socket.cut(1);
    await gone;
    expect(socket.connections).toEqual([]);
    const { url } = await ask(slack, "apps.connections.open", {}, slack.appToken);
    await new Promise((resolve) => new WebSocket(String(url)).addEventListener("error", resolve, { once: true }));
    expect(socket.connections).toEqual([]);
    socket.refuse(false);
    clients.push(await connect());
    expect(socket.connections).toHaveLength(1);
  });

  it("asks for a connection to be renewed, and the client comes back with a new one", async () => {
    await open(0);
    // So long the client waits before it connects again, and for the answer to its pings.
    clients.push(await connect(true, 1000));
    socket.refresh("refresh_requested");
    await until(() => socket.opened === 2 && socket.connections.length === 1);
    status(0);
    await socket.idle();
    expect(got()).toHaveLength(1);
  });

  it("ends a connection whose client does not answer pings, as the client sees it", async () => {
    await open(0);
    const made = await connect(false, 60);
    clients.push(made);
    const gone = new Promise((resolve) => made.client.once("disconnected", resolve));
    socket.freeze();
    await gone;
  });

  it("says goodbye to the eleventh connection, and gives it nothing", async () => {
    await open(10);
    const greetings: string[] = [];
    const answer = await ask(slack, "apps.connections.open", {}, slack.appToken);
    const eleventh = new WebSocket(String(answer["url"]));
    eleventh.addEventListener("message", ({ data }) => greetings.push(String(data)));
    await until(() => greetings.length > 0);
    for (let index = 0; index < 20; index += 1) status(index);
    await socket.idle();
    eleventh.close();
    expect(greetings.map((text) => asObject(JSON.parse(text)))).toMatchObject([
      { type: "disconnect", reason: "too_many_websockets" },
    ]);
    expect(got()).toHaveLength(20);
  });

  it("switched off it ends what is open and opens nothing, and switched on again it does", async () => {
    const [only] = await open(1);
    const gone = new Promise((resolve) => only?.client.once("disconnected", resolve));
    socket.switchOff();
    await gone;
    expect(await ask(slack, "apps.connections.open", {}, slack.appToken)).toEqual({
      ok: false,
      error: "forbidden_team",
    });
    socket.switchOn();
    clients.push(await connect());
    expect(socket.connections).toHaveLength(1);
  });
});

describe("the address of a connection", () => {
  it("is given to an app-level token and to no other kind, and such a token reads nothing", async () => {
    await open(0);
    const by = async (token: string, method = "apps.connections.open") => {
      const answer = await ask(slack, method, {}, token);
      return answer["error"] ?? answer["ok"];
    };
    expect(await by(slack.appToken)).toBe(true);
    expect(await by(slack.token)).toBe("not_allowed_token_type");
    expect(await by(slack.auditToken)).toBe("not_allowed_token_type");
    expect(await by("xapp-nobody")).toBe("invalid_auth");
    expect(await by(slack.appToken, "users.list")).toBe("not_allowed_token_type");
    slack.revokeToken(slack.appToken);
    expect(await by(slack.appToken)).toBe("token_revoked");
  });

  it("is good for one connection", async () => {
    await open(0);
    const { url } = await ask(slack, "apps.connections.open", {}, slack.appToken);
    const one = new WebSocket(String(url));
    await new Promise((resolve) => one.addEventListener("message", resolve, { once: true }));
    const other = new WebSocket(String(url));
    await new Promise((resolve) => other.addEventListener("error", resolve, { once: true }));
    one.close();
    expect(socket.opened).toBe(1);
  });
});
