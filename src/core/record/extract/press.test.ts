// What was learned from the local press of forty years: each sentence is our own, about a firm that does not exist.
import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";

/** "Company count percent" of each claim, in order. */
const claims = (text: string, title: string | null = null): string[] =>
  extract({ title, published: "2005-03-12", text }, new Set<string>()).claims.map(({ company, count, low, percent }) =>
    [company, count ?? low, percent === null ? null : `${percent}%`].filter((one) => one !== null).join(" "),
  );

describe("a place that employs", () => {
  it.each([
    ["by its school board", "The Leeds school board in May approved the elimination of 133 jobs.", null, ["Leeds 133"]],
    [
      "by its governor, of whom the title speaks",
      "Gov. Ann P. Lum Jr. said she would begin laying off 2,616 state employees this week.",
      "Ohio Governor Orders 2,600 Layoffs",
      ["Ohio 2616"],
    ],
    [
      "by its budget",
      "The mayor had hoped to balance the Leeds budget. She plans to fire 44 city employees.",
      null,
      ["Leeds 44"],
    ],
  ])("%s", (_, text, title, expected) => {
    expect(claims(text, title)).toEqual(expected);
  });
});

describe("a place of work that closes", () => {
  it.each([
    [
      "whose is named, with others",
      "Brandforth is to close with the loss of 278 jobs. The slump also led to the closure of the Tinsley plant in Leeds, with the loss of 1,400 jobs.",
      ["Brandforth 278", "Tinsley 1400"],
    ],
    [
      "with the staff at it",
      "Managers among the 120 staff at Brandforth Mills said they were shocked by the planned closure, with jobs on the line.",
      ["Brandforth Mills 120"],
    ],
    [
      "with the women and the man who work there",
      "Brandforth Mills will go. When the Brandforth Mills factory closes today it ends a way of life for the 20 women and one man who work there.",
      ["Brandforth Mills 21"],
    ],
    [
      "each of a list with its people",
      "Brandforth Corp. said it is closing the following plants:\n\n--Elm Assembly Plant, Leeds, with 4,014 employes.\n\n--Dell Engine Plant with 549 employes.",
      ["Brandforth Corp. 4014", "Brandforth Corp. 549"],
    ],
    [
      "and idles many",
      "Brandforth, in its largest wave of layoffs, will close 11 works, idling about 29,000 workers.",
      ["Brandforth 29000"],
    ],
    [
      "by its name, with whose it is behind",
      "About 900 employees at the Elmsworth Works of Brandforth Technologies will be laid off.",
      ["Brandforth Technologies 900"],
    ],
    [
      "before another, which is its own place",
      "Brandforth is planning to cut 470 jobs. It comes two years after 485 people lost their jobs when the company closed its factory at Elmsworth.",
      ["Brandforth 470", "Brandforth 485"],
    ],
  ])("%s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });
});

describe("who is meant", () => {
  it.each([
    [
      "by initials, without the legal form",
      "Brandforth Motors Corp. said it will lay off about 850 of the 3,200 workers at its plant. It came one day after BM said it would indefinitely idle 975 workers in Ohio.",
      ["Brandforth Motors Corp. 850", "Brandforth Motors Corp. 975"],
    ],
    [
      "is named behind, by a common word",
      "A TRAILER maker in Leeds closes its doors today, with the loss of 70 jobs. Utility International, based in Elm Road, has gone into liquidation.",
      ["Utility International 70"],
    ],
    [
      "behind where it is",
      "Brandforth Hospital in Fremont, Calif., eliminated 244 positions.",
      ["Brandforth Hospital 244"],
    ],
    [
      "in a clause of where",
      "Tinsley plans nothing. A further 242 jobs are to go in Ohio, where Brandforth, a maker of trousers, has called in the receivers.",
      ["Brandforth 242"],
    ],
    [
      "by how many the workforce shrinks",
      "Brandforth sliced the workforce at its bread factory by 65, closing a line.",
      ["Brandforth 65"],
    ],
    [
      "and not its administrators",
      "Administrators at Brandforth Paper Mill have made around 180 of its staff redundant.",
      ["Brandforth Paper Mill 180"],
    ],
    [
      "and not what it makes",
      "Brandforth said yesterday that the factory, which produces the Tinsley and Bolt brands and employs 123 people, is in the process of closing.",
      ["Brandforth 123"],
    ],
    [
      "in the next sentence, where those at the plant get severance",
      "Brandforth said it would permanently close its pulp mill. The cost was high. The 420 workers at the plant will receive severance packages.",
      ["Brandforth 420"],
    ],
  ])("%s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });
});

describe("what is no cut by anybody", () => {
  it.each([
    ["of those whom an agency supports", "Enterprise Ireland saw a loss of 17,500 jobs in the firms it backs."],
    [
      "of those who were asked",
      "Local authorities surveyed by the Elm Echo said they would be laying off 1,400 staff.",
    ],
    ["of two", "Leeds waits. Brandforth and Tinsley, between them proposed to lose around 550 positions."],
    [
      "of those who return",
      "Brandforth had layoffs. They rose despite the return of 7,700 workers who struck a plant.",
    ],
    ["of what is lost over years", "Brandforth had layoffs. She cited the 150,000 jobs lost by Ohio since 1986."],
    [
      "of those at places",
      "Brandforth had layoffs. They affect Elm, where 9,500 people work; Dell (1,800) and Ash (60).",
    ],
    ["of an offer", "There is a redundancy offer to more than 2,000 staff at Brandforth. Brandforth had layoffs."],
    ["of a week", "Brandforth is hurt. It came in a week when 8,000 redundancies were announced."],
    ["of members of a union", 'Brandforth had layoffs once. "The union itself has lost 2,500 members in a month."'],
    [
      "of those who move",
      "Brandforth had layoffs. Now 2,000 staff likely to be affected by the first set of moves wait.",
    ],
    ["of those whom it has", "Brandforth, a contractor with 17,500 local employees, has had layoffs."],
    [
      "of all that went over years",
      "The workforce of Brandforth has been cut from 14,000 to 10,000 in the past three years.",
    ],
    ["of what was expected once", "Brandforth has had layoffs. People had been expecting more like 600 job losses."],
    [
      "of those who left willingly",
      "Brandforth has had layoffs. About 2,200 employees left last year, mainly through a voluntary severance scheme.",
    ],
  ])("%s", (_, text) => {
    expect(claims(text).filter((one) => /\d/.test(one))).toEqual([]);
  });
});
