// What is due goes, what something still needs stays until it does not, and the record of it has numbers alone.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkLog } from "../../src/app/audit.ts";
import { retentionState } from "../../src/app/doctor.ts";
import { applyRetention, followErasures } from "../../src/app/expire.ts";
import type { Store, StoreWriter } from "../../src/app/ports.ts";
import { takeReading } from "../../src/app/take-reading.ts";
import type { Account } from "../../src/core/directory/account.ts";
import {
  RETENTION,
  RETENTION_KINDS,
  type RetentionKind,
  retentionRules,
  USUAL_RETENTION,
} from "../../src/core/disclosure/retention.ts";
import { openCheckpoint, openIncident, openWave } from "../../src/core/notification/incident.ts";
import { want } from "../../src/core/notification/notification.ts";
import { DAY, HOUR, type Instant } from "../../src/core/time.ts";
import { openStore } from "../../src/wire/context.ts";
import { deactivate, DIRECTORY, hour, people, person, reading, without } from "../support/directory.ts";

const START = hour(0);
let store: Store;
beforeEach(async () => {
  store = await openStore();
});
afterEach(() => store.close());

function on(day: number): Instant {
  return START + day * DAY;
}

function clockAt(now: Instant) {
  return { now: () => now, sleep: async () => {}, every: () => () => {} };
}

/** What went on that day, by kind. */
async function expire(day: number, watched: readonly string[] = [DIRECTORY]) {
  return applyRetention({ store, clock: clockAt(on(day)) }, USUAL_RETENTION, watched);
}

async function take(
  day: number,
  accounts: readonly Account[],
  absence: "counts" | "proves nothing" = "proves nothing",
) {
  const rules = { kind: "file", absence, departures: { demotion: false } } as const;
  return takeReading(store, reading(accounts, on(day)), rules);
}

async function known(): Promise<string[]> {
  return [...(await store.roster(DIRECTORY)).entries.keys()].toSorted();
}

const ALL = people(4);

describe("people who left", () => {
  it("stay for 90 days after they left, and go then; whoever is here stays", async () => {
    await take(0, ALL);
    await take(1, deactivate(ALL, "U0"));
    await take(90, deactivate(ALL, "U0"));
    expect(await expire(90)).toEqual({});
    await take(92, deactivate(ALL, "U0"));
    expect(await expire(92)).toMatchObject({ left: 1 });
    expect(await known()).toEqual(["U1", "U2", "U3"]);
    expect([await store.changes({ account: "U0" }), await store.departures({})]).toEqual([[], []]);
    expect(await store.leftDays(DIRECTORY)).toEqual([{ day: Math.floor(on(1) / DAY), who: "staff", count: 1 }]);
    expect((await take(93, deactivate(ALL, "U0"))).changes).toEqual([]);
  });

  it("begin anew once the tool states that they are in use again", async () => {
    await take(0, ALL);
    await take(1, deactivate(ALL, "U0"));
    await expire(95);
    const { changes } = await take(96, ALL);
    expect(changes.map(({ change, account }) => [change, account.id])).toEqual([["joined", "U0"]]);
    expect(await store.tombstones(DIRECTORY, ["U0"])).toEqual(new Map());
  });

  it("go by when the tool last changed the account, where they had left before anybody looked", async () => {
    const left = (id: string, updated: Instant): Account => ({ ...person(id), status: "deactivated", updated });
    await take(0, [...ALL, left("old", on(-200)), left("new", on(-20))]);
    expect(await expire(0)).toEqual({ left: 1 });
    expect(await known()).toEqual(["U0", "U1", "U2", "U3", "new"]);
  });

  it("go where the list has left them out for as long, though that proves no departure", async () => {
    await take(0, ALL);
    await take(1, without(ALL, "U0"));
    await take(92, without(ALL, "U0"));
    expect(await expire(92)).toMatchObject({ left: 1 });
    expect((await store.tombstones(DIRECTORY, ["U0"])).get("U0")).toMatchObject({ inUse: false, why: "expired" });
    expect((await take(93, ALL)).changes.map(({ change }) => change)).toEqual(["joined"]);
  });

  it("stay as long as nobody has confirmed that they left", async () => {
    await take(0, ALL, "counts");
    await take(1, without(ALL, "U0"), "counts");
    expect((await store.departures({}))[0]?.confirmed).toBe(false);
    expect(await expire(100)).not.toHaveProperty("left");
    await take(101, without(ALL, "U0"), "counts");
    expect(await expire(101)).toMatchObject({ left: 1 });
  });

  it.each([
    [
      "a message about them waits",
      async (writer: StoreWriter, incident: string) => {
        const wanted = { incident, destination: "hr", audience: "named", version: 1, at: on(1), dueAt: on(1) } as const;
        const waiting = want(undefined, wanted);
        await writer.putNotification(waiting);
        return () => store.transaction((later) => later.putNotification({ ...waiting, state: "dropped" }));
      },
    ],
    [
      "a wave goes on in which they left",
      async (writer: StoreWriter, _incident: string, item: string) => {
        const wave = openWave(DIRECTORY, "staff", on(1));
        await writer.putIncident(wave);
        await writer.putIncidentItems(wave.id, [{ id: item, version: 1 }]);
        return () => store.transaction((later) => later.putIncident({ ...wave, closed: true }));
      },
    ],
  ])("stay as long as %s, which doctor says", async (_, hold) => {
    await take(0, ALL);
    const { departures } = await take(1, deactivate(ALL, "U0"));
    const [left] = departures;
    if (left === undefined) throw new Error("nobody left");
    const letGo = await store.transaction(async (writer) => {
      const incident = openIncident("departures", DIRECTORY, on(1));
      await writer.putIncident(incident);
      await writer.putIncidentItems(incident.id, [{ id: left.id, version: 1 }]);
      return hold(writer, incident.id, left.id);
    });
    expect(await expire(100)).not.toHaveProperty("left");
    const place = { store, clock: clockAt(on(100)) };
    expect(await retentionState(place, USUAL_RETENTION)).toMatchObject({ overdue: 1, applied: on(100), tombstones: 0 });
    await letGo();
    expect(await expire(101)).toMatchObject({ left: 1 });
    expect(await retentionState(place, USUAL_RETENTION)).toMatchObject({ overdue: 0, tombstones: 1 });
  });
});

