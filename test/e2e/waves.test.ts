// Waves on the command line: what was watched, what would have been said, what was planned and announced.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonLines, openStage, type Stage } from "./stage.ts";

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 0, 5, 9);
const PEOPLE = 200;

/** A day a line: 200 people, of whom one leaves every tenth day, and 24 of one office on the fiftieth. */
function stream(): string {
  const people = Array.from({ length: PEOPLE }, (_, i) => ({
    id: `u${i}`,
    name: `Person ${i}`,
    location: i % 8 === 0 ? "Kraków" : "Berlin",
  }));
  const gone = new Set<string>();
  const lines: string[] = [];
  for (let day = 0; day < 70; day++) {
    if (day % 10 === 5) gone.add(`u${day + 2}`);
    if (day === 50) for (let i = 0; i < PEOPLE; i += 8) if (gone.size < 29) gone.add(`u${i}`);
    const accounts = people.map((one) => ({ ...one, status: gone.has(one.id) ? "deactivated" : "active" }));
    const takenAt = new Date(FROM + day * DAY).toISOString();
    lines.push(JSON.stringify({ directory: "hr:acme", takenAt, complete: true, accounts }));
  }
  return `${lines.join("\n")}\n`;
}

let stage: Stage;
let stored: readonly string[];

beforeAll(async () => {
  stage = await openStage(30);
  stage.file("stream.ndjson", stream());
  await stage.prepare(["replay", "--into", "store.db", "stream.ndjson"]);
  stored = ["--store", "store.db"];
}, 60_000);
afterAll(() => stage.close());

describe("rollcall waves", () => {
  it("lists the one wave, with how many of how many, and the place that it is in", async () => {
    const { code, out: stdout } = await stage.run(["waves", ...stored, "--since", "2026-01-01", "--json"]);
    expect(code).toBe(0);
    const [wave, ...others] = jsonLines(stdout);
    expect(others).toEqual([]);
    expect(wave).toMatchObject({
      directory: "hr:acme",
      who: "staff",
      size: 24,
      headcount: 25,
      where: [{ by: "location", value: "Kraków", left: 24, of: 25 }],
    });
    expect(wave?.["end"]).toBe(new Date(FROM + 50 * DAY).toISOString());
  });

  it("shows it to people with the strip of departures and the legal counters, which call themselves arithmetic", async () => {
    const { out: stdout } = await stage.run(["waves", "--simulate", "stream.ndjson"]);
    expect(stdout).toContain("Kraków 24 of 25");
    expect(stdout).toMatch(/^SAID +WHEN/m);
    expect(stdout).toMatch(
      /Kraków: 24 of 25 staff accounts ended within 30 days .*EU 98\/59\/EC 1\(1\)\(a\)\(i\) counts from 10; reached/,
    );
    expect(stdout).toContain("no legal advice");
    expect(stdout).toMatch(/Each column is/);
  });

  it("tells of one wave what it looks like and why, and draws its strip into a file", async () => {
    const [{ id } = { id: "" }] = jsonLines(
      (await stage.run(["waves", ...stored, "--since", "2026-01-01", "--json"])).out,
    );
    const { code, out: stdout } = await stage.run(["waves", String(id), ...stored, "--svg", "strip.svg"]);
    expect(code).toBe(0);
    expect(stdout).toContain("24 of 25 staff accounts of hr:acme in Kraków ended (96 %)");
    expect(stdout).toMatch(/looks like/);
    expect(stdout).toMatch(/because/);
    const svg = readFileSync(join(stage.folder, "strip.svg"), "utf8");
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    expect(svg).not.toContain("Person");
  });

  it("says what would have been said of a stream, and by other settings of what is stored", async () => {
    const simulated = await stage.run(["waves", "--simulate", "stream.ndjson", "--json"]);
    expect(jsonLines(simulated.out).map(({ size }) => size)).toEqual([24]);
    const stricter = await stage.run([
      "waves",
      "--simulate",
      ...stored,
      "--attrition",
      "90",
      "--false-alarms",
      "0.01",
      "--json",
    ]);
    expect(jsonLines(stricter.out).map(({ size }) => size)).toEqual([24]);
    const wrong = await stage.run(["waves", "--simulate", ...stored, "--attrition", "none"]);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining("--attrition none: give a number above 0.")]);
  });

  it("names what it does not have", async () => {
    const none = await stage.run(["waves", "i-00ff", ...stored]);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining("i-00ff: the store has no wave of this id")]);
    const other = await stage.run(["waves", "acme", ...stored]);
    expect([other.code, other.err]).toEqual([2, expect.stringContaining("it has hr:acme")]);
  });
});

describe("rollcall plan", () => {
  it("keeps, lists and withdraws planned changes", async () => {
    const add = ["plan", "add", ...stored, "--from", "2026-12-01", "--until", "2026-12-03", "--about", "Office move"];
    const added = await stage.run(add);
    expect([added.code, added.out]).toEqual([
      0,
      expect.stringMatching(/^p-\w+ {2}hr:acme, 1 Dec 2026 00:00 UTC to 3 Dec .*: Office move/),
    ]);
    const id = added.out.slice(0, added.out.indexOf(" "));
    const listed = jsonLines((await stage.run(["plan", "list", ...stored, "--json"])).out);
    expect(listed).toMatchObject([
      { id, directory: "hr:acme", from: "2026-12-01T00:00:00.000Z", about: "Office move" },
    ]);
    expect((await stage.run(["plan", "withdraw", id, ...stored])).out).toContain("withdrawn");
    const again = await stage.run(["plan", "withdraw", id, ...stored]);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining("there is no plan of this id")]);
  });

  it("that ends before it begins is refused, and nothing is kept", async () => {
    const refused = await stage.run(["plan", "add", ...stored, "--from", "2026-12-03", "--until", "2026-12-01"]);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("ends before it begins")]);
    expect((await stage.run(["plan", "add", ...stored, "--from", "2026-12-03"])).code).toBe(2);
    expect(jsonLines((await stage.run(["plan", "list", ...stored, "--json"])).out)).toHaveLength(1);
  });
});

describe("rollcall announce", () => {
  it("keeps the words of a figure, and compares them as a band with what was observed", async () => {
    const figures = ["--percent", "15", "--count", "30", "--qualifier", "about", "--on", "2026-02-20"];
    const { code, out: stdout } = await stage.run(["announce", ...stored, ...figures]);
    expect(code).toBe(0);
    expect(stdout).toContain("announced: about 15 %, about 30, on 20 Feb 2026");
    expect(stdout).toContain("28 to 32 departures");
    expect(stdout).toMatch(/observed: \d+/);
    const all = jsonLines((await stage.run(["announce", ...stored, "--json"])).out);
    expect(all).toMatchObject([
      { announced: { percent: 15, count: 30, qualifier: "approx" }, expectation: { band: { low: 28, high: 32 } } },
    ]);
  });

  it("refuses a figure that is none", async () => {
    const refused = await stage.run(["announce", ...stored, "--percent", "150"]);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("150")]);
    expect((await stage.run(["announce", ...stored, "--count", "many"])).code).toBe(2);
  });
});
