import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Fault } from "../testing.ts";

/** One request as a fake sees it. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent as it is, anything else as JSON. */
  readonly body: unknown;
}

export type Spoiling = Extract<Fault, "wrong shape" | "empty list" | "no end">;

/** What makes a fake of a JSON API one that can be told to fail. */
export interface Tool {
  /** Where it is found behind the origin: `/api/v4/`, `/` without it. */
  readonly path?: string;
  /** What the tool says. */
  answer(asked: Asked): Reply | Promise<Reply>;
  /** Which page of the list of accounts this asks for, from 1; undefined for everything else. */
  pageOf(asked: Asked): number | undefined;
  /** The list of this good answer, spoilt: what depends on the tool's own form. */
  spoil(fault: Spoiling, reply: Reply, asked: Asked): Reply;
  /** The headers with which it says 429 and after how many seconds to come again; Retry-After without it. */
  readonly limited?: Readonly<Record<string, string>>;
}

export interface BreakableServer {
  /** With a slash at its end. */
  readonly url: string;
  /** What was asked, oldest first: method and path with query. */
  readonly calls: readonly string[];
  fault(fault: Fault, page: number, times?: number): void;
  heal(): void;
  close(): Promise<void>;
}

const LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body></body></html>";

/** A fake, or a real server's answers, as an HTTP server on 127.0.0.1 that fails as it is told, at the page that is named. */
export async function startBreakable(tool: Tool): Promise<BreakableServer> {
  let armed: { readonly fault: Fault; readonly page: number; left: number }[] = [];
  const calls: string[] = [];

  const respond = async (asked: Asked): Promise<Reply | "reset"> => {
    calls.push(`${asked.method} ${asked.url.pathname}${asked.url.search}`);
    const page = tool.pageOf(asked);
    const struck = armed.find((one) => one.page === page && one.left > 0);
    if (struck === undefined) return tool.answer(asked);
    struck.left -= 1;
    return broken(tool, struck.fault, asked);
  };

  const server = createServer((incoming, response) => {
    // What fails here is the fake itself; a broken connection would look like one of the faults.
    handle(incoming, response).catch((error: unknown) => response.writeHead(599).end(String(error)));
  });
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const reply = await respond({
      method: incoming.method ?? "GET",
      url: new URL(incoming.url ?? "/", origin),
      headers: incoming.headers as Readonly<Record<string, string | undefined>>,
      body: Buffer.concat(chunks).toString(),
    });
    if (reply === "reset") return void incoming.socket.destroy();
    const { status, headers = {}, body } = reply;
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The fake got no port from the system.");
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    url: origin + (tool.path ?? "/"),
    calls,
    fault: (fault, page, times = Infinity) => void armed.push({ fault, page, left: times }),
    heal: () => {
      armed = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function broken(tool: Tool, fault: Fault, asked: Asked): Promise<Reply | "reset"> {
  if (fault === "reset") return "reset";
  // Servers, and what stands before them, repeat what they were sent.
  const repeated = { message: `refused: ${asked.headers["authorization"] ?? ""}`, path: asked.url.href };
  if (fault === "401" || fault === "403" || fault === "404" || fault === "500")
    return { status: Number(fault), body: repeated };
  if (fault === "429") return { status: 429, headers: tool.limited ?? { "retry-after": "1" }, body: repeated };
  if (fault === "web page") return { status: 200, headers: { "content-type": "text/html" }, body: LOGIN_PAGE };
  if (fault === "bad JSON") return { status: 200, body: `{"users":[${repeated.message}` };
  const reply = await tool.answer(asked);
  if (fault !== "cut page") return tool.spoil(fault, reply, asked);
  const whole = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
  return { ...reply, body: whole.slice(0, Math.floor(whole.length / 2)) };
}
