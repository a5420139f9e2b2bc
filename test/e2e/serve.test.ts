// `rollcall serve` as a process, beside a fake workspace: who gets in, how it is reached, and how it ends.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLIENT, createBrowser, signInAt } from "../server/oidc.ts";
import { freePort } from "../support/ports.ts";
import { ask, begin, providerProcess, selfSigned, sessionOf, serving } from "./serving.ts";
import { openStage, type Stage } from "./stage.ts";

const AUDIENCES = `audiences:
  identity: { sees: named, who: Identity team, reason: verify off-boarding, until: ${yearFromNow()} }
  council: { sees: counts, readers: authorised, who: Works council }
`;

let stage: Stage;
let port: number;
beforeAll(async () => {
  stage = await openStage(60);
  port = await freePort();
});
afterAll(() => stage.close());

/** A day that the settings bear: not further off than a year. */
function yearFromNow(): string {
  return new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
}

const settings = (serve: string): string => stage.settings("rollcall.yaml", `${AUDIENCES}serve: { ${serve} }\n`);

describe("on this machine", () => {
  it("lets whoever reads the terminal in by a link, once, ends within seconds with a page open, and has its port alone", async () => {
    settings(`port: ${port}`);
    expect(await stage.run(["alive"])).toMatchObject({ code: 4, out: "" });
    const site = await serving(stage);
    expect(site.address).toBe(`http://127.0.0.1:${port}`);
    const link = site.link ?? "";
    expect(link).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/link/[\\w-]{43}$`));
    expect((await ask(`${site.address}/now`)).status).toBe(401);
    // Looked at, also ahead of time by a browser, it is still good.
    expect((await ask(link)).body).toContain('<form method="post"');
    const first = await ask(link, { method: "POST" });
    expect([first.status, first.headers.location]).toEqual([303, "/"]);
    const cookie = sessionOf(first);
    expect(cookie).toMatch(/^__Host-rollcall=[\w-]{43}$/);
    expect((await ask(`${site.address}/now`, { headers: { cookie } })).status).toBe(200);
    const second = await ask(link, { method: "POST" });
    expect([second.status, sessionOf(second)]).toEqual([401, ""]);
    expect(second.body).toContain("has been used already");

    const alive = await stage.run(["alive"]);
    expect([alive.code, alive.out, alive.err]).toEqual([0, `rollcall serve answers at ${site.address}.\n`, ""]);
    const another = await stage.run(["serve"]);
    expect(another.code).toBe(3);
    expect(another.err).toContain(
      `serve: 127.0.0.1, port ${port}: another program listens there; choose another port.`,
    );

    const live = await begin(`${site.address}/live`, { headers: { cookie } });
    expect(live.headers["content-type"]).toBe("text/event-stream");
    live.on("error", () => {}).resume();
    const { code, took } = await site.stop();
    expect(code).toBe(0);
    expect(took).toBeLessThan(8_000);
    const gone = await stage.run(["alive"]);
    expect(gone.code).toBe(4);
    expect(gone.err).toBe(`rollcall: http://127.0.0.1:${port}: nothing answers there. Is rollcall serve running?\n`);
  }, 60_000);

  it("answers programs by a token, in its scope, until it is revoked", async () => {
    settings(`port: ${port}`);
    const site = await serving(stage);
    const add = await stage.run(["token", "add", "export", "--audience", "identity", "--scope", "departures:read"]);
    expect(add.code).toBe(0);
    const secret = add.out.trim();
    expect(add.out).toMatch(/^rc_[0-9A-Za-z]{49}\n$/);
    expect(add.err).toMatch(/^export asks for identity, until .*: departures:read\. The token is shown this once/m);
    expect(add.err).not.toContain(secret);
    const call = (path: string): Promise<number> =>
      ask(`${site.address}/api/v1${path}`, { headers: { authorization: `Bearer ${secret}` } }).then(
        ({ status }) => status,
      );
    expect(await call("/departures")).toBe(200);
    expect(await call("/waves")).toBe(403);
    const list = await stage.run(["token", "list"]);
    expect(list.out).toMatch(/export +t-[0-9a-f]{12} +identity +departures:read/);
    expect(list.out).not.toContain(secret);
    const [one] = (await stage.run(["token", "list", "--json"])).out.trim().split("\n");
    expect(JSON.parse(one ?? "")).toMatchObject({ name: "export", audience: "identity", scopes: ["departures:read"] });
    const revoked = await stage.run(["token", "revoke", "export"]);
    expect([revoked.code, revoked.err]).toEqual([0, ""]);
    expect(revoked.out).toMatch(/^export \(t-[0-9a-f]{12}\) is revoked: it is refused from now on\.\n$/);
    expect(await call("/departures")).toBe(401);
    expect((await stage.run(["token", "list"])).out).toMatch(/export .* revoked/);
    expect((await stage.run(["token", "revoke", "export"])).code).not.toBe(0);
    expect((await site.stop()).code).toBe(0);
  }, 60_000);
});

