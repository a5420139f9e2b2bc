import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page as Tab } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Every rule of WCAG 2.2 AA that axe knows, and its own best practices. */
const RULES: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  // Off unless asked for.
  rules: { "target-size": { enabled: true } },
};
/** Those that a style sheet decides: held anew against each width and each scheme, as the others say of a document what they said. */
const LOOKS: RunOptions = {
  runOnly: {
    type: "rule",
    values: ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"],
  },
};
const NARROWEST = 320;
const PHONE = 360;
const DESK = 1280;

/** What was seen of a page, in one visit. */
export interface Visit {
  readonly path: string;
  readonly title: string;
  /** The orders of its headings, as they come. */
  readonly headings: readonly number[];
  /** What is wrong with it for somebody, and in which window. */
  readonly problems: readonly string[];
  /** What it says, without JavaScript and with it. */
  readonly text: string;
  readonly bareText: string;
  /** Of what leads elsewhere: how much of it is printed. */
  readonly printed: number;
}

/** @param bare a tab without JavaScript */
export async function visit(tab: Tab, bare: Tab, path: string): Promise<Visit> {
  await tab.setViewportSize({ width: DESK, height: 800 });
  await tab.emulateMedia({ media: "screen", colorScheme: "light", reducedMotion: "reduce" });
  await Promise.all([tab.goto(path), bare.goto(path)]);
  // Keys are there with a script alone, and so is what tells of them.
  const text = await tab.evaluate<string>(`${HINTS}.forEach((hint) => (hint.hidden = true)), ${TEXT}`);
  const bareText = await bare.evaluate<string>(TEXT);
  await tab.evaluate(`${HINTS}.forEach((hint) => (hint.hidden = false))`);
  // Through the browser's own console, which no policy of a page binds.
  await tab.evaluate(AXE);
  const problems: string[] = [];
  // Of a file on a disk axe cannot ask for style sheets a second time; the browser itself has them.
  const preload = !path.startsWith("file:");
  const look = async (where: string, rules: RunOptions): Promise<void> => {
    problems.push(...(await violations(tab, { ...rules, preload })).map((one) => `${where}: ${one}`));
    const over = await tab.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
    if (over > 0) problems.push(`${where}: ${over} pixels too wide`);
  };
  await look("desk, light", RULES);
  await tab.emulateMedia({ colorScheme: "dark" });
  await look("desk, dark", LOOKS);
  await tab.setViewportSize({ width: PHONE, height: 800 });
  await look("phone, dark", LOOKS);
  await tab.emulateMedia({ colorScheme: "light" });
  await look("phone, light", RULES);
  await tab.setViewportSize({ width: NARROWEST, height: 800 });
  await look("narrowest", { runOnly: { type: "rule", values: ["target-size"] } });
  await tab.emulateMedia({ media: "print" });
  return {
    path,
    problems,
    text,
    bareText,
    ...(await tab.evaluate<Pick<Visit, "title" | "headings" | "printed">>(REST)),
  };
}

async function violations(tab: Tab, rules: RunOptions): Promise<string[]> {
  const run = (options: RunOptions): Promise<AxeResults> =>
    tab.evaluate<AxeResults>(`axe.run(${JSON.stringify({ ...rules, ...options, resultTypes: ["violations"] })})`);
  // To say by which selector each element is found takes as long as all rules do: it is asked for where something is wrong.
  if ((await run({ selectors: false })).violations.length === 0) return [];
  const { violations: found } = await run({});
  return found.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary?.split("\n")[1]?.trim()}`),
  );
}

// What Playwright's locators ask is asked by ourselves: it would put its own program into every page first.
const HINTS = 'document.querySelectorAll("[data-keys], [data-desk] kbd")';
const TEXT = String.raw`document.querySelector("main").innerText.replaceAll(/\s+/g, " ")`;
const REST = `({
  title: document.title,
  headings: [...document.querySelectorAll("h1, h2, h3, h4")].map(({ tagName }) => Number(tagName[1])),
  printed: [...document.querySelectorAll("header.top, .filters, .pager, .look-as, .foot")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true })).length,
})`;
