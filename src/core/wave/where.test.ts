import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GroupKey, headcounts } from "./groups.ts";
import { placesOf } from "./where.ts";

/** 6,000 people in offices of 200, one of which is Kraków with 14; teams of 10 within them; every third office is in one zone. */
const people: GroupKey[][] = Array.from({ length: 6000 }, (_, i) => {
  const office = i < 14 ? "Kraków" : `Office ${Math.floor(i / 200)}`;
  const zone = i < 14 ? "Europe/Warsaw" : ["Europe/Warsaw", "Asia/Tokyo", "America/Lima"][Math.floor(i / 200) % 3];
  return [`location:${office}`, `team:${Math.floor(i / 10)}`, `timezone:${zone}`, "domain:example.com"];
});
const after = (left: readonly number[]) => headcounts(people.filter((_, i) => !left.includes(i)));
const groups = (left: readonly number[]) => left.map((i) => people[i] ?? []);
const places = (left: readonly number[]) => placesOf(groups(left), after(left), []);

const kraków = Array.from({ length: 12 }, (_, i) => i);

describe("where a wave is", () => {
  it("12 of 14 in Kraków are found among 6,000 and named once: neither their time zone nor their teams beside it", () => {
    expect(places(kraków)).toEqual([{ by: "location", value: "Kraków", left: 12, of: 14 }]);
  });

  it("others who left elsewhere in those days do not hide it", () => {
    expect(places([...kraków, 700, 1900, 3100, 4300, 5500])[0]).toEqual({
      by: "location",
      value: "Kraków",
      left: 12,
      of: 14,
    });
  });

  it("two places are two", () => {
    const named = places([...kraków, ...Array.from({ length: 9 }, (_, i) => 1000 + i)]);
    expect(named.map(({ by, value, left, of }) => `${by} ${value} ${left}/${of}`)).toEqual([
      "location Kraków 12/14",
      "team 100 9/10",
    ]);
  });

  it("a wave that is everywhere alike has no place", () => {
    expect(places(people.flatMap((_, i) => (i % 7 === 0 ? [i] : [])))).toEqual([]);
  });

  it("who came back is counted once among those who were there", () => {
    expect(placesOf(groups(kraków), after([]), groups(kraków))).toEqual([
      { by: "location", value: "Kraków", left: 12, of: 14 },
    ]);
  });

  it("never counts anybody twice, names no place of fewer than three, and no order matters", () => {
    const leaving = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 80 });
    fc.assert(
      fc.property(leaving, (left) => {
        const found = places(left);
        expect(found.reduce((sum, place) => sum + place.left, 0)).toBeLessThanOrEqual(left.length);
        for (const place of found) {
          expect(place.left).toBeGreaterThanOrEqual(3);
          expect(place.of).toBeGreaterThanOrEqual(place.left);
        }
        expect(places(left.toReversed())).toEqual(found);
      }),
      { numRuns: 40 },
    );
  });
});
