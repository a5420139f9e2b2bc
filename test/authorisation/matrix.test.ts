// Who gets what at each route of the table: each comes from its policy alone, but for the exceptions that are listed here.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { may, mayKnow, POLICIES } from "../../src/core/disclosure/viewer.ts";
import type { Identity } from "../../src/server/auth.ts";
import type { Route } from "../../src/server/route.ts";
import { openTestSite, type TestSite, WHO } from "../support/whole-site.ts";

let stand: TestSite;
beforeAll(async () => {
  stand = await openTestSite();
});
afterAll(() => stand.close());

type Who = keyof typeof WHO;
type Directory = "acme" | "other";

/** What is of a directory: its own address in each. Where it is only narrowed to one, behind the question mark. */
const OF_DIRECTORY: Readonly<Record<string, (of: Directory) => string | undefined>> = {
  "/departures/:id": (of) => `/departures/${id(of, "departure")}`,
  "/departures": (of) => `/departures?directory=${of}`,
  "/departures.csv": (of) => `/departures.csv?directory=${of}`,
  "/waves/:id": (of) => waveAt(of, "/waves/:id"),
  "/offboarding": (of) => `/offboarding?show=people&directory=${of}`,
  "/offboarding/:what": (of) => `/offboarding/${id(of, "departure")}`,
  "/restore/:what": (of) => `/restore/${id(of, "departure")}`,
  "/restore/:what/pack.csv": (of) => `/restore/${id(of, "departure")}/pack.csv`,
  "/places": (of) => `/places?directory=${of}`,
  "/api/v1/offboarding": (of) => `/api/v1/offboarding?directory=${of}`,
  "/api/v1/departures": (of) => `/api/v1/departures?directory=${of}`,
  "/api/v1/departures/:id": (of) => `/api/v1/departures/${id(of, "departure")}`,
  "/api/v1/departures/:id/explain": (of) => `/api/v1/departures/${id(of, "departure")}/explain`,
  "/api/v1/changes/:id": (of) => `/api/v1/changes/${id(of, "change")}`,
  "/api/v1/waves": (of) => `/api/v1/waves?directory=${of}`,
  "/api/v1/waves/:id": (of) => waveAt(of, "/api/v1/waves/:id"),
  "/api/v1/waves/:id/strip": (of) => waveAt(of, "/api/v1/waves/:id/strip"),
  "/api/v1/places": (of) => `/api/v1/places?directory=${of}`,
};

/** What is of the public record, and so of no directory. */
const OF_RECORD = /^(?:\/api\/v1)?\/(?:layoffs|record)\b/;

function id(of: Directory, what: string): string {
  const found = stand.ids[of][what];
  if (found === undefined) throw new Error(`${of} has no ${what}`);
  return found;
}

/** The other directory has no wave: too few are there. */
function waveAt(of: Directory, path: string): string | undefined {
  const wave = stand.ids[of]["wave"];
  return wave === undefined ? undefined : path.replace(":id", wave);
}

/** What a route answers that is not what its policy says. Each has its reason, and is looked at below. */
const EXCEPTIONS: Readonly<Record<string, (who: Who) => number | undefined>> = {
  // The log is of all directories, and says how much happened in each.
  "GET /api/v1/audit/checkpoint": (who) => (who === "names of another directory alone" ? 403 : undefined),
  // Nobody has begun to sign in.
  "GET /sign-in/back": () => 401,
  // A secret that is none.
  "POST /link/:secret": () => 401,
  // Nobody is in several audiences, and those who have not signed in are in none.
  "POST /audience/:alias": (who) => (who === "nobody" ? 401 : 403),
};

/** Statuses with which a route answers whoever may have it. */
const ANSWERED = new Set([200, 302, 303, 304, 400, 404, 422]);

function expected(route: Route, who: Who): "answered" | 401 | 403 {
  const { viewer, scopes }: Identity = WHO[who];
  if (scopes !== undefined) {
    const free = route.scope === undefined && route.policy === "open" && route.method === "GET";
    if (!free && (route.scope === undefined || !scopes.includes(route.scope))) return 403;
  }
  if (may(viewer, route.policy)) return "answered";
  return viewer.sees === "nobody" ? 401 : 403;
}

async function status(route: Route, who: Who, address: string): Promise<number> {
  const controller = new AbortController();
  const body = route.method === "POST" ? "{}" : undefined;
  const response = await stand.ask(address, WHO[who], {
    method: route.method,
    signal: controller.signal,
    ...(body === undefined ? {} : { body, headers: { "content-type": "application/json" } }),
  });
  // A stream of events ends when nobody reads it.
  await response.body?.cancel();
  controller.abort();
  return response.status;
}

