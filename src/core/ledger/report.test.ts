import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY } from "../time.ts";
import { openLedger, released } from "./ledger.ts";
import { reportOf } from "./report.ts";
import type { Settled } from "./settled.ts";
import type { Unit } from "./units.ts";

function unit(
  id: string,
  headcount: number,
  ...parts: readonly (readonly [team: string | null, place: string | null])[]
): Unit {
  return { id, name: id, headcount, parts: parts.map(([team, place]) => ({ team, place })) };
}

const units = [
  unit("design", 40, ["Design", "Oslo"]),
  unit("sales, lagos", 40, ["Sales", "Lagos"]),
  unit("sales, oslo and lima", 40, ["Sales", "Oslo"], ["Sales", "Lima"]),
  unit("other teams", 40, ["Ops", "Oslo"], [null, "Oslo"]),
];

function settled(day: number, counts: Readonly<Record<string, number>>): Settled {
  return { at: day * DAY, counts: new Map(Object.entries(counts)) } as unknown as Settled;
}

describe("a report", () => {
  const counts = { design: 6, "sales, lagos": 9, "sales, oslo and lima": 7, "other teams": 4 };
  const report = reportOf(released(openLedger(units, 5), settled(1, counts)));

  it("says at least, of everybody, each unit, and the teams and places that units lie wholly in", () => {
    expect(report).toEqual({
      policy: { k: 5, partition: expect.stringMatching(/^p-[0-9a-f]{16}$/), release: 1 },
      at: "1970-01-02T00:00:00.000Z",
      complete: true,
      total: { atLeast: 22 },
      units: [
        { unit: "design", atLeast: 6 },
        { unit: "sales, lagos", atLeast: 9 },
        { unit: "sales, oslo and lima", atLeast: 7 },
        { unit: "other teams", atLeast: 0 },
      ],
      teams: [
        { team: "Design", atLeast: 6 },
        { team: "Sales", atLeast: 16 },
      ],
      places: [
        { place: "Lagos", atLeast: 9 },
        { place: "Oslo", atLeast: 6 },
      ],
    });
  });

  it("names no team and no place where none is stated", () => {
    const nowhere = [unit("no team stated", 40, [null, null])];
    const { teams, places, total } = reportOf(released(openLedger(nowhere, 5), settled(1, { "no team stated": 8 })));
    expect({ teams, places, total }).toEqual({ teams: [], places: [], total: { atLeast: 8 } });
  });

  it("is of nothing before the first release", () => {
    expect(() => reportOf(openLedger(units, 5))).toThrow("Nothing has been released yet");
  });

  it("is the same to the letter where nobody, a few or almost everybody left", () => {
    const looks = [0, 1, 4, 36, 40].map((count) =>
      JSON.stringify(reportOf(released(openLedger(units, 5), settled(1, { ...counts, "other teams": count })))),
    );
    expect(new Set(looks)).toEqual(new Set([JSON.stringify(report)]));
  });

  it("never says more than have left, in any figure", () => {
    const four = fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(40)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(four, (moves) => {
        let ledger = openLedger(units, 5);
        const left = [0, 0, 0, 0];
        for (const [n, move] of moves.entries()) {
          for (const [u, more] of move.entries()) left[u] = Math.min(40, (left[u] ?? 0) + more);
          ledger = released(ledger, settled(n + 1, Object.fromEntries(units.map(({ id }, u) => [id, left[u] ?? 0]))));
          const { total, units: each, teams } = reportOf(ledger);
          expect(total.atLeast).toBe(each.reduce((sum, { atLeast }) => sum + atLeast, 0));
          for (const [u, { atLeast }] of each.entries()) expect(atLeast).toBeLessThanOrEqual(left[u] ?? 0);
          expect(teams[1]?.atLeast).toBe((each[1]?.atLeast ?? 0) + (each[2]?.atLeast ?? 0));
        }
      }),
    );
  });

  it("can be made of a ledger alone: its module sees no departures, and its type takes no counts", () => {
    const code = readFileSync(join(import.meta.dirname, "report.ts"), "utf8");
    const seen = new Set([...code.matchAll(/from "(?<target>[^"]+)"/g)].map(({ groups }) => groups?.["target"]));
    expect(seen).toEqual(new Set(["../errors.ts", "../time.ts", "./ledger.ts", "./merge.ts", "./units.ts"]));
    // The types are checked with all others (`npm run types`).
    // @ts-expect-error settled leavers are no ledger
    expect(() => reportOf(settled(1, counts))).toThrow(TypeError);
    const { k, step, over, release, at, totals, partition, published } = released(
      openLedger(units, 5),
      settled(1, counts),
    );
    // @ts-expect-error what looks like a ledger is none
    expect(reportOf({ k, step, over, release, at, totals, units, partition, published })).toEqual(report);
  });
});
