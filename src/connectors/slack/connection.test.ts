import { afterEach, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { type Connection, createConnection, type Delivered, switchedOff } from "./connection.ts";
import { readingAt, type Said, type SocketStand, startSockets, until, withSlack } from "./testing.ts";

const TOKEN = "xapp-1-A1-2-abcdef";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function stand(greet: (socket: WebSocket) => void): Promise<SocketStand> {
  const server = await startSockets(greet);
  closers.push(server.close);
  return server;
}

const hello = (socket: WebSocket): void => socket.send(JSON.stringify({ type: "hello", num_connections: 1 }));
const opened = (url: string): Said => ({ body: { ok: true, url } });

/** One connection to where `answer` says, for the length of `use`. */
function connect<T>(
  answer: () => Said,
  use: (connection: Connection, delivered: Delivered[]) => Promise<T>,
  deliver: (one: Delivered) => void = () => {},
): Promise<T> {
  return withSlack(
    ({ method, token }) =>
      method === "apps.connections.open" && token === `Bearer ${TOKEN}` ? answer() : { status: 404, body: "" },
    async (api) => {
      const delivered: Delivered[] = [];
      const connection = createConnection({
        api,
        token: TOKEN,
        http: readingAt(api).http,
        deliver: (one) => {
          delivered.push(one);
          deliver(one);
        },
      });
      try {
        return await use(connection, delivered);
      } finally {
        await connection.close();
      }
    },
  );
}

describe("a connection", () => {
  it("opens with Slack's hello, hands over what comes and sends what is acknowledged, and nothing before", async () => {
    const { url, sockets, sent } = await stand(hello);
    await connect(
      () => opened(url),
      async (connection, delivered) => {
        await connection.open();
        const payload = { type: "event_callback", event: { type: "user_change" } };
        for (const socket of sockets) socket.send(JSON.stringify({ type: "events_api", envelope_id: "e1", payload }));
        await until(() => delivered.length === 1);
        expect(delivered[0]).toMatchObject({ type: "events_api", payload });
        expect(sent).toEqual([]);
        await delivered[0]?.acknowledge();
        await until(() => sent.length === 1);
        expect(JSON.parse(sent[0] ?? "")).toMatchObject({ envelope_id: "e1" });
      },
    );
    await until(() => sockets.size === 0);
  });

  it("survives whatever else is sent, a payload without an event too", async () => {
    const { url, sockets } = await stand(hello);
    await connect(
      () => opened(url),
      async (connection, delivered) => {
        await connection.open();
        const [socket] = sockets;
        for (const text of ["", "{", "null", "5", "[]", "{}", '{"type":5}', '{"type":"events_api"}', '{"type":"what"}'])
          socket?.send(text);
        socket?.send(Buffer.from([0, 1, 2]), { binary: true });
        for (const payload of [{ type: "app_rate_limited" }, null, "text"])
          socket?.send(JSON.stringify({ type: "events_api", envelope_id: "e", payload }));
        await until(() => delivered.length === 3);
        expect(delivered.map(({ payload }) => payload)).toEqual([{ type: "app_rate_limited" }, null, "text"]);
      },
    );
  });

  it("is over with Slack's word for it, before the socket has closed", async () => {
    const { url, sockets } = await stand(hello);
    for (const reason of ["warning", "refresh_requested", "too_many_websockets", "link_disabled", undefined]) {
      await connect(
        () => opened(url),
        async (connection) => {
          await connection.open();
          for (const socket of sockets) socket.send(JSON.stringify({ type: "disconnect", reason }));
          expect(await connection.over).toBe(reason);
        },
      );
    }
  });

  it("is over without a word when the line breaks", async () => {
    const { url, sockets } = await stand(hello);
    await connect(
      () => opened(url),
      async (connection, delivered) => {
        await connection.open();
        const [socket] = sockets;
        socket?.send(JSON.stringify({ type: "events_api", envelope_id: "e1", payload: {} }));
        await until(() => delivered.length === 1);
        socket?.terminate();
        expect(await connection.over).toBeUndefined();
        await expect(delivered[0]?.acknowledge()).rejects.toThrow(/not ready/);
      },
    );
  });

  it("closes though the other side never answers, or had never said hello", async () => {
    const deaf = await stand((socket) => {
      hello(socket);
      // Nothing that comes is read any more, so that no closing is answered.
      socket.pause();
    });
    await connect(
      () => opened(deaf.url),
      async (connection) => {
        await connection.open();
        await connection.close();
      },
    );
    const silent = await stand(() => {});
    await connect(
      () => opened(silent.url),
      async (connection) => {
        const opening = connection.open();
        await until(() => silent.sockets.size === 1);
        await connection.close();
        await expect(opening).rejects.toMatchObject({ code: "unreachable" });
      },
    );
    await until(() => silent.sockets.size === 0);
  }, 15_000);

  it("closes while its address is being asked for", async () => {
    const { url, sockets } = await stand(hello);
    await connect(
      () => opened(url),
      async (connection) => {
        const opening = connection.open();
        await connection.close();
        await expect(opening).rejects.toMatchObject({ code: "unreachable" });
      },
    );
    expect(sockets.size).toBe(0);
  });

  it("closes without ever having been opened, and twice", async () => {
    await connect(
      () => opened("ws://127.0.0.1:1/"),
      async (connection) => {
        await connection.close();
      },
    );
  });
});

describe("a connection that is refused", () => {
  const refused = (said: Said): Promise<unknown> =>
    connect(
      () => said,
      (connection) => connection.open().catch((error: unknown) => error),
    );

  it.each([
    ["invalid_auth", "unauthorised", /app-level token is not valid.*connections:write/],
    ["not_allowed_token_type", "unauthorised", /no app-level token.*xapp-/],
    ["missing_scope", "scope_missing", /lacks connections:write/],
    ["account_inactive", "unauthorised", /who installed the app was deactivated/],
    ["forbidden_team", "unauthorised", /Socket Mode is switched off/],
    ["internal_error", "unreachable", /try again later/],
    ["new_quota_exceeded", "malformed", /new_quota_exceeded.*look the word up/],
    ["Nonsense of a proxy", "unreachable", /no connection could be made/],
  ])("with the word %s is %s", async (error, code, says) => {
    const failure = await refused({ body: { ok: false, error } });
    expect(failure).toMatchObject({ name: "RollcallError", code, message: expect.stringMatching(says) });
  });

  it("by HTTP says so without a piece of the answer, and for how long to wait where it is told", async () => {
    const body = "Egon secret-ticket";
    expect(await refused({ status: 503, body })).toMatchObject({ code: "unreachable" });
    expect(await refused({ status: 401, body })).toMatchObject({ code: "unauthorised" });
    expect(await refused({ status: 429, headers: { "retry-after": "7" }, body })).toMatchObject({
      code: "rate_limited",
      retry: { afterMs: 7000 },
    });
    for (const said of [
      { status: 503, body },
      { body },
      { body: { ok: true } },
      opened("ws://127.0.0.1:1/secret-ticket"),
    ]) {
      const failure = await refused(said);
      expect(failure).toMatchObject({ code: "unreachable" });
      expect(String(failure)).not.toMatch(/Egon|secret-ticket/);
    }
  });

  it("for good is so for one word only", () => {
    expect(switchedOff("link_disabled")).toMatchObject({ code: "unauthorised" });
    for (const word of ["warning", "refresh_requested", "too_many_websockets", undefined])
      expect(switchedOff(word)).toBeUndefined();
  });
});
