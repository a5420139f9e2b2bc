import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonLines, openStage, type Stage } from "./stage.ts";

const WA = "Company,Location,Layoff Start Date,# of Workers,Closure Layoff,Type of Layoff,Received Date\n";
const BODY =
  "Nordwind will cut about 700 jobs, or 15 % of its staff, the maker of turbines said on Tuesday. The cuts begin in March.";
const FEED = `<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><title>D\u00e6gligt</title><item><title>\u00c6r\u00f8 cuts 40 jobs</title><guid>g1</guid><link>/1</link></item></channel></rss>`;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const pages: Record<string, Answer> = {
  "/feed": (_, response) => void response.end(Buffer.from(FEED, "latin1")),
  "/article": (_, response) =>
    void response
      .writeHead(200, { "content-type": "text/html" })
      .end(
        `<!DOCTYPE html><html lang="en"><body><article><h1>Cuts</h1><p>${BODY}</p><p>${BODY}</p></article></body></html>`,
      ),
  "/story": (_, response) =>
    void response
      .writeHead(200, { "content-type": "text/html" })
      .end(
        `<!DOCTYPE html><html lang="en"><head><meta property="article:published_time" content="2026-02-10"></head><body><article><h1>Norwick cuts 900 jobs</h1>${[
          "Norwick Systems is cutting about 900 jobs, or 12% of its workforce, the software company said on Tuesday.",
          "The company employs some 7,500 people in eleven countries and is best known for its payroll service.",
          "Across the software industry, more than 40,000 people have been laid off this year, according to a tracker.",
        ]
          .map((sentence) => `<p>${sentence}</p>`)
          .join("")}</article></body></html>`,
      ),
  "/tagged": (request, response) => {
    if (request.headers["if-none-match"] === '"v1"') response.writeHead(304).end();
    else response.writeHead(200, { etag: '"v1"' }).end(Buffer.from(FEED.replace("g1", "g2"), "latin1"));
  },
  "/metadata": (_, response) =>
    void response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end(),
  "/local": (_, response) => void response.writeHead(302, { location: "http://localhost:65001/" }).end(),
  "/bomb": (_, response) =>
    void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(40 * 1024 * 1024))),
  "/laughs": (_, response) =>
    void response.end(
      '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>',
    ),
};
let agent: string | undefined;

let stage: Stage;
let at: string;
const server = createServer((request, response) => {
  agent = request.headers["user-agent"];
  const page = pages[request.url ?? ""];
  if (page === undefined) response.writeHead(404).end();
  else page(request, response);
});

beforeAll(async () => {
  stage = await openStage(30);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await stage.close();
});

