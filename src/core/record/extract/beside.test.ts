// What stands beside a figure and makes something else of it, or of whom it is: learned from text that had not been read before. Each
// sentence is our own, about a firm that does not exist.
import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";

const read = (text: string, title: string | null = null): ReturnType<typeof extract> =>
  extract({ title, published: "2026-11-20", text }, new Set<string>());
/** "Company count percent" of each claim that says that it is so, in order. */
const claims = (text: string, title: string | null = null): string[] =>
  read(text, title)
    .claims.filter(({ status }) => status !== "rumoured")
    .map(({ company, count, low, percent }) =>
      [company, count ?? low, percent === null ? null : `${percent}%`].filter((one) => one !== null).join(" "),
    );

describe("a number", () => {
  it.each([
    ["of rounds counts nobody", "Tinsley Foods has now been through three sets of redundancies.", ["Tinsley Foods"]],
    ["says which one it is", "Tinsley Foods is planning a third wave of job cuts.", ["Tinsley Foods"]],
    ["is a year that ends in the next", "Eight posts go at Tinsley Foods in 2027/28.", ["Tinsley Foods 8"]],
    [
      "belongs to a name",
      "Tinsley studio Harbour 6 has been hit by layoffs. The studio said 36 people were laid off.",
      ["Harbour 36"],
    ],
    [
      "of a title counts what the title gives",
      "At Tinsley Foods 175 people, or 14% of its workforce, were laid off.",
      ["Tinsley Foods 175 14%"],
      "7 tips for writing layoff memos",
    ],
    [
      "is of other places",
      "Tinsley Foods is to close four plants and two others, which affects 580 employees.",
      ["Tinsley Foods 580"],
    ],
    [
      "is how many there were",
      "Tinsley Foods cut 130 jobs. The company had approximately 1,900 employees before those layoffs.",
      ["Tinsley Foods 130"],
    ],
    [
      "is how many there are before and after",
      "Tinsley Foods will see the number of sub-editors across its titles cut from 26 to 18.",
      ["Tinsley Foods 8"],
    ],
    [
      "is what a fraction is of",
      "Tinsley Foods plans to shed up to 320 workers, which means almost half the 720 staff at its factory.",
      ["Tinsley Foods 320 50%"],
    ],
    [
      "is some of those who work there",
      "Six of the nine photographers currently working for Tinsley Foods face redundancy.",
      ["Tinsley Foods 6"],
    ],
    [
      "is of those whose work is threatened",
      "Tinsley Foods plans cuts. The union speaks for many of the 41 employees whose jobs are threatened by them.",
      ["Tinsley Foods 41"],
    ],
    [
      "is of cuts, and no headcount",
      "A leaked plan says there will be 11,000 job cuts at Tinsley Foods.",
      ["Tinsley Foods 11000"],
    ],
    [
      "is of those that were planned",
      "Tinsley Foods says around 4,000 of its 6,000 planned job cuts are to be made by June.",
      ["Tinsley Foods 6000"],
    ],
    [
      "is how many there were when a year ended",
      "Tinsley Foods is cutting “more than 10%” of its headcount. Tinsley Foods finished 2023 with over 140,000 employees.",
      ["Tinsley Foods 10%"],
    ],
    [
      "is of those with whom it talks",
      "Tinsley Foods is in talks with 149 Aberdeen employees, over the potential loss of 64 jobs.",
      ["Tinsley Foods 64"],
    ],
    [
      "is of a whole region",
      "Tinsley Foods is to axe up to 160 jobs. Falling prices have resulted in almost 6,000 job cuts in the region.",
      ["Tinsley Foods 160"],
    ],
    [
      "says in how many places they were",
      "At least 160 employees at Tinsley Corp.-owned stations in 13 cities were let go.",
      ["Tinsley Corp. 160"],
    ],
    [
      "is by how much something else rose",
      "With ratings up 5% from last year, Tinsley Foods announced 30 layoffs.",
      ["Tinsley Foods 30"],
    ],
    [
      "alone behind a verb of cutting is of staff, where cuts are what it is about",
      "Ashmore Engines clipped 120 jobs. Tinsley Foods is cutting 11%, and more may follow.",
      ["Ashmore Engines 120", "Tinsley Foods 11%"],
    ],
    [
      "is what it has grown from",
      "Tinsley Foods is laying off 70 people. It had 8,992 employees in June, up from 3,060 employees in March.",
      ["Tinsley Foods 70"],
    ],
    [
      "is of the rest that remains to go",
      "Seventeen were laid off at Tinsley Foods in May, and the remaining 92 are to lose their jobs today.",
      ["Tinsley Foods 17", "Tinsley Foods 92"],
    ],
    [
      "is a part of the whole staff",
      "Three cooks, a quarter of the entire staff at Tinsley Foods, have lost their jobs.",
      ["Tinsley Foods 3 25%"],
    ],
    [
      "is what half of a group's people is of",
      "Tinsley Foods will cut 2,750 posts, representing half the group's 5,500 staff in Elmsworth.",
      ["Tinsley Foods 2750 50%"],
    ],
    ["is of pay", "Tinsley Foods announced 220 job losses and a 10% pay cut.", ["Tinsley Foods 220"]],
  ])("%s", (_, text, expected, title: string | null = null) => {
    expect(claims(text, title)).toEqual(expected);
  });

  it.each([
    ["Tinsley Foods is to cut 921 jobs. It had estimated in June that it would need to cut 1,200 positions.", 1200],
    ["Tinsley Foods wanted to cut 120 jobs, but this was later negotiated down to 82.", 120],
  ])("is no longer so: %s", (text, count) => {
    expect(read(text).refused.find((one) => one.count === count)?.reason).toBe("superseded");
  });

  it("is said only to be so where its own clause says it", () => {
    const text =
      "Tinsley Foods said 13,000 jobs would go; Ashmore Engines was reportedly considering 8,000 lay-offs; Denholm Air plans to shed 900.";
    expect(read(text).claims.map(({ company, status }) => `${company} ${status}`)).toEqual([
      "Tinsley Foods announced",
      "Ashmore Engines rumoured",
      "Denholm Air proposed",
    ]);
  });

  it("is no threat where only how it is done hangs on something", () => {
    const text =
      "Tinsley Foods warned its staff that it will make 68 job cuts, which are likely to be compulsory unless some volunteer.";
    expect(claims(text)).toEqual(["Tinsley Foods 68"]);
  });

  it("of a title is of many where the text tells of many, and of nobody so large", () => {
    const text =
      "At least 6,000 jobs across companies in the whole industry had been cut. Tinsley Games said that 19 people were let go.";
    expect(claims(text, "More Than 8,800 Layoffs Have Been Announced")).toEqual(["Tinsley Games 19"]);
  });

  it("of a title is of two who are each told of with less", () => {
    const text = "Tinsley Foods is making 1,500 people redundant. Ashmore Engines is shedding 950 jobs.";
    expect(claims(text, "2,400 jobs at Tinsley Foods and Ashmore Engines cut")).toEqual([
      "Tinsley Foods 1500",
      "Ashmore Engines 950",
    ]);
  });

  it("that two cut together is of neither", () => {
    const text = "Rounds were announced with Tinsley Foods and Ashmore Engines together cutting up to 80 jobs.";
    expect(read(text).refused.map(({ reason }) => reason)).toEqual(["aggregate"]);
  });
});

