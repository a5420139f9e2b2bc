// The public record as anybody sees it: pages, feeds and files through the app, on a real store.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseHTML } from "linkedom";
import { mergeLayoffs, suppress } from "../../src/app/merge-claims.ts";
import { readDocuments, type Reader } from "../../src/app/read-documents.ts";
import type { StatedClaim } from "../../src/app/record-port.ts";
import { recordFiles } from "../../src/server/record-files.ts";
import { NO_READER, reported } from "../record/reports.ts";
import { openStand, type Stand } from "../support/site.ts";

/** What would run, lead astray or break out, if it were taken for anything but text. */
const HOSTILE = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `</title></style></textarea><svg onload=alert(1)>`,
  `' onmouseover='alert(1)`,
  `{{7*7}} \${7*7} <%= 7 %>`,
  `]]></content><entry>`,
  `=cmd|' /C calc'!A0`,
  `@SUM(1+1)`,
  `\u202Egnp.exe\u0000\u0008`,
  `&lt;b&gt; &#x3c;script&#x3e;`,
  `\uFFFE\uD800 <!-- --`,
];
const ADDRESSES = [
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "JaVaScRiPt:alert(1)",
  'https://x.example/"><script>',
];

const PATHS = ["/record", "/record/charts", "/record/shelf", "/record/sources", "/record/methodology"];

async function page(stand: Stand, path: string) {
  const answer = await stand.ask(path, "nobody");
  const html = await answer.text();
  const { document } = parseHTML(html);
  return { answer, html, document };
}

