// The record as files: whatever leads somewhere leads to a file, wherever the folder is put; the same record gives the same bytes.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Parser } from "htmlparser2";
import { parseHTML } from "linkedom";
import { mergeLayoffs, suppress } from "../../src/app/merge-claims.ts";
import { readDocuments } from "../../src/app/read-documents.ts";
import type { StatedClaim } from "../../src/app/record-port.ts";
import type { Store } from "../../src/app/ports.ts";
import { systemClock } from "../../src/clock.ts";
import { DAY } from "../../src/core/time.ts";
import { openStore } from "../../src/wire/context.ts";
import { writeRecordSite } from "../../src/wire/record-site.ts";
import { NO_READER, reported } from "../record/reports.ts";

const NOW = Date.UTC(2026, 3, 1);

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll("\\", "/"))
    .toSorted();
}

interface Parsed {
  readonly references: readonly string[];
  readonly ids: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** Of scripts, what they are. */
  readonly scripts: readonly (string | undefined)[];
}

function parsed(folder: string, file: string): Parsed {
  const [references, scripts] = [[] as string[], [] as (string | undefined)[]];
  const [ids, names] = [new Set<string>(), new Set<string>()];
  const parser = new Parser({
    onopentag: (name, given) => {
      names.add(name);
      for (const attribute of Object.keys(given)) if (/^on|^style$/.test(attribute)) names.add(attribute);
      const to = given["href"] ?? given["src"] ?? given["action"];
      if (to !== undefined) references.push(to);
      if (given["id"] !== undefined) ids.add(given["id"]);
      if (name === "script") scripts.push(given["type"]);
    },
  });
  parser.end(readFileSync(join(folder, file), "utf8"));
  return { references, ids, names, scripts };
}

function pagesIn(folder: string): ReadonlyMap<string, Parsed> {
  const files = filesIn(folder).filter((path) => path.endsWith(".html"));
  return new Map(files.map((file) => [file, parsed(folder, file)]));
}

function broken(folder: string): string[] {
  const files = new Set(filesIn(folder));
  const pages = pagesIn(folder);
  return [...pages].flatMap(([from, { references }]) =>
    references.flatMap((to) => {
      if (/^https?:/.test(to)) return [];
      const [path = "", fragment] = to.split("#");
      const file = path === "" ? from : posix.join(posix.dirname(from), decodeURIComponent(path));
      if (to.startsWith("/") || /^[a-z]+:/i.test(to) || to.includes("?")) return [`${from}: ${to} is no way to a file`];
      if (!files.has(file)) return [`${from}: ${to} leads to no file`];
      return fragment === undefined || pages.get(file)?.ids.has(fragment) === true
        ? []
        : [`${from}: ${to} leads nowhere in it`];
    }),
  );
}

