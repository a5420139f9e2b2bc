// Figures of people in their sentences: which are cut, which are there, which add up. Each sentence is our own, about a firm that does
// not exist.
import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";

/** "Company count percent" of each claim, in order. */
const claims = (text: string, title: string | null = null): string[] =>
  extract({ title, published: "2026-03-12", text }, new Set<string>()).claims.map(({ company, count, low, percent }) =>
    [company, count ?? low, percent === null ? null : `${percent}%`].filter((one) => one !== null).join(" "),
  );

describe("a figure of people", () => {
  it.each([
    ["of all that there are", "Brandforth lets go its entire 54-person staff.", ["Brandforth 54"]],
    [
      "of those who work at a place that closes",
      "Brandforth will close its yard. Thirty-one people work there, and all of them will lose their jobs.",
      ["Brandforth 31"],
    ],
    [
      "of a whole team that is somebody's",
      "The week saw the firing of Brandforth’s seven-person team.",
      ["Brandforth 7"],
    ],
    ["behind its share", "Brandforth waved off 14 %, or about 2,200 by our arithmetic.", ["Brandforth 2200 14%"]],
    ["that they do without", "Brandforth confirmed that it is doing without 33 employees.", ["Brandforth 33"]],
    [
      "with a tally behind it",
      "Brandforth said 480 more workers would lose their jobs, taking the tally to 1,210.",
      ["Brandforth 480"],
    ],
    [
      "in peril",
      "It is the scale of Brandforth’s failure, with 5,000 jobs in peril, that shocks.",
      ["Brandforth 5000"],
    ],
    ["of one and one", "Brandforth is planning to cut one photographer and one editor.", ["Brandforth 2"]],
    ["of a plant that closes", "Brandforth is to close its Elm plant, which employs 300.", ["Brandforth 300"]],
    [
      "of a later month",
      "In January, Brandforth laid off 400 reporters. In early December, it laid off at least 215 employees.",
      ["Brandforth 400", "Brandforth 215"],
    ],
    [
      "that is a total behind its share",
      "Brandforth will cut one in nine jobs in Elm, a total of 3,800.",
      ["Brandforth 3800 11.11%"],
    ],
    [
      "of posts that are closed",
      "Brandforth announced plans to close 382 posts, to save £28.5m a year.",
      ["Brandforth 382"],
    ],
    [
      "of a month before",
      "Brandforth laid off 115 people on Tuesday. In June the paper cut 74 positions.",
      ["Brandforth 115", "Brandforth 74"],
    ],
    [
      "that is no rounding of another",
      "Brandforth lays off about 560 people. Last year it laid off 550.",
      ["Brandforth 560", "Brandforth 550"],
    ],
    ["in dozens, as one word", "At Brandforth, almost three-dozen layoffs were planned.", ["Brandforth 36"]],
    [
      "beside those who are left",
      "Eleven employees of Brandforth were let go, leaving only five staffers on the magazine.",
      ["Brandforth 11"],
    ],
    [
      "behind a short name with full stops",
      "Brandforth said it had plans to slash its U.S.-based workforce by 15%.",
      ["Brandforth 15%"],
    ],
    [
      "of those who are employed directly",
      "Brandforth said the closure of its plant will affect 179 directly employed workers.",
      ["Brandforth 179"],
    ],
    [
      "that is owned to beside a rumour that is denied",
      "Brandforth denies the rumour of 9,000 cuts, but admits that it will lay off 40 people.",
      ["Brandforth 40"],
    ],
    ["in groups that white space parts", "Brandforth is to retrench 1 200 people.", ["Brandforth 1200"]],
    [
      "that was planned before is not the one that is planned now",
      "Brandforth raised its target for job cuts from 400 to 600.",
      ["Brandforth 600"],
    ],
    [
      "in brackets behind a name",
      "Brandforth (205) and Tinsley are also cutting. Tinsley said jobs will go.",
      ["Brandforth 205", "Tinsley"],
    ],
    [
      "net of those who are hired stands beside the gross one",
      "Brandforth said 1,050 jobs would go while around 300 would be created, leaving a net 750.",
      ["Brandforth 1050", "Brandforth 750"],
    ],
    [
      "with its share behind what they do",
      "Brandforth said goodbye to 27 people across sales, clinics and engineering — one in every five.",
      ["Brandforth 27 20%"],
    ],
    [
      "with its share in quotes",
      "Brandforth will lay off more than 100 employees across its titles, or “roughly a third” of the total workforce.",
      ["Brandforth 100 33.33%"],
    ],
    ["as one job in so many", "Brandforth will cut one role in every 28 at its head office.", ["Brandforth 3.57%"]],
    [
      "that is broken down behind a colon",
      "All up, 612 jobs will go at Brandforth: roughly 560 in the shops, the rest in Elm.",
      ["Brandforth 612"],
    ],
    ["of a whole team", "Brandforth made its three-person radio team redundant.", ["Brandforth 3"]],
    [
      "of those who were asked to go",
      "Brandforth has asked some 250 employees to go, three people aware of it said.",
      ["Brandforth 250"],
    ],
    [
      "with its share as one in so many",
      "Brandforth will take 60 jobs out of the business, roughly one in ten.",
      ["Brandforth 60 10%"],
    ],
    ["that is definite and in words", "Brandforth announced the hundred and twenty job cuts.", ["Brandforth 120"]],
    [
      "of letters",
      "A total of 812 employees of Brandforth have been served with termination letters.",
      ["Brandforth 812"],
    ],
    ["by a verb of slips", "Brandforth pink-slips 600 clerks – over a third of its staff.", ["Brandforth 600 33.33%"]],
  ])("that is cut is read: %s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });

  it.each([
    ["of those who are left", "Brandforth will cut 300 head-office roles, leaving 400.", ["Brandforth 300"]],
    [
      "of those who are exempt",
      "Brandforth will lay off 96. Clerks, who account for 1,290 of the jobs, are exempt.",
      ["Brandforth 96"],
    ],
    [
      "of how many it would like",
      "Brandforth cut 90 jobs. Its head said that he can see it at 2,000.",
      ["Brandforth 90"],
    ],
    ["of how many there are, and falling", "Brandforth’s shrinking act: 3,800 staff and falling.", []],
    [
      "of those whom others employ down the supply chain",
      "Brandforth is to cut 50 jobs, with 200 more down the supply chain.",
      ["Brandforth 50"],
    ],
    [
      "of those taken on elsewhere",
      "Tinsley cut 40 jobs. Brandforth has taken on nine of those made redundant.",
      ["Tinsley 40"],
    ],
    ["of days of a month", "Brandforth handed out 300 pink slips between 6 and 11 February.", ["Brandforth 300"]],
    ["thereof", "Brandforth will cut 950 jobs worldwide, thereof approx. 610 in Norway.", ["Brandforth 950"]],
    ["of who tells of it", "Brandforth laid off 20 people, one worker said.", ["Brandforth 20"]],
    [
      "of those who are bought out",
      "Brandforth cut 60 jobs. Tinsley announced it planned to cut 240 positions in its newsroom through voluntary buyouts.",
      ["Brandforth 60"],
    ],
    [
      "of what was said to be vague and is voluntary",
      "Brandforth lost scores of editors. In all, 75 people took the buyouts.",
      [],
    ],
    [
      "of a breakdown",
      "Brandforth will lay off 10,000 people. The notices break down as follows:\n\n— Elm Works: 3,500\n— Oak Works: 2,400",
      ["Brandforth 10000"],
    ],
    ["from all of its own", "Tinsley waved off 14%, or 2,200 from its own 15,882.", ["Tinsley 2200 14%"]],
    [
      "of a firm that went under",
      "More than 100 workers wait after Brandforth went into receivership. Some 43 were made redundant.",
      ["Brandforth 43"],
    ],
    [
      "close to a share of what is owned",
      "Brandforth cut 60 jobs. Tinsley and Crest own close to 30% of it.",
      ["Brandforth 60"],
    ],
    ["of those who are spared", "Brandforth has cut all bar two of its 29 staff.", []],
    ["of an owner", "Brandforth, with some 50 000 employees, is to cut 90 jobs.", ["Brandforth 90"]],
    [
      "of all that was cut until now",
      "Brandforth has made 27,000 employees redundant since last autumn. Tinsley is to cut 80 jobs.",
      ["Tinsley 80"],
    ],
    [
      "of some of those cuts",
      "Sixty-one of those cuts fall in Elm. Brandforth is to lay off 174 people.",
      ["Brandforth 174"],
    ],
    ["of those who are called back", "Brandforth will bring back 60 welders it had let go.", []],
    ["of a street", "Brandforth, at 1410 Old Hollow Road, is laying off 93 people.", ["Brandforth 93"]],
    [
      "that is as many as another",
      "Brandforth will cut 1,150 jobs, half as many as it had warned of.",
      ["Brandforth 1150"],
    ],
    [
      "of those affected some of whom stay",
      "Brandforth will cut 410 jobs. About 120 of the affected workers may apply for other roles.",
      ["Brandforth 410"],
    ],
    ["that is none", "Brandforth said there was not one redundancy.", []],
    [
      "of those who live there",
      "Brandforth, which plans care for 1.1 million people, is to part with 90.",
      ["Brandforth 90"],
    ],
    ["of those who all left willingly", "Brandforth saw the departure of 85 editors, all by voluntary redundancy.", []],
    ["on a condition that is turned round", "Brandforth would cut 400 posts, should ministers refuse.", []],
    [
      "of shares that are held",
      "The state holds 14.8 per cent of Brandforth. Brandforth cut 90 jobs.",
      ["Brandforth 90"],
    ],
  ])("that is not cut is none: %s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });

  it("is the difference of two exact ones, and where one is not exact the cut is one without a figure", () => {
    expect(claims("Brandforth will shrink its headcount to 300 from 500.")).toEqual(["Brandforth 200"]);
    expect(claims("Brandforth plans to shrink its headcount from 1,300 to less than 1,000.")).toEqual(["Brandforth"]);
  });
});

describe("a figure beside those of people who are cut", () => {
  it.each([
    ["is the number of an index", "Brandforth, a FTSE 100 maker, is cutting 40 jobs.", ["Brandforth 40"]],
    ["is of who lives there", "Brandforth is cutting 40 jobs in Elm (population 11,000).", ["Brandforth 40"]],
    [
      "is of those who stay",
      "Brandforth employed 900 people. It is laying off some, which will reduce that number to around 820.",
      ["Brandforth"],
    ],
    [
      "is of two of something",
      "Brandforth is cutting 40 jobs. It gave no breakdown of the layoffs between the two operations.",
      ["Brandforth 40"],
    ],
    ["is of other firms", "Brandforth laid off 812 employees of four contractors.", ["Brandforth 812"]],
    [
      "is one from which the law counts",
      "Brandforth laid off 8 people. It kept the days required for companies planning more than 10 redundancies, it said.",
      ["Brandforth 8"],
    ],
    [
      "is what an observer has counted in a year",
      "Brandforth laid off 8 people. The Gazette is aware of at least 37 job cuts at Brandforth in 2025.",
      ["Brandforth 8"],
    ],
    [
      "is what rounds come to",
      "Brandforth will axe 350 jobs, and the combined loss of more than 500 posts is a blow.",
      ["Brandforth 350"],
    ],
    [
      "is of whom a change affects",
      "Brandforth proposes a restructure affecting 2,700 staff; 60 jobs will go.",
      ["Brandforth 60"],
    ],
    [
      "is a share of what moved",
      "Brandforth is to cut 90 jobs after sales plunged by more than 77 per cent.",
      ["Brandforth 90"],
    ],
    [
      "is a share of the figure before",
      "Brandforth will cut 900 jobs. Bolt accounts for a tenth of the total.",
      ["Brandforth 900"],
    ],
    [
      "depends on something else",
      "At Brandforth, 300 jobs - out of a workforce of 6,500 - could be lost if the deal goes ahead.",
      [],
    ],
  ])("%s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });

  it("is a total of those who go and those who leave willingly", () => {
    const text = "Brandforth will cut an additional 215 staff, despite having made 250 voluntary redundancies.";
    expect(claims(`Brandforth cuts 465 jobs.\n\n${text}`)).toEqual(["Brandforth 215"]);
  });

  it("is of one desk", () => {
    const text = "The cuts hit printers, and the national desk, which is losing six of its ten reporters.";
    expect(claims(`Brandforth is laying off 28% of its staff. ${text}`)).toEqual(["Brandforth 28%"]);
  });

  it.each([
    [
      "nineteen of its players",
      "Nineteen of the orchestra's 69 players would go under a plan of Brandforth Opera.",
      ["Brandforth Opera 19"],
    ],
    [
      "of whom some bought out",
      "Brandforth laid off 9. The union fell by 150, due to a combination of layoffs and buyouts.",
      ["Brandforth 9"],
    ],
    [
      "that a federation counts",
      "Brandforth laid off 9. The TUC puts job losses blamed on it at 22,500 in Elm.",
      ["Brandforth 9"],
    ],
    [
      "net of others",
      "Brandforth will add posts, but the net loss across its stations, from Elm to Oak, is therefore 48.",
      ["Brandforth 48"],
    ],
  ])("is one of those %s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });

  it("is of a place that sees jobs go", () => {
    const text = "Elm (population 11,000) sees 500 jobs axed by chief employer Brandforth.";
    expect(claims(text)).toEqual(["Brandforth 500"]);
  });

  it("of a headline is what the text says that it is", () => {
    const text = "Brandforth will axe 350 jobs in Elm, taking the number of jobs cut to 500.";
    expect(claims(text, "Brandforth axes 500 jobs")).toEqual(["Brandforth 350"]);
  });
});
