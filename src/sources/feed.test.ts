import { describe, expect, it } from "vitest";
import type { Given } from "../app/source-port.ts";
import { feed } from "./feed.ts";
import { givenOf, readAll } from "./testing.ts";

async function read(content: string | Buffer, more: Partial<Given> = {}): ReturnType<typeof readAll> {
  const given = givenOf(content, { place: "feed.xml", ...more });
  return readAll(feed.read({ given, name: undefined, settings: {} }));
}

const RSS = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Nordwind Daily</title><link>https://news.example/</link><language>en-GB</language>
<atom:link rel="self" href="https://news.example/feed.xml"/>
<image><title>Logo</title><url>https://news.example/logo.png</url></image>
<item><title>Ample &amp;amp; Sons cuts 120 jobs</title><link>/a?x=1&amp;y=2#top</link><guid isPermaLink="false">n-1</guid>
<pubDate>Tue, 27 Jan 2026 10:00:00 GMT</pubDate><dc:creator>Zyxquill Vorblat</dc:creator>
<description>Short.</description><content:encoded><![CDATA[<p>Ample said on Tuesday</p><p>it would cut <b>120</b> jobs.</p><script>alert(1)</script>]]></content:encoded></item>
<item><title>Second</title><link>https://news.example/b</link><description>&lt;p&gt;Of the second.&lt;/p&gt;</description><pubDate>some day</pubDate><source url="https://wire.example/">Wire</source></item>
<item><link>https://news.example/c</link></item>
</channel></rss>`;

describe("a feed", () => {
  it("in RSS gives each entry with its GUID, link, day, publisher, language and full text, and nobody's name", async () => {
    const { kept, refused, unread } = await read(RSS, { address: "https://news.example/feed.xml" });
    expect(kept).toEqual([
      {
        source: "feed:https://news.example/feed.xml",
        key: "n-1",
        address: "https://news.example/a?x=1&y=2",
        title: "Ample & Sons cuts 120 jobs",
        published: "2026-01-27T10:00:00.000Z",
        publisher: "Nordwind Daily",
        language: "en-GB",
        text: "Ample said on Tuesday\nit would cut 120 jobs.",
        claims: [],
      },
      {
        source: "feed:https://news.example/feed.xml",
        key: "https://news.example/b",
        address: "https://news.example/b",
        title: "Second",
        published: null,
        publisher: "Wire",
        language: "en-GB",
        text: "Of the second.",
        claims: [],
      },
    ]);
    expect(refused).toEqual([{ row: 3, reason: "it has neither a title nor a text" }]);
    expect(unread).toEqual(["published"]);
    expect(JSON.stringify(kept)).not.toContain("Vorblat");
    expect((await read(RSS)).kept[0]?.source).toBe("feed:https://news.example/feed.xml");
  });

  it("in Atom gives its alternate link, XHTML as text, and the language of its entry", async () => {
    const { kept } = await read(
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Blatt</title><link rel="self" href="https://blatt.example/f"/>
      <entry xml:lang="da"><id>tag:blatt.example,2026:1</id><title type="html">Stor &lt;b&gt;fyring&lt;/b&gt;</title><author><name>Zyxquill Vorblat</name></author>
      <link rel="enclosure" href="https://blatt.example/1.mp3"/><link href="https://blatt.example/1"/><updated>2026-01-27T10:00:00+01:00</updated>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>To hundrede</p><p>stillinger &amp; mere</p></div></content></entry></feed>`,
    );
    expect(kept).toEqual([
      {
        source: "feed:https://blatt.example/f",
        key: "tag:blatt.example,2026:1",
        address: "https://blatt.example/1",
        title: "Stor fyring",
        published: "2026-01-27T09:00:00.000Z",
        publisher: "Blatt",
        language: "da",
        text: "To hundrede\nstillinger & mere",
        claims: [],
      },
    ]);
  });

  it("in JSON Feed is the same, and one that is not as specified is one error", async () => {
    const json = {
      version: "https://jsonfeed.org/version/1.1",
      title: "Daily",
      items: [
        {
          id: 7,
          url: "https://news.example/7",
          title: "A < B",
          content_text: "Two\nlines & more",
          authors: [{ name: "Zyx Vorblat" }],
        },
      ],
    };
    const { kept } = await read(JSON.stringify(json));
    expect(kept[0]).toMatchObject({ key: "7", title: "A < B", text: "Two\nlines & more", publisher: "Daily" });
    expect(JSON.stringify(kept)).not.toContain("Vorblat");
    await expect(read(JSON.stringify({ ...json, items: {} }))).rejects.toThrow(
      "feed.xml: the JSON Feed is not as its specification says (items)",
    );
    await expect(read(JSON.stringify(json).slice(0, -5))).rejects.toThrow("the JSON is cut off or broken");
  });

  it("never has a link that is no address of the web, or one with a login", async () => {
    const item = (link: string): string => `<item><title>x</title><guid>${link}</guid><link>${link}</link></item>`;
    const links = ["javascript:alert(1)", "file:///etc/passwd", "https://u:p@news.example/", "data:text/html,x"];
    const { kept } = await read(`<rss><channel><title>t</title>${links.map(item).join("")}</channel></rss>`);
    expect(kept.map(({ address }) => address)).toEqual([null, null, null, null]);
  });
});

