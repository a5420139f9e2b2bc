// Dumps of any directory, compared and replayed, and every kind of file that is none.
import { readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonLines, openStage, staffOf, type Stage } from "./stage.ts";

let stage: Stage;
let left: readonly string[];

const PEOPLE = Array.from({ length: 60 }, (_, i) => `p${i}`);
const csv = (ids: readonly string[]): string =>
  ["id,name,email,office", ...ids.map((id) => `${id},Person ${id},${id}@acme.example,Oslo`), ""].join("\n");
const snapshot = (takenAt: string, ids: readonly string[]): string =>
  JSON.stringify({ directory: "ldap", takenAt, complete: true, accounts: ids.map((id) => ({ id, status: "active" })) });

beforeAll(async () => {
  stage = await openStage();
  stage.settings();
  stage.file("people-2026-01-01.csv", csv(PEOPLE));
  stage.file("people-2026-02-01.csv", csv(PEOPLE.slice(2)));
  stage.file("people-2026-03-01.csv", csv(PEOPLE.slice(2)));
  stage.file("before.json", JSON.stringify(await users()));
  left = staffOf(stage.slack, 2).toSorted();
  for (const id of left) stage.slack.acts.deactivate(id);
  stage.file("users.json", JSON.stringify(await users()));
});
afterAll(() => stage.close());

async function users(): Promise<unknown> {
  const headers = { authorization: `Bearer ${stage.slack.token}` };
  const answer = await fetch(new URL("users.list?limit=1000", stage.slack.url), { method: "POST", headers });
  return ((await answer.json()) as { members: unknown }).members;
}

const ids = (out: string): unknown[] =>
  jsonLines(out)
    .map(({ account }) => (account as { id: string }).id)
    .toSorted();

describe("rollcall diff", () => {
  it("of two CSV files in which absence means having left: removed, unconfirmed, exit code 0", async () => {
    const args = ["diff", "people-2026-01-01.csv", "people-2026-02-01.csv", "--key", "id", "--absent", "left"];
    const { code, out, err } = await stage.run([...args, "--json"]);
    expect([code, err]).toEqual([0, ""]);
    const changes = jsonLines(out);
    expect(ids(out)).toEqual(["p0", "p1"]);
    for (const change of changes) {
      expect(change).toMatchObject({ change: "removed", confirmed: false, evidence: { by: "absence", readings: 1 } });
      expect(change).toMatchObject({
        at: { notBefore: "2026-01-01T00:00:00.000Z", notAfter: "2026-02-01T00:00:00.000Z" },
      });
      expect(change).toHaveProperty("lastKnown.location", "Oslo");
    }
    const words = (await stage.run(args)).out;
    expect(words).toContain("2 people left file:people, 1 Jan 2026 00:00 – 1 Feb 2026 00:00 UTC");
    expect(words).toContain("Oslo 2 of 60 (by column office)");
    expect(words).toContain("2 not yet confirmed");
  });

  it("of two CSV files in which absence proves nothing: missing, which is nobody's departure", async () => {
    const { out } = await stage.run(["diff", "people-2026-01-01.csv", "people-2026-02-01.csv", "--json"]);
    expect(jsonLines(out).map(({ change, confirmed }) => [change, confirmed])).toEqual([
      ["missing", false],
      ["missing", false],
    ]);
  });

  it.each([["users.json"], ["acme"]])(
    "of a Slack export and %s: who was deactivated in between, and nobody of before",
    async (after) => {
      const { code, out, err } = await stage.run(["diff", "before.json", after, "--json"]);
      expect([code, err]).toEqual([0, ""]);
      expect(ids(out)).toEqual(left);
      for (const change of jsonLines(out)) expect(change).toMatchObject({ change: "deactivated", confirmed: true });
    },
  );

  it("with a fall of most of the list prints it as unconfirmed, and the health", async () => {
    stage.file("few-2026-04-01.csv", csv(PEOPLE.slice(40)));
    const { code, out } = await stage.run([
      "diff",
      "people-2026-01-01.csv",
      "few-2026-04-01.csv",
      "--absent",
      "left",
      "--json",
    ]);
    expect(code).toBe(0);
    const lines = jsonLines(out);
    expect(lines.filter(({ change, confirmed }) => change === "removed" && confirmed === false)).toHaveLength(40);
    expect(lines.at(-1)).toMatchObject({ sweep: { health: "short" } });
  });

  it("of two lists that have nothing to do with each other names that, and exits with 5", async () => {
    const { code, out } = await stage.run(["diff", "people-2026-01-01.csv", "acme", "--json"]);
    expect(code).toBe(5);
    expect(jsonLines(out)).toEqual([
      expect.objectContaining({ sweep: expect.objectContaining({ health: "ids_replaced" }) }),
    ]);
  });

  it("of something that is neither a file nor a directory of the settings exits with 2", async () => {
    const { code, err } = await stage.run(["diff", "before.json", "acne"]);
    expect(code).toBe(2);
    expect(err).toContain('did you mean "acme"?');
  });
});

