// Our feeds as two readers that are not ours take them, and as our own source does: whatever is in them comes out as it went in.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import Parser from "rss-parser";
import { suppress } from "../../src/app/merge-claims.ts";
import { readDocuments } from "../../src/app/read-documents.ts";
import type { StatedClaim } from "../../src/app/record-port.ts";
import { recordFiles } from "../../src/server/record-files.ts";
import { NO_READER, reported } from "../record/reports.ts";
import { openStand, type Stand } from "../support/site.ts";

const BEGAN = Date.UTC(2026, 3, 1);
const QUOTE = `"A&B <i>cuts</i> 700", it said; 5 < 6 && ]]> — ééé 裁员 🙂`;

describe("feeds of the record, read by others", () => {
  let stand: Stand;
  let ids: readonly string[];
  const read = async (path: string): Promise<string> => (await stand.ask(path, "nobody")).text();

  beforeAll(async () => {
    stand = await openStand(recordFiles());
    stand.now.at = BEGAN;
    const about: Partial<StatedClaim>[] = [
      { company: "A&B <i>Söhne</i>", count: 700, qualifier: "approx", date: "2026-03-10", country: "NO", quote: QUOTE },
      { company: "Birchway", low: 200, high: 999, qualifier: "vague", date: "2026-02", country: "US", industry: "R&D" },
      { company: "Secretco", count: 5, date: "2026-01-05" },
    ];
    for (const [n, claim] of about.entries()) {
      await readDocuments(stand.store, [reported([claim], { key: `k${n}` })], NO_READER, stand.now.at);
      stand.now.at += 60_000;
    }
    const [secret] = await stand.store.layoffs({ search: "Secretco", limit: 1 });
    await suppress(stand.store, secret?.id ?? "", false, { at: stand.now.at });
    // The first is corrected later: it was published when it came, and changed when it was corrected.
    stand.now.at = BEGAN + 86_400_000;
    await readDocuments(
      stand.store,
      [reported([{ ...about[0], count: 800 }], { key: "k0", publisher: "The <Daily> & Co" })],
      NO_READER,
      stand.now.at,
    );
    ids = (await stand.store.layoffs({ order: "changed", limit: 9 })).map(({ id }) => id);
  });
  afterAll(() => stand.close());

  const TITLES = ["A&B <i>Söhne</i>: about 800", "Birchway: vaguely, 200 to 999"];
  const PUBLISHED = ["2026-04-01T00:00:00.000Z", "2026-04-01T00:01:00.000Z"];
  const UPDATED = ["2026-04-02T00:00:00.000Z", "2026-04-01T00:01:00.000Z"];

  it("as Atom", async () => {
    const text = await read("/record/feed.atom");
    const feed = parseAtomFeed(text);
    expect(feed.title).toMatchObject({ value: "Reported job cuts" });
    expect(feed.updated).toBe(UPDATED[0]);
    expect(feed.links?.map(({ rel, href }) => [rel, href])).toEqual([
      ["self", "http://127.0.0.1:8080/record/feed.atom"],
      ["alternate", "http://127.0.0.1:8080/record"],
    ]);
    expect(feed.entries).toHaveLength(2);
    for (const [n, entry] of (feed.entries ?? []).entries()) {
      expect(entry.title).toMatchObject({ value: TITLES[n] });
      expect([entry.published, entry.updated]).toEqual([PUBLISHED[n], UPDATED[n]]);
      expect(entry.links?.[0]?.href).toBe(`http://127.0.0.1:8080/record/layoffs/${ids[n]}`);
    }
    expect(feed.entries?.[0]?.content?.value).toBe(
      `layoff, announced, Norway, 2026-03-10. Reported by The <Daily> & Co. “${QUOTE}”`,
    );
    const other = await new Parser().parseString(text);
    expect(other.items.map(({ title, link, pubDate }) => [title, link, pubDate])).toEqual(
      TITLES.map((title, n) => [title, `http://127.0.0.1:8080/record/layoffs/${ids[n]}`, PUBLISHED[n]]),
    );
  });

  it("as RSS", async () => {
    const text = await read("/record/feed.rss");
    const feed = parseRssFeed(text);
    expect(feed).toMatchObject({
      title: "Reported job cuts",
      link: "http://127.0.0.1:8080/record",
      language: "en",
      lastBuildDate: "Thu, 02 Apr 2026 00:00:00 GMT",
      atom: { links: [{ rel: "self", href: "http://127.0.0.1:8080/record/feed.rss" }] },
    });
    expect(feed.items).toHaveLength(2);
    for (const [n, item] of (feed.items ?? []).entries()) {
      expect(item.title).toBe(TITLES[n]);
      expect(item.link).toBe(`http://127.0.0.1:8080/record/layoffs/${ids[n]}`);
      expect(item.guid).toMatchObject({ isPermaLink: false });
      expect(new Date(item.pubDate ?? "").toISOString()).toBe(PUBLISHED[n]);
      expect(item.atom?.updated).toBe(UPDATED[n]);
    }
    const other = await new Parser().parseString(text);
    expect(other.items.map(({ title, isoDate }) => [title, isoDate])).toEqual(
      TITLES.map((title, n) => [title, PUBLISHED[n]]),
    );
    // A description is HTML: to whoever takes it for that, it is this text.
    expect(other.items[0]?.contentSnippet).toContain("Reported by The <Daily> & Co.");
    expect(other.items[0]?.contentSnippet).toContain(QUOTE);
  });

  it("as JSON Feed", async () => {
    const feed = parseJsonFeed(await read("/record/feed.json"));
    expect(feed).toMatchObject({ title: "Reported job cuts", feed_url: "http://127.0.0.1:8080/record/feed.json" });
    expect(feed.items?.map(({ title }) => title)).toEqual(TITLES);
    expect(feed.items?.[0]?.content_text).toContain(QUOTE);
  });

  it("an entry has one name in all three, at every address and in the command's file", async () => {
    const atom = parseAtomFeed(await read("/record/feed.atom")).entries?.map(({ id }) => id);
    const rss = parseRssFeed(await read("/record/feed.rss?sort=date")).items?.map(({ guid }) => guid?.value);
    const json = parseJsonFeed(await read("/record/feed.json")).items?.map(({ id }) => id);
    const narrowed = parseAtomFeed(await read("/record/feed.atom?country=NO")).entries?.map(({ id }) => id);
    expect(atom).toHaveLength(2);
    for (const id of atom ?? [])
      expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(rss).toEqual(atom);
    expect(json).toEqual(atom);
    expect(narrowed).toEqual(atom?.slice(0, 1));
  });

  it("corrections are read by them as well, in each form", async () => {
    const atom = parseAtomFeed(await read("/record/corrections.atom"));
    const rss = parseRssFeed(await read("/record/corrections.rss"));
    const json = parseJsonFeed(await read("/record/corrections.json"));
    expect(atom.entries).toHaveLength(1);
    expect(rss.items?.map(({ guid }) => guid?.value)).toEqual(atom.entries?.map(({ id }) => id));
    expect(json.items?.map(({ id }) => id)).toEqual(atom.entries?.map(({ id }) => id));
    expect((await new Parser().parseString(await read("/record/corrections.rss"))).items).toHaveLength(1);
  });

  it("nothing of what is suppressed is in any", async () => {
    for (const form of ["atom", "rss", "json"])
      for (const feed of ["feed", "corrections"])
        expect(await read(`/record/${feed}.${form}`)).not.toContain("Secretco");
  });
});
