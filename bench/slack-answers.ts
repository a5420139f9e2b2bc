// What the processes share that answer as Slack in benches: HTTP, and nothing more than is asked of it.
import { createServer } from "node:http";

/** A call of a method of Slack's Web API. */
export interface Asked {
  /** `users.list`, say. */
  readonly method: string;
  readonly token: string;
  readonly params: URLSearchParams;
  /** Of the pages of a list that was asked for: the first, without a cursor. */
  readonly page: number;
}

/** A page that was packed beforehand, or an object that is small. */
export type Answer = { readonly packed: Buffer } | { readonly value: object };

const CURSOR = "page:";

export function cursorOf(page: number): string {
  return CURSOR + page;
}

/**
 * Listens on a port of its own and tells whoever started the process, until that one goes.
 * @param more told with the port
 * @param scopes of the token, as Slack names them in each answer
 */
export function answerSlack(
  answer: (asked: Asked) => Answer,
  {
    scopes = "users:read,users:read.email",
    ...more
  }: { readonly scopes?: string; readonly [key: string]: unknown } = {},
): void {
  const headers = { "content-type": "application/json; charset=utf-8", "x-oauth-scopes": scopes };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("latin1").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      const params = new URLSearchParams(body);
      const said = answer({
        method: request.url?.split("/").at(-1) ?? "",
        token: request.headers.authorization?.replace("Bearer ", "") ?? "",
        params,
        page: Number((params.get("cursor") ?? "").replace(CURSOR, "")),
      });
      const bytes = "packed" in said ? said.packed : Buffer.from(JSON.stringify(said.value));
      const packed = "packed" in said ? { "content-encoding": "gzip" } : {};
      response.writeHead(200, { ...headers, ...packed, "content-length": bytes.length }).end(bytes);
    });
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.({ port: typeof address === "object" ? address?.port : 0, ...more });
  });
  process.on("disconnect", () => {
    server.closeAllConnections();
    server.close();
  });
}
