// What comes from elsewhere, under another name, by another method, too often or too large, of every route there is.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addToken, revokeToken } from "../../src/app/tokens.ts";
import type { Clock, Store } from "../../src/app/ports.ts";
import type { OwnAudience } from "../../src/core/disclosure/grant.ts";
import { isToken, tokenOf } from "../../src/core/disclosure/token.ts";
import { DAY, MINUTE, SECOND } from "../../src/core/time.ts";
import { type App, createApp, routesOf } from "../../src/server/app.tsx";
import { servedAssets } from "../../src/server/assets.ts";
import { linkAuthentication } from "../../src/server/auth.ts";
import { createLimiter } from "../../src/server/limits.ts";
import { createDurations } from "../../src/server/metrics.ts";
import type { Route } from "../../src/server/route.ts";
import { routesBeside } from "../../src/server/routes.ts";
import { withTokens } from "../../src/server/tokens.ts";
import { pages } from "../../src/web/index.ts";
import { openStand, type Stand } from "../support/site.ts";

const HOST = "rollcall.test";
const OWN: Record<string, string> = { host: HOST, "sec-fetch-site": "same-origin", "x-rollcall": "1" };
const AUDIENCES: readonly OwnAudience[] = [
  { sees: "named", alias: "identity", who: "Identity team", reason: "off-boarding", until: "2026-12-31" },
  { sees: "counts", alias: "council", who: "Works council", readers: "authorised" },
];
let now = Date.UTC(2026, 10, 20);
const clock: Clock = { now: () => now, sleep: async () => {}, every: () => () => {} };

let stand: Stand;
let store: Store;
let app: App;
let routes: readonly Route[];
let link: string;

function makeApp(behindProxy: boolean): App {
  const people = linkAuthentication(clock, AUDIENCES[0] ?? "operator");
  link = people.link;
  const authentication = withTokens(people, { store, clock, audiences: AUDIENCES });
  const parts = {
    pages,
    routes: routesBeside(authentication, { version: "0.1.0", durations: createDurations() }),
    authentication,
    assets: servedAssets(new URL("../../assets/", import.meta.url)),
  };
  routes = routesOf(parts);
  const site = { ...stand.site, clock };
  return createApp({ ...parts, site, hosts: new Set([HOST]), fault: () => {}, behindProxy });
}

beforeAll(async () => {
  stand = await openStand();
  ({ store } = stand);
  app = makeApp(false);
});
afterAll(() => stand.close());

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const pathOf = (path: string): string => path.replaceAll(/:\w+(?:\{[^}]*\})?/g, "x-1");
const ask = (path: string, method: string, headers: Record<string, string> = OWN, from?: string): Promise<Response> =>
  app(new Request(`https://${HOST}${path}`, { method, headers }), from);
const textOf = async (response: Response): Promise<string> => {
  // A page that renews itself goes on.
  if (response.headers.get("content-type")?.startsWith("text/event-stream") === true) {
    await response.body?.cancel();
    return "";
  }
  return response.text();
};

