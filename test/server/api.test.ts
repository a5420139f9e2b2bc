// The API as a client meets it that knows no more than its description.
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENDPOINTS } from "../../src/server/api/index.ts";
import { createApp, routesOf } from "../../src/server/app.tsx";
import { openTestSite, type TestSite, WHO } from "../support/whole-site.ts";

let stand: TestSite;
beforeAll(async () => {
  stand = await openTestSite();
});
afterAll(() => stand.close());

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

interface Operation {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

/** What is looked at of any answer; what else it holds its schema says. */
interface Answered {
  readonly data: readonly { readonly id: string }[];
  readonly next: string | null;
  readonly detail: string;
  readonly status: number;
}

async function json(response: Response): Promise<Answered> {
  return (await response.json()) as Answered;
}

async function description(): Promise<Description> {
  return (await (await stand.ask("/api/v1/openapi.json")).json()) as Description;
}

describe("the description", () => {
  it("is one of OpenAPI 3.1, to a judge that is not ours", async () => {
    const judged = await new Validator().validate({ ...(await description()) });
    expect(judged.errors).toBeUndefined();
    expect(judged.valid).toBe(true);
  });

  it("has every route of the API, and no other", async () => {
    const { paths } = await description();
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
    );
    const answered = stand.routes
      .filter(({ path }) => path.startsWith("/api/"))
      .map(({ method, path }) => `${method} ${path}`);
    expect(described.toSorted()).toEqual(answered.toSorted());
    const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says of each who may have it, and with which scope", async () => {
    const { paths } = await description();
    for (const { path, method, scope, policy } of ENDPOINTS) {
      const security = paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()]?.security ?? [];
      expect(security).toContainEqual({ token: scope === undefined ? [] : [scope] });
      expect(security.some((one) => Object.keys(one).length === 0)).toBe(policy === "open");
    }
  });
});

/** By which two layoffs were said to be one. */
let lastAct = "";

/** What is asked at each endpoint: something that is there. */
function asked(id: string): { readonly path?: string; readonly body?: object } {
  const { acme, record } = stand.ids;
  const of: Readonly<Record<string, { readonly path?: string; readonly body?: object }>> = {
    getDeparture: { path: acme["departure"] ?? "" },
    explainDeparture: { path: acme["departure"] ?? "" },
    explainChange: { path: acme["change"] ?? "" },
    getWave: { path: acme["wave"] ?? "" },
    getWaveStrip: { path: acme["wave"] ?? "" },
    getLayoff: { path: record["layoff"] ?? "" },
    getCompany: { path: record["company"] ?? "" },
    addLayoff: { body: { company: "Quill", date: "2026-01-27", source: "https://news.example/quill", count: 12 } },
    mergeLayoffs: { path: record["layoff"] ?? "", body: { from: record["split"], why: "one round" } },
    splitLayoff: { path: record["layoff"] ?? "", body: { what: record["split"] } },
    reopenLayoffs: { path: record["layoff"] ?? "", body: { act: lastAct } },
    decideLayoffs: { path: record["layoff"] ?? "", body: { other: record["split"], decision: "same" } },
  };
  return of[id] ?? {};
}

