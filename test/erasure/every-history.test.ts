// Erasure is final (trust.md, I9): whatever happens afterwards, nothing of the account comes back, and nobody else's history changes.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erase, findPerson } from "../../src/app/erase.ts";
import type { Store, StoredChange } from "../../src/app/ports.ts";
import { type Outcome, takeReading } from "../../src/app/take-reading.ts";
import type { Account, Attributes } from "../../src/core/directory/account.ts";
import type { Departure } from "../../src/core/directory/departure.ts";
import type { CompleteSnapshot } from "../../src/core/directory/snapshot.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { openStore } from "../../src/wire/context.ts";
import { absence, accounts } from "../support/arbitraries.ts";
import { account, DIRECTORY, hour, person, reading, type Absence } from "../support/directory.ts";

const VICTIM = "U0";
/** Somebody who never leaves, since a list without anybody is not believed. */
const anchor = account("anchor");

/** One account more or fewer decides whether a channel was emptied; everything else is each one's own. */
function withoutChannels(of: Account): Account {
  const { channels: _, ...attributes } = of.attributes;
  return { ...of, attributes };
}

const history: fc.Arbitrary<CompleteSnapshot[]> = fc
  .array(accounts, { minLength: 2, maxLength: 7 })
  .map((lists) => lists.map((list, n) => reading([anchor, ...list.map(withoutChannels)], hour(n + 1))));

async function live(snapshots: readonly CompleteSnapshot[], how: Absence, eraseAfter: number | undefined) {
  const store = await openStore();
  const told: Outcome[] = [];
  let wasInUse: boolean | undefined;
  for (const [n, snapshot] of snapshots.entries()) {
    const outcome = await takeReading(store, snapshot, { kind: "file", absence: how, departures: { demotion: false } });
    if (wasInUse !== undefined) told.push(outcome);
    if (n === eraseAfter) wasInUse = await eraseVictim(store, snapshot.takenAt);
  }
  const known = {
    changes: await store.changes({}),
    departures: await store.departures({}),
    roster: (await store.roster(DIRECTORY)).entries,
  };
  await store.close();
  return { ...known, told, wasInUse };
}

/** @returns whether the account was in use; undefined where it was not known */
async function eraseVictim(store: Store, now: number): Promise<boolean | undefined> {
  try {
    const found = await findPerson(store, VICTIM, undefined);
    if (found.found !== "one") throw new Error(found.found);
    const clock = { now: () => now, sleep: async () => {}, every: () => () => {} };
    await erase({ store, clock, destinations: [] }, found.accounts);
    return (await store.tombstones(DIRECTORY, [VICTIM])).get(VICTIM)?.inUse;
  } catch (error) {
    if (error instanceof RollcallError && error.code === "not_found") return undefined;
    throw error;
  }
}

/** Who manages and who invited are words about others, which are tested by themselves. */
function ofItself(of: Attributes | undefined): object | undefined {
  if (of === undefined) return undefined;
  const { manager: _, invitedBy: __, ...rest } = of;
  return rest;
}

function ofOthers({ changes, departures }: { changes: readonly StoredChange[]; departures: readonly Departure[] }) {
  return {
    changes: changes.flatMap((change) => {
      const [before, after] = [ofItself(change.before), ofItself(change.after)];
      const nothing = [before, after].every((one) => one === undefined || Object.keys(one).length === 0);
      if (change.account.id === VICTIM || (change.evidence.by === "value" && nothing)) return [];
      return [{ ...change, before, after, lastKnown: ofItself(change.lastKnown), sweep: "" }];
    }),
    departures: departures.flatMap((departure) =>
      departure.accounts[0]?.id === VICTIM ? [] : [{ ...departure, lastKnown: ofItself(departure.lastKnown) }],
    ),
  };
}

/** Erased while in use, and once they had gone; what comes by chance may be one of them alone. */
const BOTH = [
  [[anchor, person(VICTIM)]],
  [
    [anchor, person(VICTIM)],
    [anchor, { ...person(VICTIM), status: "deactivated" as const }],
  ],
].map((lists): [CompleteSnapshot[], Absence, number] => [
  [...lists, [anchor, person(VICTIM)]].map((list, n) => reading(list, hour(n + 1))),
  "counts",
  lists.length - 1,
]);

