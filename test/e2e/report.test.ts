// Counts on the command line, for those who may know no names.
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, staffOf, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(150);
  stage.settings("rollcall.yaml", "store: { path: rollcall.db }\ncounts: { headcount: acme }\n");
}, 60_000);
afterAll(() => stage.close());

const FORMATS = ["text", "markdown", "html", "csv", "json"];

describe("rollcall report", () => {
  it("has nothing to say before the first release, and says when that comes", async () => {
    const { code, out, err } = await stage.run(["report"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/Nothing has been released yet: .*the first release comes with the next sweep\.\n$/);
    const checked = await stage.run(["disclosure", "check"]);
    expect([checked.code, checked.out]).toEqual([2, ""]);
  });

  it("prints the release that a sweep made, in every format and for both readers, and the same at every call", async () => {
    const swept = await stage.run(["sweep", "--fields", "none"]);
    expect([swept.code, swept.err]).toEqual([0, expect.stringContaining("acme: counts released, number 1")]);
    for (const readers of ["authorised", "anyone"]) {
      for (const format of FORMATS) {
        const call = ["report", "--audience", readers, "--format", format];
        const elsewhere = { FORCE_COLOR: "1", COLUMNS: "40", TZ: "Asia/Tokyo" };
        const [{ code, out, err }, again] = await Promise.all([stage.run(call), stage.run(call, { env: elsewhere })]);
        expect([code, err]).toEqual([0, ""]);
        expect(out).toMatch(format === "json" ? /"atLeast":0/ : format === "csv" ? /left_at_least/ : /[Aa]t least 0/);
        expect(again.out).toBe(out);
      }
    }
    const json = JSON.parse((await stage.run(["report", "--format", "json"])).out);
    expect(json).toMatchObject({ policy: { k: 5, release: 1, partition: expect.stringMatching(/^p-/) } });
    expect((await stage.run(["report", "--audience", "anyone"])).out).toContain("k = 10");
  }, 90_000);

  it("shows no more after a sweep that found people gone, for nothing is released before its time", async () => {
    const before = await stage.run(["report"]);
    for (const id of staffOf(stage.slack, 12)) stage.slack.acts.deactivate(id);
    await stage.prepare(["sweep", "--fields", "none"]);
    const left = await stage.run(["departures", "--json"]);
    expect(left.out.trim().split("\n").length).toBeGreaterThanOrEqual(12);
    expect(await stage.run(["report"])).toEqual(before);
  });

  it("shows what is released at its time of those who left two days ago", async () => {
    // Two days are gone by: everything that has a time is as much older.
    const database = new DatabaseSync(join(stage.folder, "rollcall.db"));
    const ago = 2 * 86_400_000 + 3_600_000;
    database.exec(`update partitions set made_at = made_at - ${ago};
      update partition_members set since = since - ${ago};
      update departures set not_after = not_after - ${ago} + 1800000 where observed = 1;
      update ledgers set state = json_set(state, '$.at', json_extract(state, '$.at') - ${ago});
      update releases set state = json_set(state, '$.at', json_extract(state, '$.at') - ${ago});`);
    database.close();
    const swept = await stage.run(["sweep", "--fields", "none"]);
    expect(swept.err).toContain("acme: counts released, number 2");
    const { out } = await stage.run(["report"]);
    expect(out).toMatch(/^At least 12 people have left\.\n/);
    expect(out).toContain("Release 2 of ");
    for (const { id, first, last } of stage.slack.world.members.values()) {
      expect([out.includes(id), out.includes(`${first} ${last}`)]).toEqual([false, false]);
    }
  });

  it("holds back what an official total would tell, for good, and says so beforehand", async () => {
    const before = await stage.run(["report", "--format", "json"]);
    const rehearsed = await stage.run(["total", "--low", "13", "--dry-run"]);
    expect([rehearsed.code, rehearsed.err]).toEqual([0, "A dry run: nothing was kept.\n"]);
    const entered = await stage.run(["total", "--low", "13"]);
    expect(entered.code).toBe(0);
    expect(entered.out).toMatch(
      /^A total of 13 is taken for public\.\n {2}authorised: .*\n {2}anyone: \d+ units? will never change again\n$/,
    );
    expect(entered.out).toBe(rehearsed.out.replace("would be", "is"));
    expect(await stage.run(["report", "--format", "json"])).toEqual(before);
    expect((await stage.run(["total"])).code).toBe(2);
    expect((await stage.run(["total", "--low", "20", "--high", "10"])).err).toContain("no range of whole numbers");
  });

  it("is found safe by the auditor, whom nobody's name reaches, and who finds a row that was changed by hand", async () => {
    const { code, out, err } = await stage.run(["disclosure", "check"]);
    expect([code, out]).toEqual([
      0,
      "acme: 2 releases, all safe. Nobody who knows all of them can prove of any unit what tells of fewer than k people.\n" +
        // All are in one unit, of which the last release says that 12 had left.
        "  The official total of 13 after release 2 does not agree with what authorised readers were told: it is of other people, and was left out of account.\n",
    ]);
    expect(err).toMatch(/^Looked at \d+ spans of \d+ units?, by \d+ different questions to the solver\.\n$/);
    const json = JSON.parse((await stage.run(["disclosure", "check", "--json"])).out);
    expect(json).toMatchObject({
      directory: "acme",
      safe: true,
      releases: 2,
      totals: [{ low: 13, contradicts: ["authorised"] }],
    });
    const path = join(stage.folder, "rollcall.db");
    const change = (sql: string): void => {
      const database = new DatabaseSync(path);
      database.exec(sql);
      database.close();
    };
    change("create table kept as select * from releases where release = 2");
    // As if one person had been published: the row, what reports show, and since when.
    for (const [table, where] of [
      ["releases", "release = 2 and "],
      ["ledgers", ""],
    ] as const) {
      change(`update ${table} set state = json_set(state, '$.published[0].value', 1, '$.published[0].since', 2,
        '$.published[0].frozen', json('false')) where ${where} readers = 'authorised'`);
    }
    const unsafe = await stage.run(["disclosure", "check", "--store", "rollcall.db"]);
    expect(unsafe.code).toBe(1);
    expect(unsafe.out).toMatch(
      /^acme: Release 2 of .* is unsafe\.\n {2}.*, \d+ people: authorised readers can prove that exactly 1 person left .*by release 2\.\n/,
    );
    expect(unsafe.out).toContain("What is out cannot be recalled.");
    change("delete from releases where release = 2 and readers = 'anyone'");
    const gone = await stage.run(["disclosure", "check", "--json"]);
    expect(gone.code).toBe(1);
    expect(JSON.parse(gone.out)).toMatchObject({ safe: false, unsafe: { release: 2, flawed: { flaw: "missing" } } });
  });

  it("refuses readers and formats that there are not", async () => {
    expect((await stage.run(["report", "--audience", "named"])).code).toBe(2);
    expect((await stage.run(["report", "--format", "pdf"])).code).toBe(2);
  });
});
