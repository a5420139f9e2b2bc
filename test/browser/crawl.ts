import { parseHTML } from "linkedom";
import type { Page } from "../../src/web/page.ts";
import { ask } from "./ask.ts";

/** Of each page as many examples are looked at: two departures differ, and so do a filter that is set and one that is not. */
const EXAMPLES = 2;
/** More is not asked for: lists lead to hundreds of departures. */
const MOST = 120;

interface Found {
  /** Path and query. */
  readonly path: string;
  readonly page: Pick<Page, "path">;
}

export interface Crawled {
  readonly examples: readonly Found[];
  /** Links of ours that lead nowhere. */
  readonly dead: readonly string[];
}

/**
 * Follows the links from where somebody begins, so that what is tested is what can be come to. Of each kind of address (a page, with
 * the names of what is asked) the first few are followed.
 */
export async function crawl(
  { address, cookie }: { readonly address: string; readonly cookie: string },
  pages: readonly Pick<Page, "path">[],
): Promise<Crawled> {
  const first = (await ask(`${address}/`, { cookie })).status === 302 ? ["/"] : [];
  const waiting = [...first, ...pages.map(({ path }) => path).filter((path) => !path.includes(":"))];
  const seen = new Set(waiting);
  const kinds = new Map<string, number>();
  const examples = new Map<Pick<Page, "path">, Found[]>();
  const dead: string[] = [];
  for (const path of waiting) {
    if (seen.size > MOST) break;
    const { status, type, body } = await ask(`${address}${path}`, { cookie });
    const page = pages.find((one) => isOf(path, one));
    // What is not for them is asked for by its address alone, never by a link.
    const isLinked = !pages.some((one) => one.path === path);
    if (status >= 400) {
      if (status >= 500 || isLinked) dead.push(`${path}: ${status}`);
      continue;
    }
    if (page !== undefined) {
      const known = examples.get(page) ?? [];
      if (known.length < EXAMPLES) examples.set(page, [...known, { path, page }]);
    }
    if (!type.startsWith("text/html")) continue;
    for (const link of linksOf(body, path)) {
      const kind = kindOf(link, pages);
      const count = kinds.get(kind) ?? 0;
      if (seen.has(link) || count >= EXAMPLES) continue;
      kinds.set(kind, count + 1);
      seen.add(link);
      waiting.push(link);
    }
  }
  return { examples: [...examples.values()].flat(), dead };
}

function linksOf(body: string, from: string): string[] {
  const { document } = parseHTML(body);
  const base = new URL(from, "http://ours");
  return [...document.querySelectorAll("a[href]")].flatMap((link) => {
    const url = new URL(link.getAttribute("href") ?? "", base);
    return url.host === "ours" ? [`${url.pathname}${url.search}`] : [];
  });
}

function kindOf(link: string, pages: readonly Pick<Page, "path">[]): string {
  const url = new URL(link, "http://ours");
  const page = pages.find((one) => isOf(link, one))?.path ?? url.pathname;
  return `${page} ${[...url.searchParams.keys()].toSorted().join()}`;
}

function isOf(link: string, { path }: Pick<Page, "path">): boolean {
  const own = new URL(link, "http://ours").pathname.split("/");
  const parts = path.split("/");
  return own.length === parts.length && parts.every((part, i) => part.startsWith(":") || part === own[i]);
}