describe("erased at any point of any history", () => {
  it("somebody in use is never kept or told again; somebody gone is, once they join anew; others are as without it", async () => {
    const seen = { inUse: 0, gone: 0 };
    await fc.assert(
      fc.asyncProperty(history, absence, fc.nat(5), async (snapshots, how, at) => {
        const without = await live(snapshots, how, undefined);
        const erased = await live(snapshots, how, at);
        expect(ofOthers(erased)).toEqual(ofOthers(without));
        if (erased.wasInUse === undefined) return;
        seen[erased.wasInUse ? "inUse" : "gone"]++;
        const mine = erased.changes.filter((change) => change.account.id === VICTIM);
        const told = erased.told.flatMap(({ changes, departures }) => [
          ...changes.map((change) => change.account.id),
          ...departures.flatMap((departure) => departure.accounts.map(({ id }) => id)),
        ]);
        if (erased.wasInUse || mine.length === 0) {
          expect(mine).toEqual([]);
          expect(told).not.toContain(VICTIM);
          expect(erased.roster.has(VICTIM)).toBe(false);
          return;
        }
        expect(["joined", "invited"]).toContain(mine[0]?.change);
      }),
      { numRuns: 42, examples: BOTH },
    );
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  });
});

describe("a manager who was erased", () => {
  const boss = { name: "Ada Boss", handle: "ada", email: "ada@acme.example" };
  const words = ["B1", "Ada Boss", "ADA@acme.example", "ada"];
  const people = (more: Attributes = {}, status: Account["status"] = "active"): Account[] => [
    { ...person("B1", { ...boss, ...more }), status },
    ...words.map((manager, i) => person(`U${i}`, { manager })),
    person("U9", { manager: "Carl" }),
    person("C", { name: "Carl", invitedBy: "B1" }),
  ];
  const RULES = { kind: "file", absence: "proves nothing", departures: { demotion: false } } as const;

  async function erasedAt(status: Account["status"]) {
    const store = await openStore();
    await takeReading(store, reading(people(), hour(1)), RULES);
    await takeReading(store, reading(people({}, status), hour(2)), RULES);
    const found = await findPerson(store, "B1", undefined);
    if (found.found !== "one") throw new Error(found.found);
    const clock = { now: () => hour(2), sleep: async () => {}, every: () => () => {} };
    const done = await erase({ store, clock, destinations: [] }, found.accounts);
    const named = async () => {
      const { entries } = await store.roster(DIRECTORY);
      return [...entries.values()].map(({ account: { attributes } }) => attributes.manager ?? attributes.invitedBy);
    };
    return { store, done, named };
  }
  const ERASED = ["(erased)", "(erased)", "(erased)", "(erased)", "Carl", "(erased)"];

  it("is nobody's any more, by whichever word, and no reading says so again or tells that anything has changed", async () => {
    const { store, done, named } = await erasedAt("active");
    expect(done.mentions).toBe(5);
    expect(await named()).toEqual(ERASED);
    for (const list of [people(), people({}, "deactivated"), people().slice(1)]) {
      const at = hour(3 + (await store.sweeps({})).length);
      expect((await takeReading(store, reading(list, at), RULES)).changes).toEqual([]);
      expect(await named()).toEqual(ERASED);
    }
    await store.close();
  });

  it("is not named by a word that records come to use later, as long as the tool lists the account with it", async () => {
    const { store, named } = await erasedAt("active");
    const renamed = [...people({ name: "Ada Lovelace" }), person("U10", { manager: "Ada Lovelace" })];
    await takeReading(store, reading(renamed, hour(4)), RULES);
    // And from then on, whatever the tool lists.
    await takeReading(store, reading(renamed.slice(1), hour(5)), RULES);
    expect(await named()).toEqual([...ERASED, "(erased)"]);
    await store.close();
  });

  it("is named again where they come back", async () => {
    const { store, named } = await erasedAt("deactivated");
    await takeReading(store, reading(people({}, "deactivated"), hour(3)), RULES);
    expect(await named()).toEqual(ERASED);
    const { changes } = await takeReading(store, reading(people(), hour(4)), RULES);
    expect(changes.filter(({ account: { id } }) => id === "B1").map(({ change }) => change)).toEqual(["joined"]);
    expect(changes.filter(({ change }) => change === "moved")).toHaveLength(4);
    expect((await named()).slice(0, 4)).toEqual(words);
    await store.close();
  });

  it("keeps nobody else's name: who is called the same goes on being a manager", async () => {
    const store = await openStore();
    const list = [person("B1", { name: "Carl" }), person("C", { name: "Carl" }), person("U1", { manager: "Carl" })];
    await takeReading(store, reading(list, hour(1)), RULES);
    const found = await findPerson(store, "B1", undefined);
    if (found.found !== "one") throw new Error(found.found);
    const clock = { now: () => hour(1), sleep: async () => {}, every: () => () => {} };
    await erase({ store, clock, destinations: [] }, found.accounts);
    await takeReading(store, reading(list, hour(2)), RULES);
    expect((await store.roster(DIRECTORY)).entries.get("U1")?.account.attributes.manager).toBe("Carl");
    await store.close();
  });
});
