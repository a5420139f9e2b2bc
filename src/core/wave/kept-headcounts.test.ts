import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accounts } from "../../../test/support/arbitraries.ts";
import { person } from "../../../test/support/directory.ts";
import type { Account } from "../directory/account.ts";
import type { RosterEntry } from "../directory/roster.ts";
import { keptHeadcounts, type Moved, movedHeadcounts, NOBODY, populationFrom } from "./kept-headcounts.ts";
import { populationOf } from "./population.ts";

const presences = fc.constantFrom("present" as const, "missing" as const, "removed" as const);

/** Nobody names a manager. */
function unmanaged(of: Account): Account {
  const { manager: _, ...attributes } = of.attributes;
  return { ...of, attributes };
}

const roster = fc.tuple(accounts, presences).map(([all, presence]) => {
  const entries = all.map((one, i): RosterEntry => ({
    account: unmanaged(one),
    presence: i % 3 === 0 ? presence : "present",
  }));
  return new Map(entries.map((entry) => [entry.account.id, entry]));
});

describe("how many people are where, kept beside the roster", () => {
  it("moved by what changed is what counting anew gives, and so is who is where", () => {
    let moves = 0;
    fc.assert(
      fc.property(roster, roster, (before, written) => {
        const after = new Map([...before, ...written]);
        const moved = [...written.values()].map((entry): Moved => [before.get(entry.account.id), entry]);
        moves += moved.length;
        const kept = keptHeadcounts(before.values());
        const now = movedHeadcounts(kept, moved);
        expect(now).toEqual(keptHeadcounts(after.values()));
        const counted = populationOf(after.values());
        expect(now && populationFrom(now).here).toEqual(counted.here);
      }),
    );
    expect(moves).toBeGreaterThan(100);
  });

  it("is not kept where somebody names a manager, also of those who have left", () => {
    const entry = { account: person("U1", { manager: "U2" }), presence: "removed" } as const;
    expect(keptHeadcounts([entry])).toBeUndefined();
    expect(movedHeadcounts(NOBODY, [[undefined, entry]])).toBeUndefined();
    expect(movedHeadcounts(undefined, [])).toBeUndefined();
  });
});
