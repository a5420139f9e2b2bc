// What leaves the record, command by command: a site of files, a table with what describes it, and what watch lists have told.
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonLines, openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(30);
  stage.file(
    "a.csv",
    "Company,Date,Laid off,Country,Source\nVexley,2026-03-10,700,Norway,https://news.example/vexley\nTarn,2026-03-11,40,Sweden,https://news.example/tarn\n",
  );
  stage.file(
    "b.csv",
    "Company,Date,Laid off,Country,Source\nVexley,2026-09-01,90,Norway,https://news.example/second\n",
  );
  stage.file("told.sh", '#!/bin/sh\ncat > "told-$(ls | grep -c ^told-).json"\n');
  chmodSync(join(stage.folder, "told.sh"), 0o755);
});
afterAll(() => stage.close());

const read = (name: string): string => readFileSync(join(stage.folder, name), "utf8");

describe("watch lists", () => {
  it("are told by the import itself, once, and by the act that changes what was told", async () => {
    stage.settings(
      "watch.yaml",
      `notify:\n  - { to: command, name: desk, run: [/bin/sh, told.sh], audience: named }\nrecord:\n  watch: [{ name: suppliers, companies: [Vexley Ltd], to: desk }]\nstore: { path: watch.db }\n`,
    );
    const config = ["--config", "watch.yaml"];
    const first = await stage.run(["layoffs", "import", "a.csv", "--source", "csv", ...config]);
    expect(first.err).toMatch(/desk: told \(i-[0-9a-f]{16}, version 1\)/);
    expect(first.code).toBe(0);
    const { layoffs } = JSON.parse(read("told-0.json")) as {
      layoffs: { list: string; news: { company: string; count: number }[] };
    };
    expect(layoffs).toMatchObject({ list: "suppliers", news: [{ company: "Vexley", count: 700, isNew: true }] });
    expect(layoffs.news).toHaveLength(1);
    const again = await stage.run(["layoffs", "import", "a.csv", "--source", "csv", ...config]);
    expect(again.err).not.toContain("told");
    await stage.run(["layoffs", "import", "b.csv", "--source", "csv", ...config]);
    expect(existsSync(join(stage.folder, "told-1.json"))).toBe(true);
    expect(existsSync(join(stage.folder, "told-2.json"))).toBe(false);
  });

  it("are listed with who is told and what the record has of them, and rehearsed without sending anything", async () => {
    stage.settings(
      "lists.yaml",
      `notify:\n  - { to: command, name: desk, run: [/bin/sh, told.sh], audience: named }\nrecord:\n  watch: [{ name: suppliers, companies: [Vexley Ltd, Nobody Inc], to: desk }, { name: large, min: 5000 }]\nstore: { path: watch.db }\n`,
    );
    const config = ["--config", "lists.yaml"];
    const { code, out, err } = await stage.run(["layoffs", "watch", ...config]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^suppliers {2}layoffs of Vexley Ltd and Nobody Inc\n {2}told: desk\n {2}not in the record yet, under these names: Nobody Inc\n/,
    );
    expect(out).toMatch(/2026-09-01 {2}Vexley +90/);
    expect(out).toContain("large  layoffs of at least 5,000 people\n  told: desk\n");
    expect(err).toBe("2 watch lists. rollcall layoffs watch NAME rehearses what is told of one.\n");
    const rehearsed = await stage.run(["layoffs", "watch", "suppliers", ...config]);
    expect(rehearsed.out).toMatch(/would be told: desk: [\s\S]*Vexley/);
    expect(rehearsed.err).toContain("A rehearsal, as if that had come just now: nothing was sent.");
    expect(existsSync(join(stage.folder, "told-2.json"))).toBe(false);
    expect((await stage.run(["layoffs", "watch", "large", ...config])).err).toContain("nothing to rehearse");
    const [first] = jsonLines((await stage.run(["layoffs", "watch", "--json", ...config])).out);
    expect(first).toMatchObject({ name: "suppliers", told: ["desk"], unknown: ["Nobody Inc"] });
    const wrong = await stage.run(["layoffs", "watch", "supliers", ...config]);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('did you mean "suppliers"?')]);
  });

  it("that name no destination, or one that does not hear of it, are faults of the settings", async () => {
    const notify = `notify:\n  - { to: command, name: desk, run: [/bin/sh, told.sh], audience: named, tell: [health] }\n`;
    for (const [list, error] of [
      [
        "{ name: a, companies: [Vexley], to: deks }",
        /record\.watch\[0\]\.to\[0\]: no destination of this name, did you mean "desk"\?/,
      ],
      ["{ name: a, companies: [Vexley], to: desk }", /desk is not told of layoffs; add layoffs to its tell/],
      ["{ name: a, companies: [Vexley] }", /record\.watch\[0\]: nobody is told/],
      ["{ name: a }", /needs companies, country, industry or min/],
      ["{ name: a, country: Atlantis }", /must be a country by its name in English/],
    ] as const) {
      stage.settings("wrong.yaml", `${notify}record:\n  watch: [${list}]\nstore: { path: wrong.db }\n`);
      const { code, err } = await stage.run(["config", "check", "--config", "wrong.yaml"]);
      expect([code, err]).toEqual([3, expect.stringMatching(error)]);
    }
  });
});

describe("rollcall layoffs site", () => {
  it("makes pages that lead to each other, and makes them anew", async () => {
    const store = ["--store", "watch.db"];
    const { code, out, err } = await stage.run(["layoffs", "site", "public", ...store]);
    expect([code, err]).toEqual([0, expect.stringContaining("--address")]);
    expect(out).toMatch(/^\d+ files, .* MB; 0 as before\. Open index\.html of that folder\.\n$/);
    expect(read("public/index.html")).toContain("Vexley");
    const address = ["--address", "https://layoffs.example/sub"];
    const again = await stage.run(["layoffs", "site", "public", "--json", ...address, ...store]);
    expect(JSON.parse(again.out)).toMatchObject({ address: "https://layoffs.example/sub/" });
    expect(read("public/sitemap.xml")).toContain("<loc>https://layoffs.example/sub/sources.html</loc>");
    for (const [args, error] of [
      [["layoffs", "site", "."], /has not made; name another/],
      [["layoffs", "site", "public", "--address", "layoffs.example"], /give where it will be found/],
    ] as const) {
      const refused = await stage.run([...args, ...store]);
      expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(error)]);
    }
  });
});

describe("rollcall layoffs export --output", () => {
  it("puts beside a table what its columns mean, and leaves nothing half written", async () => {
    const store = ["--store", "watch.db"];
    expect(await stage.run(["layoffs", "export", "--output", "own table.csv", ...store])).toMatchObject({
      code: 0,
      out: "",
    });
    expect(read("own table.csv").split("\r\n")).toHaveLength(5);
    expect(JSON.parse(read("own table.csv-metadata.json"))).toMatchObject({ url: "own%20table.csv" });
    const feed = await stage.run(["layoffs", "export", "--format", "rss", ...store]);
    expect(feed.out.match(/<item>/g)).toHaveLength(3);
    const refused = await stage.run(["layoffs", "export", "--output", "no/such/folder.csv", ...store]);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("no file can be written there (ENOENT)")]);
  });
});
