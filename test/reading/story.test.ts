// Passages as they are read, against what a person has read in them.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { extract } from "../../src/core/record/extract/extract.ts";
import { gazetteer } from "../../src/wire/gazetteer.ts";
import { readLabelled, score } from "./score.ts";

describe("our own passages", () => {
  const own = readLabelled(join(import.meta.dirname, "passages.jsonl"));
  const { company, count, percent, precision, fires } = score(own, gazetteer());

  it("are read as well as docs/accuracy.md says", () => {
    expect(own).toHaveLength(83);
    const shares = [company, count, percent, precision].map(([hit, of]) => hit / of);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.95);
    expect(fires).toEqual([0, 24]);
  });

  it("a label that nothing meets is a miss, and a claim that no label knows is wrong", () => {
    const [first] = own;
    if (first === undefined) throw new Error("no passage");
    const facts = first.facts.map((fact) => ({ ...fact, company: "Somebody Else" }));
    expect(score([{ ...first, facts }], gazetteer())).toMatchObject({
      company: [0, 1],
      count: [0, 1],
      precision: [0, 1],
    });
    expect(score([{ ...first, facts: [] }], gazetteer()).fires).toEqual([1, 1]);
  });
});

describe("our own passages in other languages", () => {
  it.each([
    ["de", 44, 13],
    ["fr", 44, 14],
    ["es", 45, 13],
  ])("are read as well as docs/accuracy.md says: %s", (language, number, without) => {
    const own = readLabelled(join(import.meta.dirname, `passages-${language}.jsonl`));
    const { company, count, percent, precision, fires } = score(own, gazetteer());
    expect(own).toHaveLength(number);
    const shares = [company, count, percent, precision].map(([hit, of]) => hit / of);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.95);
    expect(fires).toEqual([0, without]);
  });
});

const evaluation = process.env["ROLLCALL_EVAL"];
const news = evaluation === undefined ? "" : join(evaluation, "data", "layoffs", "news_eval.jsonl");

describe.skipIf(!existsSync(news))("the news story that this began with (skipped without ROLLCALL_EVAL)", () => {
  const story = (): ReturnType<typeof extract> => {
    const passage = readLabelled(news).find(({ id }) => id === "ne-001");
    return extract(passage ?? expect.fail("no such passage"), gazetteer());
  };

  it("Pinterest cuts about 15 %, roughly 700, which implies a base of about 4,667", () => {
    expect(story().claims).toContainEqual(
      expect.objectContaining({
        company: "Pinterest",
        percent: 15,
        count: 700,
        qualifier: "approx",
        impliedBase: 4667,
      }),
    );
  });

  it("Amazon cuts 16,000, and Meta several hundred, which are 200 to 999", () => {
    const { claims } = story();
    expect(claims).toContainEqual(expect.objectContaining({ company: "Amazon", count: 16_000, qualifier: "exact" }));
    expect(claims).toContainEqual(
      expect.objectContaining({ company: "Meta", count: null, low: 200, high: 999, qualifier: "vague" }),
    );
    expect(claims).toHaveLength(3);
  });

  it("two people who are dismissed for cause are no layoff, and 700,000 are on the shelf of aggregates", () => {
    const { refused } = story();
    expect(refused).toContainEqual(expect.objectContaining({ reason: "dismissal", count: 2 }));
    expect(refused).toContainEqual(expect.objectContaining({ reason: "aggregate", count: 700_000, company: null }));
  });
});
