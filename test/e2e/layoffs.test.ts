// The commands of the public record, over a store that holds some of it.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDocuments } from "../../src/app/read-documents.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { reported } from "../record/reports.ts";
import { jsonLines, openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(30);
  const store = await openSqlite({ path: join(stage.folder, "rollcall.db") });
  const quote = "Vexley said on Tuesday that it would cut about 700 jobs, or 15 percent of its staff.";
  const about700 = {
    count: 700,
    qualifier: "approx",
    percent: 15,
    country: "NO",
    industry: "Media",
    location: "Oslo",
  } as const;
  await readDocuments(
    store,
    [
      reported([{ ...about700, quote, date: "2026-03-10" }], { key: "a" }),
      reported([{ low: 200, high: 999, qualifier: "vague", country: "NO" }], { key: "b", publisher: "Wire\u001b[2J" }),
      reported([{ company: "Tarn", count: 289, country: "US", date: "2026-03-20" }], { key: "c" }),
      reported([{ company: "Tarn", count: 101, country: "US", date: "2026-03-22" }], { key: "d" }),
      reported([{ company: "Quarry", percent: 10, country: "DE", date: "2025-11" }], { key: "e" }),
      reported([{ company: "Heron", count: 40, status: "rumoured", date: "2026-02-01" }], { key: "f" }),
      reported([], { key: "g", text: "a sum" }),
    ],
    {
      version: "1",
      read: () => ({
        claims: [],
        shelved: [
          {
            why: "aggregate",
            company: null,
            count: 2000,
            low: null,
            high: null,
            period: "2026",
            country: null,
            industry: null,
            quote: "Two thousand jobs were cut this year.",
          },
        ],
      }),
    },
    Date.UTC(2026, 3, 1),
  );
  await store.close();
});
afterAll(() => stage.close());

const run = async (...args: string[]) => {
  const { code, out, err } = await stage.run(["layoffs", ...args]);
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  return { out, err };
};
const json = async (...args: string[]) => jsonLines((await run(...args, "--json")).out);
const idOf = async (company: string): Promise<string[]> =>
  (await json("list", "--company", company, "--sort", "count")).map(({ id }) => String(id));

describe("rollcall layoffs list", () => {
  it("shows the newest first, each figure as it is known, without settings", async () => {
    const { out, err } = await run("list");
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(6);
    expect(lines[1]).toMatch(/^2026-03-22 {2}Tarn +101 +United States +layoff, announced, to be decided +l-/);
    expect(lines[3]).toMatch(/^2026-03-10 {2}Vexley +700 \(665 to 735\) +15 % +Oslo, Norway +layoff, announced +l-/);
    expect(lines[5]).toMatch(/^2025-11 +Quarry +10 % +Germany +layoff, announced/);
    expect(err).toBe("5 layoffs of 5.\n1 question to decide: rollcall layoffs list --ask.\n");
  });

  it.each([
    [["--country", "Norway"], ["Vexley"]],
    [["--company", "TARN, Inc.", "--min", "200"], ["Tarn"]],
    [["--since", "2026-03-11", "--until", "2026-03-21"], ["Tarn"]],
    [["--since", "2025-11-15", "--until", "2025-12-01"], ["Quarry"]],
    [["--status", "rumoured"], ["Heron"]],
    [["--kind", "hiring-freeze"], []],
    [
      ["--sort", "count", "--limit", "2"],
      ["Vexley", "Tarn"],
    ],
    [["--industry", "media"], ["Vexley"]],
  ])("with %j has %j", async (options, companies) => {
    expect((await json("list", ...options)).map(({ company }) => company)).toEqual(companies);
  });

  it.each([
    [["--country", "Narnia"], "--country Narnia: give a country"],
    [["--kind", "party"], "--kind party: give one of layoff, closure"],
    [["--min", "many"], "--min many: give a whole number."],
  ])("refuses %j", async (options, text) => {
    const { code, err } = await stage.run(["layoffs", "list", ...options]);
    expect(code).toBe(2);
    expect(err).toContain(text);
  });

  it("lists what is to be decided, with the two commands that decide it", async () => {
    const { out } = await run("list", "--ask");
    const [first = "", second = ""] = await idOf("Tarn");
    expect(out).toContain("Tarn\n");
    expect(out).toContain("for one round: they are of the same week\n  against: the counts differ");
    expect(out).toContain(`rollcall layoffs merge ${first} ${second}   or   rollcall layoffs split ${first} ${second}`);
  });

  it("holds a published sum against the record", async () => {
    const { out } = await run("list", "--shelf");
    expect(out).toContain("of many employers together: 2,000, 2026\n");
    expect(out).toContain(
      "the record has 954 to 1,125, at least 875 fewer than that: 3 layoffs, of which 1 may be part",
    );
  });
});

