// Slack as far as an organisation's token reads its people, in a process of its own: pages that were made and packed beforehand. A message
// with a number has so many of 101 accounts say something else from then on: half of them in all of their workspaces, half in one.
import { createServer, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { accountOf } from "./page-accounts.ts";
import { phpJson } from "./php-json.ts";

const [many = "", workspaces = "", size = ""] = process.argv.slice(2);
const teams = Array.from({ length: Number(workspaces) }, (_, i) => `T${String(i).padStart(8, "0")}`);
const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "x-oauth-scopes": "users:read,users:read.email,team:read",
};

/** Everybody is in one workspace, every fifth in a second one. */
const seats = new Map<string, number[]>(teams.map((team) => [team, []]));
for (let n = 0; n < Number(many); n++) for (const team of teamsOf(n)) seats.get(team)?.push(n);

function teamsOf(n: number): readonly string[] {
  const [first, second] = [n % teams.length, (n * 7 + 1) % teams.length].map((at) => teams[at] ?? "");
  return n % 5 === 0 && first !== second ? [first ?? "", second ?? ""] : [first ?? ""];
}

function seatOf(n: number, team: string, changed: number): object {
  const { profile, ...user } = accountOf(n);
  const where = teamsOf(n);
  const isChanged = n % 101 < changed && (n % 202 < 101 || team === where[0]);
  return {
    ...user,
    team_id: team,
    profile: { ...profile, ...(isChanged ? { title: `Engineer ${changed}` } : {}) },
    enterprise_user: { id: user.id, enterprise_id: "E0BENCH01", teams: user.deleted ? [] : where },
  };
}

let bytes = 0;

/** By workspace. */
function pagesOf(changed: number): Map<string, Buffer[]> {
  bytes = 0;
  const all = [...seats].map(([team, people]) => {
    const pages: Buffer[] = [];
    for (let at = 0; at < people.length; at += Number(size)) {
      const members = people.slice(at, at + Number(size)).map((n) => seatOf(n, team, changed));
      const cursor = at + members.length < people.length ? `page:${pages.length + 1}` : "";
      const text = Buffer.from(phpJson({ ok: true, members, response_metadata: { next_cursor: cursor } }), "latin1");
      pages.push(gzipSync(text));
      bytes += pages.at(-1)?.length ?? 0;
    }
    return [team, pages] as const;
  });
  return new Map(all);
}

let pages = pagesOf(0);
const answers: Readonly<Record<string, object>> = {
  "auth.test": { ok: true, team_id: "E0BENCH01", enterprise_id: "E0BENCH01", is_enterprise_install: true },
  "auth.teams.list": { ok: true, teams: teams.map((id) => ({ id })), response_metadata: { next_cursor: "" } },
};

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("latin1").on("data", (chunk: string) => (body += chunk));
  request.on("end", () => {
    const method = request.url?.split("/").at(-1) ?? "";
    const params = new URLSearchParams(body);
    const page = pages.get(params.get("team_id") ?? "")?.[Number((params.get("cursor") ?? "").replace("page:", ""))];
    if (method === "users.list" && page !== undefined) send(response, page, { "content-encoding": "gzip" });
    else send(response, Buffer.from(JSON.stringify(answers[method] ?? { ok: false, error: "unknown_method" })), {});
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : 0, bytes });
});
process.on("message", (changed) => {
  pages = pagesOf(Number(changed));
  process.send?.({});
});
process.on("disconnect", () => {
  server.closeAllConnections();
  server.close();
});

function send(response: ServerResponse, answer: Buffer, more: Readonly<Record<string, string>>): void {
  response.writeHead(200, { ...HEADERS, ...more, "content-length": answer.length }).end(answer);
}
