import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Members, partParser } from "./part-parser.ts";

const MEMBERS = { id: true, name: true, profile: { name: true, deep: { id: true } } } as const;
const parse = partParser(MEMBERS);

/** What is read of a value, where all of it is at hand. */
function readOf(value: unknown, members: true | Members): unknown {
  if (members === true || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, of]) => {
      const read = Object.hasOwn(members, name) ? members[name] : undefined;
      return read === undefined ? [] : [[name, readOf(of, read)]];
    }),
  );
}

function parsed(how: (json: Buffer) => unknown, json: Buffer): unknown {
  try {
    return { value: readOf(how(json), MEMBERS) };
  } catch (error) {
    if (error instanceof SyntaxError) return "not JSON";
    throw error;
  }
}

const whole = (json: Buffer): unknown => JSON.parse(json.toString());

const space = fc.constantFrom("", "", "", " ", "\n\t", "\r\n  ");
/** A string as JSON, with some of its characters written as escapes. */
const string = (of: fc.Arbitrary<string>, escapes = 8) =>
  fc.tuple(of, fc.infiniteStream(fc.nat(escapes))).map(([text, choice]) => {
    const letters = Array.from({ length: text.length }, (_, at) =>
      choice.next().value === 1
        ? `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`
        : JSON.stringify(text[at]).slice(1, -1),
    );
    return `"${letters.join("").replaceAll("/", "\\/")}"`;
  });
const NAMES = [
  "id",
  "name",
  "profile",
  "deep",
  "i",
  "ids",
  "nami",
  "other",
  "__proto__",
  "n\u00e4me",
  "",
  "x".repeat(40),
];
const { json } = fc.letrec<{ readonly json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    string(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constant("https://a.example/b/c_24.png"))),
    fc.constantFrom("true", "false", "null", "0", "-0", "-12.50", "1e5", "2E-3", "9007199254740993", "1e999"),
    fc
      .tuple(fc.array(tie("json"), { maxLength: 3 }), space)
      .map(([all, gap]) => `[${gap}${all.join(`${gap},${gap}`)}${gap}]`),
    objectOf(tie("json")),
  ),
}));
function objectOf(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const member = fc
    .tuple(string(fc.constantFrom(...NAMES), 20), value, space)
    .map(([name, of, gap]) => `${gap}${name}${gap}:${gap}${of}${gap}`);
  return fc.array(member, { maxLength: 6 }).map((all) => `{${all.join(",")}}`);
}
const object = objectOf(json);

