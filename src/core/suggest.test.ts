import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hintAmong, nearest } from "./suggest.ts";

const KEYS = ["purpose", "directories", "departures", "store", "token", "env"];

describe("the nearest word", () => {
  it.each([
    ["tokn", "token"],
    ["tokenn", "token"],
    ["tokeb", "token"],
    ["tkoen", "token"],
    ["Token", "token"],
    ["directorys", "directories"],
    ["deprtures", "departures"],
    ["nv", "env"],
    ["enve", "env"],
  ])("%s was meant to be %s", (word, meant) => {
    expect(nearest(word, KEYS)).toBe(meant);
  });

  it.each(["notify", "", "e", "tables", "xoxb", "the purpose of this"])("nothing is near %j", (word) => {
    expect(nearest(word, KEYS)).toBeUndefined();
  });

  it("of two equally near words the one with the same first letter wins, then the first named", () => {
    expect(nearest("cat", ["bat", "car"])).toBe("car");
    expect(nearest("car", ["cab", "cat"])).toBe("cab");
  });

  it("a word with one letter replaced, left out, added or swapped is always near itself", () => {
    const word = fc.stringMatching(/^[a-z]{3,20}$/);
    const letter = fc.stringMatching(/^[a-z]$/);
    fc.assert(
      fc.property(word, fc.nat(), letter, (original, seed, extra) => {
        const i = seed % original.length;
        const [head, here, tail] = [original.slice(0, i), original.slice(i, i + 1), original.slice(i + 1)];
        const swapped = head + tail.slice(0, 1) + here + tail.slice(1);
        for (const slip of [head + extra + tail, head + tail, head + extra + here + tail, swapped]) {
          expect(nearest(slip, [original])).toBe(original);
        }
      }),
    );
  });

  it("comparing with a very long text is refused before it costs anything", () => {
    expect(nearest("a".repeat(10_000_000), KEYS)).toBeUndefined();
  });
});

describe("the hint behind a name that there is none of", () => {
  it.each([
    ["pots", ["post", "desk"], ', did you mean "post"?'],
    ["elsewhere", ["post", "desk"], "; there are post, desk"],
    ["post", [], "; there is none"],
    ["elsewhere", ["xoxb-1234567890-abcdef", "desk"], "; there are desk"],
    ["xoxb-1234567890-abcdee", ["xoxb-1234567890-abcdef"], ""],
  ])("of %j among %j", (name, known, hint) => {
    expect(hintAmong(name, known, "; there is none")).toBe(hint);
  });
});
