import type { DeparturesAsked } from "../app/departures-port.ts";
import type { StoreReader } from "../app/ports.ts";
import { disclose } from "../core/disclosure/disclose.ts";
import { departureCsv, DEPARTURES_HEAD } from "../messages/departures-csv.ts";
import { restoreCsv } from "../messages/restore.ts";
import { departuresAsked, departuresQuery } from "../web/departures-asked.ts";
import { queryOf } from "../web/page.ts";
import { packAsked } from "../web/pages/restore.tsx";
import { noteView, viewingOf } from "../web/viewing.ts";
import type { Route } from "./route.ts";

/** Read at once, so that others are answered in between. */
const AT_ONCE = 500;

/** Tables of what pages show, whole; that they were asked for is on the record before the first byte. */
export const downloads: readonly Route[] = [
  {
    method: "GET",
    path: "/departures.csv",
    policy: "named",
    handle: async (asked) => {
      const query = queryOf(departuresQuery, asked.url);
      const wanted = departuresAsked(asked, query);
      const { store } = viewingOf(asked);
      const total = await store.countDepartures(wanted);
      await noteView(asked, "departures", total, { directory: query.directory ?? null });
      return table("departures.csv", linesOf(store, wanted, query.sort));
    },
  },
  {
    method: "GET",
    path: "/restore/:what/pack.csv",
    policy: "named",
    handle: async (asked) => table("restore.csv", [restoreCsv(await packAsked(asked))]),
  },
];

async function* linesOf(
  store: StoreReader,
  wanted: DeparturesAsked,
  order: Parameters<StoreReader["listDepartures"]>[1]["order"],
): AsyncGenerator<readonly string[]> {
  yield [DEPARTURES_HEAD];
  for (let skip = 0; ; skip += AT_ONCE) {
    const found = await store.listDepartures(wanted, { order, skip, limit: AT_ONCE });
    const views = found.flatMap((one) => disclose("departure", one, "named") ?? []);
    if (views.length > 0) yield views.map(departureCsv);
    if (found.length < AT_ONCE) return;
  }
}

/** @param parts lines without their ends, which are those of RFC 4180 */
function table(name: string, parts: Iterable<readonly string[]> | AsyncIterable<readonly string[]>): Response {
  const encoder = new TextEncoder();
  const body = ReadableStream.from(parts).pipeThrough(
    new TransformStream<readonly string[], Uint8Array>({
      transform: (lines, out) => out.enqueue(encoder.encode(lines.map((line) => `${line}\r\n`).join(""))),
    }),
  );
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}
