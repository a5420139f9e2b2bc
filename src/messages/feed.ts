// Feeds by RFC 4287 (Atom), RSS 2.0 (https://www.rssboard.org/rss-specification) and https://www.jsonfeed.org/version/1.1/. Nothing from
// outside becomes markup. In pieces, so that none has to be held whole.
import { createHash } from "node:crypto";
import { defined } from "../core/defined.ts";
import { jsonText } from "../core/json-text.ts";
import { plain } from "./words.ts";

/** What a feed says of itself. */
export interface FeedHead {
  /** What the feed is: the same for good. */
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  /** Where it stands, and the page that shows the same; a file by itself knows of neither. */
  readonly self?: string;
  readonly page?: string;
  /** ISO 8601: of the entry that changed last; of a feed without entries, undefined. */
  readonly updated: string | undefined;
}

export interface FeedItem {
  /** A URI: the same wherever the feed stands, and whatever is said of the thing later (RFC 4287, 4.2.6). */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Our page about it. */
  readonly link?: string;
  /** Where it was reported: an address of the web. */
  readonly outside?: string;
  /** ISO 8601. */
  readonly published: string;
  readonly updated: string;
  readonly tags?: readonly string[];
  /** For programs that read JSON. */
  readonly more?: object;
}

/** One way to write a feed. */
export interface FeedForm {
  readonly type: string;
  readonly head: (feed: FeedHead) => string;
  readonly item: (item: FeedItem) => string;
  readonly between: string;
  readonly foot: string;
}

/** When nothing is in it. */
const NEVER = "1970-01-01T00:00:00.000Z";

/**
 * A name for something of ours that is the same in each feed, file and site: made of its id alone, and of no address that may change.
 * A UUID of version 8 by SHA-256 (RFC 9562, 5.8).
 */
export function uriOf(id: string): string {
  const bytes = createHash("sha256").update(`rollcall ${id}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** All of a feed. */
export function wholeFeed(form: FeedForm, head: Omit<FeedHead, "updated">, items: readonly FeedItem[]): string {
  const updated = items
    .map((one) => one.updated)
    .toSorted()
    .at(-1);
  return `${form.head({ ...head, updated })}${items.map(form.item).join(form.between)}${form.foot}`;
}

const atom: FeedForm = {
  type: "application/atom+xml",
  head: ({ id, title, description, self, page, updated }) =>
    lines(
      '<?xml version="1.0" encoding="utf-8"?>',
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
      element("id", id),
      element("title", title),
      description === undefined ? "" : element("subtitle", description),
      element("updated", updated ?? NEVER),
      "<author><name>Rollcall</name></author>",
      self === undefined ? "" : `<link rel="self" type="application/atom+xml" href="${xml(self)}"/>`,
      page === undefined ? "" : `<link rel="alternate" type="text/html" href="${xml(page)}"/>`,
    ),
  item: ({ id, title, text, link, outside, published, updated, tags = [] }) =>
    lines(
      "<entry>",
      element("id", id),
      element("title", title),
      element("published", published),
      element("updated", updated),
      link === undefined ? "" : `<link rel="alternate" type="text/html" href="${xml(link)}"/>`,
      outside === undefined ? "" : `<link rel="via" href="${xml(outside)}"/>`,
      ...tags.map((tag) => `<category term="${xml(tag)}"/>`),
      `<content type="text">${xml(text)}</content>`,
      "</entry>",
    ),
  between: "",
  foot: "</feed>\n",
};

/** RSS knows one date of an item, when it was published; that it has changed since is said in Atom's words. */
const rss: FeedForm = {
  type: "application/rss+xml",
  head: ({ id, title, description, self, page, updated }) =>
    lines(
      '<?xml version="1.0" encoding="utf-8"?>',
      '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
      "<channel>",
      element("title", title),
      // A channel has to lead somewhere, and what stands nowhere has a name alone.
      element("link", page ?? id),
      element("description", description ?? title),
      "<language>en</language>",
      element("lastBuildDate", mailDate(updated ?? NEVER)),
      "<generator>Rollcall</generator>",
      self === undefined ? "" : `<atom:link rel="self" type="application/rss+xml" href="${xml(self)}"/>`,
    ),
  item: ({ id, title, text, link, outside, published, updated, tags = [] }) =>
    lines(
      "<item>",
      element("title", title),
      link === undefined && outside === undefined ? "" : element("link", link ?? outside ?? ""),
      // Readers take a description for HTML, and so it is text of HTML.
      element("description", xml(text)),
      ...tags.map((tag) => element("category", tag)),
      `<guid isPermaLink="false">${xml(id)}</guid>`,
      element("pubDate", mailDate(published)),
      outside === undefined ? "" : element("dc:source", outside),
      element("atom:updated", updated),
      "</item>",
    ),
  between: "",
  foot: "</channel>\n</rss>\n",
};

const json: FeedForm = {
  type: "application/feed+json",
  head: ({ title, description, self, page }) => {
    const version = "https://jsonfeed.org/version/1.1";
    const head = jsonText({
      version,
      title: plain(title),
      ...defined({ home_page_url: page, feed_url: self, description }),
      language: "en",
      authors: [{ name: "Rollcall" }],
    });
    return `${head.slice(0, -1)},"items":[\n`;
  },
  item: ({ id, title, text, link, outside, published, updated, tags, more }) =>
    jsonText({
      id,
      ...defined({ url: link, external_url: outside }),
      title: plain(title),
      content_text: plain(text),
      date_published: published,
      date_modified: updated,
      ...defined({ tags, _rollcall: more }),
    }),
  between: ",\n",
  foot: "\n]}\n",
};

export const FEED_FORMS = { atom, rss, json } as const;

/** RFC 822 with a year of four digits, as RSS has it. */
function mailDate(text: string): string {
  return new Date(text).toUTCString();
}

function lines(...all: readonly string[]): string {
  return all.flatMap((line) => (line === "" ? [] : [`${line}\n`])).join("");
}

function element(name: string, text: string): string {
  return `<${name}>${xml(text)}</${name}>`;
}

/** `plain` leaves none of the characters that XML forbids but these two. */
function xml(text: string): string {
  return plain(text)
    .replaceAll(/[\ufffe\uffff]/g, "·")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}