describe("rollcall replay", () => {
  const DATED = ["people-2026-03-01.csv", "people-2026-01-01.csv", "people-2026-02-01.csv"];

  it("of dated CSV files, in whatever order: removed, confirmed by the third", async () => {
    const { code, out } = await stage.run(["replay", ...DATED, "--absent", "left", "--json"]);
    expect(code).toBe(0);
    expect(ids(out)).toEqual(["p0", "p1"]);
    for (const change of jsonLines(out)) expect(change).toMatchObject({ confirmed: true, evidence: { readings: 2 } });
    const words = await stage.run(["replay", ...DATED, "--absent", "left"]);
    expect(words.out).toContain("3 snapshots, all healthy, 2 removed");
  });

  it("of a stream of snapshots, from a file and from standard input; what is held at the end is unconfirmed", async () => {
    const stream = `${snapshot("2026-01-01", ["a", "b", "c"])}\n${snapshot("2026-01-02", ["a", "b"])}\n`;
    const file = await stage.run(["replay", stage.file("days.ndjson", stream), "--absent", "left", "--json"]);
    expect(jsonLines(file.out)).toMatchObject([
      { change: "removed", directory: "ldap", account: { id: "c" }, confirmed: false },
    ]);
    const piped = await stage.run(["replay", "-", "--absent", "left", "--json"], { input: stream });
    expect(piped).toEqual(file);
  });

  it("into a store, which departures then reads without settings", async () => {
    expect((await stage.run(["replay", ...DATED, "--absent", "left", "--into", "kept.db"])).code).toBe(0);
    const { code, out } = await stage.run(["departures", "--store", "kept.db", "--json", "--config", "none.yaml"]);
    expect(code).toBe(0);
    expect(jsonLines(out)).toHaveLength(2);
    const [first] = jsonLines(out);
    const explained = await stage.run(["explain", String(first?.["id"]), "--store", "kept.db"]);
    expect(explained.out).toContain("and so did the one before");
  });
});

const OF_ONE: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ["empty.csv", "", /^empty\.csv: the file is empty/],
  ["login.csv", "<!doctype html><html></html>", /^login\.csv: it is a web page/],
  ["sheet.csv", Buffer.from("PK\u0003\u0004 and so on"), /^sheet\.csv: it is a zip archive or a spreadsheet/],
  [
    "utf16.csv",
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv(PEOPLE), "utf16le")]),
    /^utf16\.csv: it is UTF-16/,
  ],
  ["latin1.csv", Buffer.from("id,name\n1,Zo\u00eb\n", "latin1"), /^latin1\.csv, line 2: a byte is not UTF-8/],
  [
    "cut.json",
    '{"ok":true,"members":[{"id":"U1","team_id":"T1","profile":{"real_na',
    /^cut\.json: the file is cut off in the middle/,
  ],
  ["cut.csv.gz", gzipSync(csv(PEOPLE)).subarray(0, 200), /^cut\.csv\.gz: the gzip file is cut off in the middle/],
  ["column.csv", "colour,shape\nred,round\n", /^column\.csv, line 1: none of the columns/],
  ["twice.csv", "id,name\na,A\nb,B\na,C\n", /^twice\.csv, line 4: the row repeats the "id" of line 2/],
  ["word.csv", "id,status\na,active\nb,perhaps\n", /^word\.csv, line 3: /],
  [
    "backwards.ndjson",
    `${snapshot("2026-02-01", ["a"])}\n${snapshot("2026-01-01", ["a"])}\n`,
    /^backwards\.ndjson, line 2: .*dated before/,
  ],
];

describe("a wrong file", () => {
  it.each(OF_ONE)(
    "%s: one sentence with file and place, exit code 2, nothing printed or written",
    async (name, content, says) => {
      stage.file(name, content);
      const before = readdirSync(stage.folder);
      const { code, out, err } = await stage.run(["replay", name, "--at", "2026-01-01", "--into", "new.db"]);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toMatch(/^rollcall: [^\n]*\n$/);
      expect(err.replace("rollcall: ", "")).toMatch(says);
      expect(readdirSync(stage.folder)).toEqual(before);
    },
  );

  it("that is not there, and a folder: the same", async () => {
    for (const [name, says] of [
      ["nowhere.csv", "there is no such file"],
      [".", "this is a folder"],
    ] as const) {
      const { code, out, err } = await stage.run(["replay", name]);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(says);
    }
  });

  it("beside a good one: nothing of the good one is printed or kept", async () => {
    stage.file("wrong-2026-05-01.csv", "id,name\na,A\na,B\n");
    for (const args of [
      ["diff", "people-2026-01-01.csv", "wrong-2026-05-01.csv"],
      ["replay", "people-2026-01-01.csv", "wrong-2026-05-01.csv", "--into", "new.db"],
    ]) {
      const { code, out, err } = await stage.run(args);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain("wrong-2026-05-01.csv, line 3");
    }
    expect(readdirSync(stage.folder)).not.toContain("new.db");
  });

  it("without a date, or with a key that is no column: says which option helps", async () => {
    stage.file("undated.csv", csv(PEOPLE));
    expect((await stage.run(["replay", "undated.csv"])).err).toContain("--at");
    expect((await stage.run(["replay", "undated.csv", "--at", "January"])).err).toContain(
      "--at January: give an ISO date",
    );
    const { code, err } = await stage.run(["diff", "people-2026-01-01.csv", "people-2026-02-01.csv", "--key", "nmae"]);
    expect(code).toBe(2);
    expect(err).toContain('did you mean "name"?');
  });
});
