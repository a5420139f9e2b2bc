// What reports of redundancies, closures and notices taught: each with a sentence about a company that does not exist.
import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";

const read = (text: string, title: string | null = null): ReturnType<typeof extract> =>
  extract({ title, published: "2026-11-20", text }, new Set<string>());
const claims = (text: string, title: string | null = null): string[] =>
  read(text, title).claims.map(
    ({ company, count, low, high, percent }) =>
      `${company} ${count ?? low ?? high ?? (percent === null ? "" : `${percent}%`)}`,
  );
const reasons = (text: string, title: string | null = null): string[] =>
  read(text, title).refused.flatMap(({ reason, quote }) => (reason === "time" ? [] : [`${quote}: ${reason}`]));

describe("whose people are cut", () => {
  it.each([
    [
      "no place beside a place",
      "Kestrel said its factories at Swansea and Denby would shut, with the loss of 250 jobs.",
      "Kestrel 250",
    ],
    [
      "no county behind a town",
      "Danish group Holvik is to close its factory at Ardmore, Co Waterford, with the loss of 230 jobs.",
      "Holvik 230",
    ],
    [
      "no dateline",
      "KESTON COUNTY, Va. - Larchfield Coal said on Monday that 340 miners would be laid off.",
      "Larchfield Coal 340",
    ],
    [
      "no foreman who tells of it",
      "Mine foreman Darrell Pike told a newspaper that 150 workers had been laid off by Larchfield.",
      "Larchfield 150",
    ],
    ["no article", "The Denby Mill plant is to close. Holvik said 90 workers would be made redundant.", "Holvik 90"],
    [
      "a publisher across what is said of it",
      "Quillon Media is in trouble. The publisher, which is also behind Gable and Larder, laid off 70 people.",
      "Quillon Media 70",
    ],
    [
      "behind with",
      "The wave spreads, with Larchfield Energy announcing it would cut its workforce by 1,800 miners.",
      "Larchfield Energy 1800",
    ],
    [
      "a firm with a possessive in its name",
      "Tanner's Health Services Inc. said it would be laying off 700 employees.",
      "Tanner's Health Services Inc. 700",
    ],
    [
      "no sign of the stock exchange",
      "Tanner Corporation TNR said it would lay off 700 employees.",
      "Tanner Corporation 700",
    ],
    [
      "whose word for its people it is",
      "The Pellow team is in shock. Pellow is saying goodbye to 96 Pellowers.",
      "Pellow 96",
    ],
  ])("is %s", (_, text, expected) => {
    expect(claims(text)).toEqual([expected]);
  });

  it("goes from one of a list to the next", () => {
    expect(claims("Ashmore will cut 400 jobs, followed by Fennick (250) and Drury (90).")).toEqual([
      "Ashmore 400",
      "Fennick 250",
      "Drury 90",
    ]);
  });
});

describe("a figure of a cut", () => {
  it.each([
    ["of notices", "Ashmore delivered 300 redundancy notices on Friday.", "Ashmore 300"],
    ["that looks like a year", "Ashmore announced the loss of 2000 jobs.", "Ashmore 2000"],
    ["of jobs that are doomed", "Ashmore will stop production, dooming 1,400 jobs.", "Ashmore 1400"],
    [
      "of which a part is told after it",
      "Of the 1,000 jobs being cut by Ashmore, most are in Britain.",
      "Ashmore 1000",
    ],
    ["in a country whose name is short", "Ashmore will cut about 20% of its U.S. workforce.", "Ashmore 20%"],
    [
      "of a size",
      "Ashmore has decided to reduce the size of its company by 12%, and layoffs begin today.",
      "Ashmore 12%",
    ],
  ])("is one %s", (_, text, expected) => {
    expect(claims(text)).toEqual([expected]);
  });

  it.each([
    [
      "of a law",
      "Where 20 or more employees are made redundant, employers must consult them.",
      "20 or more employees: no_cut",
    ],
    ["of each year", "Layoffs cost the valley's mines 5,000 workers a year.", "5,000 workers: aggregate"],
    ["of those who live there", "Ashmore announced layoffs in a town of about 1,300.", "about 1,300: not_people"],
    [
      "of members",
      "Unite, which represents 900 workers at Ashmore, condemned the redundancies.",
      "900 workers: headcount",
    ],
    ["of those who were hurt", "Three workers were hurt at Ashmore after layoffs.", "Three workers: no_cut"],
    ["of several together", "It accounts for 526 lost jobs between the two companies.", "526: aggregate"],
    ["of examples", "Major lenders like Ashmore, Corran and Delph let 3,000 workers go.", "3,000 workers: aggregate"],
    ["of a condition", "Ashmore could cut 400 jobs if it does not win the contract.", "400 jobs: threat"],
    ["of a tax", "The council, raising tax by 7%, spoke of redundancies.", "7%: share_of_other"],
  ])("is none %s", (_, text, expected) => {
    expect(reasons(text)).toContain(expected);
    expect(read(text).claims.filter(({ count, percent }) => count !== null || percent !== null)).toEqual([]);
  });

  it("is handed on as a rumour where it was denied at the beginning", () => {
    const text =
      "Ashmore denied reports of layoffs. Ashmore was planning to cut 900 jobs, according to earlier reports.";
    expect(read(text).claims).toEqual([expect.objectContaining({ count: 900, status: "rumoured" })]);
  });

  it("is of no one firm where it is as large as those of all that are named", () => {
    const text =
      "About 500 mineworkers are set to lose their jobs. Armley Coal will lay off 400 of its employees. Dunmore Mining will be laying off 99 employees.";
    expect(claims(text)).toEqual(["Armley Coal 400", "Dunmore Mining 99"]);
  });

  it("of an earlier year that opens the sentence is of an earlier round", () => {
    expect(
      read("In 2016, Ashmore idled one of its two old paper machines at the mill by the river, cutting 95 jobs.")
        .claims,
    ).toEqual([expect.objectContaining({ count: 95, background: true })]);
  });
});

