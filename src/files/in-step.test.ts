import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inStep } from "./in-step.ts";
import { jsonSlicer, type RunTaker } from "./json-elements.ts";
import { newPrintKey, type ReadMembers } from "./kernel.ts";
import { type Joined, joinLists, type Stretch } from "./list-join.ts";

interface Element {
  readonly id: string;
  readonly is: string;
}

const key = newPrintKey();

/** Joins two texts, each read so many bytes at a time. */
function joined(
  before: Buffer,
  after: Buffer,
  size: number,
  counted: boolean,
  read?: ReadMembers,
  apart: readonly bigint[] = [],
): Joined | undefined {
  const reader = (text: Buffer, runs: RunTaker): (() => boolean) => {
    const slicer = jsonSlicer([], key, runs);
    let at = 0;
    return () => {
      const copied = text.copy(slicer.room(size), 0, at);
      at += copied;
      slicer.filled(copied);
      return copied > 0;
    };
  };
  const join = joinLists(counted, new Set(apart));
  const lists = inStep(join, { chosen: counted ? ["is"] : [], ...(read && { read }) }, () => first());
  const first = reader(before, lists.before);
  const second = reader(after, lists.after);
  while (second());
  lists.finish();
  return join.found();
}

function textOf(list: readonly Element[], between: string): Buffer {
  return Buffer.from(`[${list.map((one) => JSON.stringify(one)).join(between)}]`);
}

/** What a join has to say of lists without repeated ids. */
function inTruth(before: readonly Element[], after: readonly Element[]): object {
  const was = new Map(before.map(({ id, is }) => [id, is]));
  const is = new Map(after.map((one) => [one.id, one.is]));
  return {
    unchanged: after.filter((one) => was.get(one.id) === one.is).length,
    before: before.filter((one) => is.get(one.id) !== one.is),
    after: after
      .filter((one) => was.get(one.id) !== one.is)
      .map((one) => ({ is: one, was: was.has(one.id) ? { id: one.id, is: was.get(one.id) } : undefined })),
  };
}

const words = fc.constantFrom("a", "b", "c".repeat(40), "d".repeat(90));
const edit = fc.record({
  what: fc.constantFrom("gone", "new", "changed", "moved", "all moved"),
  at: fc.nat(400),
  many: fc.constantFrom(1, 2, 9, 70),
});

function edited(list: readonly Element[], edits: readonly { what: string; at: number; many: number }[]): Element[] {
  const after = [...list];
  for (const [n, { what, at: place, many }] of edits.entries()) {
    const at = place % (after.length + 1);
    const fresh = Array.from({ length: many }, (_, i) => ({ id: `new ${n} ${i}`, is: "a" }));
    if (what === "gone") after.splice(at, many);
    else if (what === "new") after.splice(at, 0, ...fresh);
    else if (what === "moved") after.push(...after.splice(at, many));
    else if (what === "all moved") after.reverse();
    else
      for (let i = at; i < Math.min(at + many, after.length); i++)
        after[i] = { id: after[i]?.id ?? "", is: `new ${n}` };
  }
  return after;
}

const lists = fc.record({
  values: fc.array(words, { maxLength: 400 }),
  edits: fc.array(edit, { maxLength: 4 }),
  size: fc.constantFrom(64, 500, 7000, 100_000),
  between: fc.constantFrom(",", ",\n", " , "),
  betweenAfter: fc.constantFrom(",", ",\n"),
});

