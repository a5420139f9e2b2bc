// The desk in a real browser: by keys alone, by forms without JavaScript, with two people at it, and where there is nothing to decide.
import type { Browser, BrowserContextOptions, Page as Tab } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decideQuestion } from "../../src/app/desk.ts";
import { suppress } from "../../src/app/merge-claims.ts";
import { CHROMIUM, openBrowser } from "./chromium.ts";
import { ASKED_OF, openRecordScene, type RecordScene } from "./record-scene.ts";
import { complaintsOf, windowOf } from "./scene.ts";
import { visit } from "./visit.ts";

const DESK = "/record/desk#desk";

describe.skipIf(CHROMIUM === undefined)("the desk", { timeout: 60_000 }, () => {
  let browser: Browser;
  let scene: RecordScene;
  let complaints: string[][];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    scene = await openRecordScene();
    complaints = [];
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await scene.close();
    const all = [...scene.faults, ...complaints.flat()];
    if (all.length > 0) throw new Error(`The server or the browser complains: ${all.join("; ")}`);
  });

  async function tabOf(as: "desk" | "legal" | "council" | "nobody" = "desk", options?: BrowserContextOptions) {
    const tab = await (await windowOf(scene, browser, as, options)).newPage();
    complaints.push(complaintsOf(tab));
    return tab;
  }

  /** By which audience each act was done, the newest first. */
  async function recorded(): Promise<string[]> {
    const entries = await scene.store.records({ limit: 9 });
    const acts = entries.filter(({ detail }) => (detail as { through?: string }).through === "desk");
    return acts.map(({ action, detail }) => `${action} as ${(detail as { as?: string }).as}`);
  }
  const roundsOf = async (company: string): Promise<number> =>
    (await scene.store.layoffs({ search: company, limit: 9 })).length;

  it("is come to, gone through, answered and taken back by keys alone", async () => {
    const tab = await tabOf();
    await tab.goto("/record");
    await tabTo(tab, "The desk");
    await press(tab, "Enter");
    const [first, second, third] = ASKED_OF;
    expect(await askedOf(tab)).toBe(first);
    await press(tab, "l");
    expect(await askedOf(tab)).toBe(second);
    await press(tab, "l");
    expect(await askedOf(tab)).toBe(third);
    await press(tab, "p");
    await press(tab, "p");
    expect(await askedOf(tab)).toBe(first);
    expect(await recorded()).toEqual([]);

    await press(tab, "s");
    expect(await askedOf(tab)).toBe(second);
    expect(await tab.locator(".last-act").innerText()).toMatch(/Aldermoor.* and Aldermoor.* are one round/);
    expect(await roundsOf(first)).toBe(1);
    await press(tab, "u");
    expect(await askedOf(tab)).toBe(first);
    expect(await roundsOf(first)).toBe(2);
    await press(tab, "d");
    await press(tab, "s");
    await press(tab, "s");
    expect(await tab.locator("#desk .empty").innerText()).toBe("Nothing is to be decided.");
    expect([await roundsOf(first), await roundsOf(second), await roundsOf(third)]).toEqual([2, 1, 1]);
    await press(tab, "u");
    expect(await askedOf(tab)).toBe(third);
    expect(await recorded()).toEqual([
      "reopen layoffs as desk",
      "merge layoffs as desk",
      "merge layoffs as desk",
      "keep apart layoffs as desk",
      "reopen layoffs as desk",
      "merge layoffs as desk",
    ]);
  });

  it("does nothing by a key that is held, comes with another, is typed elsewhere, or is switched off", async () => {
    const tab = await tabOf();
    await tab.goto(DESK);
    for (const keys of ["Control+s", "Alt+d", "x", "Shift+Tab"]) await tab.keyboard.press(keys);
    // What has the focus now stands before the desk.
    await tab.keyboard.press("s");
    await tab.goto("/record/desk");
    await tab.keyboard.press("d");
    await tab.goto("about:blank");
    await tab.goto(DESK);
    await tab.getByRole("button", { name: "Switch keys off" }).press("Enter");
    await tab.keyboard.press("s");
    expect(await tab.locator("#desk kbd").locator("visible=true").count()).toBe(0);
    await tab.reload();
    await tab.locator("#desk").focus();
    await tab.keyboard.press("s");
    expect(await tab.locator("[data-keys]").innerText()).toContain("Keys are switched off.");
    expect(await scene.store.questionsWaiting()).toBe(3);
    await tab.getByRole("button", { name: "Switch keys on" }).press("Enter");
    const down = (key: string, repeat = false): string => `
      document.querySelector("#desk").dispatchEvent(new KeyboardEvent("keydown", { key: "${key}", repeat: ${repeat}, bubbles: true }))`;
    await tab.evaluate(down("s", true));
    await tab.waitForTimeout(300);
    expect(await scene.store.questionsWaiting()).toBe(3);
    // Two in one go: the second does not take the place of the first, nor is it meant for the question that comes next.
    await tab.evaluate(`${down("s")}; ${down("l")}`);
    await tab.locator(".last-act").waitFor();
    expect(await scene.store.questionsWaiting()).toBe(2);
  });

  it("is answered and taken back by forms where there is no JavaScript", async () => {
    const tab = await tabOf("desk", { javaScriptEnabled: false });
    await tab.goto("/record");
    await tab.getByRole("link", { name: "The desk" }).click();
    const [first, second] = ASKED_OF;
    await tab.getByRole("button", { name: "Same round" }).click();
    expect(await askedOf(tab)).toBe(second);
    await tab.getByRole("link", { name: "Later" }).click();
    await tab.getByRole("link", { name: "Previous" }).click();
    expect(await askedOf(tab)).toBe(second);
    await tab.getByRole("button", { name: "Two rounds" }).click();
    expect([await roundsOf(first), await roundsOf(second)]).toEqual([1, 2]);
    await tab.getByRole("button", { name: "Take that back" }).click();
    expect(await askedOf(tab)).toBe(second);
    expect(await tab.locator("kbd, [data-keys]").locator("visible=true").count()).toBe(0);
    expect(await recorded()).toEqual(["reopen layoffs as desk", "keep apart layoffs as desk", "merge layoffs as desk"]);
  });

  it("shows the words of both side by side, with the figures marked and what differs told", async () => {
    const tab = await tabOf();
    await tab.goto(DESK);
    const [one, other] = await tab.locator(".evidence blockquote").all();
    const [left, right] = [await one?.boundingBox(), await other?.boundingBox()];
    expect(left?.y).toBe(right?.y);
    expect(right?.x).toBeGreaterThan((left?.x ?? 0) + (left?.width ?? 0));
    expect(await tab.locator(".evidence mark").allInnerTexts()).toEqual(["289", "12%", "101"]);
    const differ = tab.locator(".beside tr", { hasText: "differs" });
    expect(await differ.locator("th").allInnerTexts()).toEqual(["Date", "People"]);
    // A question is read and answered without scrolling: the words, and the answers below them.
    await tab.setViewportSize({ width: 1280, height: 720 });
    for (const part of [".evidence blockquote >> nth=1", ".acts-now"]) {
      const box = await tab.locator(part).boundingBox();
      expect((box?.y ?? 999) + (box?.height ?? 999), part).toBeLessThanOrEqual(720);
    }
  });

  it("has the focus seen wherever it is, and under nothing that lies over it", async () => {
    const tab = await tabOf();
    // Of whichever height: what lies over others lies over something else each time.
    for (const [width, height] of [
      [1280, 800],
      [1280, 580],
      [1280, 540],
      [1280, 500],
      [320, 500],
      [320, 640],
    ] as const) {
      await tab.setViewportSize({ width, height });
      await tab.goto("about:blank");
      await tab.goto(DESK);
      expect(await tab.evaluate<string>(BORDER)).not.toBe("rgba(0, 0, 0, 0)");
      const seen: string[] = [];
      for (let i = 0; i < 40; i++) {
        await tab.keyboard.press("Tab");
        const at = await tab.evaluate<Focused>(FOCUSED);
        if (!at.inDesk) break;
        seen.push(at.text);
        expect(at, `${width}: ${at.text}`).toMatchObject({ outline: "solid", isOnTop: true });
      }
      expect(seen).toEqual(
        expect.arrayContaining(["Aldermoor to cut 289 jobs", "Same round s", "Two rounds d", "Switch keys off"]),
      );
    }
  });

  it("tells the second of two people that the first was faster, and undoes nothing of theirs by itself", async () => {
    const [mine, theirs] = [await tabOf("desk"), await tabOf("legal")];
    await mine.goto(DESK);
    await theirs.goto(DESK);
    await press(mine, "d");
    await press(theirs, "s");
    expect(await theirs.locator("#desk .notice").innerText()).toContain("answered meanwhile");
    expect(await askedOf(theirs)).toBe(ASKED_OF[1]);
    expect(await roundsOf(ASKED_OF[0])).toBe(2);
    expect(await recorded()).toEqual(["keep apart layoffs as desk"]);
    // They may take it back, in their own name.
    await press(theirs, "u");
    expect(await askedOf(theirs)).toBe(ASKED_OF[0]);
    await press(mine, "u");
    expect(await mine.locator("#desk .notice").innerText()).toContain("answered meanwhile");
    expect(await recorded()).toEqual(["reopen layoffs as legal", "keep apart layoffs as desk"]);
  });

  it("goes on where a question has gone meanwhile", async () => {
    const tab = await tabOf();
    await tab.goto(DESK);
    const [ask] = await scene.store.questions({ limit: 1 });
    await suppress(scene.store, ask?.layoff ?? "", false, { at: scene.clock.now() });
    await press(tab, "s");
    expect(await tab.locator("#desk .notice").innerText()).toContain("is asked no more");
    expect(await askedOf(tab)).toBe(ASKED_OF[1]);
    await tab.goto(`/record/desk?question=${ask?.layoff}~${ask?.candidate}#desk`);
    expect(await tab.locator("#desk .notice").innerText()).toContain("is asked no more");
    expect(await recorded()).toEqual([]);
  });

  it("is accessible and fits in each of its states, and says the same without JavaScript", async () => {
    const tab = await tabOf();
    const bare = await tabOf("desk", { javaScriptEnabled: false });
    const look = async (path: string): Promise<void> => {
      const { problems, text, bareText, headings, printed } = await visit(tab, bare, path);
      expect({ path, problems, printed }).toEqual({ path, problems: [], printed: 0 });
      expect(bareText).toBe(text);
      expect(headings.filter((order, i) => order > (headings[i - 1] ?? 0) + 1)).toEqual([]);
    };
    await look("/record/desk");
    const [first, ...rest] = await scene.store.questions({ limit: 9 });
    const decide = async (ask: typeof first): Promise<void> => {
      if (ask === undefined) throw new Error("nothing is asked");
      await decideQuestion(scene.store, ask, "same", { at: scene.clock.now() });
    };
    await decide(first);
    await look("/record/desk?meanwhile=1");
    const last = rest.at(-1);
    await look(`/record/desk?after=${last?.askedAt}~${last?.layoff}~${last?.candidate}`);
    for (const ask of rest) await decide(ask);
    await look("/record/desk");
    expect(await tab.locator("#desk .empty").innerText()).toBe("Nothing is to be decided.");
  });

  it("is not there for those who may know counts alone, nor for nobody, and no page leads them there", async () => {
    for (const [as, status] of [
      ["council", 403],
      ["nobody", 401],
    ] as const) {
      const tab = await tabOf(as);
      const answer = await tab.goto("/record/desk");
      expect(answer?.status()).toBe(status);
      // The browser says by itself that this address was refused.
      complaints.at(-1)?.splice(0);
      expect(await tab.locator("main").innerText()).not.toMatch(/Aldermoor|question/);
      await tab.goto("/record");
      expect(await tab.locator('a[href^="/record/desk"]').count()).toBe(0);
      await tab.locator("tbody th a").first().click();
      expect(await tab.locator("main").innerText()).toContain("A person has to say.");
      expect(await tab.locator('a[href^="/record/desk"]').count()).toBe(0);
    }
  });

  it("does nothing that a page of another site has somebody's browser ask for", async () => {
    const [ask] = await scene.store.questions({ limit: 1 });
    const context = await windowOf(scene, browser, "desk");
    const fields = Object.entries({ ...ask, verdict: "same" }).map(
      ([name, value]) => `<input name="${name}" value="${String(value)}">`,
    );
    const body = `<form method="post" action="${scene.addressFor()}/record/desk/answer">${fields.join("")}</form>`;
    await context.route("http://elsewhere.example/", (route) => route.fulfill({ contentType: "text/html", body }));
    const tab = await context.newPage();
    await tab.goto("http://elsewhere.example/");
    const answered = tab.waitForResponse((one) => one.url().endsWith("/record/desk/answer"));
    await tab.evaluate("document.forms[0].submit()");
    expect((await answered).status()).toBe(403);
    expect(await scene.store.questionsWaiting()).toBe(3);
    expect(await recorded()).toEqual([]);
  });
});

/** Presses a key that leads to another page, and waits for it. */
async function press(tab: Tab, key: string): Promise<void> {
  await Promise.all([tab.waitForEvent("load"), tab.keyboard.press(key)]);
}

async function tabTo(tab: Tab, text: string): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await tab.keyboard.press("Tab");
    if ((await tab.evaluate<string>("document.activeElement.innerText")) === text) return;
  }
  throw new Error(`The keyboard does not reach "${text}".`);
}

function askedOf(tab: Tab): Promise<string> {
  return tab.locator("#desk tbody a").first().innerText();
}

const BORDER = 'getComputedStyle(document.querySelector("#desk")).borderLeftColor';

interface Focused {
  readonly text: string;
  readonly inDesk: boolean;
  readonly outline: string;
  readonly isOnTop: boolean;
}

const FOCUSED = `(() => {
  const at = document.activeElement;
  const { left, top, width, height } = at.getBoundingClientRect();
  const above = document.elementFromPoint(left + Math.min(width, 20) / 2, top + height / 2);
  return {
    text: at.textContent.trim(),
    inDesk: at.closest("#desk") !== null,
    outline: getComputedStyle(at).outlineStyle,
    isOnTop: above !== null && (at.contains(above) || above.contains(at)),
  };
})()`;
