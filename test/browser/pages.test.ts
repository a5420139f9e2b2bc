// Every page of the table, as each of those who may see it, in a real browser: at a phone's width and a desk's, light and dark.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type { AxeResults, RunOptions } from "axe-core";
import type { Browser, Page as Tab } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { may } from "../../src/core/disclosure/viewer.ts";
import { pages } from "../../src/web/index.ts";
import { CHROMIUM, openBrowser } from "./chromium.ts";
import { crawl, type Crawled } from "./crawl.ts";
import { complaintsOf, LOOKERS, type Looker, openScene, type Scene, windowOf } from "./scene.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Every rule of WCAG 2.2 AA that axe knows, and its own best practices. */
const RULES: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  // Off unless asked for.
  rules: { "target-size": { enabled: true } },
};
const WIDTHS = [360, 1280];
const SCHEMES = ["light", "dark"] as const;
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
  const crawled = new Map<Looker, Crawled>();
  beforeAll(async () => {
    scene = await openScene(700);
    browser = await openBrowser();
    for (const looker of LOOKERS) crawled.set(looker, await crawl(await scene.signedIn(looker), pages));
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
    if ((scene?.faults.length ?? 0) > 0) throw new Error(`The server failed: ${scene.faults.join("; ")}`);
  });

  const examplesFor = (looker: Looker): readonly string[] =>
    (crawled.get(looker)?.examples ?? []).map(({ path }) => path);

  describe.each(LOOKERS)("as %s", (looker) => {
    it("are all come to by links, and no link leads nowhere", () => {
      const { examples, dead } = crawled.get(looker) ?? { examples: [], dead: ["nothing was crawled"] };
      expect(dead).toEqual([]);
      const expected = pages.filter(
        ({ path, policy }) => !UNLINKED.has(path) && may({ sees: SEES[looker] } as never, policy),
      );
      const found = new Set(examples.map(({ page }) => page.path));
      expect(expected.map(({ path }) => path).filter((path) => !found.has(path))).toEqual([]);
    });

    it("are accessible at both widths, light and dark, complain of nothing, and fit 320 pixels", async () => {
      const context = await windowOf(scene, browser, looker);
      const tab = await context.newPage();
      const complaints = complaintsOf(tab);
      const problems: string[] = [];
      for (const path of examplesFor(looker)) {
        await tab.goto(path);
        for (const width of WIDTHS) {
          await tab.setViewportSize({ width, height: 800 });
          for (const colorScheme of SCHEMES) {
            await tab.emulateMedia({ colorScheme, reducedMotion: "reduce" });
            problems.push(...(await violations(tab)).map((one) => `${path} ${width} ${colorScheme}: ${one}`));
          }
        }
        await tab.setViewportSize({ width: 320, height: 800 });
        const over = await tab.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
        if (over > 0) problems.push(`${path}: ${over} pixels wider than 320`);
      }
      expect([...new Set(problems)]).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    }, 600_000);

    it("say the same without JavaScript", async () => {
      const scripted = await windowOf(scene, browser, looker);
      const bare = await windowOf(scene, browser, looker, { javaScriptEnabled: false });
      const [one, other] = [await scripted.newPage(), await bare.newPage()];
      const complaints = complaintsOf(other);
      for (const path of examplesFor(looker)) {
        await one.goto(path);
        await other.goto(path);
        expect(await textOf(other), path).toBe(await textOf(one));
      }
      expect(complaints).toEqual([]);
      await scripted.close();
      await bare.close();
    }, 300_000);

    it("have one heading of the first order, a title, and headings in order", async () => {
      const context = await windowOf(scene, browser, looker);
      const tab = await context.newPage();
      for (const path of examplesFor(looker)) {
        await tab.goto(path);
        const orders = await tab.$$eval("h1, h2, h3, h4", (all) => all.map(({ tagName }) => Number(tagName[1])));
        expect(orders[0], path).toBe(1);
        expect(
          orders.filter((order) => order === 1),
          path,
        ).toHaveLength(1);
        expect(
          orders.filter((order, i) => order > (orders[i - 1] ?? 0) + 1),
          path,
        ).toEqual([]);
        expect(await tab.title(), path).toMatch(/^.+ · Rollcall$/);
      }
      await context.close();
    }, 120_000);

    it("are printed without what leads elsewhere", async () => {
      const context = await windowOf(scene, browser, looker);
      const tab = await context.newPage();
      await tab.emulateMedia({ media: "print" });
      for (const path of examplesFor(looker)) {
        await tab.goto(path);
        expect(await tab.locator("header.top, .filters, .pager, .look-as").locator("visible=true").count(), path).toBe(
          0,
        );
        expect(await tab.locator("h1").isVisible(), path).toBe(true);
      }
      await context.close();
    }, 120_000);
  });
});

async function violations(tab: Tab): Promise<string[]> {
  // Through the browser's own console, which no policy of a page binds.
  if (await tab.evaluate<boolean>("!('axe' in window)")) await tab.evaluate(AXE);
  const results = await tab.evaluate<AxeResults>(`axe.run(${JSON.stringify(RULES)})`);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary?.split("\n")[1]?.trim()}`),
  );
}

/** Without what counts the minutes. */
async function textOf(tab: Tab): Promise<string> {
  return (await tab.locator("main").innerText()).replaceAll(/\s+/g, " ");
}
