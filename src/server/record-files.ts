import { randomBytes } from "node:crypto";
import { layoffsWithClaims, recordOn } from "../app/layoffs.ts";
import type { Clock, StoreReader } from "../app/ports.ts";
import { recordExtent } from "../app/record-extent.ts";
import type { LayoffOrder } from "../core/record/layoff.ts";
import { SECOND, type Instant } from "../core/time.ts";
import { exported, type FeedPlace, type LayoffFormat } from "../messages/layoff-export.ts";
import { tableDescription } from "../messages/layoff-table.ts";
import { sourcesText } from "../messages/record-dataset.ts";
import { queryOf } from "../web/page.ts";
import { layoffPath } from "../web/parts/record.tsx";
import { DATASET, datasetAsked, foundAt, TABLE, TABLE_DESCRIPTION } from "../web/parts/record-forms.tsx";
import { filterOf, momentOf, queryWords, recordQuery, searchOf } from "../web/parts/record-query.ts";
import type { Asked } from "../web/site.ts";
import { correctionFeeds } from "./correction-feeds.ts";
import type { Route } from "./route.ts";
import { holds, tagged, tagOf } from "./tags.ts";

/** Entries of a feed: what is new or has changed of late. */
const NEWEST = 100;

interface Form {
  readonly path: string;
  readonly format: LayoffFormat;
  readonly type: string;
  /** Of a feed what changed last comes first; of a file all is there, in the order that is asked for. */
  readonly feed: boolean;
}

const FORMS: readonly Form[] = [
  { path: "/record/feed.atom", format: "atom", type: "application/atom+xml; charset=utf-8", feed: true },
  { path: "/record/feed.rss", format: "rss", type: "application/rss+xml; charset=utf-8", feed: true },
  { path: "/record/feed.json", format: "jsonfeed", type: "application/feed+json; charset=utf-8", feed: true },
  { path: "/record/export.csv", format: "csv", type: "text/csv; charset=utf-8", feed: false },
  { path: "/record/export.json", format: "json", type: "application/json; charset=utf-8", feed: false },
];

/** The public record for programs: feeds and files of whatever the list can be narrowed to, written as they are read. */
export function recordFiles(): readonly Route[] {
  const versionOf = createVersions();
  const files = FORMS.map((form): Route => ({
    method: "GET",
    path: form.path,
    policy: "open",
    scope: "record:read",
    ...(form.feed ? {} : { heavy: "file" }),
    handle: async (asked, request) => {
      const { site, url } = asked;
      const query = queryOf(recordQuery, url);
      const filter = filterOf(query);
      const version = await versionOf(site.store, site.clock, `${form.path}${searchOf(query)} ${url.origin}`);
      const headers = new Headers({ etag: version.etag, "cache-control": "no-cache", vary: "accept-encoding" });
      if (version.modified !== undefined) headers.set("last-modified", new Date(version.modified).toUTCString());
      if (isHeld(request, version)) return new Response(null, { status: 304, headers });
      headers.set("content-type", form.type);
      if (!form.feed) headers.set("content-disposition", `attachment; filename="layoffs.${form.format}"`);
      if (form.path === TABLE)
        headers.set(
          "link",
          `<${TABLE_DESCRIPTION}${searchOf(query)}>; rel="describedby"; type="application/csvm+json"`,
        );
      const order: LayoffOrder = form.feed ? "changed" : (query.sort ?? "date");
      const limit = form.feed ? NEWEST : Number.MAX_SAFE_INTEGER;
      const record = recordOn(site.store, momentOf(query, site.clock.now()));
      const batches = layoffsWithClaims(record, { ...filter, order, limit });
      const place = form.feed ? placeOf(asked, queryWords(query), searchOf(query)) : undefined;
      const text = ReadableStream.from(exported(form.format, batches, place));
      return new Response(text.pipeThrough(new TextEncoderStream()), { headers });
    },
  }));
  return [...files, description, dataset, ...correctionFeeds];
}

const shared = { method: "GET", policy: "open", scope: "record:read" } as const;

/** What the columns of the table mean (CSV on the Web). */
const description: Route = {
  ...shared,
  path: TABLE_DESCRIPTION,
  handle: async ({ site: { store, publication }, url }, request) => {
    const query = queryOf(recordQuery, url);
    const words = queryWords(query);
    const extent = await recordExtent(store, filterOf(query));
    const text = tableDescription({
      ...publication,
      url: `export.csv${searchOf(query)}`,
      title: `Reported job cuts${words === "" ? "" : ` ${words}`}`,
      modified: extent.modified,
      sources: sourcesText(extent),
    });
    return answered(request, text, "application/csvm+json");
  },
};

const dataset: Route = {
  ...shared,
  path: DATASET,
  handle: async (asked, request) =>
    answered(request, `${JSON.stringify(await datasetAsked(asked), null, 2)}\n`, "application/ld+json"),
};

function answered(request: Request, text: string, type: string): Response {
  return tagged(request, text, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-cache" });
}

function placeOf(asked: Asked, of: string, search: string): FeedPlace {
  // What nobody knows the place of yet leads nowhere.
  const at = (address: string) => (asked.still?.isPlaced === false ? undefined : foundAt(asked, address));
  return {
    of,
    self: at(`${asked.url.pathname}${search}`),
    home: at(`/record${search}`),
    pageOf: ({ id }) => at(layoffPath(id)),
  };
}

interface Version {
  readonly etag: string;
  /** Undefined within the second in which it was first seen: another change may come in it (RFC 9110, 8.8.2.2). */
  readonly modified: Instant | undefined;
}

/** What a form of the record is known by: the state of the record, since when this process has seen it, and what was asked. */
function createVersions() {
  // A store in memory begins at the same state each time, and so another process has other tags.
  const process = randomBytes(6).toString("base64url");
  const seen = new WeakMap<StoreReader, { readonly state: number; readonly at: Instant }>();
  return async (store: StoreReader, clock: Clock, question: string): Promise<Version> => {
    const state = await store.recordState();
    const now = clock.now();
    const before = seen.get(store);
    const known = before?.state === state ? before : { state, at: now };
    seen.set(store, known);
    const modified = Math.floor(known.at / SECOND) * SECOND;
    return {
      etag: `W/${tagOf(`${process} ${state} ${question}`)}`,
      modified: now - modified >= 2 * SECOND ? modified : undefined,
    };
  };
}

/** The tag goes before the date (RFC 9110, 13.2.2). */
function isHeld(request: Request, { etag, modified }: Version): boolean {
  const held = holds(request, etag);
  if (held !== undefined) return held;
  const since = Date.parse(request.headers.get("if-modified-since") ?? "");
  return modified !== undefined && since >= modified;
}
