// A site on a store that has a past: two directories, people who left them, a wave, releases of counts, and a small public record.
import { readDocuments } from "../../src/app/read-documents.ts";
import { release } from "../../src/app/release.ts";
import { type ReadingRules, takeReading } from "../../src/app/take-reading.ts";
import { addToken } from "../../src/app/tokens.ts";
import { splitLayoff } from "../../src/app/merge-claims.ts";
import type { Clock, Store } from "../../src/app/ports.ts";
import { defined } from "../../src/core/defined.ts";
import type { Account } from "../../src/core/directory/account.ts";
import type { Grant, OwnAudience } from "../../src/core/disclosure/grant.ts";
import { ANYONE, OPERATOR, type Scope, SCOPES, viewerOf } from "../../src/core/disclosure/viewer.ts";
import type { CountRules } from "../../src/core/ledger/rules.ts";
import { Secret } from "../../src/core/secret.ts";
import { DAY, HOUR, SECOND } from "../../src/core/time.ts";
import { createAskProvider } from "../../src/http/provider.ts";
import { virtualClock } from "../../src/http/testing.ts";
import { type App, createApp, routesOf } from "../../src/server/app.tsx";
import { servedAssets } from "../../src/server/assets.ts";
import { type Authentication, type Identity, linkAuthentication } from "../../src/server/auth.ts";
import { createDurations } from "../../src/server/metrics.ts";
import { createProvider } from "../../src/server/provider.ts";
import { routesBeside } from "../../src/server/routes.ts";
import type { Route } from "../../src/server/route.ts";
import { signInAuthentication } from "../../src/server/sign-in.ts";
import { withTokens } from "../../src/server/tokens.ts";
import { pages } from "../../src/web/index.ts";
import type { Site, SiteDestination } from "../../src/web/site.ts";
import { enteredDocument } from "../../src/sources/manual.ts";
import { openStore } from "../../src/wire/context.ts";
import { type Browser, CLIENT, createBrowser, signInAt, startProvider } from "../server/oidc.ts";
import { NO_READER, reported } from "../record/reports.ts";
import { deactivate, person, reading } from "./directory.ts";

const HOST = "127.0.0.1:8080";
const ORIGIN = `http://${HOST}`;
const NOW = Date.UTC(2026, 10, 20, 12);
const UNTIL = "2026-12-31";

export interface TestSite {
  readonly site: Site;
  readonly store: Store;
  /** Of both ways of signing in. */
  readonly routes: readonly Route[];
  /** The table that somebody meets. */
  readonly routesFor: (as: Asker) => readonly Route[];
  /** Ids of ours, by the directory that they are of; those of the public record by their own names. */
  readonly ids: Readonly<Record<"acme" | "other" | "record", Readonly<Record<string, string>>>>;
  /** @param as whoever asks, of `WHO` or another */
  readonly ask: (path: string, as?: Asker, init?: RequestInit) => Promise<Response>;
  readonly close: () => Promise<void>;
}

const grant: Omit<Grant, "alias"> = { who: "People team", reason: "off-boarding", until: UNTIL };
/** What the settings would declare. */
const AUDIENCES = [
  { sees: "counts", alias: "all", who: "Everybody", readers: "anyone" },
  { sees: "counts", alias: "board", who: "Works council", readers: "authorised" },
  { sees: "named", alias: "hr", ...grant },
  { sees: "named", alias: "them", ...grant, directories: ["other"] },
  { sees: "named", alias: "former", ...grant, until: "2026-11-19" },
] as const satisfies readonly OwnAudience[];
type Alias = (typeof AUDIENCES)[number]["alias"];

/** Somebody who asks: what they may see and with what, and how they come to it. */
interface Asker extends Identity {
  /** Where people sign in by the link that `serve` prints, or at a provider. */
  readonly at: "link" | "signIn";
  readonly as?: Alias | "operator";
}