describe("every route", () => {
  it("answers its own methods, and any other with 405 and which these are", async () => {
    const paths = Map.groupBy(routes, ({ path }) => path);
    expect(paths.size).toBeGreaterThan(20);
    for (const [path, mine] of paths) {
      const allowed = new Set(mine.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method])));
      for (const method of METHODS) {
        const response = await ask(pathOf(path), method);
        await textOf(response);
        if (allowed.has(method)) expect([path, method, response.status === 405]).toEqual([path, method, false]);
        else {
          const other = response.headers.get("allow")?.split(", ") ?? [];
          expect([path, method, response.status, other.length > 0 && !other.includes(method)]).toEqual([
            path,
            method,
            405,
            true,
          ]);
        }
      }
    }
  });

  it("changes nothing where another site has it asked for, in whatever way that shows", async () => {
    const { host } = { host: HOST };
    const foreign: Record<string, string>[] = [
      { host },
      { host, "sec-fetch-site": "cross-site" },
      { host, "sec-fetch-site": "same-site" },
      { host, "sec-fetch-site": "none" },
      { host, origin: "https://evil.example" },
      { host, origin: `https://${HOST}.evil.example` },
      { host, origin: "null" },
      { host, origin: `https://${HOST}`, "sec-fetch-site": "cross-site" },
      { host, authorization: "Basic YTpi" },
    ];
    const changing = routes.filter(({ method }) => method !== "GET");
    expect(changing.length).toBeGreaterThan(1);
    for (const { path, method } of changing) {
      for (const headers of foreign) {
        const response = await ask(pathOf(path), method, headers);
        expect([path, headers, response.status]).toEqual([path, headers, 403]);
        expect(response.headers.has("set-cookie")).toBe(false);
      }
      const own = await textOf(await ask(pathOf(path), method, { host, origin: `https://${HOST}`, "x-rollcall": "1" }));
      expect(own).not.toContain("Another site asked for this");
      if (path.startsWith("/api/")) {
        const form = await ask(pathOf(path), method, { host, "sec-fetch-site": "same-origin" });
        expect([path, form.status]).toEqual([path, 403]);
      }
    }
  });

  it("is not there under a name that somebody else has pointed here", async () => {
    for (const host of ["evil.example", "127.0.0.1", `${HOST}:81`, `${HOST}.`, "", `${HOST}@evil.example`]) {
      for (const path of ["/", "/transparency", "/healthz", "/not-there"]) {
        const response = await ask(path, "GET", { ...OWN, host });
        expect([host, path, response.status]).toEqual([host, path, 403]);
      }
    }
    expect((await ask("/transparency", "GET", { ...OWN, host: HOST.toUpperCase() })).status).toBe(200);
  });

  it("and whatever is not there has the headers that keep a page to itself", async () => {
    const found = new Map<string, string[]>();
    for (const path of [...routes.filter(({ method }) => method === "GET").map((route) => route.path), "/not-there"]) {
      for (const method of ["GET", "DELETE"]) {
        const response = await ask(pathOf(path), method);
        await textOf(response);
        const names = [
          "content-security-policy",
          "cross-origin-opener-policy",
          "cross-origin-resource-policy",
          "permissions-policy",
          "referrer-policy",
          "strict-transport-security",
          "x-content-type-options",
          "x-frame-options",
        ];
        const key = JSON.stringify(names.map((name) => [name, response.headers.get(name)]));
        found.set(key, [...(found.get(key) ?? []), `${method} ${path}`]);
        expect([path, response.headers.has("access-control-allow-origin")]).toEqual([path, false]);
      }
    }
    expect([...found.keys()].map((key) => Object.fromEntries(JSON.parse(key) as [string, string][])))
      .toMatchInlineSnapshot(`
      [
        {
          "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
          "cross-origin-opener-policy": "same-origin",
          "cross-origin-resource-policy": "same-origin",
          "permissions-policy": "camera=(), microphone=(), geolocation=()",
          "referrer-policy": "no-referrer",
          "strict-transport-security": "max-age=15552000; includeSubDomains",
          "x-content-type-options": "nosniff",
          "x-frame-options": "DENY",
        },
      ]
    `);
  });

  it("reads no body whose length is not said, or is too large", async () => {
    for (const { path, method } of routes.filter((one) => one.method !== "GET")) {
      const large = await ask(pathOf(path), method, { ...OWN, "content-length": String(2 ** 20 + 1) });
      expect([path, large.status]).toEqual([path, 413]);
      const endless = await ask(pathOf(path), method, { ...OWN, "transfer-encoding": "chunked" });
      expect([path, endless.status]).toEqual([path, 411]);
    }
  });
});

