import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser"];

/** The browser of this machine; undefined where there is none, and then that is said once a file. */
export const CHROMIUM = PLACES.find((place) => place !== undefined && place !== "" && existsSync(place));

if (CHROMIUM === undefined) {
  process.stdout.write(
    "browser tests are skipped: there is no chromium here (apt-get install chromium, or name one in CHROMIUM)\n",
  );
}

export function openBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error("There is no chromium here.");
  // As root, which containers often are, chromium has no sandbox to go into.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: CHROMIUM, args });
}
