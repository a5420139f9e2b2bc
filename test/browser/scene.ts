import type { BrowserContext, BrowserContextOptions, Browser, Page } from "playwright-core";
import { systemClock } from "../../src/clock.ts";
import { ANYONE, OPERATOR, type Policy } from "../../src/core/disclosure/viewer.ts";
import { type Authentication, cookieOf, seeOther, signedIn } from "../../src/server/auth.ts";
import { createSessions } from "../../src/server/sessions.ts";
import { type Demo, openDemo } from "../../src/wire/demo.ts";
import { type ServedSite, startSite } from "../../src/wire/serve.ts";
import { ask } from "./ask.ts";

/** Who looks at the pages. The operator is somebody of a Rollcall that declares no audience of names. */
export const LOOKERS = ["nobody", "council", "hr", "operator"] as const;
export type Looker = (typeof LOOKERS)[number];
/** The least of those who may see a page, by its policy. */
export const LEAST = { open: "nobody", counts: "council", named: "hr" } as const satisfies Readonly<
  Record<Policy, Looker>
>;

/** Read after a list, as the demo does it. */
const FIELDS = 300;

/** The company of the demo, after its day, served as to its audiences and as to an operator. */
export interface Scene {
  readonly demo: Demo;
  readonly addressFor: (looker: Looker) => string;
  /** Where they look, and the cookie of a session of theirs. */
  readonly signedIn: (looker: Looker) => Promise<{ readonly address: string; readonly cookie: string }>;
  /** What our own code said went wrong meanwhile. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

export async function openScene(accounts?: number): Promise<Scene> {
  const demo = await openDemo({ seed: 1, speed: Infinity, ...(accounts === undefined ? {} : { accounts }) });
  const faults: string[] = [];
  const fault = (error: string): void => void faults.push(error);
  await demo.story.begin();
  // Each account's fields once, as the demo does: an account is a request.
  let unread = demo.company.workspace.world.members.size;
  const fields = (): number => {
    const now = Math.max(0, Math.min(FIELDS, unread));
    unread -= now;
    return now;
  };
  await demo.story.play({ fields, tell: async () => {} });
  const audiences = await startSite(demo.shown(0), fault);
  const operators = await startSite({ ...demo.shown(0), authentication: operatorAuthentication() }, fault);
  const siteFor = (looker: Looker): ServedSite => (looker === "operator" ? operators : audiences);
  const signIn = async (looker: Looker): Promise<string> => {
    if (looker === "nobody") return "";
    const { cookie } = await ask(`${siteFor(looker).address}/look-as/${looker}`, { method: "POST" });
    return cookie;
  };
  return {
    demo,
    faults,
    addressFor: (looker) => siteFor(looker).address,
    signedIn: async (looker) => ({ address: siteFor(looker).address, cookie: await signIn(looker) }),
    close: async () => {
      await audiences.close();
      await operators.close();
      await demo.close();
    },
  };
}

/** Signs whoever asks in as the operator, as often as they ask. */
function operatorAuthentication(): Authentication {
  const sessions = createSessions(systemClock);
  return {
    canSignIn: false,
    lookAs: [{ alias: "operator", title: "operator" }],
    identify: async (request) => ({
      viewer: sessions.find(cookieOf(request)) === undefined ? ANYONE : OPERATOR,
    }),
    routes: [
      {
        method: "POST",
        path: "/look-as/operator",
        policy: "open",
        handle: () => seeOther("/", signedIn(sessions.open({ audience: "operator" }))),
      },
    ],
  };
}

/** A window in which somebody has signed in. */
export async function windowOf<Who extends string>(
  scene: { readonly addressFor: (looker: Who) => string },
  browser: Browser,
  looker: Who,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const baseURL = scene.addressFor(looker);
  const context = await browser.newContext({ baseURL, reducedMotion: "reduce", ...options });
  if (looker !== "nobody") {
    // As the button does it that `paths` presses, but without a page, which takes a second to come.
    const answer = await context.request.post(`/look-as/${looker}`, {
      headers: { "sec-fetch-site": "same-origin" },
      maxRedirects: 0,
    });
    if (answer.status() !== 303) throw new Error(`Looking as ${looker} was answered with ${answer.status()}.`);
  }
  return context;
}

/** What a page complains of while it is looked at: its own errors, what its policy forbade, what was not answered. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("requestfailed", (one) => {
    const [url, fault] = [one.url(), one.failure()?.errorText];
    // A page that is left lets go of its stream of events, and of its icon, for which the browser asks last.
    if (url.endsWith("/live") || (url.endsWith("/icon.svg") && fault === "net::ERR_ABORTED")) return;
    complaints.push(`${url}: ${fault}`);
  });
  return complaints;
}
