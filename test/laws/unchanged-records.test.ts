// Records that are not parsed: whatever happens, the store holds what it would hold had every record been parsed, but for the prints.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Directory } from "../../src/app/directory.ts";
import { type Connector, defineConnector, type KeyFile } from "../../src/app/ports.ts";
import { z } from "zod";
import { snapshotOf } from "../../src/connectors/file/accounts.ts";
import { keyOf, overlay } from "../../src/connectors/file/people.ts";
import { slackAccounts } from "../../src/connectors/file/slack-dump.ts";
import { mapSlackUser } from "../../src/connectors/slack/map.ts";
import { parseSlackUser } from "../../src/connectors/slack/user.ts";
import type { Attributes } from "../../src/core/directory/account.ts";
import { defined } from "../../src/core/defined.ts";
import { type CompleteSnapshot, completeSnapshot } from "../../src/core/directory/snapshot.ts";
import { HOUR } from "../../src/core/time.ts";
import { type Act, contents, holdCounts, ID, oneKey, openSide, type Side, take } from "./two-stores.ts";

const MANY = 26;

interface User {
  readonly id: string;
  name: string;
  tz: string;
  title: string;
  status: string;
  deleted: boolean;
  guest: boolean;
  invited: boolean;
  invitedBy: number | undefined;
  listed: boolean;
  /** Read one by one alone: whose name their custom field has as the manager. */
  manager: number | undefined;
  /** Under another id in the list, as an organisation's people may be. */
  readonly grid: boolean;
  /** In which of the channels and groups, and which channels they have archived. */
  readonly channels: Set<number>;
  readonly groups: Set<number>;
  readonly archived: Set<number>;
  /** What another table says of their team, and whom it names as their manager: by name, handle, address or id. */
  team: string | undefined;
  boss: { readonly who: number; readonly by: number } | undefined;
}

/** What is read beside the list. */
interface Beside {
  readonly lists: boolean;
  readonly table: "none" | "email" | "id";
}

const NAMES = ["ann", "bob", "cem", "dora"];
const ZONES = ["Europe/Warsaw", "America/Denver", "Asia/Tokyo"];

function world(): User[] {
  return Array.from({ length: MANY }, (_, i) => ({
    id: `U${String(i).padStart(2, "0")}`,
    name: `${NAMES[i % 4]}${i}`,
    tz: ZONES[i % 3] ?? "",
    title: "",
    status: "",
    deleted: i % 9 === 8,
    guest: i % 7 === 3,
    invited: false,
    invitedBy: i % 7 === 3 ? i % 6 : undefined,
    listed: true,
    manager: undefined,
    grid: i % 5 === 2,
    channels: new Set(i % 9 === 8 ? [] : i % 3 === 0 ? [0] : [0, 1]),
    groups: new Set(i % 4 === 0 ? [0] : []),
    archived: new Set<number>(),
    team: i % 2 === 0 ? "Data" : undefined,
    boss: i % 3 > 0 ? { who: i % 5, by: i % BOSS_BY.length } : undefined,
  }));
}

const CHANNELS = 3;

const BOSS_BY: readonly ((user: User) => string)[] = [
  ({ name }) => name,
  ({ name }) => name.toUpperCase(),
  ({ name }) => `${name}@example.com`,
  idOf,
];

/** Both ids come in one order, in which also those are gone through whom the list leaves out. */
function idOf({ id, grid }: User): string {
  return grid ? `${id}W` : id;
}

/** Who is in what, by the list's ids. */
function membershipsOf(users: readonly User[], of: "channels" | "groups"): ReadonlyMap<string, readonly string[]> {
  const closed = new Set(users.flatMap(({ archived }) => (of === "channels" ? [...archived] : [])));
  return new Map(
    users.flatMap((user) => {
      const places = [...user[of]].filter((place) => !closed.has(place)).map((place) => `C${place}`);
      return places.length === 0 ? [] : [[user.id, places.toSorted()] as const];
    }),
  );
}

