import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonLines, openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(30);
});
afterAll(() => stage.close());

const A = {
  company: "Vexley, Inc.",
  country: "Norway",
  count: 80,
  date: "2026-03-10",
  source_url: "https://a.example/x-1",
};
const PAIRS = [
  { id: "one", a: A, b: { ...A, company: "VEXLEY", date: "2026-03-11", source_url: null } },
  { id: "two", a: A, b: { ...A, count: 300, date: "2026-09-01", source_url: null } },
  { id: "who", a: A, b: { ...A, count: 30, date: "2026-03-12", source_url: null } },
];
const input = PAIRS.map((pair) => JSON.stringify(pair)).join("\n");

describe("rollcall layoffs same", () => {
  it("gives a verdict with its reasons for each line, without settings or a store", async () => {
    const { code, out, err } = await stage.run(["layoffs", "same", "--json"], { input });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(jsonLines(out)).toEqual([
      { id: "one", verdict: "same", for: [{ why: "within_week", days: 1 }, { why: "same_count" }], against: [] },
      { id: "two", verdict: "different", for: [], against: [{ why: "far_apart", days: 175 }, { why: "other_count" }] },
      { id: "who", verdict: "ask", for: [{ why: "within_week", days: 2 }], against: [{ why: "other_count" }] },
    ]);
  });

  it("says it in words to a person, and nothing of a name moves the cursor", async () => {
    const odd = JSON.stringify({ id: 4, a: { company: "Vex\u001b[2Jley" }, b: { company: "Vex\u001b[2Jley" } });
    const { code, out, err } = await stage.run(["layoffs", "same", stage.file("pairs.ndjson", `${input}\n${odd}\n`)]);
    expect(code).toBe(0);
    expect(out).toContain(
      "one  Vexley, Inc. / VEXLEY: one round\n  for one round: they are of the same week (1 day apart);",
    );
    expect(out).toContain("who  Vexley, Inc.: to be decided\n");
    expect(out).toContain("4  Vex·[2Jley: two rounds\n  against: one of them has no date\n");
    expect(err).toBe("4 pairs: 1 one round, 2 two rounds, 1 to be decided.\n");
  });

  it.each([
    ["no JSON", "{", "line 2: this is no JSON"],
    ["no company", '{"id":1,"a":{"company":""},"b":{}}', "line 2: a.company is missing or of another form"],
    ["no count", '{"id":1,"a":{"company":"x","count":"80"},"b":{"company":"x"}}', "line 2: a.count is missing"],
  ])("a line that is %s is refused with its number", async (_, line, text) => {
    const { code, err } = await stage.run(["layoffs", "same", "-"], { input: `\n${line}\n` });
    expect(code).toBe(2);
    expect(err).toContain(`standard input, ${text}`);
  });
});