describe("what is parsed of an object", () => {
  it("is what JSON.parse gives of the members that are read, whatever their order, number, layout and escapes", () => {
    fc.assert(
      fc.property(object, (text) => {
        const bytes = Buffer.from(text);
        expect(parsed(parse, bytes)).toEqual(parsed(whole, bytes));
      }),
      { numRuns: 3000 },
    );
  });

  it("is of the last where a member is there twice, with nothing of one before", () => {
    const values = ["null", "7", "[]", "{}", '{"name":"a"}', '{"deep":{"id":1}}', '{"name":"b","deep":{"id":2,"x":3}}'];
    for (const first of values)
      for (const last of values) {
        const text = `{"profile":${first},"id":1,"profile":${last},"id":"2"}`;
        const expected = readOf(JSON.parse(text), MEMBERS);
        expect(parse(Buffer.from(text)), text).toStrictEqual(expected);
      }
  });

  it("is whichever members are there, in however many ways", () => {
    const names = Array.from({ length: 32 }, (_, at) => `n${at}`);
    const some = partParser(Object.fromEntries(names.map((name) => [name, true])));
    fc.assert(
      fc.property(fc.subarray(names), (there) => {
        const value = Object.fromEntries(there.toReversed().map((name, at) => [name, at]));
        expect(some(Buffer.from(JSON.stringify({ ...value, other: true })))).toStrictEqual(value);
      }),
      { numRuns: 500 },
    );
    expect(() => partParser(Object.fromEntries([...names, "more"].map((name) => [name, true])))).toThrow(RangeError);
  });

  it("is the number that is written, however many digits it has", () => {
    const digits = fc.array(fc.nat(9), { minLength: 1, maxLength: 20 }).map((all) => String(BigInt(all.join(""))));
    const bounds = ["2147483647", "2147483648", "3999999999", "4000000000", "4294967295", "4294967296", "9999999999"];
    const text = fc.oneof(digits, fc.constantFrom(...bounds));
    fc.assert(
      fc.property(
        text,
        fc.constantFrom("", "-"),
        fc.constantFrom("", ".0", ".25", "e3", "E-1"),
        (all, sign, behind) => {
          const number = `${sign}${all}${behind}`;
          expect(parse(Buffer.from(`{"id":${number}}`))).toStrictEqual({ id: Number(number) });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("is the text that is written, in whatever letters, and whatever bytes are no text", () => {
    const letters = fc.string({ unit: "grapheme" }).map((all) => Buffer.from(JSON.stringify(all)));
    const bytes = fc.uint8Array({ maxLength: 40 }).map((all) => {
      const inside = all.filter((byte) => byte >= 0x20 && byte !== 0x22 && byte !== 0x5c);
      return Buffer.concat([Buffer.from('"'), inside, Buffer.from('"')]);
    });
    fc.assert(
      fc.property(fc.oneof(letters, bytes), (written) => {
        const one = Buffer.concat([Buffer.from('{"id":'), written, Buffer.from(',"name":"x"}')]);
        expect(parse(one)).toStrictEqual(whole(one));
      }),
      { numRuns: 1000 },
    );
  });

  it("is the text that is written, however its letters are written and however many there are", () => {
    const letter = fc.oneof(
      fc.constantFrom(
        "x",
        '\\"',
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\u00e4",
        "\u00ff",
        "\u0080",
        "\u0100",
      ),
      fc.nat(0x1ff).map((code) => `\\u${code.toString(16).padStart(4, "0")}`),
      fc.nat(0x1ff).map((code) => `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`),
    );
    const text = fc.tuple(fc.nat(40), fc.array(letter, { maxLength: 40 }));
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 2 }), (both) => {
        const [id, name] = both.map(([plain, letters]) => `"${"a".repeat(plain)}${letters.join("")}"`);
        const one = Buffer.from(`{"id":${id},"other":${name},"name":${name}}`);
        expect(parse(one)).toStrictEqual({
          id: JSON.parse(id ?? "") as unknown,
          name: JSON.parse(name ?? "") as unknown,
        });
      }),
      { numRuns: 2000 },
    );
  });

  it("has no others, unless their names are written with escapes", () => {
    fc.assert(
      fc.property(object, (text) => {
        const value = parse(Buffer.from(text));
        if (!/\\u[^"]*"\s*:/.test(text)) expect(value).toStrictEqual(readOf(value, MEMBERS));
      }),
      { numRuns: 1000 },
    );
    const [read, escaped] = ['"id":1,"image":"x","profile":{"name":2,"image":[]}', '"\\u0069mage":3'];
    expect(parse(Buffer.from(`{${read}}`))).toStrictEqual({ id: 1, profile: { name: 2 } });
    expect(parse(Buffer.from(`{${read},${escaped}}`))).toEqual(whole(Buffer.from(`{${read},${escaped}}`)));
  });

  it("is refused where JSON.parse refuses it, wherever a byte is wrong, missing or too many", () => {
    const seen = { refused: 0, read: 0 };
    const byte = fc.oneof(fc.constantFrom(...Buffer.from('"\\{}[],:0123e-. \n\0u/tf')), fc.nat(127));
    fc.assert(
      fc.property(object, fc.nat(), byte, fc.constantFrom(0, 1, 2), (text, where, wrong, cut) => {
        const good = Buffer.from(text);
        const at = where % good.length;
        const bytes = Buffer.concat([
          good.subarray(0, at),
          Buffer.from(cut === 1 ? [] : [wrong]),
          good.subarray(cut === 0 ? at : at + 1),
        ]);
        const expected = parsed(whole, bytes);
        seen[expected === "not JSON" ? "refused" : "read"]++;
        expect(parsed(parse, bytes)).toEqual(expected);
      }),
      { numRuns: 10_000 },
    );
    expect(Math.min(seen.refused, seen.read)).toBeGreaterThan(1000);
  });

  it("is refused wherever it is cut off, though what was parsed before stands behind it", () => {
    const bytes = Buffer.from('{"id":"U1","other":{"a":[1,true,"\\u00e4\\/"]},"profile":{"name":"x","b":-1.5e+3}}');
    for (let end = 0; end < bytes.length; end++) {
      parse(bytes);
      expect(parsed(parse, bytes.subarray(0, end))).toBe("not JSON");
    }
  });

  const ODD = String.raw`01 1. .5 - +1 1e 1e+ 0x1 NaN nul nulL truee falsy tru 'a' undefined [1,] [,1] [1} {] {1:2} {"a"} {"a":} {"a":1,} {,} /**/1`;
  const ODD_STRINGS = ['"a', '"\\x"', '"\\u12G4"', '"\\u12"', '"\\"', '"\n"', '"\t"', '"\0"'];
  const ODD_GAPS = ["[1 2]", '{"a" 1}', '{"a":1 "b":2}', "\u00a01", "\ufeff1", "\v1", ""];
  it.each([...ODD.split(" "), ...ODD_STRINGS, ...ODD_GAPS])(
    "is refused for a member that is %j, though nobody reads it",
    (wrong) => {
      for (const text of [
        `{"other":${wrong}}`,
        `{"id":1,"profile":{"other":${wrong},"name":"x"}}`,
        `{"other":[{"a":${wrong}}]}`,
      ]) {
        expect(() => whole(Buffer.from(text))).toThrow(SyntaxError);
        expect(() => parse(Buffer.from(text))).toThrow(SyntaxError);
      }
    },
  );

  it.each([
    "-0",
    "0",
    "-0.0e-0",
    "1E5",
    '"\\ud800"',
    '"\\u12aF"',
    '"\\"\\\\\\/\\b\\f\\n\\r\\t"',
    '"\u007f"',
    "[[],{}]",
    "{}",
  ])("is read beside a member that is %s", (right) => {
    expect(parse(Buffer.from(`{"id":${right},"other":${right},"profile":{"other":${right}}}`))).toEqual({
      id: JSON.parse(right) as unknown,
      profile: {},
    });
  });

  it("is read however deep others are, and however long", () => {
    for (const depth of [60, 63, 64, 65, 1000]) {
      const deep = '{"a":['.repeat(depth) + "]}".repeat(depth);
      expect(parsed(parse, Buffer.from(`{"a":${deep},"id":"U1"}`))).toEqual({ value: { id: "U1" } });
      expect(parsed(parse, Buffer.from(`{"a":${deep}],"id":"U1"}`))).toBe("not JSON");
    }
    for (const length of [10, 100_000, 70, 1_000_000, 3]) {
      const long = "x\u00e4".repeat(length);
      expect(parse(Buffer.from(`{"a":"${long}","id":"${long}"}`))).toEqual({ id: long });
    }
  });

  it("is all of what is no object", () => {
    for (const text of ['["id",1]', '"id"', "7", ' {"a":1}', '{"a":1} '])
      expect(parse(Buffer.from(text))).toEqual(JSON.parse(text));
  });
});

it("names that the kernel has no room for are refused", () => {
  for (const name of ["", "x".repeat(29), "n\u00e4me", 'a"b', "__proto__"])
    expect(() => partParser(Object.fromEntries([[name, true]]))).toThrow(RangeError);
});