describe("what is not to be", () => {
  it.each([
    [
      "a report that is false",
      'Reports that Ashmore will lay off 2,000 staff are "completely false", a spokeswoman said.',
    ],
    ["a plan that was gone back on", "Ashmore said it would reverse plans to cut 300 jobs after talks."],
    ["a plan that was scrapped", "Plans to cut 300 jobs at Ashmore have been scrapped."],
    ["what a court forbids", "A court blocked Ashmore from laying off 300 workers."],
    [
      "what may be unless somebody helps",
      "The minister warned that 5,000 jobs could go if Ashmore does not get state aid.",
    ],
    ["what is done lest it be", "Ashmore's 900 pilots will take a 20% pay cut to avoid redundancies."],
    ["what is done to those who protest", "Ashmore fired four engineers who protested against its deal with the army."],
    ["what rivals do", "Ashmore avoided layoffs in the slump, when rivals let thousands of people go."],
    ["one person's story", "A former Ashmore engineer told how he was laid off after 20 years at the firm."],
    ["a tale", "In the show, the fictional company Dunder Paper lays off 30 people."],
  ])("is no cut: %s", (_, text) => {
    expect(claims(text)).toEqual([]);
  });

  it("is nothing of another, of whom it is said beside", () => {
    expect(claims("Unlike Brandforth, which has not cut staff, Ashmore has laid off 200 workers.")).toEqual([
      "Ashmore 200",
    ]);
  });
});

describe("where a name begins and ends", () => {
  it.each([
    ["with a saint's", "St Aldith's Hospital will lay off 45 nurses.", "St Aldith's Hospital 45"],
    [
      "with an owner's",
      "Some 83 people are to lose their jobs as Hackett's Larder, the baker, is to close.",
      "Hackett's Larder 83",
    ],
    ["with an ending of adverbs", "Basketly confirmed that it laid off 70 employees.", "Basketly 70"],
    ["before whoever winds it up", "Ashmore collapsed. Administrators at Denholm let 420 people go.", "Ashmore 420"],
    ["before where it works", "Staff at Ashmore's Tewby factory will fight. Tewby will lose 58 jobs.", "Ashmore 58"],
    [
      "before where it is",
      "The latest layoffs:\n• Ashmore Prints, Tewby — 214, effective May 23",
      "Ashmore Prints 214",
    ],
    [
      "and no noun of accounts",
      "Severance and related charges will cost $4m. Ashmore said it will lay off 90 people.",
      "Ashmore 90",
    ],
  ])("is known: %s", (_, text, expected) => {
    expect(claims(text)).toEqual([expected]);
  });
});

describe("a threat", () => {
  it.each([
    [
      "that hangs on another",
      "If the state blocks the deal, Ashmore would put thousands of jobs at risk, its head said.",
    ],
    ["turned round", "Four hundred jobs would have to go at Ashmore, should ministers refuse its plea for help."],
  ])("is no cut: %s", (_, text) => {
    expect(claims(text)).toEqual([]);
  });

  it("is none where the plan itself is what has to be agreed", () => {
    expect(claims("If approved, the plan would mean 300 redundancies at Ashmore.")).toEqual(["Ashmore 300"]);
  });
});
