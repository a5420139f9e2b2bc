import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FakeSlack } from "../../src/connectors/slack/fake/index.ts";
import { closed, listen } from "../support/ports.ts";
import { SECRETS, SOMEBODY } from "./words.ts";

/** An answer of the gateway in place of the tool's: what it says, or that it breaks off. */
interface Said {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** @param echo all that was sent, and somebody's data; @param good what the tool has answered */
type Failing = (echo: string, good: string) => Said | ((socket: Socket) => void);

const json = (body: unknown, headers: Said["headers"] = {}): Said => ({
  status: 200,
  headers: { "content-type": "application/json", ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const page = (status: number, echo: string): Said => ({
  status,
  reason: "Zyxquillian Vorblattow",
  headers: { "content-type": "text/html", "x-repeated": encodeURIComponent(echo).slice(0, 4000) },
  body: `<!doctype html><title>${SOMEBODY}</title><pre>${echo}</pre>`,
});

/** Makes every object of the tool's answer that tells of an account into what `change` says. */
function changed(good: string, change: (account: Record<string, unknown>) => unknown): Said {
  const isAccount = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && ("profile" in value || "real_name" in value);
  return json(JSON.stringify(JSON.parse(good, (_, value: unknown) => (isAccount(value) ? change(value) : value))));
}

/**
 * The ways in which a tool, or what stands before it, fails with personal data and the token in what it says. Those of
 * `retried` are asked again after a pause, which takes time where the clock is real.
 */
export const FAILING: Readonly<Record<string, Failing>> = {
  "401 that repeats": (echo) => page(401, echo),
  "403 that repeats": (echo) => page(403, echo),
  "404 that repeats": (echo) => page(404, echo),
  "a redirect with the token and a name in its query": (echo) => ({
    ...page(302, echo),
    headers: { location: `https://login.example/${encodeURIComponent(echo).slice(0, 3000)}?token=${SECRETS.token}` },
  }),
  "a web page": (echo) => page(200, echo),
  "a web page in a type that is none": (echo) => ({ ...page(200, echo), headers: { "content-type": "Vorblattow" } }),
  "a refusal in words": (echo) => json({ ok: false, error: `user ${echo} is unknown` }),
  "a refusal in a name": () => json({ ok: false, error: "vorblattow" }),
  "a refusal in a handle": () => json({ ok: false, error: "zqhandlewort_1001" }),
  "a refusal in an id": () => json({ ok: false, error: "uzqxvkwj71001" }),
  "a scope that is missing, with a name for it": () =>
    json({ ok: false, error: "missing_scope", needed: "vorblattow", provided: SOMEBODY }),
  "a scope that is missing, with the token for it": () =>
    json({ ok: false, error: "missing_scope", needed: SECRETS.token, provided: SECRETS.token }),
  "scopes that are a name and the token": (_, good) =>
    json(good, { "x-oauth-scopes": `users:read,vorblattow,zqhandlewort.1001,${SECRETS.token.toLowerCase()}` }),
  "JSON that is cut off": (_, good) => json(good.slice(0, Math.floor(good.length * 0.9))),
  "JSON after somebody's name": (_, good) => json(`Vorblattow ${good}`),
  "a name in place of the answer": () => json(JSON.stringify(SOMEBODY)),
  "a name in place of ok": () => json({ ok: SOMEBODY }),
  "names as keys": () => json({ ok: true, [SOMEBODY]: { [SOMEBODY]: 1 } }),
  "people by name in place of a list": () => {
    const people = { [SOMEBODY]: { id: SOMEBODY } };
    return json({ ok: true, members: people, user: people, profile: { fields: people }, team: people });
  },
  "custom fields with names for ids": () =>
    json({ ok: true, profile: { fields: { [SOMEBODY]: { value: [SOMEBODY] }, Vorblattow: 7 } } }),
  "names for accounts": () => json({ ok: true, members: [SOMEBODY, "Vorblattow"], user: SOMEBODY, profile: SOMEBODY }),
  "accounts with a name for a flag": (_, good) => changed(good, (one) => ({ ...one, deleted: SOMEBODY })),
  "accounts with a name for a time": (_, good) => changed(good, (one) => ({ ...one, updated: SOMEBODY })),
  "accounts with a list for a name": (_, good) =>
    changed(good, (one) => ({ ...one, profile: { real_name: [SOMEBODY], email: { of: SOMEBODY } } })),
  "accounts without an id": (_, good) => changed(good, ({ id: _id, ...rest }) => rest),
  "another workspace, called like a person": (_, good) =>
    json(good.replaceAll(/"(team_id|team|enterprise_id)":"[A-Z0-9]+"/g, '"$1":"UZQXVKWJ71001"')),
  nothing: () => json(""),
  "bytes that are no text": () => ({
    ...json(""),
    body: Buffer.from('{"ok":true,"name":"Vorblattow \u00ff"}', "latin1"),
  }),
};

/** As above, where Rollcall asks again. */
export const FAILING_FOR_NOW: Readonly<Record<string, Failing>> = {
  "500 that repeats": (echo) => page(500, echo),
  "407 that repeats": (echo) => ({
    ...page(407, echo),
    headers: { "proxy-authenticate": `Basic realm="${SOMEBODY}"` },
  }),
  "503 until a name": (echo) => ({ ...page(503, echo), headers: { "retry-after": "Vorblattow" } }),
  "429 until a name": (echo) => ({ ...page(429, echo), headers: { "retry-after": SOMEBODY } }),
  "429 for hours": (echo) => ({ ...page(429, echo), headers: { "retry-after": "36000" } }),
  "an answer that is no HTTP": (echo) => (socket) => void socket.end(`${echo}\r\n\r\n`),
  "a header that is none": (echo) => (socket) =>
    void socket.end(`HTTP/1.1 200 OK\r\n${SOMEBODY}\r\nx: ${echo.replaceAll(/\s/g, " ")}\r\n\r\n`),
  "a body that breaks off": (_, good) => (socket) =>
    void socket.end(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99999\r\n\r\n${good.slice(0, 500)}`,
    ),
  "packed where it is not": (echo) => ({ ...page(200, echo), headers: { "content-encoding": "gzip" } }),
  "no connection": () => (socket) => void socket.resetAndDestroy(),
};

/**
 * A gateway before the fake workspace, with a token of its own that stands in no text by chance. It gives more of everybody
 * than anyone asks for, as tools do, and fails on command.
 */
export interface Gateway {
  /** The addresses of the API and of the audit log's. */
  readonly url: string;
  readonly auditUrl: string;
  /** How every call of a method is answered from now on; undefined for both: as the workspace does. */
  fail(failing: Failing | undefined, method?: string): void;
  close(): Promise<void>;
}

export async function openGateway(slack: FakeSlack, tokens: Readonly<Record<string, string>>): Promise<Gateway> {
  let failing: { readonly how: Failing; readonly method: string | undefined } | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const sent = Buffer.concat(chunks).toString();
    const { authorization = "", "content-type": type = "" } = request.headers;
    const headers = {
      authorization: authorization.replace(/\S+$/, (token) => tokens[token] ?? token),
      "content-type": type,
    };
    const [, api, method = "", query = ""] = /^\/(api|audit\/v1)\/([^?]*)(.*)$/.exec(request.url ?? "") ?? [];
    const passed =
      api === "api"
        ? await fetch(new URL(method, slack.url), { method: "POST", headers, body: sent })
        : await fetch(new URL(method + query, slack.auditUrl), { headers });
    const good = withMore(await passed.text(), method);
    const scopes = passed.headers.get("x-oauth-scopes");
    const fails = failing !== undefined && (failing.method === undefined || failing.method === method);
    const said = fails
      ? failing?.how([SOMEBODY, request.url, ...request.rawHeaders, sent].join("\n"), good)
      : json(good);
    if (typeof said === "function") return said(request.socket);
    const { status, reason, headers: more, body } = said ?? json(good);
    response.writeHead(status, reason, { ...(scopes === null ? {} : { "x-oauth-scopes": scopes }), ...more });
    response.end(body);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(599).end(String(error)));
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/api/`,
    auditUrl: `http://127.0.0.1:${port}/audit/v1/`,
    fail: (how, method) => {
      failing = how === undefined ? undefined : { how, method };
    },
    close: () => closed(server),
  };
}

/** What no setting asks for: a phone, and a custom field that is neither office nor team nor manager. */
function withMore(good: string, method: string): string {
  const phone = good.replaceAll('"phone":""', '"phone":"+99 5550 177 331"');
  if (method !== "users.profile.get") return phone;
  return phone.replace('"fields":{', '"fields":{"Xf0OTHER01":{"value":"Blunderfoot","alt":"Blunderfoot"},');
}
