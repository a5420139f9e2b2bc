import { createPublicKey, generateKeyPairSync, randomUUID, verify } from "node:crypto";
import { type Asked, type FakeApi, type Replied, startFakeApi } from "../../../http/fake-api.ts";
import type { Instant } from "../../../core/time.ts";

export const ADMIN = "reader@acme.example";
const ACCOUNT = "rollcall@project.iam.gserviceaccount.com";
const SCOPE = "https://www.googleapis.com/auth/admin.directory.user.readonly";

type User = Record<string, unknown> & { readonly id: string };

export interface FakeGoogleOptions {
  readonly now: () => Instant;
  readonly users: number;
}

export interface FakeGoogle extends Pick<FakeApi, "asked" | "fault" | "heal" | "close"> {
  readonly settings: { readonly api: string; readonly login: string };
  /** The JSON file of the service account. */
  readonly key: string;
  readonly users: ReadonlyMap<string, User>;
  readonly tokens: readonly string[];
  /** Sets these properties; one that is undefined is taken away. */
  set(id: string, properties: Readonly<Record<string, unknown>>): void;
  add(properties: Readonly<Record<string, unknown>>): string;
  delete(id: string): void;
  undelete(id: string): void;
  /** Answers once to a call of the list with this refusal. */
  refuseOnce(status: number, reason: string): void;
  /** Tokens that were given are refused from now on. */
  revoke(): void;
  /** What is said to whoever asks for a token, instead of giving one. */
  refuseTokens(error: string | undefined): void;
}

const FIRST = ["Ada", "Bo", "Cem", "Dara", "Eli", "Fen", "Gus", "Hana", "Ivo", "Jun"];
const LAST = ["Quill", "Rasp", "Stell", "Thorn", "Umber", "Vance", "Wick", "Yarrow"];

/** Users, deleted ones and the token endpoint, as Google's reference describes them. */
export async function startFakeGoogle(options: FakeGoogleOptions): Promise<FakeGoogle> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const keyId = randomUUID().replaceAll("-", "");
  const users = new Map<string, User>();
  const deleted = new Map<string, string>();
  const tokens: string[] = [];
  const valid = new Set<string>();
  let refusal: { status: number; reason: string } | undefined;
  let noTokens: string | undefined;
  for (let n = 0; n < options.users; n++) {
    const user = make(n, {});
    users.set(user.id, user);
  }

  const token = (asked: Asked): Replied => {
    const form = new URLSearchParams(asked.body);
    const refuse = (error: string): Replied => ({
      status: error === "unauthorized_client" ? 401 : 400,
      body: { error, error_description: asked.body },
    });
    if (noTokens !== undefined) return refuse(noTokens);
    const assertion = form.get("assertion") ?? "";
    const [head = "", body = "", signature = ""] = assertion.split(".");
    if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer")
      return refuse("unsupported_grant_type");
    const key = createPublicKey(publicKey.export({ type: "spki", format: "pem" }));
    if (!verify("sha256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url")))
      return refuse("invalid_grant");
    const header = JSON.parse(Buffer.from(head, "base64url").toString()) as Record<string, unknown>;
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>;
    const seconds = Math.floor(options.now() / 1000);
    const timely = Number(claims["iat"]) <= seconds && Number(claims["exp"]) - Number(claims["iat"]) <= 3600;
    if (header["kid"] !== keyId || claims["iss"] !== ACCOUNT || !timely) return refuse("invalid_grant");
    if (claims["aud"] !== "https://oauth2.googleapis.com/token" || claims["sub"] !== ADMIN)
      return refuse("invalid_grant");
    // One scope more than was entered for delegation, and none is given.
    if (claims["scope"] !== SCOPE) return refuse("unauthorized_client");
    const given = `ya29.${randomUUID()}`;
    tokens.push(given);
    valid.add(given);
    return { body: { access_token: given, expires_in: 3599, token_type: "Bearer" } };
  };

  const list = ({ query }: Asked): Replied => {
    if (query.get("customer") !== "my_customer" && !query.has("domain")) return failure(400, "badRequest");
    const size = Math.min(500, Number(query.get("maxResults") ?? 100));
    const gone = query.get("showDeleted") === "true";
    const all = [...users.values()].filter(({ id }) => deleted.has(id) === gone);
    const from = Number((query.get("pageToken") ?? "token-0").replace("token-", ""));
    const page = all.slice(from, from + size).map((user) => shown(user, deleted.get(user.id), query));
    return {
      body: {
        // The key is not there where there is nobody.
        ...(page.length === 0 ? {} : { users: page }),
        ...(from + size < all.length ? { nextPageToken: `token-${from + size}` } : {}),
      },
    };
  };

  const answer = (asked: Asked): Replied => {
    if (asked.method === "POST" && asked.path === "/token") return token(asked);
    if (!valid.has((asked.headers["authorization"] ?? "").replace("Bearer ", ""))) return failure(401, "authError");
    const root = "/admin/directory/v1/users";
    if (asked.path === root) {
      if (refusal === undefined) return list(asked);
      const { status, reason } = refusal;
      refusal = undefined;
      return failure(status, reason);
    }
    const user = users.get(asked.path.slice(root.length + 1));
    if (user === undefined || deleted.has(user.id)) return failure(404, "notFound");
    return { body: shown(user, undefined, asked.query) };
  };

  const server = await startFakeApi({
    answer,
    page: ({ path, query }) => {
      if (!path.endsWith("/users") || query.get("customer") !== "my_customer" || query.get("maxResults") === "1")
        return undefined;
      const size = Number(query.get("maxResults") ?? 100);
      if (query.get("showDeleted") === "true") return Math.ceil(users.size / size) + 1;
      return Number((query.get("pageToken") ?? "token-0").replace("token-", "")) / size + 1;
    },
    // Servers, and what stands before them, repeat what they were sent.
    refuse: (status, { headers }) => ({
      ...failure(
        status,
        { 401: "authError", 403: "forbidden", 404: "notFound", 429: "rateLimitExceeded", 500: "backendError" }[status],
        headers["authorization"],
      ),
      ...(status === 429 ? { headers: { "retry-after": "1" } } : {}),
    }),
    spoil: ({ body, status = 200 }, fault, { query }) => {
      if (fault === "wrong shape") return { status, body: { users: { nobody: true } } };
      if (fault === "empty list") return { status, body: { kind: "admin#directory#users" } };
      return { status, body: { ...(body as object), nextPageToken: query.get("pageToken") ?? "token-0" } };
    },
  });
  return {
    settings: { api: server.url, login: server.url },
    asked: server.asked,
    fault: server.fault,
    heal: server.heal,
    close: server.close,
    key: JSON.stringify({
      type: "service_account",
      project_id: "project",
      private_key_id: keyId,
      private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
      client_email: ACCOUNT,
      client_id: "100000000000000000001",
      token_uri: "https://oauth2.googleapis.com/token",
    }),
    users,
    tokens,
    set: (id, properties) => {
      const user = users.get(id);
      if (user === undefined) throw new Error("The fake account has no such user.");
      for (const [name, value] of Object.entries(properties)) {
        if (value === undefined) delete user[name];
        else user[name] = value;
      }
    },
    add: (properties) => {
      const user = make(users.size, properties);
      users.set(user.id, user);
      return user.id;
    },
    delete: (id) => deleted.set(id, new Date(options.now()).toISOString()),
    undelete: (id) => deleted.delete(id),
    refuseOnce: (status, reason) => {
      refusal = { status, reason };
    },
    revoke: () => valid.clear(),
    refuseTokens: (error) => {
      noTokens = error;
    },
  };
}