function overlaidBy(users: readonly User[], table: "email" | "id"): Required<Pick<Directory, "overlay" | "overlaid">> {
  const by = table;
  const known = users.flatMap((user) => {
    const word = by === "id" ? idOf(user) : `${user.name}@example.com`;
    const { team, boss } = user;
    const manager = boss && BOSS_BY[boss.by]?.(users[boss.who] as User);
    return team === undefined && manager === undefined ? [] : [[word, defined({ team, manager })] as const];
  });
  const people = { by, rows: new Map<string, Attributes>(known), withoutKey: 0 };
  return {
    overlay: (account) => overlay(account, people),
    overlaid: { by, rows: people.rows, keyOf: (account) => keyOf(account, people) },
  };
}

function recordOf(user: User, users: readonly User[]): object {
  const by = user.invitedBy === undefined ? undefined : users[user.invitedBy]?.id;
  return {
    id: user.id,
    name: user.name,
    deleted: user.deleted,
    ...(user.grid ? { enterprise_user: { id: idOf(user), teams: [] } } : {}),
    ...(user.deleted ? {} : { tz: user.tz, is_restricted: user.guest, is_bot: false, is_invited_user: user.invited }),
    profile: {
      real_name: user.name,
      title: user.title,
      status_text: user.status,
      email: `${user.name}@example.com`,
      ...(by === undefined ? {} : { guest_invited_by: by }),
    },
  };
}

type How = "whole" | "cut" | "half" | "twice" | "turned";
type Step = { readonly does: "change"; readonly who: number; readonly what: string; readonly to: number } | Act<How>;

const CHANGES: Readonly<Record<string, (user: User, to: number, users: readonly User[]) => void>> = {
  channel: (user, to) => toggle(user.channels, to % CHANNELS),
  group: (user, to) => toggle(user.groups, to % 2),
  archive: (user, to) => toggle(user.archived, to % CHANNELS),
  emptied: (_, to, users) => {
    for (const one of users) if (Number(one.id.slice(1)) % 4 > 0) one.channels.delete(to % CHANNELS);
  },
  reorganised: (_, to, users) => {
    for (const one of users) if (one.team !== undefined) one.team = `Team ${to}`;
  },
  team: (user, to) => void (user.team = to % 3 === 0 ? undefined : `Team ${to % 3}`),
  boss: (user, to) => void (user.boss = to % 5 === 0 ? undefined : { who: to % MANY, by: to % BOSS_BY.length }),
  name: (user, to) => void (user.name = `${NAMES[to % 4]}${to}`),
  tz: (user, to) => void (user.tz = ZONES[to % 3] ?? ""),
  title: (user, to) => void (user.title = to % 2 === 0 ? "" : "Lead"),
  status: (user, to) => void (user.status = `away ${to}`),
  left: (user) => void (user.deleted = !user.deleted),
  guest: (user) => void (user.guest = !user.guest),
  invited: (user) => void (user.invited = !user.invited),
  invitedBy: (user, to) => void (user.invitedBy = to % 3 === 0 ? undefined : to % MANY),
  listed: (user) => void (user.listed = !user.listed),
  manager: (user, to) => void (user.manager = to % 2 === 0 ? undefined : to % MANY),
};

function toggle(places: Set<number>, place: number): void {
  if (!places.delete(place)) places.add(place);
}

const who = fc.integer({ min: 0, max: MANY - 1 });
const change = fc.record({
  does: fc.constant("change" as const),
  who,
  what: fc.constantFrom(...Object.keys(CHANGES)),
  to: fc.nat(40),
});
const read = fc.record({
  does: fc.constant("read" as const),
  how: fc.constantFrom("whole", "whole", "whole", "cut", "half", "twice", "turned"),
  details: fc.boolean(),
});
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: change },
    { weight: 6, arbitrary: read },
    { weight: 1, arbitrary: fc.constant({ does: "dies" } as const) },
    { weight: 2, arbitrary: fc.record({ does: fc.constantFrom("event", "erase"), who, during: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constant({ does: "count" } as const) },
  ),
  { minLength: 6, maxLength: 24 },
);

/** A store, and the directory that is read into it. */
interface Watched extends Side<How> {
  readonly directory: () => Directory;
}

