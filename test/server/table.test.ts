// The table of routes that is tried in every test of this folder is the one of `serve` as it is built and shipped.
import { afterAll, beforeAll, expect, it } from "vitest";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import type { Route } from "../../src/server/route.ts";
import { openStage, type Stage } from "../e2e/stage.ts";
import { freePort } from "../support/ports.ts";
import { openTestSite, type TestSite, WHO } from "../support/whole-site.ts";

let stage: Stage;
let stand: TestSite;
beforeAll(async () => {
  stage = await openStage(30);
  stand = await openTestSite({ leavers: 0 });
  process.env["TABLE_TEST_TOKEN"] = stage.slack.token;
});
afterAll(async () => {
  delete process.env["TABLE_TEST_TOKEN"];
  await stand.close();
  await stage.close();
});

const DIST = join(import.meta.dirname, "../../dist/wire");
/** What is built, as what it was built from says that it is. */
async function built<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(join(DIST, file)).href)) as T;
}

/** What decides who gets an answer, and how much of it. */
function linesOf(routes: readonly Route[]): string[] {
  return routes
    .map(({ method, path, policy, scope, guessed, heavy }) =>
      [method, path, policy, scope, guessed === true ? "guessed" : "", heavy].join(" "),
    )
    .toSorted();
}

async function served(serve: string): Promise<readonly Route[]> {
  const { openWatching } = await built<typeof import("../../src/wire/settings.ts")>("settings.js");
  const { shownOf, startSite } = await built<typeof import("../../src/wire/serve.ts")>("serve.js");
  const file = stage.file(
    "rollcall.yaml",
    `purpose: { text: Verify off-boarding, authorisedBy: CISO, contact: it@acme.example }
audiences: { council: { sees: counts, readers: authorised, who: Works council } }
directories: { acme: { kind: slack, token: { env: TABLE_TEST_TOKEN }, api: ${stage.slack.url} } }
serve: { port: ${await freePort()}${serve} }
`,
  );
  const place = { config: join(stage.folder, file), store: join(stage.folder, "rollcall.db") };
  const watching = await openWatching(place, undefined, () => {});
  try {
    const site = await startSite(await shownOf(watching, () => {}), () => {});
    const routes = await site.routes();
    await site.close();
    return routes;
  } finally {
    await watching.close();
  }
}

it("with a link", async () => {
  const routes = await served("");
  expect(routes.length).toBeGreaterThan(40);
  expect(linesOf(routes)).toEqual(linesOf(stand.routesFor(WHO.operator)));
});

it("with signing in", async () => {
  const routes = await served(
    ", signIn: { issuer: https://login.example, clientId: a, audiences: { council: everybody } }",
  );
  expect(linesOf(routes)).toEqual(linesOf(stand.routesFor(WHO.nobody)));
});
