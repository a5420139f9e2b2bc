import fc from "fast-check";
import { expect, it } from "vitest";
import { knownIds } from "./known-ids.ts";

const ids = fc.uniqueArray(fc.string({ unit: "grapheme", maxLength: 12 }), { maxLength: 300 });

it("ids are found where they were added, in whatever order and texts they came and were asked for, and no others are", () => {
  const order = fc.constantFrom<(some: readonly string[]) => readonly string[]>(
    (some) => some,
    (some) => some.toSorted(),
    // As SQLite has them, which compares bytes.
    (some) => some.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
  fc.assert(
    fc.property(
      ids.chain((some) => order.map((as) => as(some))),
      fc.array(fc.string()),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.nat(), { maxLength: 400 }),
      (some, others, many, asked) => {
        const known = knownIds();
        for (let from = 0; from < some.length; from += many) {
          const text = some.slice(from, from + many).join("\n");
          let at = 0;
          for (const id of some.slice(from, from + many)) {
            known.add(text, at, at + id.length);
            at += id.length + 1;
          }
          // Few are searched, and many are looked up: some lists are asked for hardly any, and some for all while they grow.
          const one = (asked[from] ?? 0) % some.length;
          if (from in asked) expect(known.find(some[one] ?? "")).toBe(one < known.size ? one : -1);
        }
        expect(known.size).toBe(some.length);
        for (const place of asked.map((n) => n % Math.max(1, some.length)).slice(0, some.length)) {
          expect(known.find(some[place] ?? "")).toBe(place);
        }
        for (const other of others) if (!some.includes(other)) expect(known.find(other)).toBe(-1);
        expect(some.map((id) => known.find(id))).toEqual(some.map((_, place) => place));
        expect(some.map((_, place) => known.at(place))).toEqual(some);
        for (const other of others) if (!some.includes(other)) expect(known.find(other)).toBe(-1);
      },
    ),
  );
});