async function open(
  folder: string,
  name: string,
  users: readonly User[],
  key: KeyFile,
  prints: boolean,
  mode: string,
  { lists, table }: Beside,
): Promise<Watched> {
  const side = await openSide<How>(folder, name, key);
  const managerOf = ({ manager }: User) => (manager === undefined ? undefined : users[manager]?.name);
  const connector: Connector = defineConnector({
    kind: "made",
    title: "Made",
    docs: "",
    settings: z.strictObject({}),
    scopes: () => [],
    reads: () => [],
    sees: { departure: () => (mode === "absence" ? "absence" : "flag"), blindTo: [] },
    check: async () => ({}),
    snapshot: async ({ known: ask, directory, clock: { now } }) => {
      const beside = lists
        ? { channels: membershipsOf(users, "channels"), groups: membershipsOf(users, "groups") }
        : undefined;
      const slack = { parse: parseSlackUser, map: (raw: unknown) => mapSlackUser(raw, beside) };
      const known = prints ? await ask?.("made", beside) : undefined;
      const text = listed(users, side.how ?? "whole");
      const source = {
        place: "list",
        head: async () => text,
        chunks: async function* () {
          yield text;
        },
        close: async () => {},
      };
      try {
        const snapshot = await snapshotOf(slackAccounts(source, slack, known), directory, now(), known);
        const { during } = side;
        side.during = undefined;
        await during?.();
        if (snapshot.complete) side.spared += snapshot.unchanged?.size ?? 0;
        const places = lists ? placesOf(users) : {};
        return snapshot.complete
          ? completeSnapshot({ ...snapshot, ...places, takenAt: now(), endMarker: "end" })
          : snapshot;
      } catch (error) {
        if (!(error instanceof Error) || !error.message.includes("cut off")) throw error;
        const times = { startedAt: now(), takenAt: now() };
        return { ...times, directory, complete: false, health: "malformed", reason: "cut", accountsRead: 0, notes: [] };
      }
    },
    readBack: async (_, ids) => ({
      accounts: users.flatMap((user) => (ids.includes(idOf(user)) ? (mapSlackUser(recordOf(user, users)) ?? []) : [])),
      unread: [],
    }),
    async *details(_, ids) {
      for (const id of ids) {
        const user = users.find((one) => idOf(one) === id);
        if (user !== undefined)
          yield { id, attributes: { manager: managerOf(user) ?? null, location: `Room ${user.channels.size}` } };
      }
    },
  });
  const directory = (): Directory => ({
    id: ID,
    connector,
    settings: {},
    rules: { demotion: false },
    every: 4 * HOUR,
    ...(table === "none" ? {} : overlaidBy(users, table)),
  });
  return Object.assign(side, { directory });
}

/** The channels and groups that there are: archived ones are listed as such. */
function placesOf(users: readonly User[]): Pick<CompleteSnapshot, "channels" | "groups"> {
  const closed = new Set(users.flatMap(({ archived }) => [...archived]));
  const all = Array.from({ length: CHANNELS }, (_, n) => ({ id: `C${n}`, archived: closed.has(n) }));
  return { channels: all, groups: [{ id: "C0" }, { id: "C1" }] };
}

function listed(users: readonly User[], how: How): Buffer {
  const there = users.filter((user, i) => user.listed && (how !== "half" || i % 2 === 0));
  const before = there.slice(0, 2).map((user) => ({ ...user, title: "Twice" }));
  const all = how === "turned" ? there.toReversed() : there;
  const records = how === "twice" ? [...before, ...all, ...all.slice(2, 4), ...before.slice(0, 1)] : all;
  const members = records.map((user) => recordOf(user, users));
  const text = JSON.stringify({ ok: true, members, response_metadata: { next_cursor: "" } });
  return Buffer.from(how === "cut" ? text.slice(0, -40) : text);
}

const changed = (one: number, what: string, to = 0): Step => ({ does: "change", who: one, what, to });
const reading = (how: "whole" | "half"): Step => ({ does: "read", how, details: false });
const whole = reading("whole");
/** Of `boss`: by the name of 6. */
const NAMED_SIX = 32;

const erased = (one: number): Step => ({ does: "erase", who: one, during: false });

