// Every page of the table, as each of those who may see it, in a real browser: on a phone and on a desk, light and dark, with
// JavaScript and without. Each is visited once, and then held against what is claimed of it.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { may } from "../../src/core/disclosure/viewer.ts";
import { pages } from "../../src/web/index.ts";
import { CHROMIUM, openBrowser } from "./chromium.ts";
import { crawl, type Crawled } from "./crawl.ts";
import { complaintsOf, LEAST, LOOKERS, type Looker, openScene, type Scene, windowOf } from "./scene.ts";
import { visit, type Visit } from "./visit.ts";

/** Nothing leads to them: one is printed on a terminal. */
const UNLINKED = new Set(["/link/:secret"]);

const SEES: Readonly<Record<Looker, "nobody" | "counts" | "named">> = {
  nobody: "nobody",
  council: "counts",
  hr: "named",
  operator: "named",
};

describe.skipIf(CHROMIUM === undefined)("the pages", () => {
  let scene: Scene;
  let browser: Browser;
  beforeAll(async () => {
    scene = await openScene(400);
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
    if ((scene?.faults.length ?? 0) > 0) throw new Error(`The server failed: ${scene.faults.join("; ")}`);
  });

  describe.each(LOOKERS)("as %s", (looker) => {
    let crawled: Crawled;
    const visits: Visit[] = [];
    let complaints: readonly string[][] = [];
    beforeAll(async () => {
      crawled = await crawl(await scene.signedIn(looker), pages);
      const scripted = await windowOf(scene, browser, looker);
      const bare = await windowOf(scene, browser, looker, { javaScriptEnabled: false });
      const [tab, other] = [await scripted.newPage(), await bare.newPage()];
      complaints = [complaintsOf(tab), complaintsOf(other)];
      for (const path of pathsFor(looker, crawled)) visits.push(await visit(tab, other, path));
      await scripted.close();
      await bare.close();
    }, 300_000);

    /** What is so of each page, by its path: so that one that fails is named. */
    const ofEach = <T>(of: (seen: Visit) => T): Readonly<Record<string, T>> => {
      expect(visits).not.toEqual([]);
      return Object.fromEntries(visits.map((seen) => [seen.path, of(seen)]));
    };
    const allOf = <T>(value: T): Readonly<Record<string, T>> => ofEach(() => value);

    it("are all come to by links, and no link leads nowhere", () => {
      expect(crawled.dead).toEqual([]);
      const expected = pages.filter(
        ({ path, policy }) => !UNLINKED.has(path) && may({ sees: SEES[looker] } as never, policy),
      );
      const found = new Set(crawled.examples.map(({ page }) => page.path));
      expect(expected.map(({ path }) => path).filter((path) => !found.has(path))).toEqual([]);
    });

    it("are accessible and fit, on a desk, a phone and the narrowest one, light and dark", () => {
      expect(ofEach(({ problems }) => problems)).toEqual(allOf([]));
    });

    it("make the browser complain of nothing: no error, nothing that the policy of content forbids", () => {
      expect(complaints).toEqual([[], []]);
    });

    it("say the same without JavaScript", () => {
      expect(ofEach(({ bareText }) => bareText)).toEqual(ofEach(({ text }) => text));
    });

    it("have one heading of the first order, a title, and headings in order", () => {
      expect(ofEach(({ headings }) => headings.indexOf(1))).toEqual(allOf(0));
      expect(ofEach(({ headings }) => headings.lastIndexOf(1))).toEqual(allOf(0));
      const skipped = ({ headings }: Visit): number[] =>
        headings.filter((order, i) => order > (headings[i - 1] ?? 0) + 1);
      expect(ofEach(skipped)).toEqual(allOf([]));
      for (const { title, path } of visits) expect(title, path).toMatch(/^.+ · Rollcall$/);
    });

    it("are printed without what leads elsewhere", () => {
      expect(ofEach(({ printed }) => printed)).toEqual(allOf(0));
    });
  });
});

/** Of a page two examples as the least of those who may see it, and one as those who see it as well. */
function pathsFor(looker: Looker, { examples }: Crawled): readonly string[] {
  const policies = new Map(pages.map(({ path, policy }) => [path, policy]));
  return examples
    .filter(({ page }, i) => {
      const policy = policies.get(page.path);
      const isFirst = examples.findIndex((one) => one.page.path === page.path) === i;
      return isFirst || (policy !== undefined && LEAST[policy] === looker);
    })
    .map(({ path }) => path);
}