describe("the employer", () => {
  it.each([
    [
      "has two names, whose initials follow",
      "150 jobs are to go at HM Ships and Customs (HMSC).",
      "HM Ships and Customs 150",
    ],
    [
      "stands behind the town that it is in",
      "Around 40 people were made redundant at Radmoor's East Lakeland Paper Mill.",
      "East Lakeland Paper Mill 40",
    ],
    [
      "is not who sits for the place",
      "At Tinsley Foods, Foyle DUP MLA Ann Smith said 200 jobs would be lost.",
      "Tinsley Foods 200",
    ],
    [
      "is not who bought it",
      "The move at Tinsley comes after its takeover by Ashmore Time Denholm and 90 job losses in August. Tinsley said so.",
      "Tinsley 90",
    ],
    [
      "is whom the sentence before was set at",
      "Ashmore News is well. At Tinsley News most have voted to strike. The company announced 12 redundancies.",
      "Tinsley News 12",
    ],
    [
      "is where the sentence is set",
      "Ashmore Radio is letting 14 people go. At Tinsley News, on the national level, there are plans to lay off 20.",
      "Ashmore Radio 14; Tinsley News 20",
    ],
    [
      "is called so by common words and a legal form",
      "On June 26, Key Technology, Inc. announced a reduction of approximately 80 positions.",
      "Key Technology, Inc. 80",
    ],
    [
      "is said to cut in brackets",
      "Tinsley Foods (which is cutting 180 workers) and others have announced plans.",
      "Tinsley Foods 180",
    ],
    [
      "is nearest of two that are each told of",
      "Cuts came at Ashmore Engines, which cut 250 jobs and moved, and Tinsley Foods, which cut 120 jobs.",
      "Ashmore Engines 250; Tinsley Foods 120",
    ],
    [
      "is no meeting of its own",
      "Tinsley CEO Ann Lum wrote to staff. We have moved our All Company Meeting to today, as we are cutting 150 roles.",
      "Tinsley 150",
    ],
    [
      "has its initials within its name",
      "GraxonSmithLine is cutting jobs. GSL will cut 350 of them.",
      "GraxonSmithLine 350",
    ],
    ["is no month", "Mid-June saw 75 layoffs across the Tinsley Foods stations.", "Tinsley Foods 75"],
    [
      "has a name with an article in it",
      "Help the Sick admitted that it would make 50 redundancies.",
      "Help the Sick 50",
    ],
    ["is not what it makes", "Tinsley could end production of the Swift model and shed 300 jobs.", "Tinsley 300"],
    ["has no adjective in its name", "Fresh Tinsley Foods redundancies are possible, 40 of them.", "Tinsley Foods 40"],
  ])("%s", (_, text, expected) => {
    expect(claims(text).join("; ")).toBe(expected);
  });

  it("is each of a list that adds up to what many have cut", () => {
    const text =
      "Denholm is to cut 230 jobs.\nThis brings to 2,245 the total number of job losses in the industry.\nThis is made up of:\n- 225 – from Ashmore Oil\n- 250 – from Tinsley Gas";
    expect(claims(text)).toEqual(["Denholm 230", "Ashmore Oil 225", "Tinsley Gas 250"]);
  });

  it("is who a line is labelled with", () => {
    const text =
      "Ashmore Engines: Longer holidays at its works near Elmsworth, and 600 redundancies\nBenton: Its plant closes for seven weeks. February brought 220 job losses.";
    expect(claims(text)).toEqual(["Ashmore Engines 600", "Benton 220"]);
  });
});
