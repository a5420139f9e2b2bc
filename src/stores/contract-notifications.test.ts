import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NotificationFilter, Store, StoreWriter } from "../app/ports.ts";
import { HEALTHS } from "../core/directory/health.ts";
import { CHECKPOINT_FAULTS, type Incident, INCIDENT_KINDS, type IncidentItem } from "../core/notification/incident.ts";
import type { Notification } from "../core/notification/notification.ts";
import { change, departure, STORES } from "./testing.ts";

/** What every store must do with incidents, what they tell, and how they are told. */
function notificationsContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} keeps the contract of what is told`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it("is empty at first", async () => {
      expect(await store.incident("i-1")).toBeUndefined();
      expect(await store.newestIncident("departures a")).toBeUndefined();
      expect(await store.incidentsOf(["d-1"])).toStrictEqual(new Map());
      expect(await store.incidentItems("i-1")).toEqual([]);
      expect(await store.notification("n-1")).toBeUndefined();
      expect(await store.notifications({})).toEqual([]);
    });

    it("gives an incident back exactly as it was put last", async () => {
      await fc.assert(
        fc.asyncProperty(incidents(), incidents(), async (first, last) => {
          const id = "i-1";
          for (const one of [first, last]) {
            await store.transaction((writer) => writer.putIncident({ ...one, id }));
            expect(await store.incident(id)).toStrictEqual({ ...one, id });
            expect(await store.newestIncident(one.group)).toStrictEqual({ ...one, id });
          }
        }),
        { numRuns: 60 },
      );
    });

    it("gives a notification back exactly as it was put last", async () => {
      await putIncidents(store, ["i-1", "i-2"]);
      await fc.assert(
        fc.asyncProperty(notifications(), notifications(), async (first, last) => {
          const id = "n-1";
          for (const one of [first, last]) {
            await store.transaction((writer) => writer.putNotification({ ...one, id }));
            expect(await store.notification(id)).toStrictEqual({ ...one, id });
            expect(await store.notifications({})).toStrictEqual([{ ...one, id }]);
          }
        }),
        { numRuns: 60 },
      );
    });

    it("gives the newest incident of a group, closed or not, and keeps groups apart", async () => {
      const [first, other, closed] = [
        incident("i-3", "departures a"),
        incident("i-2", "departures b"),
        { ...incident("i-1", "departures a"), closed: true },
      ];
      const newest = async (group: string) => (await store.newestIncident(group))?.id;
      await putAll(store, [first, other]);
      expect(await newest("departures a")).toBe("i-3");
      await putAll(store, [closed]);
      // What is put again keeps its place, and is no newer for it.
      await putAll(store, [
        { ...first, version: 2, updatedAt: 99 },
        { ...other, version: 2, updatedAt: 99 },
      ]);
      expect(await store.newestIncident("departures a")).toStrictEqual(closed);
      expect(await newest("departures b")).toBe("i-2");
      expect(await newest("departures")).toBeUndefined();
    });

    it("gives the items of an incident in the order in which they came; one that comes again keeps its place", async () => {
      await putIncidents(store, ["i-1", "i-2"]);
      const first = items(1201, 1);
      const again = [
        { id: "d-1200", version: 2 },
        { id: "c-new", version: 2 },
        { id: "d-0", version: 2 },
      ];
      await store.transaction(async (writer) => {
        await writer.putIncidentItems("i-1", first);
        await writer.putIncidentItems("i-2", [{ id: "d-7", version: 9 }]);
        await writer.putIncidentItems("i-1", []);
      });
      expect(await store.incidentItems("i-1")).toStrictEqual(first);
      await store.transaction((writer) => writer.putIncidentItems("i-1", again));
      const expected = [{ id: "d-0", version: 2 }, ...first.slice(1, 1200), ...again.slice(0, 2)];
      expect(await store.incidentItems("i-1")).toStrictEqual(expected);
      expect(await store.incidentItems("i-2")).toStrictEqual([{ id: "d-7", version: 9 }]);
    });

    it("gives of each item the incidents that tell it, oldest first", async () => {
      const oldestFirst = ["i-3", "i-1", "i-2"];
      const told = fc.uniqueArray(fc.constantFrom<string>("d-1", "d-2", "c-1", "c-2"));
      const asked = fc.array(fc.constantFrom("d-1", "d-2", "c-1", "c-2", "d-of-none"));
      await fc.assert(
        fc.asyncProperty(fc.tuple(told, told, told), asked, async (each, wanted) => {
          await withStore(open, async (one) => {
            await putIncidents(one, oldestFirst);
            for (const [i, id] of oldestFirst.entries()) {
              const some = (each[i] ?? []).map((item) => ({ id: item, version: 1 }));
              await one.transaction((writer) => writer.putIncidentItems(id, some));
            }
            const tellers = (item: string) => oldestFirst.filter((_, i) => each[i]?.includes(item));
            const expected = new Map(wanted.filter((item) => tellers(item).length > 0).map((id) => [id, tellers(id)]));
            const found = await one.incidentsOf(wanted);
            expect(new Map([...found].map(([item, by]) => [item, by.map(({ id }) => id)]))).toStrictEqual(expected);
          });
        }),
        { numRuns: 25 },
      );
    });

    it("gives the incidents of thousands of items, though an item is asked for twice", async () => {
      const [first, second] = [incident("i-2", "departures a"), incident("i-1", "departures a")];
      const many = items(2000, 1);
      await putAll(store, [first, second]);
      await store.transaction(async (writer) => {
        await writer.putIncidentItems("i-1", many.slice(1000));
        await writer.putIncidentItems("i-2", many);
      });
      const ids = many.map(({ id }) => id);
      const found = await store.incidentsOf([...ids, "d-of-none", ...ids]);
      expect(found.size).toBe(2000);
      expect(found.get("d-999")).toStrictEqual([first]);
      expect(found.get("d-1000")).toStrictEqual([first, second]);
      expect(found.get("d-1999")).toStrictEqual([first, second]);
    });

    it("gives the departures that an incident tells, newest first, beside the other filters", async () => {
      const [old, late, mid] = [
        departure("d-1", 10, ["U1"]),
        departure("d-2", 30, ["U2", "U3"]),
        departure("d-3", 20, ["U4"]),
      ];
      await putIncidents(store, ["i-1", "i-2", "i-3"]);
      await store.transaction(async (writer) => {
        await writer.putDepartures([old, late, mid, departure("d-4", 25, ["U5"])]);
        await writer.putIncidentItems("i-1", named("d-1", "c-1", "d-2", "d-gone"));
        await writer.putIncidentItems("i-2", named("d-3", "d-1"));
      });
      expect(await store.departures({ incident: "i-1" })).toStrictEqual([late, old]);
      expect(await store.departures({ incident: "i-2" })).toStrictEqual([mid, old]);
      expect(await store.departures({ incident: "i-2", limit: 1 })).toStrictEqual([mid]);
      expect(await store.departures({ incident: "i-2", until: 20 })).toStrictEqual([old]);
      expect(await store.departures({ incident: "i-1", directory: "b" })).toStrictEqual([late]);
      expect(await store.departures({ incident: "i-3" })).toEqual([]);
      expect(await store.departures({ incident: "i-of-none" })).toEqual([]);
      // A departure that is put again is replaced whole, and told all the same.
      await store.transaction((writer) => writer.putDepartures([{ ...old, confirmed: false }]));
      expect(await store.departures({ incident: "i-2" })).toStrictEqual([mid, { ...old, confirmed: false }]);
    });

    it("gives the changes that an incident tells, in the order in which they were found", async () => {
      const [first, second, third] = [
        change("c-3", "s-1", "U1"),
        change("c-1", "s-1", "U2"),
        change("c-2", "s-2", "U1"),
      ];
      await putIncidents(store, ["i-1", "i-2"]);
      await store.transaction(async (writer) => {
        await writer.putChanges([first, second, third]);
        await writer.putIncidentItems("i-1", named("c-2", "d-1", "c-3"));
        await writer.putIncidentItems("i-2", named("c-1"));
      });
      expect(await store.changes({ incident: "i-1" })).toStrictEqual([first, third]);
      expect(await store.changes({ incident: "i-1", sweep: "s-2" })).toStrictEqual([third]);
      expect(await store.changes({ incident: "i-2" })).toStrictEqual([second]);
      expect(await store.changes({ incident: "i-2", account: "U1" })).toEqual([]);
    });

    it("gives notifications by each filter and by all together, earliest due first, then as they came", async () => {
      const many = fc.array(notifications(), { minLength: 5, maxLength: 15 });
      await fc.assert(
        fc.asyncProperty(many, fc.array(filters(), { minLength: 6 }), async (found, wanted) => {
          // Ids that fall where the notifications rise: the id decides no order.
          const put = found.map((one, i) => ({ ...one, id: `n-${99 - i}` }));
          await withStore(open, async (one) => {
            await putIncidents(one, ["i-1", "i-2"]);
            await one.transaction((writer) => inTurn(put, (next) => writer.putNotification(next)));
            for (const filter of wanted) {
              expect(await one.notifications(filter)).toStrictEqual(
                put.filter((next) => meets(next, filter)).toSorted((a, b) => a.dueAt - b.dueAt),
              );
            }
          });
        }),
        { numRuns: 25 },
      );
    });

    it("keeps a notification's place among those due at the same time, though it is put again", async () => {
      await putIncidents(store, ["i-1"]);
      const put = (ids: readonly string[], dueAt: number) =>
        store.transaction((writer) => inTurn(ids, (id) => writer.putNotification({ ...waiting(id), dueAt })));
      await put(["n-2", "n-3", "n-1"], 5);
      await put(["n-3", "n-2"], 7);
      await put(["n-1"], 7);
      expect((await store.notifications({})).map(({ id }) => id)).toEqual(["n-2", "n-3", "n-1"]);
    });

    it("refuses items and notifications of an incident that is not there", async () => {
      const lost = (work: (writer: StoreWriter) => Promise<void>) => store.transaction(work);
      await expect(lost((writer) => writer.putIncidentItems("i-1", named("d-1")))).rejects.toThrow(/foreign key/i);
      await expect(lost((writer) => writer.putNotification(waiting("n-1")))).rejects.toThrow(/foreign key/i);
      expect(await store.incidentsOf(["d-1"])).toStrictEqual(new Map());
    });

    it("reads inside a transaction what it has written, and keeps nothing of work that throws", async () => {
      await putIncidents(store, ["i-1"]);
      const before = await everything(store);
      const failure = new Error("half-way");
      const work = store.transaction(async (writer) => {
        await writer.putIncident({ ...incident("i-1", "departures a"), version: 2 });
        await writer.putIncident(incident("i-2", "departures a"));
        await writer.putIncidentItems("i-1", named("d-1"));
        await writer.putNotification(waiting("n-1"));
        expect(await everything(writer)).toMatchObject({
          newest: { id: "i-2" },
          first: { version: 2 },
          items: [{ id: "d-1" }],
          notifications: [{ id: "n-1" }],
        });
        throw failure;
      });
      await expect(work).rejects.toBe(failure);
      expect(await everything(store)).toStrictEqual(before);
      expect(before).toMatchObject({ newest: { id: "i-1" }, first: { version: 1 }, items: [], notifications: [] });
    });
  });
}

async function everything(store: Store | StoreWriter) {
  return {
    newest: await store.newestIncident("departures a"),
    first: await store.incident("i-1"),
    items: await store.incidentItems("i-1"),
    told: await store.incidentsOf(["d-1"]),
    notifications: await store.notifications({}),
  };
}

async function withStore(open: () => Promise<Store>, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await open();
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

async function inTurn<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (const one of all) await work(one);
}

function putAll(store: Store, all: readonly Incident[]): Promise<void> {
  return store.transaction((writer) => inTurn(all, (one) => writer.putIncident(one)));
}

function putIncidents(store: Store, ids: readonly string[]): Promise<void> {
  const all = ids.map((id) => incident(id, "departures a"));
  return putAll(store, all);
}

function incident(id: string, group: string): Incident {
  return { id, kind: "departures", group, directory: "a", openedAt: 1, updatedAt: 2, version: 1, closed: false };
}

/** Waits, and has never been told. */
function waiting(id: string): Notification {
  const told = { state: "waiting", version: 1, told: 0, messages: 0, since: 1, dueAt: 1, attempts: 0 } as const;
  return { id, incident: "i-1", destination: id, audience: "named", ...told };
}

function items(count: number, version: number): IncidentItem[] {
  return Array.from({ length: count }, (_, i) => ({ id: `d-${i}`, version }));
}

function named(...ids: readonly string[]): IncidentItem[] {
  return ids.map((id) => ({ id, version: 1 }));
}

function meets(notification: Notification, { state, destination, incident: of }: NotificationFilter): boolean {
  if (state !== undefined && notification.state !== state) return false;
  if (destination !== undefined && notification.destination !== destination) return false;
  return of === undefined || notification.incident === of;
}

const text = fc.string({ unit: "grapheme" });
const instant = fc.integer({ min: 0, max: 8.64e15 });
const state = fc.constantFrom("waiting", "sent", "failed");
const destination = fc.constantFrom("one", "two");
const of = fc.constantFrom("i-1", "i-2");
/** Few, so that many are due at the same time. */
const due = fc.integer({ min: 0, max: 4 });

/** Every shape of an incident, those that Rollcall does not make among them. The id is the test's to choose. */
function incidents(): fc.Arbitrary<Omit<Incident, "id">> {
  const over = { since: instant, over: fc.boolean() };
  const health = record({
    ...over,
    health: fc.constantFrom(...HEALTHS),
    reasons: fc.array(text),
    lastGood: fc.option(instant),
    blind: fc.boolean(),
  });
  const failure = record({ ...over, destination: text, failed: fc.nat(), attempts: fc.nat(), error: text });
  const checkpoint = fc.oneof(
    record({ size: fc.nat(), note: text, sealed: text }),
    record({ fault: fc.constantFrom(...CHECKPOINT_FAULTS), findings: fc.nat() }),
  );
  return fc.record(
    {
      kind: fc.constantFrom(...INCIDENT_KINDS),
      group: text,
      openedAt: instant,
      updatedAt: instant,
      version: fc.nat(),
      closed: fc.boolean(),
      directory: text,
      health,
      failure,
      release: fc.nat(),
      checkpoint,
    },
    { requiredKeys: ["kind", "group", "openedAt", "updatedAt", "version", "closed"], noNullPrototype: true },
  );
}

function notifications(): fc.Arbitrary<Omit<Notification, "id">> {
  const key = fc.constantFrom("channel", "ts", "thread", "ü");
  const needed = {
    incident: of,
    destination,
    audience: fc.constantFrom("named", "counts"),
    state,
    version: fc.nat(),
    told: fc.nat(),
    messages: fc.nat(),
    since: instant,
    dueAt: due,
    attempts: fc.nat(),
  } as const;
  const optional = {
    toldAt: instant,
    uncertain: fc.nat(),
    claim: record({ holder: text, until: instant }),
    error: record({ code: fc.constantFrom("unreachable", "gone", "refused", "rate_limited"), text }),
    receipt: fc.dictionary(key, fc.oneof(text, fc.integer()), { noNullPrototype: true }),
  } as const;
  return fc.record(
    { ...needed, ...optional },
    { requiredKeys: Object.keys(needed) as (keyof typeof needed)[], noNullPrototype: true },
  );
}

function filters(): fc.Arbitrary<NotificationFilter> {
  return fc.record({ state, destination, incident: of }, { requiredKeys: [], noNullPrototype: true });
}

function record<T>(shape: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(shape, { noNullPrototype: true });
}

for (const { name, open } of STORES) notificationsContract(name, open);
