// What was learned from articles that nobody had labelled: each sentence is our own, about a firm that does not exist.
import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";
import type { Reading } from "./reading.ts";

const reading = (text: string, title: string | null = null): Reading =>
  extract({ title, published: "2026-03-12", text }, new Set<string>());
/** "Company count percent" of each claim, in order. */
const claims = (text: string, title: string | null = null): string[] =>
  reading(text, title).claims.map(({ company, count, low, percent }) =>
    [company, count ?? low, percent === null ? null : `${percent}%`].filter((one) => one !== null).join(" "),
  );
const refused = (text: string, title: string | null = null): string[] =>
  reading(text, title).refused.map(({ quote, reason }) => `${quote}: ${reason}`);

describe("who cuts", () => {
  it.each([
    [
      "not the place that a report comes from",
      "BRINDLE, Ontario (Newswire) - Oakhaven is laying off 90 workers. The move affects 90 at the mill.",
      ["Oakhaven 90"],
    ],
    [
      "not the station or paper that says so",
      "According to KZTQ, Oakhaven, a maker of sledges, will lay off 385 workers.",
      ["Oakhaven 385"],
    ],
    [
      "not the paper behind a statement",
      "Oakhaven will lay off 40 workers at its mill, reports the Brindle Courier.",
      ["Oakhaven 40"],
    ],
    ["not whoever was told", "Oakhaven told Mill Weekly that 36 people have been laid off.", ["Oakhaven 36"]],
    ["not the owner", "Tinsley, owned by Spain's Brandforth, is set to eliminate 250 jobs.", ["Tinsley 250"]],
    ["not the backers", "TINSLEY: the Brandforth and Bolt-backed maker said it would cut 450 jobs.", ["TINSLEY 450"]],
    [
      "with a list of its titles behind it",
      "Brandforth plc—publisher of the Mirror, Express and Elm Echo—is planning a reorganisation, putting 321 roles at risk.",
      ["Brandforth plc 321"],
    ],
    [
      "with what it owns in brackets",
      "Brandforth (which owns Tinsley, Dell Press, and Harrow) laid off 7 percent of its staff.",
      ["Brandforth 7%"],
    ],
    [
      "over a list of others",
      "Brandforth has rebuilt its studios in Harrow, Tinsley and Oakhaven, resulting in 900 layoffs.",
      ["Brandforth 900"],
    ],
    [
      "of a unit of it",
      "Bolt laid off 40 people. The steel division of Brandforth said it aims to cut 5,000 jobs.",
      ["Bolt 40", "Brandforth 5000"],
    ],
    [
      "of an entry of a list",
      "BRANDFORTH: Announced plans on Oct. 30 to cut 320 jobs as part of a plan to save costs.",
      ["BRANDFORTH 320"],
    ],
    [
      "in a town of a state",
      "Brindle, California-based Brandforth, a supplier of tools, has announced a 10% reduction in force.",
      ["Brandforth 10%"],
    ],
    [
      "and no adjective",
      "Brandforth is short of money. Vacant posts will stay so, and 15 consultant posts could be cut.",
      ["Brandforth 15"],
    ],
    [
      "by the plant alone",
      "The Brandforth plant in Elm is to close next year. It will mean the loss of 900 jobs.",
      ["Brandforth 900"],
    ],
    ["by two letters", "Oak Motors (OM) has had a bad year. OM is cutting 90 jobs.", ["Oak Motors 90"]],
    [
      "in a word with a capital within",
      "Low cost airline quickJet has said that 727 of its pilots are at risk of redundancy.",
      ["quickJet 727"],
    ],
    [
      "where a boss speaks",
      "At Brandforth all shops will close. Deloitte's Neville Bann said 700 staff would be made redundant.",
      ["Brandforth 700"],
    ],
    [
      "with a legal form in a headline alone",
      "The Company committed to the termination of approximately 982 employees, or 17% of its staff.",
      ["Quillbase Payments, Inc 982 17%"],
      "Form 10-Q, filer: Quillbase Payments, Inc.",
    ],
    [
      "in a headline alone",
      "The newsletter start-up tried to raise money last year.",
      ["Quillbase 14%"],
      "Quillbase Is Laying Off 14% of Its Staff",
    ],
    [
      "of a bank of a place",
      "The Bank of Elmsworth announced it would be laying off roughly 2,300 people.",
      ["Bank of Elmsworth 2300"],
    ],
    ["of a Sunday paper", "The Sunday Mail is to cut seven jobs.", ["Sunday Mail 7"]],
  ])("is found: %s", (_, text, expected, title?: string) => {
    expect(claims(text, title ?? null)).toEqual(expected);
  });
});

