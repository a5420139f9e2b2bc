import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compiledKernel, GENERATED } from "../../scripts/compile-kernel.ts";
import { inStep } from "./in-step.ts";
import { type JsonElement, jsonSlicer } from "./json-elements.ts";
import { newPrintKey, type PrintKey } from "./kernel.ts";
import { joinLists } from "./list-join.ts";

const key = newPrintKey();

function elementsOf(
  text: string,
  options: { readonly key?: PrintKey; readonly cuts?: readonly number[] } = {},
): JsonElement[] {
  const bytes = Buffer.from(text);
  const slicer = jsonSlicer([], options.key ?? key);
  const bounds = [
    0,
    ...(options.cuts ?? []).map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b),
    bytes.length,
  ];
  const elements: JsonElement[] = [];
  for (const [at, from] of bounds.slice(0, -1).entries())
    for (const part of slicer.push(bytes.subarray(from, bounds[at + 1])))
      if (part.part === "element") elements.push({ ...part, bytes: Buffer.from(part.bytes) });
  slicer.end();
  return elements;
}

/** A string as JSON, with any of its characters written as an escape. */
const written = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.infiniteStream(fc.boolean())).map(([string, escapes]) => {
    const letters = Array.from({ length: string.length }, (_, at) => {
      const escaped = `\\u${string.charCodeAt(at).toString(16).padStart(4, "0")}`;
      return escapes.next().value === true ? escaped : JSON.stringify(string[at]).slice(1, -1);
    });
    return `"${letters.join("")}"`;
  });
const plainly = fc.constantFrom(
  "id",
  "d",
  "i",
  "ids",
  "xid",
  'a"id',
  "id\\",
  "\\",
  "4",
  "team_id",
  "deleted",
  "ï",
  "x".repeat(61),
);
const space = fc.constantFrom("", "", " ", "\n  ", "\t");
const scalar = fc.oneof(
  written(plainly),
  { arbitrary: plainly.map((text) => JSON.stringify(text)), weight: 4 },
  fc.constantFrom("null", "-1.5e3", "true", "[]", "{}"),
);
const value = fc.oneof(
  scalar,
  fc.tuple(written(plainly), scalar).map(([name, inner]) => `[{${name}:${inner}},{"id":${inner}}]`),
);
const member = fc
  .tuple(fc.oneof(fc.constant('"id"'), written(plainly)), value, space, space)
  .map(([name, of, before, after]) => `${before}${name}${after}:${before}${of}${after}`);
const account = fc.array(member, { maxLength: 6 }).map((members) => `{${members.join(",")}}`);
const list = fc
  .tuple(fc.array(account, { minLength: 1, maxLength: 5 }), space)
  .map(([all, gap]) => `[${gap}${all.join(`${gap},${gap}`)}]`);

describe("the kernel", () => {
  it("is what its source compiles to", async () => {
    expect(await readFile(GENERATED, "utf8")).toBe(await compiledKernel());
  });

  it("tells the id that JSON.parse gives, or none, whatever the keys are and however they are written", () => {
    let told = 0;
    fc.assert(
      fc.property(list, (text) => {
        for (const { id, bytes } of elementsOf(text)) {
          if (id === undefined) continue;
          told++;
          expect((JSON.parse(bytes.toString()) as { id: unknown }).id).toBe(id);
        }
      }),
      { numRuns: 2000 },
    );
    expect(told).toBeGreaterThan(100);
  });

  it("tells the id of every account that has one, once and plainly, wherever it stands", () => {
    const others = fc.array(
      fc.tuple(fc.constantFrom("name", "d", "team_id", "kid"), scalar).map(([name, of]) => `"${name}":${of}`),
    );
    fc.assert(
      fc.property(others, others, space, (before, after, gap) => {
        const text = `[{${[...before, `"id"${gap}:${gap}"U1"`, ...after].join(",")}}]`;
        expect(elementsOf(text)).toMatchObject([{ id: "U1", print: expect.any(Buffer) as Buffer }]);
      }),
    );
  });

  it.each([
    ["written with an escape", '[{"\\u0069d":"U1"}]'],
    ["written with an escape of its last letter", '[{"i\\u0064":"U1"}]'],
    ["written with escapes alone", '[{"\\u0069\\u0064":"U1"}]'],
    ["given twice", '[{"id":"U1","id":"U2"}]'],
    ["given twice, once with an escape", '[{"id":"U1","\\u0069d":"U2"}]'],
    ["a number", '[{"id":1}]'],
    ["with an escape in it", '[{"id":"U\\u0031"}]'],
    ["of something within", '[{"profile":{"id":"U1"}}]'],
    ["not there", '[{"name":"id"}]'],
    ["of no object", '[["id"]]'],
  ])("leaves an id that is %s to the parser", (_, text) => {
    const [only] = elementsOf(text);
    expect(only).toMatchObject({ part: "element" });
    expect(only).not.toHaveProperty("id");
    expect(only).not.toHaveProperty("print");
  });

  it("prints the same bytes alike wherever chunks are cut, and others otherwise", () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.array(fc.nat(), { maxLength: 5 }), fc.nat(), (length, cuts, place) => {
        const name = "n".repeat(length);
        const text = `[{"id":"U1","name":"${name}"},{"id":"U2"}]`;
        const [one] = elementsOf(text);
        const [again] = elementsOf(text, { cuts });
        expect(again?.print).toEqual(one?.print);
        const at = text.indexOf(name) + (place % Math.max(1, length));
        if (length > 0)
          expect(elementsOf(`${text.slice(0, at)}m${text.slice(at + 1)}`)[0]?.print).not.toEqual(one?.print);
      }),
      { numRuns: 300 },
    );
  });

  it("tells apart accounts of which one flag, one digit or the order of the keys differs", () => {
    const accounts = [
      '{"id":"U1","deleted":false}',
      '{"id":"U1","deleted":true}',
      '{"deleted":false,"id":"U1"}',
      '{"id":"U1","deleted":false }',
      ...Array.from({ length: 2000 }, (_, n) => `{"id":"U1","deleted":false,"updated":${n}}`),
    ];
    const prints = elementsOf(`[${accounts.join(",")}]`).map(({ print }) => print?.toString("hex"));
    expect(new Set(prints).size).toBe(accounts.length);
  });

  it("prints otherwise under another key", () => {
    const text = '[{"id":"U1"}]';
    expect(elementsOf(text, { key: newPrintKey() })[0]?.print).not.toEqual(elementsOf(text)[0]?.print);
  });
});