describe("people who are here", () => {
  it("keep their changes for a year, and departures from which they came back", async () => {
    await take(0, ALL);
    await take(1, deactivate(ALL, "U0"));
    await take(2, ALL);
    await take(3, people(4, { name: "x" }));
    await expire(366);
    expect(await store.departures({})).toHaveLength(1);
    expect(await expire(370)).toMatchObject({ here: expect.any(Number) });
    expect([await store.departures({}), await store.changes({})]).toEqual([[], []]);
    expect(await known()).toEqual(["U0", "U1", "U2", "U3"]);
  });

  it("go with a directory that the settings do not have any more, and begin with a first reading where it has it again", async () => {
    await take(0, ALL);
    expect(await expire(89, [])).toEqual({});
    // Nobody could read it, and it is still meant to be read.
    expect(await expire(400, [DIRECTORY])).not.toHaveProperty("unread");
    expect(await expire(401, [])).toMatchObject({ unread: 4 });
    expect([await known(), await store.directories()]).toEqual([[], []]);
    expect(await take(402, ALL)).toMatchObject({ first: true, changes: [] });
    expect(await known()).toHaveLength(4);
  });
});

it("what a tool itself has erased goes once those were told who are to be, and after a week at the latest", async () => {
  const erased = (id: string): Account[] =>
    ALL.map((one) => (one.id === id ? { id, status: "erased", attributes: {} } : one));
  await take(0, ALL);
  const { changes } = await take(1, erased("U0"));
  expect(changes.map(({ change }) => change)).toEqual(["deactivated", "erased"]);
  await store.transaction(async (writer) => {
    const incident = openIncident("changes", DIRECTORY, on(1));
    await writer.putIncident(incident);
    await writer.putIncidentItems(incident.id, [{ id: changes[1]?.id ?? "", version: 1 }]);
    await writer.putNotification(
      want(undefined, {
        incident: incident.id,
        destination: "hr",
        audience: "named",
        version: 1,
        at: on(1),
        dueAt: on(20),
      }),
    );
  });
  expect(await followErasures({ store, clock: clockAt(on(7)) })).toBe(0);
  expect(await followErasures({ store, clock: clockAt(on(8) + 1) })).toBe(1);
  expect(await known()).toEqual(["U1", "U2", "U3"]);
  const [record] = await store.records({ actions: ["follow erasure"] });
  expect(record?.detail).toMatchObject({ directory: DIRECTORY, accounts: 1, changes: 2, departures: 1 });
  // And who was erased before anybody looked leaves no more than that, at once.
  await take(9, [...erased("U0"), { id: "U9", status: "erased", attributes: {} }]);
  expect(await followErasures({ store, clock: clockAt(on(9)) })).toBe(1);
  expect(await known()).toEqual(["U1", "U2", "U3"]);
});

