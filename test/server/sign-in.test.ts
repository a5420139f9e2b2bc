// People sign in at a provider that is not ours; whatever is forged, old, used or somebody else's lets nobody in.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeReading } from "../../src/app/take-reading.ts";
import type { Clock, Store } from "../../src/app/ports.ts";
import type { OwnAudience } from "../../src/core/disclosure/grant.ts";
import { Secret } from "../../src/core/secret.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { createAskProvider } from "../../src/http/provider.ts";
import { createApp } from "../../src/server/app.tsx";
import { servedAssets } from "../../src/server/assets.ts";
import { createProvider } from "../../src/server/provider.ts";
import { signInAuthentication } from "../../src/server/sign-in.ts";
import { pages } from "../../src/web/index.ts";
import { openStore } from "../../src/wire/context.ts";
import { deactivate, people, person, reading } from "../support/directory.ts";
import { openStand, type Stand } from "../support/site.ts";
import {
  type Browser,
  CLIENT,
  createBrowser,
  type Forged,
  type RealProvider,
  signInAt,
  startForged,
  startProvider,
} from "./oidc.ts";

const HOST = "rollcall.test";
const ORIGIN = `https://${HOST}`;
const BACK = `${ORIGIN}/sign-in/back`;
const AUDIENCES: readonly OwnAudience[] = [
  { sees: "named", alias: "identity", who: "Identity team", reason: "off-boarding", until: "2026-12-31" },
  { sees: "named", alias: "payroll", who: "Payroll", reason: "last pay", until: "2026-12-31", directories: ["beta"] },
  { sees: "counts", alias: "council", who: "Works council", readers: "authorised" },
];

let store: Store;
let stand: Stand;
let now: number;
let faults: string[];
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  store = await openStore();
  stand = await openStand();
  now = Date.UTC(2026, 10, 20);
  faults = [];
});
afterEach(async () => {
  await store.close();
  await stand.close();
  for (const close of closing.splice(0)) await close();
});

/** Rollcall beside a provider, asked as a browser asks. */
function site(issuer: string, more: { readonly account?: string } = {}) {
  const clock: Clock = { now: () => now, sleep: async () => {}, every: () => () => {} };
  const settings = {
    issuer,
    clientId: CLIENT.id,
    clientSecret: new Secret(CLIENT.secret, "the test"),
    scopes: ["openid", "email", "groups"],
    groups: "groups",
    ...more,
  };
  const app = createApp({
    site: { ...stand.site, store, clock },
    pages,
    routes: [],
    authentication: signInAuthentication({
      clock,
      store,
      provider: createProvider(settings, createAskProvider({ issuer, userAgent: "test" }), clock),
      audiences: AUDIENCES,
      members: { identity: ["sg-identity"], payroll: ["sg-payroll"], council: ["works-council"] },
      origin: () => ORIGIN,
      fault: (error) => faults.push(error),
    }),
    assets: servedAssets(new URL("../../assets/", import.meta.url)),
    hosts: new Set([HOST]),
    fault: (error) => faults.push(error),
  });
  return async (path: string, browser: Browser, method = "GET"): Promise<Response> => {
    const cookie = browser.cookies(ORIGIN);
    const headers = { host: HOST, "sec-fetch-site": "same-origin", ...(cookie === "" ? {} : { cookie }) };
    const response = await app(new Request(`${ORIGIN}${path}`, { method, headers }));
    browser.keep(ORIGIN, response);
    return response;
  };
}
type Ask = ReturnType<typeof site>;

async function real(): Promise<RealProvider> {
  const provider = await startProvider(BACK);
  closing.push(provider.close);
  return provider;
}

/** The address that the provider leads back to. */
async function there(ask: Ask, as: string, browser: Browser): Promise<string> {
  const begun = await ask("/sign-in/begin", browser);
  const back = await signInAt(begun.headers.get("location") ?? "", as, browser);
  return `${back.pathname}${back.search}`;
}

async function signIn(ask: Ask, as: string, browser: Browser): Promise<Response> {
  return ask(await there(ask, as, browser), browser);
}

const without = (key: string, of: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(of).filter(([name]) => name !== key));