describe("what is no cut of its own", () => {
  it.each([
    ["people who are told", "Brandforth told its 40,000 staff that it wants to cut 2,000 jobs.", ["Brandforth 2000"]],
    ["those of whom some go", "Brandforth is to cut 400 crew jobs from its 14,000 workforce.", ["Brandforth 400"]],
    [
      "those who are left",
      "Brandforth is to cut 100 jobs. The cuts would leave the newsroom with about 1,150 reporters.",
      ["Brandforth 100"],
    ],
    [
      "a share of the cuts",
      "Brandforth will cut 3,500 jobs. About half of those job reductions would be in Elm.",
      ["Brandforth 3500"],
    ],
    [
      "a part behind include",
      "Brandforth is laying off 1,000 people. The layoffs include roughly 600 jobs in Elm.",
      ["Brandforth 1000"],
    ],
    ["parts that add up", "Brandforth laid off 145 people, 45 in Elm, 70 in Oak and 30 in Ash.", ["Brandforth 145"]],
    [
      "a round figure for it",
      "Brandforth will lay off 287 people. The closure impacts nearly 300 workers.",
      ["Brandforth 287"],
    ],
    [
      "a headline's round figure",
      "Brandforth is to axe 102 pilot jobs.",
      ["Brandforth 102"],
      "Brandforth to axe over 100 pilots",
    ],
    [
      "a vague word for it",
      "Brandforth said it was laying off hundreds of workers. Brandforth laid off 500 workers on Monday.",
      ["Brandforth 500"],
    ],
    [
      "working hours",
      "Brandforth will reduce the working hours of 10,000 employees. Brandforth will also cut 5,500 jobs.",
      ["Brandforth 5500"],
    ],
    ["those who come back", "Brandforth has laid off 4,000 crew for two months. Bolt is to cut 90 jobs.", ["Bolt 90"]],
    [
      "temporary layoffs",
      "Brandforth has begun temporary three-month layoffs for 51 employees. Bolt is to cut 90 jobs.",
      ["Bolt 90"],
    ],
    [
      "a running total",
      "Brandforth said it would slice 2,000 jobs — job cuts have totaled 8,100 at Brandforth so far this year.",
      ["Brandforth 2000"],
    ],
    [
      "who owns the bank",
      "Brandforth is to cut 3,500 jobs. The 83 per cent taxpayer-owned bank closed 14 offices.",
      ["Brandforth 3500"],
    ],
    [
      "a share of the group",
      "Brandforth is to cut 3,500 jobs. The bank also accounts for 25 per cent of the group's staff.",
      ["Brandforth 3500"],
    ],
    ["debts", "Brandforth said 1,000 jobs could be lost as it tries to reduce debts of 17m.", ["Brandforth 1000"]],
    [
      "things that are lost",
      "Brandforth recalled its vans.\n- 111,889 older Bolt Corvans for loss of low-beam headlights",
      [],
    ],
    ["places with losses of many", "Texas has seen more than 500 job losses in recent weeks.", []],
    ["public jobs at large", "The Elm Post has already revealed at least 50,000 public sector jobs could go.", []],
    [
      "shares of firms",
      "Just under half of firms cut staff, with 22% laying off more than 10% of theirs, Brandforth said.",
      [],
    ],
    [
      "all of whom some are",
      "Brandforth looks to cut 230 jobs in Elm from a total of 500 jobs to go.",
      ["Brandforth 230"],
    ],
    ["how many there will be", "Brandforth cut its workforce by 340 to 2,100.", ["Brandforth 340"]],
    [
      "others of a list",
      "Brandforth is cutting 90 jobs.",
      ["Brandforth 90"],
      "Layoffs at Brandforth, Tinsley and 4 others",
    ],
    [
      "a running total that is on its way",
      "Brandforth has so far released 1,123 people since the start of the pandemic.",
      [],
    ],
    ["those who leave by choice", "Brandforth said four of its editors had left, all of them by choice.", []],
    ["a vote", "The Brandforth board voted 5-2 for layoffs of 40 clerks.", ["Brandforth 40"]],
    ["firms of a continent", "Spending fell again.", [], "European companies slash thousands of jobs"],
  ])("is refused: %s", (_, text, expected, title?: string) => {
    expect(claims(text, title ?? null)).toEqual(expected);
  });

  it("has its reason", () => {
    expect(refused("Brandforth has laid off 4,000 crew for two months.")).toContain("4,000 crew: furlough");
    expect(refused("Brandforth laid off 145 people, 45 in Elm, 70 in Oak and 30 in Ash.")).toContain("45: part");
    expect(refused("About 38,000 Bolt workers have decided to leave.")).toContain(
      "About 38,000 Bolt workers: voluntary",
    );
  });
});

