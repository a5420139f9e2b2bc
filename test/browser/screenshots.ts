import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { pages } from "../../src/web/index.ts";
import { openBrowser } from "./chromium.ts";
import { crawl } from "./crawl.ts";
import { YEAR } from "../record/year.ts";
import { openRecordScene, questions, type RecordScene } from "./record-scene.ts";
import { LEAST, type Looker, openScene, type Scene, windowOf } from "./scene.ts";
import { withPalette } from "../../scripts/png.ts";

const SIZES = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;
/** What is further down is more of the same. */
const LONGEST = { desk: 1600, phone: 2000 } as const;
const SCHEMES = ["light", "dark"] as const;

/**
 * Every page of the demo's company after its day, as the least of those who may see it; and those pages of the record that show most
 * where much has happened, of a record of its own.
 * @returns how many bytes they are
 */
export async function takeScreenshots(folder: string, accounts: number): Promise<number> {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith(".png")) rmSync(join(folder, name));
  const browser = await openBrowser();
  try {
    const scene = await openScene(accounts);
    const record = await openRecordScene([...YEAR, ...questions()]);
    try {
      return (await ofDemo(scene, browser, folder)) + (await ofRecord(record, browser, folder));
    } finally {
      await record.close();
      await scene.close();
    }
  } finally {
    await browser.close();
  }
}

/** Pages that say little in the demo: nothing of its record is asked, or became another. */
const ELSEWHERE = new Set(["/record/desk", "/record/corrections"]);

async function ofDemo(scene: Scene, browser: Browser, folder: string): Promise<number> {
  let bytes = 0;
  for (const looker of ["nobody", "council", "hr"] satisfies Looker[]) {
    const { examples } = await crawl(await scene.signedIn(looker), pages);
    for (const page of pages.filter(({ path, policy }) => LEAST[policy] === looker && !ELSEWHERE.has(path))) {
      const path = examples.find((one) => one.page === page)?.path;
      if (path === undefined) continue;
      bytes += await take(
        (options) => windowOf(scene, browser, looker, options),
        path,
        join(folder, nameOf(page.path)),
      );
    }
  }
  return bytes;
}

async function ofRecord(scene: RecordScene, browser: Browser, folder: string): Promise<number> {
  const rounds = await scene.store.layoffs({ search: "Vexley", limit: 2 });
  const shown = [
    ["desk", "record-desk", "/record/desk#desk"],
    ["nobody", "record-layoffs-rounds", `/record/layoffs/${rounds.at(-1)?.id}`],
    ["nobody", "record-corrections", "/record/corrections"],
  ] as const;
  let bytes = 0;
  for (const [looker, name, path] of shown)
    bytes += await take((options) => windowOf(scene, browser, looker, options), path, join(folder, name));
  return bytes;
}

/** @param place of the files, without what tells them apart */
async function take(
  open: (options: BrowserContextOptions) => Promise<BrowserContext>,
  path: string,
  place: string,
): Promise<number> {
  let bytes = 0;
  for (const [size, viewport] of Object.entries(SIZES)) {
    const context = await open({ viewport });
    const tab = await context.newPage();
    for (const colorScheme of SCHEMES) {
      await tab.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await tab.goto(path);
      const whole = await tab.evaluate<number>("document.documentElement.scrollHeight");
      const height = Math.min(LONGEST[size as keyof typeof SIZES], Math.max(viewport.height, whole));
      await tab.setViewportSize({ ...viewport, height });
      await tab.evaluate("scrollTo(0, 0)");
      const png = withPalette(await tab.screenshot());
      bytes += png.length;
      writeFileSync(`${place}-${size}-${colorScheme}.png`, png);
    }
    await context.close();
  }
  return bytes;
}

/** `/departures/:id` is `departures-id`. */
function nameOf(path: string): string {
  return path.split(/[/:]+/).filter(Boolean).join("-");
}
