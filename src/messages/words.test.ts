import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brief, called, number, plain } from "./words.ts";

describe("words that all outputs share", () => {
  it("write a number as English does", () => {
    const any = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(any, (n) => {
        expect(number(n)).toBe((Object.is(n, -0) ? 0 : n).toLocaleString("en-US"));
      }),
    );
    expect([0, 7, 999, 1000, 4712, -1234567].map(number)).toEqual(["0", "7", "999", "1,000", "4,712", "-1,234,567"]);
  });

  it("leave text that can be seen as it is, and make the rest visible", () => {
    expect(plain("Ann O'Neil (IT) ~ 100 %")).toBe("Ann O'Neil (IT) ~ 100 %");
    expect(plain("Ann\u001b[31m\u202eé")).toBe("Ann·[31m·é");
    expect(plain(`a${"\u0301".repeat(9)}`)).toBe(`a${"\u0301".repeat(8)}`);
  });

  it("call somebody by what can be read, in any script", () => {
    expect(called("---", null, "李")).toBe("李");
    expect(called(undefined, "· ·", "u7")).toBe("u7");
    expect(called("- -")).toBe("- -");
    expect(called()).toBe("somebody");
  });

  it("cut a text after 59 of what people see as characters, where there are more than 60", () => {
    const family = "👩‍👩‍👧";
    expect(brief(family.repeat(60))).toBe(family.repeat(60));
    expect(brief(family.repeat(61))).toBe(`${family.repeat(59)}…`);
    expect(brief("x".repeat(60))).toBe("x".repeat(60));
    expect(brief("x".repeat(61))).toBe(`${"x".repeat(59)}…`);
  });
});