describe("encodings", () => {
  const words =
    "<rss><channel><title>Fyring på Ærø</title><item><title>Ærø skærer 40 job</title></item></channel></rss>";
  const latin = (declared: string): Buffer => Buffer.from(`<?xml version="1.0"${declared}?>${words}`, "latin1");
  it.each([
    ["its XML declaration", latin(' encoding="ISO-8859-1"'), {}],
    ["the header of the answer", latin(""), { charset: "windows-1252" }],
    ["the header, against its declaration", latin(' encoding="utf-8"'), { charset: "iso-8859-1" }],
    ["its byte order mark, against everything", Buffer.from(`\uFEFF${words}`, "utf16le"), { charset: "utf-8" }],
    ["nothing, as UTF-8", Buffer.from(words), {}],
  ])("are told by %s", async (_, bytes, more) => {
    expect((await read(bytes, more)).kept[0]?.title).toBe("Ærø skærer 40 job");
  });

  it("that are not what they say, not known, or not said are one sentence", async () => {
    await expect(read(latin(' encoding="utf-8"'))).rejects.toThrow('feed.xml: it says that it is "utf-8" and is not');
    await expect(read(latin(' encoding="klingon"'))).rejects.toThrow('its encoding "klingon" is not known');
    await expect(read(latin(""))).rejects.toThrow("it names no encoding and is not UTF-8");
  });
});

describe("a feed that is broken or meant to harm", () => {
  const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i} "${"&lol;".repeat(10)}">`).join("")}]>`;
  it.each([
    [
      "entities that multiply",
      `<?xml version="1.0"?>${laughs}<rss><channel><title>&l8;</title></channel></rss>`,
      "declares a document type or entities",
    ],
    [
      "a file of ours as an entity",
      '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
      "declares a document type",
    ],
    ["elements without end", `<rss>${"<channel>".repeat(100_000)}`, "nested deeper than 100 elements"],
    ["an end that is missing", RSS.slice(0, -40), "cut off or not well-formed"],
    ["a page in its place", "<html><body>Please sign in</body></html>", "this is no feed"],
  ])("%s: refused whole, with a sentence", async (_, content, sentence) => {
    const given = givenOf(content, { place: "feed.xml" });
    const entries: unknown[] = [];
    const reading = (async () => {
      for await (const entry of feed.read({ given, name: undefined, settings: {} })) entries.push(entry);
    })();
    await expect(reading).rejects.toThrow(sentence);
    expect(entries).toEqual([]);
  });

  it("of more than 16 MB is refused before it is decoded", async () => {
    const big = `<rss><channel><title>${"x".repeat(17 * 1024 * 1024)}</title></channel></rss>`;
    await expect(read(big)).rejects.toThrow("it is larger than 16777216 bytes unpacked");
  });
});
