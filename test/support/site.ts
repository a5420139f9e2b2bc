import { takeReading } from "../../src/app/take-reading.ts";
import type { Clock, Store } from "../../src/app/ports.ts";
import { ANYONE, OPERATOR, type Viewer } from "../../src/core/disclosure/viewer.ts";
import type { Publication } from "../../src/core/record/publication.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { createApp } from "../../src/server/app.tsx";
import { servedAssets } from "../../src/server/assets.ts";
import { downloads } from "../../src/server/downloads.ts";
import type { Route } from "../../src/server/route.ts";
import { pages } from "../../src/web/index.ts";
import type { Site } from "../../src/web/site.ts";
import { openStore } from "../../src/wire/context.ts";
import { deactivate, hour, people, person, reading } from "./directory.ts";

const GRANT = { alias: "hr", who: "the people team", reason: "Off-boarding", until: "2026-12-31" };

/** Who asks; `beta` may know names of that directory alone. */
export const VIEWERS = {
  nobody: ANYONE,
  council: { sees: "counts", alias: "council", readers: "authorised" },
  operator: OPERATOR,
  hr: { sees: "named", grant: GRANT },
  beta: { sees: "named", grant: { ...GRANT, alias: "beta-hr", directories: ["beta"] }, directories: ["beta"] },
} as const satisfies Readonly<Record<string, Viewer>>;
export type Asker = keyof typeof VIEWERS;

const HOST = "127.0.0.1:8080";

/** Pages on a store of our own, asked as whoever it is. */
export interface Stand {
  readonly store: Store;
  readonly site: Site;
  readonly now: { at: number };
  readonly ask: (path: string, as: Asker, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** Sends a form. @param origin of the page that it stands on; ours without it */
  readonly send: (path: string, as: Asker, body: string, origin?: string) => Promise<Response>;
  /** What went wrong of our own doing. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

/** @param more routes beside those of pages and tables */
export async function openStand(more: readonly Route[] = [], publication: Publication = {}): Promise<Stand> {
  const store = await openStore();
  const now = { at: hour(0) };
  const clock: Clock = { now: () => now.at, sleep: async () => {}, every: () => () => {} };
  const directory = (id: string) =>
    ({ id, title: "Slack", every: HOUR, departure: "flag", blindTo: [], sources: ["socket"] }) as const;
  const site: Site = {
    store,
    clock,
    directories: [directory("acme"), directory("beta")],
    destinations: [
      {
        name: "ops",
        title: "Webhook",
        place: "https://hooks.example",
        audience: "named",
        sees: "named",
        tells: ["waves"],
      },
    ],
    waves: {},
    transparency: async () => ({
      record: {
        purpose: null,
        audiences: [{ sees: "named", ...GRANT }],
        destinations: [],
        directories: [],
        counts: null,
        retention: [{ what: "people who left", kept: "2 years" }],
      },
      versions: [],
    }),
    enter: async () => {
      throw new Error("no page enters anything");
    },
    lastCheckpoint: async () => undefined,
    publication,
    version: "0.1.0",
  };
  const faults: string[] = [];
  const app = createApp({
    site,
    pages,
    routes: [...downloads, ...more],
    authentication: {
      canSignIn: false,
      identify: async (request) => ({ viewer: VIEWERS[(request.headers.get("x-as") ?? "nobody") as Asker] }),
      routes: [],
    },
    assets: servedAssets(new URL("../../assets/", import.meta.url)),
    hosts: new Set([HOST]),
    fault: (error) => void faults.push(error),
  });
  return {
    store,
    site,
    now,
    faults,
    ask: (path, as, headers = {}) =>
      app(new Request(`http://${HOST}${path}`, { headers: { host: HOST, "x-as": as, ...headers } })),
    send: (path, as, body, origin = `http://${HOST}`) => {
      const length = String(Buffer.byteLength(body));
      const type = "application/x-www-form-urlencoded";
      const headers = { host: HOST, "x-as": as, origin, "content-type": type, "content-length": length };
      return app(new Request(`http://${HOST}${path}`, { method: "POST", headers, body }));
    },
    close: () => store.close(),
  };
}

const RULES = {
  kind: "file",
  absence: "proves nothing",
  departures: { demotion: false },
  longest: 3 * DAY,
} as const;

/** What nobody may read in a page as markup, in a table as a formula, or in a line as its end. */
export const NASTY = `<img src=x onerror=alert(1)>"'&\u202e\n=cmd|' /C calc'!A0`;

/**
 * Forty ordinary days of 200 people, then a day on which twenty of one office leave, one of whom comes back; and in another
 * directory one person.
 */
export async function watched({ store, now }: Stand): Promise<void> {
  const take = async (directory: string, accounts: Parameters<typeof reading>[0], at: number): Promise<void> => {
    now.at = at;
    await takeReading(store, reading(accounts, at, { directory, startedAt: at - MINUTE, identity: directory }), RULES);
  };
  const office = (i: number): string => (i < 60 ? "Kraków" : "Berlin");
  let staff = people(200).map((one, i) => ({
    ...one,
    attributes: {
      ...one.attributes,
      name: i === 199 ? NASTY : `Person ${i}`,
      email: `person.${i}@acme.example`,
      location: office(i),
      team: i % 2 === 0 ? "Blue" : "Red",
      timezone: "Europe/Warsaw",
      channels: ["C1", "C2"],
    },
  }));
  for (let day = 0; day < 40; day++) {
    if (day === 10) staff = deactivate(staff, "U199") as typeof staff;
    if (day === 20) staff = deactivate(staff, "U198") as typeof staff;
    await take("acme", staff, hour(24 * day));
  }
  const wave = Array.from({ length: 20 }, (_, i) => `U${i}`);
  const before = staff;
  staff = deactivate(staff, ...wave) as typeof staff;
  await take("acme", staff, hour(24 * 40 + 9));
  await take("acme", staff, hour(24 * 40 + 10));
  staff = staff.map((one) => (one.id === "U3" ? (before.find(({ id }) => id === "U3") ?? one) : one));
  await take("acme", staff, hour(24 * 40 + 12));
  const other = [person("B1", { name: "Beate Beta", location: "Oslo" }), person("B2", { name: "Bo Beta" })];
  await take("beta", other, hour(24 * 39));
  await take("beta", deactivate(other, "B1"), hour(24 * 40 + 12));
  now.at += MINUTE;
}
