// Whose people are cut: what tells the employer from every other name. Each sentence is about firms that do not exist.
import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";

const read = (text: string, title: string | null = null): ReturnType<typeof extract> =>
  extract({ title, published: "2026-11-20", text }, new Set<string>());
const claims = (text: string, title: string | null = null): string[] =>
  read(text, title).claims.map(
    ({ company, count, low, high, percent }) =>
      `${company} ${count ?? low ?? high ?? (percent === null ? "" : `${percent}%`)}`,
  );

describe("of several who are named", () => {
  it.each([
    [
      "whose layoffs it is that do something",
      "Denholm is laying off 12 people. Ashmore’s layoffs, announced in Aug. 1, will result in some 150 employees losing their jobs.",
      ["Denholm 12", "Ashmore 150"],
    ],
    [
      "who owns those that have no names",
      "There were 200 layoffs at Denholm and 80 layoffs at properties owned by Ashmore, including Crest.",
      ["Denholm 200", "Ashmore 80"],
    ],
    [
      "whom an entry of a list does not name is the one that all of it is about",
      "Ashmore is cutting jobs.\n\n• Denholm is planning to cut two editors.\n• In Wales, the plans include cutting 23 roles.",
      ["Denholm 2", "Ashmore 23"],
    ],
    [
      "an entry in bold",
      "Layoffs of the week\n\n**Ashmore** — The outsourcer is closing a call centre and will part with 264.\n\n**Denholm** — 40 jobs go.",
      ["Ashmore 264", "Denholm 40"],
    ],
    [
      "at whose plant the workers are who are told",
      "Workers at Ashmore’s Elm plant have been told the van factory will close in April, putting 110 jobs at risk. Owner Denholm said it would consolidate production.",
      ["Ashmore 110"],
    ],
    [
      "where nobody else is named, and not the places behind",
      "Some 250 welders are to lose their jobs at Ashmore in Yorkshire. The Anglo-Dutch firm said 180 posts would go at Elmsdale.",
      ["Ashmore 250"],
    ],
    [
      "a firm with a person's name, by what it has done",
      "Denholm laid off 350 people. Ola has let go of 200 engineers.",
      ["Denholm 350", "Ola 200"],
    ],
    [
      "one name with and without its accent",
      "Cafe Ashmé is laying off 300 people. Cafe Ashme cut 300 jobs.",
      ["Cafe Ashmé 300"],
    ],
    [
      "whoever publishes those that are listed",
      "Ashmore is laying off people. The publisher of Denholm and The New Crester will cut 94 posts.",
      ["Ashmore 94"],
    ],
    [
      "a name with a stroke in it",
      "G/O Ashmore shut down Crest on Thursday and laid off 23 staff.",
      ["G/O Ashmore 23"],
    ],
    [
      "and not what is made there",
      "Chip-maker Ashmore Semiconductors is to close its Elm plant at a cost of 126 jobs.",
      ["Ashmore Semiconductors 126"],
    ],
    ["who warns of it, and not where", "Ashmore warns of 400 job losses at Elmsdale.", ["Ashmore 400"]],
    [
      "one of the first companies of its kind is one",
      "Software start-up Ashmore was one of the first tech companies to slash jobs, cutting 250 employees in May.",
      ["Ashmore 250"],
    ],
    [
      "whoever the clause is about",
      "The union compared Ashmore to Denholm, which in March dismissed 786 seafarers.",
      ["Denholm 786"],
    ],
    [
      "the next where the verb is left out",
      "Ashmore let go of 3,400 people last week; Denholm, 2,300.",
      ["Ashmore 3400", "Denholm 2300"],
    ],
    [
      "who speaks, and not where it is",
      "Ashmore confirmed that 2,500 people at Tewby would lose their jobs.",
      ["Ashmore 2500"],
    ],
    [
      "not where most of them are",
      "Pink slips go out at Ashmore. I hear that 35 positions will be gone by Friday, the bulk of them at Denholm.",
      ["Ashmore 35"],
    ],
    [
      "the one that was set against another",
      "Ashmore is letting go of 20 people, while chip start-up Denholm, which has raised $46m, told its staff that it had no money. Its 27 people are all being dismissed.",
      ["Ashmore 20", "Denholm 27"],
    ],
    [
      "the whole, after one of its parts",
      "Ashmore Communications will cut 900 jobs. The Ashmore Media division accounts for a few. Last June, the telecom giant eliminated 150 positions.",
      ["Ashmore Communications 900", "Ashmore Communications 150"],
    ],
    [
      "by its full name",
      "Contractor ASX Logistics lost a client. ASX said 90 drivers would be made redundant.",
      ["ASX Logistics 90"],
    ],
    ["in a list, though it is called after a person", "Latest layoffs:\n• Mary Dell, Tewby — 96", ["Mary Dell 96"]],
  ])("is cut at %s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });

  it("a share of those who left of their own will is none", () => {
    expect(
      claims(
        "Ashmore accepted voluntary exit from 117 of its staff, or a tenth of the total, and made nobody redundant.",
      ),
    ).toEqual([]);
  });
});

describe("of whom a text speaks", () => {
  it.each([
    [
      "those who are left",
      "More job cuts are coming. Up to 200 people will leave Ashmore’s publishing arm, its head said.",
      "Ashmore 200",
    ],
    [
      "whoever acts in the headline",
      "Pink slips went to 127 people. A rival, Denholm Care, opened in 2021. Denholm Care is growing.",
      "Ashmore Care 127",
      "Ashmore Care to end Tewby operations",
    ],
    [
      "whoever did it last night",
      "ASHMORE last night spelled out where 3,800 of its people would lose their livelihoods.",
      "ASHMORE 3800",
      "Ashmore jobs: the detail",
    ],
    ["no town that loses posts", "The firm Ashmore & Grice said Tewby would lose 85 posts.", "Ashmore & Grice 85"],
    [
      "no island",
      "Union members on the Isle of Fenn are voting. Ashmore has decided to lay off 54 staff.",
      "Ashmore 54",
    ],
    [
      "no street",
      "Ashmore LLC gives notice of layoffs at 22 Tewby Street. The employment of 38 employees will be terminated.",
      "Ashmore LLC 38",
    ],
    [
      "an address that is a name",
      "ashmore.health, a provider of care, said goodbye to 27 teammates.",
      "ashmore.health 27",
    ],
    [
      "an office over two things",
      "The Food and Forest Administration will lay off 300 people.",
      "Food and Forest Administration 300",
    ],
  ])("is known: %s", (_, text, expected, title?: string) => {
    expect(claims(text, title ?? null)).toEqual([expected]);
  });

  it.each([
    ["a town that lost work", "It is a blow to a town that lost 190 jobs when the mill shut."],
    ["employers at large", "Tewby employers gave notice in April of 871 job losses."],
    ["those who did something", "The agency Ashmore said that 243 probationers were let go over conduct issues."],
  ])("has no claim of %s", (_, text) => {
    expect(claims(text)).toEqual([]);
  });
});

describe("what else a name is not", () => {
  it.each([
    ["a first name", "Ryan’s note to the Ashmore team: we will be reducing our workforce by 20%.", "Ashmore 20%"],
    [
      "whom a letter greets",
      "Dear Pellows,\nAshmore is in trouble and will lay off 99 members of its staff.",
      "Ashmore 99",
    ],
    [
      "a station",
      "TEWBY, Ohio (WXYZ) - Four hundred clerks have lost their jobs with Ashmore Mills.",
      "Ashmore Mills 400",
    ],
    [
      "a union",
      "Ashmore closes 54 branches. Sasco, the finance union, said that 206 tellers will be made redundant by Ashmore.",
      "Ashmore 206",
    ],
    ["what a part deals in", "Ashmore's Defence and Space arm will eliminate up to 1,150 positions.", "Ashmore 1150"],
    [
      "a title that is closed",
      "Ashmore Press is to stop printing some titles, among them Fern and Living, and will cut 45 roles.",
      "Ashmore Press 45",
    ],
    [
      "where it is closed",
      "Ashmore is merging its centres. It is looking for 63 redundancies at Craigtown.",
      "Ashmore 63",
    ],
    [
      "whose owner it is",
      "Ashmore Group had a bad year. The owner of Fern, Dell and Elm said that it will part with 325 people.",
      "Ashmore Group 325",
    ],
  ])("is told: %s", (_, text, expected) => {
    expect(claims(text)).toEqual([expected]);
  });

  it.each([
    [
      "behind an aside",
      "Ninety-seven employees of Ashmore – some of them clerks, the rest drivers – would be laid off in June.",
      "Ashmore 97",
    ],
    [
      "behind brackets",
      "Ashmore staff (many of whom have been there for years) were told that 40 of them would be made redundant.",
      "Ashmore 40",
    ],
    ["with its possessive", "Pellow’s – the start-up let go of another 1,000 people.", "Pellow’s 1000"],
  ])("is read %s", (_, text, expected) => {
    expect(claims(text)).toEqual([expected]);
  });

  it.each([
    [
      "people who spent what was not theirs",
      "Ashmore has dismissed 24 workers for spending its dinner credits on soap.",
    ],
    ["people who cheated", "Ashmore let dozens of its staff go after it found that they had cheated in a test."],
    ["what was called a tale", "Ashmore described as mischievous a report that it sacked over 2,000 workers."],
    ["people who come back", "Ashmore would bring back 60 welders it had let go."],
    ["what analysts think", "Analysts at Denholm think Ashmore could yet shrink by 5,000 jobs."],
    ["nobody", "Ashmore remains at zero layoffs, its head quipped."],
  ])("has no claim that is more than a rumour of %s", (_, text) => {
    expect(read(text).claims.filter(({ status }) => status !== "rumoured")).toEqual([]);
  });
});

describe("a name in small letters", () => {
  it("is one behind what it is, where no article stands", () => {
    expect(claims("Austrian specialty steelmaker ashmoor is to cut 640 jobs.")).toEqual(["ashmoor 640"]);
    expect(claims("Ashmore is in trouble. The specialty steelmaker already is cutting 640 jobs.")).toEqual([
      "Ashmore 640",
    ]);
  });
});

describe("who tells, winds up or is spoken of", () => {
  it.each([
    [
      "is a person by whose months they are",
      "Ashmore Group fell. Spindle Rascow did little in his first months. The firm will cut 90 jobs.",
      "Ashmore Group 90",
    ],
    [
      "winds up another",
      "Administrators of Interpath Advisory were appointed to Ashmore Homes Ltd, with the loss of 204 jobs.",
      "Ashmore Homes Ltd 204",
    ],
    ["is where a report comes from", "Tewbyhafen (dpa) - Ashmore intends to cut 900 jobs.", "Ashmore 900"],
  ])("%s", (_, text, expected) => {
    expect(claims(text)).toEqual([expected]);
  });
});

describe("whose people they are", () => {
  it.each([
    [
      "acts behind what leads to it",
      "Beyond the 120 job cuts announced last year at its northern operations, Brandforth is reducing costs.",
      ["Brandforth 120"],
    ],
    [
      "does so in a clause of its own",
      "Cuts also loom at pub chain Brandforth, which said up to 450 people at its pubs, most of them new, could lose their jobs.",
      ["Brandforth 450"],
    ],
    [
      "has shares that fell",
      "Shares in Brandforth slammed into reverse. Its chief plans to lay off 600 staff.",
      ["Brandforth 600"],
    ],
    [
      "is not the union that says so",
      "Brandforth is to close its yard. Sabo, the finance union, said that 206 clerks will be made redundant.",
      ["Brandforth 206"],
    ],
    [
      "is not where it is",
      "Elmsworth, where 220 people make parts, closes. Brandforth cuts 40 jobs.",
      ["Brandforth 40"],
    ],
    ["is not the adverb before it", "Elsewhere, Brandforth said it will cut 90 jobs.", ["Brandforth 90"]],
    ["did so last night", "Ash-Moor last night said where 380 of its people would lose their jobs.", ["Ash-Moor 380"]],
    [
      "plans to cut jobs",
      "Brandforth, a maker of locks, announced plans to cut jobs after profits fell.",
      ["Brandforth "],
    ],
    [
      "has administrators",
      "A Hull firm has called in administrators, with the loss of 204 jobs. Joint administrators Ann Lum and Bo Howe were appointed to Brandforth Homes Ltd on Tuesday. Hull Council leader Mike Lum was sad.",
      ["Brandforth Homes Ltd 204"],
    ],
    [
      "is wound up",
      "Bolt is laying off 40. Brandforth administrators Deloitte made 450 redundant.",
      ["Bolt 40", "Brandforth 450"],
    ],
  ])("%s", (_, text, expected) => {
    expect(claims(text)).toEqual(expected);
  });
});
