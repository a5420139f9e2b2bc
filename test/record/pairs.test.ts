// The rule of one round or two, held against labelled pairs that are not in the repository.
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { judgePairs } from "../../src/app/judge-pairs.ts";

const evaluation = process.env["ROLLCALL_EVAL"];
const path = join(evaluation ?? "", "data", "layoffs", "dedupe_eval.jsonl");

describe.skipIf(evaluation === undefined)("the evaluation data (skipped without ROLLCALL_EVAL)", () => {
  it("has few pairs that are asked, most of those that are one found, and hardly any taken for one that are two", async () => {
    const labels = readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string; same: boolean });
    const same = new Map(labels.map((label) => [label.id, label.same]));
    const found = { right: 0, wrong: 0, asked: 0 };
    for await (const { id, verdict } of judgePairs(createInterface({ input: createReadStream(path) }), path)) {
      if (verdict === "ask") found.asked++;
      if (verdict === "same") found[same.get(String(id)) === true ? "right" : "wrong"]++;
    }
    const all = labels.filter((label) => label.same).length;
    expect(found.right / (found.right + found.wrong)).toBeGreaterThanOrEqual(0.97);
    expect(found.right / all).toBeGreaterThanOrEqual(0.85);
    expect(found.asked / labels.length).toBeLessThanOrEqual(0.12);
  });
});
