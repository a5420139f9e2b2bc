import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inStep } from "./in-step.ts";
import { jsonSlicer, type RunTaker } from "./json-elements.ts";
import { newPrintKey } from "./kernel.ts";
import { type Joined, joinLists, type Stretch } from "./list-join.ts";

interface Element {
  readonly id: string;
  readonly is: string;
}

const key = newPrintKey();

/** Joins two texts, each read so many bytes at a time. */
function joined(before: Buffer, after: Buffer, size: number, counted: boolean): Joined | undefined {
  const reader = (text: Buffer, runs: RunTaker): (() => boolean) => {
    const slicer = jsonSlicer([], key, runs);
    let at = 0;
    return () => {
      const from = at;
      slicer.fill(size, (into) => {
        at += text.copy(into, 0, at);
        return at - from;
      });
      return at > from;
    };
  };
  const join = joinLists(counted, new Set());
  const lists = inStep(join, counted ? ["is"] : [], () => first());
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
