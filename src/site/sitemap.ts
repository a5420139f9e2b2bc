// https://www.sitemaps.org/protocol.html, and RFC 9309.
import type { SiteFile } from "./build.tsx";

/** As many as one file of them may hold. */
const MOST = 50_000;
const HEAD = '<?xml version="1.0" encoding="utf-8"?>\n';
const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

/** @param pages in order; of ASCII without a sign that XML knows */
export function* sitemaps(address: string, pages: readonly string[]): Generator<SiteFile> {
  const place = (path: string): string => new URL(path === "index.html" ? "." : path, address).href;
  const parts = Array.from({ length: Math.ceil(pages.length / MOST) }, (_, i) => pages.slice(i * MOST, (i + 1) * MOST));
  const listOf = (part: readonly string[]): string =>
    `${HEAD}<urlset ${NAMESPACE}>\n${part.map((path) => `<url><loc>${xml(place(path))}</loc></url>\n`).join("")}</urlset>\n`;
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    yield { path: "sitemap.xml", content: listOf(only) };
    return;
  }
  const named = parts.map((part, i) => ({ path: `sitemap-${i + 1}.xml`, content: listOf(part) }));
  yield* named;
  const list = named.map(({ path }) => `<sitemap><loc>${xml(place(path))}</loc></sitemap>\n`).join("");
  yield { path: "sitemap.xml", content: `${HEAD}<sitemapindex ${NAMESPACE}>\n${list}</sitemapindex>\n` };
}

/** It counts only where the site is the whole of a server. */
export function robots(address: string | undefined): string {
  const map = address === undefined ? "" : `\nSitemap: ${new URL("sitemap.xml", address).href}\n`;
  return `User-agent: *\nAllow: /\n${map}`;
}

function xml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("'", "&apos;");
}