const recorded = async (): Promise<unknown[]> =>
  (await store.records({}))
    .toReversed()
    .filter(({ action }) => action.startsWith("sign"))
    .map(({ action, detail }) => ({ action, ...without("session", detail) }));

describe("with a provider that is not ours", () => {
  it("whoever is in a group sees what its audience may see, and it is on the record without a name", async () => {
    const provider = await real();
    provider.accounts.set("petra", { groups: ["sg-identity", "others"], email: "petra@acme.example", verified: true });
    const ask = site(provider.issuer);
    const browser = createBrowser();
    expect((await ask("/now", browser)).status).toBe(401);
    const back = await signIn(ask, "petra", browser);
    expect([back.status, back.headers.get("location")]).toEqual([303, "/"]);
    const cookie = back.headers.getSetCookie().find((one) => one.startsWith("__Host-rollcall=")) ?? "";
    expect(cookie).toMatch(/^__Host-rollcall=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    const shown = await ask("/now", browser);
    expect(shown.status).toBe(200);
    expect(await shown.text()).toContain("identity");
    await ask("/sign-out", browser, "POST");
    expect((await ask("/now", browser)).status).toBe(401);
    expect(await recorded()).toEqual([
      { action: "sign in", as: "identity" },
      { action: "sign out", as: "identity", why: "asked" },
    ]);
    expect(JSON.stringify(await store.records({}))).not.toMatch(/petra/);
    expect(faults).toEqual([]);
  });

  it("readers of counts alone are let in and not recorded; whoever is in no group is refused, and that is", async () => {
    const provider = await real();
    provider.accounts.set("carl", { groups: ["works-council"] }).set("nora", { groups: ["others"] });
    const ask = site(provider.issuer);
    const council = createBrowser();
    await signIn(ask, "carl", council);
    expect((await ask("/report", council)).status).not.toBe(401);
    expect((await ask("/now", council)).status).toBe(403);
    expect(await recorded()).toEqual([]);
    const nobody = createBrowser();
    const refused = await signIn(ask, "nora", nobody);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("none of the groups that may look here");
    expect(await recorded()).toEqual([{ action: "sign in refused", why: "no audience" }]);
  });

  it("whoever is in several chooses one, may change it, and gets a new session each time", async () => {
    const provider = await real();
    provider.accounts.set("petra", { groups: ["sg-identity", "sg-payroll", "works-council"] });
    const ask = site(provider.issuer);
    const browser = createBrowser();
    const back = await signIn(ask, "petra", browser);
    expect(back.headers.get("location")).toBe("/audience");
    expect((await ask("/now", browser)).status).toBe(401);
    expect(await (await ask("/audience", browser)).text()).toMatch(/identity[\s\S]*payroll[\s\S]*council/);
    const before = browser.cookies(ORIGIN);
    expect((await ask("/audience/identity", browser, "POST")).status).toBe(303);
    expect(browser.cookies(ORIGIN)).not.toBe(before);
    expect((await ask("/now", browser)).status).toBe(200);
    expect((await ask("/audience/council", browser, "POST")).status).toBe(303);
    expect((await ask("/now", browser)).status).toBe(403);
    expect((await ask("/audience/board", browser, "POST")).status).toBe(403);
    expect(await recorded()).toEqual([{ action: "sign in", as: "identity" }]);
  });

  it("a change of groups is in force with the next sign-in", async () => {
    const provider = await real();
    provider.accounts.set("petra", { groups: ["sg-identity"] });
    const ask = site(provider.issuer);
    const browser = createBrowser();
    await signIn(ask, "petra", browser);
    provider.accounts.set("petra", { groups: ["works-council"] });
    expect((await ask("/now", browser)).status).toBe(200);
    await signIn(ask, "petra", browser);
    expect((await ask("/now", browser)).status).toBe(403);
  });

  it("a session ends after half an hour of nothing, and after twelve hours of use", async () => {
    const provider = await real();
    provider.accounts.set("petra", { groups: ["sg-identity"] });
    const ask = site(provider.issuer);
    const idle = createBrowser();
    await signIn(ask, "petra", idle);
    now += 30 * MINUTE;
    expect((await ask("/now", idle)).status).toBe(200);
    now += 30 * MINUTE + 1;
    expect((await ask("/now", idle)).status).toBe(401);
    const busy = createBrowser();
    await signIn(ask, "petra", busy);
    for (let i = 0; i < 24; i++) {
      now += 30 * MINUTE;
      expect((await ask("/now", busy)).status).toBe(200);
    }
    now += 1;
    expect((await ask("/now", busy)).status).toBe(401);
  });

  it("a right to names that ends, ends in the middle of a session", async () => {
    const provider = await real();
    provider.accounts.set("petra", { groups: ["sg-identity"] });
    const ask = site(provider.issuer);
    const browser = createBrowser();
    now = Date.UTC(2027, 0, 1) - 1;
    await signIn(ask, "petra", browser);
    expect((await ask("/now", browser)).status).toBe(200);
    now += 1;
    expect((await ask("/now", browser)).status).toBe(403);
  });

  it("an answer is good once, in the browser in which it was asked for, for ten minutes", async () => {
    const provider = await real();
    provider.accounts.set("petra", { groups: ["sg-identity"] });
    const ask = site(provider.issuer);
    const [mine, other] = [createBrowser(), createBrowser()];
    const answer = await there(ask, "petra", mine);
    expect((await ask(answer, other)).status).toBe(401);
    await ask("/sign-in/begin", other);
    expect((await ask(answer, other)).status).toBe(403);
    expect((await ask(answer, mine)).status).toBe(303);
    const replayed = createBrowser();
    replayed.keep(ORIGIN, new Response(null, { headers: { "set-cookie": mine.cookies(ORIGIN) } }));
    expect((await ask(answer, replayed)).status).toBe(401);
    const late = createBrowser();
    const slow = await there(ask, "petra", late);
    now += 10 * MINUTE + 1;
    const refused = await ask(slow, late);
    expect(refused.status).toBe(401);
    expect(await refused.text()).toContain("more than 10 minutes ago");
  });

  it("a code that has been used is refused by the provider, and nobody is let in", async () => {
    const provider = await real();
    provider.accounts.set("petra", { groups: ["sg-identity"] });
    const ask = site(provider.issuer);
    const [one, two] = [createBrowser(), createBrowser()];
    const first = new URL(await there(ask, "petra", one), ORIGIN);
    const second = new URL(await there(ask, "petra", two), ORIGIN);
    second.searchParams.set("code", first.searchParams.get("code") ?? "");
    expect((await ask(`${second.pathname}${second.search}`, two)).status).toBe(403);
    expect((await ask("/now", two)).status).toBe(401);
  });

  it("a session that was there before has another secret afterwards, and the old one is nobody's", async () => {
    const provider = await real();
    provider.accounts.set("petra", { groups: ["sg-identity"] });
    const ask = site(provider.issuer);
    const browser = createBrowser();
    browser.keep(ORIGIN, new Response(null, { headers: { "set-cookie": "__Host-rollcall=chosen-by-somebody-else" } }));
    await signIn(ask, "petra", browser);
    expect(browser.cookies(ORIGIN)).not.toContain("chosen-by-somebody-else");
    const old = browser.cookies(ORIGIN);
    await signIn(ask, "petra", browser);
    const fixed = createBrowser();
    fixed.keep(ORIGIN, new Response(null, { headers: { "set-cookie": old } }));
    expect((await ask("/now", fixed)).status).toBe(401);
  });

  it("a provider that is down keeps nobody from the open pages, and is asked again", async () => {
    const provider = await startProvider(BACK);
    await provider.close();
    const ask = site(provider.issuer);
    const refused = await ask("/sign-in/begin", createBrowser());
    expect(refused.status).toBe(502);
    expect(await refused.text()).toContain("cannot be reached now");
    expect((await ask("/transparency", createBrowser())).status).toBe(200);
  });
});

describe("whose account departs", () => {
  const RULES = { kind: "file", absence: "proves nothing", departures: { demotion: false }, longest: 3 * DAY } as const;
  const staff = [...people(20), person("P1", { name: "Petra", email: "petra@acme.example" })];
  const read = (accounts: Parameters<typeof reading>[0]) =>
    takeReading(store, reading(accounts, now, { directory: "acme", identity: "acme" }), RULES);

  it("is signed out with the next request after the sweep that found it, and does not get in again", async () => {
    const provider = await real();
    provider.accounts.set("petra", { groups: ["sg-identity"], email: "petra@acme.example", verified: true });
    await read(staff);
    const ask = site(provider.issuer);
    const browser = createBrowser();
    await signIn(ask, "petra", browser);
    now += HOUR / 4;
    await read(staff);
    expect((await ask("/now", browser)).status).toBe(200);
    now += HOUR / 4;
    await read(deactivate(staff, "P1"));
    expect((await ask("/now", browser)).status).toBe(401);
    const again = await signIn(ask, "petra", browser);
    expect(again.status).toBe(403);
    expect(await again.text()).toContain("has been deactivated or removed");
    expect(await recorded()).toEqual([
      { action: "sign in", as: "identity" },
      { action: "sign out", as: "identity", why: "departed" },
      { action: "sign in refused", why: "departed" },
    ]);
  });

  it("is found by a verified address alone, unless the settings name a claim that can be relied on", async () => {
    const provider = await real();
    provider.accounts.set("petra", { groups: ["sg-identity"], email: "petra@acme.example", verified: false });
    await read(deactivate(staff, "P1"));
    expect((await signIn(site(provider.issuer), "petra", createBrowser())).status).toBe(303);
    const trusting = site(provider.issuer, { account: "email" });
    expect((await signIn(trusting, "petra", createBrowser())).status).toBe(403);
  });
});

describe("with a token that is not the provider's word to us", () => {
  let forged: Forged;
  beforeEach(async () => {
    forged = await startForged();
    closing.push(forged.close);
  });

  /** Comes back with a code that has the nonce in it. */
  async function come(): Promise<Response> {
    const ask = site(forged.issuer);
    const browser = createBrowser();
    const asked = new URL((await ask("/sign-in/begin", browser)).headers.get("location") ?? "").searchParams;
    const answer = new URLSearchParams({ code: asked.get("nonce") ?? "", state: asked.get("state") ?? "" });
    const response = await ask(`/sign-in/back?${answer.toString()}`, browser);
    if (response.status === 303) expect((await ask("/now", browser)).status).toBe(200);
    else expect((await ask("/now", browser)).status).toBe(401);
    return response;
  }

  it("one that is in order lets in: what is refused below is refused for its fault", async () => {
    expect((await come()).status).toBe(303);
  });

  it.each<[name: string, make: Forged["token"]]>([
    ["another nonce", ({ claims }) => ({ claims: { ...claims, nonce: "another" } })],
    ["no nonce", ({ claims }) => ({ claims: without("nonce", claims) })],
    ["another issuer", ({ claims }) => ({ claims: { ...claims, iss: "https://elsewhere.example" } })],
    ["another audience", ({ claims }) => ({ claims: { ...claims, aud: "another-client" } })],
    [
      "several audiences, and made for another",
      ({ claims }) => ({ claims: { ...claims, aud: ["rollcall", "b"], azp: "b" } }),
    ],
    ["an end that is past", ({ claims }) => ({ claims: { ...claims, exp: Math.floor(Date.now() / 1000) - 3600 } })],
    ["no subject", ({ claims }) => ({ claims: without("sub", claims) })],
    ["no signature, alg: none", ({ claims }) => ({ claims, alg: "none" })],
    ["a signature of another's key", ({ claims }) => ({ claims, foreignKey: true })],
    ["an algorithm that it does not have", ({ claims }) => ({ claims, alg: "HS256" })],
  ])("%s", async (_, make) => {
    forged.token = make;
    const refused = await come();
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("was not accepted");
    expect(faults).toHaveLength(1);
    expect(faults[0]).not.toMatch(/somebody|eyJ/);
  });

  it("too many groups to be told is said, with what to do", async () => {
    forged.token = ({ claims }) => ({
      claims: { ...without("groups", claims), _claim_names: { groups: "src1" } },
    });
    expect(await (await come()).text()).toContain("You are in more groups than your identity provider tells");
  });

  it("a state that is not the one that was sent", async () => {
    const ask = site(forged.issuer);
    const browser = createBrowser();
    const asked = new URL((await ask("/sign-in/begin", browser)).headers.get("location") ?? "").searchParams;
    const answer = new URLSearchParams({ code: asked.get("nonce") ?? "", state: "another" });
    expect((await ask(`/sign-in/back?${answer.toString()}`, browser)).status).toBe(403);
  });
});
