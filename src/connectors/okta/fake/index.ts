import { createPublicKey, generateKeyPairSync, randomUUID, verify } from "node:crypto";
import { type Instant, iso, SECOND } from "../../../core/time.ts";
import { type Asked, type FakeApi, type Replied, startFakeApi } from "../../../http/fake-api.ts";

export const ORGANISATION = "00ofake1234567890x";
export const CLIENT = "0oafakeclient12345";
export const KEY_ID = "key-of-the-app";
export const API_TOKEN = "00fake_api-token_0123456789abcdefghijklmno";

export type State =
  | "STAGED"
  | "PROVISIONED"
  | "ACTIVE"
  | "RECOVERY"
  | "PASSWORD_EXPIRED"
  | "LOCKED_OUT"
  | "SUSPENDED"
  | "DEPROVISIONED";

interface User {
  readonly id: string;
  status: string;
  statusChanged: Instant;
  readonly profile: Record<string, unknown>;
}

interface Entry {
  readonly stored: Instant;
  readonly published: Instant;
  readonly entry: Readonly<Record<string, unknown>>;
}

export interface FakeOktaOptions {
  readonly now: () => Instant;
  /** So many made-up ones; or the profiles of those who are active. */
  readonly users: number | readonly Readonly<Record<string, unknown>>[];
  /** What the app has been granted. */
  readonly granted?: readonly string[];
  /** Calls of the list that are allowed within a minute; without it there is no limit. */
  readonly perMinute?: number;
}

export interface FakeOkta extends Pick<FakeApi, "url" | "asked" | "fault" | "heal" | "close"> {
  /** Of the app, as a JWK with its id. */
  readonly jwk: string;
  /** The same without it. */
  readonly pem: string;
  readonly users: ReadonlyMap<string, User>;
  readonly tokens: readonly string[];
  set(id: string, status: State | "UNHEARD_OF"): void;
  setProfile(id: string, profile: Readonly<Record<string, unknown>>): void;
  /** Removes a user for good, which Okta does only with those who are deactivated. */
  remove(id: string): void;
  /** Puts an entry into the System Log, which may be stored later than it happened. */
  log(entry: Readonly<Record<string, unknown>>, late?: number): void;
  revoke(): void;
  /** What is said to whoever asks for a token, instead of giving one. */
  refuseTokens(error: string | undefined): void;
}

const FIRST = ["Ada", "Bo", "Cem", "Dara", "Eli", "Fen", "Gus", "Hana", "Ivo", "Jun"];
const LAST = ["Quill", "Rasp", "Stell", "Thorn", "Umber", "Vance", "Wick", "Yarrow"];