describe("what concerns nobody", () => {
  const DAYS_OF = Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, RETENTION[kind].usual])) as Record<
    RetentionKind,
    number
  >;

  it("goes by its own time, and what goes on stays", async () => {
    const wave = (day: number, closed: boolean) => ({ ...openWave(DIRECTORY, "guests", on(day)), closed });
    await store.transaction(async (writer) => {
      for (const [i, incident] of [wave(0, true), wave(1, false), wave(300, true)].entries()) {
        await writer.putIncident({ ...incident, id: `i-${i}` });
      }
      const health = { ...openIncident("health", DIRECTORY, on(0)), closed: false };
      await writer.putIncident(health);
      await writer.putIncident({ ...openIncident("changes", DIRECTORY, on(0)), id: "i-told" });
      const event = { directory: DIRECTORY, source: "http", type: "user_change", tries: 0 } as const;
      const received = { ...event, receivedAt: on(0), dueAt: on(0), about: { account: "U1" } };
      await writer.keepEvents([
        { ...received, key: "done", state: "settled" },
        { ...received, key: "given up", state: "quarantined" },
        { ...received, key: "to come", state: "waiting" },
      ]);
      const span = { directory: DIRECTORY, source: "socket" } as const;
      await writer.putListening({ ...span, id: "l-1", since: on(0), until: on(1) });
      await writer.putListening({ ...span, id: "l-2", since: on(2), until: on(3), ended: "why" });
      const plan = { directory: DIRECTORY, from: on(0), addedAt: on(0) };
      await writer.putPlan({ ...plan, id: "p-1", until: on(1) });
      await writer.putPlan({ ...plan, id: "p-2", until: on(200) });
      const announced = { qualifier: "exact", count: 5, on: on(0) } as const;
      await writer.putAnnouncement({ id: "a-1", directory: DIRECTORY, addedAt: on(0), announced });
    });
    await take(0, ALL);
    await take(1, ALL);
    const went = await expire(2 + Math.max(DAYS_OF.waves, DAYS_OF.plans));
    // Of readings the last that saw stays: how long nobody has seen anything is counted from it. A wave goes on, which wants all.
    expect(went).toEqual({ waves: 1, messages: 1, events: 2, coverage: 1, plans: 2, audit: expect.any(Number) });
    const rest = await store.incidents({});
    expect(rest.map(({ kind }) => kind).toSorted()).toEqual(["health", "waves", "waves"]);
    expect((await store.events({})).map(({ key }) => key)).toEqual(["to come"]);
    expect((await store.listening({})).map(({ id }) => id)).toEqual(["l-2"]);
    expect(await store.sweeps({})).toHaveLength(2);
    await store.transaction((writer) => writer.putIncident({ ...wave(1, true), id: "i-1" }));
    expect(await expire(400)).toMatchObject({ readings: 1, waves: 1 });
    expect((await store.sweeps({})).map(({ takenAt }) => takenAt)).toEqual([on(1)]);
  });

  it.each([
    ["a report of a release", { ...openIncident("reports", DIRECTORY, on(0)), release: 1, closed: true }],
    ["a checkpoint", openCheckpoint(on(0), { size: 1, note: "n", sealed: "s" })],
  ])("%s stays as long as it waits to be sent, and goes once it is dropped", async (_, incident) => {
    const wanted = { incident: incident.id, destination: "board", audience: "counts", version: 1 } as const;
    const waiting = want(undefined, { ...wanted, at: on(0), dueAt: on(0) });
    await store.transaction(async (writer) => {
      await writer.putIncident(incident);
      await writer.putNotification(waiting);
    });
    expect(await expire(91)).not.toHaveProperty("messages");
    expect(await store.incidents({})).toHaveLength(1);
    await store.transaction((writer) => writer.putNotification({ ...waiting, state: "dropped" }));
    expect(await expire(92)).toMatchObject({ messages: 1 });
    expect([await store.incidents({}), await store.notifications({})]).toEqual([[], []]);
  });

  it("of the audit log what entries are about goes, and the log stays whole", async () => {
    await take(0, ALL);
    await take(200, ALL);
    expect(await expire(370)).toMatchObject({ audit: 1 });
    const records = await store.records({});
    expect(records.filter(({ erased }) => erased)).toHaveLength(1);
    expect(records[0]).toMatchObject({ action: "retention", detail: { audit: 1 } });
    expect((await checkLog(store)).findings).toEqual([]);
  });
});

it("is done once an hour, and put on the record where anything went, in numbers", async () => {
  await take(0, ALL);
  await take(1, deactivate(ALL, "U0"));
  expect(await expire(2)).toEqual({});
  const again = async (now: Instant) => applyRetention({ store, clock: clockAt(now) }, USUAL_RETENTION, [DIRECTORY]);
  expect(await again(on(2) + HOUR / 2)).toBeUndefined();
  // A clock that was set back must not put it off.
  expect(await again(on(1))).toEqual({});
  expect(await store.records({ actions: ["retention"] })).toEqual([]);
  await expire(100);
  const [record] = await store.records({ actions: ["retention"] });
  expect(record?.detail).toEqual({ left: 1, readings: 1 });
});

it("the rules are words for everybody, each with its period", () => {
  const rules = retentionRules({ ...USUAL_RETENTION, left: 30 * DAY });
  expect(rules.find(({ kind }) => kind === "left")).toEqual({
    kind: "left",
    what: "people who left (their account, its changes, their departure and what they had)",
    period: "30 days after they left",
  });
  expect(rules.flatMap(({ kind }) => kind ?? [])).toEqual(RETENTION_KINDS);
  for (const kind of RETENTION_KINDS) {
    const { least, usual, most } = RETENTION[kind];
    expect(least <= usual && usual <= most, kind).toBe(true);
  }
});