describe("rollcall layoffs show", () => {
  it("shows every claim in its words, which one decides and why the others do not", async () => {
    const [id = ""] = await idOf("Vexley");
    const { out } = await run("show", id);
    expect(out).toContain(
      "700 (665 to 735), 15 %\n  both together would mean a staff of 4,667 (4,375 to 5,000 at ± 1 point)",
    );
    expect(out).toContain("about 700, 15 %: decides\n    “Vexley said on Tuesday");
    expect(out).toContain("reported by The Example, 2026-03-10  https://news.example/2026/03/story-a");
    expect(out).toContain("several, taken as 200 to 999: names no number as exactly as another");
    expect(out).toContain("reported by Wire·[2J");
    const [whole] = await json("show", id);
    expect(whole).toMatchObject({
      id,
      count: 700,
      low: 665,
      high: 735,
      claims: [{ decides: true }, { setAside: "less_exact" }],
    });
  });

  it("says so where there is none of that id", async () => {
    const { code, err } = await stage.run(["layoffs", "show", "l-nothing"]);
    expect({ code, err }).toEqual({
      code: 2,
      err: "rollcall: l-nothing: there is no layoff of this id; rollcall layoffs list shows them.\n",
    });
  });
});

describe("rollcall layoffs totals", () => {
  it("adds up with bounds, and says beside every sum how much it does not know", async () => {
    const { out, err } = await run("totals");
    expect(out).toMatch(
      /^year +people +layoffs +no figure +no most +undecided\n2025 +1 +1\n2026 +954 to 1,125 +3 +1\nall /,
    );
    expect(err).toBe(
      "4 layoffs, of which 1 names no figure and is in no sum; 1 may be part of another, and adds nothing to the least.\n",
    );
    expect(await json("totals", "--by", "month", "--country", "US")).toEqual([
      { month: "2026-03", layoffs: 2, low: 289, high: 390, openEnded: 0, unfigured: 0, undecided: 1 },
    ]);
    expect((await json("totals", "--by", "day")).map(({ day }) => day)).toEqual([
      null,
      "2026-03-10",
      "2026-03-20",
      "2026-03-22",
    ]);
    expect((await run("totals", "--by", "country")).out).toContain("Norway");
  });
});

