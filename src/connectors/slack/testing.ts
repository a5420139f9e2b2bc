import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { CompleteSnapshot, PartialSnapshot, Snapshot } from "../../core/directory/snapshot.ts";
import { Secret } from "../../core/secret.ts";
import { createHttp } from "../../http/client.ts";
import { virtualClock, withServer } from "../../http/testing.ts";
import type { SlackReading } from "./api.ts";
import type { SlackSettings } from "./settings.ts";

export const TOKEN = "xoxb-111111111111-222222222222-AbCdEfGhIjKlMnOpQrStUvWx";

type Settings = Partial<Omit<SlackSettings, "token">> & { readonly token?: string };

/** A reading of the Slack at `url`, over real HTTP and on a clock whose sleeps take no time. */
export function readingAt(url: string, settings: Settings = {}, more: Partial<SlackReading> = {}): SlackReading {
  const { token = TOKEN, ...rest } = settings;
  return {
    directory: "acme",
    settings: { api: url, ...rest, token: new Secret(token, "env SLACK_TOKEN") },
    clock: virtualClock(),
    http: createHttp({ timeoutMs: 2000, maxBytes: 50_000_000, userAgent: "rollcall-test" }),
    progress: () => undefined,
    ...more,
  };
}

export interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type Call = {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly token: string;
};

/** A server that answers each call as `say` says; a body that is no text is sent as JSON. */
export function withSlack<T>(say: (call: Call) => Said, use: (url: string) => Promise<T>): Promise<T> {
  return withServer((request, response) => {
    let sent = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (sent += chunk));
    request.on("end", () => {
      const method = (request.url ?? "").replace("/", "");
      const token = request.headers.authorization ?? "";
      const {
        status = 200,
        headers = {},
        body,
      } = say({ method, params: Object.fromEntries(new URLSearchParams(sent)), token });
      response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  }, use);
}

export function completed(snapshot: Snapshot): CompleteSnapshot {
  if (!snapshot.complete) throw new Error(`The reading ended early: ${snapshot.reason}`);
  return snapshot;
}

export function failed(snapshot: Snapshot): PartialSnapshot {
  if (snapshot.complete) throw new Error("The reading reached the end.");
  if ("accounts" in snapshot) throw new Error("A reading that failed holds accounts.");
  return snapshot;
}

export interface SocketStand {
  readonly url: string;
  /** Those that are open at the server's end. */
  readonly sockets: ReadonlySet<WebSocket>;
  /** What came from the other side, as it was sent. */
  readonly sent: readonly string[];
  readonly close: () => Promise<void>;
}

/** A server of web sockets on 127.0.0.1 that does with each what `greet` does. */
export async function startSockets(greet: (socket: WebSocket) => void): Promise<SocketStand> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  const sockets = new Set<WebSocket>();
  const sent: string[] = [];
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("message", (data: Buffer) => sent.push(data.toString()));
    greet(socket);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/link/?ticket=secret-ticket`,
    sockets,
    sent,
    close: async () => {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Waits until it is so; the time limit of the test ends what never comes. */
export async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
}
