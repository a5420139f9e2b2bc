// The main paths through the pages in a real browser: signing in, the keyboard, a list that is narrowed, news that come by themselves.
import type { Browser, BrowserContext, Page as Tab } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sweep } from "../../src/app/sweep.ts";
import { CHROMIUM, openBrowser } from "./chromium.ts";
import { complaintsOf, openScene, type Scene, windowOf } from "./scene.ts";

describe.skipIf(CHROMIUM === undefined)("in a browser", () => {
  let scene: Scene;
  let browser: Browser;
  beforeAll(async () => {
    scene = await openScene(400);
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  describe.each([
    ["with JavaScript", true],
    ["without JavaScript", false],
  ])("%s", (_, javaScriptEnabled) => {
    it("somebody looks as anybody, as the works council and as the people team, and each begins where theirs begins", async () => {
      const context = await windowOf(scene, browser, "nobody", { javaScriptEnabled });
      const tab = await context.newPage();
      await tab.goto("/");
      expect(pathOf(tab)).toBe("/record");
      await tab.getByRole("button", { name: /works council/ }).click();
      await tab.waitForURL("**/report");
      await tab.getByRole("button", { name: /people team/ }).click();
      await tab.waitForURL("**/now");
      expect(await tab.locator(".who").innerText()).toContain("hr");
      await tab.getByRole("button", { name: "Sign out" }).click();
      await tab.waitForURL("**/record");
      await context.close();
    });

    it("a list is narrowed by a form, ordered by a link, and leads to one departure and back", async () => {
      const context = await windowOf(scene, browser, "hr", { javaScriptEnabled });
      const tab = await context.newPage();
      await tab.goto("/departures");
      const all = await tab.locator("tbody tr").count();
      // Of some tools nobody's team is known.
      const known = (await tab.locator("tbody tr td:nth-of-type(3)").allInnerTexts()).find((one) => /\w/.test(one));
      const team = known ?? expect.fail("no team is known");
      await tab.getByRole("combobox", { name: "Team" }).fill(team);
      await tab.getByRole("button", { name: "Show" }).click();
      await tab.waitForURL((url) => url.searchParams.get("team") === team);
      const teams = await tab.locator("tbody tr td:nth-of-type(3)").allInnerTexts();
      expect(teams.length).toBeGreaterThan(0);
      expect(teams.length).toBeLessThan(all);
      expect(new Set(teams)).toEqual(new Set([team]));
      const narrowed = tab.url();
      await tab.locator("thead").getByRole("link", { name: "Who" }).click();
      // Until then the page that is being left may answer, with nothing.
      await tab.waitForURL((url) => url.href !== narrowed);
      const names = await tab.locator("tbody th").allInnerTexts();
      expect(new Set(await tab.locator("tbody tr td:nth-of-type(3)").allInnerTexts())).toEqual(new Set([team]));
      await tab.locator("tbody th a").first().click();
      await tab.waitForURL("**/departures/d-*");
      expect(await tab.locator("h1").innerText()).toContain(names[0] ?? "nobody");
      await tab.goBack();
      expect(await tab.locator("tbody th").allInnerTexts()).toEqual(names);
      await context.close();
    });
  });

  describe("as the people team", () => {
    let context: BrowserContext;
    let tab: Tab;
    let complaints: string[];
    beforeEach(async () => {
      context = await windowOf(scene, browser, "hr");
      tab = await context.newPage();
      complaints = complaintsOf(tab);
    });
    afterEach(async () => {
      await context.close();
      if (complaints.length > 0) throw new Error(`The browser complains: ${complaints.join("; ")}`);
    });

    it("the keyboard skips to the content, reaches each page, and what has the focus can be seen", async () => {
      await tab.goto("/now");
      await tab.keyboard.press("Tab");
      expect(await focused(tab)).toBe("Skip to the content");
      expect((await tab.locator(".skip").boundingBox())?.y).toBeGreaterThanOrEqual(0);
      await tab.keyboard.press("Enter");
      expect(await tab.evaluate<string>("document.activeElement.id")).toBe("content");
      await tab.goto("/now");
      for (let i = 0; i < 4; i++) await tab.keyboard.press("Tab");
      expect(await focused(tab)).toBe("Departures");
      expect(await tab.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
      await tab.keyboard.press("Enter");
      await tab.waitForURL("**/departures");
    });

    it("news come to a page that is looked at, without loading it again", async () => {
      await tab.goto("/now");
      const before = await tab.locator("main").innerText();
      await tab.evaluate("window.stayed = true");
      await somebodyLeaves();
      await expect.poll(() => tab.locator("main").innerText(), { timeout: 15_000 }).not.toBe(before);
      expect(await tab.evaluate("window.stayed")).toBe(true);
    });

    it("a page that is held stays as it is, and has the news once it is let go", async () => {
      await tab.goto("/now");
      const before = await tab.locator("main").innerText();
      await tab.getByRole("button", { name: "Hold this page as it is" }).click();
      // What is asked of the server from here on: nothing, whatever the news.
      const asked: string[] = [];
      tab.on("request", (request) => asked.push(request.url()));
      await somebodyLeaves();
      await tab.waitForTimeout(1500);
      expect(asked).toEqual([]);
      expect(await tab.locator("main").innerText()).toBe(before);
      await tab.getByRole("button", { name: "Go on renewing this page" }).click();
      await expect.poll(() => tab.locator("main").innerText(), { timeout: 15_000 }).not.toBe(before);
    });

    async function somebodyLeaves(): Promise<void> {
      const { company, context: watched } = scene.demo;
      const somebody = [...company.workspace.world.members.values()].find(
        ({ sort, state, role }) => sort === "person" && state === "active" && role === "member",
      );
      company.workspace.acts.deactivate(somebody?.id ?? "");
      await sweep(watched, company.directory, { details: { limit: 0 } });
    }
  });
});

function pathOf(tab: Tab): string {
  return new URL(tab.url()).pathname;
}

function focused(tab: Tab): Promise<string> {
  return tab.evaluate<string>("document.activeElement.innerText");
}
