import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { Outcome } from "./server.ts";
import { createWorkspace, type FakeSlack, type FakeSlackOptions } from "./workspace.ts";

export type { FaultKind } from "./faults.ts";
export { createWorld, type WorldOptions } from "./generate.ts";
export type { FakeSlack, FakeSlackOptions } from "./workspace.ts";
export type { World } from "./world.ts";

/** The fake workspace as a real HTTP server on 127.0.0.1. */
export async function startFakeSlack(options: FakeSlackOptions): Promise<FakeSlack> {
  const server = createServer((incoming, response) => {
    // What fails here is the fake itself or a script; a broken connection would look like one of the faults.
    handle(incoming, response).catch((error: unknown) => response.writeHead(599).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The fake workspace got no port from the system.");

  const { answer, fake } = createWorkspace(options, `http://127.0.0.1:${address.port}`);
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const outcome = answer({
      url: incoming.url ?? "/",
      authorization: incoming.headers.authorization,
      contentType: incoming.headers["content-type"],
      body: Buffer.concat(chunks).toString(),
    });
    return send(incoming, response, outcome);
  };
  return Object.assign(fake, {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** The fake workspace without a network: nobody reaches it but through its `http`. */
export function createFakeSlack(options: FakeSlackOptions): FakeSlack {
  // An address of this machine, since plain http is for loopback only; nothing listens there.
  return createWorkspace(options, "http://127.0.0.1:1").fake;
}

const compress = promisify(gzip);

async function send(incoming: IncomingMessage, response: ServerResponse, outcome: Outcome): Promise<void> {
  if (outcome === "hang") return;
  if (outcome === "reset") return void incoming.socket.destroy();
  const accepted = /\bgzip\b/.test(incoming.headers["accept-encoding"] ?? "");
  if (!accepted || outcome.body.length < 1024) {
    response.writeHead(outcome.status, { ...outcome.headers }).end(outcome.body);
    return;
  }
  const body = await compress(outcome.body, { level: constants.Z_BEST_SPEED });
  response.writeHead(outcome.status, { ...outcome.headers, "content-encoding": "gzip" }).end(body);
}