describe("too much", () => {
  it("of one address is refused until there is room again, and of another is not", async () => {
    let refused: Response | undefined;
    let answered = 0;
    for (let i = 0; i < 700 && refused === undefined; i++) {
      const response = await ask("/not-there", "GET", OWN, "198.51.100.1");
      if (response.status === 429) refused = response;
      else answered++;
    }
    expect(answered).toBe(600);
    expect(refused?.headers.get("retry-after")).toBe("1");
    expect((await ask("/transparency", "GET", OWN, "198.51.100.2")).status).toBe(200);
    expect((await ask("/transparency", "GET", OWN, "127.0.0.1")).status).toBe(200);
    now += SECOND;
    expect((await ask("/transparency", "GET", OWN, "198.51.100.1")).status).toBe(200);
  });

  it("is told apart behind a proxy by whom it has seen, and by nothing that others have written", async () => {
    const behind = makeApp(true);
    const get = (seen: string): Promise<Response> =>
      behind(new Request(`https://${HOST}/not-there`, { headers: { ...OWN, "x-forwarded-for": seen } }), "127.0.0.1");
    for (let i = 0; i < 600; i++) await get(`10.0.0.${i % 200}, 198.51.100.9`);
    expect((await get("10.1.1.1, 198.51.100.9")).status).toBe(429);
    expect((await get("198.51.100.9, 198.51.100.10")).status).toBe(404);
    app = makeApp(false);
  });

  it("of secrets that are tried ends soon, also with the right one", async () => {
    const from = "198.51.100.3";
    for (let i = 0; i < 20; i++) expect((await ask(`/link/guess-${i}`, "POST", OWN, from)).status).toBe(401);
    const refused = await ask(link, "POST", OWN, from);
    expect([refused.status, Number(refused.headers.get("retry-after"))]).toEqual([429, 3]);
    for (let i = 0; i < 20; i++) {
      const headers = { host: HOST, authorization: `Bearer rc_${i}` };
      expect((await ask("/api/v1/departures", "GET", headers, "198.51.100.4")).status).toBe(401);
    }
    const headers = { host: HOST, authorization: "Bearer rc_more" };
    expect((await ask("/api/v1/departures", "GET", headers, "198.51.100.4")).status).toBe(429);
    now += MINUTE;
    expect((await ask(link, "POST", OWN, from)).status).toBe(303);
  });

  it("of charts and files of the record ends sooner, of one address alone, and also of a program with a token", async () => {
    app = makeApp(false);
    const chart = (from: string): Promise<number> =>
      ask("/record/charts", "GET", OWN, from).then(async (response) => {
        await response.text();
        return response.status;
      });
    for (let i = 0; i < 60; i++) expect([i, await chart("198.51.100.20")]).toEqual([i, 200]);
    expect(await chart("198.51.100.20")).toBe(429);
    expect(await chart("198.51.100.21")).toBe(200);
    expect(await chart("127.0.0.1")).toBe(200);
    expect((await ask("/record", "GET", OWN, "198.51.100.20")).status).toBe(200);
    expect((await ask("/record/export.csv", "GET", OWN, "198.51.100.20")).status).toBe(429);
    now += 2 * SECOND;
    expect(await chart("198.51.100.20")).toBe(200);
  });

  it("of files is a second one while the first is sent, and a seventeenth of all", async () => {
    app = makeApp(false);
    const file = (from: string, method = "GET"): Promise<Response> => ask("/record/export.json", method, OWN, from);
    const first = await file("198.51.100.30");
    const refused = await file("198.51.100.30");
    expect([first.status, refused.status, refused.headers.get("retry-after")]).toEqual([200, 429, "5"]);
    // One of IPv6 has a whole network to come from.
    const six = await file("2001:db8:1:2::1");
    expect([six.status, (await file("2001:db8:1:2:ffff::7")).status]).toEqual([200, 429]);
    // Read, given up, or asked for by its head alone: it is over.
    await first.text();
    const second = await file("198.51.100.30");
    expect(second.status).toBe(200);
    await second.body?.cancel();
    for (let i = 0; i < 3; i++) expect((await file("198.51.100.30", "HEAD")).status).toBe(200);
    const tag = second.headers.get("etag") ?? "";
    for (let i = 0; i < 3; i++) {
      const same = await ask("/record/export.json", "GET", { ...OWN, "if-none-match": tag }, "198.51.100.30");
      expect(same.status).toBe(304);
    }
    for (let i = 0; i < 15; i++) expect([i, (await file(`198.51.100.${40 + i}`)).status]).toEqual([i, 200]);
    expect((await file("198.51.100.90")).status).toBe(429);
    // Nobody reads them on: they count no more.
    now += 10 * MINUTE + 1;
    expect((await file("198.51.100.90")).status).toBe(200);
  });

  it("is remembered of so many and no more", () => {
    const limiter = createLimiter(clock, { burst: 1, perSecond: 1 }, 100);
    expect([limiter.take("first"), limiter.take("first") > 0]).toEqual([0, true]);
    for (let i = 0; i < 100; i++) limiter.take(`other ${i}`);
    expect(limiter.take("first")).toBe(0);
  });
});

