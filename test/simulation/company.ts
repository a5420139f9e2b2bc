import { z } from "zod";
import type { Directory } from "../../src/app/directory.ts";
import { defineConnector } from "../../src/app/ports.ts";
import type { Random } from "../../src/connectors/slack/fake/random.ts";
import type { Account } from "../../src/core/directory/account.ts";
import { completeSnapshot, type Snapshot } from "../../src/core/directory/snapshot.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { HOUR } from "../../src/core/time.ts";

export const PLACES = ["Lisbon", "Warsaw", "Oslo"] as const;
const PEOPLE = 14;

/** How the next readings of a directory go. */
type Readings = "good" | "no read-back" | "unreachable" | "unauthorised";

/** Two directories that people leave, come back to and move in: one flags them, from the list of the other they vanish. */
export interface Company {
  readonly directories: readonly Directory[];
  /** Somebody leaves, comes back or moves. @returns what, for the schedule. */
  readonly stir: () => string;
  /** From now on readings go like this. */
  readonly readings: Map<string, Readings>;
}

interface Person {
  here: boolean;
  place: string;
}

export function createCompany(random: Random): Company {
  const readings = new Map<string, Readings>();
  const people = new Map(
    ["flags", "vanishes"].map((id) => [
      id,
      Array.from({ length: PEOPLE }, (): Person => ({ here: true, place: random.pick(PLACES) })),
    ]),
  );
  const accountsOf = (directory: string): Account[] =>
    (people.get(directory) ?? []).flatMap(({ here, place }, i): Account[] => {
      const status = here ? "active" : "deactivated";
      if (!here && directory === "vanishes") return [];
      const attributes = here ? ({ kind: "human", location: place, locationFrom: "directory" } as const) : {};
      return [{ id: `${directory}-${i}`, status, attributes }];
    });

  const read = (directory: string, at: number): Snapshot => {
    const base = { directory, startedAt: at, takenAt: at, notes: [] };
    const how = readings.get(directory) ?? "good";
    if (how === "unreachable" || how === "unauthorised") {
      return { ...base, complete: false, health: how, reason: "The list ended early.", accountsRead: 1 };
    }
    return completeSnapshot({ ...base, accounts: accountsOf(directory), endMarker: "the end", identity: directory });
  };

  const directoryOf = (id: string): Directory => ({
    id,
    settings: {},
    rules: { demotion: false },
    every: HOUR,
    connector: defineConnector({
      kind: "simulated",
      title: "A simulation",
      docs: "docs/none.md",
      settings: z.strictObject({}),
      scopes: () => [],
      reads: () => [],
      sees: { departure: () => (id === "flags" ? "flag" : "absence"), blindTo: [] },
      check: async () => ({}),
      snapshot: async ({ clock }) => read(id, clock.now()),
      ...(id === "flags"
        ? {
            readBack: async (_, ids) => {
              if (readings.get(id) === "no read-back") throw new RollcallError("unreachable", "No answer.");
              return { accounts: accountsOf(id).filter((account) => ids.includes(account.id)), unread: [] };
            },
          }
        : {}),
    }),
  });

  return {
    readings,
    directories: [...people.keys()].map(directoryOf),
    stir: () => {
      const [directory, all] = random.pick([...people]);
      const i = random.below(all.length);
      const person = all[i];
      if (person === undefined) throw new Error("nobody is there");
      if (person.here && random.chance(0.2)) {
        person.place = random.pick(PLACES);
        return `${directory}-${i} is in ${person.place}`;
      }
      person.here = !person.here;
      return `${directory}-${i} ${person.here ? "comes back" : "leaves"}`;
    },
  };
}