describe("what is cut together", () => {
  it.each([
    ["two objects of one verb", "Brandforth will cut 28 reporters and four editors.", ["Brandforth 32"]],
    ["three of them", "Brandforth laid off two producers, three editors and a dozen clerks.", ["Brandforth 17"]],
    [
      "two kinds of one noun",
      "Brandforth is closing 30 shops with the loss of 150 full-time and 70 part-time jobs.",
      ["Brandforth 220"],
    ],
    [
      "those whose sum stands elsewhere",
      "Brandforth will cut 200 jobs in Elm. It is to close its yard with the loss of 100 jobs. That is 300 redundancies in all.",
      ["Brandforth 300"],
    ],
    ["and not what has a verb of its own", "Brandforth will lay off 15 staff and six will stay on.", ["Brandforth 15"]],
    ["and not two firms", "Brandforth laid off 40 people and Tinsley 30.", ["Brandforth 40", "Tinsley 30"]],
    [
      "and not two days",
      "Brandforth laid off 12 people on Monday and 14 on Friday.",
      ["Brandforth 12", "Brandforth 14"],
    ],
  ])("is one figure: %s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });
});

describe("what is one, though it is said otherwise", () => {
  it.each([
    [
      "by what people were told",
      "Two hundred employees at a factory near Elm have been told it will shut. Brandforth announced it in July.",
      ["Brandforth 200"],
    ],
    ["in pink slips", "Last week, Brandforth started to deliver 10,000 pink slips.", ["Brandforth 10000"]],
    [
      "by what a closure threatens",
      "Brandforth intends to close its Elm plant, threatening over 1,000 jobs.",
      ["Brandforth 1000"],
    ],
    [
      "with when it was",
      "Brandforth has reduced its workforce by 5% in the three months that ended on September 30.",
      ["Brandforth 5%"],
    ],
    [
      "of what was announced before",
      "The layoffs at Brandforth are part of the previously announced job cuts that are expected to affect 9,000 employees.",
      ["Brandforth 9000"],
    ],
    ["to whom it was told", "Brandforth has informed staff of 120 redundancies.", ["Brandforth 120"]],
    [
      "in one country",
      "Brandforth said 727 pilots, about one-third of its pilots in the country, were at risk.",
      ["Brandforth 727 33.33%"],
    ],
    ["by half a thousand", "Brandforth is to shed two and a half thousand posts.", ["Brandforth 2500"]],
    ["by those who must go", "Brandforth says sixty of its engineers must go.", ["Brandforth 60"]],
    ["by the size of it", "Brandforth will cut the size of the firm by 12%.", ["Brandforth 12%"]],
    ["by posts that are deleted", "Brandforth is proposing to delete 150 posts.", ["Brandforth 150"]],
    ["by the end of the firm", "Brandforth will soon shut down, affecting 25 employees.", ["Brandforth 25"]],
    [
      "by a smaller headcount",
      "Brandforth plans a restructuring with a 20% reduction in headcount.",
      ["Brandforth 20%"],
    ],
    ["by whom the door is shown", "Brandforth is showing 37% of its workforce the door.", ["Brandforth 37%"]],
    [
      "by those left jobless",
      "Brandforth's plan will leave some 9,000 employees across its workforce jobless.",
      ["Brandforth 9000"],
    ],
    [
      "behind a number in a list",
      "The layoffs so far:\n- 225 – from Brandforth\n- 40 – from Bolt",
      ["Brandforth 225", "Bolt 40"],
    ],
    [
      "by a firm that satire is also written of",
      "The Dell Press laid off 23 people. Harrow and The Onion were also hit.",
      ["Dell Press 23"],
    ],
  ])("is read: %s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });
});
