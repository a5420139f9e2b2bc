import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { person } from "../../../test/support/directory.ts";
import type { Attributes } from "../directory/account.ts";
import type { RosterEntry } from "../directory/roster.ts";
import { MINUTE } from "../time.ts";
import { circlesOf, colleaguesToAsk, FRESH } from "./colleagues.ts";

const NOW = Date.UTC(2026, 10, 20, 9);

function here(id: string, attributes: Attributes): RosterEntry {
  return { account: person(id, attributes), presence: "present" };
}

/** So many teams of so many people, `U3-7` the eighth of the fourth team. */
function teams(count: number, size: number): RosterEntry[] {
  return Array.from({ length: count * size }, (_, i) => {
    const team = Math.floor(i / size);
    return here(`U${team}-${i % size}`, { kind: "human", team: `T${team}` });
  });
}

const left = (team: number, ago = MINUTE) => ({ at: NOW - ago, lastKnown: { team: `T${team}` } });
const nobody = { asked: new Map<string, number>(), gone: new Set<string>() };
const teamOf = (id: string): string => id.slice(1, id.indexOf("-"));

describe("whom to ask for next", () => {
  it("is nobody where one person has left, or where each of them was somewhere else", () => {
    const circles = circlesOf(teams(20, 10));
    expect(colleaguesToAsk([left(1)], circles, nobody, NOW, 10)).toEqual([]);
    expect(colleaguesToAsk([left(1), left(2), left(3)], circles, nobody, NOW, 10)).toEqual([]);
  });

  it("are the colleagues of two who have left, and of several teams those of the one that has lost the larger share", () => {
    const circles = circlesOf(teams(20, 10));
    const asked = colleaguesToAsk([left(1), left(1), left(4), left(4), left(4)], circles, nobody, NOW, 15);
    expect(asked.map(teamOf)).toEqual([...Array(10).fill("4"), ...Array(5).fill("1")]);
  });

  it("is nobody who shares only what everybody shares, or a circle of thousands", () => {
    const small = circlesOf(
      teams(20, 10).map((one, i) => here(`U${i}`, { ...one.account.attributes, channels: ["C1"] })),
    );
    const all = [1, 2, 3, 4].map((team) => ({ at: NOW, lastKnown: { team: `T${team}`, channels: ["C1"] } }));
    expect(colleaguesToAsk(all, small, nobody, NOW, 10)).toEqual([]);
    const large = circlesOf(teams(1, 1500).concat(teams(300, 10).map((one) => here(`V${one.account.id}`, {}))));
    expect(colleaguesToAsk([left(0), left(0)], large, nobody, NOW, 10)).toEqual([]);
  });

  it("finds them by manager, place, channel and user group as well", () => {
    const ways: readonly Attributes[] = [
      { manager: "U9" },
      { location: "Łódź" },
      { channels: ["C7"] },
      { groups: ["S7"] },
    ];
    for (const shared of ways) {
      const circles = circlesOf([...teams(20, 10), here("A", shared), here("B", shared)]);
      const gone = { at: NOW, lastKnown: shared };
      expect(colleaguesToAsk([gone, gone], circles, nobody, NOW, 10)).toEqual(["A", "B"]);
    }
  });

  it("asks for nobody who has gone, who is a bot, or whose leavers are no news any more", () => {
    const circles = circlesOf([...teams(20, 3), here("BOT", { kind: "bot", team: "T1" })]);
    const gone = new Set(["U1-0", "U1-1"]);
    expect(colleaguesToAsk([left(1), left(1)], circles, { ...nobody, gone }, NOW, 10)).toEqual(["U1-2"]);
    expect(colleaguesToAsk([left(1, FRESH), left(1, FRESH)], circles, nobody, NOW, 10)).toEqual([]);
  });

  it("asks for nobody twice within five minutes, never for more than the budget, and after five minutes begins with the longest ago", () => {
    const circles = circlesOf(teams(20, 10));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 0, max: 40 })), { maxLength: 12 }),
        fc.dictionary(fc.constantFrom(...circles.of.values().toArray().flat()), fc.integer({ min: 0, max: 40 })),
        fc.nat({ max: 20 }),
        (leavers, minutes, most) => {
          const fresh = leavers.map(([team, ago]) => left(team, ago * MINUTE));
          const asked = new Map(Object.entries(minutes).map(([id, ago]) => [id, NOW - ago * MINUTE]));
          const next = colleaguesToAsk(fresh, circles, { ...nobody, asked }, NOW, most);
          expect(next.length).toBeLessThanOrEqual(most);
          expect(new Set(next).size).toBe(next.length);
          for (const id of next) {
            expect(minutes[id] ?? Infinity).toBeGreaterThanOrEqual(5);
            expect(leavers.filter(([team, ago]) => String(team) === teamOf(id) && ago < 30).length).toBeGreaterThan(1);
          }
          const times = next
            .filter((id) => teamOf(id) === teamOf(next[0] ?? ""))
            .map((id) => asked.get(id) ?? -Infinity);
          expect(times.map((at) => Math.max(at, NOW - FRESH))).toEqual(
            times.map((at) => Math.max(at, NOW - FRESH)).toSorted((a, b) => a - b),
          );
        },
      ),
    );
  });
});