function signedInAs(alias: Alias): Asker {
  const audience = AUDIENCES.find((one) => one.alias === alias);
  if (audience === undefined) throw new Error(`no audience ${alias}`);
  return { viewer: viewerOf(audience, NOW), at: "signIn", as: alias };
}

const tokenOf = (alias: Alias, ...scopes: readonly Scope[]): Asker => ({ ...signedInAs(alias), scopes });

/** Everybody who may ask, by what sets them apart. */
export const WHO = {
  nobody: { viewer: ANYONE, at: "signIn" },
  "nobody, where there is a link": { viewer: ANYONE, at: "link" },
  "counts, anyone": signedInAs("all"),
  "counts, authorised": signedInAs("board"),
  "names, by a grant": signedInAs("hr"),
  "names of another directory alone": signedInAs("them"),
  "names, by a grant that has run out": signedInAs("former"),
  operator: { viewer: OPERATOR, at: "link", as: "operator" },
  "a token with every scope": tokenOf("hr", ...SCOPES),
  "a token of names with a scope of counts": tokenOf("hr", "report:read"),
  "a token of counts with every scope": tokenOf("board", "report:read", "record:read"),
} as const satisfies Readonly<Record<string, Asker>>;

/** What stands in an account of test directories; each in another dress where the text is looked for. */
export interface Seed {
  /** Of the person of this number, in a directory. */
  readonly person?: (n: number, directory: string) => Account;
  readonly people?: number;
  readonly leavers?: number;
  /** What the public record is given. */
  readonly company?: string;
  readonly words?: string;
}

const RULES: CountRules = { headcount: "acme", cadence: DAY, settle: DAY, k: 5, anyone: 10 };
const READING: ReadingRules = {
  kind: "file",
  absence: "proves nothing",
  departures: { demotion: false },
  persons: { mapping: [] },
  waves: {},
};

const DAYS = 12;

export async function openTestSite(seed: Seed = {}): Promise<TestSite> {
  const { people = 200, leavers = 30 } = seed;
  const store = await openStore();
  const clock = virtualClock(NOW - DAYS * DAY);
  const make = seed.person ?? somebody;
  await live({ store, clock, make, directory: "other", people: 40, leavers: 4, releases: false });
  const again = virtualClock(NOW - DAYS * DAY);
  await live({ store, clock: again, make, directory: "acme", people, leavers, releases: true });
  const record = await cuts(store, seed);
  return {
    ...(await served(store, clockAt(NOW))),
    ids: { acme: await idsOf(store, "acme"), other: await idsOf(store, "other"), record },
  };
}

