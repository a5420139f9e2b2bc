import { api } from "./api/index.ts";
import type { Authentication } from "./auth.ts";
import { deskRoutes } from "./desk.ts";
import { downloads } from "./downloads.ts";
import { healthRoutes } from "./health.ts";
import { liveRoute } from "./live.ts";
import { type Durations, metricsRoute } from "./metrics.ts";
import { reportDownloads } from "./report-downloads.ts";
import { recordFiles } from "./record-files.ts";
import type { Route } from "./route.ts";

/** Everything that is answered beside pages, signing in and files. @param version of this Rollcall */
export function routesBeside(
  authentication: Authentication,
  { version, durations }: { readonly version: string; readonly durations: Durations },
): readonly Route[] {
  return [
    ...downloads,
    ...recordFiles(),
    ...deskRoutes,
    ...reportDownloads,
    liveRoute(authentication),
    ...api(version),
    ...healthRoutes,
    metricsRoute(durations),
  ];
}
