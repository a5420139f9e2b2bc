// The public record in a real browser, of a year in which much happened: served, and as a site of files that is opened without a server.
import { createServer, type Server } from "node:http";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page as Tab } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mergeLayoffs, suppress } from "../../src/app/merge-claims.ts";
import { writeRecordSite } from "../../src/wire/record-site.ts";
import { YEAR } from "../record/year.ts";
import { CHROMIUM, openBrowser } from "./chromium.ts";
import { openRecordScene, questions, type RecordScene } from "./record-scene.ts";
import { complaintsOf, windowOf } from "./scene.ts";
import { visit } from "./visit.ts";

describe.skipIf(CHROMIUM === undefined)("the public record", { timeout: 120_000 }, () => {
  let scene: RecordScene;
  let browser: Browser;
  /** Of the first round, with its 14 notices. */
  let round: string;
  beforeAll(async () => {
    browser = await openBrowser();
    scene = await openRecordScene([...YEAR, ...questions()]);
    const { store, clock } = scene;
    const [, first] = await store.layoffs({ search: "Vexley", limit: 2 });
    round = first?.id ?? "";
    const [ask, other] = await store.questions({ limit: 2 });
    await mergeLayoffs(store, ask?.candidate ?? "", ask?.layoff ?? "", { at: clock.now(), why: "one memo" });
    await suppress(store, other?.layoff ?? "", false, { at: clock.now() });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
    if ((scene?.faults.length ?? 0) > 0) throw new Error(`The server failed: ${scene.faults.join("; ")}`);
  });

  describe("as it is served", () => {
    let tab: Tab;
    let bare: Tab;
    let complaints: string[][];
    let contexts: BrowserContext[];
    beforeAll(async () => {
      contexts = [
        await windowOf(scene, browser, "nobody"),
        await windowOf(scene, browser, "nobody", { javaScriptEnabled: false }),
      ];
      const tabs = await Promise.all(contexts.map((context) => context.newPage()));
      complaints = tabs.map(complaintsOf);
      [tab, bare] = tabs as [Tab, Tab];
    });
    afterAll(async () => {
      for (const context of contexts) await context.close();
      const all = complaints.flat();
      if (all.length > 0) throw new Error(`The browser complains: ${all.join("; ")}`);
    });

    beforeEach(async () => {
      await tab.setViewportSize({ width: 1280, height: 800 });
      await tab.emulateMedia({ media: "screen", colorScheme: "light" });
    });

    it("is accessible, fits and is printed: a round with its course, notices and history, the same of a day in April, corrections", async () => {
      for (const path of [
        `/record/layoffs/${round}`,
        `/record/layoffs/${round}?as-of=2026-04-03`,
        "/record/corrections",
        "/record?as-of=2026-03-01",
        "/record?company=vexley&since=2026-01-01&until=2026-06-30&min=100&figure=with&kind=layoff&status=announced",
      ]) {
        const { problems, text, bareText, printed } = await visit(tab, bare, path);
        expect({ path, problems, printed }).toEqual({ path, problems: [], printed: 0 });
        expect(bareText).toBe(text);
      }
    });

    it("says how much of a figure is in notices, beside a bar of that length", async () => {
      for (const [path, words, sure, perhaps] of [
        [`/record/layoffs/${round}`, "14 notices account for 82 % of the announced 782: 640 people.", 0.818, 0.818],
        [`/record/layoffs/${round}?as-of=2026-03-16`, "9 notices account for 61 % of the announced 700", 0.61, 0.61],
        [`/record/layoffs/${round}?as-of=2026-04-03`, "11 notices account for 58 to 75 %", 0.58, 0.746],
      ] as const) {
        await tab.goto(path);
        expect(await tab.locator(".covered p").innerText()).toContain(words);
        const whole = await widthOf(tab, ".noticed .whole");
        expect((await widthOf(tab, ".noticed .sure")) / whole).toBeCloseTo(sure, 2);
        expect((await widthOf(tab, ".noticed .perhaps")) / whole).toBeCloseTo(perhaps, 2);
      }
    });

    it("leads from each state of a figure to the page of then, and from there to today", async () => {
      await tab.goto(`/record/layoffs/${round}`);
      const states = await tab.locator("table:has(th:text-is('Since')) tbody tr").allInnerTexts();
      expect(states).toHaveLength(5);
      expect(states[0]).toContain("people: 900 (700 to 900) → 782");
      await tab.getByRole("link", { name: "17 Feb 2026 09:00 UTC" }).click();
      expect(await tab.locator(".notice").innerText()).toContain("As the record stood on 17 Feb 2026 09:00 UTC");
      expect(await tab.locator(".sum .figure").innerText()).toBe("700");
      await tab.getByRole("link", { name: "What it says today" }).click();
      expect(await tab.locator(".sum .figure").innerText()).toBe("782");
    });

    it("is narrowed to a day by its form, and each of its rows leads to that day", async () => {
      await tab.goto("/record");
      await tab.getByLabel("Company").fill("Vexley");
      await tab.getByLabel("As it stood on").fill("2026-03-01");
      await tab.getByRole("button", { name: "Show" }).click();
      expect(await tab.locator("h2").first().innerText()).toBe(
        "Those of companies called Vexley, as the record stood on 2026-03-01",
      );
      await tab.locator("tbody th a").click();
      expect(await tab.locator(".sum .figure").innerText()).toBe("700");
      expect(await tab.locator(".notice").innerText()).toContain("As the record stood on 1 Mar 2026");
    });

    it("says in corrections what became of a layoff that went into another, with a way there", async () => {
      await tab.goto("/record/corrections");
      // The one that it went into has a row of the same moment.
      const row = tab.locator("tbody tr", { hasText: "Aldermoor" }).filter({ hasText: "part of l-" });
      expect(await row.count()).toBe(1);
      await row.locator("td a").last().click();
      expect(await tab.locator("h1").innerText()).toBe("Aldermoor");
      expect(await tab.locator("main").innerText()).toContain("one memo");
    });

    it("holds a block of data that programs can read, which the policy of content lets stand and nothing runs", async () => {
      await tab.goto("/record");
      const set = await dataOf(tab);
      expect(set).toMatchObject({ "@context": "https://schema.org/", "@type": "Dataset", url: tab.url() });
      for (const { contentUrl } of set.distribution) {
        const answer = await tab.request.get(contentUrl);
        expect([contentUrl, answer.status()]).toEqual([contentUrl, 200]);
      }
    });
  });

  describe.each(["opened from a disk", "from a server of files"])("as a site of files, %s", (way) => {
    let folder: string;
    let server: Server | undefined;
    let address: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "rollcall-site-"));
      const { store, clock } = scene;
      const publication = { publisher: "The Example" };
      await writeRecordSite({ store, clock, waves: {} }, { folder, address: undefined, publication });
      address = pathToFileURL(`${folder}/`).href;
      if (way !== "from a server of files") return;
      server = createServer((request, answer) => {
        const path = new URL(request.url ?? "", "http://here").pathname.replace(/\/$/, "/index.html");
        const under = path.replace(/^\/record\//, "");
        if (!readdirSync(folder, { recursive: true, encoding: "utf8" }).includes(under))
          return answer.writeHead(404).end();
        const type = TYPES[extname(under)];
        answer.writeHead(200, type === undefined ? {} : { "content-type": type });
        return answer.end(readFileSync(join(folder, under)));
      });
      await new Promise<void>((ready) => server?.listen(0, "127.0.0.1", ready));
      // Not at the top of it.
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/record/`;
    });
    afterAll(async () => {
      server?.closeAllConnections();
      server?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const pagesOf = (): string[] =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
    /** Away from everything: what a page needs is in the folder. */
    async function windowTo(options: BrowserContextOptions = {}) {
      const context = await browser.newContext({ reducedMotion: "reduce", ...options });
      const asked: string[] = [];
      context.on("request", (request) => asked.push(request.url()));
      const tab = await context.newPage();
      return { context, tab, asked, complaints: complaintsOf(tab) };
    }

    it("is accessible and fits, light and dark, on a desk and on a phone, and is printed", async () => {
      const { context, tab, complaints } = await windowTo();
      const bare = await windowTo({ javaScriptEnabled: false });
      const kinds = new Map(pagesOf().map((name) => [name.replace(/[-/].*/, ""), name]));
      const all = [...kinds.values(), `layoffs/${round}.html`];
      // Looks are the same wherever it comes from.
      for (const name of new Set(way === "opened from a disk" ? all : ["index.html"])) {
        const { problems, text, bareText, headings, printed } = await visit(tab, bare.tab, `${address}${name}`);
        expect({ name, problems, printed }).toEqual({ name, problems: [], printed: 0 });
        expect(bareText).toBe(text);
        expect(headings.filter((order) => order === 1)).toHaveLength(1);
      }
      expect([...complaints, ...bare.complaints]).toEqual([]);
      await context.close();
      await bare.context.close();
    });

    it("leads by its links through all of its pages, asks for nothing that is elsewhere, and complains of nothing", async () => {
      const { context, tab, asked, complaints } = await windowTo();
      const seen = new Set<string>([`${address}index.html`]);
      for (const url of seen) {
        const answer = await tab.goto(url);
        expect([url, answer?.ok() ?? true]).toEqual([url, true]);
        const links = await tab.evaluate<string[]>('[...document.querySelectorAll("a[href]")].map(({ href }) => href)');
        for (const link of links) {
          const page = link.split("#", 1)[0] ?? "";
          if (page.startsWith(address) && page.endsWith(".html")) seen.add(page);
        }
      }
      expect([...seen].map((url) => url.slice(address.length)).toSorted()).toEqual(pagesOf().toSorted());
      expect(asked.filter((url) => !url.startsWith(address))).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it("goes by links from the list to a round, to where its figure stands, and back", async () => {
      const { context, tab } = await windowTo({ javaScriptEnabled: false });
      await tab.goto(`${address}index.html`);
      await tab.locator(`a[href="layoffs/${round}.html"]`).click();
      expect(await tab.locator("h1").innerText()).toBe("Vexley");
      await tab.getByRole("link", { name: "in place of 900 (700 to 900)" }).click();
      expect(await tab.locator(":target blockquote").innerText()).toContain("782");
      await tab.getByRole("link", { name: "Layoffs", exact: true }).click();
      expect(await tab.locator("h1").innerText()).toBe("Public record");
      await tab.getByText("Years").click();
      await tab.getByRole("link", { name: "2026" }).click();
      expect(await tab.locator("h2").first().innerText()).toContain("2026");
      await context.close();
    });

    it("says nothing of what is suppressed, and lets no script run", async () => {
      const { context, tab } = await windowTo();
      await tab.goto(`${address}index.html`);
      expect(await tab.locator("script:not([type='application/ld+json'])").count()).toBe(0);
      const set = await dataOf(tab);
      expect(set).toMatchObject({ "@type": "Dataset" });
      expect(set.distribution.length).toBeGreaterThan(3);
      expect(await tab.locator("tbody", { hasText: "Birchway" }).locator("tr", { hasText: "Birchway" }).count()).toBe(
        1,
      );
      await context.close();
    });
  });
});

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

async function widthOf(tab: Tab, selector: string): Promise<number> {
  return (await tab.locator(selector).boundingBox())?.width ?? 0;
}

interface DataSet {
  readonly distribution: readonly { readonly contentUrl: string }[];
}

async function dataOf(tab: Tab): Promise<DataSet> {
  const [text, ...more] = await tab.locator('script[type="application/ld+json"]').allTextContents();
  expect(more).toEqual([]);
  return JSON.parse(text ?? "") as DataSet;
}
