import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outliner, type Wanted } from "./json-outline.ts";

const WANTED: Wanted = { a: true, id: true, in: { a: true, id: { a: true } } };
const outlined = outliner(WANTED);
const outlineOf = (text: string): unknown => outlined(new TextEncoder().encode(text));

/** What is wanted of a value that has been parsed whole. */
function reduced(value: unknown, wanted: Wanted): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => Object.hasOwn(wanted, key))
      .map(([key, one]) => [key, wanted[key] === true ? one : reduced(one, wanted[key] ?? {})]),
  );
}

const keys = fc.oneof(fc.constantFrom("a", "id", "in", "b", "__proto__", "ids"), fc.string({ maxLength: 4 }));
const texts = fc.oneof(fc.string(), fc.constantFrom('"', "\\", '\\"', "}", '{"a":', "\u2028", "ü", "\\\\"));
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium" },
    texts,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, false),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 5 }),
  ),
})).value;
const objects = fc.dictionary(keys, json, { maxKeys: 6 });
const spaces = fc.constantFrom(undefined, "\t", "  ", "\n");

describe("an outline", () => {
  it("has of any object what is wanted of it, and nothing else", () => {
    fc.assert(
      fc.property(objects, spaces, (object, space) => {
        const text = JSON.stringify(object, null, space);
        const outline = outlineOf(text);
        // A key that is written with an escape is left to JSON.parse.
        if (outline !== undefined || !/\\/.test(text)) {
          expect(outline).toStrictEqual(reduced(JSON.parse(text), WANTED));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("is of the last of those that are there twice, as JSON.parse has it", () => {
    const text = '{"a":1,"in":{"a":1},"in":{"id":{"a":2,"b":3}},"a":[2]}';
    expect(outlineOf(text)).toStrictEqual({ a: [2], in: { id: { a: 2 } } });
  });

  it("does not read a key for what is only written so within a text or another object", () => {
    const text = '{"b":"\\",\\"a\\":1","c":{"a":1},"d":[{"id":"x"}],"e":"\\\\","in":{"b":{"a":1}}}';
    expect(outlineOf(text)).toStrictEqual({ in: {} });
  });

  it("is left to JSON.parse for what is no object, or has a key in other words than its own", () => {
    for (const text of ["", " ", "null", "7", '"a"', "[]", '[{"a":1}]', '{"\\u0061":1}']) {
      expect(outlineOf(text), text).toBeUndefined();
    }
  });

  it("is not made of a text that stops early, goes on, or is unsound in what is wanted", () => {
    const whole = ' {"b" : {"c":["x",{"y":"\\""}],"n":-1.5e+3} , "a":[true,null], "in" : {"a":{"b":"ü"},"z":""}}';
    expect(outlineOf(whole)).toStrictEqual({ a: [true, null], in: { a: { b: "ü" } } });
    for (let end = 0; end < whole.length; end++) expect(outlineOf(whole.slice(0, end))).toBeUndefined();
    for (const more of ["}", "{}", ",", "x", '"']) expect(outlineOf(whole + more), more).toBeUndefined();
    for (const text of ['{"a":01}', '{"a":{"b":}}', '{"a":"\n"}', '{"a":tru}', '{"a" 1}', '{"b":,"a":1}', '{"a":1,}']) {
      expect(outlineOf(text), text).toBeUndefined();
    }
  });

  it("is made of whatever is sent without an error", () => {
    const pieces = fc.constantFrom("{", "}", "[", "]", '"', ":", ",", "\\", '"a"', '"in"', "1", "true", " ", "x");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (some) => {
        const text = some.join("");
        let parsed: unknown;
        try {
          parsed = JSON.parse(text);
        } catch {
          return;
        }
        const outline = outlineOf(text);
        if (outline !== undefined) expect(outline).toStrictEqual(reduced(parsed, WANTED));
      }),
      { numRuns: 2_000 },
    );
  });
});