/** Users, the System Log and the token endpoint, as Okta's API description has them. */
export async function startFakeOkta(options: FakeOktaOptions): Promise<FakeOkta> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const users = new Map<string, User>();
  const journal: Entry[] = [];
  const tokens: string[] = [];
  const valid = new Set<string>([`SSWS ${API_TOKEN}`]);
  let noTokens: string | undefined;
  let window = { from: 0, calls: 0 };
  const { users: people } = options;
  const made =
    typeof people === "number"
      ? Array.from({ length: people }, (_, n) => make(n, options.now()))
      : people.map((profile, n) => active(n, options.now(), profile));
  for (const user of made) users.set(user.id, user);

  const token = (asked: Asked): Replied => {
    const form = new URLSearchParams(asked.body);
    const refuse = (error: string): Replied => ({
      status: error === "invalid_client" ? 401 : 400,
      body: { error, error_description: asked.body },
    });
    if (noTokens !== undefined) return refuse(noTokens);
    const [head = "", body = "", signature = ""] = (form.get("client_assertion") ?? "").split(".");
    const key = createPublicKey(publicKey.export({ type: "spki", format: "pem" }));
    if (!verify("sha256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url")))
      return refuse("invalid_client");
    const header = JSON.parse(Buffer.from(head, "base64url").toString()) as Record<string, unknown>;
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>;
    const lasts = Number(claims["exp"]) - options.now() / SECOND;
    const known = header["kid"] === KEY_ID && claims["iss"] === CLIENT && claims["sub"] === CLIENT;
    if (!known || claims["aud"] !== `${server.url}oauth2/v1/token` || lasts <= 0 || lasts > 3600)
      return refuse("invalid_client");
    const scopes = (form.get("scope") ?? "").split(" ");
    const granted = options.granted ?? ["okta.users.read", "okta.logs.read"];
    if (scopes.some((scope) => !granted.includes(scope))) return refuse("invalid_scope");
    const given = `eyJ${randomUUID()}`;
    tokens.push(given);
    valid.add(`Bearer ${given}`);
    return { body: { token_type: "Bearer", expires_in: 3600, access_token: given, scope: scopes.join(" ") } };
  };

  const limits = (): { readonly refused: boolean; readonly headers: Record<string, string> } => {
    const { perMinute } = options;
    if (perMinute === undefined) return { refused: false, headers: {} };
    const now = options.now();
    if (now >= window.from + 60 * SECOND) window = { from: now, calls: 0 };
    const refused = window.calls >= perMinute;
    if (!refused) window.calls += 1;
    const headers = {
      "x-rate-limit-limit": String(perMinute),
      "x-rate-limit-remaining": String(perMinute - window.calls),
      "x-rate-limit-reset": String(Math.ceil((window.from + 60 * SECOND) / SECOND)),
    };
    return { refused, headers };
  };

  const list = ({ query }: Asked): Replied => {
    const limit = Math.min(200, Number(query.get("limit") ?? 200));
    const filter = query.get("filter");
    if (filter !== null && filter !== 'status eq "DEPROVISIONED"') return failure(400, "E0000031");
    const found = [...users.values()].filter(({ status }) => (status === "DEPROVISIONED") === (filter !== null));
    const after = query.get("after");
    const from = after === null ? 0 : found.findIndex(({ id }) => id > after);
    const page = from === -1 ? [] : found.slice(from, from + limit);
    const last = page.at(-1)?.id;
    const more = last !== undefined && found.some(({ id }) => id > last);
    return { headers: linksOf("api/v1/users", query, more ? last : undefined), body: page.map(shown) };
  };

  const linksOf = (path: string, query: URLSearchParams, after: string | undefined): Record<string, string> => {
    const link = (more: URLSearchParams, rel: string) => `<${server.url}${path}?${more.toString()}>; rel="${rel}"`;
    const next = new URLSearchParams(query);
    if (after !== undefined) next.set("after", after);
    return { link: [link(query, "self"), ...(after === undefined ? [] : [link(next, "next")])].join(", ") };
  };

  /** Without `until`: by when entries were stored, and with a link to a next page whatever there is. */
  const logs = ({ query }: Asked): Replied => {
    const limit = Math.min(1000, Number(query.get("limit") ?? 100));
    const since = Date.parse(query.get("since") ?? iso(options.now() - 7 * 24 * 3600 * SECOND));
    const polling = !query.has("until");
    const types = [...(query.get("filter") ?? "").matchAll(/eventType eq "([^"]+)"/g)].map(([, type]) => type);
    const from = Number(query.get("after") ?? 0);
    const found = journal
      .map((one, index) => ({ ...one, index }))
      .filter(({ stored, published }) => (polling ? stored : published) >= since && stored <= options.now())
      .filter(({ entry }) => types.length === 0 || types.includes(String(entry["eventType"])))
      .filter(({ index }) => index >= from)
      .slice(0, limit);
    const after = polling ? String((found.at(-1)?.index ?? from - 1) + 1) : undefined;
    return { headers: linksOf("api/v1/logs", query, after), body: found.map(({ entry }) => entry) };
  };

  const answer = (asked: Asked): Replied => {
    if (asked.method === "POST" && asked.path === "/oauth2/v1/token") return token(asked);
    if (asked.path === "/.well-known/okta-organization") return { body: { id: ORGANISATION, pipeline: "idx" } };
    if (!valid.has(asked.headers["authorization"] ?? "")) return failure(401, "E0000011");
    if (asked.path === "/api/v1/logs") {
      const may =
        asked.headers["authorization"]?.startsWith("SSWS") === true ||
        (options.granted ?? ["okta.logs.read"]).includes("okta.logs.read");
      return may ? logs(asked) : failure(403, "E0000006");
    }
    if (asked.path === "/api/v1/users") {
      const { refused, headers } = limits();
      if (refused) return { ...failure(429, "E0000047"), headers };
      const reply = list(asked);
      return { ...reply, headers: { ...reply.headers, ...headers } };
    }
    const key = decodeURIComponent(asked.path.replace("/api/v1/users/", ""));
    const user = users.get(key) ?? [...users.values()].find(({ profile }) => profile["login"] === key);
    return user === undefined ? failure(404, "E0000007") : { body: shown(user) };
  };

  const server = await startFakeApi({
    now: options.now,
    answer,
    page: ({ path, query }) => {
      if (path === "/api/v1/logs") return query.has("after") ? "log 2" : "log 1";
      const limit = Number(query.get("limit"));
      if (path !== "/api/v1/users" || limit === 1) return undefined;
      const ended = [...users.values()].filter(({ status }) => status === "DEPROVISIONED");
      const here = [...users.values()].filter(({ status }) => status !== "DEPROVISIONED");
      const after = query.get("after");
      const before = (of: readonly User[]) => (after === null ? 0 : of.filter(({ id }) => id <= after).length);
      return query.has("filter")
        ? Math.ceil(here.length / limit) + Math.floor(before(ended) / limit) + 1
        : Math.floor(before(here) / limit) + 1;
    },
    // Servers, and what stands before them, repeat what they were sent.
    refuse: (status, { headers }) => ({
      ...failure(
        status,
        { 401: "E0000011", 403: "E0000006", 404: "E0000007", 429: "E0000047", 500: "E0000009" }[status],
        headers["authorization"],
      ),
      ...(status === 429 ? { headers: { "x-rate-limit-reset": String(Math.ceil(options.now() / SECOND) + 20) } } : {}),
    }),
    spoil: ({ headers = {}, status = 200, body }, fault, { path, query }) => {
      if (fault === "wrong shape") return { status, headers, body: { users: body } };
      if (fault === "empty list") return { status, body: [] };
      return {
        status,
        headers: { ...headers, link: `<${server.url.slice(0, -1)}${path}?${query.toString()}>; rel="next"` },
        body,
      };
    },
  });

  const find = (id: string): User => {
    const user = users.get(id);
    if (user === undefined) throw new Error("The fake organisation has no such user.");
    return user;
  };
  return {
    url: server.url,
    asked: server.asked,
    fault: server.fault,
    heal: server.heal,
    close: server.close,
    jwk: JSON.stringify({ ...privateKey.export({ format: "jwk" }), kid: KEY_ID }),
    pem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    users,
    tokens,
    set: (id, status) => {
      const user = find(id);
      user.status = status;
      user.statusChanged = options.now();
    },
    setProfile: (id, profile) => void Object.assign(find(id).profile, profile),
    remove: (id) => {
      if (find(id).status !== "DEPROVISIONED") throw new Error("Okta deletes only who is deactivated.");
      users.delete(id);
    },
    log: (entry, late = 0) => {
      const published = options.now();
      const uuid = randomUUID();
      journal.push({ published, stored: published + late, entry: { uuid, published: iso(published), ...entry } });
    },
    revoke: () => valid.clear(),
    refuseTokens: (error) => {
      noTokens = error;
    },
  };
}