describe("a token", () => {
  const place = () => ({ store, clock });
  const bearer = (secret: string) => ({ host: HOST, authorization: `Bearer ${secret}` });
  const make = (name: string, audience: string, scopes: Parameters<typeof addToken>[2]["scopes"], until?: string) =>
    addToken(place(), AUDIENCES, { name, audience, scopes, ...(until === undefined ? {} : { until }) });

  it("is 256 bits that whoever scans for lost secrets finds, and a slip of one letter is none", () => {
    const token = tokenOf(new Uint8Array(32).fill(7));
    expect(token).toMatch(/^rc_[0-9A-Za-z]{49}$/);
    expect(isToken(token)).toBe(true);
    expect(isToken(`${token.slice(0, 20)}${token[20] === "a" ? "b" : "a"}${token.slice(21)}`)).toBe(false);
    expect(tokenOf(new Uint8Array(32).fill(255))).toHaveLength(token.length);
  });

  it("lets its scope in and no other, and no page; its secret is nowhere in the store or on the record", async () => {
    const { secret, token } = await make("reports", "identity", ["departures:read"]);
    expect((await ask("/api/v1/departures", "GET", bearer(secret))).status).toBe(200);
    expect((await ask("/api/v1/waves", "GET", bearer(secret))).status).toBe(403);
    expect((await ask("/now", "GET", bearer(secret))).status).toBe(403);
    const kept = JSON.stringify([await store.tokens(), await store.records({})]);
    expect(kept).toContain(token.id);
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(secret.slice(3));
    expect((await store.tokens()).at(-1)?.usedOn).toBe("2026-11-20");
  });

  it("is refused once it is revoked, is over, or its audience's right has ended", async () => {
    const { secret, token } = await make("short", "identity", ["departures:read"], "2026-11-21");
    const council = await make("council", "council", ["report:read"], "2027-11-20");
    const status = async (of: string): Promise<number> => (await ask("/api/v1/departures", "GET", bearer(of))).status;
    expect(await status(secret)).toBe(200);
    const long = await make("long", "identity", ["departures:read"], "2027-11-20");
    const before = now;
    now += 2 * DAY;
    expect(await status(secret)).toBe(401);
    now = Date.UTC(2027, 0, 1);
    expect(await status(long.secret)).toBe(403);
    expect((await ask("/api/v1/report", "GET", bearer(council.secret))).status).not.toBe(401);
    now = before;
    expect(await status(long.secret)).toBe(200);
    await revokeToken(place(), "long");
    expect(await status(long.secret)).toBe(401);
    await expect(revokeToken(place(), token.name)).resolves.toMatchObject({ id: token.id });
    await expect(revokeToken(place(), token.name)).rejects.toThrow("no such token to revoke");
    expect((await store.records({ actions: ["token add", "token revoke"] })).length).toBeGreaterThan(4);
  });

  it("is not made for more than its audience may know, for longer than a year, or twice of one name", async () => {
    await expect(make("a", "council", ["departures:read"])).rejects.toThrow("council may see counts alone");
    await expect(make("a", "identity", ["report:read"], "2027-11-21")).rejects.toThrow("give 2027-11-20 at the latest");
    await expect(make("a", "identity", ["report:read"], "2026-11-19")).rejects.toThrow("is over");
    await expect(make("a", "identiti", ["report:read"])).rejects.toThrow('did you mean "identity"');
    await expect(make("reports", "identity", ["report:read"])).rejects.toThrow("there is a token of this name");
  });

  it("is counted by itself, from wherever it comes", async () => {
    const { secret } = await make("busy", "identity", ["departures:read"]);
    let last = 200;
    let answered = 0;
    for (let i = 0; i < 130 && last === 200; i++) {
      last = (await ask("/api/v1/departures?limit=1", "GET", bearer(secret), `198.51.100.${i}`)).status;
      if (last === 200) answered++;
    }
    expect([answered, last]).toEqual([120, 429]);
  });

  it("counts alone: a cookie beside it lets nobody in", async () => {
    app = makeApp(false);
    const cookie = ((await ask(link, "POST")).headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
    expect((await ask("/now", "GET", { ...OWN, cookie })).status).toBe(200);
    expect((await ask("/now", "GET", { ...OWN, cookie, authorization: "Bearer rc_none" })).status).toBe(401);
  });
});