/** Where nothing is: an id of ours that there is not. */
function somewhere(path: string): string {
  return path.replaceAll(/:\w+/g, "d-0000000000000000");
}

it("every route is asked for, as everybody, and each says who may have it", async () => {
  expect(stand.routes.length).toBeGreaterThan(40);
  for (const { policy } of stand.routes) expect(POLICIES).toContain(policy);
  const got: string[] = [];
  const wanted: string[] = [];
  for (const route of stand.routes) {
    const name = `${route.method} ${route.path}`;
    for (const who of Object.keys(WHO) as Who[]) {
      if (!stand.routesFor(WHO[who]).some((one) => `${one.method} ${one.path}` === name)) continue;
      const answer = await status(route, who, somewhere(route.path));
      const due = EXCEPTIONS[name]?.(who) ?? expected(route, who);
      got.push(`${name} as ${who}: ${ANSWERED.has(answer) ? "answered" : answer}`);
      wanted.push(`${name} as ${who}: ${due}`);
    }
  }
  expect(got).toEqual(wanted);
});

it("no exception is of a route that is not there", () => {
  const names = new Set(stand.routes.map(({ method, path }) => `${method} ${path}`));
  expect(Object.keys(EXCEPTIONS).filter((name) => !names.has(name))).toEqual([]);
  const paths = new Set(stand.routes.map(({ path }) => path));
  expect(Object.keys(OF_DIRECTORY).filter((path) => !paths.has(path))).toEqual([]);
});

it("every route of names with something of one directory in its address is in the list of those", () => {
  const missing = stand.routes
    .filter(({ path, policy }) => policy === "named" && path.includes(":") && !OF_RECORD.test(path))
    .map(({ path }) => path)
    .filter((path) => OF_DIRECTORY[path] === undefined);
  expect(missing).toEqual([]);
});

describe.each(Object.keys(OF_DIRECTORY))("%s", (path) => {
  it.each(["acme", "other"] as const)(
    "of %s is there for those who may know it, and for nobody else",
    async (directory) => {
      const routes = stand.routes.filter((route) => route.path === path);
      const address = OF_DIRECTORY[path]?.(directory);
      if (address === undefined) return;
      for (const route of routes) {
        for (const who of Object.keys(WHO) as Who[]) {
          const due = expected(route, who);
          const want = due !== "answered" ? due : mayKnow(WHO[who].viewer, directory) ? 200 : 404;
          expect([who, await status(route, who, address)]).toEqual([who, want]);
        }
      }
    },
  );
});

/** That a directory is watched is said to everybody whom it concerns. */
const SAID_TO_ALL = /^(?:\/transparency|\/api\/v1\/transparency|\/metrics|\/readyz)/;

it("somebody of one directory sees nobody of another, whatever they ask for", async () => {
  const theirs = WHO["names of another directory alone"];
  for (const { path, method } of stand.routes) {
    if (method !== "GET" || path.includes("/live")) continue;
    const address = OF_DIRECTORY[path]?.("acme") ?? somewhere(path);
    const elsewhere = [address, path.replaceAll(/:\w+/g, "x-0"), address.split("?")[0] ?? ""];
    for (const where of elsewhere.filter((one) => !SAID_TO_ALL.test(one))) {
      const text = (await (await stand.ask(where, theirs)).text()).replaceAll("directory=acme", "");
      expect([where, /person\.\d+@acme|U-acme|\bacme\b(?!\.example)/.exec(text)?.[0]]).toEqual([where, undefined]);
    }
  }
});

it("somebody of one directory is shown the destinations that hear of it, and no other", async () => {
  const health = async (who: Who): Promise<string> => (await stand.ask("/health", WHO[who])).text();
  for (const name of ["everywhere", "desk-of-acme"]) expect(await health("names, by a grant")).toContain(name);
  const theirs = await health("names of another directory alone");
  expect([theirs.includes("everywhere"), theirs.includes("desk-of-acme")]).toEqual([true, false]);
});

it("a grant that has run out leaves what anyone may know", async () => {
  const over = WHO["names, by a grant that has run out"];
  const report = await (await stand.ask("/report.json", over)).text();
  expect(report).toBe(await (await stand.ask("/report.json", WHO["counts, anyone"])).text());
  expect(report).not.toBe(await (await stand.ask("/report.json", WHO["counts, authorised"])).text());
});
