import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { beginning, widthOf } from "./width.ts";

const character = fc.oneof(
  fc.integer({ min: 0x20, max: 0x2fff }).map((code) => String.fromCodePoint(code)),
  fc.constantFrom(
    "é",
    "e\u0301",
    "–",
    "…",
    "👩‍👩‍👧",
    "🇩🇪",
    "1\ufe0f\u20e3",
    "©\ufe0f",
    "↔\ufe0f",
    "名",
    "한",
    "\u00ad",
    "\u200d",
    "\u001b[31m",
    "\u2028",
  ),
);
const text = fc.array(character, { maxLength: 12 }).map((parts) => parts.join(""));

describe("how wide a text is", () => {
  it("is what string-width says, of every character and of any of them beside each other", () => {
    const codes = Array.from({ length: 0x30_00 - 0x20 }, (_, i) => String.fromCodePoint(0x20 + i));
    const all = codes.flatMap((one) => [one, `a${one}b`, `${one}${one}`]);
    expect(all.filter((beside) => widthOf(beside) !== stringWidth(beside))).toEqual([]);
    fc.assert(
      fc.property(text, (any) => {
        expect(widthOf(any)).toBe(stringWidth(any));
      }),
    );
  });

  it("is never exceeded by a beginning, which is all of a text that fits", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 20 }), (any, width) => {
        const kept = beginning(any, width);
        expect(any.startsWith(kept)).toBe(true);
        expect(stringWidth(kept)).toBeLessThanOrEqual(width);
        if (kept !== any) {
          const [next = ""] = Array.from(
            new Intl.Segmenter().segment(any.slice(kept.length)),
            ({ segment }) => segment,
          );
          expect(stringWidth(kept + next)).toBeGreaterThan(width);
        }
      }),
    );
  });
});