describe("chosen members", () => {
  const names = ["deleted", "tz", "bot_id"];

  /** How many of the second list's objects are counted as one, where the first one has the same; they are numbered in each. */
  function counts(before: readonly string[], after = before): number[] | undefined {
    const numbered = (texts: readonly string[]): Buffer =>
      Buffer.from(`[${texts.map((text, n) => `{"id":"${n}"${text === "{}" ? "" : ","}${text.slice(1)}`).join(",")}]`);
    const join = joinLists(true, new Set());
    const lists = inStep(join, { chosen: names }, () => false);
    jsonSlicer([], key, lists.before).push(numbered(before));
    jsonSlicer([], key, lists.after).push(numbered(after));
    lists.finish();
    return join.found()?.alike.map(({ count }) => count);
  }

  /** What an object says of them, on the two levels that count. */
  function said(text: string): string {
    const of = (json: unknown): [string, unknown][] =>
      typeof json === "object" && json !== null && !Array.isArray(json) ? Object.entries(json) : [];
    const all = of(JSON.parse(text));
    const chosen = (level: [string, unknown][]): [string, unknown][] => level.filter(([name]) => names.includes(name));
    return JSON.stringify([chosen(all), all.flatMap(([, part]) => chosen(of(part)))]);
  }

  it("are the same in what is counted as one, whatever stands beside them and however their keys are written", () => {
    const named = fc.oneof(fc.constantFrom(...names), fc.constantFrom("any", "deletes", "name", "t", "tzz"));
    const inner = fc
      .uniqueArray(fc.tuple(written(named), scalar), { selector: ([name]) => String(JSON.parse(name)) })
      .map((all) => `{${all.map(([name, of]) => `${name}:${of}`).join(",")}}`);
    // No key twice: in which of two objects with one name something stands is not asked.
    const object = fc
      .uniqueArray(fc.tuple(named, written(named), fc.oneof(scalar, inner), space), {
        selector: ([plain, any]) => (plain === "any" ? String(JSON.parse(any)) : plain),
      })
      .map((all) => {
        const members = all.map(
          ([plain, any, of, gap]) => `${gap}${plain === "any" ? any : JSON.stringify(plain)}${gap}:${gap}${of}${gap}`,
        );
        return `{${members.join(",")}}`;
      });
    let same = 0;
    fc.assert(
      fc.property(object, object, fc.boolean(), (a, unlike, isLike) => {
        const b = isLike ? `{"more":[{"tz":1}],"profile":{"name":"}{"}${a === "{}" ? "" : ","}${a.slice(1)}` : unlike;
        const found = counts([a, b]);
        // There may be another id, in escapes.
        if (found === undefined) return;
        expect(found.reduce((sum, count) => sum + count, 0)).toBe(2);
        if (found.length === 2) return;
        same++;
        expect(said(a)).toBe(said(b));
      }),
      { numRuns: 1000 },
    );
    expect(same).toBeGreaterThan(100);
  });

  it("are counted as one where only others differ, and apart where one of them does", () => {
    const one = '{"deleted":false,"tz":"Asia/Tokyo","profile":{"bot_id":"","title":"a"},"more":[{"tz":"x"}]}';
    const alike = '{"name":"}{","deleted":false,"tz":"Asia/Tokyo","profile":{"title":"b","bot_id":""},"more":[]}';
    const others = [
      '{"deleted":true,"tz":"Asia/Tokyo","profile":{"bot_id":"","title":"b"}}',
      '{"deleted":false,"tz":"Asia/Tokyo","profile":{"bot_id":"B1","title":"b"}}',
    ];
    expect(counts([one, alike])).toEqual([2]);
    expect(counts([one, ...others, alike])).toEqual([2, 1, 1]);
  });

  it("are counted of what stands in both lists alone, wherever it stands", () => {
    const [one, alike, other] = ['{"tz":"a","name":"x"}', '{"tz":"a","name":"y"}', '{"tz":"b"}'];
    expect(counts([one, alike, other], [one, alike])).toEqual([2]);
    expect(counts([one], [one, alike])).toEqual([1]);
    expect(counts([one, alike, other], [one, '{"tz":"c"}', other])).toEqual([1, 1]);
    expect(counts([], [one])).toEqual([]);
  });

  it("are each counted alone where there are too many of them to tell", () => {
    const many = `{"tz":"${"x".repeat(9000)}"}`;
    expect(counts([many, many])).toEqual([1, 1]);
  });
});
