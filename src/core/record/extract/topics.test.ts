// Who a text is about, and what it only mentions: each sentence is our own, about firms that do not exist.
import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";

const reading = (text: string, title: string | null = null) =>
  extract({ title, published: "2026-03-12", text }, new Set<string>());
/** "Company count percent" of each claim, in order. */
const claims = (text: string, title: string | null = null): string[] =>
  reading(text, title).claims.map(({ company, count, low, percent }) =>
    [company, count ?? low, percent === null ? null : `${percent}%`].filter((one) => one !== null).join(" "),
  );
const reasons = (text: string, title: string | null = null): string[] =>
  reading(text, title).refused.map(({ quote, reason }) => `${quote}: ${reason}`);

describe("of a firm that has no name", () => {
  it.each([
    [
      "nothing is claimed of the one at hand",
      "Brandforth plc said its order book was full. It added that a competitor in the west was laying off 120 men.",
      [],
    ],
    [
      "a place of work is nobody's at hand",
      "Brandforth plc said it would cut 40 jobs. Meanwhile an old paper mill in Elm could shut with the loss of 127 jobs.",
      ["Brandforth plc 40"],
    ],
    [
      "a maker behind a comma is the same",
      "Brandforth, a maker of sledges, will lay off 40 people.",
      ["Brandforth 40"],
    ],
  ])("%s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });
});

describe("a place of work that closes whole", () => {
  it.each([
    ["loses who worked there", "Brandforth has shut all its shops. About 600 people worked there.", "Brandforth 600"],
    [
      "loses whom it employs",
      "Brandforth is to close two mills in Elm. The mills employ 210 people.",
      "Brandforth 210",
    ],
    ["loses who work at its stores", "Some 66 Brandforth stores employing 930 staff will close.", "Brandforth 930"],
  ])("%s", (_, text, expected) => {
    expect(claims(text)).toEqual([expected]);
  });

  it("loses nobody where it may be sold", () => {
    expect(claims("Brandforth may close its mill. The mill employs 210 people.")).toEqual([]);
  });
});

describe("a row of a list", () => {
  it("tells by its fields", () => {
    expect(
      claims("Brandforth | 1,100 employees | 30% | November 2022 |\nOakhaven | 89 employees | 21% | May |", "Layoffs"),
    ).toEqual(["Brandforth 1100 30%", "Oakhaven 89 21%"]);
  });

  it("stands behind a day", () => {
    expect(
      claims("August 24, 2022: Oakhaven Pharma: The firm has stopped a study. It will lay off 94 people.", "Layoffs"),
    ).toEqual(["Oakhaven Pharma 94"]);
  });

  it("is of those who are hired where the title says so", () => {
    expect(claims("Brandforth: 2,500 jobs", "Layoffs are in the news, but these firms are still hiring")).toEqual([]);
  });
});

describe("a name", () => {
  it.each([
    [
      "of whoever only speaks is a person's",
      "Brandforth will close its mill. Dunmore said 40 people would lose their jobs.",
    ],
    [
      "with an initial is a person's",
      "Brandforth will close its mill. Tol B. Dunmore Jr. announced that 40 jobs would go.",
    ],
    [
      "that says which things is passed over",
      "Brandforth is in trouble. Three writers covering Elmside clubs and 37 others, 40 people in all, will lose their jobs.",
    ],
    [
      "of an office that tells is passed over",
      "Brandforth has failed. The Insolvency Service said 40 people would be made redundant.",
    ],
  ])("%s", (_, text) => {
    expect(claims(text)).toEqual(["Brandforth 40"]);
  });

  it("that stands once, further down, is not whom a lead is about", () => {
    expect(
      claims(
        "About 90 people will lose their jobs. It rained. It snowed. It hailed. A union wrote to Oakhaven Ltd. It had met Brandforth plc.",
      ),
    ).toEqual([]);
  });
});

describe("a figure", () => {
  it.each([
    [
      "of persons in one word is of those who are cut",
      "Staff of Brandforth heard of its 1,500-person cut on Monday.",
      ["Brandforth 1500"],
    ],
    [
      "that is round gives way to the exact one",
      "Brandforth will cut more than 100 jobs. Its plans say that 108 posts will go.",
      ["Brandforth 108"],
    ],
    [
      "of which more come beside stands alone",
      "Brandforth cut 378 jobs in Elm. It will cut 199 more jobs in Oak.",
      ["Brandforth 378", "Brandforth 199"],
    ],
    [
      "is told of by the verb behind it",
      "Brandforth laid off 1,000 people, and 1,100 will be furloughed.",
      ["Brandforth 1000"],
    ],
  ])("%s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });

  it.each([
    ["over years is a total", "Brandforth has cut 400 jobs in the past two years.", "400 jobs: cumulative"],
    [
      "beyond what was planned is no other",
      "Brandforth announced 2,800 layoffs, 1,500 more than projected.",
      "1,500: repeated",
    ],
    [
      "for weeks is no loss",
      "Brandforth said 90 workers will be laid off for up to three weeks.",
      "90 workers: furlough",
    ],
    ["of open posts is nobody's", "Brandforth is cutting 250 open positions.", "250 open positions: hiring"],
    [
      "that a union fears is a threat",
      "Brandforth has a bad year, which unions warned could lead to 1,000 redundancies.",
      "1,000 redundancies: threat",
    ],
  ])("%s", (_, text, expected) => {
    expect(reasons(text)).toContain(expected);
  });
});