/** As `serve` has it, once for each way of signing in, on one store. */
async function served(store: Store, clock: Clock): Promise<Omit<TestSite, "ids">> {
  const site: Site = {
    store,
    clock,
    directories: ["acme", "other"].map((id) => ({
      id,
      title: "Slack",
      every: HOUR,
      departure: "flag",
      blindTo: [],
      sources: [],
    })),
    destinations: [destination("everywhere"), destination("desk-of-acme", ["acme"])],
    waves: {},
    offboarding: { leads: ["acme"], limits: new Map([["other", HOUR]]), usual: DAY, settle: HOUR, guests: false },
    transparency: async () => ({ record: PURPOSE, versions: [] }),
    enter: (entered) => readDocuments(store, [enteredDocument(entered)], NO_READER, clock.now()),
    lastCheckpoint: async () => ({ note: "a note\n", at: NOW }),
    publication: {},
    version: "0.1.0",
  };
  const provider = await startProvider(`${ORIGIN}/sign-in/back`);
  const faults: string[] = [];
  const durations = createDurations();
  const fault = (error: string): void => void faults.push(error);
  // Limits of requests are looked at elsewhere: here a second passes with each.
  let wall = NOW;
  const entrance = <A extends Authentication>(people: A): Entrance & { readonly authentication: A } => {
    const authentication = withTokens(people, { store, clock, audiences: AUDIENCES });
    const options = {
      site,
      pages,
      routes: routesBeside(authentication, { version: site.version, durations }),
      observe: durations.observe,
      authentication,
      assets: servedAssets(new URL("../../assets/", import.meta.url)),
      hosts: new Set([HOST]),
      fault,
      wall: { now: () => (wall += SECOND) },
    };
    return { authentication, app: createApp(options), routes: routesOf(options) };
  };
  const signIn = entrance(
    signInAuthentication({
      store,
      clock,
      provider: createProvider(
        {
          issuer: provider.issuer,
          clientId: CLIENT.id,
          clientSecret: new Secret(CLIENT.secret, "the test"),
          scopes: ["openid", "groups"],
          groups: "groups",
        },
        createAskProvider({ issuer: provider.issuer, userAgent: "test" }),
        clock,
      ),
      audiences: AUDIENCES,
      members: Object.fromEntries(AUDIENCES.map(({ alias }) => [alias, [`group-${alias}`]])),
      origin: () => ORIGIN,
      fault,
    }),
  );
  for (const { alias } of AUDIENCES) provider.accounts.set(alias, { groups: [`group-${alias}`] });
  // A link is for once: whoever signs out needs another.
  let link = entrance(linkAuthentication(clock, "operator"));
  const browsers = new Map<Asker, Browser>();
  const signedIn = async (as: Asker): Promise<string> => {
    const known = browsers.get(as);
    if (known !== undefined) return known.cookies(ORIGIN);
    const browser = createBrowser();
    const ask = async (path: string, method: string): Promise<Response> => {
      const headers = { host: HOST, "sec-fetch-site": "same-origin", cookie: browser.cookies(ORIGIN) };
      const { app } = as.at === "link" ? link : signIn;
      const response = await app(new Request(`${ORIGIN}${path}`, { method, headers }));
      browser.keep(ORIGIN, response);
      return response;
    };
    if (as.at === "link") {
      link = entrance(linkAuthentication(clock, "operator"));
      await ask(link.authentication.link, "POST");
    } else {
      const begun = await ask("/sign-in/begin", "GET");
      const back = await signInAt(begun.headers.get("location") ?? "", as.as ?? "", browser);
      await ask(`${back.pathname}${back.search}`, "GET");
    }
    const cookies = browser.cookies(ORIGIN);
    if (!cookies.includes("__Host-rollcall=")) throw new Error(`${as.as} was not signed in`);
    browsers.set(as, browser);
    return cookies;
  };
  const tokens = new Map<Asker, string>();
  const tokenFor = async (as: Asker): Promise<string> => {
    const known = tokens.get(as);
    if (known !== undefined) return known;
    const wanted = { name: `token-${tokens.size}`, audience: as.as ?? "", scopes: as.scopes ?? [] };
    const { secret } = await addToken({ store, clock }, AUDIENCES, { ...wanted, until: UNTIL });
    tokens.set(as, secret);
    return secret;
  };
  const named = new Map([...signIn.routes, ...link.routes].map((one) => [`${one.method} ${one.path}`, one]));
  return {
    site,
    store,
    routes: [...named.values()],
    routesFor: ({ at }) => (at === "link" ? link : signIn).routes,
    ask: async (path, as = WHO.nobody, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set("host", HOST);
      // A page of ours asks for it, or a program with a token.
      if (as.scopes === undefined) {
        headers.set("sec-fetch-site", "same-origin");
        headers.set("x-rollcall", "1");
        if (as.as !== undefined) headers.set("cookie", await signedIn(as));
      } else headers.set("authorization", `Bearer ${await tokenFor(as)}`);
      const { app } = as.at === "link" ? link : signIn;
      const response = await app(new Request(`${ORIGIN}${path}`, { ...init, headers }));
      if (faults.length > 0) throw new Error(`${path}: ${faults.splice(0).join("; ")}`);
      // Signed out, or somebody else from now on.
      if (response.headers.getSetCookie().some((one) => one.startsWith("__Host-rollcall="))) browsers.delete(as);
      return response;
    },
    close: async () => {
      await provider.close();
      await store.close();
    },
  };
}