function failure(code: number, reason: string, more = ""): Replied {
  const message = `Refused. ${more}`;
  return { status: code, body: { error: { code, message, errors: [{ message, domain: "global", reason }] } } };
}

/** What of a user leaves Google: custom fields with the projection that asks for them, and of the rest what `fields` names. */
function shown(user: User, deletionTime: string | undefined, query: URLSearchParams): Record<string, unknown> {
  const wanted = query.get("fields") ?? "*";
  const inside = /users\((.*)\)/.exec(wanted)?.[1] ?? wanted;
  // Only the names of the first level: what stands in brackets is of a deeper one.
  const names = new Set(inside.replaceAll(/\([^()]*\)/g, "").split(","));
  const schemas = new Set((query.get("customFieldMask") ?? "").split(","));
  const { customSchemas, ...rest } = user;
  const custom = Object.entries((customSchemas ?? {}) as Record<string, unknown>).filter(([name]) => schemas.has(name));
  const all: Record<string, unknown> = {
    ...rest,
    ...(query.get("projection") === "custom" && custom.length > 0 ? { customSchemas: Object.fromEntries(custom) } : {}),
    ...(deletionTime === undefined ? {} : { deletionTime }),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has("*") || names.has(name)));
}

function make(n: number, more: Readonly<Record<string, unknown>>): User {
  const first = FIRST[n % FIRST.length] ?? "";
  const last = `${LAST[Math.floor(n / FIRST.length) % LAST.length]}${n}`;
  return {
    id: `1${String(n).padStart(20, "0")}`,
    customerId: "C0fake123",
    primaryEmail: `${first}.${last}@acme.example`,
    name: { fullName: `${first} ${last}`, givenName: first, familyName: last },
    isAdmin: n === 0,
    isDelegatedAdmin: n === 1,
    lastLoginTime: "2026-11-01T09:00:00.000Z",
    suspended: false,
    archived: false,
    orgUnitPath: n % 2 === 0 ? "/Berlin" : "/Lyon",
    organizations: [{ primary: true, title: "Keeper", department: n % 3 === 0 ? "Sales" : "Care", costCenter: "K7" }],
    locations: [{ type: "desk", area: "desk", buildingId: n % 2 === 0 ? "BER1" : "LYS2" }],
    externalIds: [
      { type: "account", value: `A${n}` },
      { type: "organization", value: `E${1000 + n}` },
    ],
    relations: [{ type: "manager", value: "lead@acme.example" }],
    customSchemas: { Employment: { office: "Remote", salary: "none of our business" }, Health: { note: "private" } },
    ...more,
  };
}
