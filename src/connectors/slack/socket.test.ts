import { afterEach, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import type { Listener } from "../../app/ports.ts";
import type { DirectoryEvent } from "../../core/directory/event.ts";
import { RollcallError } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { virtualClock } from "../../http/testing.ts";
import { slack } from "./index.ts";
import type { SlackSettings } from "./settings.ts";
import { readingAt, type Said, type SocketStand, startSockets, until, withSlack } from "./testing.ts";

const APP_TOKEN = "xapp-1-A1-2-abcdef";

/** What a listener was told, and what it kept. */
interface Told {
  readonly kept: DirectoryEvent[];
  readonly steps: string[];
}

interface Scene extends Told {
  readonly stand: SocketStand;
  readonly clock: ReturnType<typeof virtualClock>;
  readonly listening: Promise<void>;
  readonly stop: () => void;
}

interface Options {
  readonly greet?: (socket: WebSocket, count: number) => void;
  /** What apps.connections.open answers the n-th time, from 1; an address without it. */
  readonly answer?: (count: number) => Said | undefined;
  readonly keep?: (events: readonly DirectoryEvent[], count: number) => Promise<void>;
  readonly token?: string;
  readonly workspace?: string;
}

let stand: SocketStand | undefined;
afterEach(async () => {
  await stand?.close();
  stand = undefined;
});

const send = (socket: WebSocket, message: object): void => socket.send(JSON.stringify(message));
const hello = (socket: WebSocket): void => send(socket, { type: "hello" });

async function listen(options: Options, use: (scene: Scene) => Promise<void>): Promise<void> {
  let connections = 0;
  const { greet = hello, answer, keep, token = APP_TOKEN, workspace } = options;
  stand = await startSockets((socket) => greet(socket, ++connections));
  const { url } = stand;
  let asked = 0;
  const opened = { body: { ok: true, url } };
  await withSlack(
    () => answer?.(++asked) ?? opened,
    async (api) => {
      const told: Told = { kept: [], steps: [] };
      const stopping = new AbortController();
      const clock = virtualClock();
      let keeps = 0;
      const settings = {
        ...(workspace === undefined ? {} : { workspace }),
        events: { socket: { token: new Secret(token, "env SLACK_APP_TOKEN") } },
      };
      const listener: Listener<SlackSettings> = {
        ...readingAt(api, settings, { clock, signal: stopping.signal }),
        keep: async (events) => {
          await keep?.(events, ++keeps);
          told.kept.push(...events);
        },
        connected: () => void told.steps.push("connected"),
        disconnected: (why) => void told.steps.push(why),
      };
      const listening = slack.events?.(listener.settings).listen?.(listener) ?? Promise.reject(new Error("No listen."));
      // Looked at again by those who expect it to fail.
      listening.catch(() => undefined);
      try {
        if (stand === undefined) throw new Error("There is no server.");
        await use({ ...told, stand, clock, listening, stop: () => stopping.abort() });
      } finally {
        stopping.abort();
        await listening.catch(() => undefined);
      }
    },
  );
}

const envelope = (id: string, more: object = {}): object => ({
  type: "events_api",
  envelope_id: `envelope ${id}`,
  payload: { type: "event_callback", team_id: "T1", event_id: id, event: { type: "user_change", user: { id: "U1" } } },
  ...more,
});

const acknowledged = ({ sent }: SocketStand): unknown[] => sent.map((text) => JSON.parse(text).envelope_id);
const anyOf = ({ sockets }: SocketStand): WebSocket => {
  const [socket] = sockets;
  if (socket === undefined) throw new Error("There is no connection.");
  return socket;
};

describe("listening over sockets", () => {
  it("keeps two connections, and tells of each", () =>
    listen({}, async ({ stand: server, steps, listening, stop }) => {
      await until(() => steps.length === 2);
      expect(steps).toEqual(["connected", "connected"]);
      expect(server.sockets.size).toBe(2);
      stop();
      await listening;
      await until(() => server.sockets.size === 0);
      expect(steps).toHaveLength(2);
    }));

  it("acknowledges an event once it has been kept, and not before", async () => {
    const { promise: reachedDisk, resolve } = Promise.withResolvers<void>();
    await listen({ keep: () => reachedDisk }, async ({ stand: server, kept }) => {
      await until(() => server.sockets.size === 2);
      for (const [i, socket] of [...server.sockets].entries()) send(socket, envelope(`Ev${i}`));
      send(anyOf(server), { type: "slash_commands", envelope_id: "other", payload: { text: "secret" } });
      await until(() => server.sent.length === 1);
      await new Promise((done) => setTimeout(done, 30));
      expect(acknowledged(server)).toEqual(["other"]);
      resolve();
      await until(() => server.sent.length === 3);
      expect(new Set(acknowledged(server))).toEqual(new Set(["other", "envelope Ev0", "envelope Ev1"]));
      expect(kept.map(({ key, about }) => ({ key, about })).toSorted((a, b) => a.key.localeCompare(b.key))).toEqual([
        { key: "Ev0", about: { account: "U1" } },
        { key: "Ev1", about: { account: "U1" } },
      ]);
    });
  });

  it("leaves unacknowledged what could not be kept, and goes on", async () => {
    const keep = async (_: unknown, count: number): Promise<void> => {
      if (count === 1) throw new RollcallError("store_full", "The disk is full.");
    };
    await listen({ keep }, async ({ stand: server, kept }) => {
      await until(() => server.sockets.size === 2);
      send(anyOf(server), envelope("Ev1"));
      send(anyOf(server), envelope("Ev2"));
      await until(() => server.sent.length === 1);
      expect(acknowledged(server)).toEqual(["envelope Ev2"]);
      send(anyOf(server), envelope("Ev1", { retry_attempt: 1, retry_reason: "timeout" }));
      await until(() => server.sent.length === 2);
      expect(kept.map(({ key }) => key)).toEqual(["Ev2", "Ev1"]);
    });
  });

  it("takes what is of no interest, or of another workspace, as arrived, and keeps nothing of it", () =>
    listen({ workspace: "T9" }, async ({ stand: server, kept }) => {
      await until(() => server.sockets.size === 2);
      send(anyOf(server), envelope("Ev1"));
      const message = {
        type: "event_callback",
        team_id: "T9",
        event_id: "Ev2",
        event: { type: "message", text: "Hi" },
      };
      send(anyOf(server), envelope("Ev2", { payload: message }));
      await until(() => server.sent.length === 2);
      expect(kept).toEqual([]);
    }));

  it("keeps that events were left out, though that payload holds no event", () =>
    listen({}, async ({ stand: server, kept }) => {
      await until(() => server.sockets.size === 2);
      const payload = { type: "app_rate_limited", team_id: "T1", minute_rate_limited: 1_518_467_820 };
      send(anyOf(server), envelope("x", { payload }));
      await until(() => server.sent.length === 1);
      expect(kept).toMatchObject([{ type: "app_rate_limited", about: { directory: expect.any(String) } }]);
    }));
});

describe("a connection that ends", () => {
  it("is replaced while the other one listens on, and nobody is told of a gap", () =>
    listen({}, async ({ stand: server, steps }) => {
      await until(() => steps.length === 2);
      send(anyOf(server), { type: "disconnect", reason: "refresh_requested" });
      await until(() => steps.length === 3);
      await until(() => server.sockets.size === 2);
      expect(steps).toEqual(["connected", "connected", "connected"]);
    }));

  it("and leaves none is told at once, and so is the next one", () =>
    listen({}, async ({ stand: server, steps }) => {
      await until(() => steps.length === 2);
      for (const socket of server.sockets) socket.terminate();
      await until(() => steps.length === 5);
      expect(steps.slice(2)).toEqual(["The connection to Slack was lost.", "connected", "connected"]);
    }));

  it("again and again is made anew with growing pauses, and no more often than once a minute", () => {
    const greet = (socket: WebSocket, count: number): void => {
      hello(socket);
      if (count <= 24) send(socket, { type: "disconnect", reason: "too_many_websockets" });
    };
    return listen({ greet }, async ({ stand: server, steps, clock }) => {
      await until(() => clock.slept.length >= 24 && server.sockets.size === 2);
      const pauses = clock.slept.toSorted((a, b) => a - b);
      expect(pauses[0]).toBeGreaterThanOrEqual(SECOND / 2);
      expect(pauses.at(-1)).toBeGreaterThanOrEqual(MINUTE / 2);
      expect(pauses.at(-1)).toBeLessThanOrEqual(MINUTE);
      expect(steps).toContainEqual(expect.stringMatching(/more than ten/));
    });
  }, 20_000);
});

describe("where no connection can be made", () => {
  it("trying goes on, in growing pauses, and it is told once", () => {
    const answer = (count: number): Said | undefined => (count <= 8 ? { status: 503, body: "" } : undefined);
    return listen({ answer }, async ({ steps, clock }) => {
      await until(() => steps.filter((step) => step === "connected").length === 2);
      expect(steps).toEqual([
        expect.stringMatching(/^Slack, apps\.connections\.open: .*HTTP 503/),
        "connected",
        "connected",
      ]);
      expect(clock.slept).toHaveLength(8);
    });
  });

  it("trying waits as long as Slack asks for", () => {
    const limited = { status: 429, headers: { "retry-after": "77" }, body: "" };
    return listen({ answer: (count) => (count === 1 ? limited : undefined) }, async ({ steps, clock }) => {
      await until(() => steps.length >= 2);
      // One that fails while the other is being made is no gap.
      expect(steps).toEqual(["connected", "connected"]);
      expect(clock.slept).toEqual([77 * SECOND]);
    });
  });

  it("listening ends where trying again does not help, with what to do", async () => {
    const ends = (options: Options, code: string, says: RegExp): Promise<void> =>
      listen(options, async ({ listening, stand: server }) => {
        await expect(listening).rejects.toMatchObject({
          name: "RollcallError",
          code,
          message: expect.stringMatching(says),
        });
        await until(() => server.sockets.size === 0);
      });
    await ends(
      { answer: () => ({ body: { ok: false, error: "invalid_auth" } }) },
      "unauthorised",
      /new app-level token/,
    );
    await ends({ token: "xoxb-1-2-abc" }, "refused_token", /xapp-/);
    const greet = (socket: WebSocket, count: number): void => {
      hello(socket);
      if (count === 2) send(socket, { type: "disconnect", reason: "link_disabled" });
    };
    await ends({ greet }, "unauthorised", /Socket Mode is switched off/);
  });

  it("listening ends when it is told to, in a pause as in the middle of opening", async () => {
    const waiting: Options[] = [{ greet: () => {} }, { answer: () => ({ status: 503, body: "" }) }];
    for (const options of waiting) {
      await listen(options, async ({ stand: server, listening, stop, clock }) => {
        await until(() => server.sockets.size === 2 || clock.slept.length > 3);
        stop();
        await listening;
        await until(() => server.sockets.size === 0);
      });
    }
  }, 20_000);
});