interface Entrance {
  readonly app: App;
  readonly routes: readonly Route[];
}

function destination(name: string, directories?: readonly string[]): SiteDestination {
  const place = "https://hooks.example";
  const tells = ["departures", "health"];
  return { name, title: "Webhook", place, audience: "named", sees: "named", tells, ...defined({ directories }) };
}

function clockAt(now: number): Clock {
  return { ...virtualClock(now), now: () => now };
}

function somebody(n: number, directory: string): Account {
  return person(`U-${directory}-${n}`, {
    name: `Person ${n}`,
    email: `person.${n}@${directory}.example`,
    location: n % 2 === 0 ? "Berlin" : "Lisbon",
    team: n % 3 === 0 ? "Platform" : "Sales",
    timezone: "Europe/Berlin",
  });
}

async function live(of: {
  readonly store: Store;
  readonly clock: Clock;
  readonly make: (n: number, directory: string) => Account;
  readonly directory: string;
  readonly people: number;
  readonly leavers: number;
  readonly releases: boolean;
}): Promise<void> {
  const { store, clock, make, directory, people, leavers, releases } = of;
  const everybody = Array.from({ length: people }, (_, n) => make(n, directory));
  const ids = everybody.map(({ id }) => id);
  for (let day = 0; day <= DAYS; day++) {
    // Two long ago, the others together on the ninth day, which stands out.
    const gone = day < 3 ? 0 : day < 9 ? Math.min(2, leavers) : leavers;
    const accounts = deactivate(everybody, ...ids.slice(0, gone));
    await takeReading(store, reading(accounts, clock.now(), { directory }), READING);
    if (releases) await release({ store, clock, destinations: [] }, RULES);
    if (day < DAYS) await clock.sleep(DAY);
  }
}

async function idsOf(store: Store, directory: string): Promise<Readonly<Record<string, string>>> {
  const [departure] = await store.departures({ directory, limit: 1 });
  const [change] = await store.changes({ directory, account: departure?.accounts[0]?.id ?? "" });
  const [wave] = await store.incidents({ kind: "waves", directory, limit: 1 });
  const [sweep] = await store.sweeps({ directory, limit: 1 });
  // Where nobody left, nobody can be asked for.
  return defined({ departure: departure?.id, change: change?.id, wave: wave?.id, sweep: sweep?.id });
}

async function cuts(store: Store, { company = "Vexley", words = "cuts 289 jobs" }: Seed) {
  const of = (count: number, date: string, more = {}) => ({
    company,
    count,
    date,
    quote: `${company} ${words}.`,
    ...more,
  });
  await readDocuments(
    store,
    [
      reported([of(289, "2026-03-20", { industry: "Software", country: "DE", location: words })], { title: words }),
      reported([of(20, "2025-01-05")], { address: null }),
      reported([{ ...of(101, "2026-03-22"), quote: words }], { address: null }),
      reported([{ company: "Tarn", count: 40, date: "2026-02-01" }], { address: null }),
      reported([{ company: "Tarn", count: 40, date: "2026-02-01" }], { address: null }),
      reported([{ company: "Undated", count: 7, date: null }], { address: null, published: null }),
    ],
    NO_READER,
    Date.UTC(2026, 3, 1),
  );
  const [layoff] = await store.layoffs({ company: "Tarn", limit: 1 });
  const [claim, other] = await store.claimsOf([layoff?.id ?? ""]);
  const { layoffs } = await splitLayoff(store, layoff?.id ?? "", other?.id ?? "", { at: NOW, why: words });
  const split = layoffs.find(({ id }) => id !== layoff?.id);
  return { layoff: layoff?.id ?? "", company: layoff?.company ?? "", claim: claim?.id ?? "", split: split?.id ?? "" };
}

const PURPOSE = {
  purpose: { text: "Verify off-boarding", authorisedBy: "CISO", contact: "it@acme.example" },
  audiences: [],
  destinations: [],
  directories: [{ alias: "acme", kind: "slack", reads: ["names"] }],
  counts: null,
  retention: [],
};
