// A site on a store that has a past: two directories, people who left them, a wave, releases of counts, and a small public record.
import { readDocuments } from "../../src/app/read-documents.ts";
import { release } from "../../src/app/release.ts";
import { type ReadingRules, takeReading } from "../../src/app/take-reading.ts";
import { splitLayoff } from "../../src/app/merge-claims.ts";
import type { Clock, Store } from "../../src/app/ports.ts";
import { defined } from "../../src/core/defined.ts";
import type { Account } from "../../src/core/directory/account.ts";
import type { Grant } from "../../src/core/disclosure/grant.ts";
import { ANYONE, OPERATOR, type Scope, SCOPES, type Viewer, viewerOf } from "../../src/core/disclosure/viewer.ts";
import type { CountRules } from "../../src/core/ledger/rules.ts";
import { DAY, HOUR } from "../../src/core/time.ts";
import { virtualClock } from "../../src/http/testing.ts";
import { createApp, routesOf } from "../../src/server/app.tsx";
import { servedAssets } from "../../src/server/assets.ts";
import type { Authentication, Identity } from "../../src/server/auth.ts";
import { createDurations } from "../../src/server/metrics.ts";
import { routesBeside } from "../../src/server/routes.ts";
import type { Route } from "../../src/server/route.ts";
import { pages } from "../../src/web/index.ts";
import type { Site } from "../../src/web/site.ts";
import { enteredDocument } from "../../src/sources/manual.ts";
import { openStore } from "../../src/wire/context.ts";
import { NO_READER, reported } from "../record/reports.ts";
import { deactivate, person, reading } from "./directory.ts";

const HOST = "127.0.0.1:8080";
const NOW = Date.UTC(2026, 10, 20, 12);
const UNTIL = "2026-12-31";

export interface TestSite {
  readonly site: Site;
  readonly store: Store;
  readonly routes: readonly Route[];
  /** Ids of ours, by the directory that they are of; those of the public record by their own names. */
  readonly ids: Readonly<Record<"acme" | "other" | "record", Readonly<Record<string, string>>>>;
  /** @param as whoever asks, of `WHO` or another */
  readonly ask: (path: string, as?: Identity, init?: RequestInit) => Promise<Response>;
  readonly close: () => Promise<void>;
}

const grant: Grant = { alias: "hr", who: "People team", reason: "off-boarding", until: UNTIL };
const scopes = (...some: readonly Scope[]): readonly Scope[] => some;
const named = (more: Partial<Grant> = {}): Viewer => viewerOf({ sees: "named", ...grant, ...more }, NOW);

/** Everybody who may ask, by what sets them apart. */
export const WHO = {
  nobody: { viewer: ANYONE },
  "counts, anyone": { viewer: { sees: "counts", alias: "all", readers: "anyone" } },
  "counts, authorised": { viewer: { sees: "counts", alias: "board", readers: "authorised" } },
  "names, by a grant": { viewer: named() },
  "names of another directory alone": { viewer: named({ alias: "them", directories: ["other"] }) },
  "names, by a grant that has run out": { viewer: named({ until: "2026-11-19" }) },
  operator: { viewer: OPERATOR },
  "a token with every scope": { viewer: named(), scopes: SCOPES },
  "a token without a scope": { viewer: named(), scopes: scopes() },
  "a token of counts with every scope": {
    viewer: { sees: "counts", alias: "board", readers: "authorised" },
    scopes: SCOPES,
  },
} as const satisfies Readonly<Record<string, Identity>>;

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
const READING: ReadingRules = { kind: "file", absence: "proves nothing", departures: { demotion: false }, waves: {} };

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
    ...served(store, clockAt(NOW)),
    ids: { acme: await idsOf(store, "acme"), other: await idsOf(store, "other"), record },
    close: () => store.close(),
  };
}

/** As the server has it, but that whoever asks says who they are. */
function served(store: Store, clock: Clock): Omit<TestSite, "ids" | "close"> {
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
    destinations: [],
    waves: {},
    transparency: async () => ({ record: PURPOSE, versions: [] }),
    enter: (entered) => readDocuments(store, [enteredDocument(entered)], NO_READER, clock.now()),
    lastCheckpoint: async () => ({ note: "a note\n", at: NOW }),
    version: "0.1.0",
  };
  const identities = new Map<string, Identity>();
  const authentication: Authentication = {
    canSignIn: false,
    routes: [],
    identify: async (request) => identities.get(request.headers.get("x-test-as") ?? "") ?? WHO.nobody,
  };
  const faults: string[] = [];
  const durations = createDurations();
  const options = {
    site,
    pages,
    routes: routesBeside(authentication, { version: site.version, durations }),
    observe: durations.observe,
    authentication,
    assets: servedAssets(new URL("../../assets/", import.meta.url)),
    hosts: new Set([HOST]),
    fault: (error: string) => void faults.push(error),
  };
  const app = createApp(options);
  return {
    site,
    store,
    routes: routesOf(options),
    ask: async (path, as = WHO.nobody, init = {}) => {
      const key = String(identities.size);
      identities.set(key, as);
      const headers = new Headers(init.headers);
      headers.set("host", HOST);
      headers.set("x-test-as", key);
      // A page of ours asks for it, or a program with a token.
      if (as.scopes === undefined) {
        headers.set("sec-fetch-site", "same-origin");
        headers.set("x-rollcall", "1");
      } else headers.set("authorization", "Bearer rc_test");
      const response = await app(new Request(`http://${HOST}${path}`, { ...init, headers }));
      if (faults.length > 0) throw new Error(`${path}: ${faults.join("; ")}`);
      return response;
    },
  };
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
  return { layoff: layoff?.id ?? "", claim: claim?.id ?? "", split: layoffs[1]?.id ?? "" };
}

const PURPOSE = {
  purpose: { text: "Verify off-boarding", authorisedBy: "CISO", contact: "it@acme.example" },
  audiences: [],
  destinations: [],
  directories: [{ alias: "acme", kind: "slack", reads: ["names"] }],
  counts: null,
  retention: [],
};
