import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";

/** https://docs.slack.dev/apis/events-api/using-socket-mode, "Handle disconnects gracefully" */
type Farewell = "warning" | "refresh_requested" | "link_disabled" | "too_many_websockets";

/** One connection of an app. */
export interface Line {
  /** From 1, in the order in which they came. */
  readonly number: number;
  readonly socket: WebSocket;
  /** It is there and does nothing. */
  frozen: boolean;
}

/** The connections, and the server that they come to. */
export interface Lines {
  /** A new address, good for one connection. */
  address(): string;
  /** No address that was given out is good any more. */
  forget(): void;
  /** Those that are open, oldest first. */
  open(): readonly Line[];
  readonly opened: number;
  bye(line: Line, reason: Farewell): void;
  /** New connections are refused (HTTP 503). */
  refusing: boolean;
  close(): Promise<void>;
}

export interface LinesOptions {
  readonly app: string;
  readonly pingMs: number;
  readonly graceMs: number;
  /** Called with what an app says. */
  readonly heard: (message: string) => void;
}

/** "Socket Mode allows your app to maintain up to 10 open WebSocket connections at the same time." */
const MOST = 10;
const HOST = "applink-fake";

export async function openLines({ app, pingMs, graceMs, heard }: LinesOptions): Promise<Lines> {
  const tickets = new Set<string>();
  const lines = new Map<number, Line>();
  let opened = 0;

  const server = createServer((_, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ noServer: true, autoPong: false });
  const isOpen = ({ socket }: Line): boolean => socket.readyState === WebSocket.OPEN;
  const bye = ({ socket }: Line, reason: Farewell): void => {
    socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: { host: HOST } }));
    setTimeout(() => socket.terminate(), graceMs).unref();
  };
  const welcome = (socket: WebSocket): void => {
    const line: Line = { number: (opened += 1), socket, frozen: false };
    // Whatever breaks a connection also closes it.
    socket.on("error", () => undefined);
    if (lines.size >= MOST) return bye(line, "too_many_websockets");
    lines.set(line.number, line);
    socket.on("close", () => lines.delete(line.number));
    socket.on("ping", (data: Buffer) => {
      if (!line.frozen) socket.pong(data);
    });
    socket.on("message", (data: Buffer) => {
      if (!line.frozen) heard(data.toString());
    });
    const about = { host: HOST, build_number: 54, approximate_connection_time: 3600 };
    const hello = { num_connections: lines.size, connection_info: { app_id: app }, debug_info: about };
    socket.send(JSON.stringify({ type: "hello", ...hello }));
    socket.ping();
  };
  const made: Lines = {
    refusing: false,
    address: () => {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `ws://127.0.0.1:${port}/link/?ticket=${ticket}&app_id=${app}`;
    },
    forget: () => tickets.clear(),
    open: () => [...lines.values()].filter(isOpen),
    get opened() {
      return opened;
    },
    bye,
    close: async () => {
      clearInterval(pings);
      for (const socket of sockets.clients) socket.terminate();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const ticket = new URL(request.url ?? "/", "http://127.0.0.1").searchParams.get("ticket") ?? "";
    if (!made.refusing && tickets.delete(ticket)) return sockets.handleUpgrade(request, stream, head, welcome);
    const status = made.refusing ? "503 Service Unavailable" : "403 Forbidden";
    stream.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The fake of Socket Mode got no port.");
  const { port } = address;
  const pings = setInterval(() => {
    for (const line of made.open()) if (!line.frozen) line.socket.ping();
  }, pingMs).unref();
  return made;
}
