import { describe, expect, it } from "vitest";
import type { Claim } from "../core/record/claim.ts";
import { type RecordedDocument, type SourcedClaim } from "../core/record/layoff.ts";
import { layoffOf } from "../core/record/derived.ts";
import { claimOf } from "../core/record/testing.ts";
import { totalOf } from "../core/record/totals.ts";
import { layoffFigure, markedQuote, shareWords, sumWords } from "./layoff-figure.ts";

const source: RecordedDocument = {
  id: "doc-1",
  source: "feed:x",
  key: "1",
  address: null,
  title: null,
  publisher: null,
  published: "2026-03-10",
  language: null,
  hash: "h",
  raw: null,
  reader: "1",
  takenAt: 1,
  suppressed: false,
};

function claims(...of: readonly Partial<Claim>[]): SourcedClaim[] {
  return of.map((one, seq) => ({
    ...claimOf(one),
    country: null,
    industry: null,
    effectiveFrom: null,
    more: {},
    id: `cl-${seq}`,
    document: "doc-1",
    layoff: "l-1",
    seq,
    replacedAt: null,
    source,
  }));
}

function figureOf(...of: readonly Partial<Claim>[]) {
  const own = claims(...of);
  const made = { id: "l-1", company: "co-1", mergedInto: null, suppressed: false, undecided: false };
  return layoffFigure(layoffOf({ ...made, createdAt: 1, changedAt: 1 }, own), own);
}

describe("the figure of a layoff", () => {
  it.each([
    [{ count: 700 }, { people: "700" }],
    [
      { count: 700, qualifier: "approx" as const },
      { people: "about 700", bounds: "665 to 735" },
    ],
    [{ count: 200, qualifier: "at_least" as const, low: 200 }, { people: "at least 200" }],
    [{ count: 200, qualifier: "up_to" as const, high: 200 }, { people: "up to 200" }],
    [{ low: 200, high: 999, qualifier: "vague" as const }, { people: "vaguely, 200 to 999" }],
    [{ low: 700, high: 900, qualifier: "range" as const }, { people: "700 to 900" }],
    [{}, { people: "not named" }],
    [{ percent: 10 }, { people: "not named" }],
    [{ count: 0 }, { people: "0" }],
  ])("keeps the words of the claim: %j", (said, words) => {
    expect(figureOf(said)).toEqual(words);
  });

  it("of a percentage and its base says what it was made of", () => {
    expect(figureOf({ percent: 10, percentOf: "company", base: 1000, qualifier: "exact" })).toEqual({
      people: "100",
      bounds: "10 % of 1,000",
    });
  });

  it("says where others leave more open than the claim that decides", () => {
    expect(figureOf({ count: 400 }, { count: 600 })).toEqual({
      people: "600",
      bounds: "400 to 600 by all that report it",
    });
  });

  it("says of parts that they were added up, and that there may be more", () => {
    const part = (where: string, count: number) => ({ scope: "site" as const, part: where, count });
    expect(figureOf(part("Dublin", 40), part("Cork", 60))).toEqual({
      people: "at least 100",
      bounds: "2 parts added up",
    });
  });

  it("has a share in the words of whoever speaks of nothing else", () => {
    const own = claims({ percent: 15, percentOf: "company", qualifier: "up_to" });
    const made = { id: "l-1", company: "co-1", mergedInto: null, suppressed: false, undecided: false };
    expect(shareWords(layoffOf({ ...made, createdAt: 1, changedAt: 1 }, own), own)).toBe("up to 15 %");
  });
});

describe("a sum", () => {
  const all = { undecided: false };
  it("is a number only where all of it is known", () => {
    expect(sumWords(totalOf(null, [{ low: 5, high: 5, ...all }]))).toBe("5");
    expect(sumWords(totalOf(null, [{ low: 5, high: 9, ...all }]))).toBe("5 to 9");
    expect(sumWords(totalOf(null, [{ low: 5, high: null, ...all }]))).toBe("at least 5");
    expect(sumWords(totalOf(null, [{ low: null, high: null, ...all }]))).toBe("not named");
    expect(sumWords(totalOf(null, []))).toBe("nobody");
  });
});

describe("a quoted sentence", () => {
  const quote = "Vexley said on 3 March that it will cut about 1,200 jobs, 15 % of its 8,000 staff.";
  it("has the figure set off that was read from it, and no other", () => {
    const marked = (claim: Partial<Claim>) =>
      markedQuote(claimOf({ quote, ...claim }))
        .filter(({ figure }) => figure)
        .map(({ text }) => text);
    expect(marked({ count: 1200, qualifier: "approx" })).toEqual(["about 1,200"]);
    expect(marked({ count: 1200, percent: 15 })).toEqual(["about 1,200", "15 %"]);
    expect(marked({ count: 3 })).toEqual([]);
    expect(marked({})).toEqual([]);
  });

  it("loses nothing of itself", () => {
    for (const text of [quote, "", "<script>700</script> 700 & 700", "seven hundred people, 700 of them"]) {
      const parts = markedQuote(claimOf({ quote: text, count: 700 }));
      expect(parts.map((part) => part.text).join("")).toBe(text);
    }
  });
});
