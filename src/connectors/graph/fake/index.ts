import { randomUUID } from "node:crypto";
import type { Instant } from "../../../core/time.ts";
import { type Asked, type FakeApi, type Replied as Reply, startFakeApi } from "../../../http/fake-api.ts";

export const TENANT = "6f1a2b3c-0d4e-4f5a-8b6c-7d8e9f0a1b2c";
export const CLIENT = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
export const SECRET = "fake~client.secret-of-the-app_0123456789";

type Value = string | boolean | null;
type Row = Readonly<Record<string, unknown>> & { readonly id: string };

interface User {
  readonly id: string;
  readonly properties: Record<string, Value>;
  manager: string | undefined;
  deleted: Instant | undefined;
  purged: boolean;
}

interface Change {
  readonly id: string;
  /** What changed; undefined for a user who was made, deleted or restored. */
  readonly property: string | undefined;
}

export interface FakeGraphOptions {
  readonly now: () => Instant;
  readonly users: number;
  readonly pageSize: number;
  readonly roles?: readonly string[];
  /** What Microsoft checks of the assertion of a certificate; without it only the secret is taken. */
  readonly takesAssertion?: (assertion: string, audience: string) => boolean;
}

export interface FakeGraph extends Pick<FakeApi, "asked" | "fault" | "heal" | "close"> {
  readonly settings: { readonly api: string; readonly login: string };
  readonly users: ReadonlyMap<string, User>;
  /** Every token that was given. */
  readonly tokens: readonly string[];
  readonly pages: number;
  set(id: string, properties: Readonly<Record<string, Value>>): void;
  setManager(id: string, manager: string | undefined): void;
  add(properties?: Readonly<Record<string, Value>>): string;
  delete(id: string): void;
  restore(id: string): void;
  purge(id: string): void;
  /** Rounds that have begun, and the links of those that have ended, are no longer known. */
  forgetRounds(): void;
  /** What stands in a round of its own accord: pages without anybody, and rows that come twice. */
  readonly habits: { emptyPages: boolean; repeats: boolean; minimal: boolean; lostWords: "410" | "syncStateNotFound" };
  /** Rows that stand in the next rounds as they are, at their end. */
  readonly strays: Row[];
  /** Tokens that were given are refused from now on. */
  revoke(): void;
}

const FIRST = ["Ada", "Bo", "Cem", "Dara", "Eli", "Fen", "Gus", "Hana", "Ivo", "Jun"];
const LAST = ["Quill", "Rasp", "Stell", "Thorn", "Umber", "Vance", "Wick", "Yarrow"];
const OFFICES = ["Berlin", "Lyon", "Osaka"];
const TEAMS = ["Sales", "Platform", "Legal", "Care"];

/** A round of the delta query, and what has been given of it. */
interface Turning {
  readonly rows: Row[][];
  readonly page: number;
  readonly select: string[];
  readonly upTo: number;
  /** It goes on from an earlier one. */
  readonly isLog: boolean;
}

