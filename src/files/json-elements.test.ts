import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonPart, jsonSlicer } from "./json-elements.ts";

function slice(text: string | Buffer, cuts: readonly number[] = [], wanted = ["members"]): JsonPart[] {
  const bytes = Buffer.from(text);
  const slicer = jsonSlicer(wanted);
  const bounds = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  const parts: JsonPart[] = [];
  for (let n = 1; n < bounds.length; n++) {
    // The chunk is wiped after use, as a reader that uses one buffer again and again would.
    const chunk = Buffer.from(bytes.subarray(bounds[n - 1], bounds[n]));
    for (const part of slicer.push(chunk))
      parts.push("bytes" in part ? { ...part, bytes: Buffer.from(part.bytes) } : part);
    chunk.fill(0);
  }
  return [...parts, ...slicer.end()];
}

/** Puts the parts of one document together again; throws where JSON.parse of a part does, or at a fault. */
function rebuild(parts: readonly JsonPart[]): unknown[] {
  const documents: unknown[] = [];
  let items: unknown[] = [];
  let members: [string, unknown][] = [];
  const lists = new Map<string, unknown[]>();
  for (const part of parts) {
    if (part.part === "fault") throw new SyntaxError(part.reason);
    if (part.part === "list") {
      lists.set(part.key, []);
      members.push([part.key, lists.get(part.key)]);
    }
    if (part.part === "element") (part.key === undefined ? items : (lists.get(part.key) ?? [])).push(parse(part.bytes));
    if (part.part === "member") members.push([part.key, parse(part.bytes)]);
    if (part.part === "end") {
      documents.push(part.of === "array" ? items : Object.fromEntries(members));
      items = [];
      members = [];
      lists.clear();
    }
  }
  return documents;
}

const parse = (bytes: Buffer): unknown => JSON.parse(bytes.toString("utf8"));

const value = fc.jsonValue({ stringUnit: "binary" });
const document = fc.oneof(
  fc.array(value),
  fc.record({ members: fc.array(value) }, { requiredKeys: [] }),
  fc
    .tuple(fc.dictionary(fc.string({ unit: "binary" }), value), fc.array(value), fc.dictionary(fc.string(), value))
    .map(([before, members, after]) => ({ ...before, members, ...after })),
);
const layout = fc.constantFrom(undefined, 1, "\t");
const cuts = fc.array(fc.nat(), { maxLength: 12 });

describe("cutting JSON into elements", () => {
  it("gives what JSON.parse gives, for any document, layout, key order and place of the chunk boundaries", () => {
    fc.assert(
      fc.property(document, layout, cuts, (input, indent, at) => {
        const text = JSON.stringify(input, null, indent);
        expect(rebuild(slice(text, at))).toEqual([JSON.parse(text)]);
      }),
      { numRuns: 500 },
    );
  });

  it("accepts exactly the texts that JSON.parse accepts, when single bytes are changed", () => {
    const bytes = fc.constantFrom(...Buffer.from('{}[]",:\\ 0atn'));
    fc.assert(
      fc.property(document, cuts, fc.nat(), bytes, (input, at, position, byte) => {
        const text = Buffer.from(JSON.stringify(input));
        text[position % text.length] = byte;
        let expected: unknown;
        try {
          expected = parse(text);
        } catch {
          // One document that JSON.parse refuses may still be two documents, one after another.
          return expectRefused(slice(text, at));
        }
        if (typeof expected !== "object" || expected === null) return expectRefused(slice(text, at));
        // JSON.parse silently keeps the last of two equal names; for a list of accounts that is a fault.
        const parts = slice(text, at);
        const twice = parts.some((part) => part.part === "fault" && part.reason.startsWith("a second list"));
        expect(twice ? [expected] : rebuild(parts)).toEqual([expected]);
      }),
      { numRuns: 1000 },
    );
  });

  it("reports every place at which a document can be cut off, with the position in bytes", () => {
    const whole = Buffer.from(
      '{"ok":true,"members":[{"id":"U1","n":"é\\"]"},[1,[2]],3.5e1],"response_metadata":{"next_cursor":""}}',
    );
    for (let length = 1; length < whole.length; length++) {
      const last = slice(whole.subarray(0, length)).at(-1);
      expect(last).toEqual({ part: "fault", reason: "the text stops in the middle", truncated: true, at: length });
    }
    expect(slice(whole).at(-1)).toMatchObject({ part: "end", at: whole.length - 1 });
  });

  it("cuts inside a UTF-8 character and inside an escape without harm", () => {
    const text = '[{"name":"Zoë 🎉 \\u00e9 \\\\"}, "\\""]';
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut++) expect(rebuild(slice(bytes, [cut]))).toEqual([JSON.parse(text)]);
  });

  it("finds the wanted key when it is written with escapes", () => {
    expect(slice('{"\\u006dembers":[1]}').map((part) => part.part)).toEqual(["list", "element", "end"]);
  });

  it("reads documents that follow one another, with or without space between", () => {
    expect(rebuild(slice('{"members":[1]}{"members":[2]}\n[3]'))).toEqual([{ members: [1] }, { members: [2] }, [3]]);
  });

  it("tells an empty list from a missing one", () => {
    expect(slice('{"members":[]}').map((part) => part.part)).toEqual(["list", "end"]);
    expect(slice('{"members":null}').map((part) => part.part)).toEqual(["member", "end"]);
  });

  it.each([
    "[1 2]",
    "[1,]",
    "[,1]",
    '{"a" 1}',
    '{"a":1,}',
    '{"a":}',
    "{1:2}",
    "[1}",
    "42",
    '"text"',
    '{"members":[1,]}',
    "[1]]",
  ])("refuses %s at the byte where it goes wrong", (text) => {
    expect(slice(text).at(-1)).toMatchObject({ part: "fault", truncated: false });
  });

  it("refuses a list that is given twice, because nobody can know which one is meant", () => {
    expect(slice('{"members":[1],"members":[]}').at(-1)).toMatchObject({ part: "fault", at: 25 });
  });
});

function expectRefused(parts: readonly JsonPart[]): void {
  let documents: unknown[] = [];
  try {
    documents = rebuild(parts);
  } catch {
    return;
  }
  expect(documents).not.toHaveLength(1);
}