/** Histories in which it follows from the records of others whom one means that is not parsed: 4 and 6 are called the same, and 21 and 22 name one. */
const NAMESAKES: readonly Step[][] = [
  // The other one is called something else later, and then only somebody of whom nothing is kept is meant.
  [whole, erased(6), whole, whole, changed(4, "name", 3), whole, changed(21, "tz"), whole],
  // Whoever names them was not listed when that was learnt.
  [whole, erased(6), whole, whole, changed(4, "name", 3), reading("half"), changed(6, "listed"), whole, whole],
  // One of them is back and the other stays away, of whom the word was learnt as well.
  [changed(4, "left"), changed(6, "left"), whole, erased(4), erased(6), whole].concat(
    changed(4, "listed"),
    changed(6, "left"),
    whole,
    whole,
    whole,
  ),
].map((plan) => [
  changed(4, "name", 37),
  changed(6, "name", 37),
  changed(21, "boss", NAMED_SIX),
  changed(22, "boss", NAMED_SIX),
  ...plan,
]);

type Example = [Step[], "flag", Beside];

/** A history without managers, in which kept headcounts follow events and what is read of one person after the list, again and again. */
const COUNTED: Step[] = [1, 2, 3, 4, 5, 6, 7].flatMap((n): Step[] => [
  { does: "count" },
  changed(n, "title", n),
  { does: "event", who: n, during: false },
  changed(n + 7, "tz", n),
  { does: "read", how: "whole", details: true },
]);

const beside: fc.Arbitrary<Beside> = fc.record({
  lists: fc.boolean(),
  table: fc.constantFrom("none", "email", "id"),
});

describe("records that are as they were when they were last believed", () => {
  it.each([
    ["under an id of the organisation, in channels and groups", { lists: true, table: "none" }],
    ["with rows of another table by address", { lists: false, table: "email" }],
    ["with rows of another table by id, in channels and groups", { lists: true, table: "id" }],
  ] as const)("are not parsed %s", async (_, what) => {
    const folder = mkdtempSync(join(tmpdir(), "rollcall-prints-"));
    const users = world();
    const side = await open(folder, "a", users, oneKey(), true, "flag", what);
    try {
      const spared = async (): Promise<number> => {
        const before = side.spared;
        await take(side, side.directory(), { does: "read", how: "whole", details: false }, 0, String);
        return side.spared - before;
      };
      expect(await spared()).toBe(0);
      expect(await spared()).toBe(MANY);
      for (const user of users) {
        if (what.lists) toggle(user.groups, 1);
        else user.team = `${user.team ?? "No"} team`;
      }
      expect(await spared()).toBeLessThan(MANY / 3);
      expect(await spared()).toBe(MANY);
    } finally {
      await side.store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("need not be parsed: outcome and store are the same, whatever happens in between", async () => {
    let spared = 0;
    let counts = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom("flag", "absence"), beside, async (plan, mode, what) => {
        const folder = mkdtempSync(join(tmpdir(), "rollcall-prints-"));
        const users = world();
        const key = oneKey();
        const sides = [
          await open(folder, "a", users, key, true, mode, what),
          await open(folder, "b", users, key, false, mode, what),
        ];
        try {
          const first: Step = { does: "read", how: "whole", details: false };
          for (const [n, step] of [first, ...plan, first, first].entries()) {
            if (step.does === "change") {
              CHANGES[step.what]?.(users[step.who] as User, step.to, users);
              continue;
            }
            const outcomes = [];
            const idFor = (one: number): string => idOf(users[one] as User);
            for (const side of sides) outcomes.push(await take(side, side.directory(), step, n, idFor));
            expect(outcomes[0]).toEqual(outcomes[1]);
            const isBeside = step.does === "event" || (step.does === "read" && step.details);
            for (const { store } of sides) if ((await holdCounts(store)) && isBeside) counts++;
          }
          const [a, b] = sides.map(({ path }) => contents(path));
          expect(a).toEqual(b);
          spared += sides[0]?.spared ?? 0;
          expect(sides[1]?.spared).toBe(0);
        } finally {
          for (const { store } of sides) await store.close();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      {
        numRuns: 26,
        endOnFailure: true,
        examples: [
          ...NAMESAKES.map((plan): Example => [plan, "flag", { lists: false, table: "id" }]),
          [COUNTED, "flag", { lists: false, table: "none" }],
        ],
      },
    );
    expect(spared).toBeGreaterThan(25 * MANY);
    expect(counts).toBeGreaterThan(25);
  }, 300_000);
});
