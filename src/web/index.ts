import type { Page } from "./page.ts";
import { departure } from "./pages/departure.tsx";
import { departures } from "./pages/departures.tsx";
import { health } from "./pages/health.tsx";
import { link } from "./pages/link.tsx";
import { now } from "./pages/now.tsx";
import { places } from "./pages/places.tsx";
import { report } from "./pages/report.tsx";
import { restorePack } from "./pages/restore.tsx";
import { transparency } from "./pages/transparency.tsx";
import { wave } from "./pages/wave.tsx";
import { waves } from "./pages/waves.tsx";

/** Every page there is; one line each. */
export const pages: readonly Page[] = [
  now,
  departures,
  departure,
  waves,
  wave,
  restorePack,
  places,
  report,
  health,
  transparency,
  link,
];
