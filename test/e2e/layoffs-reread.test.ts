// What the record said before, command by command: reading again, corrections, exports of an earlier day; and reports to the SEC,
// from a file and from a server that wants to know who asks.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FakeApi } from "../../src/http/fake-api.ts";
import { startFakeModel } from "../../src/models/fake.ts";
import { submissionOf } from "../../src/sources/edgar/testing.ts";
import { jsonLines, openStage, type Stage } from "./stage.ts";

const NOVEL = "Around two hundred colleagues will have no desk at Vexley Media from May.";
const STORY = [
  "Vexley Media will lay off staff in Leeds, the publisher said on Tuesday, after a year of falling sales of its papers.",
  NOVEL,
  "The publisher was founded a century ago and prints papers in eleven towns of the county, most of them once a week.",
];
const FILING = submissionOf({
  items:
    "<p>Item 2.05 Costs Associated with Exit or Disposal Activities</p><p>On March 19, 2031, the Company committed to a plan of termination. The Company will lay off approximately 340 employees.</p>",
});
const HIT = {
  adsh: "0009999999-31-000012",
  ciks: ["0009999999"],
  form: "8-K",
  items: ["2.05"],
};

const pages: Record<string, (response: ServerResponse) => void> = {
  "/story": (response) =>
    void response
      .writeHead(200, { "content-type": "text/html" })
      .end(
        `<!DOCTYPE html><html lang="en"><head><meta property="article:published_time" content="2026-03-10"></head><body><article><h1>Vexley Media cuts jobs</h1>${STORY.map((text) => `<p>${text}</p>`).join("")}</article></body></html>`,
      ),
  "/gone": (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<p>Nothing."),
  "/LATEST/search-index": (response) =>
    void response.end(
      JSON.stringify({ hits: { total: { value: 1 }, hits: [{ _index: "edgar_file", _source: HIT }] } }),
    ),
  "/Archives/edgar/data/9999999/000999999931000012/0009999999-31-000012.txt": (response) => void response.end(FILING),
};
const agents: string[] = [];

let stage: Stage;
let model: FakeApi;
let at: string;
const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  if (request.url !== "/robots.txt") agents.push(request.headers["user-agent"] ?? "");
  const page = pages[(request.url ?? "").replace(/\?.*$/, "")];
  if (page === undefined) response.writeHead(404).end();
  else page(response);
});

beforeAll(async () => {
  stage = await openStage(30);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  model = await startFakeModel({
    say: () => JSON.stringify({ claims: [{ company: "Vexley Media", quote: "two hundred colleagues", count: 200 }] }),
  });
  stage.settings("rules.yaml", "record: { contact: desk@news.example }\nstore: { path: record.db }\n");
  stage.settings(
    "model.yaml",
    `record: { contact: desk@news.example, model: { url: "${model.url}v1", name: test-1, rate: 6000 } }\nstore: { path: record.db }\n`,
  );
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await model.close();
  await stage.close();
});

const layoffs = (config: string, ...args: string[]) => stage.run(["layoffs", ...args, "--config", config]);

