import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentencesOf } from "./sentences.ts";

const split = (text: string): string[] => sentencesOf(text).map(({ start, end }) => text.slice(start, end));

describe("a sentence", () => {
  it.each([
    [
      "survives the abbreviations of firms and states",
      ["Acme Inc. of the U.S. state of Maine cut jobs.", "It gave no number."],
    ],
    ["survives titles and initials", ["Dr. J. R. Moss left.", "Others stayed."]],
    ["ends after what it quotes", ["“We had to.” ", "Nobody else spoke."]],
    ["goes on after a number with a point", ["Sales fell 3.5 per cent.", "Staff left."]],
    ["may end in an abbreviation", ["It was sold to Acme Inc.", "The buyer is new."]],
  ])("%s", (_, sentences) => {
    expect(split(sentences.map((one) => one.trim()).join(" "))).toEqual(sentences.map((one) => one.trim()));
  });

  it("ends with a paragraph, and with a short line, and not where a long line was wrapped", () => {
    expect(split("Jobs go at Acme\n\nThe firm said so")).toEqual(["Jobs go at Acme", "The firm said so"]);
    expect(split("Acme: 300\nBolt: 200")).toEqual(["Acme: 300", "Bolt: 200"]);
    const wrapped = "The company said in a long statement on Tuesday morning that it\nwould cut 300 jobs";
    expect(split(wrapped)).toEqual([wrapped]);
  });

  it("holds every sign of a text but white space, once and in order", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        const tokens = sentencesOf(text).flatMap((sentence) => sentence.tokens);
        expect(tokens.map((token) => token.text).join("")).toBe(text.replaceAll(/\s+/gu, ""));
        for (const token of tokens) expect(text.slice(token.start, token.end)).toBe(token.text);
      }),
    );
  });
});
