import { describe, expect, it } from "vitest";
import type { Given } from "../app/source-port.ts";
import { article } from "./article.ts";
import { givenOf, readAll } from "./testing.ts";

async function read(content: string | Buffer, more: Partial<Given> = {}): ReturnType<typeof readAll> {
  const given = givenOf(content, { place: "article.html", ...more });
  expect(await article.recognise(given)).toBe("article");
  return readAll(article.read({ given, name: undefined, settings: {} }));
}

const BODY =
  "Nordwind will cut about 700 jobs, or 15 % of its staff, the maker of turbines said on Tuesday. The cuts begin in March.";
const LD = {
  "@context": "https://schema.org",
  "@graph": [
    { "@type": "WebSite", name: "Daily" },
    {
      "@type": ["NewsArticle"],
      headline: "Nordwind  to cut 700 jobs",
      datePublished: "2026-01-27T08:00:00+01:00",
      inLanguage: "en",
      url: "https://news.example/nordwind",
      author: [{ "@type": "Person", name: "Zyxquill Vorblat" }],
      publisher: { "@type": "Organization", name: "Daily" },
      articleBody: `${BODY}\n\nShares fell.`,
    },
  ],
};

const page = (head: string, body: string): string =>
  `<!DOCTYPE html><html lang="en-GB"><head>${head}</head><body>${body}</body></html>`;

describe("an article", () => {
  it("is what the page states of itself in JSON-LD, with its canonical link and without its authors", async () => {
    const { kept } = await read(
      page(
        `<link rel="canonical" href="/news/nordwind#x"><script type="application/ld+json">${JSON.stringify(LD)}</script>`,
        "<p>Sign in to read on, and more words of this kind.</p>",
      ),
      { address: "https://news.example/news/nordwind?from=mail" },
    );
    expect(kept).toEqual([
      {
        source: "article",
        key: "https://news.example/news/nordwind",
        address: "https://news.example/news/nordwind",
        title: "Nordwind to cut 700 jobs",
        published: "2026-01-27T07:00:00.000Z",
        publisher: "Daily",
        language: "en",
        text: `${BODY}\nShares fell.`,
        claims: [],
      },
    ]);
  });

  it("is found among menus and advertisements where the page states nothing", async () => {
    const { kept } = await read(
      page(
        '<title>Nordwind to cut 700 jobs</title><meta property="article:published_time" content="2026-01-27"><meta property="og:site_name" content="Daily"><script type="application/ld+json">{ broken</script>',
        `<nav><ul>${"<li><a href='/x'>Section</a></li>".repeat(20)}</ul></nav><article><h1>Nordwind to cut 700 jobs</h1><p>By Zyxquill Vorblat</p>${`<p>${BODY}</p>`.repeat(4)}<p>The end of it.</p></article><footer>All rights reserved</footer>`,
      ),
    );
    expect(kept[0]).toMatchObject({
      title: "Nordwind to cut 700 jobs",
      published: "2026-01-27",
      publisher: "Daily",
      language: "en-GB",
      address: null,
    });
    expect(kept[0]?.text).toContain(`${BODY}\n${BODY}`);
    expect(kept[0]?.text).not.toMatch(/Section|All rights/);
    expect(kept[0]?.key).toMatch(/^[0-9a-f]{32}$/);
  });

  it("is decoded by its meta element, and as browsers do where nothing is said", async () => {
    const words = `<article><p>${`Ærø skærer 40 job på værftet, siger direktøren. `.repeat(10)}</p></article>`;
    for (const meta of [
      '<meta charset="iso-8859-1">',
      '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
      "",
    ]) {
      const { kept } = await read(Buffer.from(page(meta, words), "latin1"));
      expect(kept[0]?.text).toContain("Ærø skærer 40 job på værftet");
    }
  });

  it("that is not there is refused with the reason, and so is a page without end", async () => {
    const { kept, refused } = await read(page("", "<div id=app></div>"));
    expect(kept).toEqual([]);
    expect(refused).toEqual([{ row: 1, reason: expect.stringContaining("no article was found in the page") }]);
    await expect(read(page("", "<div>".repeat(10_000)))).rejects.toThrow("nested deeper than 500 elements");
    await expect(read(page("", "<p>a".repeat(50_000)))).rejects.toThrow("more than 30000 elements");
    await expect(read(page("", "x".repeat(9 * 1024 * 1024)))).rejects.toThrow("it is larger than 8388608 bytes");
  });
});