describe("two lists that are read in step", () => {
  it("are told apart as by the id of every element, whatever is gone, new, changed or moved, and however they are read", () => {
    fc.assert(
      fc.property(lists, fc.boolean(), ({ values, edits, size, between, betweenAfter }, counted) => {
        const before = values.map((is, n) => ({ id: `id ${n}`, is }));
        const after = edited(before, edits);
        const [first, second] = [textOf(before, between), textOf(after, betweenAfter)];
        const found = joined(first, second, size, counted);
        const at = (text: Buffer, stretch: Stretch): Element =>
          JSON.parse(text.toString("utf8", stretch.at, stretch.at + stretch.length)) as Element;
        expect({
          unchanged: found?.unchanged,
          before: found?.before.map((one) => at(first, one)),
          after: found?.after.map(({ is, was }) => ({ is: at(second, is), was: was && at(first, was) })),
        }).toEqual(inTruth(before, after));
        // Counted by what was chosen: nobody twice, nobody under another's.
        if (!counted) return;
        const counts = new Map<string, number>();
        for (const { one, count } of found?.alike ?? []) {
          const { is } = at(second, one);
          counts.set(is, (counts.get(is) ?? 0) + count);
        }
        const truth = new Map<string, number>();
        const was = new Map(before.map((one) => [one.id, one.is]));
        for (const one of after) if (was.get(one.id) === one.is) truth.set(one.is, (truth.get(one.is) ?? 0) + 1);
        expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(truth));
      }),
      { numRuns: 300 },
    );
  });

  it("name an id that one of them has twice, wherever it stands", () => {
    const some = Array.from({ length: 100 }, (_, n) => ({ id: `id ${n}`, is: "a" }));
    for (const at of [0, 1, 50, 99]) {
      const doubled = some.toSpliced(at, 0, { id: "id 40", is: "b" });
      for (const [before, after] of [
        [doubled, some],
        [some, doubled],
        [doubled, doubled],
        [some.toReversed(), doubled],
      ] as const)
        expect(joined(textOf(before, ","), textOf(after, ","), 1000, false)?.repeated.size).toBe(1);
    }
  });

  it("are not joined where only a parser can tell an id", () => {
    const odd = String.raw`{"\u0069d":"x","id":"y"}`;
    for (const [before, after] of [
      [`[${odd}]`, `[{"id":"y"}]`],
      [`[{"id":"y"}]`, `[${odd}]`],
      [`[${odd}]`, `[${odd}]`],
    ] as const)
      expect(joined(Buffer.from(before), Buffer.from(after), 100, false)).toBeUndefined();
  });
});

