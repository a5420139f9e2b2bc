import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { Fault } from "../testing.ts";

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a call has beside its body, as the logs of servers have it. */
export function besideOf({ path, headers }: Pick<Call, "path" | "headers">): string {
  return `${path}\n${JSON.stringify(headers)}`;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A server on 127.0.0.1 that does as it should, or fails in one of the ways in which servers and those before them fail. */
export interface BreakableServer {
  /** With a slash at its end. */
  readonly url: string;
  answer(fault: Fault | undefined, once?: "once"): void;
  close(): Promise<void>;
}

/** What every failing answer holds, beside all that was sent: error pages and gateways repeat both. */
export const ANSWER_CANARY = "canary-of-the-answer";

const FOLLOWED = `/${ANSWER_CANARY}`;

/** @param receive what a sound server makes of a call. */
export async function openBreakableServer(receive: (call: Call) => Answer): Promise<BreakableServer> {
  let fault: Fault | undefined;
  let lasting: Fault | undefined;
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const call = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
      const now = fault;
      fault = lasting;
      // Whoever follows a redirect comes to a place that accepts everything.
      if (call.path === FOLLOWED) return reply(response, { status: 200, type: "application/json", body: '{"id":"1"}' });
      if (now === undefined) return reply(response, receive(call));
      return fail(request, response, now, `${ANSWER_CANARY} ${JSON.stringify(call)}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server of the stand got no port.");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    answer: (next, once) => {
      fault = next;
      lasting = once === undefined ? next : undefined;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function reply(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { "content-type": type }).end(body);
}

function fail(request: IncomingMessage, response: ServerResponse, fault: Fault, repeated: string): void {
  switch (fault) {
    case "timeout":
      return;
    case "reset":
      request.socket.resetAndDestroy();
      return;
    case "redirect":
      response.writeHead(307, { location: FOLLOWED }).end(repeated);
      return;
    case "429":
      response.writeHead(429, { "retry-after": "120", "x-repeated": ANSWER_CANARY }).end(repeated);
      return;
    case "web page":
      reply(response, { status: 200, type: "text/html", body: `<!doctype html><p>Sign in</p><p>${repeated}</p>` });
      return;
    case "empty":
      reply(response, { status: 200, type: "application/json", body: "" });
      return;
    case "garbage":
      reply(response, { status: 200, type: "application/json", body: `{"id":{"no":"${ANSWER_CANARY}` });
      return;
    case "400":
    case "401":
    case "403":
    case "404":
    case "410":
    case "500":
    case "503":
      response.writeHead(Number(fault), ANSWER_CANARY, { "x-repeated": ANSWER_CANARY }).end(repeated);
  }
}