describe("each endpoint", () => {
  it.each(ENDPOINTS.map((one) => [one.operation.id, one] as const))(
    "%s answers as it is described",
    async (id, one) => {
      const { paths, components } = await description();
      const { path = "", body } = asked(id);
      const address = one.path.replace(":id", path);
      const response = await stand.ask(address, WHO["a token with every scope"], {
        method: one.method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      expect([response.status, response.headers.get("content-type")]).toEqual([200, one.operation.type]);
      const text = await response.text();
      if (one.operation.id === "decideLayoffs") lastAct = (JSON.parse(text) as { act: { id: string } }).act.id;
      const described = paths[one.path.replaceAll(/:(\w+)/g, "{$1}")]?.[one.method.toLowerCase()];
      const schema = described?.responses["200"]?.content?.[one.operation.type]?.schema;
      expect(schema).toBeDefined();
      const ajv = new Ajv2020({ strict: false, validateFormats: false });
      const check = ajv.compile({ ...schema, components });
      check(one.operation.type.endsWith("json") ? JSON.parse(text) : text);
      expect(check.errors ?? []).toEqual([]);
    },
  );
});

describe("off-boarding", () => {
  interface Found {
    readonly data: readonly { readonly found: string }[];
    readonly next: string | null;
  }
  const list = async (query: string): Promise<Found> => {
    return (await (await stand.ask(`/api/v1/offboarding?${query}`, WHO.operator)).json()) as Found;
  };

  it("is gone through part by part, and loses and repeats nothing", async () => {
    const whole = await list("limit=200");
    const parts: unknown[] = [];
    for (let next: string | null = ""; next !== null;) {
      const part: Found = await list(`limit=2${next === "" ? "" : `&cursor=${next}`}`);
      expect(part.data.length).toBeLessThanOrEqual(2);
      parts.push(...part.data);
      next = part.next;
    }
    expect(whole.data.length).toBeGreaterThan(2);
    expect(parts).toEqual(whole.data);
    const orphans = await list("limit=200&found=orphan&acknowledged=false");
    expect(orphans.data).toEqual(whole.data.filter(({ found }) => found === "orphan"));
    expect((await list("acknowledged=true")).data).toEqual([]);
  });
});

describe("a list", () => {
  it.each(["/api/v1/departures", "/api/v1/layoffs", "/api/v1/layoffs?order=company&", "/api/v1/layoffs?order=count&"])(
    "%s is gone through part by part, and loses and repeats nobody",
    async (path) => {
      const join = path.includes("?") ? "" : "?";
      const whole = await json(await stand.ask(`${path}${join}limit=200`, WHO.operator));
      expect(whole.next).toBeNull();
      const ids: string[] = [];
      let next: string | null = "";
      while (next !== null) {
        const part = await json(
          await stand.ask(`${path}${join}limit=3${next === "" ? "" : `&cursor=${next}`}`, WHO.operator),
        );
        expect(part.data.length).toBeLessThanOrEqual(3);
        ids.push(...part.data.map(({ id }) => id));
        next = part.next;
      }
      expect(ids).toEqual(whole.data.map(({ id }) => id));
      expect(ids.length).toBeGreaterThan(3);
    },
  );

  it("goes on where it was when others come in before it", async () => {
    const first = await json(await stand.ask("/api/v1/departures?limit=2", WHO.operator));
    const rest = await json(await stand.ask(`/api/v1/departures?limit=2&cursor=${first.next}`, WHO.operator));
    const [departure] = await stand.store.departures({ limit: 1 });
    if (departure === undefined) throw new Error("nobody left");
    const newer = { ...departure, id: "d-newer", at: { notBefore: 1, notAfter: Date.UTC(2026, 10, 20, 11) } };
    await stand.store.transaction((writer) => writer.putDepartures([newer]));
    const again = await json(await stand.ask(`/api/v1/departures?limit=2&cursor=${first.next}`, WHO.operator));
    expect(again.data).toEqual(rest.data);
    const now = await json(await stand.ask("/api/v1/departures?limit=1", WHO.operator));
    expect(now.data[0]?.id).toBe("d-newer");
  });

  it.each(["?cursor=abc", "?cursor=WzFd", "?limit=0", "?limit=1000", "?directoy=acme", "?since=yesterday"])(
    "refuses %s, and says why",
    async (query) => {
      const response = await stand.ask(`/api/v1/departures${query}`, WHO.operator);
      expect([response.status, response.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
      expect((await json(response)).detail).toMatch(/^(cursor|limit|since|The query)/);
    },
  );
});

describe("what goes wrong", () => {
  it.each([
    ["/api/v1/nothing", "GET", 404],
    ["/api/", "GET", 404],
    ["/api/v1/departures", "POST", 405],
    ["/api/v1/layoffs/totals", "DELETE", 405],
    ["/api/v1/departures/d-0000", "GET", 404],
    ["/api/v1/departures/%3Cscript%3E", "GET", 400],
    ["/api/v1/layoffs", "POST", 400],
  ])("%s by %s is a problem of status %d", async (path, method, status) => {
    const response = await stand.ask(path, WHO.operator, { method });
    expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
    const body = await json(response);
    expect(Object.keys(body).toSorted()).toEqual(["detail", "status", "title", "type"]);
    expect(body.status).toBe(status);
    if (status === 405) expect(response.headers.get("allow")).toContain("GET");
  });

  it("a body that is none, is too long or has a word too many enters nothing", async () => {
    const headers = { "content-type": "application/json" };
    const entry = { company: "Quill", date: "2026-01-27", source: "https://news.example/x" };
    const size = await stand.store.recordSize();
    for (const body of [
      "{",
      JSON.stringify({ ...entry, more: 1 }),
      JSON.stringify({ ...entry, quote: "x".repeat(70_000) }),
    ]) {
      const response = await stand.ask("/api/v1/layoffs", WHO.operator, { method: "POST", headers, body });
      expect(response.status).toBe(400);
    }
    expect(await stand.store.recordSize()).toEqual(size);
  });

  it("whoever has not signed in is told how a client can", async () => {
    const response = await stand.ask("/api/v1/departures");
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="Rollcall"']);
  });
});

describe("an answer that has not changed", () => {
  it.each(["/api/v1/layoffs", "/api/v1/departures", "/api/v1/feeds/departures.atom"])(
    "of %s is not sent again",
    async (path) => {
      const first = await stand.ask(path, WHO.operator);
      const tag = first.headers.get("etag") ?? "";
      expect(tag).toMatch(/^(W\/)?"/);
      const again = await stand.ask(path, WHO.operator, {
        headers: { "if-none-match": `"x", W/${tag.replace("W/", "")}` },
      });
      expect([again.status, await again.text()]).toEqual([304, ""]);
      expect((await stand.ask(path, WHO.operator, { headers: { "if-none-match": '"x"' } })).status).toBe(200);
    },
  );
});

describe("names", () => {
  it.each(["/api/v1/departures", "/api/v1/feeds/departures.json", "/api/v1/waves", "/api/v1/feeds/waves.atom"])(
    "are on the record before %s sends them",
    async (path) => {
      const before = await stand.store.records({ actions: ["view"] });
      await stand.ask(path, WHO["names, by a grant"]);
      const after = await stand.store.records({ actions: ["view"] });
      expect(after.length).toBe(before.length + 1);
      expect(after[0]?.detail).toMatchObject({ as: "hr", page: path });
    },
  );

  it("are not sent where that cannot be put on the record", async () => {
    const transaction = stand.store.transaction.bind(stand.store);
    Object.assign(stand.site.store, {
      transaction: async () => {
        throw Object.assign(new Error("full"), {});
      },
    });
    try {
      await expect(stand.ask("/api/v1/departures", WHO.operator)).rejects.toThrow("fault");
    } finally {
      Object.assign(stand.site.store, { transaction });
    }
  });
});

it("a route without a policy does not start", () => {
  const handle = () => new Response("secret");
  const table = {
    pages: [],
    routes: [{ method: "GET", path: "/x", policy: undefined as never, handle }],
    authentication: { canSignIn: false, routes: [], identify: async () => WHO.nobody },
    assets: { paths: { style: "", script: "", icon: "" }, routes: [] },
  } as const;
  expect(() => routesOf(table)).toThrow("GET /x says not who may have it");
  expect(() => createApp({ ...table, site: stand.site, hosts: new Set(), fault: () => {} })).toThrow("who may have it");
});
