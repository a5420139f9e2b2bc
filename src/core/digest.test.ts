import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { shortDigest } from "./digest.ts";

const nodes = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

it("a text's short digest is the beginning of what Node makes of it, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\ud800", "\udfff")) }),
      (text) => {
        expect(shortDigest(text)).toBe(nodes(text));
      },
    ),
    { numRuns: 1000 },
  );
});

it("at every length around the ends of blocks, in letters of one byte and of several", () => {
  for (const letter of ["a", "é", "語", "😀"]) {
    for (let length = 0; length < 200; length++) {
      expect(shortDigest(letter.repeat(length))).toBe(nodes(letter.repeat(length)));
    }
  }
});

it("and of a long text", () => {
  const text = "What was announced. ".repeat(50_000);
  expect(shortDigest(text)).toBe(nodes(text));
});
