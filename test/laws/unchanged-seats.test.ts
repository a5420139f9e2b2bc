// An organisation's accounts, each made of a record of every workspace that it is in: whatever happens, outcome and store are what they would
// be had every record been parsed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Directory } from "../../src/app/directory.ts";
import type { Connector, KeyFile } from "../../src/app/ports.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import { Secret } from "../../src/core/secret.ts";
import { HOUR } from "../../src/core/time.ts";
import {
  answering,
  HAPPENS,
  type How,
  idOf,
  organisation,
  overlaidBy,
  type Person,
  PEOPLE,
  type World,
  WORKSPACES,
} from "./organisation.ts";
import { type Act, contents, holdCounts, ID, oneKey, openSide, type Side, take } from "./two-stores.ts";

/** Numbers say to whom, and where. */
interface Change {
  readonly who: number;
  readonly what: string;
  readonly where: number;
  readonly to: number;
}
type Step = ({ readonly does: "change" } & Change) | Act<How>;

/** What is read beside the list. */
interface Beside {
  readonly groups: boolean;
  readonly table: boolean;
}

function change(world: World, { who, what, where, to }: Change): void {
  const person = world.people[who];
  const workspace = WORKSPACES[where] ?? "";
  if (person !== undefined) HAPPENS[what]?.(person, workspace, to, world);
}

/** A store, the world that it watches, and the directory that is read into it. */
interface Watched extends Side<How> {
  readonly world: World;
  readonly directory: () => Directory;
  /** How often a page was looked at once more. */
  again: number;
}

async function open(folder: string, name: string, key: KeyFile, isLean: boolean, beside: Beside): Promise<Watched> {
  const world = organisation();
  const http = answering(
    world,
    () => side.how ?? { lists: "whole", at: 0 },
    () => void watched.again++,
  );
  const side = await openSide<How>(folder, name, key, http);
  const settings = {
    token: new Secret("xoxb-111111111111-222222222222-AbCdEfGhIjKlMnOpQrStUvWx", "the test"),
    api: "https://slack.example/",
    allowScopes: ["usergroups:read"],
    pace: { perMinute: 1_000_000, pageSize: 200 },
    ...(beside.groups ? { groups: true } : {}),
  };
  const connector: Connector<typeof settings> = {
    ...slack,
    snapshot: async ({ known, ...others }) => {
      const snapshot = await slack.snapshot(isLean && known !== undefined ? { ...others, known } : others);
      const { during } = side;
      side.during = undefined;
      await during?.();
      if (snapshot.complete) side.spared += snapshot.unchanged?.size ?? 0;
      return snapshot;
    },
  };
  const directory = (): Directory => ({
    id: ID,
    connector,
    settings,
    rules: { demotion: false },
    every: 4 * HOUR,
    ...(beside.table ? overlaidBy(world) : {}),
  });
  const watched = Object.assign(side, { world, directory, again: 0 });
  return watched;
}

const changes: fc.Arbitrary<Change> = fc.record({
  who: fc.nat(PEOPLE - 1),
  what: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...Object.keys(HAPPENS).filter((what) => what !== "withheld")) },
    { weight: 1, arbitrary: fc.constant("withheld") },
  ),
  where: fc.nat(WORKSPACES.length - 1),
  to: fc.nat(40),
});
const changed = changes.map((one): Step => ({ does: "change", ...one }));
const lists = fc.constantFrom("whole", "whole", "twice", "turned", "dropped", "refused", "cut");
const read = fc.record({ lists, at: fc.integer({ min: 1, max: 14 }) }).map((how): Step => reading(how));
const meanwhile = fc
  .record({ lists, at: fc.integer({ min: 1, max: 14 }), one: changes })
  .map(({ one, ...how }): Step => reading({ ...how, meanwhile: (world) => change(world, one) }));
const acts: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom("event", "erase"),
      who: changes.map(({ who }) => who),
      during: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ does: "dies" } as const, { does: "count" } as const) },
);

function reading(how: How): Act<How> {
  return { does: "read", how, details: false };
}

const WHOLE = reading({ lists: "whole", at: 0 });

