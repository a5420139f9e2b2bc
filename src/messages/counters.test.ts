import { describe, expect, it } from "vitest";
import { DAY } from "../core/time.ts";
import { type EndedAccount, legalCounters } from "../core/wave/counters.ts";
import { countersLines } from "./counters.ts";

const NOW = Date.UTC(2026, 10, 27, 15);

function ended(daysAgo: readonly number[], more: Partial<EndedAccount> = {}): EndedAccount[] {
  return daysAgo.map((ago) => ({
    since: NOW - (ago + 1) * DAY,
    at: NOW - ago * DAY,
    location: "Kraków",
    country: "PL",
    ...more,
  }));
}

function lines(left: readonly EndedAccount[], at: Readonly<Record<string, number>>, total = 5000): string[] {
  return countersLines(legalCounters(left, { total, at: new Map(Object.entries(at)) }, NOW));
}

const some = (n: number, ago = 0) => Array.from({ length: n }, () => ago);
const CLOSING =
  "This is arithmetic on observed accounts, no legal advice: people who left of their own accord, contracts that ended and moves are among them.";

describe("the lines of the counters", () => {
  it("say place, count, headcount, span, article and threshold, and that it is reached; both options are counted", () => {
    expect(lines(ended([25, ...some(10, 7), 0]), { Kraków: 29 })).toEqual([
      "Kraków: 12 of 41 staff accounts ended within 30 days (2 Nov to 27 Nov 2026); EU 98/59/EC 1(1)(a)(i) counts from 10; reached",
      "Kraków: 12 of 41 staff accounts ended within 90 days (2 Nov to 27 Nov 2026); EU 98/59/EC 1(1)(a)(ii) counts from 20; 8 more reach it",
      CLOSING,
    ]);
  });

  it("say how many more reach it from half-way on, and leave the rest to one line", () => {
    const left = [...ended(some(4)), ...ended(some(5), { location: "Berlin" }), ...ended([1], { location: "Łódź" })];
    expect(lines(left, { Kraków: 37, Berlin: 36, Łódź: 200 })).toEqual([
      "Berlin: 5 of 41 staff accounts ended within 30 days (27 Nov 2026); EU 98/59/EC 1(1)(a)(i) counts from 10; 5 more reach it",
      "2 places where staff accounts ended: not half-way to any of these thresholds.",
      CLOSING,
    ]);
  });

  it("name both forms of WARN, and its 90 days only where 30 do not reach it", () => {
    const us = { country: "US", location: "Austin" };
    expect(lines(ended(some(50), us), { Austin: 200 }).map((line) => line.slice(line.indexOf(";")))).toEqual([
      "; US WARN 29 USC 2101(a)(2) (a site or a unit of it shut down) counts from 50; reached",
      "; US WARN 29 USC 2101(a)(3) (mass layoff) counts from 83; 33 more reach it",
      "; US WARN 29 USC 2102(d) (groups taken together, mass layoff) counts from 83; 33 more reach it",
      CLOSING.slice(-1),
    ]);
    expect(lines(ended([...some(26), ...some(26, 50)], us), { Austin: 90 })).toContain(
      "Austin: 52 of 142 staff accounts ended within 90 days (8 Oct to 27 Nov 2026); US WARN 29 USC 2102(d) (groups taken together, mass layoff) counts from 50; reached",
    );
  });

  it("say nothing of a threshold that is more than the headcount", () => {
    expect(lines(ended(some(12)), { Kraków: 2 })).toEqual([
      "1 place where staff accounts ended: not half-way to any of these thresholds.",
      CLOSING,
    ]);
  });

  it("say who is in no count, and who may have ended before the period", () => {
    const left = [
      ...ended(some(9)),
      ...ended([1], { since: null }),
      ...ended([2, 3], { location: null }),
      ...ended([2], { location: "Osaka", country: "JP" }),
    ];
    expect(lines(left, { Kraków: 31 })).toEqual([
      "Kraków: 10 of 41 staff accounts ended within 30 days (26 Nov to 27 Nov 2026); 1 of them may have ended before; EU 98/59/EC 1(1)(a)(i) counts from 10; reached",
      "Kraków: 10 of 41 staff accounts ended within 90 days (26 Nov to 27 Nov 2026); 1 of them may have ended before; EU 98/59/EC 1(1)(a)(ii) counts from 20; 10 more reach it",
      "1 place in countries of which no threshold is known here: not counted.",
      "2 staff accounts without a stated place ended since 2 Jun 2026: not counted in any place.",
      CLOSING,
    ]);
  });

  it("keep both years of a span over New Year, and a place's name on its line", () => {
    const january = Date.UTC(2027, 0, 5);
    const left = [-25, 0].flatMap((day) => ended(some(6), { at: january + day * DAY, location: "Kra\nków" }));
    const [first] = countersLines(legalCounters(left, { total: 90, at: new Map([["Kra\nków", 30]]) }, january));
    expect(first).toContain("Kra·ków: 12 of 42");
    expect(first).toContain("(11 Dec 2026 to 5 Jan 2027)");
  });

  it("speak of accounts and never of a duty", () => {
    const text = lines(ended(some(60), { country: null }), { Kraków: 60 }).join("\n");
    expect(text).not.toMatch(/\b(?:must|duty|dut(?:y|ies)|obliged|required|dismiss)/i);
    expect(text.match(/reached$/gm)?.length).toBe(4);
  });
});
