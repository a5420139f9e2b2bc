import type { Page } from "./page.ts";
import { link } from "./pages/link.tsx";
import { now } from "./pages/now.tsx";
import { transparency } from "./pages/transparency.tsx";

/** Every page there is; one line each. */
export const pages: readonly Page[] = [now, transparency, link];