describe("elements at the same place that differ", () => {
  const read = { names: ["id", "name", "teams", "title"], within: ["profile"] };
  const at = (text: Buffer, { at: from, length }: Stretch): string => text.toString("utf8", from, from + length);

  /** All that is read of an element, as the text says it. */
  function said(text: string): unknown {
    const of = (json: unknown): [string, unknown][] => Object.entries(json as object);
    const json = JSON.parse(text) as Record<string, unknown>;
    const { profile } = json;
    const isObject = typeof profile === "object" && profile !== null && !Array.isArray(profile);
    const within = isObject ? of(profile).filter(([name]) => read.names.includes(name)) : profile;
    return [of(json).filter(([name]) => read.names.includes(name)), within];
  }

  function isJson(text: string): boolean {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }

  const name = fc.oneof(
    { arbitrary: fc.constantFrom("status", "image", "more", "nam"), weight: 3 },
    fc.constantFrom("name", "title", "profile", String.raw`n\u0061me`),
  );
  const plain = fc.oneof(
    { arbitrary: fc.json({ maxDepth: 2 }), weight: 3 },
    fc.constantFrom('""', '"a"', '"b\\n"', "0", "-1.5e+3", "12", "123", "true", "false", "null", "[]", "{}", '"ü"'),
  );
  /** Also what is hardly JSON, or none. */
  const wrong = fc.constantFrom(
    '"\\x"',
    '"\t"',
    "01",
    "1.",
    "-",
    "1e",
    "tru",
    "nulls",
    "[1,]",
    '{"a"}',
    "lunch",
    '"\\u00g0"',
    "+1",
  );
  const value = fc.oneof({ arbitrary: plain, weight: 12 }, wrong);
  const member = fc.tuple(name, value).map(([called, of]) => `"${called}":${of}`);
  const profile = fc.array(member, { maxLength: 3 }).map((all) => `"profile":{${all.join(", ")}}`);
  const members = fc.array(fc.oneof({ arbitrary: member, weight: 2 }, profile), { maxLength: 5 });
  /** Elements, and the same with other values for some of their members; without their id. */
  const pair = fc
    .tuple(members, fc.array(fc.tuple(fc.nat(5), fc.oneof(value, profile)), { maxLength: 3 }))
    .map(([all, others]) => {
      const changed = [...all];
      for (const [place, other] of others) {
        const was = changed[place];
        if (was === undefined) continue;
        changed[place] = other.startsWith('"profile":{') ? other : `${was.slice(0, was.indexOf(":"))}:${other}`;
      }
      return [all, changed] as const;
    });
  const pairs = fc.array(pair, { minLength: 1, maxLength: 30 }).map((all) => {
    const texts = [0, 1].map((side) =>
      all.map((one, n) => `{${one[side as 0 | 1].toSpliced(n % 4, 0, `"id":"U${n}"`).join(",")}}`),
    );
    return texts as [string[], string[]];
  });

  it("are the same only where all that is read of them is, and both are JSON or neither is", () => {
    let [agreed, told] = [0, 0];
    fc.assert(
      fc.property(pairs, fc.constantFrom(20, 300, 9000), fc.boolean(), ([ones, others], size, counted) => {
        const [before, after] = [Buffer.from(`[${ones.join(",")}]`), Buffer.from(`[${others.join(",")}]`)];
        const found = joined(before, after, size, counted, read);
        if (found === undefined) return;
        const changed = new Set(found.after.map(({ is }) => at(after, is)));
        expect(found.unchanged).toBe(others.filter((other) => !changed.has(other)).length);
        for (const [n, one] of ones.entries()) {
          const other = others[n] ?? "";
          if (one === other) continue;
          if (changed.has(other)) told++;
          else {
            agreed++;
            expect(isJson(other)).toBe(isJson(one));
            if (isJson(one)) expect(said(other)).toEqual(said(one));
          }
        }
        // One of those that look alike stands in the second list.
        for (const { one: where } of found.alike) expect(others).toContain(at(after, where));
      }),
      { numRuns: 500 },
    );
    expect(agreed).toBeGreaterThan(100);
    expect(told).toBeGreaterThan(300);
  });

  it.each([
    ["in text", '"status":"a"', '"status":"lunch\\n \\ud83c"'],
    ["in a number and a word", '"more":12,"status":true', '"more":-12.5E7,"status":null'],
    [
      "in what is within",
      '"profile":{"title":"a","status":[],"image":"a"}',
      '"profile":{"title":"a","status":[{"a":[1]}],"image":"b"}',
    ],
  ])("are the same where they differ %s that nobody reads", (_, one, other) => {
    const list = (text: string): Buffer => Buffer.from(`[{"id":"U1",${text},"title":"x"},{"id":"U2"}]`);
    expect(joined(list(one), list(other), 1000, false, read)?.unchanged).toBe(2);
    expect(joined(list(other), list(one), 1000, false, read)?.unchanged).toBe(2);
    expect(joined(list(one), list(other), 1000, false)?.unchanged).toBe(1);
  });

  it.each([
    ["in what is read", '"name":"a"', '"name":"b"'],
    ["in what is read within", '"profile":{"title":"a"}', '"profile":{"title":"b"}'],
    ["in a key", '"status":1', '"stat":1'],
    ["in what only a parser can name", String.raw`"n\u0061me":1`, String.raw`"n\u0061me":2`],
    ["in whether there is something within", '"profile":null', '"profile":{}'],
    ["in letters that may be none", '"status":"a"', '"status":"ä"'],
    ["in what is no JSON", '"status":1', '"status":1x'],
    ["in layout", '"status":1', '"status": 1'],
  ])("are told where they differ %s", (_, one, other) => {
    const list = (text: string): Buffer => Buffer.from(`[{"id":"U1",${text},"title":"x"},{"id":"U2"}]`);
    for (const [a, b] of [
      [list(one), list(other)],
      [list(other), list(one)],
    ] as const) {
      const found = joined(a, b, 1000, false, read);
      expect(found?.unchanged).toBe(1);
      expect(found?.after.map(({ is }) => at(b, is))).toEqual([b.toString().slice(1).split(',{"id":"U2"')[0]]);
    }
  });

  it("are given as they stand in each list where their id is apart", () => {
    const [before, after] = ['[{"id":"U1","status":1},{"id":"U2"}]', '[{"id":"U1","status":"lunch"},{"id":"U2"}]'].map(
      (text) => Buffer.from(text),
    ) as [Buffer, Buffer];
    const hashes: bigint[] = [];
    jsonSlicer([], key, { take: ({ kernel }) => hashes.push(kernel.idHash(0)) }).push(Buffer.from('[{"id":"U1"}]'));
    const found = joined(before, after, 1000, true, read, hashes);
    expect(found?.before.map((one) => at(before, one))).toEqual(['{"id":"U1","status":1}']);
    expect(found?.after.map(({ is }) => at(after, is))).toEqual(['{"id":"U1","status":"lunch"}']);
    expect(found?.unchanged).toBe(1);
  });
});
