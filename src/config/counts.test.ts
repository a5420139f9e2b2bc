import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../core/time.ts";
import { messageOf, parseSample } from "./sample.ts";

const CHAT = "directories:\n  acme: { kind: chat, token: { env: TOKEN } }\n";

function counts(text: string) {
  return parseSample(`${CHAT}counts: ${text}\n`).counts;
}

describe("counts", () => {
  it("are of one directory, each day, after a day, by steps of 5 and for anyone of 10, if nothing else is said", () => {
    expect(counts("{ headcount: acme }")).toEqual({ headcount: "acme", cadence: DAY, settle: DAY, k: 5, anyone: 10 });
    expect(parseSample(CHAT).counts).toBeUndefined();
  });

  it("may be rarer, later and coarser", () => {
    expect(counts("{ headcount: acme, cadence: 7d, settle: 1h, k: 8, anyone: 8 }")).toEqual({
      headcount: "acme",
      cadence: 7 * DAY,
      settle: HOUR,
      k: 8,
      anyone: 8,
    });
  });

  it.each([
    ["{}", "counts.headcount: is missing"],
    ["{ headcount: acmee }", 'counts.headcount: no directory of this name, did you mean "acme"?'],
    ["{ headcount: acme, cadence: 59m }", "counts.cadence: must be at least 1h"],
    ["{ headcount: acme, cadence: 8d }", "counts.cadence: must be at most 7d"],
    ["{ headcount: acme, settle: 30s }", "counts.settle: must be at least 1h"],
    ["{ headcount: acme, settle: 24 }", "counts.settle: must be a duration such as 30s, 5m, 1h or 1d"],
    ["{ headcount: acme, k: 4 }", "counts.k: "],
    ["{ headcount: acme, k: 12 }", "counts.anyone: must be k at least"],
    ["{ headcount: acme, anyone: 4 }", "counts.anyone: "],
    ["{ headcount: acme, anyone: 10.5 }", "counts.anyone: "],
    ["{ headcount: acme, hmin: 3 }", "counts: unknown key; the keys here are anyone, cadence, headcount, k, settle"],
  ])("as %s are refused with the place", async (text, message) => {
    const said = await messageOf(() => counts(text));
    expect(said).toMatch(/^rollcall\.yaml:3:\d+: /);
    expect(said).toContain(message);
  });
});
