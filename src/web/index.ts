import type { Page } from "./page.ts";
import { apiPage } from "./pages/api.tsx";
import { desk } from "./pages/desk.tsx";
import { departure } from "./pages/departure.tsx";
import { departures } from "./pages/departures.tsx";
import { health } from "./pages/health.tsx";
import { link } from "./pages/link.tsx";
import { offboarding } from "./pages/offboarding.tsx";
import { offboardingOf } from "./pages/offboarding-of.tsx";
import { now } from "./pages/now.tsx";
import { places } from "./pages/places.tsx";
import { report } from "./pages/report.tsx";
import { restorePack } from "./pages/restore.tsx";
import { company } from "./pages/company.tsx";
import { layoffObserved } from "./pages/layoff-observed.tsx";
import { layoff } from "./pages/layoff.tsx";
import { recordCharts } from "./pages/record-charts.tsx";
import { recordCorrections } from "./pages/record-corrections.tsx";
import { recordMethodology } from "./pages/record-methodology.tsx";
import { recordShelf } from "./pages/record-shelf.tsx";
import { recordSources } from "./pages/record-sources.tsx";
import { record } from "./pages/record.tsx";
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
  offboarding,
  offboardingOf,
  restorePack,
  places,
  report,
  health,
  record,
  recordCharts,
  recordShelf,
  recordCorrections,
  recordSources,
  desk,
  recordMethodology,
  layoff,
  layoffObserved,
  company,
  transparency,
  apiPage,
  link,
];
