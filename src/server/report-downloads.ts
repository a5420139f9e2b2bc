import { publishedTo } from "../app/published.ts";
import { readersFor } from "../core/disclosure/viewer.ts";
import { type REPORT_FORMATS, reportText } from "../reports/report.ts";
import type { Route } from "./route.ts";

type Format = (typeof REPORT_FORMATS)[number];

const FILES: readonly (readonly [name: string, format: Format, type: string])[] = [
  ["report.txt", "text", "text/plain; charset=utf-8"],
  ["report.md", "markdown", "text/markdown; charset=utf-8"],
  ["report.csv", "csv", "text/csv; charset=utf-8"],
  ["report.json", "json", "application/json"],
];

/** The last release of counts as `rollcall report` prints it, to the byte. */
export const reportDownloads: readonly Route[] = FILES.map(([name, format, type]) => ({
  method: "GET",
  path: `/${name}`,
  policy: "counts",
  handle: async ({ site, viewer }) =>
    new Response(reportText(await publishedTo(site.store, readersFor(viewer)), format), {
      headers: {
        "content-type": type,
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
      },
    }),
}));