describe("the public record on pages", () => {
  let stand: Stand;
  let ids: Readonly<Record<string, string>>;
  beforeAll(async () => {
    stand = await openStand(recordFiles());
    stand.now.at = Date.UTC(2026, 3, 1);
    const about: readonly Partial<StatedClaim>[] = [
      {
        company: "Aldermoor",
        count: 700,
        qualifier: "approx",
        date: "2026-03-10",
        country: "NO",
        industry: "Media",
        quote: "Aldermoor cuts about 700 jobs.",
      },
      { company: "Birchway", low: 200, high: 999, qualifier: "vague", date: "2026-02", country: "US" },
      { company: "Corvane", date: "2025-12-01", percent: 12, percentOf: "company", qualifier: "exact" },
      { company: "Dunmore", count: 0, date: "2026-01-05" },
      { company: "Elsting", count: 50, date: "2026-01-07", status: "rumoured" },
      { company: "Fennick", count: 40, qualifier: "at_least", low: 40, date: null, industry: "Retail" },
    ];
    await readDocuments(
      stand.store,
      about.map((claim) => reported([claim], { published: claim.date ?? null })),
      NO_READER,
      stand.now.at,
    );
    ids = Object.fromEntries((await stand.store.layoffs({ limit: 99 })).map(({ name, id }) => [name, id]));
  });
  afterAll(() => stand.close());

  it("says each figure in its own words, and of a blank that nobody named one", async () => {
    const { document } = await page(stand, "/record");
    const rows = new Map(
      [...document.querySelectorAll("tbody tr")].map((row) => [
        row.querySelector("th")?.textContent,
        row.querySelectorAll("td")[1]?.textContent,
      ]),
    );
    expect(rows.get("Aldermoor")).toBe("about 700 665 to 735");
    expect(rows.get("Birchway")).toBe("vaguely, 200 to 999");
    expect(rows.get("Corvane")).toBe("not named");
    expect(rows.get("Dunmore")).toBe("0");
    expect(rows.get("Fennick")).toBe("at least 40");
    expect(document.querySelector(".sum")?.textContent).toBe(
      "at least 905 people · 5 layoffs, of which 1 names no figure and is in no sum; 1 names no most.",
    );
    expect(document.body.textContent).toContain("6 reports");
  });

  it("is narrowed by each filter, and says to what", async () => {
    const names = async (search: string) =>
      [...(await page(stand, `/record?${search}`)).document.querySelectorAll("tbody th")].map((th) => th.textContent);
    expect(await names("company=birch")).toEqual(["Birchway"]);
    expect(await names("country=Norway")).toEqual(["Aldermoor"]);
    expect(await names("industry=retail")).toEqual(["Fennick"]);
    expect(await names("since=2026-03")).toEqual(["Aldermoor"]);
    expect(await names("until=2025")).toEqual(["Corvane"]);
    expect(await names("status=rumoured")).toEqual(["Elsting"]);
    expect(await names("figure=without")).toEqual(["Corvane"]);
    expect(await names("min=300")).toEqual(["Aldermoor"]);
    expect(await names("source=warn")).toEqual([]);
    expect(await names("sort=company&kind=layoff")).toEqual([
      "Aldermoor",
      "Birchway",
      "Corvane",
      "Dunmore",
      "Elsting",
      "Fennick",
    ]);
    expect(await names("sort=count&company=&country=")).toEqual([
      "Aldermoor",
      "Birchway",
      "Elsting",
      "Fennick",
      "Dunmore",
      "Corvane",
    ]);
    const { document } = await page(stand, "/record?country=no&since=2026-01-01");
    expect(document.querySelector("h2")?.textContent).toBe("Those in Norway, since 2026-01-01");
  });

  it.each([
    "min=x",
    "since=tomorrow",
    "country=Atlantis",
    "kind=murder",
    "sort=random",
    "after=l-none",
    "figure=1",
    "since=2026-99-99",
  ])("refuses what makes no sense: %s", async (search) => {
    expect((await stand.ask(`/record?${search}`, "nobody")).status).toBe(400);
  });

  it("goes on page by page through more than one, and gives every layoff once", async () => {
    const many = await openStand();
    await readDocuments(
      many.store,
      Array.from({ length: 120 }, (_, n) =>
        reported([{ company: `Quill ${n}x${n}`, count: n + 1, date: "2026-03-10" }]),
      ),
      NO_READER,
      1,
    );
    const seen: string[] = [];
    for (let path: string | null = "/record?sort=count"; path !== null;) {
      const { document } = await page(many, path);
      seen.push(...[...document.querySelectorAll("tbody th a")].map((a) => a.getAttribute("href") ?? ""));
      path = document.querySelector('a[rel="next"]')?.getAttribute("href") ?? null;
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
    await many.close();
  });

  it("shows of a layoff its claims with the figure marked, why it is that figure, and what was done", async () => {
    const own = await openStand();
    const { store } = own;
    await readDocuments(
      store,
      [
        reported([{ company: "Vexley", count: 289, quote: "Vexley lets 289 people go, it said on 3 March." }], {
          title: "Cuts at Vexley",
        }),
        reported([{ company: "Vexley", count: 101, quote: "At Vexley 101 go." }], { published: "2026-03-12" }),
      ],
      NO_READER,
      Date.UTC(2026, 2, 12),
    );
    const [b = "", a = ""] = (await store.layoffs({ limit: 9 })).map(({ id }) => id);
    const asked = await page(own, `/record/layoffs/${a}`);
    expect(asked.document.body.textContent).toContain("Is it one round with Vexley, 2026-03-12?");
    await mergeLayoffs(store, a, b, { at: Date.UTC(2026, 2, 13), why: "<b>the same</b>" });
    const { document } = await page(own, `/record/layoffs/${a}`);
    expect([...document.querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual(["289", "101"]);
    expect([...document.querySelectorAll(".claim .badge")].map((badge) => badge.textContent)).toEqual([
      "is not the newest; the bounds reach over it",
      "decides",
    ]);
    expect(document.querySelector(".sum")?.textContent).toContain("101 people · 101 to 289 by all that report it");
    expect(document.querySelector(".acts")?.textContent).toContain("was merged into this one: <b>the same</b>");
    const link = document.querySelector('.claim a[rel="noopener nofollow"]');
    expect(link?.textContent).toBe("Cuts at Vexley");
    const gone = await page(own, `/record/layoffs/${b}`);
    expect(gone.document.querySelector(".notice a")?.getAttribute("href")).toBe(`/record/layoffs/${a}`);
    const company = await page(
      own,
      document.querySelector('dd a[href^="/record/companies/"]')?.getAttribute("href") ?? "",
    );
    expect(company.document.querySelectorAll("tbody tr")).toHaveLength(1);
    await own.close();
  });

  it("says nothing of what is suppressed but that it is, and nothing of a suppressed document's words and address", async () => {
    const own = await openStand(recordFiles());
    const { store } = own;
    await readDocuments(
      store,
      [
        reported([{ company: "Secretco", count: 10, quote: "Secretco lets ten go." }]),
        reported([{ company: "Openly", count: 20, quote: "A quote that was taken back." }], {
          address: "https://gone.example/1",
          publisher: "Gone",
        }),
      ],
      NO_READER,
      1,
    );
    const all = await store.layoffs({ limit: 9 });
    const secret = all.find(({ name }) => name === "Secretco");
    const openly = all.find(({ name }) => name === "Openly");
    const [claim] = await store.claimsOf([openly?.id ?? ""]);
    await suppress(store, secret?.id ?? "", false, { at: 2, why: "Secretco asked" });
    await suppress(store, claim?.document ?? "", false, { at: 3 });
    const paths = [
      "/record",
      "/record/charts",
      "/record/feed.atom",
      "/record/feed.rss",
      "/record/feed.json",
      "/record/export.csv",
      "/record/export.json",
    ];
    for (const path of [...paths, `/record/layoffs/${secret?.id}`, `/record/layoffs/${openly?.id}`]) {
      const text = await (await own.ask(path, "nobody")).text();
      expect(text, path).not.toMatch(/Secretco|taken back|gone\.example/);
    }
    expect((await own.ask(`/record/companies/${secret?.company}`, "nobody")).status).toBe(404);
    expect((await own.ask("/record/layoffs/l-nothing", "nobody")).status).toBe(404);
    await own.close();
  });

  it("draws charts that need no style of their own, with the same figures in tables", async () => {
    for (const by of ["month", "quarter", "year"]) {
      const { document, html, answer } = await page(stand, `/record/charts?by=${by}`);
      expect(answer.status).toBe(200);
      expect(document.querySelectorAll("svg.chart")).toHaveLength(8);
      for (const svg of document.querySelectorAll("svg.chart")) {
        expect(svg.querySelector("title")?.textContent).not.toBe("");
        expect(svg.querySelector("desc")?.textContent).not.toBe("");
      }
      expect(html).not.toMatch(/<style|\sstyle=/);
      const labels = new Set([...document.querySelectorAll("[id]")].map(({ id }) => id));
      expect(labels.size).toBe(document.querySelectorAll("[id]").length);
    }
    const { document } = await page(stand, "/record/charts?by=month");
    const rows = [...document.querySelectorAll("#time-table tbody tr")].map((row) => row.textContent);
    expect(rows).toEqual(["Mar 2026665 to 7351", "Feb 2026200 to 9991", "Jan 202601", "Dec 2025not named11"]);
  });

  it("is the same in feeds and files, and links to them", async () => {
    const { document } = await page(stand, "/record?country=NO");
    const links = [...document.querySelectorAll('link[rel="alternate"]')].map((link) => link.getAttribute("href"));
    expect(links).toEqual(
      ["atom", "rss", "json"]
        .map((form) => `/record/feed.${form}?country=NO`)
        .concat(["csv", "json"].map((form) => `/record/export.${form}?country=NO`)),
    );
    const feed = await stand.ask("/record/feed.json?country=NO", "nobody");
    expect(feed.headers.get("content-type")).toContain("application/feed+json");
    expect(await feed.json()).toMatchObject({
      title: "Reported job cuts in Norway",
      home_page_url: "http://127.0.0.1:8080/record?country=NO",
      items: [{ title: "Aldermoor: about 700", url: `http://127.0.0.1:8080/record/layoffs/${ids["Aldermoor"]}` }],
    });
    const atom = await (await stand.ask("/record/feed.atom", "nobody")).text();
    expect(atom.match(/<entry>/g)).toHaveLength(6);
    expect(atom).toContain("<updated>2026-04-01T00:00:00.000Z</updated>");
    const csv = await (await stand.ask("/record/export.csv?sort=company", "nobody")).text();
    expect(csv.split("\r\n").map((line) => line.split(",")[1])).toEqual([
      "company",
      "Aldermoor",
      "Birchway",
      "Corvane",
      "Dunmore",
      "Elsting",
      "Fennick",
      undefined,
    ]);
    const json = (await (await stand.ask("/record/export.json?figure=without", "nobody")).json()) as {
      layoffs: unknown[];
    };
    expect(json.layoffs).toMatchObject([{ company: "Corvane", count: null, low: null, high: null }]);
  });

  it("is not sent again to whoever has it, until the record changes", async () => {
    const own = await openStand(recordFiles());
    own.now.at = Date.UTC(2026, 3, 1);
    const path = "/record/feed.atom";
    const first = await own.ask(path, "nobody");
    const etag = first.headers.get("etag") ?? "";
    // Another change may come within the second.
    expect(first.headers.get("last-modified")).toBeNull();
    own.now.at += 5000;
    const modified = (await own.ask(path, "nobody")).headers.get("last-modified") ?? "";
    expect(modified).toBe("Wed, 01 Apr 2026 00:00:00 GMT");
    const status = async (headers: Readonly<Record<string, string>>, of = path) =>
      (await own.ask(of, "nobody", headers)).status;
    expect(await status({ "if-none-match": etag })).toBe(304);
    expect(await status({ "if-none-match": etag }, "/record/feed.atom?country=NO")).toBe(200);
    expect(await status({ "if-modified-since": modified })).toBe(304);
    expect(await status({ "if-none-match": '"other"', "if-modified-since": modified })).toBe(200);
    await readDocuments(own.store, [reported([{ company: "Newly", count: 1 }])], NO_READER, own.now.at);
    expect(await status({ "if-none-match": etag })).toBe(200);
    expect(await status({ "if-modified-since": modified })).toBe(200);
    await own.close();
  });

  it("tells readers of counts what was released to them, and nobody else what was observed", async () => {
    const path = `/record/layoffs/${ids["Aldermoor"]}/observed`;
    expect((await stand.ask(path, "nobody")).status).toBe(401);
    const council = await (await stand.ask(path, "council")).text();
    expect(council).toContain("Nothing has been released yet");
    expect(council).not.toMatch(/acme|beta|Observed/);
    const operator = await (await stand.ask(path, "operator")).text();
    expect(operator).toMatch(/acme/);
    expect(operator).toMatch(/beta/);
    expect(await (await stand.ask(path, "beta")).text()).not.toContain("acme");
  });
});

it("whatever stands in a field of the record, pages and feeds and files show it as text", async () => {
  const stand = await openStand(recordFiles());
  const reader: Reader = {
    version: "1",
    read: ({ title }) => ({
      claims: [],
      shelved: [
        {
          why: "aggregate",
          company: title ?? "",
          count: 5,
          low: null,
          high: null,
          period: "2026",
          country: title,
          industry: title,
          quote: title ?? "",
        },
      ],
    }),
  };
  const documents = HOSTILE.flatMap((bad, n) => {
    const address = ADDRESSES[n % ADDRESSES.length] ?? null;
    const beside = {
      title: bad,
      publisher: bad,
      address,
      source: `feed:${n % 2 === 0 ? bad : address}`,
      language: bad,
    };
    return [
      reported(
        [
          {
            company: `${bad} ${n}`,
            count: 7,
            date: "2026-03-10",
            location: bad,
            industry: bad,
            part: bad,
            scope: "site",
            quote: `${bad} 7 jobs`,
          },
        ],
        beside,
      ),
      reported([], { ...beside, text: bad }),
    ];
  });
  await readDocuments(stand.store, documents, reader, 1);
  const layoffs = await stand.store.layoffs({ limit: 99 });
  expect(layoffs.length).toBe(HOSTILE.length);
  const paths = [
    ...PATHS,
    ...HOSTILE.map((bad) => `/record?company=${encodeURIComponent(bad.slice(0, 150).toWellFormed())}`),
    ...layoffs.flatMap(({ id, company }) => [`/record/layoffs/${id}`, `/record/companies/${company}`]),
  ];
  for (const path of paths) {
    const { answer, html, document } = await page(stand, path);
    expect(answer.status, path).toBe(200);
    for (const element of document.querySelectorAll("*")) {
      for (const name of element.getAttributeNames()) {
        expect(name, path).not.toMatch(/^on|^style$/i);
        if (name === "href" || name === "src") expect(element.getAttribute(name), path).toMatch(/^(?:\/|#|https?:)/);
      }
    }
    // One of ours, in the head, and on the first page what it is about, which is data.
    expect(document.querySelectorAll("script[src]").length, path).toBe(1);
    expect(document.querySelectorAll("script").length, path).toBe(path === "/record" ? 2 : 1);
    for (const data of document.querySelectorAll("script:not([src])")) {
      expect(data.getAttribute("type")).toBe("application/ld+json");
      expect(() => JSON.parse(data.textContent ?? "")).not.toThrow();
    }
    expect(document.querySelectorAll("img, iframe, object, main style, svg script"), path).toHaveLength(0);
    // eslint-disable-next-line no-control-regex -- that none is left is the claim
    expect(html, path).not.toMatch(/[\u0000-\u0008\u202e]/);
  }
  const atom = await (await stand.ask("/record/feed.atom", "nobody")).text();
  expect(atom.match(/<entry>/g)).toHaveLength(HOSTILE.length);
  const rss = await (await stand.ask("/record/feed.rss", "nobody")).text();
  expect(rss.match(/<item>/g)).toHaveLength(HOSTILE.length);
  for (const feed of [atom, rss])
    // eslint-disable-next-line no-control-regex -- that none is left is the claim
    expect(feed).not.toMatch(/javascript:|(?:href="|<link>)data:|<script|\ufffe|\u0000/i);
  // What a reader takes for HTML is text of HTML.
  expect(rss).not.toMatch(/<description>[^<]*&lt;(?:script|svg|img)/);
  const csv = await (await stand.ask("/record/export.csv", "nobody")).text();
  for (const line of csv.split("\r\n"))
    for (const field of line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)) expect(field).not.toMatch(/^"?[=+\-@]/);
  const { layoffs: exported } = (await (await stand.ask("/record/export.json", "nobody")).json()) as {
    layoffs: unknown[];
  };
  expect(exported).toHaveLength(HOSTILE.length);
  const feed = (await (await stand.ask("/record/feed.json", "nobody")).json()) as {
    items: { external_url?: string }[];
  };
  for (const { external_url: outside } of feed.items) expect(outside ?? "https:").toMatch(/^https?:/);
  expect(stand.faults).toEqual([]);
  await stand.close();
});