describe("rollcall layoffs reread", () => {
  it("says what another reader has read, asks for it again, and lists each figure that is another then", async () => {
    expect((await layoffs("rules.yaml", "import", `${at}/story`)).out).toContain("1 new layoff");
    const none = await layoffs("rules.yaml", "reread", "--dry-run");
    expect([none.out, none.err]).toEqual(["", expect.stringMatching(/^Every text was read by today's reader/)]);
    await pause(1100);
    const due = await layoffs("model.yaml", "reread", "--dry-run");
    expect(due.out).toMatch(/^article {2}1 document read by rules \d+\n.*\/story {2}is asked again\n$/);
    const [json] = jsonLines((await layoffs("model.yaml", "reread", "--dry-run", "--json")).out);
    expect(json).toMatchObject({ places: [`${at}/story`], reader: expect.stringMatching(/\+ model test-1$/) });
    const { code, out, err } = await layoffs("model.yaml", "reread");
    expect(code).toBe(0);
    expect(out).toMatch(/^Vexley Media {2}l-\w+\n.*people: — → 200.*\n.*the same document is read otherwise/);
    expect(err).toContain("1 document read again, 1 of them otherwise; 1 figure that readers know is another.");
    const again = await layoffs("model.yaml", "reread", "--json");
    expect(jsonLines(again.out)).toEqual([{ reread: expect.objectContaining({ changed: 0, added: 0 }), gone: [] }]);
    const list = await layoffs("model.yaml", "list", "--json");
    expect(jsonLines(list.out)).toMatchObject([{ company: "Vexley Media", count: 200 }]);
  }, 120_000);

  it("keeps what a page said that gives nothing any more, and says so; one that is named is an error", async () => {
    const was = pages["/story"];
    pages["/story"] = (response) => void response.writeHead(404).end();
    const { code, err } = await layoffs("rules.yaml", "reread");
    expect(code).toBe(0);
    expect(err).toMatch(/\/story gave nothing, and what it said is kept: .*HTTP 404/);
    expect((await layoffs("rules.yaml", "reread", `${at}/story`)).code).toBe(2);
    if (was !== undefined) pages["/story"] = was;
    expect(jsonLines((await layoffs("rules.yaml", "list", "--json")).out)).toMatchObject([{ count: 200 }]);
  });
});

describe("rollcall layoffs corrections", () => {
  it("tells which figures have become others, with their reason, and narrows to a time", async () => {
    const { code, out, err } = await layoffs("rules.yaml", "corrections");
    expect(code).toBe(0);
    expect(out).toMatch(/people: — → 200/);
    expect(err).toContain("1 correction.\n");
    const [json] = jsonLines((await layoffs("rules.yaml", "corrections", "--json")).out);
    expect(json).toMatchObject({
      what: ["figure"],
      before: { count: null },
      after: { count: 200 },
      causes: [{ why: "parser" }],
    });
    const later = await layoffs("rules.yaml", "corrections", "--since", "2100-01-01");
    expect([later.out, later.err]).toEqual([
      "",
      expect.stringContaining("Nothing that readers know has become another"),
    ]);
    expect((await layoffs("rules.yaml", "corrections", "--since", "soon")).code).toBe(2);
  });
});

describe("rollcall layoffs export --as-of", () => {
  it("writes the record as it stood then, in each format", async () => {
    const [json] = jsonLines((await layoffs("rules.yaml", "corrections", "--json")).out);
    const before = new Date(Date.parse(String(json?.["at"])) - 1).toISOString();
    const rows = async (...more: string[]) =>
      (JSON.parse((await layoffs("rules.yaml", "export", "--format", "json", ...more)).out) as { layoffs: unknown })
        .layoffs;
    expect(await rows()).toMatchObject([{ count: 200 }]);
    expect(await rows("--as-of", before)).toMatchObject([{ company: "Vexley Media", count: null }]);
    expect(await rows("--as-of", "2020-01-01")).toEqual([]);
    const csv = await layoffs("rules.yaml", "export", "--as-of", before);
    expect(csv.out.split("\r\n")).toHaveLength(3);
    expect(csv.out).not.toContain(",200,");
    expect((await layoffs("rules.yaml", "export", "--as-of", "2100-01-01")).code).toBe(2);
  }, 120_000);
});

describe("rollcall layoffs import of reports to the SEC", () => {
  it("reads a filing from a file, by its form", async () => {
    stage.file("filing.txt", FILING);
    const { code, out } = await layoffs("rules.yaml", "import", "filing.txt");
    expect([code, out]).toEqual([0, expect.stringMatching(/^filing\.txt {2}edgar\n {2}1 row in, 1 kept, 0 refused\n/)]);
    const list = await layoffs("rules.yaml", "list", "--company", "Nordwind", "--json");
    expect(jsonLines(list.out)).toMatchObject([{ company: "Nordwind Turbines, Inc.", count: 340, date: "2031-03-19" }]);
  });

  it("follows a list on a server, saying who asks, and takes nothing twice", async () => {
    agents.length = 0;
    const { code, out } = await layoffs("rules.yaml", "import", `${at}/LATEST/search-index?q=x`);
    expect([code, out]).toEqual([0, expect.stringContaining("1 row in, 1 kept, 0 refused")]);
    expect(out).not.toContain("new layoff");
    expect(agents).toHaveLength(2);
    for (const agent of agents) expect(agent).toMatch(/^Rollcall\/[\d.]+ \(\+desk@news\.example\)$/);
  });

  it("does not ask the SEC at all without an address of mail to say", async () => {
    stage.settings("nobody.yaml", "store: { path: record.db }\n");
    for (const more of [[], ["--contact", "https://news.example"]]) {
      const { code, err } = await layoffs("nobody.yaml", "import", "edgar:2031-03-01..2031-03-31", ...more);
      expect([code, err]).toEqual([expect.any(Number), expect.stringMatching(/sec\.gov.*(?:contact|mail)/i)]);
      expect(code).not.toBe(0);
    }
    const { code, err } = await layoffs("nobody.yaml", "import", "edgar:soon");
    expect([code, err]).toEqual([2, expect.stringContaining("edgar:soon: name a first day")]);
  });
});

describe("rollcall layoffs show", () => {
  it("says where sources of equal rank contradict each other, and says nothing where their words allow both", async () => {
    stage.file("one.csv", "company,count,date\nTallow,700,2026-02-03\n");
    stage.file("two.csv", "company,count,date\nTallow,640,2026-02-04\n");
    for (const name of ["one.csv", "two.csv"]) await layoffs("rules.yaml", "import", name);
    const id = async () =>
      String(jsonLines((await layoffs("rules.yaml", "list", "--company", "Tallow", "--json")).out)[0]?.["id"]);
    expect((await layoffs("rules.yaml", "show", await id())).out).toContain(
      "  Sources differ: 700 by csv:one, 2026-02-03; 640 by csv:two, 2026-02-04. The newest decides, and the bounds are of all.\n",
    );
    stage.file("three.csv", "company,count,date\nQuill,about 700,2026-02-03\n");
    stage.file("four.csv", "company,count,date\nQuill,710,2026-02-04\n");
    for (const name of ["three.csv", "four.csv"]) await layoffs("rules.yaml", "import", name);
    const [quill] = jsonLines((await layoffs("rules.yaml", "list", "--company", "Quill", "--json")).out);
    expect((await layoffs("rules.yaml", "show", String(quill?.["id"]))).out).not.toContain("Sources differ");
  }, 120_000);
});
