// Names that are no employer of a figure: persons, places, unions, observers, words that only look like names. Each firm is made up.
import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";

const read = (text: string, title: string | null = null): ReturnType<typeof extract> =>
  extract({ title, published: "2026-11-20", text }, new Set<string>());
const claims = (text: string, title: string | null = null): string[] =>
  read(text, title).claims.map(
    ({ company, count, low, high, percent }) =>
      `${company} ${count ?? low ?? high ?? (percent === null ? "" : `${percent}%`)}`,
  );

describe("who is no employer", () => {
  it.each([
    [
      "whoever holds an office",
      "Ashmore fell. Partner Gillian Dunmore confirmed that 27 employees have been made redundant.",
      "Ashmore 27",
    ],
    ["whoever is described as a person", "Mig Lunt, the union's leader, said Ashmore would cut 90 jobs.", "Ashmore 90"],
    [
      "what a film is called",
      "The ‘Cordelia’ producer is closing. Ashmore Pictures will lay off 54 people.",
      "Ashmore Pictures 54",
    ],
    [
      "what people were told by",
      "Ashmore told 76 of its people over Google Meet that they were being let go.",
      "Ashmore 76",
    ],
    [
      "a site by its number",
      "Ashmore will close TWB-3 in May. The layoffs at TWB-3 are of 38 employees.",
      "Ashmore 38",
    ],
    ["a word of a headline", "Orchards, patrols and more: Ashmore is to cut 40 jobs.", "Ashmore 40"],
    [
      "the first words in capitals",
      "COMING ON the heels of a loss, Ashmore will lay off 300 employees.",
      "Ashmore 300",
    ],
    ["a contraction", "Ashmore closes. “I’ve had to say goodbye to thirty people,” its founder wrote.", "Ashmore 30"],
    ["what the sign of a share is", "Ashmore <ASHM.L> is cutting 1,050 jobs.", "Ashmore 1050"],
    [
      "who speaks for those at risk",
      "Ashmore is to enter formal consultation with Unita. The yard is to close with the loss of 200 jobs.",
      "Ashmore 200",
    ],
    [
      "where a firm is that has no name yet",
      "More than 150 employees at a Elmsdale clothing firm which is a supplier to Crest & Lamb are to lose their jobs. Ashmore Group plc is to close its plant.",
      "Ashmore Group plc 150",
    ],
    [
      "who says of it what another says of itself",
      "Ashmore is laying off people. Winton said the company had cut 150 jobs since May.",
      "Ashmore 150",
    ],
    [
      "who tells of others",
      "Ashmore will shut its mill. Qintel reported that the cuts could affect up to 30 workers.",
      "Ashmore 30",
    ],
    ["where others work", "Ashmore is to close Elm Ethylene Plant, putting over 400 jobs at risk.", "Ashmore 400"],
    ["who is quoted by what he does", "“Grim”, says publican Tol Dunmore. Ashmore is cutting 40 jobs.", "Ashmore 40"],
    [
      "a rival that is named between commas",
      "Ashmore is cutting back. It has lost patients since a bigger rival, Denholm, opened. In all, 127 aides will be laid off.",
      "Ashmore 127",
    ],
    [
      "what a notice calls a place",
      "Ashmore, Inc. will close its mill (the “Plant”). A total of 143 employees assigned to the Plant will be laid off.",
      "Ashmore, Inc. 143",
    ],
    [
      "a union that says of itself what it is",
      "Ashmore told staff of cuts. Unita, the finance union, said that 206 clerks will be retrenched.",
      "Ashmore 206",
    ],
    ["what owns it", "Ashmore is cutting. The Elmsdale-parent said it would lay off 90 people.", "Ashmore 90"],
    [
      "how work is counted",
      "Ashmore has 700 full-time equivalent (FTE) staff and is proposing to reduce that number by 60 FTE roles.",
      "Ashmore 60",
    ],
  ])("%s", (_, text, expected) => {
    expect(claims(text)).toEqual([expected]);
  });

  it("but a name may begin with a number", () => {
    expect(claims("Nine Meadows has cut 85 jobs.")).toEqual(["Nine Meadows 85"]);
    expect(claims("3rd Lantern, a studio, has laid off 34 people.")).toEqual(["3rd Lantern 34"]);
  });
});
