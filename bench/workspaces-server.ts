// Slack as far as a list is read, for many workspaces at once, in a process of its own: each token is that of one workspace.
import { createServer, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { pageOf } from "./page-accounts.ts";
import { PAGE, teamOf, tokenOf } from "./workspaces-world.ts";

const [count = "", size = ""] = process.argv.slice(2);
const [workspaces, accounts] = [Number(count), Number(size)];
const firsts = Array.from({ length: Math.ceil(accounts / PAGE) }, (_, i) => i * PAGE);

/** The list of one workspace, in packed pages. */
function listOf(workspace: number, leavers: boolean): Buffer[] {
  return firsts.map((first, i) => {
    const cursor = i + 1 < firsts.length ? `page:${i + 1}` : "";
    const page = pageOf(workspace * accounts + first, Math.min(PAGE, accounts - first), cursor).toString("latin1");
    const ours = page.replaceAll("T0BENCH01", teamOf(workspace));
    const changed = leavers && i === 0 ? ours.replace('"deleted":false', '"deleted":true') : ours;
    return gzipSync(Buffer.from(changed, "latin1"), { level: 4 });
  });
}

const lists = new Map(
  Array.from({ length: workspaces }, (_, i) => [tokenOf(i), { workspace: i, pages: listOf(i, false) }]),
);
const HEADERS = { "content-type": "application/json; charset=utf-8", "x-oauth-scopes": "users:read,users:read.email" };
let calls = 0;
let bytes = 0;

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("latin1").on("data", (chunk: string) => (body += chunk));
  request.on("end", () => {
    calls++;
    const list = lists.get(request.headers.authorization?.replace("Bearer ", "") ?? "");
    const page = list?.pages[Number((new URLSearchParams(body).get("cursor") ?? "").replace("page:", ""))];
    if (list === undefined) send(response, Buffer.from('{"ok":false,"error":"invalid_auth"}'), {});
    else if (request.url?.endsWith("/users.list") === true && page !== undefined) {
      send(response, page, { "content-encoding": "gzip" });
    } else {
      const team = { team: `Workspace ${list.workspace}`, team_id: teamOf(list.workspace) };
      send(response, Buffer.from(JSON.stringify({ ok: true, ...team, user_id: "U0BENCHBOT" })), {});
    }
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : 0 });
});
process.on("message", (word) => {
  if (word === "usage") process.send?.({ calls, bytes });
  // Somebody leaves each workspace.
  else if (word === "leave") {
    for (const list of lists.values()) list.pages.splice(0, list.pages.length, ...listOf(list.workspace, true));
    process.send?.({ left: lists.size });
  }
});
process.on("disconnect", () => {
  server.closeAllConnections();
  server.close();
});

function send(response: ServerResponse, answer: Buffer, more: Readonly<Record<string, string>>): void {
  bytes += answer.length;
  response.writeHead(200, { ...HEADERS, ...more, "content-length": answer.length }).end(answer);
}