/** Users, their rounds of the delta query, and the deleted ones, as Microsoft's pages describe them. */
export async function startFakeGraph(options: FakeGraphOptions): Promise<FakeGraph> {
  const users = new Map<string, User>();
  const journal: Change[] = [];
  const tokens: string[] = [];
  const valid = new Set<string>();
  const strays: Row[] = [];
  const habits: FakeGraph["habits"] = { emptyPages: false, repeats: false, minimal: false, lostWords: "410" };
  /** By the token of each link: the pages that are left, or where the journal had come to. */
  let rounds = new Map<string, Turning>();
  let links = new Map<string, { select: string[]; upTo: number }>();

  for (let n = 0; n < options.users; n++) users.set(...make(n, {}));
  const change = (id: string, property?: string) => void journal.push({ id, property });
  const find = (id: string): User => {
    const user = users.get(id);
    if (user === undefined) throw new Error("The fake tenant has no such user.");
    return user;
  };

  const token = (asked: Asked): Reply => {
    const form = new URLSearchParams(asked.body);
    const refuse = (error: string, code: string): Reply => ({
      status: 401,
      body: { error, error_description: `${code}: Refused. Trace ID: ${randomUUID()} ${form.get("client_secret")}` },
    });
    if (form.get("client_id") !== CLIENT) return refuse("unauthorized_client", "AADSTS700016");
    if (form.get("grant_type") !== "client_credentials") return refuse("unsupported_grant_type", "AADSTS70003");
    const assertion = form.get("client_assertion");
    if (assertion !== null) {
      const taken = options.takesAssertion?.(assertion, `${server.url.slice(0, -1)}${asked.path}`) ?? false;
      if (!taken) return refuse("invalid_client", "AADSTS700027");
    } else if (form.get("client_secret") !== SECRET) return refuse("invalid_client", "AADSTS7000215");
    const claims = { tid: TENANT, roles: options.roles ?? ["User.Read.All"], n: tokens.length };
    const given = ["header", JSON.stringify(claims), "signature"]
      .map((part) => Buffer.from(part).toString("base64url"))
      .join(".");
    tokens.push(given);
    valid.add(given);
    return { status: 200, body: { token_type: "Bearer", expires_in: 3599, access_token: given } };
  };

  const rowOf = (user: User, select: readonly string[], only?: ReadonlySet<string>): Row => {
    if (user.purged) return { id: user.id, "@removed": { reason: "deleted" } };
    if (user.deleted !== undefined) return { id: user.id, "@removed": { reason: "changed" } };
    const row: Record<string, unknown> = { id: user.id };
    for (const property of select) {
      if (only !== undefined && !only.has(property)) continue;
      // What was never set is not there, and what was set and taken away is null.
      if (property in user.properties) row[property] = user.properties[property];
    }
    if (select.includes("manager") && user.manager !== undefined && (only === undefined || only.has("manager")))
      row["manager@delta"] = [{ "@odata.type": "#microsoft.graph.user", id: user.manager }];
    return { ...row, id: user.id };
  };

  const begin = (select: string[], rows: Row[], isLog = false): Reply => {
    const all = [...rows, ...(habits.repeats ? rows.slice(0, 3) : []), ...strays];
    const pages: Row[][] = [];
    for (let at = 0; at < all.length; at += options.pageSize) pages.push(all.slice(at, at + options.pageSize));
    if (habits.emptyPages) pages.splice(1, 0, []);
    const round = { rows: pages.length === 0 ? [[]] : pages, page: 1, select, upTo: journal.length, isLog };
    return turn(round);
  };
  const turn = (round: Turning): Reply => {
    const value = round.rows[round.page - 1] ?? [];
    const last = round.page >= round.rows.length;
    const mark = randomUUID();
    if (last) links.set(mark, { select: round.select, upTo: round.upTo });
    else rounds.set(mark, { ...round, page: round.page + 1 });
    const link = `${server.url}v1.0/users/delta?${last ? "$deltatoken" : "$skiptoken"}=${mark}`;
    return { status: 200, body: { value, [last ? "@odata.deltaLink" : "@odata.nextLink"]: link } };
  };
  const lost = (): Reply =>
    habits.lostWords === "410"
      ? {
          status: 410,
          headers: { location: `${server.url}v1.0/users/delta?$deltatoken=` },
          body: { error: { code: "resyncRequired", message: "Resync required." } },
        }
      : {
          status: 400,
          body: { error: { code: "syncStateNotFound", message: "The sync state generation is not found." } },
        };

  const delta = (asked: Asked): Reply => {
    const { query } = asked;
    for (const name of ["$top", "$expand", "$orderby"]) {
      if (query.has(name)) return { status: 400, body: { error: { code: "Request_UnsupportedQuery", message: name } } };
    }
    const skip = query.get("$skiptoken");
    if (skip !== null) {
      const round = rounds.get(skip);
      return round === undefined ? lost() : turn(round);
    }
    const mark = query.get("$deltatoken");
    const select = (query.get("$select") ?? "displayName").split(",");
    if (mark === "latest") return begin(select, []);
    if (mark === null) {
      return begin(
        select,
        [...users.values()]
          .filter(({ deleted, purged }) => deleted === undefined && !purged)
          .map((one) => rowOf(one, select)),
      );
    }
    const known = links.get(mark);
    if (known === undefined) return lost();
    const since = journal.slice(known.upTo);
    const tracked = since.filter(({ property }) => property === undefined || known.select.includes(property));
    const rows = [...new Set(tracked.map(({ id }) => id))].map((id) => {
      const changed = tracked.filter((one) => one.id === id);
      const whole = !habits.minimal || changed.some(({ property }) => property === undefined);
      const only = whole ? undefined : new Set(changed.flatMap(({ property }) => property ?? []));
      return rowOf(find(id), known.select, only);
    });
    return begin(known.select, rows, true);
  };

  const byItself = (user: User, select: readonly string[], expand: boolean): Reply => {
    const row: Record<string, unknown> = { id: user.id };
    for (const property of select) row[property] = user.properties[property] ?? null;
    if (expand && user.manager !== undefined) row["manager"] = { id: user.manager };
    return { status: 200, body: { ...row, id: user.id } };
  };
  const deletedRow = (user: User): Row => ({
    "@odata.type": "#microsoft.graph.user",
    id: user.id,
    displayName: user.properties["displayName"],
    mail: user.properties["mail"],
    userType: user.properties["userType"],
    // Microsoft makes room for a new user of the same name.
    userPrincipalName: `${user.id.replaceAll("-", "")}${String(user.properties["userPrincipalName"])}`,
    deletedDateTime: new Date(user.deleted ?? 0).toISOString(),
  });
  const isDeleted = (user: User | undefined): user is User =>
    user !== undefined && user.deleted !== undefined && !user.purged;

  const answer = (asked: Asked): Reply => {
    const { path: pathname, query: searchParams } = asked;
    if (asked.method === "POST" && pathname === `/${TENANT}/oauth2/v2.0/token`) return token(asked);
    if (!valid.has((asked.headers["authorization"] ?? "").replace("Bearer ", "")))
      return {
        status: 401,
        body: { error: { code: "InvalidAuthenticationToken", message: "Access token is empty." } },
      };
    if (pathname === "/v1.0/users/delta") return delta(asked);
    const [, id = ""] = /^\/v1\.0\/users\/([^/]+)$/.exec(pathname) ?? [];
    const user = users.get(id);
    if (id !== "" && user !== undefined && user.deleted === undefined && !user.purged)
      return byItself(user, (searchParams.get("$select") ?? "").split(","), searchParams.has("$expand"));
    const items = "/v1.0/directory/deletedItems/";
    if (pathname === `${items}microsoft.graph.user`)
      return { status: 200, body: { value: [...users.values()].filter(isDeleted).map(deletedRow) } };
    const gone = pathname.startsWith(items) ? users.get(pathname.slice(items.length)) : undefined;
    if (isDeleted(gone)) return { status: 200, body: deletedRow(gone) };
    return {
      status: 404,
      body: { error: { code: "Request_ResourceNotFound", message: `Resource '${id}' does not exist.` } },
    };
  };

  const deltaPages = () => Math.ceil(options.users / options.pageSize);
  const server = await startFakeApi({
    answer,
    page: ({ path, query }) => {
      if (path.endsWith("/microsoft.graph.user")) return deltaPages() + 1;
      if (!path.endsWith("/users/delta")) return undefined;
      if (query.has("$deltatoken")) return query.get("$deltatoken") === "latest" ? undefined : "log 1";
      const skip = query.get("$skiptoken");
      const round = rounds.get(skip ?? "");
      return skip === null ? 1 : round?.isLog === true ? `log ${round.page}` : round?.page;
    },
    // Servers, and what stands before them, repeat what they were sent.
    refuse: (status, { headers }) => ({
      status,
      ...(status === 429 ? { headers: { "retry-after": "1" } } : {}),
      body: { error: { code: "refused", message: `Refused: ${headers["authorization"]}` } },
    }),
    spoil: ({ status = 200, body }, fault, { path, query }) => {
      const page = body as Record<string, unknown>;
      if (fault === "wrong shape") return { status, body: { ...page, value: { nobody: true } } };
      if (fault === "empty list") {
        const end = { "@odata.deltaLink": `${server.url}v1.0/users/delta?$deltatoken=${randomUUID()}` };
        return { status, body: { value: [], ...(path.endsWith("/users/delta") ? end : {}) } };
      }
      const { "@odata.nextLink": _, "@odata.deltaLink": __, ...rest } = page;
      // The deleted ones end without a word; so that they never do, the page leads to itself.
      return {
        status,
        body: path.endsWith("/users/delta")
          ? rest
          : { ...rest, "@odata.nextLink": `${server.url.slice(0, -1)}${path}?${query.toString()}` },
      };
    },
  });

  return {
    settings: { api: `${server.url}v1.0/`, login: server.url },
    asked: server.asked,
    fault: server.fault,
    heal: server.heal,
    close: server.close,
    users,
    tokens,
    pages: deltaPages() + 1,
    set: (id, properties) => {
      Object.assign(find(id).properties, properties);
      for (const property of Object.keys(properties)) change(id, property);
    },
    setManager: (id, manager) => {
      find(id).manager = manager;
      change(id, "manager");
    },
    add: (properties = {}) => {
      const [id, user] = make(users.size, properties);
      users.set(id, user);
      change(id);
      return id;
    },
    delete: (id) => {
      find(id).deleted = options.now();
      change(id);
    },
    restore: (id) => {
      find(id).deleted = undefined;
      change(id);
    },
    purge: (id) => {
      find(id).purged = true;
      change(id);
    },
    forgetRounds: () => {
      rounds = new Map();
      links = new Map();
    },
    habits,
    strays,
    revoke: () => valid.clear(),
  };
}

function make(n: number, more: Readonly<Record<string, Value>>): [string, User] {
  const id = `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;
  const first = FIRST[n % FIRST.length] ?? "";
  const last = `${LAST[Math.floor(n / FIRST.length) % LAST.length]}${n}`;
  const principal = `${first}.${last}@acme.example`;
  const properties = {
    accountEnabled: n % 40 !== 39,
    displayName: `${first} ${last}`,
    userPrincipalName: principal,
    mail: principal,
    userType: "Member",
    officeLocation: OFFICES[n % OFFICES.length] ?? "",
    department: TEAMS[n % TEAMS.length] ?? "",
    employeeId: `E${1000 + n}`,
    ...more,
  };
  return [id, { id, properties, manager: undefined, deleted: undefined, purged: false }];
}
