import { describe, expect, it } from "vitest";
import { outlookOf } from "./outlook.ts";
import type { Member } from "./units.ts";

const RULES = { k: 5, anyone: 10 };

function staff(count: number, teamOf: (n: number) => string | null = () => null): Member[] {
  return Array.from({ length: count }, (_, n) => ({ id: `U${n}`, team: teamOf(n), place: null }));
}

const shares = (of: readonly { readonly shown: number }[]): number[] => of.map(({ shown }) => Math.round(100 * shown));

describe("what counts would show", () => {
  it("is of the units that these people would be divided into", () => {
    const { units, authorised, anyone } = outlookOf(
      "acme",
      staff(240, (n) => `Team ${n % 2}`),
      RULES,
      true,
    );
    expect(units).toEqual([120, 120]);
    expect(authorised.map(({ cut }) => cut)).toEqual([0.05, 0.15, 0.3]);
    expect(shares(authorised).every((share, i) => share > (shares(anyone)[i] ?? 100))).toBe(true);
  });

  it("is of units of 80 where teams and places are not known, which show no more than the real ones", () => {
    const all = staff(800, (n) => `Team ${n % 4}`);
    const [known, assumed] = [outlookOf("acme", all, RULES, true), outlookOf("acme", all, RULES, false)];
    expect([known.units, assumed.units]).toEqual([
      [200, 200, 200, 200],
      [80, 80, 80, 80, 80, 80, 80, 80, 80, 80],
    ]);
    // As docs/disclosure.md has it of units of 80.
    expect([shares(assumed.authorised), shares(assumed.anyone)]).toEqual([
      [60, 85, 93],
      [12, 55, 75],
    ]);
    for (const readers of ["authorised", "anyone"] as const) {
      known[readers].forEach(({ shown }, i) => expect(shown).toBeGreaterThan(assumed[readers][i]?.shown ?? 1));
    }
  });

  it("is nothing where there are fewer staff than one unit has to have", () => {
    for (const isKnown of [true, false]) {
      expect(outlookOf("acme", staff(39), RULES, isKnown)).toMatchObject({ staff: 39, units: [], least: 40 });
      expect(outlookOf("acme", staff(40), RULES, isKnown).units).toEqual([40]);
    }
  });
});
