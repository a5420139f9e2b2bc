// Whom a clause is about, and of whom a figure is not: learned from text that had not been read before. Each sentence is our own,
// about a firm that does not exist.
import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";

/** "Company count percent" of each claim that says that it is so, in order. */
const claims = (text: string, title: string | null = null): string[] =>
  extract({ title, published: "2024-05-12", text }, new Set<string>())
    .claims.filter(({ status }) => status !== "rumoured")
    .map(({ company, count, low, percent }) =>
      [company, count ?? low, percent === null ? null : `${percent}%`].filter((one) => one !== null).join(" "),
    );

describe("whom a clause is about", () => {
  it.each([
    [
      "stands before what it owns",
      "Cuts come at Denholm, owner of Ashmore Gas, which plans to shed 500 jobs.",
      ["Denholm 500"],
    ],
    [
      "is no name that stands aside",
      "Denholm, which owns Ashmore and Crest Books, said it would cut 120 jobs.",
      ["Denholm 120"],
    ],
    [
      "is as many as there are figures, in order",
      "Denholm and Ashmore are cutting 50 and 200 jobs, respectively.",
      ["Denholm 50", "Ashmore 200"],
    ],
    [
      "is the one that is called so",
      "Denholm Bank, Ashmore University and Crest Hospital all said they would cut. Staff at Ashmore University were angry. The university said it would make 39 people redundant.",
      ["Ashmore University 39"],
    ],
    [
      "is meant behind a share",
      "Denholm is planning to axe 300 positions by June. This accounts for 5% of the New York-based bank’s workforce.",
      ["Denholm 300", "Denholm 5%"],
    ],
    [
      "is not whoever has learned of it",
      "Ashmore Echo understands that nine editorial posts will be made redundant at Denholm.",
      ["Denholm 9"],
    ],
    [
      "is called by its initials",
      "Denholm & Dunn is shrinking. D&D is also letting 231 employees go at its headquarters.",
      ["Denholm & Dunn 231"],
    ],
    ["has a name that ends as a possessive", "Denny’s announced plans to cut 600 jobs.", ["Denny’s 600"]],
    ["owns the place where they work", "Denholm Care filed a WARN notice for 255 employees.", ["Denholm Care 255"]],
  ])("%s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });
});

describe("a figure is no cut of one employer", () => {
  it.each([
    [
      "over a range of industries",
      "Denholm is to axe 350 jobs. More than 187,000 people across a range of industries face redundancy.",
      ["Denholm 350"],
    ],
    [
      "around it",
      "Denholm closed a works with the loss of 1,600 jobs. The union said up to 8,000 jobs would be lost in the wider community.",
      ["Denholm 1600"],
    ],
    [
      "where posts are empty",
      "Denholm will shed 300 employees and eliminate approximately 85 positions that are currently vacant.",
      ["Denholm 300"],
    ],
    ["where hours are cut", "Denholm eliminated 66 jobs and reduced the hours of 46 other employees.", ["Denholm 66"]],
    [
      "where it is of how many there are",
      "About 110 of roughly 950 roles at Denholm’s head office will be made redundant.",
      ["Denholm 110"],
    ],
    [
      "where a package is theirs to accept",
      "Up to 4,000 Denholm staff will be given until May to accept a redundancy package.",
      [],
    ],
    [
      "where it is denied behind it",
      "Union officials said Denholm laid off 35 staff on Thursday but company officials quickly denied it.",
      [],
    ],
    ["where they are on layoff", "At 17 plants of Denholm, 50,120 workers were on layoff on Monday.", []],
  ])("%s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });

  it("but may be one that somebody wants to halt", () => {
    expect(
      claims("The union has called for a halt to job losses at Denholm after it emerged that 254 jobs are to go."),
    ).toEqual(["Denholm 254"]);
  });

  it("but may be one of people who are called otherwise", () => {
    expect(claims("Denholm will close and 20 of our friends and colleagues will be laid off.")).toEqual(["Denholm 20"]);
  });
});

describe("beside each other", () => {
  it.each([
    [
      "two who cut together have no figure of their own",
      "Oil companies Denholm and Ashmore today said they would be cutting at least 350 jobs. Denholm said it plans to cut 250 of them; Ashmore said it would be cutting about 100 positions.",
      ["Denholm 250", "Ashmore 100"],
    ],
    [
      "a share and what it comes to are of one employer",
      "In June Denholm laid off 1,100 people, Ashmore cut roughly 20% of its workforce, or about 170 people, and Crest let go of over 260 people.",
      ["Ashmore 170 20%", "Denholm 1100", "Crest 260"],
    ],
    [
      "an entry has the year behind its name",
      "Denholm (2023): Initially cut about 1,900 employees in 2023.\nAshmore (2022): Announced a cut of 300 jobs.",
      ["Denholm 1900", "Ashmore 300"],
    ],
    [
      "somebody of whom no number is told is named as well",
      "Denholm cut an unknown number of positions on Wednesday. Ashmore will lay off 200 employees.",
      ["Denholm", "Ashmore 200"],
    ],
    [
      "jobs of suppliers are counted apart",
      "Denholm announced job cuts. The cutback will hit over 700 direct employees and about 1,500 supply chain jobs.",
      ["Denholm 700"],
    ],
    [
      "what was planned at first is past",
      "Originally, Denholm had proposed to close, potentially affecting around 1,000 workers.",
      [],
    ],
    [
      "a paper that believes it is none",
      "Denholm is to change. The trade paper The Crate believes the company will cut 2,600 jobs.",
      ["Denholm 2600"],
    ],
  ])("%s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });
});
