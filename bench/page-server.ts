// Slack as far as a list is read, in a process of its own: pages that were made and packed beforehand, so that what it uses of the
// processor is on its own bill.
import { createServer, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { pageOf } from "./page-accounts.ts";

const [count = "", size = ""] = process.argv.slice(2);
const pages = Number(count);
const plain = Array.from({ length: pages }, (_, i) =>
  pageOf(i * Number(size), Number(size), i + 1 < pages ? `page:${i + 1}` : ""),
);
const packed = plain.map((page) => gzipSync(page));
const who = Buffer.from(JSON.stringify({ ok: true, team: "Bench", team_id: "T0BENCH01", user_id: "U0BENCHBOT" }));
const HEADERS = { "content-type": "application/json; charset=utf-8", "x-oauth-scopes": "users:read,users:read.email" };

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("latin1").on("data", (chunk: string) => (body += chunk));
  request.on("end", () => {
    const page = packed[Number((new URLSearchParams(body).get("cursor") ?? "").replace("page:", ""))];
    if (request.url?.endsWith("/users.list") !== true || page === undefined) send(response, who, {});
    else send(response, page, { "content-encoding": "gzip" });
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({
    port: typeof address === "object" ? address?.port : 0,
    bytes: plain[0]?.length,
    packed: packed[0]?.length,
  });
});
process.on("disconnect", () => {
  server.closeAllConnections();
  server.close();
});

function send(response: ServerResponse, bytes: Buffer, more: Readonly<Record<string, string>>): void {
  response.writeHead(200, { ...HEADERS, ...more, "content-length": bytes.length }).end(bytes);
}
