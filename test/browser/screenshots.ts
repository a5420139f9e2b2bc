import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pages } from "../../src/web/index.ts";
import { openBrowser } from "./chromium.ts";
import { crawl } from "./crawl.ts";
import { LEAST, type Looker, openScene, windowOf } from "./scene.ts";
import { withPalette } from "../../scripts/png.ts";

const SIZES = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;
/** What is further down is more of the same. */
const LONGEST = { desk: 1600, phone: 2000 } as const;
const SCHEMES = ["light", "dark"] as const;

/**
 * Every page of the demo's company after its day, as the least of those who may see it.
 * @returns how many bytes they are
 */
export async function takeScreenshots(folder: string, accounts: number): Promise<number> {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith(".png")) rmSync(join(folder, name));
  const scene = await openScene(accounts);
  const browser = await openBrowser();
  let bytes = 0;
  try {
    for (const looker of ["nobody", "council", "hr"] satisfies Looker[]) {
      const { examples } = await crawl(await scene.signedIn(looker), pages);
      const mine = pages.filter(({ policy }) => LEAST[policy] === looker);
      for (const page of mine) {
        const path = examples.find((one) => one.page === page)?.path;
        if (path === undefined) continue;
        for (const [size, viewport] of Object.entries(SIZES)) {
          const context = await windowOf(scene, browser, looker, { viewport });
          const tab = await context.newPage();
          for (const colorScheme of SCHEMES) {
            await tab.emulateMedia({ colorScheme, reducedMotion: "reduce" });
            await tab.goto(path);
            const whole = await tab.evaluate<number>("document.documentElement.scrollHeight");
            const height = Math.min(LONGEST[size as keyof typeof SIZES], Math.max(viewport.height, whole));
            await tab.setViewportSize({ ...viewport, height });
            const png = withPalette(await tab.screenshot());
            bytes += png.length;
            writeFileSync(join(folder, `${nameOf(page.path)}-${size}-${colorScheme}.png`), png);
          }
          await context.close();
        }
      }
    }
  } finally {
    await browser.close();
    await scene.close();
  }
  return bytes;
}

/** `/departures/:id` is `departures-id`. */
function nameOf(path: string): string {
  return path.split(/[/:]+/).filter(Boolean).join("-");
}
