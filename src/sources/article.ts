import { Readability } from "@mozilla/readability";
import { z } from "zod";
import { defineSource, type Entry, type SourceReading } from "../app/source-port.ts";
import { collect } from "../files/collect.ts";
import { textOf } from "../files/decode.ts";
import { inLines, type Page, parsePage, readableText } from "../files/html.ts";
import { isPage } from "../files/form.ts";
import { hashOf } from "./stated.ts";
import { languageOf, linkOf, momentOf, oneLine } from "./web.ts";

const settings = z.strictObject({});
const MOST_BYTES = 8 * 1024 * 1024;
/** Of a page of news; what finds the article goes over them many times. */
const MOST_ELEMENTS = 30_000;
/** Fewer letters are a caption or a notice about cookies, and no article. */
const LEAST_TEXT = 80;

/** One article as a page, from its address or saved in a file. The names of its authors are not read. */
export const article = defineSource<z.infer<typeof settings>>({
  kind: "article",
  title: "articles (HTML)",
  docs: "docs/sources.md",
  settings,
  recognise: async (given) => (isPage(await given.head()) ? "article" : undefined),
  read,
});

async function* read({ given }: SourceReading<unknown>): AsyncGenerator<Entry> {
  const html = textOf(await collect(given, MOST_BYTES), given.place, given.charset, "html");
  const page = parsePage(html, given.place, MOST_ELEMENTS);
  const stated = statedArticle(page);
  const readable =
    stated.text !== undefined && stated.text.length >= LEAST_TEXT ? undefined : readably(html, given.place);
  const text = readable === undefined ? (stated.text ?? "") : readable.text;
  if (text.length < LEAST_TEXT) {
    yield {
      refused: {
        row: 1,
        reason: "no article was found in the page: it has no text, or shows it only to a browser or to subscribers",
      },
    };
    return;
  }
  const address =
    linkOf(page.querySelector('link[rel~="canonical"]')?.getAttribute("href"), given.address) ??
    linkOf(meta(page, "og:url"), given.address) ??
    linkOf(stated.address, given.address) ??
    given.address;
  const written =
    stated.published ??
    meta(page, "article:published_time") ??
    page.querySelector("article time[datetime], main time[datetime]")?.getAttribute("datetime") ??
    undefined;
  const published = written === undefined ? undefined : momentOf(written);
  yield {
    unread: written !== undefined && published === undefined ? ["published"] : [],
    reported: {
      source: "article",
      key: address ?? hashOf(text),
      address,
      title: oneLine(
        stated.headline ?? meta(page, "og:title") ?? readable?.title ?? page.querySelector("title")?.textContent,
      ),
      published: published ?? null,
      publisher: oneLine(stated.publisher ?? meta(page, "og:site_name") ?? readable?.publisher),
      language: languageOf(stated.language ?? page.documentElement.getAttribute("lang") ?? meta(page, "og:locale")),
      text,
      claims: [],
    },
  };
}

function meta(page: Page, property: string): string | undefined {
  const found = page.querySelector(`meta[property="${property}"], meta[name="${property}"]`)?.getAttribute("content");
  return found === null || found === "" ? undefined : found;
}

interface Stated {
  readonly headline?: string | undefined;
  readonly published?: string | undefined;
  readonly publisher?: string | undefined;
  readonly language?: string | undefined;
  readonly address?: string | undefined;
  readonly text?: string | undefined;
}

const words = z.string().optional().catch(undefined);
const types = z.union([z.string(), z.array(z.string())]).transform((type) => [type].flat());
const NewsArticle = z.object({
  "@type": types,
  headline: words,
  datePublished: words,
  inLanguage: words,
  url: words,
  articleBody: words,
  publisher: z.object({ name: words }).optional().catch(undefined),
});

const ARTICLES = /^(?:https?:\/\/schema\.org\/)?(?:\w*NewsArticle|Article|BlogPosting|LiveBlogPosting|Report)$/;
const DEEPEST = 8;

/** The article that a page states in JSON-LD (schema.org); of several the first. */
function statedArticle(page: Page): Stated {
  for (const script of page.querySelectorAll('script[type="application/ld+json"]')) {
    const found = articleIn(parsed(script.textContent ?? ""), 0);
    if (found === undefined) continue;
    const { headline, datePublished, inLanguage, url, articleBody, publisher } = found;
    const text = articleBody === undefined ? undefined : inLines(articleBody);
    return { headline, published: datePublished, publisher: publisher?.name, language: inLanguage, address: url, text };
  }
  return {};
}

function articleIn(value: unknown, depth: number): z.infer<typeof NewsArticle> | undefined {
  if (depth > DEEPEST || typeof value !== "object" || value === null) return undefined;
  if (!Array.isArray(value)) {
    const found = NewsArticle.safeParse(value);
    if (found.success && found.data["@type"].some((type) => ARTICLES.test(type))) return found.data;
  }
  for (const inner of Object.values(value)) {
    const found = articleIn(inner, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page that states it in broken JSON is read as one that states nothing.
    return undefined;
  }
}

function readably(
  html: string,
  place: string,
): { text: string; title: string | undefined; publisher: string | undefined } {
  // Readability takes the page apart, so that it gets one of its own.
  const found = new Readability(parsePage(html, place, MOST_ELEMENTS), {
    charThreshold: LEAST_TEXT,
    maxElemsToParse: 0,
  }).parse();
  return {
    text: found?.content == null ? "" : readableText(found.content),
    title: found?.title ?? undefined,
    publisher: found?.siteName ?? undefined,
  };
}
