// Feeds by RFC 4287 and https://www.jsonfeed.org/version/1.1/. Nothing from outside becomes markup.
import { jsonText } from "../../core/json-text.ts";
import { plain } from "../../messages/words.ts";

export interface Feed {
  /** What the feed is: a name of ours, the same for good. */
  readonly id: string;
  readonly title: string;
  /** Where it stands, and the page that shows the same. */
  readonly self: string;
  readonly page: string;
  readonly items: readonly FeedItem[];
}

export interface FeedItem {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly link: string;
  /** ISO 8601. */
  readonly published: string;
  readonly updated: string;
}

/** When nothing is in it. */
const NEVER = "1970-01-01T00:00:00.000Z";

export function atom({ id, title, self, page, items }: Feed): string {
  const updated = items.map((one) => one.updated).reduce((a, b) => (a > b ? a : b), NEVER);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${xml(id)}</id>`,
    `<title>${xml(title)}</title>`,
    `<updated>${xml(updated)}</updated>`,
    "<author><name>Rollcall</name></author>",
    `<link rel="self" type="application/atom+xml" href="${xml(self)}"/>`,
    `<link rel="alternate" type="text/html" href="${xml(page)}"/>`,
    ...items.flatMap((one) => [
      "<entry>",
      `<id>${xml(one.id)}</id>`,
      `<title>${xml(one.title)}</title>`,
      `<published>${xml(one.published)}</published>`,
      `<updated>${xml(one.updated)}</updated>`,
      `<link rel="alternate" type="text/html" href="${xml(one.link)}"/>`,
      `<content type="text">${xml(one.text)}</content>`,
      "</entry>",
    ]),
    "</feed>",
    "",
  ].join("\n");
}

export function jsonFeed({ title, self, page, items }: Feed): string {
  const told = items.map((one) => ({
    id: one.id,
    url: one.link,
    title: plain(one.title),
    content_text: plain(one.text),
    date_published: one.published,
    date_modified: one.updated,
  }));
  const version = "https://jsonfeed.org/version/1.1";
  return `${jsonText({ version, title, home_page_url: page, feed_url: self, items: told })}\n`;
}

function xml(text: string): string {
  return plain(text).replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