/** Does the same to two stores, one of which is spared what is as it was, and holds them against each other. */
async function hold(plan: readonly Step[], beside: Beside): Promise<Pick<Watched, "spared" | "again">> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-seats-"));
  const key = oneKey();
  const sides = [await open(folder, "a", key, true, beside), await open(folder, "b", key, false, beside)];
  try {
    for (const [n, step] of [WHOLE, ...plan, WHOLE, WHOLE].entries()) {
      const outcomes = [];
      for (const side of sides) {
        const { world } = side;
        if (step.does === "change") change(world, step);
        else outcomes.push(await take(side, side.directory(), step, n, (who) => idOf(world.people[who] as Person)));
      }
      expect(outcomes[0]).toEqual(outcomes[1]);
      for (const { store } of sides) await holdCounts(store);
    }
    const [a, b] = sides.map(({ path }) => contents(path));
    expect(a).toEqual(b);
    expect(sides[1]).toMatchObject({ spared: 0, again: 0 });
    const [{ spared, again } = { spared: 0, again: 0 }] = sides;
    return { spared, again };
  } finally {
    for (const { store } of sides) await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const NOTHING: Beside = { groups: false, table: false };

/** In which of WORKSPACES. */
const [ONE, TWO, THREE] = [0, 1, 2];
const happens = (who: number, what: string, where: number, to = 0): Step => ({ does: "change", who, what, where, to });

/** Of 0, 3 and 9 no record says in which workspaces they are; 0 is in three of them, 3 in the first, 9 in the first and the second. */
const HISTORIES: readonly (readonly Step[])[] = [
  // The same record is in the list of another workspace.
  [happens(3, "moves", ONE, THREE)],
  // Those of two workspaces have changed places.
  [happens(0, "title", ONE, 1), happens(0, "title", THREE, 2), WHOLE, WHOLE, happens(0, "moves", ONE, THREE)],
  // One is gone, and the other the same.
  [happens(9, "listed", TWO)],
  [happens(9, "goes", ONE)],
  // One has come, after or before one that is the same.
  [happens(3, "joins", TWO)],
  [happens(9, "joins", THREE)],
  [happens(6, "goes", ONE), happens(6, "joins", TWO), WHOLE, WHOLE, happens(6, "joins", ONE)],
  // One has changed, before or after those that are the same, and states something that one of them takes precedence in.
  [happens(0, "title", THREE, 1), WHOLE, happens(0, "title", ONE, 2), WHOLE, happens(0, "title", TWO, 1)],
  [happens(5, "admin", TWO), WHOLE, happens(5, "removed", ONE)],
  // Of those with an id of their own in each workspace.
  [happens(7, "joins", ONE), WHOLE, WHOLE, happens(7, "title", ONE, 1)],
].map((plan) => [WHOLE, ...plan, WHOLE]);

/** Somebody is no longer in a list that has to be read once more. */
const DROPPED: readonly Step[] = [
  WHOLE,
  reading({
    lists: "dropped",
    at: 6,
    meanwhile: (world) => change(world, { who: 1, what: "listed", where: TWO, to: 0 }),
  }),
];

const besides: fc.Arbitrary<Beside> = fc.record({ groups: fc.boolean(), table: fc.boolean() });

describe("an organisation's accounts of which every record is as it was", () => {
  it.each([
    ["alone", NOTHING],
    ["in groups", { groups: true, table: false }],
    ["with rows of another table", { groups: false, table: true }],
  ] as const)("are not parsed %s, and of others only what is said of them", async (_, beside) => {
    const folder = mkdtempSync(join(tmpdir(), "rollcall-seats-"));
    const side = await open(folder, "a", oneKey(), true, beside);
    try {
      const seen = async (...happening: readonly Change[]): Promise<readonly [spared: number, again: number]> => {
        for (const one of happening) change(side.world, one);
        [side.spared, side.again] = [0, 0];
        await take(side, side.directory(), WHOLE, 0, String);
        return [side.spared, side.again];
      };
      expect(await seen()).toEqual([0, 0]);
      expect(await seen()).toEqual([PEOPLE, 0]);
      // It is the last of three workspaces that says something else of one: the pages of the other two are looked at again.
      expect(await seen({ who: 0, what: "title", where: THREE, to: 1 })).toEqual([PEOPLE - 1, 2]);
      expect(await seen()).toEqual([PEOPLE, 0]);
      expect(await seen({ who: 5, what: "name", where: ONE, to: 1 })).toEqual([PEOPLE - 1, 0]);
      // Somebody with an id of their own in each of their workspaces is parsed each time.
      await seen({ who: 7, what: "joins", where: ONE, to: 0 });
      expect(await seen()).toEqual([PEOPLE - 1, 0]);
    } finally {
      await side.store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("need not be parsed: outcome and store are the same, whatever happens in between", async () => {
    const total = { spared: 0, again: 0 };
    const steps = fc.array(
      fc.oneof({ weight: 6, arbitrary: changed }, { weight: 6, arbitrary: read }, { weight: 3, arbitrary: acts }),
      { minLength: 6, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(steps, besides, async (plan, beside) => {
        const { spared, again } = await hold(plan, beside);
        total.spared += spared;
        total.again += again;
      }),
      { numRuns: 25, endOnFailure: true, examples: HISTORIES.map((plan) => [[...plan], NOTHING]) },
    );
    expect(total.spared).toBeGreaterThan(25 * PEOPLE);
    expect(total.again).toBeGreaterThan(HISTORIES.length);
  }, 300_000);

  it("nor where something happens while the lists are read: each record is what it was when its page came", async () => {
    const steps = fc.array(fc.oneof(changed, meanwhile, meanwhile), { minLength: 6, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(steps, besides, async (plan, beside) => void (await hold(plan, beside))),
      { numRuns: 15, endOnFailure: true, examples: [[[...DROPPED], NOTHING]] },
    );
  }, 300_000);
});
