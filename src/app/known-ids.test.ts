import fc from "fast-check";
import { expect, it } from "vitest";
import { knownIds } from "./known-ids.ts";

const ids = fc.uniqueArray(fc.string({ unit: "grapheme", maxLength: 12 }), { maxLength: 300 });

it("ids are found where they were added, in whatever texts they came, and no others are", () => {
  fc.assert(
    fc.property(
      ids,
      fc.array(fc.string()),
      fc.integer({ min: 1, max: 50 }),
      fc.nat(400),
      (some, others, many, expected) => {
        const known = knownIds(expected);
        for (let from = 0; from < some.length; from += many) {
          const text = some.slice(from, from + many).join("\n");
          let at = 0;
          for (const id of some.slice(from, from + many)) {
            known.add(text, at, at + id.length);
            at += id.length + 1;
          }
        }
        expect(known.size).toBe(some.length);
        expect(some.map((id) => known.find(id))).toEqual(some.map((_, place) => place));
        expect(some.map((_, place) => known.at(place))).toEqual(some);
        for (const other of others) if (!some.includes(other)) expect(known.find(other)).toBe(-1);
      },
    ),
  );
});