describe("with TLS of its own", () => {
  it("speaks it alone, and lets in as without; its health check goes by no name", async () => {
    const ca = selfSigned(stage.folder, "a.crt", "a.key");
    settings(`port: ${port}, tls: { cert: a.crt, key: a.key }`);
    const site = await serving(stage);
    expect(site.address).toBe(`https://127.0.0.1:${port}`);
    const signedIn = await ask(site.link ?? "", { method: "POST", ca });
    const cookie = signedIn.headers["set-cookie"]?.[0] ?? "";
    expect(cookie).toMatch(/^__Host-rollcall=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    const now = await ask(`${site.address}/now`, { headers: { cookie: sessionOf(signedIn) }, ca });
    expect(now.status).toBe(200);
    expect(now.headers["strict-transport-security"]).toContain("max-age=");
    await expect(ask(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow(/hang up|ECONNRESET/);
    expect(await stage.run(["alive"])).toMatchObject({ code: 0, out: `rollcall serve answers at ${site.address}.\n` });
    expect((await site.stop()).code).toBe(0);
  }, 60_000);
});

describe("where others reach it", () => {
  it("does not listen at every address without TLS, and says what to do", async () => {
    settings("host: 0.0.0.0");
    const { code, out, err } = await stage.run(["serve"]);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain("serve.host: others than this machine reach this address, and nothing encrypts what is sent");
    expect(err).toContain("nobody would have to say who they are: add signIn");
  });

  it("has people sign in at the provider, behind a proxy, and calls itself by the address that they know", async () => {
    const origin = "https://rollcall.example";
    const provider = await providerProcess(`${origin}/sign-in/back`);
    try {
      settings(`host: 0.0.0.0, port: ${port}, behindProxy: true, address: "${origin}",
  signIn: { issuer: "${provider.issuer}", clientId: rollcall, clientSecret: { env: CLIENT_SECRET },
    scopes: [openid, groups], audiences: { identity: [sg-identity] } }`);
      const site = await serving(stage, { CLIENT_SECRET: CLIENT.secret });
      expect([site.address, site.link]).toEqual([origin, undefined]);
      // As a proxy asks: over plain http, by the name that people asked for.
      const browser = createBrowser();
      const through = async (path: string): ReturnType<typeof ask> => {
        const headers = { host: "rollcall.example", "x-forwarded-for": "198.51.100.7" };
        const answer = await ask(`http://127.0.0.1:${port}${path}`, {
          headers: { ...headers, cookie: browser.cookies(origin) },
        });
        const set = (answer.headers["set-cookie"] ?? []).map((one): [string, string] => ["set-cookie", one]);
        browser.keep(origin, new Response(null, { headers: set }));
        return answer;
      };
      const signIn = async (as: string): ReturnType<typeof ask> => {
        const back = await signInAt((await through("/sign-in/begin")).headers.location ?? "", as, browser);
        return through(`${back.pathname}${back.search}`);
      };
      const refused = await signIn("nora");
      expect(refused.status).toBe(403);
      expect(refused.body).toContain("none of the groups that may look here");
      browser.forget();
      expect(await signIn("petra")).toMatchObject({ status: 303, headers: { location: "/" } });
      expect((await through("/now")).status).toBe(200);
      const feed = JSON.parse((await through("/record/feed.json")).body) as { feed_url: string; home_page_url: string };
      expect([feed.feed_url, feed.home_page_url]).toEqual([`${origin}/record/feed.json`, `${origin}/record`]);
      const { servers } = JSON.parse((await through("/api/v1/openapi.json")).body) as { servers: unknown };
      expect(servers).toEqual([{ url: origin }]);
      expect((await through("/api")).body).toContain(`${origin}/api/v1/`);
      // By another name nobody is answered, but from this machine itself.
      expect((await ask(`http://127.0.0.1:${port}/`, { headers: { host: "evil.example" } })).status).toBe(403);
      expect((await stage.run(["alive"])).code).toBe(0);
      expect((await site.stop()).code).toBe(0);
    } finally {
      provider.stop();
    }
  }, 90_000);
});