describe("rollcall layoffs export", () => {
  it("writes CSV with one line a layoff, the words that decide and where they stand", async () => {
    const { out } = await run("export", "--company", "Vexley");
    const [head, line, ...rest] = out.split("\r\n");
    expect(head).toBe(
      "id,company,date,country,industry,location,kind,status,count,low,high,percent,base,undecided,claims,reported_by,link,quote,notices,noticed,noticed_share_low,noticed_share_high",
    );
    expect(line).toMatch(
      /^l-\w+,Vexley,2026-03-10,NO,Media,Oslo,layoff,announced,700,665,735,15,,false,2,The Example,https:\/\/news\.example\/2026\/03\/story-a,"Vexley said/,
    );
    expect(rest).toEqual([""]);
  });

  it("writes JSON, and a feed of JSON Feed 1.1", async () => {
    const { layoffs } = JSON.parse((await run("export", "--format", "json")).out) as { layoffs: unknown[] };
    expect(layoffs).toHaveLength(5);
    expect(layoffs[2]).toMatchObject({
      company: "Vexley",
      claims: [{ link: "https://news.example/2026/03/story-a" }, {}],
    });
    const feed = JSON.parse((await run("export", "--format", "jsonfeed")).out) as Record<string, unknown>;
    expect(feed).toMatchObject({ version: "https://jsonfeed.org/version/1.1", title: "Reported job cuts" });
    const items = feed["items"] as Record<string, unknown>[];
    expect(items).toHaveLength(5);
    for (const item of items) {
      expect(item).toMatchObject({
        id: expect.stringMatching(/^urn:uuid:[\da-f-]{36}$/),
        content_text: expect.stringContaining("Reported by"),
      });
      expect(item["date_published"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
    // Taken at one moment, they have no order among themselves.
    expect(items.map(({ title }) => title)).toEqual(
      expect.arrayContaining(["Vexley: about 700, 15 %", "Quarry: figure unknown, 10 %"]),
    );
  });

  it("of nothing is whole all the same", async () => {
    expect(JSON.parse((await run("export", "--format", "json", "--company", "Nobody")).out)).toEqual({ layoffs: [] });
  });
});

describe("what is decided", () => {
  it("is done, recorded and taken back", async () => {
    const [first = "", second = ""] = await idOf("Tarn");
    const merged = await run("merge", first, second, "--why", "one is a part of the other");
    expect(merged.out).toContain(`${second} was merged into ${first}: one is a part of the other.\n`);
    expect(await idOf("Tarn")).toEqual([first]);
    expect((await run("show", second)).out).toContain(`it was merged into ${first}`);
    expect((await run("split", first, second)).out).toContain(`${second} was taken out of ${first}.\n`);
    expect(await idOf("Tarn")).toEqual([first, second]);
    expect((await run("show", first)).out).toMatch(
      /was merged into l-\w+: one is a part of the other \(taken back\), through the command line\n.+was taken out of l-\w+, through the command line\n/,
    );
    expect((await run("list", "--ask")).err).toBe("Nothing is to be decided.\n");
  });

  it("keeps what is suppressed out of lists, sums and exports, and a document's words and address out of everything", async () => {
    const [id = ""] = await idOf("Vexley");
    const claims = (await json("show", id)).flatMap((whole) => whole["claims"] as Record<string, unknown>[]);
    const document = String(claims[0]?.["document"]);
    await run("suppress", document, "--why", "asked by the publisher");
    for (const args of [["show", id], ["export"], ["export", "--format", "json"], ["export", "--format", "jsonfeed"]]) {
      const { out } = await run(...args);
      expect(out).toContain("Vexley");
      expect(out).not.toContain("said on Tuesday");
      expect(out).not.toContain("story-a");
    }
    await run("suppress", id);
    expect(await idOf("Vexley")).toEqual([]);
    expect((await run("export")).out).not.toContain("Vexley");
    await run("suppress", id, "--lift");
    await run("suppress", document, "--lift");
    expect((await run("export")).out).toContain("said on Tuesday");
  });
});

describe("rollcall layoffs compare", () => {
  it("lays what is reported of one's own company beside what was observed, and of counts only what is released", async () => {
    stage.settings();
    await stage.prepare(["sweep", "--quiet"]);
    const [id = ""] = await idOf("Vexley");
    const { out } = await run("compare", id, "acme");
    expect(out).toContain("announced: about 15 %, about 700, on 10 Mar 2026");
    expect(out).toContain("that is: 665 to 735 departures");
    expect(out).toContain("observed: 0 by ");
    const refused = await stage.run(["layoffs", "compare", id, "--audience", "anyone"]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("Nothing has been released yet");
    const [tarn = ""] = await idOf("Heron");
    expect((await json("compare", tarn, "acme"))[0]).toMatchObject({ expectation: { band: { low: 40, high: 40 } } });
  });
});

it("an empty record says that it is empty, and one that is not there that it is not", async () => {
  const env = { ROLLCALL_STATE: join(stage.folder, "elsewhere"), HOME: join(stage.folder, "nobody") };
  const { code, out, err } = await stage.run(["layoffs", "list"], { env });
  expect({ code, out, err }).toEqual({
    code: 0,
    out: "",
    err: "The record is empty: nothing has been taken into it yet.\n",
  });
  expect((await stage.run(["layoffs", "totals"], { env })).err).toBe("The record has no layoff like that.\n");
  const missing = await stage.run(["layoffs", "totals", "--store", "nowhere.db"]);
  expect(missing).toMatchObject({ code: 2, err: "rollcall: --store nowhere.db: there is no such file.\n" });
});