function failure(status: number, errorCode: string, more = ""): Replied {
  return {
    status,
    body: { errorCode, errorSummary: `Refused. ${more}`, errorLink: errorCode, errorId: "oae1", errorCauses: [] },
  };
}

function shown({ id, status, statusChanged, profile }: User): Record<string, unknown> {
  return {
    id,
    status,
    created: "2024-01-01T00:00:00.000Z",
    activated: null,
    statusChanged: iso(statusChanged),
    lastLogin: "2026-11-01T09:00:00.000Z",
    lastUpdated: iso(statusChanged),
    passwordChanged: null,
    type: { id: "oty1" },
    profile,
  };
}

function active(n: number, now: Instant, profile: Readonly<Record<string, unknown>>): User {
  return {
    id: `00u${String(n).padStart(17, "0")}`,
    status: "ACTIVE",
    statusChanged: now - 24 * 3600 * SECOND,
    profile: { ...profile },
  };
}

function make(n: number, now: Instant): User {
  const first = FIRST[n % FIRST.length] ?? "";
  const last = `${LAST[Math.floor(n / FIRST.length) % LAST.length]}${n}`;
  const login = `${first}.${last}@acme.example`;
  const user = active(n, now, {
    login,
    email: login,
    secondEmail: null,
    firstName: first,
    lastName: last,
    displayName: `${first} ${last}`,
    city: n % 2 === 0 ? "Berlin" : "Lyon",
    department: n % 3 === 0 ? "Sales" : "Care",
    title: "Keeper",
    employeeNumber: `E${1000 + n}`,
    managerId: "E1",
  });
  return n % 20 === 19 ? { ...user, status: "DEPROVISIONED" } : user;
}
