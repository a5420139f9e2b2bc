import { z } from "zod";
import { defineSource, type Entry, type Given, type SourceReading } from "../app/source-port.ts";
import { badFile } from "../files/bad-file.ts";
import { collect } from "../files/collect.ts";
import { textOf } from "../files/decode.ts";
import { readableText } from "../files/html.ts";
import { readXml } from "../files/xml.ts";
import { hashOf } from "./stated.ts";
import { languageOf, linkOf, momentOf, oneLine } from "./web.ts";

const settings = z.strictObject({});
const MOST_BYTES = 16 * 1024 * 1024;

/** Feeds: RSS 0.9 to 2.0, Atom 1.0, JSON Feed 1.0 and 1.1. The names of authors are not read. */
export const feed = defineSource<z.infer<typeof settings>>({
  kind: "feed",
  title: "feeds (RSS, Atom, JSON Feed)",
  docs: "docs/sources.md",
  settings,
  recognise: async (given) => (formOf(await given.head()) === undefined ? undefined : "feed"),
  read,
});

function formOf(head: Buffer): "xml" | "json" | undefined {
  // UTF-16 has a zero beside each letter.
  const text = head.toString("latin1").replaceAll("\u0000", "");
  if (/<(?:rss|feed|rdf:RDF)[\s>]/i.test(text.slice(0, 4096)) && !/<html[\s>]/i.test(text.slice(0, 1024))) return "xml";
  return /^[^{]{0,4}\{/.test(text) && /"https:\/\/jsonfeed\.org\/version\//.test(text) ? "json" : undefined;
}

async function* read({ given, name }: SourceReading<unknown>): AsyncGenerator<Entry> {
  const form = formOf(await given.head());
  if (form === undefined) throw badFile(given.place, "this is no feed: it is neither RSS nor Atom nor JSON Feed");
  const bytes = await collect(given, MOST_BYTES);
  const text = textOf(bytes, given.place, given.charset, form);
  const found = form === "xml" ? xmlFeed(text, given.place) : jsonFeed(text, given.place);
  const base = given.address ?? linkOf(found.self, null);
  for (const [i, item] of found.items.entries()) yield entryOf(item, found, i + 1, { given, base, name });
}

interface Item {
  id?: string;
  link?: string;
  title?: string;
  published?: string;
  updated?: string;
  text?: string;
  summary?: string;
  publisher?: string;
  language?: string;
}

interface Feed {
  title?: string;
  language?: string;
  self?: string;
  readonly items: Item[];
}

function entryOf(
  item: Item,
  found: Feed,
  row: number,
  { given, base, name }: { readonly given: Given; readonly base: string | null; readonly name: string | undefined },
): Entry {
  const title = oneLine(readableText(item.title ?? ""));
  const text = readableText(item.text ?? item.summary ?? "");
  if (title === null && text === "") return { refused: { row, reason: "it has neither a title nor a text" } };
  const address = linkOf(item.link, base) ?? linkOf(item.id, null);
  const written = item.published ?? item.updated;
  const published = written === undefined ? undefined : momentOf(written);
  return {
    unread: written !== undefined && published === undefined ? ["published"] : [],
    reported: {
      source: `feed:${name ?? base ?? given.place}`,
      key: oneLine(item.id) ?? address ?? hashOf(JSON.stringify(item)),
      address,
      title,
      published: published ?? null,
      publisher: oneLine(item.publisher) ?? oneLine(found.title),
      language: languageOf(item.language ?? found.language),
      text: text === "" ? title : text,
      claims: [],
    },
  };
}

/** What an element of an entry says, by its name without its prefix; `content:encoded` is RSS's full text. */
const ITEM_FIELDS: Readonly<Record<string, keyof Item>> = {
  guid: "id",
  id: "id",
  link: "link",
  title: "title",
  pubdate: "published",
  published: "published",
  issued: "published",
  "dc:date": "published",
  updated: "updated",
  modified: "updated",
  "content:encoded": "text",
  content: "text",
  description: "summary",
  summary: "summary",
  source: "publisher",
  "dc:language": "language",
};

function xmlFeed(xml: string, place: string): Feed {
  const found: Feed = { items: [] };
  const path: string[] = [];
  let item: Item | undefined;
  let field: { readonly name: string; readonly depth: number; text: string } | undefined;
  readXml(xml, place, {
    open: (tag, attributes) => {
      const name = tag.toLowerCase();
      path.push(name);
      if (field !== undefined) {
        // XHTML inside of Atom.
        field.text += ` <${name}>`;
        return;
      }
      if (name === "item" || name === "entry") found.items.push((item = language(attributes)));
      const rel = attributes["rel"] ?? "alternate";
      const href = attributes["href"];
      if (href !== undefined && (name === "link" || name === "atom:link")) {
        if (item !== undefined && rel === "alternate") item.link ??= href;
        if (item === undefined && rel === "self") found.self ??= href;
        return;
      }
      if (path.length === 1) found.language ??= attributes["xml:lang"] ?? "";
      // Fields stand directly in their entry or found; what lies deeper is of authors, images and sources.
      const parent = path.at(-2) ?? "";
      const known = item === undefined ? ["title", "language", "dc:language"].includes(name) : name in ITEM_FIELDS;
      if (known && ["item", "entry", "channel", "feed"].includes(parent))
        field = { name, depth: path.length, text: "" };
    },
    text: (text) => {
      if (field !== undefined) field.text += text;
    },
    close: (tag) => {
      if (field !== undefined && path.length === field.depth) {
        const value = field.text.trim();
        const key = ITEM_FIELDS[field.name];
        if (value !== "" && item !== undefined && key !== undefined) item[key] ??= value;
        else if (item === undefined && field.name === "title") found.title ??= value;
        else if (item === undefined && value !== "") found.language = value;
        field = undefined;
      } else if (field !== undefined) field.text += `</${tag.toLowerCase()}>`;
      if (path.at(-1) === "item" || path.at(-1) === "entry") item = undefined;
      path.pop();
    },
  });
  return found;
}

function language(attributes: Readonly<Record<string, string>>): Item {
  const stated = attributes["xml:lang"];
  return stated === undefined ? {} : { language: stated };
}

const JsonFeed = z.object({
  version: z.string(),
  title: z.string().optional(),
  language: z.string().optional(),
  feed_url: z.string().optional(),
  items: z.array(
    z.object({
      id: z.union([z.string(), z.number()]).transform(String).optional(),
      url: z.string().optional(),
      external_url: z.string().optional(),
      title: z.string().optional(),
      content_html: z.string().optional(),
      content_text: z.string().optional(),
      summary: z.string().optional(),
      date_published: z.string().optional(),
      date_modified: z.string().optional(),
      language: z.string().optional(),
    }),
  ),
});

function jsonFeed(text: string, place: string): Feed {
  const found = JsonFeed.safeParse(parsed(text, place));
  if (!found.success) {
    const where = found.error.issues[0]?.path.join(".") ?? "";
    throw badFile(
      place,
      `the JSON Feed is not as its specification says${where === "" ? "" : ` (${where})`}; nothing was read`,
    );
  }
  const { title, language: spoken, feed_url: self, items } = found.data;
  const told = (values: Readonly<Record<keyof Item, string | undefined>>): Item =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return {
    ...(title === undefined ? {} : { title }),
    ...(spoken === undefined ? {} : { language: spoken }),
    ...(self === undefined ? {} : { self }),
    items: items.map((item) =>
      told({
        id: item.id,
        link: item.url ?? item.external_url,
        title: escaped(item.title),
        published: item.date_published,
        updated: item.date_modified,
        text: item.content_html ?? escaped(item.content_text),
        summary: escaped(item.summary),
        publisher: undefined,
        language: item.language,
      }),
    ),
  };
}

/** Plain text where HTML is expected. */
function escaped(text: string | undefined): string | undefined {
  return text?.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\n", "<br>");
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badFile(place, "the JSON is cut off or broken; nothing was read");
  }
}