describe("rollcall layoffs import", () => {
  it("says of each file what it is, and of each row what became of it", async () => {
    stage.file(
      "wa.csv.gz",
      gzipSync(
        `${WA}Ample,Tacoma,1/2/22,"1,200",Closure,Permanent,1/1/22\nB,Tacoma,later,50-60,Layoff,Temporary,1/1/22\n,Tacoma,1/2/22,5,Layoff,Permanent,1/1/22\n`,
      ),
    );
    stage.file("own.csv", "company,count,date\nNordwind,700,2026-01-27\n");
    const { code, out, err } = await stage.run(["layoffs", "import", "--dry-run", "wa.csv.gz", "own.csv"]);
    expect(out).toBe(
      [
        "wa.csv.gz  warn:wa",
        "  3 rows in, 2 kept, 1 refused",
        "  1,200 people in 1 figure; 1 without one number",
        "  refused, 1: it names no company (row 4)",
        "  not understood in 1 row, which is kept without it: Layoff Start Date",
        "own.csv  csv:own",
        "  1 row in, 1 kept, 0 refused",
        "  700 people in 1 figure",
        "",
      ].join("\n"),
    );
    expect(err).toBe("A dry run: nothing was kept.\n");
    expect(code).toBe(0);
  });

  it("prints documents that it reads again as they were, from standard input too", async () => {
    stage.file("table.csv", "Firm;Cut\nNordwind;about 700\n");
    const first = await stage.run([
      "layoffs",
      "import",
      "--dry-run",
      "--json",
      "--source",
      "csv:mine",
      "--map",
      "company=Firm",
      "--map",
      "count=Cut",
      "table.csv",
    ]);
    expect(jsonLines(first.out)).toMatchObject([
      {
        source: "csv:mine",
        claims: [{ company: "Nordwind", count: 700, qualifier: "approx", origin: { file: "table.csv", row: 2 } }],
      },
    ]);
    const again = await stage.run(["layoffs", "import", "--dry-run", "--json", "-"], { input: first.out });
    expect(again.out).toBe(first.out);
    expect(again.err).toContain("standard input  ndjson\n  1 row in, 1 kept, 0 refused");
  });

  it("takes them into the record, says what came of it, and takes nothing twice", async () => {
    stage.file("press.csv", "company,count,date\nTallow,300,2026-02-03\nTallow,40,2025-05-01\n");
    const { code, out, err } = await stage.run(["layoffs", "import", "press.csv"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("2 new documents.\n2 new layoffs.\n");
    const [file, sum] = jsonLines((await stage.run(["layoffs", "import", "--json", "press.csv"])).out);
    expect(file).toMatchObject({ file: "press.csv", source: "csv:press", rows: 2, kept: 2 });
    expect(sum).toEqual({
      taken: { added: 0, changed: 0, known: 2, made: 0, attached: 0, asked: 0, shelved: 0, corrected: 0 },
    });
    const { out: list } = await stage.run(["layoffs", "list", "--company", "Tallow", "--json"]);
    expect(jsonLines(list)).toMatchObject([{ date: "2026-02-03" }, { date: "2025-05-01" }]);
  });

  it("takes another name for the company that somebody said it means, until they take that back", async () => {
    const take = async (company: string, count: number) => {
      stage.file("named.csv", `company,count,date,country\n${company},${count},2026-03-03,NO\n`);
      return (await stage.run(["layoffs", "import", "named.csv"])).out;
    };
    await take("Solveig", 250);
    const [layoff] = jsonLines((await stage.run(["layoffs", "list", "--company", "Solveig", "--json"])).out);
    const alias = (...more: string[]) => stage.run(["layoffs", "alias", "Nordlys", String(layoff?.["id"]), ...more]);
    expect((await alias()).out).toMatch(/^What is reported of Nordlys from now on is of Solveig \(co-[0-9a-f]+\)\.\n$/);
    expect(await take("Nordlys", 250)).toContain("1 claim of layoffs that are there");
    expect((await alias("--remove")).out).toBe("Nordlys is another company than Solveig again.\n");
    expect(await take("Nordlys", 251)).toContain("1 new layoff");
    expect(await alias("--remove")).toMatchObject({
      code: 2,
      err: "rollcall: This name is no alias of that company.\n",
    });
  });

  it("reads the text of an article, keeps the sentences that claim something, and shelves what is of many employers", async () => {
    const { code, out } = await stage.run(["layoffs", "import", "--contact", "desk@news.example", `${at}/story`]);
    expect(code).toBe(0);
    expect(out).toContain("1 new document.\n1 new layoff and 1 statement on the shelf.\n");
    const [layoff] = jsonLines((await stage.run(["layoffs", "list", "--company", "Norwick", "--json"])).out);
    expect(layoff).toMatchObject({ percent: 12 });
    const { out: shown } = await stage.run(["layoffs", "show", String(layoff?.["id"])]);
    expect(shown).toContain("is cutting about 900 jobs, or 12% of its workforce");
    const { out: shelf } = await stage.run(["layoffs", "list", "--shelf"]);
    expect(shelf).toContain("40,000");
  });

  it("does not ask a server to send again what has not changed since it was kept", async () => {
    const importTagged = (...more: string[]) =>
      stage.run(["layoffs", "import", "--contact", "d@e.example", ...more, `${at}/tagged`]);
    expect((await importTagged("--dry-run")).out).toContain("1 row in, 1 kept");
    expect((await importTagged()).out).toContain("1 new document.");
    const { code, out } = await importTagged();
    expect(out).toMatch(/^http:\/\/\S+\/tagged {2}not changed since \d+ \w+ \d{4} \d\d:\d\d UTC\n0 new documents\.\n$/);
    expect(code).toBe(0);
    expect((await importTagged("--dry-run")).out).toContain("1 row in, 1 kept");
  });

  it("reads a feed and an article from a server, decodes them, and says who asks", async () => {
    const { code, out, err } = await stage.run([
      "layoffs",
      "import",
      "--dry-run",
      "--json",
      "--contact",
      "desk@news.example",
      `${at}/feed`,
      `${at}/article`,
    ]);
    expect(code).toBe(0);
    expect(jsonLines(out)).toMatchObject([
      {
        source: `feed:${at}/feed`,
        key: "g1",
        address: `${at}/1`,
        title: "\u00c6r\u00f8 cuts 40 jobs",
        publisher: "D\u00e6gligt",
      },
      { source: "article", address: `${at}/article`, text: expect.stringContaining(BODY), language: "en" },
    ]);
    expect(err).not.toContain("Servers were not told");
    expect(agent).toMatch(/^Rollcall\/[\d.]+ \(\+desk@news\.example\)$/);
  });

  it.each([
    ["/metadata", 3, "169.254.169.254: this leads to an address inside a network (linkLocal)"],
    ["/local", 3, "localhost: this leads to an address inside a network (loopback)"],
    ["/bomb", 4, "the page is larger than 16777216 bytes unpacked and was not read"],
    ["/laughs", 2, "it declares a document type or entities, which are not expanded"],
    ["/nothing", 2, "there is no such page (HTTP 404)"],
  ])("%s ends with one sentence, and nothing of a good file before it is printed", async (path, expected, sentence) => {
    stage.file("good.csv", "company,count\nNordwind,700\n");
    const { code, out, err } = await stage.run(["layoffs", "import", "--json", "good.csv", `${at}${path}`]);
    expect(out).toBe("");
    expect(err).toContain(sentence);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(expected);
  });

  it("a header that has changed is one error that names the column, and says what to do", async () => {
    stage.file(
      "changed.csv",
      `${WA.replace("# of Workers", "Workers")}Ample,Tacoma,1/2/22,5,Layoff,Permanent,1/1/22\n`,
    );
    const { code, out, err } = await stage.run([
      "layoffs",
      "import",
      "--dry-run",
      "--source",
      "warn:wa",
      "changed.csv",
    ]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(
      /^rollcall: changed\.csv, row 1: the header .* "# of Workers" is missing and "Workers" is new\. .*docs\/sources\.md\)\.\n$/,
    );
  });

  it.each([
    [
      ["--source", "paper", "own.csv"],
      "there is no such kind of source; there are edgar, warn, ndjson, feed, csv, article",
    ],
    [["--source", "warn:ca", "--map", "company=x", "own.csv"], "own.csv is read as warn, which takes no such option"],
    [["--map", "company", "own.csv"], "write FIELD=COLUMN, such as company=Firm"],
    [["--dates", "ymd", "own.csv"], "--dates: dates is not as it has to be"],
    [["nothing.csv"], "there is no such file"],
  ])("%j is a usage error", async (args, sentence) => {
    const { code, err } = await stage.run(["layoffs", "import", "--dry-run", ...args]);
    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });
});

describe("rollcall layoffs add", () => {
  const GOOD = [
    "--company",
    "Nordwind",
    "--count",
    "700",
    "--qualifier",
    "about",
    "--percent",
    "15",
    "--date",
    "2026-01-27",
    "--source",
    "https://news.example/a",
  ];

  it("shows what would be kept, in the words of the figure", async () => {
    const { code, out } = await stage.run(["layoffs", "add", "--dry-run", ...GOOD]);
    expect(out).toBe("Nordwind  layoff, announced, 2026-01-27: approx 700, 15 %\n  https://news.example/a\n");
    expect(code).toBe(0);
    const { out: json } = await stage.run(["layoffs", "add", "--dry-run", "--json", ...GOOD]);
    expect(jsonLines(json)).toMatchObject([
      {
        source: "manual",
        address: "https://news.example/a",
        claims: [{ count: 700, low: null, high: null, qualifier: "approx", percent: 15, percentOf: "company" }],
      },
    ]);
  });

  it.each([
    [[], "name the company: --company"],
    [["--company", "N"], "name the day of the announcement"],
    [["--company", "N", "--date", "last week"], "give an ISO date such as 2026-01-27"],
    [["--company", "N", "--date", "2026-01-27"], "name where it was reported: --source"],
    [
      ["--company", "N", "--date", "2026-01-27", "--source", "javascript:alert(1)"],
      "an address that begins with https://",
    ],
    [[...GOOD, "--count", "-5"], "count is -5: it has to be a whole number of people"],
    [[...GOOD, "--kind", "cull"], "it is one of layoff, closure"],
    [[...GOOD, "--low", "900"], "low and high are the bounds of what is a range or vague"],
  ])("%j is refused with what to do", async (args, sentence) => {
    const { code, out, err } = await stage.run(["layoffs", "add", "--dry-run", ...args]);
    expect(err).toContain(sentence);
    expect([code, out]).toEqual([2, ""]);
  });
});