describe("the record as files", () => {
  let folder: string;
  let store: Store;
  const write = (name: string, address?: string) =>
    writeRecordSite(
      { store, clock: systemClock, waves: {} },
      { folder: join(folder, name), address, publication: { publisher: "The <b>Institute" } },
    );
  const text = (...path: string[]): string => readFileSync(join(folder, ...path), "utf8");

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "rollcall-site-"));
    store = await openStore();
    const many = Array.from({ length: 260 }, (_, n): Partial<StatedClaim> => {
      const year = 2020 + (n % 7);
      return {
        company: `Quill ${n}x${n}`,
        count: n + 1,
        date: n % 50 === 0 ? null : `${year}-0${(n % 9) + 1}-10`,
        country: ["US", "NO", "DE"][n % 3] ?? null,
        industry: ["Food & Drink", "Food/Drink", "Média", "零售", `">'<i>`][n % 5] ?? null,
      };
    });
    const others: Partial<StatedClaim>[] = [
      { company: `<a href="/nowhere">`, count: 3, date: "2026-01-05", quote: `<a href="/record/layoffs/l-none">x</a>` },
      { company: "Whole", count: 700, date: "2026-03-10" },
      { company: "Whole", count: 700, date: "2026-09-10" },
      { company: "Secretco", count: 5, date: "2025-01-01", quote: "Secretco wants out." },
    ];
    await readDocuments(
      store,
      [...many, ...others].map((claim) => reported([claim])),
      NO_READER,
      NOW,
    );
    const [one, other] = await store.layoffs({ search: "Whole", limit: 2 });
    if (one === undefined || other === undefined) throw new Error("there are two rounds");
    await mergeLayoffs(store, one.id, other.id, { at: NOW + 1 });
    const [secret] = await store.layoffs({ search: "Secretco", limit: 1 });
    await suppress(store, secret?.id ?? "", false, { at: NOW + 2 });
    await write("a");
  }, 120_000);
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("has a page for each layoff and company, and each leads to files alone", async () => {
    const files = filesIn(join(folder, "a"));
    const layoffs = await store.layoffs({ limit: 9999 });
    expect(layoffs).toHaveLength(262);
    for (const { id, company } of layoffs) {
      expect(files).toContain(`layoffs/${id}.html`);
      expect(files).toContain(`companies/${company}.html`);
    }
    expect(broken(join(folder, "a"))).toEqual([]);
  });

  it("would say so where a link led nowhere", () => {
    const page = join(folder, "a", "sources.html");
    const whole = readFileSync(page, "utf8");
    writeFileSync(
      page,
      whole.replace('href="index.html"', 'href="gone.html"').replace("methodology.html", "/methodology"),
    );
    expect(broken(join(folder, "a"))).toHaveLength(2);
    writeFileSync(page, whole);
  });

  it("leads from its first page to all of it", () => {
    const pages = pagesIn(join(folder, "a"));
    const seen = new Set(["index.html"]);
    for (const at of seen) {
      for (const to of pages.get(at)?.references ?? [])
        if (!/^https?:|^#/.test(to)) seen.add(posix.join(posix.dirname(at), to.split("#")[0] ?? ""));
    }
    const unseen = filesIn(join(folder, "a")).filter((path) => !seen.has(path) && path !== ".rollcall-site");
    expect(unseen).toEqual(["robots.txt"]);
  });

  it("runs nothing, asks nothing and loads nothing from elsewhere", () => {
    const refused = new Set(["form", "input", "iframe", "img", "object", "style", "base"]);
    for (const [file, { names, scripts }] of pagesIn(join(folder, "a"))) {
      expect(
        [...names].filter((name) => refused.has(name) || name.startsWith("on")),
        file,
      ).toEqual([]);
      expect(scripts, file).toEqual(file === "index.html" ? ["application/ld+json"] : []);
    }
  });

  it("says nothing of what is suppressed", () => {
    for (const file of filesIn(join(folder, "a"))) expect(text("a", file), file).not.toContain("Secretco");
  });

  it("goes through all years, countries and industries in parts, whatever they are called", () => {
    const files = filesIn(join(folder, "a"));
    expect(files).toEqual(
      expect.arrayContaining([
        "all-part-2.html",
        "countries/us.html",
        "countries/us.rss",
        "industries/food-drink.html",
        "industries/food-drink--2.html",
        "industries/media.html",
        "industries/other.html",
        "years/2026.html",
        "charts-month.html",
      ]),
    );
    const listed = ["index.html", "all-part-2.html"].flatMap((file) => [
      ...parseHTML(text("a", file)).document.querySelectorAll("tbody th a"),
    ]);
    expect(new Set(listed.map((one) => one.getAttribute("href"))).size).toBe(262);
  });

  it("is the same to the byte, and files that are as they were are the same files", async () => {
    const all = filesIn(join(folder, "a"));
    await write("b");
    for (const file of all)
      expect(readFileSync(join(folder, "b", file)).equals(readFileSync(join(folder, "a", file))), file).toBe(true);
    const before = statSync(join(folder, "b", "methodology.html"));
    await readDocuments(store, [reported([{ company: "Newly", count: 9, date: "2026-03-30" }])], NO_READER, NOW + 5000);
    const written = await write("b");
    expect(statSync(join(folder, "b", "methodology.html")).ino).toBe(before.ino);
    expect(text("b", "index.html")).toContain("Newly");
    expect(text("a", "index.html")).not.toContain("Newly");
    expect(written.kept).toBeGreaterThan(200);
    const layoffs = (await store.layoffs({ search: "Quill", limit: 9999 })).map(({ id }) => `layoffs/${id}.html`);
    const nodes = (): number[] => layoffs.map((file) => statSync(join(folder, "b", file)).ino);
    const then = nodes();
    const later = { company: "Newer", count: 9, date: "2026-04-02" };
    await readDocuments(store, [reported([later])], NO_READER, NOW + 2 * DAY);
    await write("b");
    expect(nodes()).toEqual(then);
    expect(text("b", "index.html")).toContain("as it changed last on 3 Apr 2026");
    expect(readdirSync(folder).toSorted()).toEqual(["a", "b"]);
  }, 120_000);

  it("leaves what was there, and nothing half made, where it breaks off", async () => {
    const before = text("b", "index.html");
    const broke = { ...store, layoffs: (): never => raise() };
    await expect(
      writeRecordSite(
        { store: broke, clock: systemClock, waves: {} },
        { folder: join(folder, "b"), address: undefined, publication: {} },
      ),
    ).rejects.toThrow("the disk is gone");
    expect(text("b", "index.html")).toBe(before);
    expect(readdirSync(folder).toSorted()).toEqual(["a", "b"]);
  });

  it("puts itself in the place of nothing that it has not made", async () => {
    const own = join(folder, "mine");
    await write("mine");
    rmSync(join(own, ".rollcall-site"));
    writeFileSync(join(own, "thesis.txt"), "mine");
    await expect(write("mine")).rejects.toThrow(/has not made/);
    expect(existsSync(join(own, "thesis.txt"))).toBe(true);
    await expect(write("mine/thesis.txt")).rejects.toThrow(/there is a file of this name/);
    rmSync(own, { recursive: true });
  }, 120_000);

  it("names its place in feeds, sitemap and data set, where it is said", async () => {
    await write("c", "https://layoffs.example/record/");
    const at = (path: string): string =>
      relative(folder, join(folder, "c", path.replace("https://layoffs.example/record/", "")));
    const places = [...text("c", "sitemap.xml").matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, place]) => place ?? "");
    expect(places).toHaveLength(filesIn(join(folder, "c")).filter((path) => path.endsWith(".html")).length);
    for (const place of places) expect(existsSync(join(folder, at(place))), place).toBe(true);
    expect(text("c", "robots.txt")).toContain("Sitemap: https://layoffs.example/record/sitemap.xml");
    const feed = JSON.parse(text("c", "feed.json")) as { feed_url: string; items: { url: string }[] };
    expect(feed.feed_url).toBe("https://layoffs.example/record/feed.json");
    for (const { url } of feed.items) expect(existsSync(join(folder, at(url))), url).toBe(true);
    const set = JSON.parse(text("c", "dataset.jsonld")) as { distribution: { contentUrl: string }[] };
    for (const { contentUrl } of set.distribution) expect(existsSync(join(folder, at(contentUrl)))).toBe(true);
    const { document } = parseHTML(text("c", "countries/no.html"));
    expect(document.querySelector('link[rel="canonical"]')?.getAttribute("href")).toBe(
      "https://layoffs.example/record/countries/no.html",
    );
    expect(broken(join(folder, "c"))).toEqual([]);
    expect(dirname(at(places[0] ?? ""))).toBe("c");
  }, 120_000);
});

function raise(): never {
  throw new Error("the disk is gone");
}
